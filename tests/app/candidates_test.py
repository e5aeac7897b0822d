"""A model's candidates in the real window: brought in from a file, watched class by class, and let go on after a pause."""

import json
import unittest

import nibabel
import numpy as np

from deck_test import REVIEWER
from release_test import LEAD, ReleaseTest
from window import Hands


class Candidates(ReleaseTest):
    """The page, as app/ui/candidates.cpp places it in 1280x800."""

    BRING = (1180, 28)
    DOCUMENTS, FILE = (443, 184), (520, 346)  # in the chooser: the place, then its only file under the folder above
    NOW = (856, 634)  # of the sheet, where the file marks one value
    GO_ON = LOOK = (1168, 184)  # of the first class

    def page(self):
        hands = Hands()
        hands.rest(10)
        hands.key("M", "shift")
        hands.rest(20)
        return hands

    def labels(self, name="L1", radius=8):
        """A file of another program, in the user's documents."""
        self.draw((name, "lung nodule", radius))
        (file,) = [
            each["path"]
            for each in self.json("export", self.project, "--format", "nrrd", "--out", self.folder / "out")["files"]
            if each["kind"] in ("labels", "segmentation")
        ]  # fmt: skip
        self.call("undo", self.project, "--reader", "Dr. Test")
        (self.folder / "Documents").mkdir()
        (self.folder / "Documents" / "model.seg.nrrd").write_bytes(open(file, "rb").read())

    def values(self, *values):
        """A file that calls what it marks by numbers alone."""
        world = np.array(self.case["world_from_voxel"])
        voxels = np.zeros(self.case["size"], np.uint8)
        i, j, k = (size // 2 for size in self.case["size"])
        for n, value in enumerate(values):
            voxels[i - 30 + 15 * n : i - 24 + 15 * n, j : j + 6, k : k + 2] = value
        (self.folder / "Documents").mkdir()
        file = self.folder / "Documents" / "model.nii.gz"
        nibabel.save(nibabel.Nifti1Image(voxels, np.diag([-1, -1, 1, 1]) @ world), file)
        return file

    def choose(self, hands):
        """The file, its model and version."""
        hands.tap(self.BRING)
        hands.tap(self.DOCUMENTS)
        hands.tap(self.FILE)
        hands.rest(40)
        hands.type("liver-seg")
        hands.key("Return")
        hands.type("3.1")

    def propose(self, file, *options):
        return self.json(
            "import-labels", self.project, file, "--case", self.case["name"], "--reader", LEAD, "--track", "model",
            "--as", "candidate", "--model", "liver-seg", "--model-version", "3", *options,
        )  # fmt: skip

    def test_a_file_becomes_candidates_of_a_model(self):
        self.labels()
        hands = self.page()
        self.choose(hands)
        hands.tap(self.NOW)
        hands.rest(20)
        self.shown(hands)
        (lesion,) = self.lesions("model").values()
        self.assertEqual([lesion["name"], lesion["class"], lesion["provenance"], lesion["reader"]],
                         ["L1", "lung nodule", "candidate", LEAD])  # fmt: skip
        (watch,) = self.json("automation", self.project, "show")["classes"]
        self.assertEqual([watch["class"], watch["candidates"], watch["decided"]], ["lung nodule", 1, 0])

    def test_each_value_of_a_file_is_given_a_class_or_left_out(self):
        self.values(1, 2, 3)
        hands = self.page()
        self.choose(hands)
        hands.tap((416, 345))  # all of them are lung nodules
        hands.tap((639, 503))  # but for the second,
        hands.rest(10)
        hands.tap((540, 644))  # which is a liver metastasis,
        hands.rest(10)
        hands.tap((639, 576))  # and the third,
        hands.rest(10)
        hands.tap((659, 675))  # which is left out
        hands.rest(10)
        hands.tap((856, 741))
        hands.rest(20)
        self.shown(hands)
        classes = {name: lesion["class"] for name, lesion in self.lesions("model").items()}
        self.assertEqual(classes, {"label 1": "lung nodule", "label 2": "liver metastasis"})
        (made,) = self.json("automation", self.project, "show")["imports"]
        self.assertEqual([made["file"], made["values"], made["left_out"]],
                         ["model.nii.gz", {"lung nodule": [1], "liver metastasis": [2]}, [3]])  # fmt: skip

    def test_by_command_candidates_without_a_class_of_the_guideline_are_refused(self):
        file = self.values(1, 2, 7)
        common = ("import-labels", self.project, file, "--case", self.case["name"], "--reader", LEAD)
        _, said = self.call(*common, "--as", "candidate", status=1)
        self.assertIn("1 (label 1), 2 (label 2), 7 (label 7)", said)
        self.assertIn("lung nodule, liver metastasis", said)
        self.call(*common, "--as", "candidate", "--class", "cyst", status=1)
        self.call(*common, "--map", "3=lung nodule", status=1)
        self.assertEqual(self.json("info", self.project)["lesions"], [])
        brought = self.propose(file, "--class", "Lung_Nodule", "--map", "2=liver metastasis", "label 7=")
        self.assertEqual([(each["name"], each["class"]) for each in brought["lesions"]],
                         [("label 1", "lung nodule"), ("label 2", "liver metastasis")])  # fmt: skip
        self.assertIn("1 value was left out", brought["notes"])
        drawn = self.json(*common, "--track", "drawn")
        self.assertIn("the guideline has no class", json.dumps(drawn["notes"]))

    def test_what_people_found_where_the_model_proposed_nothing_is_missed(self):
        self.labels()
        self.propose(self.folder / "Documents" / "model.seg.nrrd")
        self.draw(("Anew", "lung nodule", 6), ("Overlooked", "lung nodule", 6), ("Unlike", "liver metastasis", 6))
        watch = lambda: self.json("automation", self.project, "show")["classes"][0]  # noqa: E731
        self.assertEqual(watch()["missed"], 0, "nobody has decided on it yet")
        self.json("decide", self.project, "reject", "--lesion", "L1", "--reader", "Dr. Second", "--comment", "ragged")
        for name in ("Anew", "Overlooked", "Unlike"):
            self.json("decide", self.project, "accept", "--lesion", name, "--reader", "Dr. Second")
        self.assertEqual([watch()["rejected"], watch()["missed"]], [1, 1])
        self.assertIn("missed: 1", self.call("automation", self.project, "show")[0])

    def look_at_those_that_wait(self):
        hands = self.page()
        hands.rest(40)
        hands.tap(self.LOOK)
        hands.rest(60)
        return hands

    def test_those_that_wait_open_in_the_deck_of_who_decides(self):
        self.labels()
        self.propose(self.folder / "Documents" / "model.seg.nrrd")
        self.draw(("Critical", "liver metastasis", 8))  # which the deck alone would show first
        hands = self.look_at_those_that_wait()
        self.accept_it(hands)
        hands.rest(20)
        self.shown(hands, reader=REVIEWER)
        self.assertEqual(self.states(), {"L1": "accepted", "Critical": "undecided"})
        (watch,) = self.json("automation", self.project, "show")["classes"]
        self.assertEqual([watch["model"], watch["model_version"], watch["untouched"]], ["liver-seg", "3", 1])

    def test_those_that_wait_for_changes_open_where_they_are_painted(self):
        self.labels()
        self.propose(self.folder / "Documents" / "model.seg.nrrd")
        self.json("decide", self.project, "changes", "--lesion", "L1", "--reader", REVIEWER, "--comment", "too small")
        self.assertEqual(self.findings()["L1"]["origin"], "liver-seg 3")
        hands = self.look_at_those_that_wait()
        x, y = self.AXIAL
        hands.drag((x, y), (x + 30, y), (x + 60, y))
        hands.rest(20)
        self.shown(hands)
        self.assertEqual(self.findings()["L1"]["origin"], f"liver-seg 3, corrected by {LEAD}")

    def test_a_class_that_is_paused_goes_on_once_somebody_said_why(self):
        self.labels()
        file = self.folder / "Documents" / "model.seg.nrrd"
        for n in range(8):
            self.json(
                "import-labels", self.project, file, "--case", self.case["name"], "--reader", LEAD, "--track", "model",
                "--as", "candidate", "--lesion", f"K{n}", "--model", "liver-seg", "--model-version", "3",
            )  # fmt: skip
            self.json("decide", self.project, "reject", "--lesion", f"K{n}", "--reader", "Dr. Second")
        state = lambda: self.json("automation", self.project, "show")["classes"][0]["state"]  # noqa: E731
        self.assertEqual(state(), "paused")
        hands = self.page()
        hands.tap(self.GO_ON)
        hands.type("a newer version of the model")
        hands.key("Return")
        hands.rest(20)
        self.shown(hands)
        self.assertEqual(state(), "calm")
        (released,) = [each for each in self.json("log", self.project)["edits"] if each["kind"] == "candidates released"]
        self.assertEqual(released["person"], LEAD)


if __name__ == "__main__":
    unittest.main()
