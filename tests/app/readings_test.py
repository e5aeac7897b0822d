"""Several readings of one case: how far they agree, and what they make together."""

import itertools
import os
import pathlib
import unittest

import nibabel
import numpy as np

from program import PHANTOM, TRUTH, ProgramTest, centres, distance_to_path

DATA = pathlib.Path(os.environ.get("SAGITTA_TEST_DATA", pathlib.Path(__file__).parents[3] / "shared/data"))
KITS = DATA / "kits23-3reader"

# One lesion that everyone sees, one that two of three see, one that a single reader sees; LPS mm.
COMMON = [(-88, 0, -48, 14), (-86, 1, -47, 12), (-88, 2, -49, 15)]
SEEN_BY_TWO = [(-70, 6, 44, 9), (-69, 6, 45, 10)]
SEEN_BY_ONE = (-78, -12, 96, 8)


class ReadingsTest(ProgramTest):
    def label_files(self, *options):
        """What an export to NIfTI writes, less the sidecars that say which lesion is which."""
        files = self.json("export", self.project, "--format", "nifti", *options)["files"]
        return [file for file in files if file["kind"] == "labels"]


class Readings(ReadingsTest):
    def setUp(self):
        super().setUp()
        self.new()
        self.case = self.import_series("oblique")
        self.balls = {"A": [COMMON[0], SEEN_BY_TWO[0], SEEN_BY_ONE], "B": [COMMON[1], SEEN_BY_TWO[1]], "C": [COMMON[2]]}
        for track, balls in self.balls.items():
            strokes = [
                {"lesion": f"L{n}", "class": "nodule", "radius_mm": ball[3], "points_mm": [ball[:3]]}
                for n, ball in enumerate(balls, 1)
            ]
            self.json(
                "paint", self.project, "--case", self.case["name"], "--reader", f"Dr. {track}", "--track", track,
                "--script", self.script(*strokes), "--cpu",
            )  # fmt: skip

    def ball(self, ball):
        return distance_to_path(centres(self.case), [ball[:3]]) <= ball[3]

    def command(self, name, *options):
        return self.json(name, self.project, "--case", self.case["name"], *options)

    def exported(self, track):
        """Name to mask, of every lesion of a track, read by nibabel."""
        out = self.folder / f"out-{track}"
        masks = {}
        for file in self.label_files("--track", track, "--out", out):
            values = np.asarray(nibabel.load(file["path"]).dataobj).transpose(2, 1, 0)
            for value, lesion in file["lesions"].items():
                masks[lesion["name"]] = values == int(value)
        return masks

    def test_pairs_are_measured_on_the_voxels_that_were_painted(self):
        comparison = self.command("compare")
        self.assertEqual(comparison["tracks"], ["A", "B", "C"])
        self.assertEqual([lesion["marked_by"] for lesion in comparison["lesions"]], [3, 2, 1])
        masks = [self.ball(ball) for ball in COMMON]
        for pair, (a, b) in zip(comparison["lesions"][0]["pairs"], itertools.combinations(masks, 2)):
            self.assertAlmostEqual(pair["dice"], 2 * (a & b).sum() / (a.sum() + b.sum()), places=12)
            self.assertGreaterEqual(pair["hausdorff_mm"], pair["hausdorff_95_mm"])
        votes = sum(mask.astype(int) for mask in masks)
        self.assertEqual(comparison["lesions"][0]["voxels_by_votes"], [int((votes == n).sum()) for n in (1, 2, 3)])
        missed = comparison["lesions"][1]["pairs"][1]
        self.assertEqual(missed["tracks"], ["A", "C"])
        self.assertEqual((missed["dice"], missed["hausdorff_mm"]), (0, None))

    def test_readers_are_told_what_they_missed_and_added(self):
        readers = {reader["track"]: reader for reader in self.command("compare")["readers"]}
        self.assertEqual([readers[track]["lesions"] for track in "ABC"], [3, 2, 1])
        self.assertEqual([readers[track]["missed"] for track in "ABC"], [0, 0, 1])
        self.assertEqual([readers[track]["added"] for track in "ABC"], [1, 0, 0])
        self.assertEqual(readers["A"]["typical_error"], "adds lesions")
        self.assertEqual(readers["C"]["typical_error"], "misses lesions")
        self.assertGreater(readers["C"]["mean_signed_distance_mm"], 0)
        self.assertEqual(readers["B"]["typical_error"], "too small")

    def test_surface_dice_is_at_the_tolerance_of_the_class(self):
        def first(*options):
            return self.command("compare", *options)["lesions"][0]["pairs"][0]

        self.assertEqual(first()["tolerance_mm"], 1)
        wide = first("--tolerance", "0.5", "--tolerance", "nodule=20")
        self.assertEqual((wide["tolerance_mm"], wide["surface_dice"]), (20, 1))
        self.assertLess(first("--tolerance", "0.5")["surface_dice"], 1)
        self.call(
            "compare", self.project, "--case", self.case["name"], "--tolerance", "nodule=wide", status=2
        )  # fmt: skip

    def test_detection_counts_lesions(self):
        ab, ac, bc = self.command("compare", "--iou", "0.3")["detection"]
        self.assertEqual([(d["matched"], d["only_first"], d["only_second"]) for d in (ab, ac, bc)],
                         [(2, 1, 0), (1, 2, 0), (1, 1, 0)])  # fmt: skip
        self.assertAlmostEqual(ab["f1"], 0.8)

    def test_majority_is_a_track_of_its_own_that_says_how_it_came_about(self):
        before = self.json("info", self.project)["lesions"]
        made = self.command("consensus", "--method", "majority")
        masks = self.exported(made["track"])
        self.assertEqual(len(masks), 2)
        for name, balls, least in (("L1", COMMON, 2), ("L2", SEEN_BY_TWO, 2)):
            votes = sum(self.ball(ball).astype(int) for ball in balls)
            np.testing.assert_array_equal(masks[name], votes >= least)
        self.assertEqual([finding["voxels"] > 0 for finding in made["findings"]], [True, True, False])
        # One step in the log, and readers' lesions as they were.
        changes = [edit for edit in self.json("log", self.project)["edits"] if edit["track"] == made["track"]]
        self.assertEqual([edit["kind"] for edit in changes].count("mask changed"), 1)
        self.assertEqual(changes[-1]["id"], made["edit"])
        after = self.json("info", self.project)["lesions"]
        self.assertEqual([lesion for lesion in after if lesion["track"] != made["track"]], before)
        # It is not one of the readings.
        self.assertEqual(self.command("compare")["tracks"], ["A", "B", "C"])
        self.assertTrue(self.json("verify", self.project)["ok"])

    def test_union_and_intersection(self):
        self.command("consensus", "--method", "union")
        union = self.exported("consensus-union")
        np.testing.assert_array_equal(union["L1"], np.any([self.ball(ball) for ball in COMMON], axis=0))
        np.testing.assert_array_equal(union["L3"], self.ball(SEEN_BY_ONE))
        self.command("consensus", "--method", "intersection")
        common = self.exported("consensus-intersection")
        self.assertEqual(list(common), ["L1"])
        np.testing.assert_array_equal(common["L1"], np.all([self.ball(ball) for ball in COMMON], axis=0))

    def test_staple_keeps_its_field_of_view_and_what_it_thinks_of_readers(self):
        made = self.command("consensus", "--method", "staple")
        finding = made["findings"][0]
        self.assertTrue(finding["converged"])
        self.assertEqual(len(finding["sensitivity"]), 3)
        low, high = (np.array(finding["field_of_view"][end]) for end in ("min", "max"))
        k, j, i = np.nonzero(np.any([self.ball(ball) for ball in COMMON], axis=0))
        margin = np.ceil(10 / np.array(self.case["spacing_mm"])).astype(int)
        np.testing.assert_array_equal(low, np.maximum(0, np.array([i.min(), j.min(), k.min()]) - margin))
        np.testing.assert_array_equal(
            high, np.minimum(np.array(self.case["size"]) - 1, np.array([i.max(), j.max(), k.max()]) + margin)
        )

    def test_who_marked_nothing_says_no(self):
        made = self.command("consensus", "--method", "majority", "--tracks", "A,B,C,D")
        # Two of four: a tie, left to an adjudicator.
        first, second = made["findings"][:2]
        votes = sum(self.ball(ball).astype(int) for ball in COMMON)
        self.assertEqual(first["voxels"], int((votes == 3).sum()))
        self.assertEqual(first["tied_voxels"], int((votes == 2).sum()))
        self.assertEqual(second["voxels"], 0)
        self.assertGreater(second["tied_voxels"], 0)
        comparison = self.command("compare", "--tracks", "A,D")
        self.assertEqual(comparison["readers"][1]["missed"], 3)

    def test_again_is_the_same_and_later_readings_replace_it(self):
        first = self.command("consensus", "--method", "majority")
        again = self.command("consensus", "--method", "majority")
        self.assertIsNone(again["edit"])
        fewer = self.command("consensus", "--method", "majority", "--tracks", "A,B")
        self.assertIsNotNone(fewer["edit"])
        masks = self.exported(first["track"])
        np.testing.assert_array_equal(masks["L1"], self.ball(COMMON[0]) & self.ball(COMMON[1]))

    def test_export_hands_on_the_consensus_alone(self):
        options = ("--format", "nifti", "--consensus", "--out", self.folder / "out")
        _, said = self.call("export", self.project, *options, status=1)
        self.assertIn("consensus", said)
        self.command("consensus", "--method", "majority")
        (file,) = self.label_files("--consensus", "--out", self.folder / "out")
        self.assertEqual(file["track"], "consensus-majority")

    def test_what_an_adjudicator_painted_is_not_overwritten(self):
        made = self.command("consensus", "--method", "majority")
        stroke = {"lesion": "L1", "class": "nodule", "radius_mm": 3, "points_mm": [[-88, 0, -34]]}
        self.json(
            "paint", self.project, "--case", self.case["name"], "--reader", "Dr. Chief", "--track", made["track"],
            "--script", self.script(stroke), "--cpu",
        )  # fmt: skip
        before = self.project.read_bytes()
        _, said = self.call("consensus", self.project, "--case", self.case["name"], "--method", "majority", status=1)
        self.assertIn("--track", said)
        self.assertEqual(self.project.read_bytes(), before)
        self.command("consensus", "--method", "majority", "--track", "second")

    def test_one_reading_is_no_comparison(self):
        for command in (("compare",), ("consensus", "--method", "union")):
            self.call(command[0], self.project, "--case", self.case["name"], *command[1:], "--tracks", "A", status=1)
        self.call("consensus", self.project, "--case", self.case["name"], "--method", "median", status=2)


