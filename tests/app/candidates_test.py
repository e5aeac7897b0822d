"""A model's candidates in the real window: brought in from a file, watched class by class, and let go on after a pause."""

import unittest

from release_test import LEAD, ReleaseTest
from window import Hands


class Candidates(ReleaseTest):
    """The page, as app/ui/candidates.cpp places it in 1280x800."""

    BRING = (1180, 28)
    DOCUMENTS, FILE = (443, 184), (520, 328)  # in the chooser: the place, then its only file under the folder above
    VERSION, NOW = (640, 356), (836, 584)  # of the sheet
    GO_ON = (1168, 146)  # of the first class

    def page(self):
        hands = Hands()
        hands.rest(10)
        hands.key("M", "shift")
        hands.rest(20)
        return hands

    def labels(self, name="L1", radius=8):
        """A file of another program, in the user's documents."""
        self.draw((name, "cyst", radius))
        (file,) = [
            each["path"]
            for each in self.json("export", self.project, "--format", "nrrd", "--out", self.folder / "out")["files"]
            if each["kind"] in ("labels", "segmentation")
        ]  # fmt: skip
        self.call("undo", self.project, "--reader", "Dr. Test")
        (self.folder / "Documents").mkdir()
        (self.folder / "Documents" / "model.seg.nrrd").write_bytes(open(file, "rb").read())

    def bring(self, hands):
        hands.tap(self.BRING)
        hands.tap(self.DOCUMENTS)
        hands.tap(self.FILE)
        hands.type("liver-seg")
        hands.tap(self.VERSION)
        hands.type("3.1")
        hands.tap(self.NOW)
        hands.rest(20)

    def test_a_file_becomes_candidates_of_a_model(self):
        self.labels()
        hands = self.page()
        self.bring(hands)
        self.shown(hands)
        (lesion,) = self.lesions("model").values()
        self.assertEqual([lesion["name"], lesion["class"], lesion["provenance"], lesion["reader"]],
                         ["L1", "cyst", "candidate", LEAD])  # fmt: skip
        (watch,) = self.json("automation", self.project, "show")["classes"]
        self.assertEqual([watch["class"], watch["candidates"], watch["decided"]], ["cyst", 1, 0])

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
