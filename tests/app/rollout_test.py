"""A small team's whole way to a reference standard: pilot, disagreement, better rules, candidates, review, adjudication,
release, second release. Every step is a command, as a script of the team would have it."""

import hashlib
import json
import os
import pathlib
import shutil
import sqlite3
import subprocess
import unittest

import nibabel
import numpy as np

from program import PHANTOM, READER, SERIES, ProgramTest

DATA = pathlib.Path(os.environ.get("SAGITTA_TEST_DATA", pathlib.Path(__file__).parents[3] / "shared/data"))
KITS = DATA / "kits23-3reader"
READERS = ["Steady", "Generous", "Tight"]
LEAD = "Dr. Lead"
HOUR_MS = 3_600_000


def guideline(**changes):
    rules = {
        "title": "Thorax",
        "objective": "every lesion of the lung and the liver",
        "classes": [
            {"name": "lung nodule", "definition": "solid or ground glass, in the lung"},
            {"name": "liver metastasis", "definition": "darker than the liver", "critical": False},
            {"name": "bone lesion", "definition": "lytic"},
            {"name": "cyst", "definition": "as dark as water", "may_overlap": False},
        ],
        "reading_acceptance": ["every slice was looked at"],
        "acceptance": ["no vessel is taken along"],
    }
    return {**rules, **changes}


