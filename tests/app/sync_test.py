"""Several installations share a project through a hub: a real PostgreSQL server, which is stopped, reached by TLS, and
left in the middle of things."""

import json
import os
import pathlib
import random
import shutil
import signal
import socket
import subprocess
import time
import unittest

from program import ProgramTest

SERVER = pathlib.Path(__file__).resolve().parent.parent / "store" / "hub_server"
NOT_INSTALLED = 77
POINT = [[-90, 0, -50]]


def eventually(holds):
    """Waits until something holds; a minute is forever."""
    until = time.monotonic() + 60
    while not holds():
        if time.monotonic() > until:
            raise AssertionError("it did not come about within a minute")
        time.sleep(0.05)


class Hub:
    def __init__(self, test):
        made = subprocess.run([SERVER, "make"], stdout=subprocess.PIPE, text=True)
        if made.returncode == NOT_INSTALLED:
            raise unittest.SkipTest("needs PostgreSQL (tools/setup test)")
        made.check_returncode()
        self.folder = pathlib.Path(made.stdout.strip())
        test.addCleanup(shutil.rmtree, self.folder)
        test.addCleanup(self.stop)
        self.test = test
        self.port = None
        self.process = None

    def start(self):
        arguments = [SERVER, "run", self.folder] + ([str(self.port)] if self.port else [])
        self.process = subprocess.Popen(arguments)

        def answers():
            with socket.socket(socket.AF_UNIX) as probe:
                return probe.connect_ex(str(self.folder / f".s.PGSQL.{self.port or 5432}")) == 0

        eventually(answers)

    def stop(self):
        if self.process:
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait()
            self.process = None

    def url(self, name, password):
        port = f"&port={self.port}" if self.port else ""
        return f"postgresql://{name}:{password}@/postgres?host={self.folder}{port}"

    def begin(self):
        """Starts it and makes the hub."""
        self.start()
        # It answers a little later than its socket is there.
        eventually(lambda: self.test.at("keeper", "hub", "init", self.url("keeper", "keeper"), status=None) == 0)

    def invite(self, name):
        """The address that this person syncs with."""
        said = self.test.at("keeper", "hub", "invite", self.url("keeper", "keeper"), name, "--json")
        return json.loads(said)["address"]

    def use_tls(self, host):
        """A certificate of its own for `host`, signed by an authority of its own. Returns the authority's file."""
        openssl = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={host}"]
        key, certificate = self.folder / "server.key", self.folder / "server.crt"
        subprocess.run(
            [*openssl, "-addext", f"subjectAltName=DNS:{host}", "-keyout", key, "-out", certificate],
            check=True,
            capture_output=True,
        )
        owner = self.folder.stat()
        os.chown(key, owner.st_uid, owner.st_gid)
        key.chmod(0o600)
        certificate.chmod(0o644)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        return certificate


