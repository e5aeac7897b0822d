"""The team in the real window: a policy set, readings shared out, and whose right it is."""

import unittest

from release_test import LEAD, ReleaseTest
from window import Hands


class Team(ReleaseTest):
    """The page, as app/ui/team.cpp and team_sheets.cpp place it in 1280x800."""

    POLICY, ASSIGN = (272, 760), (904, 760)
    TWO_READINGS, SET = (600, 241), (836, 622)  # of the policy's sheet
    ASSIGN_NOW = (836, 624)

    def page(self):
        hands = Hands()
        hands.rest(10)
        hands.key("T", "shift")
        hands.rest(20)
        return hands

    def readings(self):
        return self.json("assign", self.project, "list")["readings"]

    def share_out(self):
        hands = self.page()
        hands.tap(self.ASSIGN)
        hands.type("Ada, Emmy")
        hands.tap(self.ASSIGN_NOW)
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
        self.shown(self.share_out())
        readings = self.readings()
        self.assertEqual(sorted(each["reader"] for each in readings), ["Ada", "Emmy"], "one case each")
        self.assertEqual(len({each["case"] for each in readings}), 2)
        self.assertTrue(all(each["blind"] for each in readings))

    def test_it_takes_the_right_to_teach(self):
        (self.folder / "passphrase").write_text("correct horse battery\n")
        for person in [LEAD, "Otto"]:
            self.json("person", self.project, "enroll", "--person", person)
        self.json("person", self.project, "grant", "--person", "Otto", "--role", "reviewer", "--as", LEAD)
        self.shown(self.share_out(), "Otto")
        self.assertEqual(self.readings(), [])
        self.shown(self.share_out())
        self.assertEqual(len(self.readings()), 1)

    def environment(self):
        return {**super().environment(), "SAGITTA_PASSPHRASE_FILE": str(self.folder / "passphrase")}


if __name__ == "__main__":
    unittest.main()
