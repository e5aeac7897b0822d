"""Readings compared and brought together in the real window: which case comes first, what readers differ on, a consensus
made, what is tied settled, and the release that waited for it. What was done is read from the project by commands."""

import json
import shutil
import time
import unittest

import numpy as np

from release_test import LEAD, ReleaseTest
from window import Hands

ONE, ALL = 0xE69F00, 0x009E73  # of two readers: what the first alone marked, and what both did
TIED = 0xF2F2F2
ADA, EMMY = 0xFF40F0, 0x20FFFF  # of their outlines


class ConsensusTest(ReleaseTest):
    """The page of readings, as app/ui/readings.cpp and readings_sheet.cpp place it in 1280x800; two readers."""

    WORST, BEST = (300, 130), (300, 196)  # of the list
    DIFFERENCES, CONSENSUS = (770, 760), (1090, 760)
    GO_THERE = (820, 664)  # on the note that readers are tied elsewhere
    TIES = (700, 760)  # where there are any: three buttons stand in the place of two
    ALL_LACKING = (1120, 28)
    FIRST_READER = (1100, 404)  # of the review's card
    MAKE_IT = (856, 602)  # on the sheet

    def setUp(self):
        super().setUp()
        self.worse, self.better = self.case, self.import_series("oblique")
        self.read(self.better, "Ada", ("L1", "lung nodule", 10, 0), ("L2", "lung nodule", 8, 40))
        self.read(self.better, "Emmy", ("L1", "lung nodule", 10, 1), ("L2", "lung nodule", 8, 40))
        self.read(self.worse, "Ada", ("L1", "lung nodule", 12, 0), ("L2", "lung nodule", 8, 50))
        self.read(self.worse, "Emmy", ("L1", "lung nodule", 9, 6))

    def read(self, case, reader, *lesions):
        """Balls of (name, class, radius mm, mm to the left of the middle), in a track of the reader's own."""
        world = np.array(case["world_from_voxel"])
        centre = world[:3, :3] @ ((np.array(case["size"]) - 1) / 2) + world[:3, 3]
        strokes = [
            {"lesion": name, "class": kind, "radius_mm": radius, "points_mm": [list(centre + [float(left), 0, 0])]}
            for name, kind, radius, left in lesions
        ]
        self.json(
            "paint", self.project, "--case", case["name"], "--reader", reader, "--track", reader,
            "--script", self.script(*strokes), "--cpu",
        )  # fmt: skip

    def readings(self, *taps):
        hands = Hands()
        hands.rest(10)
        hands.key("U", "shift")
        hands.rest(20)
        for at in taps:
            hands.tap(at)
            hands.rest(20)
        return hands

    def consensus(self, case):
        found = self.json("info", self.project)["lesions"]
        return {
            each["name"]: each
            for each in found
            if each["track"].startswith("consensus") and each["case"] == case["name"]
        }

    def rules(self):
        return [each["rule"] for each in self.obstacles()]

    def obstacles(self):
        out, _ = self.call("release", self.project, "check", "--json", status=None)
        return json.loads(out)["obstacles"]

    def call(self, *arguments, status=0):
        if status is None:
            try:
                return super().call(*arguments, status=1)
            except AssertionError:
                return super().call(*arguments)
        return super().call(*arguments, status=status)


