"""Calibration sessions by the command line: who is compared with whom, as of when, and who is not."""

import shutil
import unittest

import numpy as np

from program import ProgramTest

READERS = ["Ada", "Emmy", "Grace"]


class CalibrateTest(ProgramTest):
    def setUp(self):
        super().setUp()
        self.new()
        self.cases = [self.import_series(name) for name in ["oblique", "thick"]]
        self.open("May")

    def open(self, name):
        self.call(
            "calibrate", self.project, "open", "--name", name, "--cases",
            ",".join(case["name"] for case in self.cases), "--readers", ",".join(READERS), "--reader", "Lea",
        )  # fmt: skip

    def reveal(self, project=None, name="May"):
        self.call("calibrate", project or self.project, "reveal", "--name", name, "--reader", "Lea")

    def shown(self, project=None):
        return self.json("calibrate", project or self.project, "show")["sessions"]

    def draw(self, reader, radius, project=None, cases=None, lesion="L1", aside=0, mode="add"):
        for case in cases or self.cases:
            world = np.array(case["world_from_voxel"])
            centre = world[:3, :3] @ ((np.array(case["size"]) - 1) / 2) + world[:3, 3]
            stroke = {
                "lesion": lesion, "class": "nodule", "mode": mode, "radius_mm": radius,
                "points_mm": [list(centre + [aside, 0, 0])],
            }  # fmt: skip
            self.json(
                "paint", project or self.project, "--case", case["name"], "--reader", reader, "--track",
                f"May - {reader}", "--script", self.script(stroke), "--cpu",
            )  # fmt: skip

    def draw_all(self):
        for n, reader in enumerate(READERS):
            self.draw(reader, 10 + 2 * n)


class AsAtTheReveal(CalibrateTest):
    def test_what_is_changed_afterwards_changes_no_number_and_is_named(self):
        self.draw_all()
        self.reveal()
        (before,) = self.shown()
        self.assertEqual(before["changed_since"], [])
        self.draw("Ada", 18)
        self.draw("Emmy", 6, cases=self.cases[:1], lesion="L2", aside=30)
        (after,) = self.shown()
        self.assertEqual(after.pop("changed_since"), ["Ada", "Emmy"])
        before.pop("changed_since")
        self.assertEqual(after, before)

    def test_what_was_changed_and_taken_back_is_not_named(self):
        self.draw_all()
        self.reveal()
        self.draw("Grace", 18, cases=self.cases[:1])
        self.assertEqual(self.shown()[0]["changed_since"], ["Grace"])
        self.call("undo", self.project, "--reader", "Grace")
        self.assertEqual(self.shown()[0]["changed_since"], [])

    def test_an_undo_after_the_reveal_leaves_the_reading_as_it_was(self):
        self.draw_all()
        self.draw("Ada", 6, lesion="L2", aside=30, cases=self.cases[:1])
        self.reveal()
        (before,) = self.shown()
        self.call("undo", self.project, "--reader", "Ada")
        (after,) = self.shown()
        self.assertEqual(after["readers"], before["readers"])
        self.assertEqual(after["changed_since"], ["Ada"])

    def test_what_the_reveal_did_not_know_of_is_not_compared(self):
        """Grace reads on a copy; what she read arrives when all is revealed."""
        self.draw("Ada", 10)
        self.draw("Emmy", 12)
        copy = self.folder / "grace.sagitta"
        shutil.copy(self.project, copy)
        self.draw("Grace", 14, project=copy)
        self.reveal()
        (before,) = self.shown()
        self.assertEqual(before["unread"], ["Grace"])
        self.assertEqual([each["reader"] for each in before["readers"]], ["Ada", "Emmy"])
        self.call("merge", self.project, copy)
        (after,) = self.shown()
        self.assertEqual(after, before)


class Absent(CalibrateTest):
    def test_who_handed_in_an_empty_reading_missed_it(self):
        self.draw("Ada", 10)
        self.draw("Emmy", 12)
        for case in self.cases:
            self.call(
                "assign", self.project, "submit", "--case", case["name"], "--track", "May - Grace", "--reader", "Grace",
            )  # fmt: skip
        (before,) = self.shown()
        self.assertEqual({each["reader"]: each["cases"] for each in before["handed_in"]}, {"Ada": 0, "Emmy": 0, "Grace": 2})
        self.reveal()
        (shown,) = self.shown()
        self.assertEqual(shown["unread"], [])
        self.assertEqual({each["reader"]: each["missed"] for each in shown["readers"]}, {"Ada": 0, "Emmy": 0, "Grace": 2})

    def test_cases_not_begun_are_counted(self):
        self.draw("Ada", 10)
        self.draw("Emmy", 12)
        self.draw("Grace", 12, cases=self.cases[:1])
        self.reveal()
        self.assertEqual(self.shown()[0]["unfinished"], {"Grace": 1})

    def test_a_withheld_reader_is_named_and_not_taken_for_one_who_marked_nothing(self):
        self.draw_all()
        copy = self.folder / "for-ada.sagitta"
        self.call("snapshot", self.project, copy, "--for", "Ada")
        self.reveal(copy)
        (shown,) = self.shown(copy)
        self.assertIn("Emmy and Grace", shown["fault"])
        self.assertNotIn("readers", shown)
        self.call("merge", copy, self.project)  # which holds all of it
        (shown,) = self.shown(copy)
        self.assertEqual([each["reader"] for each in shown["readers"]], READERS)
        self.assertEqual(shown["withheld"], [])


if __name__ == "__main__":
    unittest.main()
