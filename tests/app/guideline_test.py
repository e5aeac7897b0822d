"""The guideline written in the real window: the first version from nothing, the next one that touches what was decided, a
draft that outlives the window, and whose right it is. What was published is read from the project by commands."""

import hashlib
import json
import unittest

from release_test import LEAD, ReleaseTest
from window import Hands


def version_of(document):
    """The canonical text of a JSON object, hashed: as what it is published. By Python's own writer."""
    text = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


class GuidelineTest(ReleaseTest):
    """The page, as app/ui/guideline_page.cpp and guideline_form.cpp place it in 1280x800."""

    ACT = (1240, 28)  # write, edit, publish
    TITLE = (560, 146)
    DEFINITION = (560, 230)
    ADD_NOTE = (330, 168)
    FIRST = {
        "title": "Thorax",
        "classes": [
            {"name": "lung nodule", "definition": "solid or ground glass"},
            {"name": "cyst", "definition": "as dark as water"},
        ],
    }

    def setUp(self):
        super().setUp()
        self.project = self.folder / "fresh.sagitta"  # without a guideline
        self.new()
        self.case = self.json("import", self.project, self.folder / "thick")["cases"][0]

    def row(self, place):
        """Of the contents: classes from 1 on; what stands below them comes later by 28 for its heading."""
        return (130, 164 + 48 * (place - 1))

    def page(self):
        hands = Hands()
        hands.rest(10)
        hands.key("G", "control")
        hands.rest(20)
        return hands

    def write_first(self, hands):
        hands.tap(self.ACT)
        hands.rest(10)
        hands.tap(self.TITLE)
        hands.type("Thorax")
        for place, each in enumerate(self.FIRST["classes"], start=1):
            hands.tap(self.row(place))  # to add one
            hands.rest(4)
            hands.type(each["name"])
            hands.key("Tab")
            hands.type(each["definition"])

    def publish(self, hands):
        hands.rest(20)
        hands.tap(self.ACT)
        hands.rest(5)
        hands.tap((768, 461))  # it is meant
        hands.rest(30)
        return hands

    def versions(self):
        return self.json("guideline", self.project, "show")["versions"]

    def as_file(self, document):
        path = self.folder / "guideline-by-hand.json"
        path.write_text(json.dumps(document, indent=3))
        return path

    def test_the_first_is_written_from_nothing_and_the_next_asks_for_a_second_look(self):
        hands = self.page()
        self.write_first(hands)
        self.shown(self.publish(hands))
        (version,) = self.versions()
        self.assertEqual(version["version"], version_of(self.FIRST))
        self.assertEqual(version["published_by"], LEAD)

        self.draw(("L1", "lung nodule", 8), ("L2", "cyst", 9))
        self.accept("L1", "L2")
        second = json.loads(json.dumps(self.FIRST))
        second["classes"][1]["definition"] += ", without its wall"
        second["changes"] = [{"what": "walls are thick"}]
        foretold = self.json("guideline", self.project, "check", self.as_file(second))
        self.assertEqual([each["name"] for each in foretold["look_again"]], ["L2"])
        self.assertEqual([each["name"] for each in foretold["touched"]], ["L2"])
        self.assertEqual(foretold["faults"], [])

        hands = self.page()
        hands.tap(self.ACT)
        hands.rest(10)
        hands.tap(self.row(2))
        hands.rest(4)
        hands.tap(self.DEFINITION)
        hands.key("End")
        hands.type(", without its wall")
        hands.tap((130, 480))  # what changes, and why
        hands.rest(4)
        hands.tap(self.ADD_NOTE)
        hands.type("walls are thick")
        self.shown(self.publish(hands))
        self.assertEqual([each["version"] for each in self.versions()], [version_of(self.FIRST), version_of(second)])
        self.assertEqual(self.states(), {"L1": "accepted", "L2": "stale"})
        self.assertTrue(self.json("verify", self.project)["ok"])

        # By the command the same document is the same version, in another project too.
        self.assertFalse(self.json("guideline", self.project, "add", self.as_file(second), "--reader", LEAD)["added"])
        other = self.folder / "other.sagitta"
        self.call("new", other)
        added = self.json("guideline", other, "add", self.as_file(second), "--reader", LEAD)
        self.assertEqual(added["version"], version_of(second))

    def test_a_draft_outlives_its_window(self):
        hands = self.page()
        self.write_first(hands)
        self.shown(hands)
        self.assertEqual(self.json("info", self.project)["lesions"], [])
        self.call("guideline", self.project, "show", status=1)
        hands = self.page()
        hands.tap((1200, 28))  # go on with it
        self.shown(self.publish(hands))
        self.assertEqual([each["version"] for each in self.versions()], [version_of(self.FIRST)])
        self.assertEqual(list((self.folder / "home/drafts").rglob("*.json")), [])

    def test_an_example_shows_what_is_open(self):
        self.call("guideline", self.project, "add", self.as_file(self.FIRST), "--reader", LEAD)
        self.draw(("L2", "cyst", 9))
        hands = self.page()
        hands.tap(self.ACT)
        hands.rest(10)
        hands.tap((130, 384))  # add what is open
        hands.rest(10)
        hands.type("A wall")
        hands.key("Tab")
        hands.type("is left out")
        self.shown(self.publish(hands))
        page = self.folder / "page.html"
        self.call("guideline", self.project, "page", page)
        self.assertIn("data:image/png", page.read_text())
        self.assertIn("A wall", page.read_text())
        self.assertTrue(self.json("verify", self.project)["ok"])

    def test_it_takes_the_right_to_publish(self):
        (self.folder / "passphrase").write_text("correct horse battery\n")
        for person in [LEAD, "Otto"]:
            self.json("person", self.project, "enroll", "--person", person)
        self.json("person", self.project, "grant", "--person", "Otto", "--role", "reviewer", "--as", LEAD)
        hands = self.page()
        self.write_first(hands)
        self.shown(self.publish(hands), "Otto")
        self.call("guideline", self.project, "show", status=1)

    def environment(self):
        return {**super().environment(), "SAGITTA_PASSPHRASE_FILE": str(self.folder / "passphrase")}


if __name__ == "__main__":
    unittest.main()
