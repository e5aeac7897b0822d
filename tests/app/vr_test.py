"""The headset as it is worn: the real program against a real runtime (Monado), with OpenXR's and Vulkan's validation
layers watching. What was done is read from the project; what was seen, from the program's own trace and the project."""

import json
import os
import pathlib
import shutil
import subprocess
import unittest

import numpy as np

import monado
from presence import Person
from program import READER, ProgramTest, centres
from window import ACCENT, Screen
from worn import SLICE_M, TIP_M, Worn


PANEL_COLUMN = 650  # from here on a picture for those beside shows the panel, for a head that looks straight ahead


class CheckTest(ProgramTest):
    def check(self, environment, status):
        done = subprocess.run(
            [os.environ["SAGITTA"], "vr", "--check", "--json"],
            capture_output=True,
            text=True,
            env={**self.environment(), **environment},
        )
        self.assertEqual(done.returncode, status, done.stderr)
        return json.loads(done.stdout), done.stderr

    def test_without_any_runtime_it_says_what_to_install(self):
        found, said = self.check({"XR_RUNTIME_JSON": "/nonexistent/runtime.json"}, 1)
        self.assertFalse(found["ok"])
        self.assertIn("no headset software is installed", said)
        self.assertEqual(len(said.strip().splitlines()), 1, said)

    def test_vr_without_a_runtime_leaves_the_project_alone(self):
        self.new()
        before = self.project.read_bytes()
        environment = {**self.environment(), "XR_RUNTIME_JSON": "/nonexistent/runtime.json"}
        done = subprocess.run([os.environ["SAGITTA"], "vr", self.project], capture_output=True, text=True, env=environment)
        self.assertEqual(done.returncode, 1)
        self.assertEqual(self.project.read_bytes(), before)

    @unittest.skipUnless(monado.PREFIX, "Monado is not there (tools/monado)")
    def test_a_runtime_that_does_not_run_is_told_apart(self):
        runtime = monado.Runtime(self.folder / "xr")
        _, said = self.check(runtime.environment(), 1)
        self.assertIn("is not running", said)

    @unittest.skipUnless(monado.PREFIX, "Monado is not there (tools/monado)")
    def test_a_headset_is_described(self):
        runtime = monado.Runtime(self.folder / "xr")
        self.addCleanup(runtime.stop)
        runtime.start()
        found, _ = self.check(runtime.environment(), 0)
        self.assertTrue(found["ok"])
        self.assertIn("Monado", found["runtime"]["name"])
        self.assertEqual(found["headset"]["eyes_px"], [[320, 240], [320, 240]])
        self.assertTrue(found["headset"]["position_tracked"])
        self.assertIn("XR_KHR_vulkan_enable2", found["extensions"])
        self.assertIn("Valve Index", found["controllers"])
        self.assertFalse(found["headset"]["see_through"])  # Monado's remote-driven headset is a closed one
        self.assertFalse(found["headset"]["adds_light"])
        self.assertTrue(found["headset"]["takes_depth"])


