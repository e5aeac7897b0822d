"""The team in the real window: a policy set, readings shared out, and whose right it is."""

import unittest

from release_test import LEAD, ReleaseTest
from window import Hands


class Team(ReleaseTest):
    """The page, as app/ui/team.cpp and team_sheets.cpp place it in 1280x800."""

    POLICY, ASSIGN = (272, 760), (904, 760)
    TWO_READINGS, SET = (443, 226), (836, 703)  # of the policy's sheet

    def page(self):
        hands = Hands()
        hands.rest(10)
        hands.key("T", "shift")
        hands.rest(20)
        return hands

    def readings(self):
        return self.json("assign", self.project, "list")["readings"]

    def share_out(self, names, button):
        """button: how far down; the sheet is as high as there are cases and people to be offered."""
        hands = self.page()
        hands.tap(self.ASSIGN)
        hands.type(names)
        hands.rest(10)
        hands.tap((836, button))
        hands.rest(20)
        return hands

    def test_a_lead_sets_the_policy_and_shares_out_readings(self):
        self.import_series("oblique")
        hands = self.page()
        hands.tap(self.POLICY)
        hands.tap(self.TWO_READINGS)
        hands.tap(self.SET)
        hands.rest(20)
        self.shown(hands)
        self.assertEqual(self.json("policy", self.project)["rule"], "dual")
        self.shown(self.share_out("Ada, Emmy", 676))
        readings = self.readings()
        self.assertEqual(sorted(each["reader"] for each in readings), ["Ada", "Ada", "Emmy", "Emmy"], "as the policy asks")
        self.assertEqual(len({each["case"] for each in readings}), 2)
        self.assertTrue(all(each["blind"] for each in readings))

    def test_it_takes_the_right_to_teach(self):
        (self.folder / "passphrase").write_text("correct horse battery\n")
        for person in [LEAD, "Otto"]:
            self.json("person", self.project, "enroll", "--person", person)
        self.json("person", self.project, "grant", "--person", "Otto", "--role", "reviewer", "--as", LEAD)
        self.shown(self.share_out(f"Otto, {LEAD}", 652), "Otto")
        self.assertEqual(self.readings(), [])
        self.shown(self.share_out(f"Oto, {LEAD}", 652))
        self.assertEqual(self.readings(), [], "no Oto is enrolled")
        self.shown(self.share_out(f"Otto, {LEAD}", 652))
        self.assertEqual(len(self.readings()), 1)
        assign = ["assign", self.project, "set", "--case", self.case["name"], "--track", "x", "--reader", LEAD, "--to"]
        self.assertIn('Is "Otto" meant?', self.call(*assign, "Oto", status=1)[1])

    def environment(self):
        return {**super().environment(), "SAGITTA_PASSPHRASE_FILE": str(self.folder / "passphrase")}


if __name__ == "__main__":
    unittest.main()
