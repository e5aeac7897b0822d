"""Releases in the real window: what stands in the way and the way there, making one and signing it, writing it out, and
what the next one changed. What was made is read from the project by commands."""

import json
import unittest

from deck_test import DeckTest
from window import ACCENT, GAINED, Hands

LEAD = "Dr. Lead"


class ReleaseTest(DeckTest):
    """The page of releases, as app/ui/release_layout.cpp and releases.cpp place it in 1280x800."""

    MAKE = (1200, 28)
    MAKE_IT = (816, 536)  # on the sheet
    NEXT, FIRST, SECOND = (147, 128), (147, 184), (147, 240)  # of the list
    VERIFY, EXPORT = (546, 358), (1020, 358)
    WRITE_HERE = (848, 680)
    FIRST_CHANGE = (780, 468)
    GO_THERE = (1208, 248)  # to the first obstacle of the third check

    def page(self):
        hands = Hands()
        hands.rest(10)
        hands.key("E", "shift")
        hands.rest(20)
        return hands

    def accept(self, *names):
        for name in names:
            self.json("decide", self.project, "accept", "--lesion", name, "--reader", "Dr. Second")

    def make_one(self, hands):
        """Without pictures, under the name that is proposed."""
        hands.tap(self.MAKE)
        hands.tap((640, 424))  # without pictures
        hands.tap(self.MAKE_IT)
        hands.rest(20)

    def releases(self):
        return {each["name"]: each for each in self.json("release", self.project, "list")["releases"]}

    def shown(self, hands, reader=LEAD, *colors):
        process = self.open(hands, reader=reader)
        seen = self.screen.watch(process, ACCENT, GAINED, *colors)
        self.ended(process)
        return seen


class Making(ReleaseTest):
    def test_one_is_made_from_the_window_and_is_the_same_as_by_command(self):
        self.draw(("L1", "lung nodule", 8))
        self.accept("L1")
        hands = self.page()
        self.make_one(hands)
        self.shown(hands)
        (release,) = self.releases().values()
        self.assertEqual([release["name"], release["by"], release["lesions"]], ["1", LEAD, 1])
        self.assertTrue(self.json("release", self.project, "verify", "1")["ok"])
        self.assertTrue(self.json("verify", self.project)["ok"])

    def undecided(self):
        """One that is accepted, and one in another case that is not."""
        other = self.import_series("oblique")
        self.draw(("L1", "lung nodule", 8))
        self.accept("L1")
        self.case = other
        self.draw(("L2", "lung nodule", 8))
        return other

    def test_what_is_undecided_keeps_it_back_and_its_decision_is_a_tap_away(self):
        self.undecided()
        hands = self.page()
        self.make_one(hands)
        hands.tap(self.GO_THERE)
        hands.rest(60)
        self.accept_it(hands)
        hands.rest(20)
        self.shown(hands)
        self.assertEqual(self.releases(), {})
        (opinion,) = self.findings()["L2"]["opinions"]
        self.assertEqual([opinion["reader"], opinion["verdict"]], [LEAD, "accept"])

    def test_what_is_to_be_changed_is_a_tap_away_too(self):
        other = self.undecided()
        self.json(
            "decide", self.project, "changes", "--lesion", "L2", "--reader", "Dr. Second", "--comment", "too small"
        )
        hands = self.page()
        self.make_one(hands)
        hands.tap(self.GO_THERE)
        hands.rest(30)
        hands.key("B")
        hands.drag(self.AXIAL)
        self.shown(hands)
        self.assertEqual(self.releases(), {})
        stroke = self.steps()[-1]
        self.assertEqual([stroke["case"], stroke["person"]], [other["name"], LEAD], "the case of the finding is open")
        self.assertEqual(stroke["lesions"], [self.lesions()["L2"]["id"]], "and the finding chosen")

    def test_it_is_written_out_where_one_says_and_verified(self):
        self.draw(("L1", "lung nodule", 8))
        self.accept("L1")
        self.call("release", self.project, "create", "--name", "1", "--reader", LEAD, "--no-pictures")
        hands = self.page()
        hands.tap(self.FIRST)
        hands.tap(self.VERIFY)
        hands.rest(20)
        hands.tap(self.EXPORT)
        hands.tap(self.WRITE_HERE)
        hands.rest(20)
        self.shown(hands)
        out = self.folder / "test-release-1"
        self.call("release", self.project, "export", "--out", self.folder / "again")
        self.assertEqual((out / "SHA256SUMS").read_bytes(), (self.folder / "again/SHA256SUMS").read_bytes())

    def test_it_takes_the_right_and_is_signed(self):
        (self.folder / "passphrase").write_text("correct horse battery\n")
        for person in [LEAD, "Dr. Second"]:
            self.json("person", self.project, "enroll", "--person", person)
        self.json("person", self.project, "grant", "--person", "Dr. Second", "--role", "adjudicator", "--as", LEAD)
        self.draw(("L1", "lung nodule", 8), reader=LEAD)
        self.accept("L1")
        hands = self.page()
        self.make_one(hands)
        hands.type("correct horse battery")
        hands.key("Return")
        hands.rest(20)
        self.shown(hands, "Dr. Second")
        self.assertEqual(self.releases(), {})
        refused = self.page()
        self.make_one(refused)
        refused.key("Escape")  # no passphrase, no release
        refused.rest(20)
        self.shown(refused)
        self.assertEqual(self.releases(), {})
        self.shown(hands)
        self.assertEqual([each["by"] for each in self.releases().values()], [LEAD])
        self.assertTrue(self.json("verify", self.project)["ok"])
        (made,) = [each for each in self.json("log", self.project)["edits"] if each["kind"] == "release made"]
        self.assertEqual(made["person"], LEAD)

    def environment(self):
        return {**super().environment(), "SAGITTA_PASSPHRASE_FILE": str(self.folder / "passphrase")}


class Changes(ReleaseTest):
    def test_what_a_second_one_changed_opens_in_3d_and_leads_back(self):
        self.draw(("L1", "lung nodule", 8), ("L2", "lung nodule", 8))
        self.accept("L1", "L2")
        self.call("release", self.project, "create", "--name", "1", "--reader", LEAD, "--no-pictures")
        self.draw(("L1", "lung nodule", 12))
        self.accept("L1")
        hands = self.page()
        self.make_one(hands)
        hands.tap(self.FIRST)
        hands.rest(20)
        before = self.shown(hands)
        self.assertEqual(self.releases()["2"]["lesions"], 2)
        self.assertEqual(before[GAINED], 0)
        hands = self.page()
        hands.tap(self.FIRST)
        hands.rest(20)
        hands.tap(self.FIRST_CHANGE)
        hands.rest(40)
        hands.drag(self.AXIAL, (self.AXIAL[0] + 40, self.AXIAL[1]))  # nothing is painted there
        hands.key("Escape")
        hands.rest(20)
        steps = len(self.steps())
        self.assertGreater(self.shown(hands)[GAINED], 100, "what came, on slices and in the legend")
        self.assertEqual(len(self.steps()), steps)


if __name__ == "__main__":
    unittest.main()
