"""Wrong calls and bad files: the exit status tells which, the message names the file, and nothing changes."""

import unittest

from program import READER, ProgramTest


class Usage(ProgramTest):
    def test_bad_usage_is_status_2(self):
        self.call("no-such-command", status=2)
        self.call("new", status=2)
        self.call("info", self.project, "--no-such-option", status=2)

    def test_help_is_no_failure(self):
        said, _ = self.call("--help")
        for command in ("new", "import", "info", "paint", "render", "export", "import-labels", "undo", "verify"):
            self.assertIn(command, said)

    def test_files_that_are_not_there_or_not_ours(self):
        _, said = self.call("info", self.folder / "absent.sagitta", status=1)
        self.assertIn("absent.sagitta", said)
        foreign = self.folder / "foreign.sagitta"
        foreign.write_bytes(b"This is a letter, and no project." * 100)
        _, said = self.call("info", foreign, status=1)
        self.assertIn("foreign.sagitta", said)
        self.assertEqual(foreign.read_bytes(), b"This is a letter, and no project." * 100)

    def test_new_does_not_overwrite(self):
        self.new()
        before = self.project.read_bytes()
        _, said = self.call("new", self.project, status=1)
        self.assertIn(self.project.name, said)
        self.assertEqual(self.project.read_bytes(), before)

    def test_import_of_nothing_usable(self):
        self.new()
        empty = self.folder / "empty"
        empty.mkdir()
        (empty / "notes.txt").write_text("not an image")
        before = self.json("verify", self.project)["log_hash"]
        for source in (empty, empty / "notes.txt", self.folder / "absent"):
            _, said = self.call("import", self.project, source, status=1)
            self.assertIn(source.name, said)
        self.assertEqual(self.json("verify", self.project)["log_hash"], before)

    def test_an_unknown_case_names_those_there_are(self):
        self.new()
        case = self.import_series("thick")
        script = self.script({"lesion": "L1", "class": "test", "radius_mm": 5, "points_mm": [[0, 0, 0]]})
        _, said = self.call(
            "paint", self.project, "--case", "Nobody", "--reader", READER, "--script", script, status=1
        )
        self.assertIn("Nobody", said)
        self.assertIn(case["name"], said)

    def test_json_is_one_document_on_stdout(self):
        self.new()
        self.import_series("thick")
        for command in ("info", "log", "verify"):
            self.json(command, self.project)  # parses, or fails


if __name__ == "__main__":
    unittest.main()
