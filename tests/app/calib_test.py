"""After a calibration session in the real window: readings held against the panel once they are revealed and never
before, and what readers differ on made an example of the guideline, which opens from there."""

import json
import unittest

import numpy as np

from deck_test import DeckTest
from window import Hands

READERS = ["Ada", "Emmy", "Grace"]
AGREED = 0x009E73  # of what a reader and the panel both marked, as the legend shows it
AS_THE_PANEL, TOO_LARGE = 0xF7F7F7, 0xFDC9AE  # of a reader's surface: where the panel's is, and a millimetre outside
FEW, ALL = 0x5A4FB0, 0xFDE725  # of what all readers marked, likewise


class CalibTest(DeckTest):
    """Ada, Emmy and Grace read one case blind; only Ada finds the second lesion."""

    def setUp(self):
        super().setUp()
        self.call(
            "calibrate", self.project, "open", "--name", "May", "--cases", self.case["name"],
            "--readers", ",".join(READERS), "--reader", "Lea",
        )  # fmt: skip
        for n, reader in enumerate(READERS):
            strokes = [self.ball("L1", "lung nodule", 10 + 2 * n, 0)]
            if reader == "Ada":
                strokes.append(self.ball("L2", "liver metastasis", 9, 40))
            self.json(
                "paint", self.project, "--case", self.case["name"], "--reader", reader, "--track", f"May - {reader}",
                "--script", self.script(*strokes), "--cpu",
            )  # fmt: skip

    def ball(self, name, kind, radius, aside):
        world = np.array(self.case["world_from_voxel"])
        centre = world[:3, :3] @ ((np.array(self.case["size"]) - 1) / 2) + world[:3, 3]
        return {
            "lesion": name, "class": kind, "mode": "add", "radius_mm": radius,
            "points_mm": [list(centre + [aside, 0, 0])],
        }  # fmt: skip

    def reveal(self):
        self.call("calibrate", self.project, "reveal", "--name", "May", "--reader", "Lea")

    def looking(self, size=(1280, 800)):
        hands = Hands(size)
        hands.rest(10)
        hands.key("K", "shift")
        hands.rest(30)
        return hands

    def shown(self, hands, reader="Ada", track=None):
        """The most pixels of the legend's colours that were seen."""
        process = self.open(hands, "--track", track or f"May - {reader}", reader=reader)
        seen = self.screen.watch(process, AGREED, AS_THE_PANEL, TOO_LARGE, FEW, ALL)
        self.ended(process)
        return seen


class Comparing(CalibTest):
    def test_nothing_of_others_is_shown_before_it_is_revealed(self):
        self.assertEqual(self.shown(self.looking())[AGREED], 0)
        self.reveal()
        self.assertGreater(self.shown(self.looking())[AGREED], 200)

    def test_keys_change_between_one_reader_and_all(self):
        self.reveal()
        hands = self.looking()
        hands.key("A")
        hands.rest(20)
        self.assertGreater(self.shown(hands)[ALL], 200)
        self.assertGreater(self.shown(self.looking(), reader="Lea", track="shared")[ALL], 200)  # a teacher sees all

    def test_a_surface_is_coloured_by_its_distance(self):
        self.reveal()
        self.assertLess(self.shown(self.looking(), reader="Emmy")[TOO_LARGE], 100)
        hands = self.looking()
        hands.key("S")
        hands.rest(20)
        seen = self.shown(hands, reader="Grace")  # who draws two millimetres larger than Emmy, four larger than Ada
        self.assertGreater(seen[TOO_LARGE] + seen[AS_THE_PANEL], 800, "steps of the scale, and contours")

    def test_one_paints_on_where_one_was(self):
        self.reveal()
        hands = self.looking()
        hands.key("N")
        hands.rest(10)
        hands.drag((300, 300), (330, 300), (360, 300))  # there hands only look
        hands.key("Escape")
        hands.rest(10)
        before = self.json("log", self.project)["edits"]
        self.shown(hands)
        self.assertEqual(len(self.json("log", self.project)["edits"]), len(before))
        hands.drag(self.AXIAL, (self.AXIAL[0] + 40, self.AXIAL[1]))
        self.shown(hands)
        (stroke,) = self.json("log", self.project)["edits"][len(before):]
        self.assertEqual((stroke["kind"], stroke["track"]), ("mask changed", "May - Ada"))


