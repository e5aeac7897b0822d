"""People in the real window: enrolling, giving roles, and this device signing in somebody's name."""

import json
import unittest

from window import Hands, WindowTest

SECRET = "correct horse battery"


class People(WindowTest):
    """The page, as app/ui/people_page.cpp and people_sheets.cpp place it in 1280x800."""

    LOWEST = (272, 760)  # the button at the foot of the person's own card
    NOW = (812, 656)  # of the sheet of enrolling; the others are lower or higher
    SECOND_ROW = (904, 156)

    def page(self):
        hands = Hands()
        hands.rest(10)
        hands.key("J", "shift")
        hands.rest(40)
        return hands

    def enrol(self, person):
        hands = self.page()
        hands.tap(self.LOWEST)
        hands.type(SECRET)
        hands.key("Tab")
        hands.type(SECRET)
        hands.key("Return")
        hands.rest(80)
        self.view(hands, reader=person)

    def people(self):
        return {each["person"]: each for each in self.json("person", self.project, "list")["people"]}

    def test_who_enrols_first_is_lead_and_gives_the_next_a_role(self):
        self.make()
        self.enrol("Lea")
        self.enrol("Otto")
        people = self.people()
        self.assertEqual(people["Lea"]["roles"], ["lead"])
        self.assertEqual(people["Otto"]["roles"], [])
        self.assertTrue(all(each["key_here"] and each["device_endorsed"] for each in people.values()))
        hands = self.page()
        hands.tap(self.SECOND_ROW)
        for place in self.role_rows(0, 1):
            hands.tap(place)
        hands.tap(self.passphrase_of_roles)
        hands.type(SECRET)
        hands.key("Return")
        hands.rest(80)
        self.view(hands, reader="Lea")
        self.assertEqual(self.people()["Otto"]["roles"], ["reader", "reviewer"])
        self.assertTrue(self.json("verify", self.project)["ok"])

    def role_rows(self, *places):
        return [(640, 228 + 48 * place) for place in places]

    passphrase_of_roles = (640, 580)

    def test_a_wrong_passphrase_changes_nothing_and_no_recording_keeps_the_right_one(self):
        self.make()
        kept = self.folder / "kept.json"
        hands = self.page()
        hands.tap(self.LOWEST)
        hands.type("short")
        hands.key("Tab")
        hands.type("short")
        hands.key("Return")
        hands.rest(40)
        self.view(hands, "--record", kept, reader="Lea")
        self.assertEqual(self.people(), {})
        self.assertNotIn("short", json.dumps(json.loads(kept.read_text())))


if __name__ == "__main__":
    unittest.main()
