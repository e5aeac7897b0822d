"""A case gets another name: what was written down by its former one still finds it, and no release says anything else."""

import json
import unittest

from live_window import LiveWindow
from program import READER, ProgramTest
from window import Hands, WindowTest


class Rename(ProgramTest):
    def setUp(self):
        super().setUp()
        self.new()
        self.case = self.import_series("thick")
        self.name = self.case["name"]

    def rename(self, case, to):
        return self.json("rename", self.project, "--case", case, "--to", to, "--reader", READER)

    def cases(self):
        return {case["id"]: case for case in self.json("info", self.project)["cases"]}

    def publish(self):
        rules = self.folder / "rules.json"
        example = {"title": "At the rim", "decision": "Mark it", "classes": ["test"], "case": self.name}
        rules.write_text(
            json.dumps({
                "title": "Thorax", "classes": [{"name": "test", "definition": "a test"}], "edge_cases": [example],
            })
        )  # fmt: skip
        self.call("guideline", self.project, "add", rules, "--reader", READER)
        return rules

    def edits(self):
        return self.json("log", self.project)["edits"]

    def test_it_is_called_so_from_now_on_and_found_by_its_former_name(self):
        self.assertEqual(
            self.rename(self.name, "Liver 7"),
            {"id": self.case["id"], "name_before": self.name, "name": "Liver 7", "changed": True},
        )
        case = self.cases()[self.case["id"]]
        self.assertEqual([case["name"], case["former_names"]], ["Liver 7", [self.name]])
        script = self.script({"lesion": "L1", "class": "test", "radius_mm": 5, "points_mm": [[0, 0, 0]]})
        self.paint(self.case, script, "--cpu")  # a script that was written before
        self.assertEqual(self.lesions()["L1"]["case"], "Liver 7")
        self.assertTrue(self.json("verify", self.project)["ok"])

    def test_the_history_says_both_names_and_by_whom(self):
        self.rename(self.name, "Liver 7")
        self.rename("Liver 7", "Liver 8")
        renamed = [edit for edit in self.edits() if edit["kind"] == "case renamed"]
        self.assertEqual(
            [edit["renamed"] for edit in renamed],
            [{"from": self.name, "to": "Liver 7"}, {"from": "Liver 7", "to": "Liver 8"}],
        )
        self.assertEqual({edit["person"] for edit in renamed}, {READER})
        said, _ = self.call("log", self.project, "--case", self.name)
        self.assertIn(f'case renamed: "{self.name}" to "Liver 7"', said)

    def test_a_script_that_is_run_again_changes_nothing(self):
        self.rename(self.name, "Liver 7")
        before = len(self.edits())
        self.assertFalse(self.rename(self.name, "Liver 7")["changed"])
        self.assertEqual(len(self.edits()), before)

    def test_what_cannot_be_is_refused_by_name(self):
        other = self.import_series("oblique")["name"]
        before = self.json("verify", self.project)["log_hash"]
        for case, to, status, why in (
            (self.name, other, 1, "is the name of another case"),
            ("Nobody", "Liver 7", 1, other),
            (self.name, " ", 2, "blank"),
        ):
            _, said = self.call(
                "rename", self.project, "--case", case, "--to", to, "--reader", READER, status=status
            )
            self.assertIn(why, said)
            if status == 1:
                self.assertIn(self.project.name, said)
        _, said = self.call("rename", self.project, "--case", self.name, "--to", "Liver 7", status=2)
        self.assertIn("--reader", said)
        self.assertEqual(self.json("verify", self.project)["log_hash"], before)

    def test_copies_that_meet_agree_on_the_later_name(self):
        copy = self.folder / "copy.sagitta"
        self.call("snapshot", self.project, copy)
        self.rename(self.name, "Liver 7")
        self.call("rename", copy, "--case", self.name, "--to", "Liver 8", "--reader", READER)
        for into, source in ((self.project, copy), (copy, self.project)):
            self.call("merge", into, source)
        for project in (self.project, copy):
            (case,) = self.json("info", project)["cases"]
            self.assertEqual(case["name"], "Liver 8")
            self.assertEqual(case["former_names"], [self.name, "Liver 7"])

    def test_an_example_of_the_guideline_is_still_shown(self):
        rules = self.publish()
        self.rename(self.name, "Liver 7")

        def amiss():
            faults = [fault["what"] for fault in self.json("guideline", self.project, "check", rules)["faults"]]
            return [what for what in faults if "not in this project" in what]

        self.assertEqual(amiss(), [])
        rules.write_text(rules.read_text().replace(self.name, "Nobody"))
        self.assertEqual(len(amiss()), 1)

    def test_releases_stay_as_they_were_and_tell_of_it(self):
        self.publish()
        script = self.script({"lesion": "L1", "class": "test", "radius_mm": 5, "points_mm": [[0, 0, 0]]})
        self.paint(self.case, script, "--cpu")
        self.json("decide", self.project, "accept", "--lesion", "L1", "--reader", "Dr. Second")
        make = ("release", self.project, "create", "--reader", READER, "--no-pictures", "--name")
        self.call(*make, "1")
        sums = []
        for folder in ("before", "after"):
            self.call("release", self.project, "export", "1", "--out", self.folder / folder)
            sums.append((self.folder / folder / "SHA256SUMS").read_bytes())
            self.rename(self.name, "Liver 7")
        self.assertEqual(*sums)
        self.call("release", self.project, "verify", "1")
        self.call(*make, "2")
        difference = self.json("release", self.project, "diff", "1", "2")
        self.assertEqual(
            difference["renamed"], [{"id": self.case["id"], "name_before": self.name, "name": "Liver 7"}]
        )
        self.assertEqual(difference["changes"], [], "no lesion is another one for that")
        self.assertEqual(difference["lines"], [f"Liver 7: was called {self.name}"])
        self.call("release", self.project, "export", "2", "--out", self.folder / "second")
        self.assertIn(f"Liver 7: was called {self.name}", (self.folder / "second/CHANGES").read_text())