class Sessions(CalibTest):
    """The page of sessions, as app/ui/calibration_layout.cpp and calibration_sheets.cpp place it in 1280x800."""

    OPEN = (1204, 28)
    REVEAL = (783, 417)  # of whom no reading is asked: there is no card of one's own
    SURE = (816, 473)
    NOT_YET = (688, 473)
    FIRST_READING = (147, 128)
    FIRST_AGAIN = (1090, 376)

    def page(self):
        hands = Hands()
        hands.rest(10)
        hands.key("A", "shift")
        hands.rest(30)
        return hands

    def sessions(self):
        return {each["session"]: each for each in self.json("calibrate", self.project, "show")["sessions"]}

    def test_a_teacher_opens_a_session(self):
        hands = self.page()
        hands.tap(self.OPEN)
        hands.type("June")
        hands.tap((640, 572))  # the only case
        hands.tap((856, 636))  # Open
        hands.rest(20)
        self.shown(hands, reader="Lea", track="shared")
        self.assertEqual(self.sessions()["June"]["tracks"], [f"June - {reader}" for reader in READERS])
        assigned = [each for each in self.json("log", self.project)["edits"] if each["kind"] == "reading assigned"]
        self.assertEqual({each["person"] for each in assigned if each["track"].startswith("June")}, {"Lea"})

    def test_it_is_revealed_once_one_is_sure(self):
        hands = self.page()
        hands.tap(self.REVEAL)
        hands.tap(self.NOT_YET)
        self.shown(hands, reader="Lea", track="shared")
        self.assertIsNone(self.sessions()["May"]["revealed"])
        hands = self.page()
        hands.tap(self.REVEAL)
        hands.tap(self.SURE)
        hands.rest(20)
        self.shown(hands, reader="Lea", track="shared")
        self.assertEqual([each["reader"] for each in self.sessions()["May"]["readers"]], READERS)

    def test_it_takes_the_right_to_teach(self):
        (self.folder / "passphrase").write_text("correct horse battery\n")
        for person in ["Dr. Lead", "Lea", "Otto", *READERS]:
            self.json("person", self.project, "enroll", "--person", person)
        for person, role in [("Lea", "teacher"), ("Otto", "reviewer")]:
            self.json("person", self.project, "grant", "--person", person, "--role", role, "--as", "Dr. Lead")
        for person, opened in [("Otto", False), ("Lea", True)]:
            hands = self.page()
            hands.tap(self.OPEN)
            hands.type("June")
            hands.tap((640, 572))
            hands.tap((856, 636))
            hands.rest(20)
            self.shown(hands, reader=person, track="shared")
            self.assertEqual("June" in self.sessions(), opened, person)

    def test_a_reader_finds_what_is_to_be_read(self):
        before = len(self.json("log", self.project)["edits"])
        hands = self.page()
        hands.tap(self.FIRST_READING)
        hands.rest(30)
        hands.key("B")
        hands.drag(self.AXIAL, (self.AXIAL[0] + 30, self.AXIAL[1]))
        self.shown(hands, reader="Grace", track="shared")
        strokes = [each for each in self.json("log", self.project)["edits"][before:] if each["kind"] == "mask changed"]
        self.assertEqual([each["track"] for each in strokes], ["May - Grace"])

    def test_a_case_to_look_at_again_opens_where_one_differs(self):
        self.reveal()
        hands = self.page()
        hands.rest(30)
        hands.tap(self.FIRST_AGAIN)
        hands.rest(60)
        self.assertGreater(self.shown(hands)[AGREED], 200)

    def environment(self):
        return {**super().environment(), "SAGITTA_PASSPHRASE_FILE": str(self.folder / "passphrase")}


