"""People in the real window: enrolling, giving roles, and this device signing in somebody's name."""

import json
import unittest

from window import Hands, WindowTest

SECRET = "correct horse battery"


class People(WindowTest):
    """The page, as app/ui/people_page.cpp and people_sheets.cpp place it in 1280x800."""

    OWN, OTHER = (272, 760), (904, 760)  # the buttons at the foot of the two cards
    SECOND_ROW = (904, 180)
    READER, REVIEWER, SIGN_WITH = (500, 228), (500, 276), (640, 552)  # of the sheet of roles

    def page(self):
        hands = Hands()
        hands.rest(10)
        hands.key("J", "shift")
        hands.rest(40)
        return hands

    def secret(self, hands, passphrase=SECRET):
        """Typed twice, as a new one."""
        hands.type(passphrase)
        hands.key("Tab")
        hands.type(passphrase)
        hands.key("Return")
        hands.rest(80)

    def people(self):
        return {each["person"]: each for each in self.json("person", self.project, "list")["people"]}

    def give(self, *roles):
        """To whoever stands second, by the lead."""
        hands = self.page()
        hands.tap(self.SECOND_ROW)
        for role in roles:
            hands.tap(role)
        hands.tap(self.SIGN_WITH)
        hands.type(SECRET)
        hands.key("Return")
        hands.rest(80)
        self.view(hands, reader="Lea")

    def enrol_lead(self):
        hands = self.page()
        hands.tap(self.OWN)
        self.secret(hands)
        self.view(hands, reader="Lea")

    def test_who_enrols_first_is_lead_enrols_others_and_gives_them_roles(self):
        self.make()
        hands = self.page()
        hands.tap(self.OWN)
        self.secret(hands)
        hands.tap(self.OTHER)
        hands.type("Otto")
        hands.key("Tab")
        self.secret(hands, "otto keeps this")
        self.view(hands, reader="Lea")
        people = self.people()
        self.assertEqual([people["Lea"]["roles"], people["Otto"]["roles"]], [["lead"], []])
        self.assertTrue(all(each["key_here"] and each["device_endorsed"] for each in people.values()))
        self.give(self.READER, self.REVIEWER)
        self.assertEqual(self.people()["Otto"]["roles"], ["reader", "reviewer"])
        self.assertTrue(self.json("verify", self.project)["ok"])
        hands = Hands()
        hands.rest(10)
        hands.key("B")
        hands.drag(self.AXIAL)
        self.view(hands, reader="Otto")
        self.assertEqual([step["person"] for step in self.steps()], ["Otto"])

    def test_who_is_not_enrolled_looks_only_and_can_enrol_there(self):
        self.make()
        self.enrol_lead()
        hands = Hands()
        hands.rest(10)
        hands.key("B")
        hands.drag(self.AXIAL)
        hands.rest(40)
        self.view(hands, reader="Otto")
        self.assertEqual(self.steps(), [], "what Otto painted is not taken")
        hands = self.page()
        hands.tap(self.OWN)
        self.secret(hands, "otto keeps this")
        self.view(hands, reader="Otto")
        self.assertEqual(self.people()["Otto"]["roles"], [])
        self.give(self.READER)
        hands = Hands()
        hands.rest(10)
        hands.key("B")
        hands.drag(self.AXIAL)
        self.view(hands, reader="Otto")
        self.assertEqual([step["person"] for step in self.steps()], ["Otto"])
        self.assertTrue(self.json("verify", self.project)["ok"])

    def test_a_passphrase_that_is_too_short_enrols_nobody_and_no_recording_keeps_it(self):
        self.make()
        kept = self.folder / "kept.json"
        hands = self.page()
        hands.tap(self.OWN)
        self.secret(hands, "short")
        self.view(hands, "--record", kept, reader="Lea")
        self.assertEqual(self.people(), {})
        self.assertNotIn("short", json.dumps(json.loads(kept.read_text())))


if __name__ == "__main__":
    unittest.main()
