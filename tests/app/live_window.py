"""A window that is open while others work: real pointer and keys, sent to it by the X server (extension XTEST), and the
server's picture of it at any moment. For what recorded hands cannot do: to wait until something has come from elsewhere.
"""

import os
import signal
import socket
import struct
import subprocess
import threading
import time

KEY_CODES = {"shift": 50, "B": 56, "C": 54, "E": 26}  # of a PC's keyboard, as X servers number its keys
PATIENCE = 60  # seconds, of what has to come about; nothing is measured by it

class Server:
    """The few requests of the X protocol that move a pointer; little-endian, as both ends are."""

    KEY_DOWN, KEY_UP, BUTTON_DOWN, BUTTON_UP, MOTION = 2, 3, 4, 5, 6

    def __init__(self, display):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.connect(f"/tmp/.X11-unix/X{display.lstrip(':')}")
        self.socket.sendall(struct.pack("<BxHHHHxx", ord("l"), 11, 0, 0, 0))
        status, length = struct.unpack("<BxHHH", self.read(8))[::3]
        setup = self.read(length * 4)
        assert status == 1, setup
        vendor, formats = struct.unpack_from("<H", setup, 16)[0], setup[21]
        self.root = struct.unpack_from("<I", setup, 32 + (vendor + 3) // 4 * 4 + formats * 8)[0]
        self.xtest = self.ask(struct.pack("<BBHHxx8s", 98, 0, 4, 5, b"XTEST"))[9]

    def read(self, size):
        data = b""
        while len(data) < size:
            data += self.socket.recv(size - len(data))
        return data

    def ask(self, request):
        self.socket.sendall(request)
        reply = self.read(32)
        assert reply[0] == 1, reply
        return reply + self.read(struct.unpack_from("<I", reply, 4)[0] * 4)

    def windows(self):
        """(x, y, width, height) of each window that is shown."""
        tree = self.ask(struct.pack("<BBHI", 15, 0, 2, self.root))
        found = []
        for window in struct.unpack_from(f"<{struct.unpack_from('<H', tree, 16)[0]}I", tree, 32):
            shown = self.ask(struct.pack("<BBHI", 3, 0, 2, window))[26]
            if shown == 2:
                found.append(struct.unpack_from("<hhHH", self.ask(struct.pack("<BBHI", 14, 0, 2, window)), 12))
        return found

    def fake(self, kind, detail=0, at=(0, 0)):
        self.socket.sendall(struct.pack("<BBHBBxxII8xhh8x", self.xtest, 2, 9, kind, detail, 0, self.root, *at))

    def close(self):
        self.socket.close()

class LiveWindow:
    """`sagitta view` on a screen of its own, until it is closed."""

    def __init__(self, test, screen, arguments, environment, size=(1280, 800)):
        self.test, self.screen, self.size = test, screen, size
        self.process = subprocess.Popen(
            [os.environ["SAGITTA"], "view", *map(str, arguments), "--size", *map(str, size), "--scale", "1"],
            stderr=subprocess.PIPE,
            text=True,
            env={**environment, "DISPLAY": screen.display},
        )
        test.addCleanup(lambda: self.process.poll() is None and self.process.kill())
        self.said = []
        self.listener = threading.Thread(target=lambda: self.said.append(self.process.stderr.read()))
        self.listener.start()
        self.server = Server(screen.display)
        self.origin = (0, 0)
        self.eventually(lambda: [w for w in self.server.windows() if w[2:] == size], "the window is shown")
        self.origin = [w for w in self.server.windows() if w[2:] == size][0][:2]

    def eventually(self, holds, what):
        until = time.monotonic() + PATIENCE
        while not (found := holds()):
            if self.process.poll() is not None:
                self.listener.join()
                self.test.fail(f"the window has ended ({self.process.returncode}): {self.said}")
            if time.monotonic() > until:
                self.test.fail(f"it did not come about: {what}")
            time.sleep(0.002)
        return found

    def shows(self, color, at_least=1):
        """Waits until so many pixels of a colour are shown."""
        self.eventually(lambda: self.screen.counts(color)[color] >= at_least, f"{at_least} pixels of {color:06X}")

    def count(self, color):
        return self.screen.counts(color)[color]

    def move(self, at):
        self.server.fake(Server.MOTION, at=(self.origin[0] + at[0], self.origin[1] + at[1]))
        time.sleep(0.05)

    def drag(self, *path):
        self.move(path[0])
        self.server.fake(Server.BUTTON_DOWN, 1)
        time.sleep(0.1)
        for at in path[1:]:
            self.move(at)
        self.server.fake(Server.BUTTON_UP, 1)
        time.sleep(0.1)

    def tap(self, at):
        self.drag(at)

    def key(self, *names):
        """Presses these keys together; the last is the one that counts."""
        codes = [KEY_CODES[name] for name in names]
        for code in codes:
            self.server.fake(Server.KEY_DOWN, code)
        time.sleep(0.1)
        for code in reversed(codes):
            self.server.fake(Server.KEY_UP, code)
        time.sleep(0.1)

    def wheel(self, at, notches):
        """Away from the user."""
        self.move(at)
        for _ in range(notches):
            self.server.fake(Server.BUTTON_DOWN, 4)
            self.server.fake(Server.BUTTON_UP, 4)

    def picture(self, x, y, width, height):
        """What a part of the window shows, as bytes."""
        return self.screen.part(self.origin[0] + x, self.origin[1] + y, width, height)

    def settled(self, *part):
        """The same, once it has stayed so for half a second: pictures are refined when they come to rest."""
        shown, since = self.picture(*part), time.monotonic()
        while time.monotonic() - since < 0.5:
            time.sleep(0.05)
            if (now := self.picture(*part)) != shown:
                shown, since = now, time.monotonic()
        return shown

    def close(self, status=0):
        """As by the window manager's button: what is open is finished first."""
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(PATIENCE)
        self.listener.join()
        self.server.close()
        self.test.assertEqual(self.process.returncode, status, self.said)
