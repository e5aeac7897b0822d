"""The real window in tests: an X server of the test's own, hands that are recordings in the making, and the X server's
picture of what is shown meanwhile. What was done is read from the project, as everywhere.
"""

import json
import os
import pathlib
import shutil
import struct
import subprocess
import threading
import time
import unittest

import nibabel
import numpy as np

from program import READER, ProgramTest

FONT = pathlib.Path("/usr/share/fonts/opentype/inter/Inter-Regular.otf")
ACCENT = 0x1E8FA8  # of the chosen tool
GAINED = 0x66FFE6  # of what an operation would add
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

    def scale(self, px_per_dp):
        """The window comes to a monitor of another scale."""
        self.frame()
        self.frames[-1]["px_per_dp"] = px_per_dp
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
        self.shown = None
        self.server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(write), "-screen", "0", "1300x1300x24", "-fbdir", str(folder), "-nolisten", "tcp"]
            + ["-noreset"],
            pass_fds=[write],
            stderr=subprocess.DEVNULL,
        )
        os.close(write)
        with os.fdopen(read) as told:  # to the line's end: a server that cannot end its line gives up
            self.display = ":" + told.readline().strip()

    def picture(self):
        """What is shown now: 0xRRGGBB, indexed [row, column]."""
        return np.asarray(self.mapped()) & 0xFFFFFF

    def counts(self, *colors):
        pixels = self.picture()
        return {color: int((pixels == color).sum()) for color in colors}

    def part(self, x, y, width, height):
        return self.mapped()[y : y + height, x : x + width].tobytes()

    def mapped(self):
        """What is shown, as it changes; looked at piece by piece it costs next to nothing."""
        if self.shown is None:
            file = self.folder / "Xvfb_screen0"
            header = struct.unpack(">25I", file.read_bytes()[:100])
            first, width, height, row = header[0] + header[19] * 12, header[4], header[5], header[12]
            whole = np.memmap(file, "<u4", "r", first, (height, row // 4))
            self.shown = whole[:, :width]
        return self.shown

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
class WindowTest(ProgramTest):
    """A screen per test; a project with a case where make() is called."""

    AXIAL = (896, 160)  # the middle of the axial slice in a window of 1280 x 800
    VOLUME = (400, 300)
    PATIENCE = 300  # seconds: of a test that would never end; nothing is measured

    def setUp(self):
        super().setUp()
        frames = self.folder / "screen"
        frames.mkdir()
        self.screen = Screen(frames)
        self.addCleanup(self.screen.close)

    def make(self):
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
            "HOME": str(self.folder),
        }

    def open(self, hands, *options, project=None, reader=READER):
        """Starts the window; it closes by itself when all that the hands did is saved. No project: project=[]."""
        hands.rest(3)
        path = self.folder / "hands.json"
        path.write_text(
            json.dumps({"sagitta_input": 1, "size_dp": hands.size, "px_per_dp": 1, "frames": hands.frames})
        )
        process = subprocess.Popen(
            [os.environ["SAGITTA"], "view", *([self.project] if project is None else project)]
            + ["--reader", reader, "--replay", path, *options],
            stderr=subprocess.PIPE,
            text=True,
            env=self.environment(),
        )
        self.addCleanup(lambda: process.poll() is None and process.kill())
        self.said = []
        self.listener = threading.Thread(target=self.listen, args=[process.stderr])
        self.listener.start()
        return process

    def listen(self, stream):
        with stream:
            self.said.append(stream.read())

    def ended(self, process, status=0):
        process.wait(self.PATIENCE)
        self.listener.join()
        self.assertEqual(process.returncode, status, self.said)

    def view(self, hands, *options, project=None, status=0, reader=READER):
        """The window from its opening to its end. Returns the most pixels of each colour that were ever shown."""
        process = self.open(hands, *options, project=project, reader=reader)
        seen = self.screen.watch(process, ACCENT, FIRST_LESION, GAINED)
        self.ended(process, status)
        return seen

    def steps(self, project=None):
        """What can be undone, oldest first: strokes and operations that stand."""
        edits = self.json("log", project or self.project)["edits"]
        return [edit for edit in edits if edit["kind"] == "mask changed" and not edit["undone"]]

    def mask(self, name):
        """The voxels of a lesion, indexed [i, j, k], as the exported labelmap has them."""
        out = self.folder / f"labels-{len(list(self.folder.iterdir()))}"
        files = self.json("export", self.project, "--format", "nifti", "--out", out)["files"]
        for file in files:
            for label, lesion in file.get("lesions", {}).items():
                if lesion["name"] == name:
                    return np.asarray(nibabel.load(file["path"]).dataobj) == int(label)
        self.fail(f"no lesion {name} in {files}")
