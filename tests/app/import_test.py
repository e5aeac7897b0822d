"""A scanner's folder of mixed series becomes the right volumes, and says what it left out."""

import unittest

import nibabel
import numpy as np

from program import PHANTOM, SERIES, TRUTH, ProgramTest


class Import(ProgramTest):
    def setUp(self):
        super().setUp()
        self.new()
        self.imported = self.json("import", self.project, PHANTOM / "dicom")
        self.cases = {case["series_uid"]: case for case in self.imported["cases"]}

    def case_of(self, name):
        return self.cases[SERIES[name]["series_uid"]]

    def test_every_volume_and_nothing_else_becomes_a_case(self):
        volumes = {series["series_uid"] for series in SERIES.values() if series["is_volume"]}
        self.assertEqual(set(self.cases), volumes)

    def test_what_is_left_out_is_said(self):
        notes = "\n".join(self.imported["notes"]).lower()
        self.assertIn("localizer", notes)
        self.assertIn("secondary capture", notes)

    def test_the_tilted_series_is_resampled_and_says_so(self):
        notes = " ".join(self.case_of("tilted")["notes"]).lower()
        self.assertRegex(notes, "tilt|shear")
        world = np.array(self.case_of("tilted")["world_from_voxel"])[:3, :3]
        cosines = world / np.linalg.norm(world, axis=0)
        np.testing.assert_allclose(cosines.T @ cosines, np.eye(3), atol=1e-3)

    def test_geometry_is_that_of_the_positions(self):
        for name in ("oblique", "thick"):
            case, truth = self.case_of(name), SERIES[name]
            i, j, k = case["size"]
            corners = np.array([[x, y, z, 1] for x in (0, i - 1) for y in (0, j - 1) for z in (0, k - 1)], dtype=float)
            self.assertEqual(case["size"], truth["size"], name)
            ours = {tuple(row) for row in np.round((corners @ np.array(case["world_from_voxel"]).T)[:, :3], 2)}
            true = {tuple(row) for row in np.round((corners @ np.array(truth["world_from_voxel"]).T)[:, :3], 2)}
            self.assertEqual(ours, true, name)
            self.assertEqual(case["frame_of_reference_uid"], TRUTH["frame_of_reference_uid"])

    def test_lesions_lie_where_they_were_drawn_on_every_geometry(self):
        out = self.folder / "out"
        files = self.json("export", self.project, "--format", "nifti", "--images", "--out", out)["files"]
        images = {file["case"]: file["path"] for file in files if file["kind"] == "image"}
        for name in ("oblique", "thick", "tilted"):
            image = nibabel.load(images[self.case_of(name)["name"]])
            voxel_from_ras = np.linalg.inv(image.affine)
            values = np.asarray(image.dataobj)
            for lesion in TRUTH["lesions"]:
                # Large enough to fill a voxel of each series.
                if min(lesion["radii_mm"]) < 10:
                    continue
                x, y, z = lesion["centre_mm"]
                voxel = np.rint(voxel_from_ras @ [-x, -y, z, 1])[:3].astype(int)
                self.assertAlmostEqual(values[tuple(voxel)], lesion["hounsfield"], delta=45, msg=(name, lesion["name"]))

    def test_the_same_folder_again_adds_nothing(self):
        again = self.json("import", self.project, PHANTOM / "dicom")
        self.assertEqual(again["cases"], [])
        self.assertEqual(len(self.json("info", self.project)["cases"]), 3)

    def test_no_patient_in_the_project(self):
        for suffix in ("", "-wal"):
            path = self.project.with_name(self.project.name + suffix)
            if path.exists():
                self.assertNotIn(b"Phantom^Thorax", path.read_bytes())


if __name__ == "__main__":
    unittest.main()
