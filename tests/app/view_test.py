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

    def view(self, hands, *options):
        hands.rest(3)
        path = self.folder / "hands.json"
        path.write_text(
            json.dumps({"sagitta_input": 1, "size_dp": hands.size, "px_per_dp": 1, "frames": hands.frames})
        )
        with subprocess.Popen(
            [os.environ["SAGITTA"], "view", self.project, "--reader", READER, "--replay", path, *options],
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
