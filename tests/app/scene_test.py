"""All of it at once, as it is meant to be used: two windows and a headset, each at an installation of its own, paint one
case through a hub that is killed twice, and a tablet comes back from a day without any network."""

import json
import unittest

import numpy as np

import monado
from live_window import LiveWindow
from sync_test import Hub, eventually
from window import ACCENT, Hands, Screen, WindowTest
from worn import Worn

AWAY = (820, 1180)  # a tablet held upright
AWAY_SLICE = (410, 900)


@unittest.skipUnless(monado.PREFIX, "Monado is not there (tools/monado)")
class Scene(Worn, WindowTest):
    BELONGS = (1082, 204)
    at_work = "Ada"  # whose installation what is started next belongs to

    def environment(self):
        runtime = self.folder / f"{self.at_work}'s run"
        runtime.mkdir(mode=0o700, exist_ok=True)
        return {
            **super().environment(),
            "SAGITTA_HOME": str(self.folder / self.at_work),
            "XDG_RUNTIME_DIR": str(runtime),
        }

    def file(self, who):
        return self.folder / f"{who}.sagitta"

    def window(self, who, size=(1280, 800)):
        self.at_work = who
        frames = self.folder / f"{who}'s screen"
        frames.mkdir()
        screen = Screen(frames)
        self.addCleanup(screen.close)
        opened = LiveWindow(self, screen, [self.file(who), "--reader", who], self.environment(), size)
        opened.shows(ACCENT, 1000)
        return opened

    def asked(self, who, *arguments):
        return json.loads(self.at(who, *arguments, "--json"))

    def edits(self, who):
        return self.asked(who, "log", self.file(who))["edits"]

    def done_by(self, who, in_file_of):
        """Strokes and choices."""
        return sum(
            edit["person"] == who and edit["kind"] in ("mask changed", "contest settled")
            for edit in self.edits(in_file_of)
        )

    def contested(self, who):
        return self.asked(who, "info", self.file(who))["counts"]["contested"]

    def until_done(self, who, count):
        """Waits until so much of what somebody did is in their own file."""
        eventually(lambda: self.done_by(who, who) == count)

    def until_shared(self, people, **done):
        """Waits until all have the same edits, with so much of each person's work among them."""

        def holds():
            logs = [frozenset(edit["id"] for edit in self.edits(who)) for who in people]
            return len(set(logs)) == 1 and all(self.done_by(who, people[0]) == count for who, count in done.items())

        eventually(holds)

    def begin(self):
        """Ada's project, with a lesion in it, is on the hub and with everybody else; Dora takes hers away."""
        self.hub = Hub(self)
        self.hub.begin()
        self.project = self.file("Ada")
        self.new()
        self.case = self.import_series("thick")
        corner = np.array(self.case["size"]) - 1
        self.middle = (np.array(self.case["world_from_voxel"]) @ [*(corner / 2), 1])[:3]
        stroke = {"lesion": "L1", "class": "lesion", "radius_mm": 14, "points_mm": [self.middle.tolist()]}
        self.at(
            "Ada", "paint", self.project, "--case", self.case["name"], "--reader", "Ada", "--cpu", "--script",
            self.script(stroke),
        )  # fmt: skip
        self.addresses = {who: self.hub.invite(who) for who in ("Ada", "Grace", "Rosalind", "Dora")}
        for who, address in self.addresses.items():
            self.at(who, "sync", self.file(who), address, *([] if who == "Dora" else ["--keep"]))

    def test_windows_a_headset_and_a_late_tablet_end_as_one_project(self):
        self.begin()
        self.at_work = "Dora"
        away = Hands(AWAY)
        away.drag(AWAY_SLICE, (AWAY_SLICE[0] + 40, AWAY_SLICE[1]))
        self.view(away, project=[self.file("Dora")], reader="Dora")
        self.assertEqual(self.done_by("Dora", "Dora"), 1)

        ada, grace = self.window("Ada"), self.window("Grace")
        self.at_work = "Rosalind"
        self.start_runtime()
        self.put_on(project=self.file("Rosalind"), reader="Rosalind")
        together = ("Ada", "Grace", "Rosalind")
        grace.drag(self.AXIAL, (self.AXIAL[0] + 30, self.AXIAL[1]))
        self.until_shared(together, Ada=1, Grace=1, Rosalind=0)

        # Away goes the hub, and everybody goes on: Ada erases what Grace and Rosalind paint again.
        self.hub.stop()
        ada.key("E")
        ada.drag(self.AXIAL)
        self.until_done("Ada", 2)
        grace.drag(self.AXIAL, (self.AXIAL[0], self.AXIAL[1] + 20))
        self.until_done("Grace", 2)
        self.dab(self.middle)
        self.until_done("Rosalind", 1)
        self.assertEqual([self.contested(who) for who in together], [0, 0, 0])
        self.hub.start()
        self.until_shared(together, Ada=2, Grace=2, Rosalind=1)
        self.assertEqual([self.contested(who) for who in together], [1, 1, 1])

        # Once more, with work on its way.
        ada.key("B")
        ada.drag((self.AXIAL[0] - 60, self.AXIAL[1]))
        self.hub.stop()
        self.dab(self.middle + [0, 0, 30])
        grace.key("shift", "C")
        grace.tap(self.BELONGS)
        self.until_done("Ada", 3)
        self.until_done("Grace", 3)
        self.until_done("Rosalind", 2)
        self.assertEqual(self.contested("Grace"), 0)
        self.hub.start()
        self.until_shared(together, Ada=3, Grace=3, Rosalind=2)
        self.assertEqual([self.contested(who) for who in together], [0, 0, 0])

        # The tablet finds the hub.
        everybody = (*together, "Dora")
        self.at("Dora", "sync", self.file("Dora"), self.addresses["Dora"], "--keep")
        tablet = self.window("Dora", AWAY)
        tablet.drag(AWAY_SLICE)
        self.until_shared(everybody, Ada=3, Grace=3, Rosalind=2, Dora=2)
        for window in (ada, grace, tablet):
            window.close()
        self.finish()

        for who in (*everybody, *everybody):  # what each signs at its end
            self.at(who, "sync", self.file(who), self.addresses[who])
        reports = [self.asked(who, "verify", self.file(who)) for who in everybody]
        for report in reports:
            self.assertTrue(report["ok"], report["problems"])
        self.assertEqual(len({(report["log_hash"], report["state_hash"]) for report in reports}), 1, reports)
        sites = {who: {edit["site"] for edit in self.edits("Dora") if edit["person"] == who} for who in everybody}
        self.assertEqual([len(each) for each in sites.values()], [1, 1, 1, 1], "each at one installation")
        self.assertEqual(len(set.union(*sites.values())), 4, "and each at another")


if __name__ == "__main__":
    unittest.main()
