"""The window as hands use it: recorded fingers, pen, mouse and keys on the real window, on an X server of the test's own.

What was done is read from the project; what was shown, from the X server's picture while the window was open.
"""

import json
import math
import os
import pathlib
import shutil
import struct
import subprocess
import threading
import time
import unittest

import numpy as np

from program import READER, ProgramTest

FONT = pathlib.Path("/usr/share/fonts/opentype/inter/Inter-Regular.otf")
ACCENT = 0x1E8FA8  # of the chosen tool
FIRST_LESION = 0xE69F00


class Hands:
    """A recording in the making: one call per gesture, one frame (16 ms) per step of it."""

    def __init__(self, size=(1280, 800)):
        self.size = size
        self.frames = []
        self.now = 0
        self.rest(3)

    def frame(self, *inputs, ms=16):
        self.now += ms
        self.frames.append({"time_ms": self.now, "input": list(inputs)})

    def rest(self, frames):
        for _ in range(frames):
            self.frame()

    def point(self, phase, at, kind="finger", contact=1, **more):
        return {"pointer": kind, "id": contact, "phase": phase, "at": list(at), **more}

    def drag(self, *path, kind="finger", **more):
        self.frame(self.point("down", path[0], kind, **more))
        for at in path[1:]:
            self.frame(self.point("move", at, kind, **more))
        self.frame(self.point("up", path[-1], kind, **more))
        self.rest(6)

    def tap_with(self, fingers, at):
        places = [(at[0] + 60 * i, at[1]) for i in range(fingers)]
        self.frame(*[self.point("down", place, contact=i) for i, place in enumerate(places)])
        self.frame(*[self.point("up", place, contact=i) for i, place in enumerate(places)], ms=90)
        self.rest(6)

    def key(self, key, *modifiers):
        self.frame({"key": key, "phase": "down", "modifiers": list(modifiers)})
        self.frame({"key": key, "phase": "up", "modifiers": list(modifiers)})
        self.rest(4)

    def type(self, text):
        self.frame({"text": text})
        self.rest(4)

    def tap(self, at, **more):
        self.drag(at, **more)

    def command(self, title):
        """By the palette, as whoever knows no other way would."""
        self.key("K", "control")
        self.type(title)
        self.key("Return")