class Rights(ProgramTest):
    def environment(self):
        return {**super().environment(), "SAGITTA_PASSPHRASE_FILE": str(self.folder / "passphrase")}

    def test_who_may_import_may_rename(self):
        (self.folder / "passphrase").write_text("correct horse battery\n")
        self.new()
        name = self.import_series("thick")["name"]
        for person in ("Dr. Lead", "Dr. Lind"):
            self.json("person", self.project, "enroll", "--person", person)
        self.json("person", self.project, "grant", "--person", "Dr. Lind", "--role", "reader", "--as", "Dr. Lead")
        self.json("person", self.project, "endorse", "--person", "Dr. Lind")
        rename = ("rename", self.project, "--case", name, "--to", "Liver 7", "--reader")
        _, said = self.call(*rename, "Dr. Lind", status=1)
        self.assertIn("import images", said)
        self.json("person", self.project, "endorse", "--person", "Dr. Lead")
        self.call(*rename, "Dr. Lead")
        self.assertTrue(self.json("verify", self.project)["ok"])


class InTheWindow(WindowTest):
    """The list of cases in 1280x800, as app/ui/cases.cpp places it for one case of one track."""

    PENCIL = (880, 368)

    def names(self):
        return [case["name"] for case in self.json("info", self.project)["cases"]]

    def rename(self, hands, to):
        hands.rest(10)
        hands.key("A", "control")
        hands.type(to)
        hands.key("Return")
        hands.rest(20)

    def test_by_the_pencil_in_the_list_and_by_the_palette(self):
        self.make()
        hands = Hands()
        hands.rest(10)
        hands.key("O", "control")
        hands.rest(10)
        hands.tap(self.PENCIL)
        self.rename(hands, "Liver 7")
        hands.key("Escape")  # the list
        hands.drag(self.AXIAL)  # goes on as before
        self.view(hands)
        self.assertEqual(self.names(), ["Liver 7"])
        self.assertEqual(self.lesions()["L1"]["case"], "Liver 7")
        again = Hands()
        again.rest(10)
        again.command("Rename this case")
        self.rename(again, "Liver 8")
        self.view(again)
        self.assertEqual(self.names(), ["Liver 8"])
        renamed = [edit for edit in self.json("log", self.project)["edits"] if edit["kind"] == "case renamed"]
        self.assertEqual([edit["person"] for edit in renamed], [READER] * 2)

    def test_another_cases_name_is_not_given(self):
        self.make()
        other = self.import_series("oblique")["name"]
        before = self.names()
        hands = Hands()
        hands.rest(10)
        hands.command("Rename this case")
        self.rename(hands, other)
        self.view(hands)
        self.assertEqual(self.names(), before)

    def test_a_window_that_is_open_calls_it_so_at_once(self):
        self.make()
        window = LiveWindow(self, self.screen, [self.project, "--reader", "Ada"], self.environment())
        title = (16, 0, 80, 56)
        before = window.settled(*title)
        self.json("rename", self.project, "--case", self.case["name"], "--to", "Liver 7", "--reader", "Ben")
        window.eventually(lambda: window.picture(*title) != before, "its new name is shown")
        window.close()


if __name__ == "__main__":
    unittest.main()