class Together(ConsensusTest):
    def test_the_case_that_readers_agree_on_least_comes_first_and_is_made_as_by_command(self):
        apart = self.folder / "apart.sagitta"
        shutil.copy(self.project, apart)
        self.shown(self.readings(self.WORST, self.CONSENSUS, self.MAKE_IT))
        by_command = json.loads(
            super().call(
                "consensus", apart, "--case", self.worse["name"], "--method", "majority", "--reader", LEAD, "--json"
            )[0]
        )
        made = self.consensus(self.worse)
        self.assertEqual(self.consensus(self.better), {})
        self.assertEqual(
            {name: (each["class"], each["voxels"]) for name, each in made.items()},
            {each["name"]: (each["class"], each["voxels"]) for each in by_command["lesions"]},
        )
        self.assertEqual({each["track"] for each in made.values()}, {"consensus-majority"})
        (edit,) = [each for each in self.steps() if each["track"] == "consensus-majority"]
        self.assertEqual(edit["person"], LEAD)
        again = json.loads(
            super().call("consensus", self.project, "--case", self.worse["name"], "--method", "majority", "--json")[0]
        )
        self.assertIsNone(again["edit"], "the command finds that it is there already")

    def test_all_that_lack_one_are_made_at_once_and_not_twice(self):
        self.shown(self.readings(self.ALL_LACKING, self.MAKE_IT))
        self.assertEqual([len(self.consensus(each)) for each in (self.worse, self.better)], [1, 2])
        before = len(self.json("log", self.project)["edits"])
        self.shown(self.readings(self.ALL_LACKING, self.MAKE_IT))
        self.assertEqual(len(self.json("log", self.project)["edits"]), before)

    def test_what_came_since_is_brought_together_also_where_it_is_tied_alone(self):
        self.shown(self.readings(self.WORST, self.CONSENSUS, self.MAKE_IT))
        before = self.consensus(self.worse)
        self.read(self.worse, "Ada", ("L3", "lung nodule", 8, -50))
        behind = "is older than the reading of Ada"
        self.assertTrue(any(behind in each["what"] for each in self.obstacles()))
        self.shown(self.readings(self.WORST, self.CONSENSUS, self.MAKE_IT))
        self.assertEqual(self.consensus(self.worse), before, "half of the readers are no majority")
        words = [each["what"] for each in self.obstacles()]
        self.assertFalse(any(behind in each for each in words), words)
        self.assertTrue(any("L3" in each for each in words), words)

    def test_where_readers_differ_is_seen_and_leads_back(self):
        hands = self.readings(self.WORST, self.DIFFERENCES)
        hands.rest(40)
        seen = self.shown(hands, LEAD, ONE, ALL)
        self.assertGreater(min(seen[ONE], seen[ALL]), 100)
        hands.key("Escape")
        hands.rest(20)
        hands.tap(self.CONSENSUS)  # on the page again, of the same case
        hands.rest(20)
        hands.tap(self.MAKE_IT)
        hands.rest(20)
        self.shown(hands)
        self.assertEqual(list(self.consensus(self.worse)), ["L1"])

    def test_a_finding_on_which_readers_differ_comes_with_what_each_marked(self):
        """Outlined in the slices; a tap on a reader's name takes that outline away."""
        self.shown(self.readings(self.WORST, self.CONSENSUS, self.MAKE_IT))
        hands = Hands()
        hands.rest(10)
        hands.key("V", "shift")
        hands.rest(80)
        both = self.last(hands, ADA, EMMY)
        self.assertGreater(min(both.values()), 100)
        hands.tap(self.FIRST_READER)
        hands.rest(30)
        one = self.last(hands, ADA, EMMY)
        self.assertLess(one[ADA], 20)
        self.assertGreater(one[EMMY], 100)
        hands.key("Escape")
        hands.rest(30)
        self.assertLess(max(self.last(hands, ADA, EMMY).values()), 20, "and none is left behind")

    def test_who_is_to_read_the_case_blind_is_not_shown_what_others_marked(self):
        self.shown(self.readings(self.WORST, self.CONSENSUS, self.MAKE_IT))
        self.json(
            "assign", self.project, "set", "--case", self.worse["name"], "--track", "Grace", "--to", LEAD, "--blind",
            "--reader", "Dr. Chief",
        )  # fmt: skip
        hands = Hands()
        hands.rest(10)
        hands.key("V", "shift")
        hands.rest(80)
        self.assertLess(max(self.last(hands, ADA, EMMY).values()), 20)

    def last(self, hands, *colors):
        """How many pixels of each colour there were when the hands had done everything."""
        process = self.open(hands, reader=LEAD)
        counts = dict.fromkeys(colors, 0)
        while process.poll() is None:
            now = self.screen.picture()
            if now.any():
                counts = {color: int((now == color).sum()) for color in colors}
            time.sleep(0.05)
        self.ended(process)
        return counts

    def test_who_is_still_to_read_a_case_blind_sees_nothing_of_it(self):
        self.json(
            "assign", self.project, "set", "--case", self.worse["name"], "--track", "Grace", "--to", LEAD, "--blind",
            "--reader", "Dr. Chief",
        )  # fmt: skip
        hands = self.readings(self.BEST, self.DIFFERENCES)  # it stands last, for nothing is known of it
        hands.rest(40)
        seen = self.shown(hands, LEAD, ONE, ALL)
        self.assertEqual(seen[ALL], 0)
        self.shown(self.readings(self.ALL_LACKING, self.MAKE_IT))
        self.assertEqual([len(self.consensus(each)) for each in (self.worse, self.better)], [0, 2])

    def test_what_is_tied_is_settled_and_a_release_no_longer_waits(self):
        self.call("policy", self.project, "--rule", "dual", "--reader", LEAD)
        self.assertEqual(self.rules().count("consensus"), 2)
        self.shown(self.readings(self.ALL_LACKING, self.MAKE_IT))
        (waits,) = [each for each in self.obstacles() if each["rule"] == "consensus"]
        self.assertIn("L2", waits["what"])
        hands = self.readings(self.WORST, self.TIES)
        hands.rest(40)
        hands.command("Tied: it belongs")
        hands.rest(20)
        self.shown(hands)
        lesions = self.consensus(self.worse)
        by_ada = [
            each["voxels"]
            for each in self.json("info", self.project)["lesions"]
            if (each["track"], each["name"], each["case"]) == ("Ada", "L2", self.worse["name"])
        ]
        self.assertEqual([lesions["L2"]["voxels"]], by_ada, "half of two readers marked it, and it was said to be one")
        self.assertNotIn("consensus", self.rules())
        self.assertTrue(self.json("verify", self.project)["ok"])

    def test_whoever_settles_hears_where_readers_are_tied_and_goes_there(self):
        self.shown(self.readings(self.ALL_LACKING, self.MAKE_IT))
        hands = Hands()
        hands.rest(60)  # it is looked for in all tracks first
        hands.tap(self.GO_THERE)
        hands.rest(40)
        hands.command("Tied: it belongs")
        hands.rest(20)
        self.shown(hands)
        self.assertIn("L2", self.consensus(self.worse))
        self.assertNotIn("consensus", self.rules())

    def test_what_is_said_not_to_belong_stays_said(self):
        self.shown(self.readings(self.ALL_LACKING, self.MAKE_IT))
        hands = self.readings(self.WORST, self.TIES)
        hands.rest(40)
        hands.command("Tied: it does not belong")
        hands.rest(20)
        self.shown(hands)
        self.assertEqual(list(self.consensus(self.worse)), ["L1"])
        self.assertNotIn("consensus", self.rules())

    def test_a_lesion_is_settled_at_once_as_a_reader_has_it(self):
        """In all its tied places; by command and in the window alike, and each taken back by one undo."""
        self.shown(self.readings(self.ALL_LACKING, self.MAKE_IT))
        case = self.worse["name"]
        settle = lambda *rest: self.json("settle", self.project, "--case", case, *rest)  # noqa: E731
        ties = {each["lesion"]: each for each in settle()["ties"]}
        self.assertEqual(set(ties), {"L1", "L2"})
        marked = {each["track"]: each["voxels"] for each in ties["L1"]["readings"]}
        self.assertEqual(sum(marked.values()), ties["L1"]["voxels"], "of two, one marked each of them")
        before = self.consensus(self.worse)["L1"]["voxels"]
        said = settle("--as", "Emmy", "--lesion", "L1", "--reader", LEAD)
        self.assertEqual([said["set"], said["cleared"], said["left"]], [marked["Emmy"], marked["Ada"], 1])
        self.assertEqual(self.consensus(self.worse)["L1"]["voxels"], before + marked["Emmy"])
        self.call("undo", self.project, "--reader", LEAD)
        self.assertEqual({each["lesion"] for each in settle()["ties"]}, {"L1", "L2"})
        settle("out", "--lesion", "L2", "--reader", LEAD)
        self.assertEqual([list(self.consensus(self.worse)), len(settle()["ties"])], [["L1"], 1])
        self.call("undo", self.project, "--reader", LEAD)
        self.assertEqual([list(self.consensus(self.worse)), len(settle()["ties"])], [["L1"], 2])
        settle("out", "--lesion", "L2", "--reader", LEAD)
        hands = self.readings(self.WORST, self.TIES)
        hands.rest(40)
        hands.command("Tied: all places")
        hands.rest(20)
        self.shown(hands)
        self.assertEqual(settle()["ties"], [])
        self.assertEqual(self.consensus(self.worse)["L1"]["voxels"], before + ties["L1"]["voxels"])
        (edit,) = [each for each in self.steps() if each["track"] == "consensus-majority" and each["person"] == LEAD][-1:]
        self.assertFalse(edit["undone"])
        self.assertTrue(self.json("verify", self.project)["ok"])
        why = super().call("settle", self.project, "in", "--case", case, "--lesion", "L1", "--reader", LEAD, status=1)[1]
        self.assertIn("nothing of", why)


if __name__ == "__main__":
    unittest.main()
