"""Playing how a case was made, in the real window: what is seen is a matter of its history, and nothing is changed."""

import statistics
import unittest

from window import FIRST_LESION, Hands, WindowTest


class Replay(WindowTest):
    def setUp(self):
        super().setUp()
        self.make()
        hands = Hands()
        hands.rest(10)
        for y in (0, 30, 60):  # three strokes of one lesion, each beside the one before
            hands.drag((self.AXIAL[0] - 20, self.AXIAL[1] + y), (self.AXIAL[0] + 20, self.AXIAL[1] + y))
            hands.rest(10)
        self.view(hands)
        self.assertEqual(len(self.steps()), 3)

    def replaying(self, *keys):
        hands = Hands()
        hands.rest(10)
        hands.key("P", "shift")
        hands.rest(20)
        for key in keys:
            hands.key(key)
            hands.rest(10)
        return hands

    def seen(self, *keys):
        """The lesion's pixels as they were shown at last: what was seen most often before the window closed."""
        hands = self.replaying(*keys)
        hands.rest(80)
        process = self.open(hands)
        counts = []
        while process.poll() is None:
            counts.append(self.screen.counts(FIRST_LESION)[FIRST_LESION])
        self.ended(process)
        return statistics.mode([count for count in counts if count > 0][-60:])

    def test_each_step_shows_what_was_there_then(self):
        one, two, three = (self.seen("Home", *["Right"] * steps) for steps in (1, 2, 3))
        self.assertGreater(one, 50)
        self.assertGreater(two, one)
        self.assertGreater(three, two)

    def test_hands_change_nothing_meanwhile_and_paint_on_afterwards(self):
        before = self.json("log", self.project)["edits"]
        hands = self.replaying("Home", "Space")
        hands.key("Z", "control")
        hands.drag((300, 300), (360, 300))
        hands.drag((1170, 150), (1200, 150))
        hands.key("Delete")
        hands.rest(120)  # three steps at two a second
        hands.key("Escape")
        hands.rest(10)
        self.view(hands)
        self.assertEqual(self.json("log", self.project)["edits"], before)
        hands.drag(self.AXIAL, (self.AXIAL[0] + 40, self.AXIAL[1]))
        self.view(hands)
        self.assertEqual(len(self.steps()), 4)


if __name__ == "__main__":
    unittest.main()
