"""What goes out is right by other readers, and comes back in to the bit."""

import json
import os
import pathlib
import struct
import subprocess
import unittest

import nibabel
import numpy as np
import pydicom

from program import READER, TRUTH, ProgramTest, centres, distance_to_path, mask_of

# Two lesions that overlap, one apart; LPS mm.
STROKES = [
    {"lesion": "A", "class": "metastasis", "radius_mm": 14, "points_mm": [[-88, 0, -48]]},
    {"lesion": "B", "class": "metastasis", "radius_mm": 11, "points_mm": [[-70, 6, -44]]},
    {"lesion": "C", "class": "nodule", "radius_mm": 9, "points_mm": [[-78, -12, 96], [-70, -6, 104]]},
]


class Export(ProgramTest):
    def setUp(self):
        super().setUp()
        self.new()
        self.case = self.import_series("oblique")
        self.paint(self.case, self.script(*STROKES))
        self.truth = {}
        for stroke in STROKES:
            distance = distance_to_path(centres(self.case), stroke["points_mm"])
            self.truth[stroke["lesion"]] = distance <= stroke["radius_mm"]
        for name, lesion in self.lesions().items():
            self.assertEqual(lesion["voxels"], np.count_nonzero(self.truth[name]), "before any export")

    def export(self, form, *options):
        out = self.folder / f"out-{form}"
        return self.json("export", self.project, "--format", form, "--out", out, *options)["files"]

    def assert_comes_back(self, file):
        """Imports a file as another reading; every lesion has to have the very voxels it had."""
        self.call(
            "import-labels", self.project, file["path"], "--case", self.case["name"],
            "--reader", READER, "--track", "again",
        )  # fmt: skip
        before, again = self.lesions(), self.lesions("again")
        self.assertEqual(
            sorted((each["voxels"], str(each["bounds"])) for each in before.values()),
            sorted((each["voxels"], str(each["bounds"])) for each in again.values()),
        )
        return again

    def test_nifti_by_nibabel(self):
        files = [file for file in self.export("nifti", "--images") if file["kind"] == "labels"]
        self.assertGreaterEqual(len(files), 2, "overlapping lesions need layers")
        seen = set()
        for file in files:
            image = nibabel.load(file["path"])
            lps_from_voxel = np.diag([-1, -1, 1, 1]) @ image.affine
            values = np.asarray(image.dataobj)
            for value, lesion in file["lesions"].items():
                found = np.argwhere(values == int(value))
                world = found @ lps_from_voxel[:3, :3].T + lps_from_voxel[:3, 3]
                np.testing.assert_array_equal(mask_of(world, self.case), self.truth[lesion["name"]])
                seen.add(lesion["name"])
        self.assertEqual(seen, {"A", "B", "C"})
        self.assert_comes_back(files[0])  # the first layer brings the others

    def test_nrrd_comes_back(self):
        files = [file for file in self.export("nrrd") if file["kind"] == "labels"]
        again = self.assert_comes_back(files[0])
        self.assertEqual(set(again), {"A", "B", "C"})

    def test_dicom_seg_by_pydicom_and_dciodvfy(self):
        (file,) = [file for file in self.export("dicom-seg") if file["kind"] == "segmentation"]
        seg = pydicom.dcmread(file["path"])
        self.assertEqual(seg.SOPClassUID, pydicom.uid.SegmentationStorage)
        self.assertEqual(seg.FrameOfReferenceUID, TRUTH["frame_of_reference_uid"])
        labels = {segment.SegmentNumber: segment.SegmentLabel for segment in seg.SegmentSequence}
        self.assertEqual(set(labels.values()), {"A", "B", "C"})

        bits = np.unpackbits(np.frombuffer(seg.PixelData, np.uint8), bitorder="little")
        frames = bits[: seg.NumberOfFrames * seg.Rows * seg.Columns].reshape(seg.NumberOfFrames, seg.Rows, seg.Columns)
        shared = seg.SharedFunctionalGroupsSequence[0]
        found = {label: [] for label in labels.values()}
        for frame, group in zip(frames, seg.PerFrameFunctionalGroupsSequence):
            number = group.SegmentIdentificationSequence[0].ReferencedSegmentNumber
            position = np.array(group.PlanePositionSequence[0].ImagePositionPatient, dtype=float)
            orientation = (group if "PlaneOrientationSequence" in group else shared).PlaneOrientationSequence[0]
            row, column = np.array(orientation.ImageOrientationPatient, dtype=float).reshape(2, 3)
            spacing = (group if "PixelMeasuresSequence" in group else shared).PixelMeasuresSequence[0].PixelSpacing
            j, i = np.nonzero(frame)
            found[labels[number]].append(
                position + np.outer(i * float(spacing[1]), row) + np.outer(j * float(spacing[0]), column)
            )
        for name, world in found.items():
            np.testing.assert_array_equal(mask_of(np.vstack(world), self.case), self.truth[name])

        self.assertEqual(set(self.assert_comes_back(file)), {"A", "B", "C"})
        if os.environ.get("SAGITTA_DCIODVFY", "").endswith("dciodvfy"):
            said = subprocess.run([os.environ["SAGITTA_DCIODVFY"], file["path"]], capture_output=True, text=True)
            errors = [line for line in (said.stdout + said.stderr).splitlines() if line.startswith("Error")]
            self.assertEqual(errors, [])

    def test_glb_has_true_scale_and_names(self):
        (file,) = [file for file in self.export("glb") if file["kind"] == "surface"]
        content = pathlib.Path(file["path"]).read_bytes()
        magic, version, length, json_length, json_type = struct.unpack("<4sIII4s", content[:20])
        self.assertEqual((magic, version, length, json_type), (b"glTF", 2, len(content), b"JSON"))
        scene = json.loads(content[20 : 20 + json_length])
        found = {}

        def visit(number, parent):
            node = scene["nodes"][number]
            self.assertNotIn("rotation", node, "this reader does without")
            own = np.array(node.get("matrix", np.eye(4).ravel())).reshape(4, 4).T
            own = own @ np.diag([*node.get("scale", [1, 1, 1]), 1])
            own[:3, 3] += node.get("translation", [0, 0, 0])
            if "mesh" in node:
                mesh = scene["meshes"][node["mesh"]]
                accessor = scene["accessors"][mesh["primitives"][0]["attributes"]["POSITION"]]
                corners = (parent @ own)[:3, :3] @ np.array([accessor["min"], accessor["max"]]).T
                found[mesh["name"]] = 1000 * np.abs(corners[:, 1] - corners[:, 0])  # glTF: metres
            for child in node.get("children", []):
                visit(child, parent @ own)

        for root in scene["scenes"][scene.get("scene", 0)]["nodes"]:
            visit(root, np.eye(4))
        self.assertEqual(set(found), {"A", "B", "C"})
        for name, size_mm in found.items():
            world = centres(self.case)[self.truth[name]]
            true = world.max(axis=0) - world.min(axis=0)
            # Axes are turned (glTF has y up), and a surface lies up to a voxel's diagonal beyond the centres.
            np.testing.assert_allclose(np.sort(size_mm), np.sort(true), atol=6)

    def test_only_what_is_accepted_trains_a_model_anew(self):
        said = self.call("export", self.project, "--format", "nnunet", "--out", self.folder / "none", "--accepted", status=1)[1]
        self.assertIn("no lesion is accepted", said)
        for name, verdict in [("A", "accept"), ("B", "reject")]:
            self.call("decide", self.project, verdict, "--lesion", name, "--reader", "Dr. Review", "--comment", "seen")
        files = self.export("nifti", "--accepted")
        names = {lesion["name"] for file in files for lesion in file.get("lesions", {}).values()}
        self.assertEqual(names, {"A"}, "neither what was rejected, nor what nobody has looked at")

    def test_export_adds_no_edit(self):
        before = self.json("verify", self.project)["log_hash"]
        self.export("nrrd")
        self.assertEqual(self.json("verify", self.project)["log_hash"], before)


if __name__ == "__main__":
    unittest.main()