class SimulatedReaders(ProgramTest):
    """What is said of readers has to be what they were made to do."""

    def test_each_is_told_its_own_bias(self):
        self.new()
        case = self.import_series("oblique")
        for reader in TRUTH["readers"]:
            self.json(
                "paint", self.project, "--case", case["name"], "--reader", reader["name"], "--track", reader["name"],
                "--script", PHANTOM / "readers" / (reader["name"] + ".json"), "--cpu",
            )  # fmt: skip
        comparison = self.json("compare", self.project, "--case", case["name"])
        told = {reader["track"]: reader for reader in comparison["readers"]}
        for reader in TRUTH["readers"]:
            self.assertEqual(told[reader["name"]]["missed"], len(reader["missed"]), reader["name"])
            self.assertEqual(told[reader["name"]]["added"], len(reader["invented"]), reader["name"])
        self.assertEqual(
            {name: reader["typical_error"] for name, reader in told.items()},
            {
                "Steady": "none",
                "Generous": "too large",
                "Tight": "too small",
                "Hasty": "misses lesions",
                "Eager": "adds lesions",
            },
        )
        signed = {name: reader["mean_signed_distance_mm"] for name, reader in told.items()}
        self.assertEqual(max(signed, key=signed.get), "Generous")
        self.assertEqual(min(signed, key=signed.get), "Tight")
        # The panel as a whole draws what is there.
        made = self.json("consensus", self.project, "--case", case["name"], "--method", "majority")
        found = {lesion["name"]: lesion for lesion in made["lesions"]}
        self.assertEqual(set(found), {lesion["name"] for lesion in TRUTH["lesions"]})


