"""Reviewing in the headset: findings of two cases decided on in one sitting, by the panel's buttons and by the hands',
and what was sent back opens where it was looked at. What was decided is read from the project by commands."""

import json
import unittest

import numpy as np

import monado
from program import READER, ProgramTest
from worn import Worn

REVIEWER = "Dr. Review"
GUIDELINE = {
    "title": "Thorax",
    "classes": [
        {"name": "lung nodule", "definition": "solid or ground glass"},
        {"name": "liver metastasis", "definition": "darker than the liver", "critical": True},
    ],
    "acceptance": ["no vessel is taken along"],
}
REACH = np.array([0, -0.15, -0.55])  # of what is looked at, from the eyes


@unittest.skipUnless(monado.PREFIX, "Monado is not there (tools/monado)")
class VrReviewTest(Worn, ProgramTest):
    def setUp(self):
        super().setUp()
        rules = self.folder / "guideline.json"
        rules.write_text(json.dumps(GUIDELINE))
        self.call("new", self.project, "--guideline", rules)
        self.cases = {name: self.import_series(name) for name in ("thick", "oblique")}
        self.start_runtime()

    def draw(self, name, lesion, kind, aside_mm=0.0):
        """A ball in the middle of a case, or beside that; returns its middle."""
        case = self.cases[name]
        middle = (np.array(case["world_from_voxel"]) @ [*((np.array(case["size"]) - 1) / 2), 1])[:3]
        middle = middle + [aside_mm, 0, 0]
        ball = {"lesion": lesion, "class": kind, "mode": "add", "radius_mm": 6, "points_mm": [list(middle)]}
        self.paint(case, self.script(ball), "--cpu")
        return middle

    def findings(self):
        return {each["name"]: each for each in self.json("review", self.project)["findings"]}

    def begin(self, case, reader=REVIEWER):
        session = self.put_on("--case", self.cases[case]["name"], reader=reader)
        self.press("page Review")
        self.press("review open")
        return session

    def until_finding(self, name, case):
        title = self.cases[case]["name"]
        shown = lambda f: f["finding"] == name and f["case"] == title and "right" in f
        frame = self.session.until(shown, f"{name} of {title} is looked at")
        self.session.after(4)
        return frame

    def assert_before_the_eyes(self, point_mm):
        frame = self.session.after(1)
        from_eyes = monado.room(frame, point_mm) - frame["head"]["at"]
        np.testing.assert_allclose(from_eyes, REACH, atol=0.02)
        self.assertTrue(frame["slice"], "cut open, so that it is seen")

    def click(self, hand, control):
        """Presses a button of a hand and lets it go."""
        for pressed in (True, False):
            setattr(hand, control, pressed)
            self.wearer.send()
            self.session.after(4)

    def test_two_findings_of_two_cases_are_decided_on_in_one_sitting(self):
        first = self.draw("thick", "L1", "liver metastasis")
        second = self.draw("oblique", "L2", "lung nodule")
        session = self.begin("oblique")
        self.until_finding("L1", "thick")  # the critical class, in the other case
        self.assert_before_the_eyes(first)
        self.press("review accept")
        self.assertIn("deciding now", session.last["buttons_dp"], "the list is not ticked: it is asked")
        self.press("deciding now")
        self.until_finding("L2", "oblique")
        self.assert_before_the_eyes(second)
        self.press("review reject")
        self.press("reason Too large")
        session.until(lambda f: f["finding"] == "", "nothing is left")
        self.press("review leave")
        self.finish()
        findings = self.findings()
        self.assertEqual(findings["L1"]["state"], "accepted")
        self.assertEqual(findings["L2"]["state"], "rejected")
        (accepted,), (rejected,) = findings["L1"]["opinions"], findings["L2"]["opinions"]
        self.assertEqual((accepted["reader"], rejected["reader"]), (REVIEWER, REVIEWER))
        self.assertIn("no vessel is taken along (not ticked)", accepted["comment"])
        self.assertEqual(rejected["comment"], "Too large")
        self.assertGreater(rejected["seconds"], 0.3)
        kinds = [entry["kind"] for entry in self.json("log", self.project)["edits"]]
        self.assertEqual(sum("decid" in kind for kind in kinds), 2, kinds)
        self.assertEqual(self.lesions()["L1"]["version"], accepted["version"], "and nothing was painted")
        self.assertTrue(self.json("verify", self.project)["ok"])

    def test_thumbs_of_both_hands_decide_and_a_flick_takes_it_back(self):
        self.draw("thick", "L1", "liver metastasis")
        self.draw("thick", "L2", "lung nodule", 40)
        session = self.begin("thick")
        self.until_finding("L1", "thick")
        self.press("review page Checks")
        self.press("criterion 1")
        self.hands_down()
        self.click(self.wearer.right, "a")
        self.until_finding("L2", "thick")
        self.flick(-1.0)
        self.until_finding("L1", "thick")
        self.click(self.wearer.left, "a")
        self.press("reason Not a lesion")
        self.until_finding("L2", "thick")
        self.press("review edit")
        self.press("tool Erase")
        self.press("review go on")
        self.until_finding("L2", "thick")
        self.press("review leave")
        session.until(lambda f: "review open" in f["buttons_dp"] and not f["slice"], "it is left")
        self.finish()
        findings = self.findings()
        self.assertEqual(findings["L1"]["state"], "rejected")
        self.assertEqual(findings["L1"]["opinions"][-1]["comment"], "Not a lesion")
        self.assertEqual(findings["L2"]["state"], "undecided")

    def test_what_was_sent_back_opens_at_that_very_lesion(self):
        middle = self.draw("oblique", "L1", "lung nodule")
        self.draw("thick", "L2", "lung nodule")
        self.call("decide", self.project, "reject", "--lesion", "L1", "--reader", REVIEWER, "--comment", "a vessel")
        session = self.put_on("--case", self.cases["thick"]["name"], reader=READER)
        session.until(lambda f: "page Review" in f["buttons_dp"], "the panel")
        self.press("page Review")
        session.until(lambda f: "sent back 1" in f["buttons_dp"], "what was sent back")
        self.press("sent back 1")
        title = self.cases["oblique"]["name"]
        session.until(lambda f: f["case"] == title and "right" in f, "its case is open")
        self.hands_down()
        session.after(4)
        self.assert_before_the_eyes(middle)
        self.press("page Lesion")
        self.press("comment")
        self.press("reason Too small")  # pinned to it
        self.finish()
        comments = [e for e in self.json("log", self.project)["edits"] if "comment" in e["kind"]]
        self.assertEqual(len(comments), 1)

    def test_readings_of_a_case_are_held_against_each_other(self):
        case = self.cases["thick"]
        middle = (np.array(case["world_from_voxel"]) @ [*((np.array(case["size"]) - 1) / 2), 1])[:3]
        for reader, radius in (("Ada", 10), ("Emmy", 14)):
            ball = {"lesion": "L1", "class": "lung nodule", "mode": "add", "radius_mm": radius, "points_mm": [list(middle)]}
            self.json(
                "paint", self.project, "--case", case["name"], "--reader", reader, "--track", reader,
                "--script", self.script(ball), "--cpu",
            )  # fmt: skip
        before = self.json("log", self.project)["edits"]
        kept = self.folder / "pictures"
        session = self.put_on("--case", case["name"], "--track", "Ada", "--pictures", kept, reader="Ada")
        self.press("page Review")
        session.until(lambda f: "compare open" in f["buttons_dp"], "two have read it")
        self.press("compare open")
        session.until(lambda f: "compare reader 2" in f["buttons_dp"] and f["slice"], "they are compared")
        self.hands_down()
        self.assert_before_the_eyes(middle)
        together = self.seen(kept)
        self.press("compare reader 2")
        self.hands_down()
        one = self.seen(kept)
        self.assertGreater((np.abs(together - one)[:, :650].max(axis=-1) > 20).sum(), 200, "in other colours")
        self.flick(-1.0)  # undoes nothing
        self.press("compare leave")
        session.until(lambda f: "page Tools" in f["buttons_dp"] and not f["slice"], "it is left")
        self.finish()
        self.assertEqual(len(self.json("log", self.project)["edits"]), len(before), "nothing was changed")


if __name__ == "__main__":
    unittest.main()
