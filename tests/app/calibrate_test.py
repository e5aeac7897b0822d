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


class ReadTwice(CalibrateTest):
    """Sessions whose cases are read twice; readers here are Ada, who believes the model, and Emmy, who does not."""

    def setUp(self):
        ProgramTest.setUp(self)
        self.new()
        self.cases = [self.import_series(name) for name in ["oblique", "thick"]]

    def open_twice(self, *options):
        self.call(
            "calibrate", self.project, "open", "--name", "May", "--cases", ",".join(case["name"] for case in self.cases),
            "--readers", "Ada,Emmy", "--reader", "Lea", *options,
        )  # fmt: skip

    def mark(self, track, reader, case, *balls, mode="add"):
        """Balls of (lesion, radius mm, place aside)."""
        world = np.array(case["world_from_voxel"])
        centre = world[:3, :3] @ ((np.array(case["size"]) - 1) / 2) + world[:3, 3]
        strokes = [
            {"lesion": name, "class": "nodule", "mode": mode, "radius_mm": radius,
             "points_mm": [list(centre + [aside, 0, 0])]}
            for name, radius, aside in balls
        ]  # fmt: skip
        return self.call(
            "paint", self.project, "--case", case["name"], "--reader", reader, "--track", track, "--script",
            self.script(*strokes), "--cpu", status=None,
        )  # fmt: skip

    def call(self, *arguments, status=0):
        if status is None:  # whatever it is: the caller looks at what was said
            try:
                return super().call(*arguments)[1]
            except AssertionError as failed:
                return str(failed)
        return super().call(*arguments, status=status)

    def submit(self, track, reader, case):
        self.call("assign", self.project, "submit", "--case", case["name"], "--track", track, "--reader", reader)

    def test_candidates_wait_for_the_unaided_reading_and_bias_is_counted(self):
        # True are L1 and L2; the model knows L1, left L2 out, and has a false one.
        for case in self.cases:
            self.mark("panel", "Lea", case, ("L1", 10, 0), ("L2", 8, 40))
            self.mark("model", "Lea", case, ("M1", 10, 0), ("M2", 7, -40))
        self.open_twice("--reference", "panel", "--candidates", "model")
        for case in self.cases:
            self.assertIn("handed in", self.mark("May - Ada, aided", "Ada", case, ("L9", 5, 20)))
            self.assertIn("handed in", self.mark("model", "Ada", case, ("L9", 5, 20)))
            for reader in ["Ada", "Emmy"]:
                self.mark(f"May - {reader}", reader, case, ("L1", 10, 0), ("L2", 8, 40))
                self.submit(f"May - {reader}", reader, case)
            # Ada keeps what the model shows, Emmy draws what it lacks and takes out what is false.
            self.mark("May - Ada, aided", "Ada", case, ("M1", 2, 0))
            self.mark("May - Emmy, aided", "Emmy", case, ("L2", 8, 40))
            self.mark("May - Emmy, aided", "Emmy", case, ("M2", 12, -40), mode="erase")
            for reader in ["Ada", "Emmy"]:
                self.submit(f"May - {reader}, aided", reader, case)
        # What is painted over an unaided reading afterwards changes nothing.
        self.mark("May - Emmy", "Emmy", self.cases[0], ("M2", 7, -40))
        (before,) = self.shown()
        self.assertEqual({each["reader"]: each["cases"] for each in before["handed_in"]}, {"Ada": 4, "Emmy": 4})
        self.reveal()
        (shown,) = self.shown()
        ada, emmy = shown["automation_bias"]["readers"]
        self.assertEqual([ada["commission"]["count"], ada["commission"]["of"]], [2, 2])
        self.assertEqual([ada["omission"]["count"], ada["omission"]["of"]], [2, 2])
        self.assertEqual([emmy["commission"]["count"], emmy["commission"]["of"]], [0, 2])
        self.assertEqual([emmy["omission"]["count"], emmy["omission"]["of"]], [0, 2])
        both = shown["automation_bias"]["all"]["commission"]
        self.assertEqual([both["count"], both["of"]], [2, 4])
        for limit, wilson in zip(both["interval_95"], [0.1500, 0.8500]):
            self.assertAlmostEqual(limit, wilson, places=3)
        copies = [each["provenance"] for each in self.json("info", self.project)["lesions"]
                  if each["track"] == "May - Ada, aided" and each["name"] == "M2"]  # fmt: skip
        self.assertEqual(copies, ["candidate", "candidate"])

    def test_errors_are_seeded_into_a_track_of_their_own(self):
        for case in self.cases:
            self.mark("model", "Lea", case, *[(f"M{n}", 5, -40 + 20 * n) for n in range(5)])
        self.open_twice("--candidates", "model", "--seed-errors", "0.8")
        lesions = self.json("info", self.project)["lesions"]
        seeded = [each for each in lesions if each["track"] == "May - candidates"]
        right = {each["voxels"] for each in lesions if each["track"] == "model"}
        self.assertTrue(all(each["provenance"] == "candidate" for each in seeded))
        self.assertTrue({each["voxels"] for each in seeded} - right or len(seeded) != 10, "something is wrong with them")
        self.assertIn("Name", super().call("calibrate", self.project, "open", "--name", "June", "--cases",
                      self.cases[0]["name"], "--readers", "Ada,Emmy", "--reader", "Lea", "--seed-errors", "0.5", status=1)[1])

    def test_masks_and_boxes_are_compared(self):
        self.open_twice("--boxes")
        for case in self.cases:
            for n, reader in enumerate(["Ada", "Emmy"]):
                tracks = [f"May - {reader}", f"May - {reader}, boxes"]
                said = [self.mark(track, reader, case, ("L1", 10 + n, 0)) for track in tracks]
                refused = [track for track, words in zip(tracks, said) if "handed in" in words]
                self.assertEqual(len(refused), 1, "one of them waits for the other")
                for track in sorted(tracks, key=lambda each: each in refused):
                    if track in refused:
                        self.mark(track, reader, case, ("L1", 10 + n, 0))
                    self.submit(track, reader, case)
        self.reveal()
        (shown,) = self.shown()
        pilot = shown["granularity"]
        self.assertEqual(pilot["cases"], 2)
        self.assertEqual(pilot["masks"]["lesions"], 4)
        self.assertAlmostEqual(pilot["masks"]["mean_dice"], pilot["boxes"]["mean_dice"], places=12)  # drawn alike here
        self.assertGreater(pilot["masks_as_boxes"]["mean_dice"], 0.7)
        self.assertIn("By boxes", self.call("calibrate", self.project, "show")[0])


if __name__ == "__main__":
    unittest.main()
