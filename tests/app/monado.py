"""Wearing a headset in tests: Monado as a real OpenXR runtime, with a head and hands that go where a test sends them.

Monado's "remote" driver is a headset and two controllers (Valve Index) whose poses and buttons come over a socket:
`struct r_remote_data` of its sources, 376 bytes, little endian, no padding but what is spelled out here.
"""

import json
import math
import os
import pathlib
import queue
import signal
import socket
import struct
import subprocess
import threading
import time

import numpy as np

PREFIX = os.environ.get("SAGITTA_MONADO", "")
HEADER = struct.unpack("<Q", b"mndrmt3\0")[0]
VIEW = "4f7fI"
CONTROLLER = "7f3f3f5f3f2f1f2f16?"
PACKET = struct.Struct("<Q" + VIEW + VIEW + "7f4?" + CONTROLLER + CONTROLLER)
PATIENCE = 180  # seconds; the machine may be busy with other tests


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Runtime:
    """monado-service, private to one test: its own folder, socket and port. `display`: shows the eyes there, in a window;
    without, everything is composed and nothing shown."""

    def __init__(self, folder, display=None):
        self.folder = pathlib.Path(folder)
        self.port = free_port()
        for name in ("run", "config/monado"):
            (self.folder / name).mkdir(mode=0o700, parents=True, exist_ok=True)
        (self.folder / "config/monado/config_v0.json").write_text(
            json.dumps({"active": "remote", "remote": {"version": 0, "port": self.port, "view_count": 2}})
        )
        self.display = display
        self.process = None

    def environment(self):
        """For programs that are to find this runtime."""
        return {
            "XR_RUNTIME_JSON": f"{PREFIX}/share/openxr/1/openxr_monado.json",
            "XDG_RUNTIME_DIR": str(self.folder / "run"),
            "XDG_CONFIG_HOME": str(self.folder / "config"),
        }

    def start(self):
        shown = (
            {"DISPLAY": self.display, "XRT_COMPOSITOR_FORCE_XCB": "1", "XRT_COMPOSITOR_DEFAULT_FRAMERATE": "20"}
            if self.display
            else {"XRT_COMPOSITOR_NULL": "1"}
        )
        self.log = open(self.folder / "monado.log", "a")
        self.process = subprocess.Popen(
            [f"{PREFIX}/bin/monado-service"],
            env={**os.environ, **self.environment(), **shown, "P_OVERRIDE_ACTIVE_CONFIG": "remote", "XRT_NO_STDIN": "1",
                 # Where frames are slow it would wait for many times their length.
                 "U_PACING_APP_IMMEDIATE_WAIT_FRAME_RETURN": "1"},
            stdout=self.log,
            stderr=self.log,
        )
        end = time.monotonic() + PATIENCE
        while not (self.folder / "run/monado_comp_ipc").exists():
            if self.process.poll() is not None or time.monotonic() > end:
                raise RuntimeError("monado-service did not start:\n" + (self.folder / "monado.log").read_text()[-2000:])
            time.sleep(0.05)
        self.wearer = Wearer(self.port)

    def kill(self):
        self.process.kill()
        self.process.wait()
        (self.folder / "run/monado_comp_ipc").unlink(missing_ok=True)

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        if self.process:
            self.log.close()


class Hand:
    def __init__(self, at):
        self.at = np.array(at, float)
        self.turn = np.array([0, 0, 0, 1.0])
        self.trigger = self.squeeze = 0.0
        self.stick = (0.0, 0.0)
        self.a = self.b = False
        self.active = True

    def fields(self):
        # order of the flags: hand tracking, active, system click and touch, a click and touch, b click and touch,
        # trigger click and touch, stick click and touch, trackpad touch, and three of padding
        flags = [self.active, self.active, False, False, self.a, self.a, self.b, self.b, self.trigger > 0.9]
        flags += [self.trigger > 0, False, False, False, False, False, False]
        still = [0.0] * 6
        curl = [0.0] * 5
        return [*self.turn, *self.at, *still, *curl, self.trigger, self.squeeze, 0.0, *self.stick, 0.0, 0.0, 0.0, *flags]


class Wearer:
    """Head and hands, in the runtime's own space. send() makes what was set hold until the next one."""

    def __init__(self, port):
        end = time.monotonic() + PATIENCE
        while True:
            try:
                self.socket = socket.create_connection(("127.0.0.1", port), 1)
                break
            except OSError:
                if time.monotonic() > end:
                    raise
                time.sleep(0.05)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.head = np.array([0, 1.6, 0.0])
        self.head_turn = np.array([0, 0, 0, 1.0])
        self.left = Hand((-0.25, 1.3, -0.3))
        self.right = Hand((0.25, 1.3, -0.3))
        self.send()

    def send(self):
        no_view = [0.0] * 4 + [0, 0, 0, 1.0, 0, 0, 0] + [0]
        self.socket.sendall(
            PACKET.pack(
                HEADER, *no_view, *no_view, *self.head_turn, *self.head, False, False, False, False, *self.left.fields(),
                *self.right.fields()
            )
        )


def turned(turn, v):
    """A vector turned by a quaternion x, y, z, w."""
    axis, w = np.array(turn[:3]), turn[3]
    t = 2 * np.cross(axis, v)
    return np.array(v) + w * t + np.cross(axis, t)


class Session:
    """`sagitta vr` at work, followed frame by frame through its trace."""

    def __init__(self, arguments, environment):
        self.process = subprocess.Popen(
            arguments, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        self.frames = queue.Queue()
        self.said = []
        self.last = None
        self.readers = [
            threading.Thread(target=self._frames, daemon=True),
            threading.Thread(target=self._words, daemon=True),
        ]
        for reader in self.readers:
            reader.start()

    def _frames(self):
        for line in self.process.stdout:
            self.frames.put(json.loads(line))
        self.frames.put(None)

    def _words(self):
        for line in self.process.stderr:
            self.said.append(line.strip())

    def until(self, holds, what):
        """The first frame from now on of which `holds` is true."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            try:
                frame = self.frames.get(timeout=0.5)
            except queue.Empty:
                continue
            if frame is None:
                raise AssertionError(f"sagitta vr ended before: {what}\n" + "\n".join(self.said))
            self.last = frame
            if holds(frame):
                return frame
        raise AssertionError(f"never came: {what}\nlast frame: {self.last}\nsaid: {self.said}")

    def after(self, count):
        """So many frames from now, all of which saw what was sent before."""
        while not self.frames.empty():
            frame = self.frames.get()
            self.last = frame or self.last
        for _ in range(count):
            self.until(lambda frame: True, "a frame")
        return self.last

    def until_said(self, words):
        end = time.monotonic() + PATIENCE
        while not any(words in line for line in self.said):
            if time.monotonic() > end or (self.process.poll() is not None and not self.readers[1].is_alive()):
                raise AssertionError(f"never said: {words}\n" + "\n".join(self.said))
            time.sleep(0.05)

    def leave(self):
        """As Ctrl+C does. Returns the exit status."""
        self.process.send_signal(signal.SIGINT)
        return self.wait()

    def wait(self):
        try:
            status = self.process.wait(PATIENCE)
        finally:
            self.close()
        return status

    def close(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        for reader in self.readers:
            reader.join(10)


def room(frame, point_mm):
    """Where a point of the patient stands in the room of a frame."""
    volume = frame["volume"]
    return np.array(volume["at"]) + turned(volume["turn"], np.array(point_mm, float) * volume["metres_per_mm"])


def quaternion(axis, degrees):
    half = math.radians(degrees) / 2
    return np.array([*(np.array(axis, float) * math.sin(half)), math.cos(half)])
