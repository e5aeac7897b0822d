"""Several people at one project: what they see of each other in their windows, and what becomes of contradictions."""

import os
import unittest

import program
from live_window import LiveWindow
from window import Hands, WindowTest

CAUTION_GROUND = 0x4A2E12  # of notes and cards that ask for attention


class ManyHands(WindowTest):
    NEXT_CONTESTED = ("C", "shift")
    BELONGS, DOES_NOT = (1082, 204), (1198, 204)  # on the page of the lesion, in a window of 1280 x 800

    def setUp(self):
        super().setUp()
        self.make()
        self.centre = program.centres(self.case)[tuple(n // 2 for n in self.case["size"][::-1])].tolist()

    def at(self, who, *arguments):
        """Runs sagitta at another's installation."""
        own, self.environment = self.environment, lambda: {**os.environ, "SAGITTA_HOME": str(self.folder / who)}
        try:
            return self.call(*arguments)
        finally:
            self.environment = own

    def stroke(self, who, project, mode, radius):
        stroke = {"lesion": "L1", "class": "lesion", "mode": mode, "radius_mm": radius, "points_mm": [self.centre]}
        self.at(
            who, "paint", project, "--case", self.case["name"], "--reader", who, "--cpu", "--script", self.script(stroke)
        )

    def contradict(self):
        """Grace erases in a copy what Ada paints again meanwhile. Returns the copy."""
        self.stroke("Ada", self.project, "add", 12)
        copy = self.folder / "copy.sagitta"
        self.call("snapshot", self.project, copy)
        self.stroke("Grace", copy, "erase", 8)
        self.stroke("Ada", self.project, "add", 8)
        return copy

    def contested(self):
        return self.json("info", self.project)["counts"]["contested"]

    def settle(self, at):
        hands = Hands()
        hands.key(*self.NEXT_CONTESTED)
        hands.rest(6)
        hands.tap(at)
        self.view(hands)

    def test_what_is_contested_is_settled_by_a_choice_that_can_be_undone(self):
        self.call("merge", self.project, self.contradict())
        before = self.lesions()["L1"]["voxels"]
        self.assertEqual(self.contested(), 1)
        self.settle(self.BELONGS)
        self.assertEqual(self.contested(), 0)
        self.assertEqual(self.lesions()["L1"]["voxels"], before, "the later one painted it: it stays")
        undo = Hands()
        undo.tap_with(2, self.VOLUME)
        self.view(undo)
        self.assertEqual(self.contested(), 1)
        self.settle(self.DOES_NOT)
        self.assertEqual(self.contested(), 0)
        self.assertLess(self.lesions()["L1"]["voxels"], before)
        self.assertTrue(self.json("verify", self.project)["ok"])

    def test_a_contradiction_that_arrives_is_shown_in_an_open_window(self):
        copy = self.contradict()
        window = LiveWindow(self, self.screen, [self.project, "--reader", "Ada"], self.environment())
        window.shows(0x1E8FA8, 1000)
        self.assertEqual(window.count(CAUTION_GROUND), 0)
        self.call("merge", self.project, copy)
        window.shows(CAUTION_GROUND, 5000)  # a note counts them
        window.close()


if __name__ == "__main__":
    unittest.main()