def tree(folder):
    """Path to SHA-256 of every file below a folder."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


class RolloutTest(ProgramTest):
    def document(self, name, content):
        path = self.folder / name
        path.write_text(json.dumps(content))
        return path

    def start(self, rules):
        self.call("new", self.project, "--title", "Rollout", "--guideline", self.document("v1.json", rules))

    def draw(self, case, reader, track):
        self.json(
            "paint", self.project, "--case", case, "--reader", reader, "--track", track,
            "--script", PHANTOM / "readers" / f"{reader}.json", "--cpu",
        )  # fmt: skip

    def waiting(self):
        return self.json("review", self.project, "--waiting")["findings"]

    def decide(self, finding, reader, verdict, *options):
        return self.json("decide", self.project, verdict, "--lesion", finding["id"], "--reader", reader, *options)

    def elsewhere(self, *arguments, status=0):
        """The same command on another installation, which has no Vulkan driver."""
        done = subprocess.run(
            [os.environ["SAGITTA"], *map(str, arguments)],
            capture_output=True, text=True,
            env={**os.environ, "SAGITTA_HOME": str(self.folder / "elsewhere"), "VK_ICD_FILENAMES": "/dev/null",
                 "VK_DRIVER_FILES": "/dev/null"},
        )  # fmt: skip
        self.assertEqual(done.returncode, status, f"{arguments}\n{done.stdout}\n{done.stderr}")
        return done.stdout


class Rollout(RolloutTest):
    def test_from_a_pilot_to_a_second_release(self):
        self.start(guideline())
        case = self.import_series("oblique")["name"]
        self.call(
            "policy", self.project, "--rule", "dual", "--resolvers", "Dr. Judge,Dr. Chief", "--limit-hours", "48",
            "--reader", LEAD,
        )  # fmt: skip

        # Pilot: the readers calibrate on the case, and nobody compares before it is revealed.
        self.json(
            "calibrate", self.project, "open", "--name", "Pilot", "--cases", case, "--readers", ",".join(READERS),
            "--reader", LEAD,
        )  # fmt: skip
        for reader in READERS:
            self.draw(case, reader, f"Pilot - {reader}")
        self.assertIsNone(self.json("calibrate", self.project, "show")["sessions"][0]["revealed"])
        self.call("calibrate", self.project, "reveal", "--name", "Pilot", "--reader", LEAD)
        shown = self.json("calibrate", self.project, "show")
        session = shown["sessions"][0]
        by_reader = {each["reader"]: each for each in session["readers"]}
        self.assertGreater(by_reader["Generous"]["mean_signed_distance_mm"], by_reader["Tight"]["mean_signed_distance_mm"])
        self.assertLess(session["alpha_of_voxels"]["value"], 1)
        self.assertFalse(shown["gate"]["open"])

        # Production: two of them read, blind, in tracks of their own.
        plan = self.json(
            "assign", self.project, "plan", "--readers", "Steady,Generous", "--per-case", "2", "--blind",
            "--due", "2099-12-31", "--reader", LEAD,
        )["readings"]  # fmt: skip
        planned = {reading["track"] for reading in plan if not reading["track"].startswith("Pilot")}
        self.assertEqual(planned, {"Steady", "Generous"})
        for reader in sorted(planned):
            self.draw(case, reader, reader)
            self.call(
                "assign", self.project, "submit", "--case", case, "--track", reader, "--reader", reader,
                "--confirm", "every lesion is marked",
            )  # fmt: skip
        lacking = self.json("review", self.project)["lacking"]
        self.assertEqual([each["case"] for each in lacking], [case], "their readings are still to be brought together")

        self.json(
            "consensus", self.project, "--case", case, "--method", "union", "--tracks", "Steady,Generous",
            "--reader", LEAD,
        )  # fmt: skip
        self.assertEqual(self.json("review", self.project)["lacking"], [])
        findings = self.waiting()
        self.assertEqual({each["track"] for each in findings}, {"consensus-union"})
        disputed = [each for each in findings if each["disputed"]]
        risks = [each["risk"] for each in findings]
        self.assertEqual(risks, sorted(risks, reverse=True))

        # One decision under the first rules; then the rules for its class change.
        first = next(each for each in findings if not each["disputed"])
        self.assertEqual(self.decide(first, "Dr. Second", "accept", "--seconds", "6.5")["state"], "accepted")
        rules = guideline(changes=[{"what": "vessels are left out", "classes": [first["class"]]}])
        added = self.json("guideline", self.project, "add", self.document("v2.json", rules), "--reader", LEAD)
        self.assertEqual([each["id"] for each in added["look_again"]], [first["id"]])
        self.assertEqual(added["classes"], [first["class"]])

        # Candidates of a model for another case; every one is decided on, and a bad one stays out.
        other = self.import_series("thick")["name"]
        reading = self.folder / "model"
        self.draw(other, "Steady", "helper")
        (labels,) = [
            file
            for file in self.json(
                "export", self.project, "--format", "dicom-seg", "--case", other, "--track", "helper", "--out", reading
            )["files"]
            if file["kind"] == "segmentation"
        ]
        self.call("undo", self.project, "--reader", "Steady")
        while self.lesions("helper"):
            self.call("undo", self.project, "--reader", "Steady")
        candidates = self.json(
            "import-labels", self.project, labels["path"], "--case", other, "--reader", LEAD, "--track", "model",
            "--as", "candidate", "--model", "net", "--model-version", "3",
        )["lesions"]  # fmt: skip
        self.assertTrue(all(each["provenance"] == "candidate" for each in candidates))

        # What a release would need is said before any is made.
        refusal, _ = self.call("release", self.project, "check", "--json", status=1)
        rules_broken = {each["rule"] for each in json.loads(refusal)["obstacles"]}
        self.assertEqual(rules_broken, {"undecided", "stale", "empty"})

        rejected = candidates[-1]["id"]
        for finding in self.waiting():
            if finding["id"] == rejected:
                self.decide(finding, "Dr. Second", "reject", "--comment", "a vessel")
            elif finding["disputed"]:
                self.assertEqual(self.decide(finding, "Dr. Second", "escalate")["waits_for"], "Dr. Judge")
                self.assertEqual(self.decide(finding, "Dr. Judge", "accept")["state"], "accepted")
            else:
                self.assertEqual(self.decide(finding, "Dr. Second", "accept")["state"], "accepted")
        self.assertTrue(disputed)
        self.assertEqual(self.waiting(), [])
        states = {each["id"]: each["state"] for each in self.json("info", self.project)["lesions"]}
        self.assertEqual((states[first["id"]], states[rejected]), ("accepted", "rejected"))
        watches = self.json("automation", self.project, "show")["classes"]
        self.assertEqual(sum(each["rejected"] for each in watches), 1)
        self.assertEqual(sum(each["untouched"] for each in watches), len(candidates) - 1)

        made = self.json("release", self.project, "create", "--name", "1", "--reader", LEAD)
        self.assertTrue(made["ready"])
        self.assertTrue(self.json("release", self.project, "verify", "1")["ok"])

        # Through a merge to another installation without Vulkan: the same bytes.
        here, there = self.folder / "here", self.folder / "there"
        exported = self.json("release", self.project, "export", "1", "--out", here)
        copy = self.folder / "copy.sagitta"
        self.call("snapshot", self.project, copy)
        apart = self.folder / "apart.sagitta"
        shutil.copy(copy, apart)
        self.elsewhere("comment", apart, "seen elsewhere", "--lesion", first["id"], "--reader", "Dr. Far")
        self.elsewhere("merge", apart, self.project)
        self.elsewhere("release", apart, "verify", "1")
        self.elsewhere("release", apart, "export", "1", "--out", there)
        self.assertEqual(tree(here), tree(there))
        self.check_release(here, exported, rejected)

        # Somebody paints on an accepted lesion: it is to be looked at again, and the second release says what changed.
        accepted = self.lesions("consensus-union")[first["name"]]
        low, high = np.array(accepted["bounds"]["min"]), np.array(accepted["bounds"]["max"])
        world = np.array(self.json("info", self.project)["cases"][0]["world_from_voxel"])
        middle = (world @ np.append((low + high) / 2, 1))[:3]
        stroke = {"lesion": first["name"], "class": first["class"], "radius_mm": 3, "mode": "erase",
                  "points_mm": [middle.tolist()]}  # fmt: skip
        self.json(
            "paint", self.project, "--case", case, "--reader", LEAD, "--track", "consensus-union",
            "--script", self.script(stroke), "--cpu",
        )  # fmt: skip
        (stale,) = self.waiting()
        self.assertEqual((stale["id"], stale["state"]), (first["id"], "stale"))
        self.decide(stale, "Dr. Second", "accept")
        self.call("release", self.project, "create", "--name", "2", "--reader", LEAD, "--no-pictures")
        changes = self.json("release", self.project, "diff")
        self.assertEqual((changes["from"], changes["to"]), ("1", "2"))
        self.assertEqual([(each["kind"], each["id"]) for each in changes["changes"]], [("changed", first["id"])])
        self.assertLess(changes["changes"][0]["volume_ml_after"], changes["changes"][0]["volume_ml_before"])
        self.assertTrue(self.json("release", self.project, "verify", "1")["ok"], "the first is what it was")
        self.assertTrue(self.json("verify", self.project)["ok"])
        second = self.folder / "second"
        self.json("release", self.project, "export", "--out", second)
        self.assertIn(first["name"], (second / "CHANGES").read_text())

    def check_release(self, folder, exported, rejected):
        """What the files say, read by programs that are not ours."""
        subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=folder, check=True)
        manifest = json.loads((folder / "manifest.json").read_text())
        self.assertEqual({file["path"] for file in manifest["files"]} | {"manifest.json", "SHA256SUMS"}, set(tree(folder)))
        self.assertNotIn(rejected, {lesion["id"] for lesion in manifest["lesions"]})
        self.assertEqual(len(list((folder / "pictures").glob("*.png"))), len(manifest["lesions"]))
        report = (folder / "report.html").read_text()
        self.assertEqual(report.count("data:image/png;base64,"), len(manifest["lesions"]))
        self.assertNotIn("http://", report.replace("http://www.w3.org", ""))
        for each in json.loads((folder / "agreement.json").read_text())["cases"]:
            for of in ("lesions", "voxels"):
                if alpha := each["agreement"][of]["krippendorff_alpha"]:
                    self.assertIn(f"<td>{alpha['value']:.3f}", report, "as it was measured")

        # Every lesion of the standard has its voxels in the label maps.
        voxels = {}
        for sidecar in (folder / "standard/nifti").glob("*.json"):
            for file in json.loads(sidecar.read_text())["files"]:
                values = np.asarray(nibabel.load(sidecar.parent / file["file"]).dataobj)
                for value, lesion in file["lesions"].items():
                    voxels[lesion["id"]] = int((values == int(value)).sum())
        self.assertEqual(voxels, {lesion["id"]: lesion["voxels"] for lesion in manifest["lesions"]})
        dataset = json.loads((folder / "nnunet/dataset.json").read_text())
        self.assertEqual(len(list((folder / "nnunet/labelsTr").iterdir())), dataset["numTraining"])

        # None of the images' UIDs is anywhere.
        truth = json.loads((PHANTOM / "truth.json").read_text())
        secrets = [truth["frame_of_reference_uid"], *(series["series_uid"] for series in truth["series"])]
        for path in folder.rglob("*"):
            if path.is_file():
                content = path.read_bytes()
                for secret in secrets:
                    self.assertNotIn(secret.encode(), content, path)


class TimeLimits(RolloutTest):
    def test_what_was_escalated_is_handed_on_and_blocks_when_late(self):
        self.start(guideline())
        case = self.import_series("oblique")["name"]
        self.draw(case, "Steady", "shared")
        self.call(
            "policy", self.project, "--resolvers", "Dr. Judge,Dr. Chief", "--limit-hours", "10", "--reader", LEAD
        )
        finding = self.waiting()[0]
        edit = self.decide(finding, "Dr. Second", "escalate")["edit"]
        (entry,) = [each for each in self.json("log", self.project)["edits"] if each["id"] == edit]
        start = int(np.datetime64(entry["time"].rstrip("Z"), "ms").astype(np.int64))

        def after(hours):
            findings = self.json("review", self.project, "--at", start + hours * HOUR_MS)["findings"]
            (same,) = [each for each in findings if each["id"] == finding["id"]]
            return same["waits_for"], same["escalation"]["warns"], same["escalation"]["overdue"]

        self.assertEqual(after(1), ("Dr. Judge", False, False))
        self.assertEqual(after(6), ("Dr. Judge", True, False))
        self.assertEqual(after(11), ("Dr. Chief", False, False))
        self.assertEqual(after(21), ("Dr. Chief", True, True))
        self.assertEqual(self.json("decide", self.project, "--reader", "Dr. Second", "--undo")["undone"], edit)
        self.call("decide", self.project, "--reader", "Dr. Second", "--undo", status=1)


class OneLesion(RolloutTest):
    """A case with one accepted lesion: what is special about a release of it."""

    def setUp(self):
        super().setUp()
        self.start(guideline())

    def accept_one(self, *import_options):
        folder = self.folder / "series"
        folder.mkdir()
        for file in sorted((PHANTOM / "dicom").iterdir()):
            if SERIES["oblique"]["series_uid"].encode() in file.read_bytes()[:4096]:
                (folder / file.name).symlink_to(file)
        (case,) = self.json("import", self.project, folder, *import_options)["cases"]
        nodule = {"lesion": "L1", "class": "lung nodule", "radius_mm": 9, "points_mm": [[-78, -12, 100]]}
        self.paint(case, self.script(nodule), "--cpu")
        (finding,) = self.waiting()
        self.assertEqual(self.decide(finding, READER, "accept")["state"], "undecided", "nobody reviews their own")
        self.assertEqual(self.decide(finding, "Dr. Second", "accept")["state"], "accepted")
        return case

    def release(self, *options, status=0):
        return self.call(
            "release", self.project, "create", "--name", "1", "--reader", LEAD, "--no-pictures", "--json", *options,
            status=status,
        )[0]  # fmt: skip

    def test_what_identifies_the_images_keeps_a_release_back(self):
        uid = SERIES["oblique"]["series_uid"]
        self.accept_one("--name", uid)
        obstacles = json.loads(self.release(status=1))["obstacles"]
        self.assertEqual({each["rule"] for each in obstacles}, {"identity"})
        self.assertIn(uid, obstacles[0]["what"])
        self.assertEqual(self.json("release", self.project, "list")["releases"], [])
        self.release("--retain-uids")

    def test_a_damaged_release_is_not_handed_out(self):
        self.accept_one()
        self.release()
        out = self.folder / "out"
        self.json("release", self.project, "export", "--out", out)
        manifest = json.loads((out / "manifest.json").read_text())
        (changes,) = [file for file in manifest["files"] if file["path"] == "CHANGES"]
        database = sqlite3.connect(self.project)
        (data,) = database.execute("SELECT data FROM blob WHERE hash=?", [bytes.fromhex(changes["blobs"][0])]).fetchone()
        damaged = data[:-1] + bytes([data[-1] ^ 1])
        database.execute("UPDATE blob SET data=? WHERE hash=?", [damaged, bytes.fromhex(changes["blobs"][0])])
        database.commit()
        database.close()
        said, _ = self.call("release", self.project, "verify", "--json", status=1)
        self.assertFalse(json.loads(said)["ok"])
        self.call("release", self.project, "export", "--out", self.folder / "again", status=1)
        self.call("release", self.project, "export", "--out", out, status=1)  # there is something there

    def test_a_test_case_is_kept_apart_and_a_name_is_given_once(self):
        case = self.accept_one()
        self.call("assign", self.project, "sequester", "--case", case["name"], "--reader", LEAD)
        self.release()
        out = self.folder / "out"
        said = self.call("release", self.project, "export", "--out", out, status=1)[1]
        self.assertIn("--reader", said)
        self.assertFalse(out.exists())
        self.json("release", self.project, "export", "--out", out, "--reader", LEAD)
        (look,) = self.json("assign", self.project, "list")["consulted"]
        self.assertEqual([look["reader"], look["purpose"]], [LEAD, "release 1"])
        self.assertTrue(json.loads((out / "manifest.json").read_text())["cases"][0]["sequestered"])
        self.assertEqual(len(list((out / "nnunet/labelsTs").iterdir())), 1)
        self.assertFalse((out / "nnunet/labelsTr").exists())
        self.call("release", self.project, "create", "--name", "1", "--reader", LEAD, status=1)

    def test_whoever_takes_something_of_a_test_case_is_written_down(self):
        case = self.accept_one()
        taken = ["export", self.project, "--format", "nifti", "--out", self.folder / "taken", "--images"]
        trained = ["export", self.project, "--format", "nnunet", "--out", self.folder / "trained"]
        picture = ["render", self.project, "--case", case["name"], "--size", "64x48", "--out", self.folder / "p.png"]

        def looks():
            return [(each["reader"], each["purpose"]) for each in self.json("assign", self.project, "list")["consulted"]]

        before = self.json("verify", self.project)["edits"]
        for command in (taken, trained, picture):
            self.call(*command)
        self.assertEqual(self.json("verify", self.project)["edits"], before, "of other cases nothing is written")
        self.call("assign", self.project, "sequester", "--case", case["name"], "--reader", LEAD)
        shutil.rmtree(self.folder / "taken")
        for command in (taken, trained, picture):
            self.assertIn("--reader", self.call(*command, status=1)[1])
        self.assertFalse((self.folder / "taken").exists())
        self.assertEqual(looks(), [])
        for command in (taken, trained, picture):
            self.call(*command, "--reader", READER)
        self.assertEqual(looks(), [(READER, "export"), (READER, "export"), (READER, "render")])
        self.assertTrue(self.json("verify", self.project)["ok"])

    def test_less_is_asked_for_with_a_reason_that_stays(self):
        policy = lambda *rest: self.json("policy", self.project, "--reader", LEAD, *rest)  # noqa: E731
        self.call("policy", self.project, "--rule", "sampled", "--part", "0.5", "--reader", LEAD)  # the first is free
        policy("--rule", "dual", "--resolvers", "Ada,Emmy")
        _, why = self.call("policy", self.project, "--rule", "single", "--reader", LEAD, status=1)
        self.assertIn("cases are read by one person, not by two", why)
        self.assertEqual(policy()["rule"], "dual")
        now = policy("--rule", "single", "--reason", "Emmy is away")
        self.assertEqual([now["rule"], now["reason"]], ["single", "Emmy is away"])
        self.assertEqual([each["asks_less"] for each in now["changes"]],
                         [[], [], ["cases are read by one person, not by two"]])  # fmt: skip
        self.assertEqual(policy("--limit-hours", "24")["reason"], "", "a reason is of one change")
        log = [each for each in self.json("log", self.project)["edits"] if each["kind"] == "review policy set"]
        self.assertEqual([each["policy"]["reason"] for each in log], ["", "", "Emmy is away", ""])
        self.assertIn("because Emmy is away", self.call("log", self.project)[0])

    def test_a_class_whose_candidates_are_bad_is_paused_until_somebody_looked(self):
        case = self.accept_one()
        strokes = [
            {"lesion": f"K{n}", "class": "cyst", "radius_mm": 4, "points_mm": [[-90 + 20 * n, 0, 0]]} for n in range(8)
        ]
        self.paint(case, self.script(*strokes), "--cpu", "--track", "helper")
        (labels,) = [
            file["path"]
            for file in self.json(
                "export", self.project, "--format", "dicom-seg", "--track", "helper", "--out", self.folder / "seg"
            )["files"]
            if file["kind"] == "segmentation"
        ]
        while self.lesions("helper"):
            self.call("undo", self.project, "--reader", READER)
        candidates = self.json(
            "import-labels", self.project, labels, "--case", case["name"], "--reader", LEAD, "--track", "model",
            "--as", "candidate",
        )["lesions"]  # fmt: skip
        for candidate in candidates:
            self.decide(candidate, "Dr. Second", "reject")
        (watch,) = self.json("automation", self.project, "show")["classes"]
        self.assertEqual((watch["state"], watch["rejected"]), ("paused", 8))
        said, _ = self.call("release", self.project, "check", "--json", status=1)
        self.assertEqual([each["rule"] for each in json.loads(said)["obstacles"]], ["paused"])
        self.call(
            "automation", self.project, "release", "--class", "cyst", "--reason", "a newer model", "--reader", LEAD
        )
        self.assertTrue(self.json("release", self.project, "check")["ready"])


@unittest.skipUnless(KITS.is_dir(), "the multi-reader data is not here")
class KitsRollout(RolloutTest):
    def test_the_consensus_of_three_readers_is_reviewed_and_released(self):
        self.start({
            "title": "Kidney", "classes": [{"name": "tumor", "definition": "solid", "critical": True},
                                           {"name": "cyst", "definition": "fluid"}],
        })  # fmt: skip
        folder = KITS / "case_00021"
        (case,) = self.json("import", self.project, folder / "segmentation.nii.gz", "--name", "K")["cases"]
        for path in sorted((folder / "instances").iterdir()):
            name, reader = path.name.removesuffix(".nii.gz").split("_annotation-")
            self.json(
                "import-labels", self.project, path, "--case", "K", "--reader", f"R{reader}", "--track", f"R{reader}",
                "--class", name.split("_")[0], "--lesion", name,
            )  # fmt: skip
        self.call("policy", self.project, "--rule", "consensus", "--resolvers", "Dr. Judge", "--reader", LEAD)
        self.json("consensus", self.project, "--case", "K", "--method", "majority", "--reader", LEAD)
        for finding in self.waiting():
            state = self.decide(finding, "Dr. Judge", "accept")["state"]
            self.assertEqual(state, "accepted")
        self.json("release", self.project, "create", "--name", "1", "--reader", LEAD, "--no-pictures")
        out = self.folder / "out"
        self.json("release", self.project, "export", "--out", out)
        truth = np.asarray(nibabel.load(folder / "segmentation.nii.gz").dataobj)
        released = sum(
            (np.asarray(nibabel.load(path).dataobj) > 0).astype(int) for path in (out / "nnunet/labelsTr").glob("*.nii")
        )
        self.assertEqual(int((released > 0).sum()), int(np.isin(truth, [2, 3]).sum()))


if __name__ == "__main__":
    unittest.main()
