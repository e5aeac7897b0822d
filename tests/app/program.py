"""Running `sagitta` in tests: an installation and a project of its own per test, and what the phantom truly holds."""

import json
import os
import pathlib
import subprocess
import tempfile
import unittest

import numpy as np

PHANTOM = pathlib.Path(os.environ["SAGITTA_PHANTOM"])
TRUTH = json.loads((PHANTOM / "truth.json").read_text())
SERIES = {series["name"]: series for series in TRUTH["series"]}
READER = "Dr. Test"


class ProgramTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.project = self.folder / "test.sagitta"

    def environment(self):
        return {**os.environ, "SAGITTA_HOME": str(self.folder / "home")}

    def call(self, *arguments, status=0):
        """Runs sagitta; the exit status has to be `status`. Returns stdout and stderr as text."""
        done = subprocess.run(
            [os.environ["SAGITTA"], *map(str, arguments)], capture_output=True, text=True, env=self.environment()
        )
        self.assertEqual(done.returncode, status, f"{arguments}\n{done.stdout}\n{done.stderr}")
        return done.stdout, done.stderr

    def at(self, who, *arguments, status=0):
        """Runs sagitta at the installation of `who`. Returns stdout, or stderr where it has to fail; with status=None,
        how it ended."""
        environment = {**os.environ, "SAGITTA_HOME": str(self.folder / who)}
        done = subprocess.run(
            [os.environ["SAGITTA"], *map(str, arguments)], capture_output=True, text=True, env=environment
        )
        if status is None:
            return done.returncode
        self.assertEqual(done.returncode, status, f"{arguments}\n{done.stdout}\n{done.stderr}")
        return done.stdout if status == 0 else done.stderr

    def json(self, *arguments):
        return json.loads(self.call(*arguments, "--json")[0])

    def new(self):
        self.call("new", self.project)

    def import_series(self, name):
        """Imports one series of the phantom; returns the case that it becomes."""
        (case,) = self.json("import", self.project, self.series_in(self.folder / name, name))["cases"]
        return case

    def series_in(self, folder, name):
        """Makes a folder of the files of one series of the phantom."""
        folder.mkdir(parents=True)
        for file in sorted((PHANTOM / "dicom").iterdir()):
            if SERIES[name]["series_uid"].encode() in file.read_bytes()[:4096]:
                (folder / file.name).symlink_to(file)
        return folder

    def script(self, *strokes):
        path = self.folder / f"script-{len(list(self.folder.iterdir()))}.json"
        path.write_text(json.dumps({"strokes": strokes}))
        return path

    def paint(self, case, script, *options):
        return self.json(
            "paint", self.project, "--case", case["name"], "--reader", READER, "--script", script, *options
        )["strokes"]

    def lesions(self, track="shared"):
        found = self.json("info", self.project)["lesions"]
        return {lesion["name"]: lesion for lesion in found if lesion["track"] == track}


def centres(case):
    """World positions (LPS mm) of all voxel centres, indexed [k, j, i]."""
    i, j, k = case["size"]
    index = np.stack(np.meshgrid(np.arange(k), np.arange(j), np.arange(i), indexing="ij")[::-1], axis=-1)
    world = np.array(case["world_from_voxel"])
    return index @ world[:3, :3].T + world[:3, 3]


def mask_of(points, case):
    """The voxels whose centres are the given world positions, as a mask; none may lie between voxels."""
    voxel_from_world = np.linalg.inv(np.array(case["world_from_voxel"]))
    voxels = np.asarray(points) @ voxel_from_world[:3, :3].T + voxel_from_world[:3, 3]
    nearest = np.rint(voxels).astype(int)
    np.testing.assert_allclose(voxels, nearest, atol=5e-3)
    mask = np.zeros(case["size"][::-1], bool)
    mask[nearest[:, 2], nearest[:, 1], nearest[:, 0]] = True
    return mask


def distance_to_path(points, path):
    """Distance (mm) of every point to a path of straight pieces."""
    path = np.array(path, dtype=float)
    pieces = list(zip(path[:-1], path[1:])) or [(path[0], path[0])]
    nearest = np.full(points.shape[:-1], np.inf)
    for start, end in pieces:
        axis = end - start
        length = axis @ axis
        along = np.clip((points - start) @ axis / length, 0, 1)[..., None] if length > 0 else 0
        nearest = np.minimum(nearest, np.linalg.norm(points - start - along * axis, axis=-1))
    return nearest