class ReadTwice(DeckTest):
    """Sessions whose case is read in two ways. The sheet that opens them, in 1280x800 and with one case to choose."""

    OPEN, NOW = (1204, 28), (856, 612)
    BY_MASKS_AND_BOXES = (524, 473)
    AGAINST_PANEL, WITH_CANDIDATES = (500, 404), (741, 473)
    CASE = (371, 548)
    FIRST_READING = (147, 128)
    CRITERIA = [(600, 506), (600, 554)]  # of the card that hands in
    HAND_IN = (836, 638)

    def opened(self, way, *before, readers="Ada, Emmy"):
        hands = Hands()
        hands.rest(10)
        hands.key("A", "shift")
        hands.rest(30)
        hands.tap(self.OPEN)
        hands.type("June")
        hands.key("Tab")
        hands.type(readers)
        hands.rest(5)
        for each in [*before, way, self.CASE, self.NOW]:
            hands.tap(each)
            hands.rest(5)
        hands.rest(20)
        self.view(hands, reader="Lea")
        return {each["track"] for each in self.json("assign", self.project, "list")["readings"]}

    def first_reading(self):
        hands = Hands()
        hands.rest(10)
        hands.key("A", "shift")
        hands.rest(30)
        hands.tap(self.FIRST_READING)
        hands.rest(30)
        return hands

    def hand_in(self, hands):
        hands.rest(20)
        hands.key("Return", "control")
        hands.rest(20)
        for at in [*self.CRITERIA, self.HAND_IN]:
            hands.tap(at)
        hands.rest(20)

    def handed_in(self):
        return [each["track"] for each in self.json("assign", self.project, "list")["readings"] if each["submitted"]]

    def test_by_masks_and_by_boxes(self):
        self.assertIn("June - Ada, boxes", self.opened(self.BY_MASKS_AND_BOXES))
        boxes = self.first_reading()  # of Emmy, who begins by boxes: the tool is in her hand
        boxes.drag((850, 125), (910, 175))
        boxes.rest(20)
        boxes.key("Return")
        self.hand_in(boxes)
        self.view(boxes, reader="Emmy")
        (box,) = self.lesions("June - Emmy, boxes").values()
        self.assertEqual([box["granularity"], box["class"]], ["box", "lung nodule"])
        self.assertEqual(self.handed_in(), ["June - Emmy, boxes"])
        masks = self.first_reading()
        masks.key("B")
        masks.drag((875, 150), (900, 150))
        self.hand_in(masks)
        self.view(masks, reader="Emmy")
        (mask,) = self.lesions("June - Emmy").values()
        self.assertEqual(mask["granularity"], "instance")
        self.assertEqual(sorted(self.handed_in()), ["June - Emmy", "June - Emmy, boxes"])

    def test_without_and_with_candidates(self):
        self.draw(("L1", "lung nodule", 8), reader="Lea")
        panel = self.folder / "panel"
        self.call("export", self.project, "--case", self.case["name"], "--format", "nifti", "--out", panel)
        (labels,) = panel.rglob("*labels*.nii.gz")
        for track, *options in [("panel",), ("model", "--as", "candidate", "--model", "net", "--model-version", "1")]:
            self.call(
                "import-labels", self.project, labels, "--case", self.case["name"], "--reader", "Lea", "--track", track,
                *options,
            )  # fmt: skip
        self.assertIn("June - Ada, aided", self.opened(self.WITH_CANDIDATES, self.AGAINST_PANEL, readers=", Ada, Emmy"))
        alone = self.first_reading()
        alone.key("B")
        alone.drag((875, 150), (900, 150))
        self.hand_in(alone)
        self.view(alone, reader="Ada")
        self.assertEqual(self.handed_in(), ["June - Ada"])
        self.assertEqual(self.lesions("June - Ada, aided"), {})
        aided = self.first_reading()
        aided.rest(40)
        self.view(aided, reader="Ada")
        (candidate,) = self.lesions("June - Ada, aided").values()
        self.assertEqual([candidate["provenance"], candidate["name"]], ["candidate", "L1"])


class Examples(CalibTest):
    DECISION = "a metastasis this small is marked all the same"

    def taught(self):
        """The lesion that only one reader found, made an example in two steps."""
        hands = self.looking()
        hands.key("E")
        hands.type(self.DECISION)
        hands.key("Return")
        hands.rest(40)
        return hands

    def test_a_difference_becomes_an_example_in_two_steps(self):
        self.reveal()
        self.shown(self.taught(), reader="Lea", track="shared")
        versions = self.json("guideline", self.project, "show")["versions"]
        self.assertEqual([len(versions), versions[-1]["published_by"]], [2, "Lea"])
        difference = self.json("guideline", self.project, "diff")
        self.assertEqual(difference["classes"], ["liver metastasis"])
        page = self.folder / "guideline.html"
        self.call("guideline", self.project, "page", page)
        self.assertIn(self.DECISION, page.read_text())
        self.assertIn("data:image/png;base64,", page.read_text(), "with a picture")

    def test_an_example_opens_from_the_guideline_and_leads_back(self):
        self.reveal()
        self.draw(("L9", "lung nodule", 8), reader="Lea")
        rules = self.folder / "rules.json"
        rules.write_text(json.dumps({
            "classes": [{"name": "lung nodule"}],
            "edge_cases": [{"title": "Border", "decision": "to where it fades", "classes": ["lung nodule"],
                            "case": self.case["name"], "track": "shared", "lesion": "L9"}],
        }))  # fmt: skip
        self.call("guideline", self.project, "add", rules, "--reader", "Lea")
        before = len(self.json("log", self.project)["edits"])
        hands = Hands()
        hands.rest(10)
        hands.tap((1140, 535))  # the words of the edge case, below the lesions
        hands.rest(30)
        hands.key("B")
        hands.drag(self.AXIAL)  # where a stroke goes says where one is
        hands.command("Back from the guideline")
        hands.rest(30)
        hands.drag(self.AXIAL)
        self.shown(hands)
        strokes = [each for each in self.json("log", self.project)["edits"][before:] if each["kind"] == "mask changed"]
        self.assertEqual([each["track"] for each in strokes], ["shared", "May - Ada"])

    def test_who_may_not_publish_is_told_so(self):
        self.reveal()
        (self.folder / "passphrase").write_text("correct horse battery\n")
        for person in ["Dr. Lead", "Lea"]:
            self.json("person", self.project, "enroll", "--person", person)
        self.json("person", self.project, "grant", "--person", "Lea", "--role", "reviewer", "--as", "Dr. Lead")
        before = len(self.json("guideline", self.project, "show")["versions"])
        self.shown(self.taught(), reader="Lea", track="shared")
        self.assertEqual(len(self.json("guideline", self.project, "show")["versions"]), before)

    def environment(self):
        return {**super().environment(), "SAGITTA_PASSPHRASE_FILE": str(self.folder / "passphrase")}


if __name__ == "__main__":
    unittest.main()
