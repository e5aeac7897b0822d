"""The window as hands use it: recorded fingers, pen, mouse and keys on the real window, on an X server of the test's own.

What was done is read from the project; what was shown, from the X server's picture while the window was open.
"""

import math
import unittest

import numpy as np
import scipy.ndimage
import scipy.spatial

from window import ACCENT, FIRST_LESION, GAINED, Hands, WindowTest


class ViewTest(WindowTest):
    EDIT_BUTTON = (36, 768)  # below the tools
    SLICE_ONLY = (1140, 272)

    def setUp(self):
        super().setUp()
        self.make()

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

    def test_undo_takes_back_a_distance_before_the_stroke_that_came_before_it(self):
        hands = Hands()
        hands.drag(self.AXIAL)
        hands.key("D")
        x, y = self.AXIAL
        hands.drag((x - 40, y + 30), (x + 40, y + 30))
        hands.tap_with(2, self.VOLUME)
        self.view(hands)
        self.assertIn("L1", self.lesions(), "only the distance is gone")
        hands.tap_with(2, self.VOLUME)
        self.view(hands)
        self.assertEqual(len(self.lesions()), 1, "of the second hands the distance and the stroke are gone")
        self.assertEqual(len(self.steps()), 1)

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

    def test_a_stroke_in_3d_does_not_climb_on_what_it_paints(self):
        hands = Hands()
        hands.rest(10)
        x, y = self.VOLUME
        hands.drag(*[(x + 6 * (i % 2), y) for i in range(60)])  # to and fro on one place
        self.view(hands)
        centres = self.points(self.mask("L1"))
        extent = np.linalg.norm(centres.max(axis=0) - centres.min(axis=0))
        self.assertLess(extent, 2 * 5 + 6 * 2 + np.linalg.norm(self.case["spacing_mm"]))

    def points(self, mask):
        """The centres of a mask's voxels, LPS mm."""
        world = np.array(self.case["world_from_voxel"])
        return np.argwhere(mask) @ world[:3, :3].T + world[:3, 3]

    def grown(self, mask, margin_mm):
        """Every voxel whose centre lies that close to the centre of one of the mask's."""
        everywhere = self.points(np.ones(self.case["size"], bool))
        found = scipy.spatial.cKDTree(self.points(mask)).query(everywhere, distance_upper_bound=margin_mm + 1e-6)[0]
        return np.isfinite(found).reshape(self.case["size"])

    def test_a_margin_is_seen_before_it_is_applied_as_one_edit(self):
        hands = Hands()
        hands.drag(self.AXIAL)
        self.view(hands)
        painted = self.mask("L1")
        margin = Hands()
        margin.command("grow margin")
        margin.rest(30)
        margin.key("Return")
        seen = self.view(margin)
        self.assertGreater(seen[GAINED], 20, "what would be gained was shown")
        self.assertEqual(len(self.steps()), 2)
        np.testing.assert_array_equal(self.mask("L1"), self.grown(painted, 3))
        undo = Hands()
        undo.tap_with(2, self.VOLUME)
        self.view(undo)
        np.testing.assert_array_equal(self.mask("L1"), painted)

    def test_what_is_proposed_changes_nothing_until_it_is_applied(self):
        hands = Hands()
        hands.drag(self.AXIAL)
        hands.command("grow margin")
        hands.rest(20)
        hands.key("Escape")
        hands.rest(4)
        self.view(hands)
        self.assertEqual(len(self.steps()), 1)

    def test_keys_alone_set_and_apply_an_operation(self):
        hands = Hands()
        hands.drag(self.AXIAL)
        self.view(hands)
        painted = self.mask("L1")
        keys = Hands()
        keys.command("grow margin")
        for _ in range(5):
            keys.key("]")  # 3 mm become 3 * 1.25^5, which reaches the slices beside this one
        keys.key("Return")
        self.view(keys)
        self.assertEqual(len(self.steps()), 2)
        np.testing.assert_array_equal(self.mask("L1"), self.grown(painted, 3 * 1.25**5))

    def test_a_finger_finds_an_operation_in_its_list(self):
        hands = Hands()
        hands.drag(self.AXIAL, (self.AXIAL[0] + 20, self.AXIAL[1]))
        self.view(hands)
        largest = self.mask("L1")
        hands = Hands()
        hands.drag((self.AXIAL[0] - 60, self.AXIAL[1]))
        hands.tap(self.EDIT_BUTTON)
        hands.rest(4)
        x = 1140
        hands.drag((x, 600), (x, 560), (x, 500), (x, 400), (x, 300), (x, 200), (x, 160), (x, 150), (x, 150), (x, 150))
        hands.rest(40)
        hands.tap((x, 136))
        hands.type("largest")
        hands.tap((x, 192))
        hands.tap((1200, 754))
        self.view(hands)
        self.assertEqual(len(self.steps()), 3, "two strokes, and one of them taken away")
        np.testing.assert_array_equal(self.mask("L1"), largest)

    def test_scissors_cut_what_is_drawn_round(self):
        hands = Hands()
        hands.key("]")
        hands.key("]")
        hands.drag(self.AXIAL)
        self.view(hands)
        painted = self.mask("L1")
        cut = Hands()
        cut.key("X")
        x, y = self.AXIAL
        cut.drag((x, y - 60), (x + 60, y - 60), (x + 60, y + 60), (x, y + 60))  # the right half, on this slice
        cut.key("Return")
        self.view(cut)
        self.assertEqual(len(self.steps()), 2)
        kept, whole = (self.points(mask) for mask in (self.mask("L1"), painted))
        taken = self.points(painted & ~self.mask("L1"))
        here = kept[np.isclose(kept[:, 2], taken[0, 2])]
        np.testing.assert_allclose(taken[:, 2], taken[0, 2], err_msg="on one slice")
        self.assertEqual(len(kept) + len(taken), len(whole))
        self.assertLess(here[:, 0].max(), taken[:, 0].min(), "along the line that was drawn; right is the patient's left")
        edge = (here[:, 0].max() + taken[:, 0].min()) / 2
        self.assertAlmostEqual(edge, whole[:, 0].mean(), delta=self.case["spacing_mm"][0])

    def test_scissors_cut_one_slice_or_all_of_them(self):
        centre = (np.array(self.case["world_from_voxel"]) @ [*(np.array(self.case["size"]) // 2), 1])[:3]
        self.paint(self.case, self.script({"lesion": "L1", "radius_mm": 20, "points_mm": [centre.tolist()]}))
        whole = self.mask("L1")

        def after(*taps):
            hands = Hands()
            hands.key("X")
            x, y = self.AXIAL
            hands.drag((x - 60, y - 60), (x + 60, y - 60), (x + 60, y + 60), (x - 60, y + 60))
            hands.rest(6)
            for at in taps:
                hands.tap(at)
            hands.key("Return")
            self.view(hands)
            return self.mask("L1") if self.lesions()["L1"]["voxels"] else np.zeros_like(whole)

        one = after()
        emptied = whole.any(axis=(0, 1)) & ~one.any(axis=(0, 1))
        self.assertEqual(np.count_nonzero(emptied), 1)
        np.testing.assert_array_equal(one[:, :, ~emptied], whole[:, :, ~emptied], "other slices stay")
        self.assertFalse(after(self.SLICE_ONLY).any())

    def test_a_seed_grows_and_a_box_holds_it(self):
        hands = Hands()
        hands.key("S")
        hands.tap(self.AXIAL)
        hands.rest(10)
        hands.key("Return")
        self.view(hands)
        lesion = self.lesions()["L1"]
        grown = self.mask("L1")
        self.assertGreater(np.count_nonzero(grown), 10)
        _, pieces = scipy.ndimage.label(grown, np.ones((3, 3, 3)))
        self.assertEqual(pieces, 1, "what hangs together with the seed")
        low, high = (np.array(lesion["bounds"][end]) for end in ("min", "max"))
        self.assertTrue(np.all((high - low) * self.case["spacing_mm"] <= 60 + np.array(self.case["spacing_mm"])))
        (step,) = self.steps()
        self.assertEqual(step["lesions"], [lesion["id"]])

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
        measure = Hands()
        measure.key("D")
        measure.key("Delete")
        self.view(measure)
        self.assertIn("Haemangioma", self.lesions(), "who measures deletes measurements")
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

    def test_every_layout_paints(self):
        for size, at in (((800, 1280), (400, 820)), ((1024, 768), (900, 160))):
            with self.subTest(size=size):
                hands = Hands(size)
                before = self.lesions().get("L1", {"voxels": 0})["voxels"]
                hands.drag(at, (at[0] + 30, at[1]))
                self.view(hands)
                self.assertGreater(self.lesions()["L1"]["voxels"], before)

    def test_letters_and_layout_follow_the_monitors_scale(self):
        hands = Hands()
        hands.drag(self.AXIAL)
        plain = self.view(hands)
        moved = Hands()
        moved.scale(1.5)  # 1280 x 800 pixels are 853 x 533 dp from now on
        moved.drag((785, 115))  # the axial slice, where it stands then
        larger = self.view(moved)
        self.assertEqual(len(self.steps()), 2)
        self.assertGreater(larger[ACCENT], 1.3 * plain[ACCENT], "what can be pressed has grown with it")

    def test_a_broken_recording_is_refused_before_a_window_opens(self):
        path = self.folder / "broken.json"
        path.write_text('{"sagitta_input": 1, "size_dp": [800, 600], "frames": [{"time_ms": 0, "input": [{}]}]}')
        _, said = self.call("view", self.project, "--replay", path, status=1)
        self.assertIn("frame 0, input 0", said)


if __name__ == "__main__":
    unittest.main()
