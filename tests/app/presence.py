"""What programs tell each other of who is where (app/store/hub_presence.cpp), said by a test in somebody's place."""

import pathlib
import socket
import struct
import threading
import uuid

import numpy as np


class Person:
    """Somebody at the same file on this machine: is heard by all who have it open, until close()."""

    def __init__(self, name, case, runtime_folder):
        self.name, self.case = name, case
        self.session = uuid.uuid4().bytes
        self.meeting_places = pathlib.Path(runtime_folder) / "sagitta"
        self.gone = threading.Event()
        self.speaker = None

    def stand(self, pointer, head, looking_at):
        """All in patient space (mm); hands are held before the chest. Once."""
        point = lambda at: struct.pack("<3d", *at)
        pose = lambda at, w=1.0, turn=(0, 0, 0): point(at) + struct.pack("<4d", w, *turn)
        text = lambda words: bytes([len(words)]) + words.encode()
        ahead = np.array([0, 0, -1.0])  # of a head that is not turned
        sight = (np.array(looking_at) - head) / np.linalg.norm(np.array(looking_at) - head)
        turn = np.array([1 + ahead @ sight, *np.cross(ahead, sight)])
        turn /= np.linalg.norm(turn)
        hands = [np.array(head) + [side, 0, -250] for side in (-120, 120)]
        message = self.session + text(self.name) + bytes.fromhex(self.case["id"]) + text("shared")
        message += b"\1" + point(pointer) + b"\1" + pose(head, turn[0], turn[1:])
        message += bytes([len(hands)]) + b"".join(map(pose, hands)) + text("")
        self.speaker = threading.Thread(target=self.keep_saying, args=[message.hex().encode()])
        self.speaker.start()

    def keep_saying(self, message):
        """Who is silent for some seconds counts as gone."""
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as mouth:
            while not self.gone.wait(0.3):
                for listener in self.meeting_places.glob("*/*.presence"):
                    try:
                        mouth.sendto(message, str(listener))
                    except OSError:
                        pass  # it has just been closed

    def close(self):
        self.gone.set()
        if self.speaker:
            self.speaker.join()