@unittest.skipUnless(monado.PREFIX, "Monado is not there (tools/monado)")
class VrTest(Worn, ProgramTest):
    def setUp(self):
        super().setUp()
        self.new()
        self.case = self.import_series("thick")
        self.start_runtime()
        corner = np.array(self.case["size"]) - 1
        self.middle = (np.array(self.case["world_from_voxel"]) @ [*(corner / 2), 1])[:3]

    def screen(self):
        frames = self.folder / "screen"
        frames.mkdir()
        screen = Screen(frames)
        self.addCleanup(screen.close)
        return screen

    def sphere(self, point_mm, radius_mm=5.0):
        """How many voxels have their centres within it."""
        return int((np.linalg.norm(centres(self.case) - point_mm, axis=-1) <= radius_mm).sum())

    def assert_ball(self, lesion, point_mm, radius_mm=5.0):
        near = [self.sphere(point_mm, radius_mm - 0.2), self.sphere(point_mm, radius_mm + 0.2)]
        self.assertTrue(near[0] <= lesion["voxels"] <= near[1], (lesion["voxels"], near))
        low, high = (np.array(lesion["bounds"][end]) for end in ("min", "max"))
        center = (np.array(self.case["world_from_voxel"]) @ [*((low + high) / 2), 1])[:3]
        np.testing.assert_allclose(center, point_mm, atol=max(self.case["spacing_mm"]))

    def test_a_whole_sitting_ends_with_exactly_what_was_done(self):
        """Put on, grab, scale, cut, paint two lesions, undo, lose the focus to another program in the middle of a stroke,
        come back, relabel, take off. What each step shows is held against what it should show."""
        first, second = self.middle + [12, -6, 8], self.middle + [-15, 10, -4]
        undone, cut_short = second + [0, 0, 20], second + [0, 0, -20]
        cyst = {"lesion": "C1", "class": "cyst", "radius_mm": 4, "points_mm": [list(self.middle - [0, 0, 30])]}
        self.paint(self.case, self.script(cyst))
        others_project = self.folder / "other.sagitta"
        shutil.copy(self.project, others_project)
        kept = self.folder / "pictures"
        session = self.put_on("--pictures", kept)
        wearer = self.wearer
        self.hands_down()
        as_put_on = self.seen(kept)

        # Both hands take the volume and pull it to twice its size.
        before = session.last["volume"]["metres_per_mm"]
        for side, hand in ((-1, wearer.left), (1, wearer.right)):
            hand.at = wearer.head + [side * 0.15, -0.15, -0.5]
        wearer.send()
        session.after(3)
        wearer.left.squeeze = wearer.right.squeeze = 1.0
        wearer.send()
        session.until(lambda f: f["holding"], "the volume in both hands")
        session.after(3)
        for side, hand in ((-1, wearer.left), (1, wearer.right)):
            hand.at = wearer.head + [side * 0.30, -0.15, -0.5]
        wearer.send()
        session.after(4)
        wearer.left.squeeze = wearer.right.squeeze = 0.0
        wearer.send()
        frame = session.until(lambda f: not f["holding"], "the volume let go")
        self.hands_down()  # only now: a runtime may tell of places before grips
        self.assertAlmostEqual(frame["volume"]["metres_per_mm"] / before, 2, delta=0.02)
        scaled = self.seen(kept)
        tissue = lambda picture: int((picture[..., 0] - picture[..., 2] > 25).sum())  # skin and muscle are reddish
        self.assertGreater(tissue(as_put_on), 5000, "the patient, as put on")
        self.assertGreater(tissue(scaled), 2 * tissue(as_put_on), "the patient, scaled")

        # Two lesions, both begun by a button of the panel; the second on a slice that the other hand holds through it.
        # A further stroke on it is undone by that hand.
        self.press("new lesion")
        self.dab(first)
        self.press("new lesion")
        wearer.left.at = self.to_runtime(monado.room(session.after(1), second)) + [0, 0, SLICE_M]
        wearer.left.trigger = 1.0
        wearer.send()
        session.until(lambda f: f["slice"], "a cut through the volume")
        self.hands_down()
        session.after(3)
        cut = self.seen(kept)
        self.dab(second)
        self.hands_down()
        painted = self.seen(kept)
        self.dab(undone)
        self.hands_down()
        too_much = self.seen(kept)
        self.flick(-1.0)
        taken_back = self.seen(kept)
        self.assert_changed(cut, painted, second)
        self.assert_changed(painted, too_much, undone)
        self.assert_changed(too_much, taken_back, undone)
        self.assert_same(painted, taken_back)

        # Another program at the same runtime takes the hands in the middle of a stroke, and goes. A trigger that was held
        # all the while paints no further.
        self.touch(cut_short)
        self.trigger(1.0)
        other = self.start(project=others_project, XR_CORE_VALIDATION_FILE_NAME=str(self.folder / "others.txt"))
        session.until(lambda f: not f["focused"] and not f["painting"], "the focus lost, the stroke ended")
        other.until(lambda f: f["focused"], "the other has it")
        self.assertEqual(other.leave(), 0, other.said)
        session.until(lambda f: f["focused"] and "right" in f, "the focus comes back")
        self.assertFalse(session.after(4)["painting"])
        self.trigger(0.0)
        self.hands_down()
        back = self.seen(kept)
        self.assert_changed(taken_back, back, cut_short)

        # The slice is put away, the second lesion gets another class.
        wearer.left.b = True
        wearer.send()
        session.until(lambda f: not f["slice"], "the slice put away")
        wearer.left.b = False
        wearer.send()
        self.press("page Lesion")
        self.press("class cyst")
        self.finish()

        lesions = self.lesions()
        classes = {name: lesion["class"] for name, lesion in lesions.items()}
        self.assertEqual(set(classes), {"C1", "L2", "L3"})
        self.assertEqual(classes["L3"], "cyst")
        self.assert_ball(lesions["L2"], first)
        apart = [sum(self.sphere(at, 5.0 + more) for at in (second, cut_short)) for more in (-0.2, 0.2)]
        self.assertTrue(apart[0] <= lesions["L3"]["voxels"] <= apart[1], (lesions["L3"]["voxels"], apart))
        kinds = [entry["kind"] for entry in self.json("log", self.project)["edits"]]
        self.assertEqual(sum("undo" in kind for kind in kinds), 1, kinds)
        self.assertTrue(self.json("verify", self.project)["ok"])

    def assert_changed(self, before, after, point_mm):
        """The picture changed at a point of the patient, and nowhere else but on the panel, which says more."""
        changed = np.abs(before - after)[:, :PANEL_COLUMN].max(axis=-1) > 20
        x, y = self.pixel_of(point_mm, after)
        rows, columns = np.nonzero(changed)
        near = np.hypot(columns - x, rows - y) < 40
        self.assertGreater(near.sum(), 100, f"a change around {x:.0f}, {y:.0f}")
        self.assertLess((~near).sum(), 50, "and only there")

    def assert_same(self, before, after):
        self.assertLess(int((np.abs(before - after)[:, :PANEL_COLUMN].max(axis=-1) > 20).sum()), 50)

    def test_the_panel_names_classes_and_turns_the_patient(self):
        cyst = {"lesion": "C1", "class": "cyst", "radius_mm": 5, "points_mm": [list(self.middle - [20, 0, 0])]}
        self.paint(self.case, self.script(cyst))
        session = self.put_on()
        self.press("page View")
        self.press("side Back")
        back = monado.turned(session.after(1)["volume"]["turn"], [0, 1, 0])  # LPS: what was behind faces the wearer
        np.testing.assert_allclose(back, [0, 0, 1], atol=1e-3)
        self.press("side Front")
        self.press("page Tools")
        self.press("new lesion")
        self.dab(self.middle)
        self.press("page Lesion")
        self.press("class cyst")
        self.press("rename")
        self.press("name 1")  # by its class, and a number that is free
        self.press("rename")
        self.press("letters")
        for key in ("key delete", "key signs", "key 7", "key done"):
            self.press(key)
        self.press("all lesions")
        self.press("lesion 1")
        self.press("delete")
        self.press("delete it")
        self.finish()
        lesions = self.lesions()
        self.assertEqual({name: lesion["class"] for name, lesion in lesions.items()}, {"Cyst 7": "cyst"})
        self.assert_ball(lesions["Cyst 7"], self.middle)

    def test_what_the_panel_offers_a_trigger_alone_can_do(self):
        session = self.put_on()
        self.wearer.left.active = False
        self.wearer.send()
        session.until(lambda f: "left" not in f, "one hand only")
        for _ in range(2):
            self.press("larger")
        self.assertAlmostEqual(session.last["brush_mm"], 5 * 1.25**2, places=6)
        self.tap("larger")
        self.assertAlmostEqual(session.last["brush_mm"], 5 * 1.25**3, places=6)
        self.dab(self.middle)
        self.tap("undo")
        self.press("tool Erase")
        self.finish()
        self.assertEqual(self.lesions(), {})  # it went with its only stroke

    @unittest.skipUnless(shutil.which("Xvfb"), "there is no Xvfb (package xvfb)")
    def test_those_beside_see_the_room_and_the_panel(self):
        screen = self.screen()
        kept = self.folder / "pictures"
        session = self.put_on("--pictures", kept, "--mirror", DISPLAY=screen.display, SDL_VIDEODRIVER="x11")
        self.wearer.head_turn = monado.quaternion([0, 1, 0], -25)  # toward the panel
        self.wearer.send()
        self.dab(self.middle - [0, 60, 0])  # in the chest's wall, where nothing hides it
        self.press("page Lesion")
        picture = self.seen(kept)
        mirrored = screen.counts(ACCENT)[ACCENT]
        self.finish()
        self.assertEqual(picture.shape, (540, 960, 3))
        near = lambda color, most: int((np.abs(picture - color).max(axis=-1) <= most).sum())
        self.assertGreater(near((0x1E, 0x8F, 0xA8), 12), 300, "the panel, with its page marked")
        self.assertGreater(near((0xE6, 0x9F, 0x00), 40), 30, "the mark of the lesion")
        self.assertGreater(mirrored, 300, "the same in the window on the desk")

    @unittest.skipUnless(shutil.which("Xvfb"), "there is no Xvfb (package xvfb)")
    def test_others_stand_where_they_are_and_point_into_tissue(self):
        screen = self.screen()
        kept = self.folder / "pictures"
        session = self.put_on(
            "--pictures", kept, "--mirror", "--left-handed", DISPLAY=screen.display, SDL_VIDEODRIVER="x11"
        )  # the panel at the left
        grace = Person("Grace", self.case, self.runtime.environment()["XDG_RUNTIME_DIR"])
        self.addCleanup(grace.close)

        self.wearer.head_turn = monado.quaternion([1, 0, 0], -10)
        self.wearer.send()
        session.after(10)
        alone = self.seen(kept)
        pointer = self.middle - [0, 60, 0]  # behind the chest's wall
        grace.stand(pointer, self.middle + [300, -60, 120], self.middle)
        together = self.seen(kept)
        self.finish()
        bluer = (together - alone)[..., 2] > 12  # her colour, on tissue that is red
        beside, in_the_middle = bluer[:, 620:], bluer[:420, 420:540]
        self.assertGreater(beside.sum(), 5000, "her head and hands")
        self.assertGreater(in_the_middle.sum(), 30, "her pointer, through the tissue")

    @unittest.skipUnless(shutil.which("Xvfb"), "there is no Xvfb (package xvfb)")
    def test_the_runtimes_own_compositor_shows_each_eye_the_panel_and_the_volume(self):
        screen = self.screen()
        self.runtime.stop()
        self.start_runtime("shown", screen.display)
        session = self.put_on()
        self.wearer.head_turn = monado.quaternion([0, 1, 0], -35)
        self.wearer.send()
        session.until(lambda f: abs(f["head"]["turn"][1]) > 0.2, "the head is turned")
        session.after(20)  # the runtime shows a frame when it comes to it
        shown = screen.picture()
        self.finish()
        rows, columns = (index.max() + 1 for index in np.nonzero(shown))
        eyes = [half[:rows].astype(int) for half in (shown[:, : columns // 2], shown[:, columns // 2 : columns])]
        middles = []
        for eye in eyes:
            colors = np.stack([eye >> 16, eye >> 8 & 255, eye & 255], axis=-1)
            marked = np.abs(colors - (0x1E, 0x8F, 0xA8)).max(axis=-1) <= 12
            self.assertGreater(marked.sum(), 200, "the panel, with its page marked")
            middles.append(np.nonzero(marked)[1].mean())
        self.assertGreater(middles[0] - middles[1], columns / 100, "what is near stands further right for the left eye")

    def test_a_hand_that_is_lost_ends_its_stroke(self):
        session = self.put_on()
        self.touch(self.middle)
        self.trigger(1.0)
        self.wearer.right.active = False
        self.wearer.send()
        session.until(lambda f: "right" not in f and not f["painting"], "the stroke ends with the hand")
        self.finish()
        self.assert_ball(self.lesions()["L1"], self.middle)

    def test_a_runtime_that_dies_takes_nothing_along_and_may_come_back(self):
        session = self.put_on()
        self.touch(self.middle)
        self.trigger(1.0)
        self.runtime.kill()
        session.until_said("Everything painted is on disk")
        self.assert_ball(self.lesions()["L1"], self.middle)
        self.runtime.start()
        self.wearer = self.runtime.wearer
        session.until(lambda f: f["focused"] and "right" in f, "it is worn again")
        self.dab(self.middle + [0, 0, 20])
        self.assertEqual(session.leave(), 0, session.said)
        self.assertGreater(self.lesions()["L1"]["voxels"], 1.5 * self.sphere(self.middle))

    def test_the_slice_in_the_other_hand_takes_the_paint(self):
        session = self.put_on()
        frame = session.after(1)
        self.wearer.left.at = self.to_runtime(monado.room(frame, self.middle)) + [0, 0, 0.16]
        self.wearer.left.trigger = 1.0
        self.wearer.send()
        session.until(lambda f: f["slice"], "a slice")
        self.wearer.left.trigger = 0.0
        self.wearer.send()
        session.after(3)
        # 8 mm before the slice (toward the wearer: the patient's front), the brush lies on it.
        aimed = self.middle + [10, -8, 5]
        self.wearer.right.at = self.to_runtime(monado.room(frame, aimed)) + [0, 0, TIP_M]
        self.wearer.send()
        on_it = self.middle + [10, 0, 5]
        close = lambda f: "tip_mm" in f and np.linalg.norm(np.array(f["tip_mm"]) - on_it) < 0.2
        session.until(close, "the brush on the slice")
        self.trigger(1.0)
        self.trigger(0.0)
        self.finish()
        self.assert_ball(self.lesions()["L1"], on_it)


if __name__ == "__main__":
    unittest.main()