class Screen:
    """Xvfb, whose picture lies in a file: an XWD dump, of which the header is words of 32 bits."""

    def __init__(self, folder):
        read, write = os.pipe()
        self.folder = folder
        self.server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(write), "-screen", "0", "2800x2100x24", "-fbdir", str(folder), "-nolisten", "tcp"]
            + ["-noreset"],
            pass_fds=[write],
            stderr=subprocess.DEVNULL,
        )
        os.close(write)
        with os.fdopen(read) as told:  # to the line's end: a server that cannot end its line gives up
            self.display = ":" + told.readline().strip()

    def counts(self, *colors):
        data = (self.folder / "Xvfb_screen0").read_bytes()
        header = struct.unpack(">25I", data[:100])
        first, width, height, row = header[0] + header[19] * 12, header[4], header[5], header[12]
        pixels = np.frombuffer(data, "<u4", row // 4 * height, first).reshape(height, row // 4)[:, :width] & 0xFFFFFF
        return {color: int((pixels == color).sum()) for color in colors}

    def watch(self, process, *colors):
        """The most pixels of each colour that were ever seen while the process ran."""
        most = dict.fromkeys(colors, 0)
        while process.poll() is None:
            for color, count in self.counts(*colors).items():
                most[color] = max(most[color], count)
            time.sleep(0.05)
        return most

    def close(self):
        self.server.terminate()
        self.server.wait()


@unittest.skipUnless(shutil.which("Xvfb"), "there is no Xvfb (package xvfb)")
@unittest.skipUnless(FONT.exists(), "the letters are not installed (package fonts-inter)")
class ViewTest(ProgramTest):
    AXIAL = (950, 158)  # the middle of the axial slice in a window of 1280 x 800
    VOLUME = (400, 300)
    EDIT_BUTTON = (36, 742)  # below the tools
    SLICE_ONLY = (1140, 272)

    def setUp(self):
        super().setUp()
        frames = self.folder / "screen"
        frames.mkdir()
        self.screen = Screen(frames)
        self.addCleanup(self.screen.close)
        self.new()
        self.case = self.import_series("thick")

    def environment(self):
        runtime = self.folder / "run"
        runtime.mkdir(mode=0o700, exist_ok=True)
        return {
            **super().environment(),
            "DISPLAY": self.screen.display,
            "SDL_VIDEODRIVER": "x11",
            "XDG_RUNTIME_DIR": str(runtime),
        }

    def view(self, hands, *options, project=None):
        hands.rest(3)
        path = self.folder / "hands.json"
        path.write_text(
            json.dumps({"sagitta_input": 1, "size_dp": hands.size, "px_per_dp": 1, "frames": hands.frames})
        )
        with subprocess.Popen(
            [os.environ["SAGITTA"], "view", *([self.project] if project is None else project)]
            + ["--reader", READER, "--replay", path, *options],
            stderr=subprocess.PIPE,
            text=True,
            env=self.environment(),
        ) as process:
            said = []
            reader = threading.Thread(target=lambda: said.append(process.stderr.read()))
            reader.start()
            seen = self.screen.watch(process, ACCENT, FIRST_LESION)
            reader.join()
            self.assertEqual(process.returncode, 0, said)
        return seen

    def kinds(self):
        return [entry["kind"] for entry in self.json("log", self.project)["edits"]]

    def test_a_finger_paints_what_is_under_it(self):
        hands = Hands()
        hands.drag(self.AXIAL)
        seen = self.view(hands)
        lesion = self.lesions()["L1"]
        self.assertAlmostEqual(lesion["volume_ml"], 4 / 3 * math.pi * 5**3 / 1000, delta=0.25)
        low, high = (np.array(lesion["bounds"][end]) for end in ("min", "max"))
        extent = (high - low + 1) * self.case["spacing_mm"]
        np.testing.assert_allclose(extent, 10, atol=max(self.case["spacing_mm"]) + 1)
        self.assertGreater(seen[ACCENT], 1000, "the brush is marked as chosen")
        self.assertGreater(seen[FIRST_LESION], 100, "the lesion shows in its colour")

    def test_a_second_finger_takes_the_stroke_back(self):
        hands = Hands()
        x, y = self.VOLUME
        hands.frame(hands.point("down", (x, y)))
        hands.frame(hands.point("down", (x + 100, y), contact=2))
        hands.frame(hands.point("move", (x - 50, y)), hands.point("move", (x + 150, y), contact=2))
        hands.frame(hands.point("up", (x - 50, y)), hands.point("up", (x + 150, y), contact=2))
        self.view(hands)
        self.assertEqual(self.lesions(), {})

    def test_two_fingers_undo_three_redo(self):
        hands = Hands()
        hands.drag(self.AXIAL)
        hands.tap_with(2, self.VOLUME)
        self.view(hands)
        self.assertNotIn("L1", self.lesions(), "its only stroke is undone")
        again = Hands()
        again.tap_with(3, self.VOLUME)
        self.view(again)
        self.assertGreater(self.lesions()["L1"]["voxels"], 0)

    def test_the_pens_other_end_erases(self):
        hands = Hands()
        hands.drag(self.AXIAL, kind="pen")
        self.view(hands)
        painted = self.lesions()["L1"]["voxels"]
        self.assertGreater(painted, 0)
        eraser = Hands()
        eraser.drag(self.AXIAL, kind="pen", eraser=True)
        self.view(eraser)
        self.assertEqual(self.lesions()["L1"]["voxels"], 0)

    def test_a_lesion_is_named_by_typing_and_no_key_is_left_held(self):
        hands = Hands()
        hands.drag(self.AXIAL)
        hands.key("N")
        hands.type("Kidney cyst")
        hands.key("Return")
        hands.key("K", "control")  # the palette must not take that Return for its own, and undo
        hands.rest(30)
        hands.key("Escape")
        hands.drag((self.AXIAL[0] - 50, self.AXIAL[1]))
        self.view(hands)
        lesions = self.lesions()
        self.assertEqual(set(lesions), {"L1", "Kidney cyst"})
        self.assertTrue(all(lesion["voxels"] > 0 for lesion in lesions.values()))

    def test_the_mouse_turns_slices_before_it_paints(self):
        hands = Hands()
        hands.frame({"wheel": 3, "at": list(self.AXIAL)})
        hands.rest(3)
        hands.drag(self.AXIAL, kind="mouse")
        self.view(hands)
        bounds = self.lesions()["L1"]["bounds"]
        turned = (bounds["min"][2] + bounds["max"][2]) / 2
        middle = (self.case["size"][2] - 1) / 2
        self.assertAlmostEqual(abs(turned - middle), 3, delta=1)

    def test_a_stroke_in_3d_lies_on_what_is_seen(self):
        hands = Hands()
        hands.rest(10)
        hands.drag(self.VOLUME, (self.VOLUME[0] + 30, self.VOLUME[1] + 10))
        self.view(hands)
        self.assertGreater(self.lesions()["L1"]["voxels"], 30)

    def steps(self):
        """What can be undone, oldest first: strokes and operations that stand."""
        return [e for e in self.json("log", self.project)["edits"] if e["kind"] == "mask changed" and not e["undone"]]

    def disc_ml(self, radius_mm):
        """Of a circle on one slice: slices are further apart than these brushes and margins reach."""
        return math.pi * radius_mm**2 * self.case["spacing_mm"][2] / 1000

    def test_what_is_proposed_changes_nothing_until_it_is_applied(self):
        hands = Hands()
        hands.drag(self.AXIAL)
        hands.command("grow margin")
        hands.rest(20)
        hands.key("Escape")
        hands.rest(4)
        self.view(hands)
        self.assertEqual(len(self.steps()), 1)

    def test_scissors_cut_what_is_drawn_round(self):
        hands = Hands()
        hands.drag(self.AXIAL)
        hands.key("X")
        x, y = self.AXIAL
        hands.drag((x, y - 40), (x + 40, y - 40), (x + 40, y + 40), (x, y + 40))  # the right half, on this slice
        hands.key("Return")
        self.view(hands)
        self.assertEqual(len(self.steps()), 2)
        half = self.lesions()["L1"]["volume_ml"]
        self.assertAlmostEqual(half, self.disc_ml(5) / 2, delta=0.2 * self.disc_ml(5))

    def test_a_box_is_a_lesion_marked_by_its_bounds(self):
        hands = Hands()
        hands.key("K")
        x, y = self.AXIAL
        hands.drag((x - 20, y - 20), (x, y), (x + 20, y + 20))
        hands.key("Return")
        self.view(hands)
        box = self.lesions()["Box"]
        sides = np.array(box["bounds"]["max"]) - box["bounds"]["min"] + 1
        self.assertEqual(box["voxels"], int(np.prod(sides)), "every voxel of it")
        self.assertEqual(sides[0], sides[1])

    def test_a_lesion_is_renamed_locked_and_deleted_by_keys(self):
        hands = Hands()
        hands.drag(self.AXIAL)
        hands.key("F2")
        hands.type("Haemangioma")
        hands.key("Return")
        hands.rest(6)
        hands.key("L", "shift")
        hands.drag((self.AXIAL[0] - 40, self.AXIAL[1]))  # locked: it takes no paint
        hands.rest(6)
        self.view(hands)
        painted = self.lesions()["Haemangioma"]["voxels"]
        self.assertEqual(len(self.steps()), 1)
        delete = Hands()
        delete.key("Delete")
        self.view(delete)
        self.assertEqual(self.lesions(), {})
        undo = Hands()
        undo.tap_with(2, self.VOLUME)
        self.view(undo)
        self.assertEqual(self.lesions()["Haemangioma"]["voxels"], painted)

    def test_a_disc_keeps_to_its_slice(self):
        hands = Hands()
        hands.key("B", "shift")
        for _ in range(6):
            hands.key("]")  # 5 mm become 19: a sphere of that would reach other slices
        hands.drag(self.AXIAL)
        self.view(hands)
        bounds = self.lesions()["L1"]["bounds"]
        self.assertEqual(bounds["min"][2], bounds["max"][2])
        self.assertGreater((bounds["max"][0] - bounds["min"][0]) * self.case["spacing_mm"][0], 30)

    def test_without_a_file_recent_projects_are_offered(self):
        hands = Hands()
        self.view(hands)  # which notes the project as recent
        hands = Hands()
        hands.rest(4)
        hands.tap((640, 248))  # the first of the list
        hands.rest(4)
        hands.drag(self.AXIAL)
        self.view(hands, project=[])
        self.assertGreater(self.lesions()["L1"]["voxels"], 0)

    def test_every_layout_paints(self):
        for size, at in (((800, 1280), (400, 820)), ((1024, 768), (900, 160))):
            with self.subTest(size=size):
                hands = Hands(size)
                before = self.lesions().get("L1", {"voxels": 0})["voxels"]
                hands.drag(at, (at[0] + 30, at[1]))
                self.view(hands)
                self.assertGreater(self.lesions()["L1"]["voxels"], before)

    def test_a_broken_recording_is_refused_before_a_window_opens(self):
        path = self.folder / "broken.json"
        path.write_text('{"sagitta_input": 1, "size_dp": [800, 600], "frames": [{"time_ms": 0, "input": [{}]}]}')
        _, said = self.call("view", self.project, "--replay", path, status=1)
        self.assertIn("frame 0, input 0", said)


if __name__ == "__main__":
    unittest.main()
