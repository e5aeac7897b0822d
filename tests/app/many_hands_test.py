"""Several people at one project: what they see of each other in their windows, and what becomes of contradictions."""

import json
import os
import statistics
import subprocess
import sys
import time
import unittest

import program
from live_window import LiveWindow
from sync_test import Hub, eventually
from window import ACCENT, FIRST_LESION, Hands, Screen, WindowTest

CAUTION_GROUND = 0x4A2E12  # of notes and cards that ask for attention
CAUTION = 0xF0C36D


def tint_of(name):
    """The colour of a person's marks."""
    total = 2166136261
    for letter in name.encode():
        total = (total ^ letter) * 16777619 & 0xFFFFFFFF
    return (0xFFB3C7, 0xB9E0FF, 0xC9F2B0, 0xE3C8FF, 0xFFE2A8, 0xA8F0E6)[total % 6]


class ManyHands(WindowTest):
    NEXT_CONTESTED = ("C", "shift")
    PEOPLE, FOLLOW = (1104, 28), (1208, 140)
    BELONGS, DOES_NOT = (1082, 204), (1198, 204)  # on the page of the lesion, in a window of 1280 x 800

    def setUp(self):
        super().setUp()
        self.make()
        self.centre = program.centres(self.case)[tuple((n - 1) // 2 for n in self.case["size"][::-1])].tolist()

    def stroke(self, who, project, mode, radius):
        stroke = {"lesion": "L1", "class": "lesion", "mode": mode, "radius_mm": radius, "points_mm": [self.centre]}
        self.at(
            who, "paint", project, "--case", self.case["name"], "--reader", who, "--cpu", "--script", self.script(stroke)
        )

    def contradict(self):
        """Grace erases in a copy what Ada paints again meanwhile. Returns the copy."""
        self.stroke("Ada", self.project, "add", 12)
        copy = self.folder / "copy.sagitta"
        self.call("snapshot", self.project, copy)
        self.stroke("Grace", copy, "erase", 8)
        self.stroke("Ada", self.project, "add", 8)
        return copy

    def contested(self):
        return self.json("info", self.project)["counts"]["contested"]

    def settle(self, at):
        hands = Hands()
        hands.key(*self.NEXT_CONTESTED)
        hands.rest(6)
        hands.tap(at)
        self.view(hands)

    def test_what_is_contested_is_settled_by_a_choice_that_can_be_undone(self):
        self.call("merge", self.project, self.contradict())
        before = self.lesions()["L1"]["voxels"]
        self.assertEqual(self.contested(), 1)
        self.settle(self.BELONGS)
        self.assertEqual(self.contested(), 0)
        self.assertEqual(self.lesions()["L1"]["voxels"], before, "the later one painted it: it stays")
        undo = Hands()
        undo.tap_with(2, self.VOLUME)
        self.view(undo)
        self.assertEqual(self.contested(), 1)
        self.settle(self.DOES_NOT)
        self.assertEqual(self.contested(), 0)
        self.assertLess(self.lesions()["L1"]["voxels"], before)
        self.assertTrue(self.json("verify", self.project)["ok"])

    def test_a_contradiction_that_arrives_is_shown_in_an_open_window(self):
        copy = self.contradict()
        window = LiveWindow(self, self.screen, [self.project, "--reader", "Ada"], self.environment())
        window.shows(ACCENT, 1000)
        self.assertEqual(window.count(CAUTION_GROUND), 0)
        self.call("merge", self.project, copy)
        window.shows(CAUTION_GROUND, 5000)  # a note counts them
        window.close()

    def window(self, who, screen=None, project=None):
        """A window at the installation of `who`."""
        environment = {**self.environment(), "SAGITTA_HOME": str(self.folder / who)}
        opened = LiveWindow(self, screen or self.screen, [project or self.project, "--reader", who], environment)
        opened.shows(ACCENT, 1000)
        return opened

    def other_screen(self):
        frames = self.folder / "other screen"
        frames.mkdir()
        screen = Screen(frames)
        self.addCleanup(screen.close)
        return screen

    def test_two_windows_see_each_others_strokes_and_pointers_and_one_follows_the_other(self):
        ada = self.window("Ada")
        grace = self.window("Grace", self.other_screen())
        grace.drag(self.AXIAL)
        ada.shows(FIRST_LESION, 100)
        self.assertEqual([edit["person"] for edit in self.steps()], ["Grace"])
        grace.move((self.AXIAL[0] + 20, self.AXIAL[1] + 30))
        ada.shows(tint_of("Grace"), 100)
        self.assertEqual(grace.count(tint_of("Grace")), 0, "nobody is shown their own pointer")
        ada.drag((self.AXIAL[0] - 40, self.AXIAL[1]))
        grace.eventually(lambda: [edit["person"] for edit in self.steps()] == ["Grace", "Ada"], "Ada paints on")

        axial = (796, 90, 60, 60)  # a part of the slice without pointers
        ada.wheel(self.AXIAL, 2)
        ada.eventually(lambda: ada.picture(*axial) != grace.picture(*axial), "Ada looks at another slice")
        grace.tap(self.PEOPLE)
        grace.shows(tint_of("Ada"), 50)
        grace.tap(self.FOLLOW)
        grace.eventually(lambda: ada.picture(*axial) == grace.picture(*axial), "Grace sees what Ada sees")
        ada.wheel(self.AXIAL, 1)
        grace.eventually(lambda: ada.picture(*axial) == grace.picture(*axial), "and goes on to")
        grace.close()
        ada.eventually(lambda: ada.count(tint_of("Grace")) == 0, "who has gone is no longer shown")
        ada.close()
        self.assertTrue(self.json("verify", self.project)["ok"])

    def test_what_another_process_commits_is_seen_soon(self):
        window = self.window("Ada")
        slice_of_it = (800, 100, 190, 150)
        delays = []
        for i in range(6):
            stroke = {"lesion": f"L{i}", "class": "lesion", "radius_mm": 3 + i, "points_mm": [self.centre]}
            before = window.settled(*slice_of_it)
            painting = subprocess.Popen(
                [os.environ["SAGITTA"], "paint", self.project, "--case", self.case["name"], "--reader", "Grace", "--cpu"]
                + ["--ack", "--script", self.script(stroke)],
                stdout=subprocess.PIPE,
                env=self.environment(),
            )
            self.assertTrue(json.loads(painting.stdout.readline())["edit"])
            durable = time.monotonic()
            window.eventually(lambda: window.picture(*slice_of_it) != before, "the stroke is seen")
            delays.append((time.monotonic() - durable) * 1000)
            painting.communicate()
        window.close()
        print(f"seen {statistics.median(delays):.0f} ms after it was durable (median of {len(delays)})", file=sys.stderr)

    def test_the_sign_of_syncing_says_how_things_are(self):
        hub = Hub(self)
        hub.begin()
        address = hub.invite("Ada")
        self.at("Ada", "sync", self.project, address, "--keep")
        window = self.window("Ada")
        window.eventually(lambda: window.count(CAUTION) == 0, "in step")
        hub.stop()
        window.shows(CAUTION, 5)
        window.drag(self.AXIAL)
        eventually(lambda: self.lesions().get("L1", {"voxels": 0})["voxels"] > 0)  # it waits for no network
        hub.start()
        window.eventually(lambda: window.count(CAUTION) == 0, "in step again")
        window.close()
        other = self.folder / "other.sagitta"
        self.at("Ada", "sync", other, address)
        lesions = json.loads(self.at("Ada", "info", other, "--json"))["lesions"]
        self.assertEqual([lesion["name"] for lesion in lesions], ["L1"])


if __name__ == "__main__":
    unittest.main()
