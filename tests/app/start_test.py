"""The window before a project is open: recent projects, others in folders, and new ones made of a folder of images."""

import unittest

from window import Hands, WindowTest

NEW_PROJECT = (500, 672)
OPEN_PROJECT = (800, 672)
# In the chooser:
DOWNLOADS = (480, 184)
FIRST_ITEM = (500, 348)
SECOND_ITEM = (500, 404)
PROJECT_NAME = (500, 576)  # above that of its first case
CASE_NAME = (500, 680)  # where the project is there already
TAKE_FOLDER = (800, 680)
CLOSE = (924, 116)
FAILURE = 0xFF9AA2


class StartTest(WindowTest):
    def setUp(self):
        super().setUp()
        self.downloads = self.folder / "Downloads"
        self.downloads.mkdir()
        self.projects = self.folder / "Sagitta"  # there are no Documents in this home

    def made(self):
        return sorted(each.name for each in self.projects.iterdir()) if self.projects.exists() else []

    def test_recent_projects_are_offered(self):
        self.make()
        self.view(Hands())  # which notes the project as recent
        hands = Hands()
        hands.rest(4)
        hands.tap((640, 248))  # the first of the list
        hands.rest(4)
        hands.drag(self.AXIAL)
        self.view(hands, project=[])
        self.assertGreater(self.lesions()["L1"]["voxels"], 0)

    def test_a_folder_of_images_becomes_a_project_and_more_come_into_it(self):
        self.series_in(self.downloads / "Study 7", "thick")
        self.series_in(self.downloads / "Study 8", "tilted")
        hands = Hands()
        hands.tap(NEW_PROJECT)
        hands.tap(DOWNLOADS)
        hands.tap(FIRST_ITEM)
        hands.tap(PROJECT_NAME)
        hands.key("A", "control")
        hands.type("Liver pilot")
        hands.tap(TAKE_FOLDER)
        hands.rest(4)
        hands.drag(self.AXIAL)
        hands.key("I", "control")  # more images
        hands.tap(DOWNLOADS)
        hands.tap(SECOND_ITEM)
        hands.tap(CASE_NAME)
        hands.type("Patient 8")
        hands.tap(TAKE_FOLDER)
        hands.rest(4)
        self.view(hands, project=[])
        self.assertEqual([name for name in self.made() if name.endswith(".sagitta")], ["Liver pilot.sagitta"])
        self.project = self.projects / "Liver pilot.sagitta"
        cases = [case["name"] for case in self.json("info", self.project)["cases"]]
        self.assertEqual([len(cases), "Patient 8" in cases], [2, True])
        self.assertGreater(self.lesions()["L1"]["voxels"], 0, "what was painted before is there")

    def test_giving_up_leaves_nothing_behind(self):
        self.series_in(self.downloads / "Study 7", "thick")
        hands = Hands()
        hands.tap(NEW_PROJECT)
        hands.tap(DOWNLOADS)
        hands.tap(FIRST_ITEM)
        hands.tap(CLOSE)
        self.view(hands, project=[])
        self.assertEqual(self.made(), [])

    def test_a_folder_without_images_says_so_and_becomes_no_project(self):
        (self.downloads / "letters").mkdir()
        (self.downloads / "letters" / "letter").write_text("Dear colleague")
        hands = Hands()
        hands.tap(NEW_PROJECT)
        hands.tap(DOWNLOADS)
        hands.tap(FIRST_ITEM)
        hands.tap(TAKE_FOLDER)
        hands.rest(4)
        process = self.open(hands, project=[])
        seen = self.screen.watch(process, FAILURE)
        self.ended(process)
        self.assertGreater(seen[FAILURE], 20, "the reason is shown")
        self.assertEqual(self.made(), [])

    def test_a_project_is_found_in_its_folder(self):
        self.make()
        self.project.rename(self.downloads / "mine.sagitta")
        self.project = self.downloads / "mine.sagitta"
        hands = Hands()
        hands.tap(OPEN_PROJECT)
        hands.tap(DOWNLOADS)
        hands.tap(FIRST_ITEM)
        hands.rest(4)
        hands.drag(self.AXIAL)
        self.view(hands, project=[])
        self.assertGreater(self.lesions()["L1"]["voxels"], 0)


if __name__ == "__main__":
    unittest.main()
