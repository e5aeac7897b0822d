"""Strokes from a script: which voxels they set, what undo takes out, and that a kill loses nothing acknowledged."""

import json
import os
import signal
import subprocess
import unittest

import numpy as np

from program import READER, ProgramTest, centres, distance_to_path

PATH = [[-90, 0, -50], [-70, 10, -40], [-60, -20, -45]]
TOLERANCE_MM = 1e-3  # voxels this near to the surface may fall either way on a GPU


class Paint(ProgramTest):
    def setUp(self):
        super().setUp()
        self.new()
        self.case = self.import_series("oblique")

    def assert_count(self, voxels, distance, radius):
        inside = np.count_nonzero(distance <= radius - TOLERANCE_MM)
        near = np.count_nonzero(distance <= radius + TOLERANCE_MM)
        self.assertTrue(inside <= voxels <= near, f"{voxels} is not within {inside}..{near}")
        self.assertGreater(inside, 0)

    def test_a_stroke_is_every_voxel_within_the_radius_of_its_path(self):
        distance = distance_to_path(centres(self.case), PATH)
        for name, options in (("GPU", []), ("CPU", ["--cpu"])):
            script = self.script({"lesion": name, "class": "test", "radius_mm": 9.3, "points_mm": PATH})
            self.paint(self.case, script, *options)
            lesion = self.lesions()[name]
            self.assert_count(lesion["voxels"], distance, 9.3)
            volume = lesion["voxels"] * abs(np.linalg.det(np.array(self.case["world_from_voxel"])[:3, :3])) / 1000
            self.assertAlmostEqual(lesion["volume_ml"], volume, places=6)

    def test_gpu_and_cpu_agree_on_mode_range_and_protection(self):
        def strokes(prefix):
            return self.script(
                {"lesion": prefix + "1", "class": "test", "radius_mm": 12, "points_mm": PATH[:1]},
                {"lesion": prefix + "2", "class": "test", "radius_mm": 14, "points_mm": PATH, "range": [80, 140]},
                {"lesion": prefix + "1", "mode": "erase", "radius_mm": 5, "points_mm": PATH[:1]},
                {"lesion": prefix + "1", "radius_mm": 10, "points_mm": PATH[1:], "protect_others": True},
            )

        script = strokes("L")
        self.paint(self.case, script, "--track", "gpu")
        self.paint(self.case, script, "--track", "cpu", "--cpu")
        gpu, cpu = self.lesions("gpu"), self.lesions("cpu")
        self.assertEqual(set(gpu), {"L1", "L2"})
        for name, lesion in gpu.items():
            self.assertEqual(lesion["voxels"], cpu[name]["voxels"], name)
            self.assertEqual(lesion["bounds"], cpu[name]["bounds"], name)

    def test_undo_and_redo_without_limit(self):
        versions = []
        for step in range(4):
            script = self.script({"lesion": "L1", "class": "test", "radius_mm": 4 + 2 * step, "points_mm": PATH[:1]})
            self.paint(self.case, script)
            versions.append(self.lesions()["L1"]["version"])
        self.assertEqual(len(set(versions)), 4)
        for version in reversed(versions[:3]):
            self.call("undo", self.project, "--reader", READER)
            self.assertEqual(self.lesions()["L1"]["version"], version)
        for version in versions[1:]:
            self.call("redo", self.project, "--reader", READER)
            self.assertEqual(self.lesions()["L1"]["version"], version)
        _, said = self.call("redo", self.project, "--reader", READER, status=1)
        self.assertIn("nothing to redo", said)
        self.call("undo", self.project, "--reader", "Somebody else", status=1)

    def test_a_bad_script_paints_nothing(self):
        good = {"lesion": "L1", "class": "test", "radius_mm": 5, "points_mm": PATH}
        before = self.json("verify", self.project)["log_hash"]
        for bad in (
            {**good, "radius_mm": -1},
            {**good, "points_mm": []},
            {**good, "points_mm": [[1, 2]]},
            {**good, "mode": "smear"},
            {**good, "range": [10, 5]},
            {**good, "lesion": ""},
            {"lesion": "L9", "mode": "erase", "radius_mm": 5, "points_mm": PATH},
        ):
            script = self.script(good, bad)
            _, said = self.call(
                "paint", self.project, "--case", self.case["name"], "--reader", READER, "--script", script, status=1
            )
            self.assertIn(script.name, said)
        self.assertEqual(self.json("verify", self.project)["log_hash"], before)

    def test_a_kill_loses_no_acknowledged_stroke(self):
        strokes = [
            {
                "lesion": f"L{n % 3}",
                "class": "test",
                "radius_mm": 3,
                "points_mm": [[-90 + n, 0, -50], [-80 + n, 9, -45]],
            }
            for n in range(60)
        ]
        script = self.script(*strokes)
        command = [os.environ["SAGITTA"], "paint", self.project, "--case", self.case["name"], "--reader", READER]
        for kill_after in (1, 7, 20):
            with subprocess.Popen(
                [*command, "--script", script, "--cpu", "--ack"],
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=self.environment(),
            ) as process:
                lines = [process.stdout.readline() for _ in range(kill_after)]
                process.send_signal(signal.SIGKILL)
                lines += process.stdout.readlines()
            acknowledged = {json.loads(line)["edit"] for line in lines if line.endswith(b"\n")}
            self.assertGreaterEqual(len(acknowledged), kill_after)
            self.assertTrue(self.json("verify", self.project)["ok"])
            kept = {edit["id"] for edit in self.json("log", self.project)["edits"]}
            self.assertLessEqual(acknowledged, kept)


if __name__ == "__main__":
    unittest.main()
