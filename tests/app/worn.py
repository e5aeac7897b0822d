"""The headset on a head, and what the hands beside it do: paint, press the panel's buttons, flick a stick."""

import math
import os

import numpy as np
from PIL import Image

import monado
from program import READER

TIP_M = 0.08  # of the brush, ahead of the hand
SLICE_M = 0.16  # of the slice, ahead of the other hand
HALF_HEIGHT = 0.55  # of what those beside see, as a tangent (interaction/calm_view)
# Monado names timeline semaphores in a structure of their own beside the program's, which names them too.
RUNTIMES_OWN = "VUID-VkDeviceCreateInfo-pNext-02830"


class Worn:
    """For a ProgramTest; OpenXR's and Vulkan's validation layers watch."""

    def start_runtime(self, folder="xr", display=None):
        self.runtime = monado.Runtime(self.folder / folder, display)
        self.addCleanup(self.runtime.stop)
        self.runtime.start()
        self.wearer = self.runtime.wearer

    def start(self, *options, project=None, reader=READER, **variables):
        self.openxr_said = self.folder / "openxr.txt"
        environment = {
            **self.environment(),
            **self.runtime.environment(),
            "XR_ENABLE_API_LAYERS": "XR_APILAYER_LUNARG_core_validation",
            "XR_CORE_VALIDATION_EXPORT_TYPE": "text",
            "XR_CORE_VALIDATION_FILE_NAME": str(self.openxr_said),
            **variables,
        }
        session = monado.Session(
            [os.environ["SAGITTA"], "vr", project or self.project, "--reader", reader, "--trace", "--validate", *options],
            environment,
        )
        self.addCleanup(session.close)
        return session

    def put_on(self, *options, **variables):
        self.session = self.start(*options, **variables)
        self.session.until(lambda f: f["focused"] and "right" in f and f["buttons_dp"], "the hands are seen")
        return self.session

    def finish(self):
        self.assertEqual(self.session.leave(), 0, self.session.said)
        self.layers_are_silent()

    def layers_are_silent(self):
        said = [line for line in self.session.said if "validation:" in line and RUNTIMES_OWN not in line]
        self.assertEqual(said, [])
        self.assertFalse(self.openxr_said.exists(), self.openxr_said.exists() and self.openxr_said.read_text())

    def to_runtime(self, at):
        """From the room of the trace into the runtime's own space: both are known for the head."""
        return np.array(at) - self.session.last["head"]["at"] + self.wearer.head

    def seen(self, kept):
        """What those beside see of what was sent before, with --pictures `kept`, once all has come to rest: rows x columns
        x RGB. The next picture may be on its way already."""
        self.session.after(2)
        known = len(list(kept.glob("*.png")))
        while len(list(kept.glob("*.png"))) < known + 2:
            self.session.after(1)
        return np.array(Image.open(max(kept.glob("*.png"))).convert("RGB")).astype(int)

    def pixel_of(self, point_mm, picture):
        """Where a point of the patient stands in such a picture: column, row. The head must be level."""
        frame = self.session.last
        away = monado.room(frame, point_mm) - frame["head"]["at"]
        x, y, z = monado.turned([*(-np.array(frame["head"]["turn"][:3])), frame["head"]["turn"][3]], away)
        rows, columns = picture.shape[:2]
        scale = rows / 2 / HALF_HEIGHT
        return columns / 2 - x / z * scale, rows / 2 + y / z * scale

    def hands_down(self):
        """Out of sight, at rest."""
        for side, hand in ((-1, self.wearer.left), (1, self.wearer.right)):
            hand.at = self.wearer.head + [side * 0.5, -0.4, -0.1]
            hand.trigger = 0.0
        self.wearer.send()

    def touch(self, point_mm):
        """Takes the brush to a point of the patient, and waits until it has come to rest there."""
        frame = self.session.after(1)
        self.wearer.right.turn = np.array([0, 0, 0, 1.0])
        self.wearer.right.at = self.to_runtime(monado.room(frame, point_mm)) + [0, 0, TIP_M]
        self.wearer.send()
        close = lambda f: "tip_mm" in f and np.linalg.norm(np.array(f["tip_mm"]) - point_mm) < 0.1
        return self.session.until(close, f"the brush at {point_mm}")

    def trigger(self, value):
        self.wearer.right.trigger = value
        self.wearer.send()
        self.session.until(lambda f: f["painting"] == (value > 0.5), f"painting {value > 0.5}")

    def dab(self, point_mm):
        self.touch(point_mm)
        self.trigger(1.0)
        self.trigger(0.0)

    def point_at(self, name, away_m):
        """The hand before a button of the panel, turned straight to it."""
        frame = self.session.after(1)
        place, turn = np.array(frame["panel"]["at"]), frame["panel"]["turn"]
        x, y = frame["buttons_dp"][name]
        aside = [(x / 512 - 0.5) * 0.40, (0.5 - y / 400) * 0.3125, away_m]
        self.wearer.right.turn = np.array(turn)
        self.wearer.right.at = self.to_runtime(place + monado.turned(turn, aside))
        self.wearer.send()
        near = lambda f: "pointing_dp" in f and math.dist(f["pointing_dp"], (x, y)) < 3
        self.session.until(near, f"pointing at {name}")
        self.session.after(4)  # the toolkit takes one edge per frame

    def press(self, name):
        """Points at a button of the panel and presses it by the trigger."""
        self.point_at(name, 0.25)
        for pressed in (1.0, 0.0):
            self.wearer.right.trigger = pressed
            self.wearer.send()
            self.session.until(lambda f: f["right"]["trigger"] == pressed, "the trigger")
            self.session.after(4)

    def tap(self, name):
        """Presses a button of the panel by touching it with the tip."""
        for before_m in (0.04, -0.01, 0.04):
            self.point_at(name, TIP_M + before_m)

    def flick(self, x):
        self.wearer.left.stick = (x, 0.0)
        self.wearer.send()
        self.session.after(4)
        self.wearer.left.stick = (0.0, 0.0)
        self.wearer.send()
        self.session.after(4)

