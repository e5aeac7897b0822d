"""People, roles, signatures and what `verify` says of them, as scripts see it."""

import json
import unittest

import program


class PersonTest(program.ProgramTest):
    def setUp(self):
        super().setUp()
        self.new()
        self.case = self.import_series("oblique")
        self.secret = self.folder / "passphrase"
        self.secret.write_text("correct horse battery\n")

    def environment(self):
        return {**super().environment(), "SAGITTA_PASSPHRASE_FILE": str(self.folder / "passphrase")}

    def person(self, *arguments):
        return self.json("person", self.project, *arguments)

    def stroke(self, reader, name="L1", status=0):
        centre = program.centres(self.case)[2, 5, 5]
        script = self.script(
            {"lesion": name, "class": "lesion", "mode": "add", "radius_mm": 4, "points_mm": [centre.tolist()]}
        )
        return self.call(
            "paint", self.project, "--case", self.case["name"], "--reader", reader, "--script", script, "--cpu",
            status=status,
        )

    def test_without_people_everything_goes_on_as_before(self):
        self.stroke("Anybody")
        self.assertEqual(self.person("list")["people"], [])
        self.assertTrue(self.json("verify", self.project)["ok"])
        kinds = [edit["kind"] for edit in self.json("log", self.project)["edits"]]
        self.assertNotIn("checkpoint", kinds)

    def test_roles_decide_who_may_paint(self):
        self.assertTrue(self.person("enroll", "--person", "Dr. Lead")["lead"])
        self.assertFalse(self.person("enroll", "--person", "Dr. Reader")["lead"])
        self.assertIn("no role", self.stroke("Dr. Reader", status=1)[1])
        self.assertIn("is not, or no longer", self.stroke("Anybody", status=1)[1])
        self.person("grant", "--person", "Dr. Reader", "--role", "reader", "--as", "Dr. Lead")
        self.stroke("Dr. Reader")
        self.call("person", self.project, "grant", "--person", "Dr. Reader", "--role", "lead", "--as", "Dr. Reader",
                  status=1)
        self.person("revoke", "--person", "Dr. Reader", "--as", "Dr. Lead", "--reason", "left")
        self.stroke("Dr. Reader", "L2", status=1)
        report = self.json("verify", self.project)
        self.assertEqual((report["ok"], report["findings"]), (True, []))
        people = {each["person"]: each for each in self.person("list")["people"]}
        self.assertEqual(people["Dr. Lead"]["roles"], ["lead"])
        self.assertTrue(people["Dr. Reader"]["revoked"])
        self.assertEqual(self.json("log", self.project)["edits"][-1]["kind"], "checkpoint")

    def test_a_wrong_passphrase_signs_nothing(self):
        self.person("enroll", "--person", "Dr. Lead")
        self.secret.write_text("something else\n")
        before = self.json("info", self.project)["counts"]["edits"]
        message = self.call("person", self.project, "endorse", "--person", "Dr. Lead", status=1)[1]
        self.assertIn("not the passphrase", message)
        self.secret.write_text("short\n")
        self.call("person", self.project, "enroll", "--person", "Dr. Other", status=1)
        self.assertEqual(self.json("info", self.project)["counts"]["edits"], before)

    def test_a_decision_takes_the_passphrase_of_who_decides(self):
        self.person("enroll", "--person", "Dr. Lead")
        self.person("enroll", "--person", "Dr. Reviewer")
        self.person("grant", "--person", "Dr. Reviewer", "--role", "reviewer", "--as", "Dr. Lead")
        self.stroke("Dr. Lead")
        (lesion,) = self.lesions()
        decide = ("decide", self.project, "--lesion", lesion, "--reader", "Dr. Reviewer", "accept")
        right = self.secret.read_text()
        self.secret.write_text("something else\n")
        self.assertIn("not the passphrase", self.call(*decide, status=1)[1])
        self.assertEqual(self.json("review", self.project)["findings"][0]["state"], "undecided")
        self.secret.write_text(right)
        self.call(*decide)
        report = self.json("verify", self.project)
        self.assertEqual((report["ok"], report["findings"]), (True, []))

    def test_secrets_stay_out_of_the_project_and_away_from_others(self):
        self.person("enroll", "--person", "Dr. Lead")
        keys = list((self.folder / "home" / "keys").iterdir())
        self.assertEqual(len(keys), 1)
        for path in [*keys, self.folder / "home" / "device.key"]:
            self.assertEqual(path.stat().st_mode & 0o077, 0, path)
        device = bytes.fromhex((self.folder / "home" / "device.key").read_text().strip())
        for path in self.folder.glob("test.sagitta*"):
            self.assertNotIn(device, path.read_bytes())

    def test_a_log_that_was_cut_is_found_by_what_was_noted_elsewhere(self):
        self.stroke("Anybody")
        noted = self.folder / "noted.json"
        noted.write_text(json.dumps(self.json("verify", self.project)))
        self.stroke("Anybody", "L2")
        self.call("verify", self.project, "--heads", noted)
        document = json.loads(noted.read_text())
        document["heads"][0]["edit"] = "ab" * 32
        noted.write_text(json.dumps(document))
        out, err = self.call("verify", self.project, "--heads", noted, status=1)
        self.assertIn("rewritten or cut", out)
        noted.write_text("{}")
        self.call("verify", self.project, "--heads", noted, status=1)

    def test_two_who_contradict_each_other_are_told_apart(self):
        self.stroke("A")
        copy = self.folder / "copy.sagitta"
        self.call("snapshot", self.project, copy)
        centre = program.centres(self.case)[2, 5, 5].tolist()
        erase = self.script({"lesion": "L1", "class": "lesion", "mode": "erase", "radius_mm": 2, "points_mm": [centre]})
        self.call("paint", copy, "--case", self.case["name"], "--reader", "B", "--script", erase, "--cpu")
        self.stroke("A")
        merged = self.json("merge", self.project, copy)
        self.assertEqual(self.json("merge", copy, self.project)["state_hash"], merged["state_hash"])
        self.assertEqual(self.json("merge", self.project, copy)["edits_added"], 0)
        lesion = self.lesions()["L1"]
        self.assertGreater(lesion["contested"], 0)
        self.assertEqual(self.json("info", self.project)["counts"]["contested"], 1)
        self.stroke("A")  # knows of both now
        self.assertEqual(self.lesions()["L1"]["contested"], 0)
        self.assertTrue(self.json("verify", self.project)["ok"])

    def test_the_log_is_filtered_and_printed(self):
        self.stroke("A", "L1")
        self.stroke("B <b>", "L2")
        edits = self.json("log", self.project, "--person", "A")["edits"]
        self.assertEqual({edit["person"] for edit in edits}, {"A"})
        everything = self.json("log", self.project)["edits"]
        lesion = self.lesions()["L2"]["id"]
        for name in ("L2", lesion[:12]):
            chosen = self.json("log", self.project, "--lesion", name)["edits"]
            self.assertEqual([edit["id"] for edit in chosen], [e["id"] for e in everything if lesion in e["lesions"]])
        day = everything[0]["time"][:10]
        self.assertEqual(self.json("log", self.project, "--since", day, "--until", day)["edits"], everything)
        self.assertEqual(self.json("log", self.project, "--until", "1999")["edits"], [])
        self.call("log", self.project, "--since", "yesterday", status=2)
        self.call("log", self.project, "--lesion", "nothing", status=1)
        page = self.folder / "history.html"
        self.call("log", self.project, "--html", page)
        text = page.read_text()
        self.assertIn("B &lt;b&gt;", text)
        self.assertNotIn("B <b>", text)
        self.assertIn(self.json("verify", self.project)["log_hash"], text)

    def test_a_snapshot_for_a_blind_reader_leaves_out_what_others_read(self):
        centre = program.centres(self.case)[2, 5, 5].tolist()
        script = self.script({"lesion": "L", "class": "lesion", "mode": "add", "radius_mm": 4, "points_mm": [centre]})
        for reader in ("A", "B"):
            self.call("paint", self.project, "--case", self.case["name"], "--reader", reader, "--track", reader,
                      "--script", script, "--cpu")
        copy = self.folder / "copy.sagitta"
        note = self.call("snapshot", self.project, copy, "--for", "A")[1]
        self.assertIn('"B"', note)
        self.assertEqual({lesion["track"] for lesion in self.json("info", copy)["lesions"]}, {"A"})
        whole, blind = self.json("verify", self.project), self.json("verify", copy)
        self.assertTrue(blind["ok"])
        self.assertEqual(blind["log_hash"], whole["log_hash"])
        self.json("merge", copy, self.project)
        self.assertEqual(self.json("verify", copy)["state_hash"], whole["state_hash"])


if __name__ == "__main__":
    unittest.main()
