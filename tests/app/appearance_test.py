"""How the volume looks, by hand in the real window: free slice, cuts, appearance, the cube; and its bad days.

What was done is read from the project; what was shown, from the X server's picture while the window was open.
"""

import json
import unittest

import numpy as np

from program import READER
from window import FIRST_LESION, Hands, WindowTest


class AppearanceTest(WindowTest):
    FREE_SLICE = (608, 300)  # its middle, in a window of 1280 x 800

    def setUp(self):
        super().setUp()
        self.make()

    def render(self, view, **more):
        path = self.folder / f"view-{len(list(self.folder.iterdir()))}.json"
        path.write_text(json.dumps(view))
        out = path.with_suffix(".png")
        options = [part for name, value in more.items() for part in ("--" + name.replace("_", "-"), value)]
        _, said = self.call("render", self.project, "--case", self.case["name"], "--view", path, "--out", out, "--size",
                            "200x150", *options)
        return out.read_bytes(), said

    def middle(self):
        index = (np.array(self.case["size"]) - 1) / 2
        world = np.array(self.case["world_from_voxel"])
        return world[:3, :3] @ index + world[:3, 3]

    def test_the_free_slice_is_painted_on(self):
        hands = Hands()
        hands.key("F", "shift")
        hands.drag(self.FREE_SLICE, (self.FREE_SLICE[0] + 20, self.FREE_SLICE[1]))
        seen = self.view(hands)
        lesion = self.lesions()["L1"]
        self.assertGreater(lesion["voxels"], 40)  # a dab of 5 mm alone has 20
        self.assertGreater(seen[FIRST_LESION], 100)
        low, high = (np.array(lesion["bounds"][end]) for end in ("min", "max"))
        self.assertLess(np.abs((low + high) / 2 - (np.array(self.case["size"]) - 1) / 2).max(), 30)

    def test_planes_are_pushed_and_turned_without_painting(self):
        hands = Hands()
        hands.key("F", "shift")
        hands.key("F")
        for path in (((340, 376), (340, 300)), ((340, 376), (400, 340), (420, 300)), (self.FREE_SLICE, (640, 200))):
            hands.drag(*path)
        hands.drag((440, 760))  # a chip of the strip
        hands.key("X", "shift")
        hands.key("Home")
        hands.key("F", "shift")
        self.view(hands)
        self.assertEqual(self.lesions(), {})

    def test_appearance_and_cube_answer_and_painting_goes_on(self):
        hands = Hands()
        hands.key("T")
        hands.rest(4)
        hands.drag((1100, 250), (1120, 200))  # in the editor
        hands.drag((1100, 160))
        hands.key("T")
        hands.rest(4)
        hands.drag((128, 620))  # the cube
        hands.rest(10)
        hands.drag(self.AXIAL)
        self.view(hands)
        self.assertGreater(self.lesions()["L1"]["voxels"], 10)

    def test_a_view_says_all_that_the_panel_can(self):
        focus = self.middle().tolist()
        camera = {"position_mm": (self.middle() + [0, -500, 0]).tolist(), "target_mm": focus}
        plain = {"layout": "3d", "preset": "bone", "camera": camera}
        pictures = [
            self.render(view)[0]
            for view in (
                plain,
                {**plain, "shaded": False},
                {**plain, "clip_planes": [{"point_mm": focus, "normal": [0, 1, 0]}]},
                {**plain, "preset": "skin"},
                {**plain, "transfer_function": {"points": [{"value": -200, "color": [1, 0, 0], "opacity": 0},
                                                           {"value": 300, "color": [0, 1, 0], "opacity": 1}]}},
            )
        ]
        self.assertEqual(len(set(pictures)), len(pictures), "each of them shows")
        off = {**plain, "clip_planes": [{"point_mm": focus, "normal": [0, 1, 0], "enabled": False}]}
        self.assertEqual(self.render(off)[0], pictures[0], "a plane that is off cuts nothing")
        painted = self.script({"lesion": "L1", "radius_mm": 6, "points_mm": [focus]})
        self.paint(self.case, painted)
        marked = {**plain, "clip_planes": [{"point_mm": focus, "normal": [0, 1, 0]}]}
        smooth, _ = self.render(marked)
        self.assertNotEqual(self.render({**marked, "lesion_surface": "crisp"})[0], smooth)
        self.assertNotEqual(self.render({**marked, "lesion_opacity": 0.4})[0], smooth)
        axial, _ = self.render({"layout": "axial"})
        self.assertNotEqual(self.render({"layout": "axial", "lesion_outlines": False})[0], axial)
        wrong = self.folder / "wrong.json"
        wrong.write_text('{"lesion_surface": "round"}')
        _, said = self.call("render", self.project, "--case", self.case["name"], "--view", wrong, "--out",
                            self.folder / "no.png", status=1)
        self.assertIn("crisp, smooth", said)

    def test_a_volume_larger_than_the_graphics_memory_is_drawn_coarser_and_painted_exactly(self):
        slice_view = {"layout": "axial"}
        exact, _ = self.render(slice_view)
        coarse, said = self.render(slice_view, graphics_memory=1)
        self.assertIn("times coarser", said)
        self.assertEqual(coarse, exact, "slices show true voxels all the same")
        hands = Hands()
        hands.drag(self.AXIAL)
        self.view(hands)
        whole = self.lesions()["L1"]
        hands = Hands()
        hands.tap_with(2, self.VOLUME)
        hands.drag(self.AXIAL)
        self.view(hands, "--graphics-memory", "1")
        (again,) = self.lesions().values()  # the undo took the first lesion out, and its name with it
        self.assertEqual(again["voxels"], whole["voxels"])
        self.assertEqual(again["bounds"], whole["bounds"])

    def test_a_lost_device_takes_nothing_with_it(self):
        hands = Hands()
        hands.frame(hands.point("down", self.AXIAL))
        for step in range(1, 40):
            hands.frame(hands.point("move", (self.AXIAL[0] - step, self.AXIAL[1])))
        hands.frame(hands.point("up", (self.AXIAL[0] - 39, self.AXIAL[1])))
        hands.rest(6)
        self.view(hands)
        whole = self.lesions()["L1"]["voxels"]
        hands.frames = hands.frames[:-3]
        undo = Hands()
        undo.tap_with(2, self.VOLUME)
        self.view(undo)
        # Somewhere in the middle of the stroke; its part up to there is kept, and what follows is painted on.
        self.view(hands, "--lose-device", "60")
        kept = self.lesions()["L1"]["voxels"]
        self.assertGreater(kept, whole / 8)
        self.assertLessEqual(kept, whole)
        self.assertTrue(self.json("verify", self.project)["ok"])

    def test_a_device_that_goes_again_ends_with_a_word_and_the_work_is_saved(self):
        hands = Hands()
        hands.drag(self.AXIAL)
        hands.rest(20)
        before = hands.frames
        self.view(hands)
        again = Hands()
        again.drag((self.AXIAL[0] - 40, self.AXIAL[1]))
        again.rest(60)
        path = self.folder / "again.json"
        path.write_text(json.dumps({"sagitta_input": 1, "size_dp": again.size, "px_per_dp": 1, "frames": again.frames}))
        _, said = self.call("view", self.project, "--reader", READER, "--replay", path, "--lose-device", "90",
                            "--lose-device", "30", status=1)
        self.assertIn("Everything painted is saved", said)
        self.assertGreater(self.lesions()["L1"]["voxels"], 0)
        self.assertTrue(self.json("verify", self.project)["ok"])


if __name__ == "__main__":
    unittest.main()