@unittest.skipUnless(KITS.exists(), f"the data set kits23-3reader is missing in {DATA} (set SAGITTA_TEST_DATA)")
class Kits(ReadingsTest):
    def test_consensus_of_three_real_readers_is_that_of_the_challenge(self):
        self.new()
        folder = KITS / "case_00257"
        (case,) = self.json("import", self.project, folder / "segmentation.nii.gz", "--name", "kidney")["cases"]
        for file in sorted((folder / "instances").iterdir()):
            lesion, reader = file.name.removesuffix(".nii.gz").split("_annotation-")
            self.call(
                "import-labels", self.project, file, "--case", case["name"], "--reader", f"Reader {reader}",
                "--track", f"reader-{reader}", "--lesion", lesion, "--class", lesion.split("_")[0],
            )  # fmt: skip
        made = self.json("consensus", self.project, "--case", case["name"], "--method", "majority")
        self.assertEqual(made["tied_voxels"], 0)
        out = self.folder / "out"
        together = {"tumor": np.False_, "cyst": np.False_}
        for file in self.label_files("--track", made["track"], "--out", out):
            values = np.asarray(nibabel.load(file["path"]).dataobj)
            for value, lesion in file["lesions"].items():
                together[lesion["class"]] = together[lesion["class"]] | (values == int(value))
        published = np.asarray(nibabel.load(folder / "segmentation.nii.gz").dataobj)
        np.testing.assert_array_equal(together["tumor"], published == 2)
        np.testing.assert_array_equal(together["cyst"] & ~together["tumor"], published == 3)


if __name__ == "__main__":
    unittest.main()
