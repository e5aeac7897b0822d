"""Reviewing in the real window: what a reviewer's hands decide on one finding after the other, and what its reader then
sees. What was decided is read from the project by commands."""

import json
import re
import unittest

import numpy as np

from window import Hands, WindowTest

REVIEWER = "Dr. Review"
GUIDELINE = {
    "title": "Thorax",
    "classes": [
        {"name": "lung nodule", "definition": "solid or ground glass", "smallest_mm3": 200},
        {"name": "liver metastasis", "definition": "darker than the liver", "critical": True, "may_overlap": False},
    ],
    "reading_acceptance": ["every lesion is marked"],
    "acceptance": ["no vessel is taken along"],
}


class Buttons:
    """Where the deck's buttons stand, as app/ui/review_layout.cpp places them."""

    def __init__(self, size):
        width, height = size
        hint = height - 28 - 4
        row = 140 if height >= 900 else min(max(height * 0.15 // 1, 104), 120)
        top, left, room = hint - row, 8, width - 16
        wide = min(252, room * 0.32 // 1)
        inner = left + wide + 8
        self.reject = (left + wide / 2, top + row / 2)
        self.accept = (left + room - wide / 2, top + row / 2)
        self.changes = (width / 2, top + row / 4)
        self.back = (inner + (room - 2 * (wide + 8)) / 4, top + row * 3 / 4)
        self.skip = (inner + (room - 2 * (wide + 8)) * 3 / 4, top + row * 3 / 4)
        self.take_back = (width - 32, 28)
        self.leave = (32, 28)


class DeckTest(WindowTest):
    def setUp(self):
        super().setUp()
        rules = self.folder / "guideline.json"
        rules.write_text(json.dumps(GUIDELINE))
        self.call("new", self.project, "--guideline", rules)
        self.case = self.import_series("thick")

    def draw(self, *lesions, reader="Dr. Test"):
        """Balls of (name, class, radius mm), side by side in the middle of the case."""
        world = np.array(self.case["world_from_voxel"])
        middle = (np.array(self.case["size"]) - 1) / 2
        centre = world[:3, :3] @ middle + world[:3, 3]
        strokes = [
            {
                "lesion": name, "class": kind, "mode": "add", "radius_mm": radius,
                "points_mm": [list(centre + [40.0 * i - 40, 0, 0])],
            }
            for i, (name, kind, radius) in enumerate(lesions)
        ]  # fmt: skip
        self.json(
            "paint", self.project, "--case", self.case["name"], "--reader", reader,
            "--script", self.script(*strokes), "--cpu",
        )  # fmt: skip

    SMALL = (640, 480)  # its pictures are drawn sooner

    def hands(self, size=SMALL):
        """Hands that have the deck open before them."""
        hands = Hands(size)
        hands.rest(10)
        hands.key("V", "shift")
        hands.rest(40)
        return hands

    def review(self, hands, *options):
        self.view(hands, *options, reader=REVIEWER)
        return self.findings()

    def findings(self):
        return {each["name"]: each for each in self.json("review", self.project)["findings"]}

    def states(self):
        return {name: each["state"] for name, each in self.findings().items()}

    def pause(self, hands):
        """Until the next finding may be decided on."""
        hands.rest(30)

    def accept_it(self, hands, tap=None):
        """And says that it is meant, though nobody has ticked the guideline's list."""
        hands.tap(tap) if tap else hands.key("A")
        hands.key("Return")

    def reject_it(self, hands, tap=None, why="a vessel"):
        hands.tap(tap) if tap else hands.key("X")
        hands.type(why)
        hands.key("Return")


class Deck(DeckTest):
    def test_thumbs_decide_the_riskiest_first(self):
        for size in [(1280, 800), (800, 1280)]:
            with self.subTest(size=size):
                suffix = f" {size[0]}"
                self.draw(("Calm" + suffix, "lung nodule", 8), ("Critical" + suffix, "liver metastasis", 8))
                buttons = Buttons(size)
                hands = self.hands(size)
                self.accept_it(hands, buttons.accept)
                self.pause(hands)
                self.reject_it(hands, buttons.reject)
                self.pause(hands)
                findings = self.review(hands)
                self.assertEqual(findings["Critical" + suffix]["state"], "accepted")
                self.assertEqual(findings["Calm" + suffix]["state"], "rejected")
                (opinion,) = findings["Critical" + suffix]["opinions"]
                self.assertEqual(opinion["reader"], REVIEWER)
                self.assertEqual(opinion["version"], self.lesions()["Critical" + suffix]["version"])
                self.assertGreater(opinion["seconds"], 0.3)
                self.assertTrue(opinion["counts"])
                unticked = "; ".join(each + " (not ticked)" for each in GUIDELINE["acceptance"])
                # In the second round those of the first lie at the same places, which the class must not.
                overlap = "" if size[0] == 1280 else "Critical 800 and Critical 1280 share"
                self.assertRegex(opinion["comment"], f"^Although: {overlap}.*" + re.escape(unticked))
                self.assertEqual(findings["Calm" + suffix]["opinions"][0]["comment"], "a vessel")

    def test_a_swipe_decides_and_a_short_one_does_not(self):
        self.draw(("L1", "lung nodule", 8))
        x, y = Buttons(self.SMALL).changes
        short = self.hands()
        short.drag((x, y), (x + 40, y + 2), (x + 60, y + 4))
        self.assertEqual(self.review(short)["L1"]["state"], "undecided")
        far = self.hands()
        far.drag((x, y), (x + 60, y + 2), (x + 120, y + 4), (x + 200, y + 6))
        far.key("Return")
        self.assertEqual(self.review(far)["L1"]["state"], "accepted")

    def test_keys_decide_skip_and_take_back(self):
        self.draw(("A", "lung nodule", 8), ("B", "lung nodule", 9), ("C", "lung nodule", 10))
        hands = self.hands()
        hands.key("Space")  # A waits
        self.pause(hands)
        self.accept_it(hands)  # B
        self.pause(hands)
        hands.key("N")  # C is to be changed
        hands.type("a part is missing")
        hands.key("Return")
        self.pause(hands)
        hands.key("Backspace")
        self.pause(hands)
        self.reject_it(hands)  # or rather rejected
        self.pause(hands)
        self.review(hands)
        self.assertEqual(self.states(), {"A": "undecided", "B": "accepted", "C": "rejected"})

    def test_what_is_easily_done_by_mistake_is_asked_first(self):
        self.draw(("L1", "lung nodule", 8))
        hands = self.hands()
        for key in ["A", "X", "N", "U"]:
            hands.key(key)
            hands.key("Escape")
            self.pause(hands)
        self.assertEqual(self.review(hands)["L1"]["opinions"], [])
        without = self.hands()
        without.key("X")
        without.key("Return")  # but why?
        self.assertEqual(self.review(without)["L1"]["opinions"], [])
        handed_on = self.hands()
        handed_on.key("U")
        handed_on.key("Return")
        self.assertEqual(self.review(handed_on)["L1"]["state"], "escalated")

    def test_nothing_is_decided_before_it_was_seen(self):
        self.draw(("L1", "lung nodule", 8), ("L2", "lung nodule", 8))
        hands = self.hands()
        self.accept_it(hands)
        self.accept_it(hands)  # at once: meant for the one before
        findings = self.review(hands)
        self.assertEqual(sorted(each["state"] for each in findings.values()), ["accepted", "undecided"])

    def test_a_comment_is_pinned_and_goes_with_the_rejection(self):
        self.draw(("L1", "lung nodule", 8))
        hands = self.hands()
        hands.key("C")
        hands.type("takes the vessel along")
        hands.key("Return")
        self.pause(hands)
        hands.key("X")
        (opinion,) = self.review(hands)["L1"]["opinions"]
        self.assertEqual(opinion["comment"], "takes the vessel along")
        (said,) = [edit for edit in self.json("log", self.project)["edits"] if edit["kind"] == "commented"]
        self.assertEqual(said["person"], REVIEWER)

    def test_a_stroke_in_between_asks_for_another_look(self):
        self.draw(("L1", "lung nodule", 8))
        accepted = self.hands()
        self.accept_it(accepted)
        self.review(accepted)
        self.draw(("L1", "lung nodule", 11))
        self.assertEqual(self.states()["L1"], "stale")
        again = self.hands()
        self.accept_it(again)
        self.assertEqual(self.review(again)["L1"]["state"], "accepted")

    def test_overlap_is_looked_for_wherever_a_release_would_find_it(self):
        self.draw(("L1", "liver metastasis", 8))
        world = np.array(self.case["world_from_voxel"])
        centre = world[:3, :3] @ ((np.array(self.case["size"]) - 1) / 2) + world[:3, 3]
        beside = {"lesion": "L2", "class": "lung nodule", "radius_mm": 8, "points_mm": [list(centre + [-28.0, 0, 0])]}
        self.json(
            "paint", self.project, "--case", self.case["name"], "--reader", "Emmy", "--track", "Emmy",
            "--script", self.script(beside), "--cpu",
        )  # fmt: skip
        hands = self.hands()
        hands.rest(20)
        self.accept_it(hands)
        (opinion,) = self.review(hands)["L1"]["opinions"]
        self.assertRegex(opinion["comment"], "L1 and L2 of track \u201cEmmy\u201d share [0-9]+ mm")

    def test_own_drawings_are_left_to_others(self):
        self.draw(("Mine", "lung nodule", 8), reader=REVIEWER)
        hands = self.hands()
        hands.key("A")
        self.assertEqual(self.review(hands)["Mine"]["opinions"], [])

    def test_editing_waits_for_the_deck_and_what_was_painted_is_what_is_accepted(self):
        self.draw(("L1", "lung nodule", 8))
        before = self.lesions()["L1"]["version"]
        hands = self.hands((1280, 800))
        hands.key("E")
        hands.rest(20)
        x, y = self.AXIAL
        hands.drag((x, y), (x + 30, y), (x + 60, y))  # beyond the ball's border
        hands.rest(20)
        hands.key("V", "shift")
        hands.rest(60)
        self.accept_it(hands)
        (opinion,) = self.review(hands)["L1"]["opinions"]
        now = self.lesions()["L1"]["version"]
        self.assertNotEqual(now, before)
        self.assertEqual(opinion["version"], now)

    def test_who_corrects_a_candidate_leaves_it_to_others(self):
        self.draw(("L1", "lung nodule", 8), reader="helper")
        out = self.folder / "labels"
        files = self.json("export", self.project, "--format", "nifti", "--case", self.case["name"], "--out", out)["files"]
        (labels,) = [file for file in files if file["kind"] == "labels"]
        self.call("undo", self.project, "--reader", "helper")
        self.json(
            "import-labels", self.project, labels["path"], "--case", self.case["name"], "--reader", "Lea", "--track",
            "model", "--class", "lung nodule", "--lesion", "C1", "--as", "candidate", "--model", "net",
            "--model-version", "3",
        )  # fmt: skip
        hands = self.hands((1280, 800))
        hands.key("E")
        hands.rest(20)
        x, y = self.AXIAL
        hands.drag((x, y), (x + 30, y), (x + 60, y))
        hands.rest(20)
        hands.key("V", "shift")
        hands.rest(60)
        self.accept_it(hands)
        corrected = self.review(hands)["C1"]
        self.assertEqual([corrected["changed_by"], corrected["opinions"]], [REVIEWER, []])
        said = self.json("decide", self.project, "accept", "--lesion", "C1", "--reader", REVIEWER)
        self.assertEqual([said["counts"], said["state"]], [False, "undecided"])
        self.assertTrue(self.json("decide", self.project, "accept", "--lesion", "C1", "--reader", "Lea")["counts"])
        self.assertEqual(self.states()["C1"], "accepted")

    def test_the_next_finding_opens_its_own_case_and_track(self):
        self.draw(("L1", "lung nodule", 8))
        first = self.case
        self.case = self.import_series("tilted")
        self.draw(("L2", "liver metastasis", 8))
        self.json(
            "paint", self.project, "--case", first["name"], "--reader", "Dr. Other", "--track", "other",
            "--script", self.script({"lesion": "L3", "class": "lung nodule", "mode": "add", "radius_mm": 9,
                                     "points_mm": [list(np.array(first["world_from_voxel"])[:3, 3])]}), "--cpu",
        )  # fmt: skip
        hands = self.hands()
        for _ in range(3):
            hands.rest(80)
            self.accept_it(hands)
        self.review(hands)
        self.assertEqual(self.states(), {"L1": "accepted", "L2": "accepted", "L3": "accepted"})


class SentBack(DeckTest):
    ROW = (1140, 490)  # the first of those sent back, below the lesions

    def test_a_rejection_opens_for_its_reader_where_it_was_made(self):
        self.draw(("L1", "lung nodule", 8), ("L2", "lung nodule", 8))
        hands = self.hands()
        hands.frame({"wheel": 3, "at": [363, 100]})  # the reviewer leafs away from the middle
        hands.rest(10)
        self.reject_it(hands)
        self.pause(hands)
        self.review(hands)
        (rejected,) = [name for name, state in self.states().items() if state == "rejected"]
        reader = Hands()
        reader.rest(10)
        reader.key("G", "shift")
        reader.rest(20)
        reader.tap(self.ROW)
        reader.rest(20)
        reader.drag(self.AXIAL)  # what it shows is painted on: the lesion that was sent back
        before = {name: each["voxels"] for name, each in self.lesions().items()}
        self.view(reader)
        after = {name: each["voxels"] for name, each in self.lesions().items()}
        changed = [name for name in after if after[name] != before[name]]
        self.assertEqual(changed, [rejected])
        self.assertEqual(self.states()[rejected], "stale")


class HandIn(DeckTest):
    CRITERIA = [(600, 488), (600, 572)]  # on the card in the middle of a window of 1280 x 800
    NOW = (836, 656)

    def asking(self):
        hands = Hands()
        hands.rest(10)
        hands.key("Return", "control")
        hands.rest(20)
        return hands

    def submitted(self):
        return self.json("assign", self.project, "list")["readings"][0]["submitted"]

    def test_a_reading_is_handed_in_with_all_confirmed(self):
        self.draw(("L1", "lung nodule", 8))
        self.call(
            "assign", self.project, "set", "--case", self.case["name"], "--track", "shared", "--to", "Dr. Test",
            "--reader", "Lea",
        )  # fmt: skip
        without = self.asking()
        without.tap(self.NOW)
        self.view(without)
        self.assertIsNone(self.submitted())
        confirmed = self.asking()
        for at in self.CRITERIA:
            confirmed.tap(at)
        confirmed.tap(self.NOW)
        self.view(confirmed)
        self.assertIsNotNone(self.submitted())


    def test_the_window_opens_in_the_reading_that_is_asked_for(self):
        for track in ("first", "second"):
            self.call(
                "assign", self.project, "set", "--case", self.case["name"], "--track", track, "--to", "Dr. Test",
                "--reader", "Lea",
            )  # fmt: skip
        painted = Hands()
        painted.rest(10)
        painted.drag((890, 150), (900, 150), (910, 150))  # the axial slice
        painted.rest(20)
        self.view(painted)
        self.assertTrue(self.lesions("first"))
        self.assertFalse(self.lesions("second"))
        self.call(
            "assign", self.project, "submit", "--case", self.case["name"], "--track", "first", "--reader", "Dr. Test",
        )  # fmt: skip
        self.view(painted)
        self.assertTrue(self.lesions("second"), "the next one")
        self.assertFalse(self.lesions())
        self.view(painted, "--track", "shared")
        self.assertTrue(self.lesions(), "as was said")
        self.call(
            "assign", self.project, "submit", "--case", self.case["name"], "--track", "second", "--reader", "Dr. Test",
        )  # fmt: skip
        before = self.lesions()
        self.view(painted)
        self.assertEqual(self.lesions(), before, "where nothing is asked for any more, the last reading, not everybody's")

    def test_the_reading_of_another_is_only_looked_at(self):
        self.draw(("L1", "lung nodule", 8))
        self.call(
            "assign", self.project, "set", "--case", self.case["name"], "--track", "shared", "--to", "Dr. Test",
            "--reader", "Lea",
        )  # fmt: skip
        painted = Hands()
        painted.rest(60)
        painted.drag((890, 150), (900, 150), (910, 150))
        painted.rest(20)
        before = self.lesions()
        self.view(painted, reader=REVIEWER)
        self.assertEqual(self.lesions(), before)
        self.call(
            "assign", self.project, "submit", "--case", self.case["name"], "--track", "shared", "--reader", "Dr. Test",
        )  # fmt: skip
        edited = self.hands((1280, 800))  # but for a finding of it that is edited for its review
        edited.key("E")
        edited.rest(40)
        edited.drag((890, 150), (900, 150), (910, 150))
        edited.rest(20)
        self.view(edited, reader=REVIEWER)
        self.assertNotEqual(self.lesions(), before)

    def test_what_was_decided_is_decided_again(self):
        self.draw(("L1", "lung nodule", 8))
        self.json("decide", self.project, "accept", "--lesion", "L1", "--reader", REVIEWER)
        hands = Hands()
        hands.rest(40)
        hands.key("K", "control")
        hands.type("decide on this")
        hands.key("Return")
        hands.rest(40)
        self.pause(hands)
        self.reject_it(hands)
        hands.rest(20)
        self.assertEqual(self.review(hands)["L1"]["state"], "rejected")


class Signing(DeckTest):
    PASSPHRASE = "correct horse battery"

    def environment(self):
        return {**super().environment(), "SAGITTA_PASSPHRASE_FILE": str(self.folder / "passphrase")}

    def person(self, *arguments):
        return self.json("person", self.project, *arguments)

    def test_a_decision_is_signed_once_the_passphrase_is_given(self):
        (self.folder / "passphrase").write_text(self.PASSPHRASE + "\n")
        self.person("enroll", "--person", "Dr. Lead")
        self.person("enroll", "--person", REVIEWER)
        self.person("grant", "--person", REVIEWER, "--role", "reviewer", "--as", "Dr. Lead")
        self.draw(("L1", "lung nodule", 8), ("L2", "lung nodule", 8), reader="Dr. Lead")
        hands = self.hands()
        self.accept_it(hands)
        hands.rest(10)
        hands.type("something else")
        hands.key("Return")
        hands.rest(20)
        hands.type(self.PASSPHRASE)
        hands.key("Return")
        self.pause(hands)
        self.reject_it(hands)  # the second needs no passphrase
        record = self.folder / "recording.json"
        self.review(hands, "--record", record)
        self.assertEqual(sorted(self.states().values()), ["accepted", "rejected"])
        report = self.json("verify", self.project)
        self.assertEqual((report["ok"], report["findings"]), (True, []))
        self.assertNotIn("horse", record.read_text(), "no recording keeps a passphrase")


if __name__ == "__main__":
    unittest.main()