class Sync(ProgramTest):
    def setUp(self):
        super().setUp()
        self.hub = Hub(self)

    def file(self, who):
        return self.folder / f"{who}.sagitta"

    def verified(self, who):
        return json.loads(self.at(who, "verify", self.file(who), "--json"))

    def paint(self, who, case, *lesions):
        strokes = [{"lesion": name, "class": "test", "radius_mm": 6, "points_mm": POINT} for name in lesions]
        self.at(
            who, "paint", self.file(who), "--case", case, "--reader", who, "--cpu", "--script", self.script(*strokes)
        )

    def begin_project(self):
        """Ada's project with one case, and the addresses of Ada and Grace."""
        self.project = self.file("Ada")
        self.environment = lambda: {**os.environ, "SAGITTA_HOME": str(self.folder / "Ada")}
        self.new()
        case = self.import_series("oblique")
        return case["name"], self.hub.invite("Ada"), self.hub.invite("Grace")

    def assert_in_step(self, *people):
        reports = [self.verified(who) for who in people]
        for report in reports:
            self.assertTrue(report["ok"], report["problems"])
            self.assertEqual(report["log_hash"], reports[0]["log_hash"])
            self.assertEqual(report["state_hash"], reports[0]["state_hash"])

    def test_two_installations_exchange_images_and_strokes(self):
        self.hub.begin()
        self.assertIn("already", self.at("keeper", "hub", "init", self.hub.url("keeper", "keeper")))
        case, ada, grace = self.begin_project()
        self.paint("Ada", case, "L1")
        said = self.at("Ada", "sync", self.file("Ada"), ada, "--json")
        first = json.loads(said)
        self.assertEqual(first["received"], {"edits": 0, "images": 0, "image_bytes": 0})
        self.assertGreater(first["sent"]["images"], 0)
        second = json.loads(self.at("Grace", "sync", self.file("Grace"), grace, "--json"))
        self.assertEqual(second["received"], first["sent"])
        self.assert_in_step("Ada", "Grace")
        self.paint("Grace", case, "L1", "L2")
        self.paint("Ada", case, "L3")
        self.at("Ada", "undo", self.file("Ada"), "--reader", "Ada")
        for who, address in (("Grace", grace), ("Ada", ada), ("Grace", grace)):
            self.at(who, "sync", self.file(who), address)
        self.assert_in_step("Ada", "Grace")
        # The password stands in no message.
        self.assertNotIn(ada.split(":")[2].split("@")[0], said + self.at("Ada", "sync", self.file("Ada"), ada))

    def test_a_hub_that_is_away_costs_nothing_but_time(self):
        self.hub.begin()
        case, ada, grace = self.begin_project()
        self.at("Ada", "sync", self.file("Ada"), ada)
        self.hub.stop()
        self.paint("Ada", case, "L1")
        before = self.verified("Ada")
        self.assertIn("nothing is lost", self.at("Ada", "sync", self.file("Ada"), ada, status=1))
        self.assertEqual(self.verified("Ada"), before)
        self.at("Grace", "sync", self.file("Grace"), grace, status=1)
        self.assertFalse(self.file("Grace").exists())
        self.hub.start()
        eventually(lambda: self.at("Ada", "sync", self.file("Ada"), ada, status=None) == 0)
        self.at("Grace", "sync", self.file("Grace"), grace)
        self.assert_in_step("Ada", "Grace")

    def test_watchers_see_each_other_until_they_are_ended(self):
        self.hub.begin()
        case, ada, grace = self.begin_project()
        self.at("Ada", "sync", self.file("Ada"), ada)
        watchers = []
        for who, address in (("Ada", ada), ("Grace", grace)):
            environment = {**os.environ, "SAGITTA_HOME": str(self.folder / who)}
            watchers.append(
                subprocess.Popen(
                    [os.environ["SAGITTA"], "sync", self.file(who), address, "--watch", "--json"],
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                    env=environment,
                )
            )
            self.addCleanup(watchers[-1].kill)
            eventually(self.file(who).exists)
        self.paint("Ada", case, "L1")

        def arrived(who, name):
            found = json.loads(self.at(who, "info", self.file(who), "--json"))["lesions"]
            return name in {lesion["name"] for lesion in found}

        eventually(lambda: arrived("Grace", "L1"))
        self.hub.stop()
        self.paint("Grace", case, "L2")
        self.hub.start()
        eventually(lambda: arrived("Ada", "L2"))
        reports = []
        for watcher in watchers:
            watcher.send_signal(signal.SIGTERM)
            reports.append(json.loads(watcher.communicate()[0]))
            self.assertEqual(watcher.returncode, 0)
        self.assertEqual(reports[0]["received"]["edits"], reports[1]["sent"]["edits"])
        self.assert_in_step("Ada", "Grace")

    def test_killed_anywhere_it_goes_on_where_it_was(self):
        self.hub.begin()
        case, ada, grace = self.begin_project()
        self.paint("Ada", case, *(f"L{n}" for n in range(40)))
        chance = random.Random(5)
        for attempt in range(12):
            who, address = (("Ada", ada), ("Grace", grace))[attempt % 2]
            environment = {**os.environ, "SAGITTA_HOME": str(self.folder / who)}
            process = subprocess.Popen(
                [os.environ["SAGITTA"], "sync", self.file(who), address],
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=environment,
            )
            time.sleep(chance.random() * 0.2)
            process.kill()
            process.wait()
        for who, address in (("Ada", ada), ("Grace", grace)):
            self.at(who, "sync", self.file(who), address)
        self.assert_in_step("Ada", "Grace")

    def test_a_connection_is_refused_unless_the_hub_proves_its_name(self):
        authority = self.hub.use_tls("hub.test")
        self.hub.begin()
        _, ada, _ = self.begin_project()
        name, password = ada.split("//")[1].split("@")[0].split(":")

        def address(host, **words):
            rest = "".join(f"&{word}={value}" for word, value in words.items())
            return (
                f"postgresql://{name}:{password}@{host}:{self.hub.port}/postgres"
                f"?hostaddr=127.0.0.1&sslmode=verify-full{rest}"
            )

        known = {"sslrootcert": authority, "channel_binding": "require"}
        self.at("Ada", "sync", self.file("Ada"), address("hub.test", **known))
        for wrong in (address("other.test", **known), address("hub.test", sslrootcert="/etc/ssl/certs/ca-certificates.crt")):
            said = self.at("Ada", "sync", self.file("Ada"), wrong, status=1)
            self.assertIn("not safe", said)
            self.assertNotIn(password, said)
        plain = "postgresql://ada@hub.test/liver?sslmode=disable"
        self.assertIn("read and change", self.at("Ada", "sync", self.file("Ada"), plain, status=1))

    def test_what_is_no_hub_is_said_in_plain_words(self):
        self.hub.start()
        self.project = self.file("Ada")
        self.environment = lambda: {**os.environ, "SAGITTA_HOME": str(self.folder / "Ada")}
        self.new()
        keeper = self.hub.url("keeper", "keeper")

        def says(words, *arguments):
            said = self.at("Ada", *arguments, status=1)
            self.assertIn(words, said)

        eventually(lambda: "starting" not in self.at("Ada", "sync", self.file("Ada"), keeper, status=1))
        says("hub init", "sync", self.file("Ada"), keeper)
        says("name or password", "hub", "init", self.hub.url("keeper", "wrong"))
        says("no such database", "hub", "init", keeper.replace("/postgres?", "/liver?"))
        says("not the address", "sync", self.file("Ada"), "liver.sagitta")


if __name__ == "__main__":
    unittest.main()
