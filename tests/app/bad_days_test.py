"""Bad days of the window: the disk is full, the file is moved, deleted or locked, the window is hidden or resized, the
program is ended at any moment. Nothing that was painted is lost, and the window says what is the matter.

The window is the real one, on an X server of the test's own, driven by recorded hands; what became of it is read from
the project.
"""

import ctypes
import fcntl
import os
import shutil
import signal
import time
import unittest

from window import FIRST_LESION, Hands, WindowTest

TROUBLE = 0x4A2E12  # of the note that says why nothing can be saved
CLONE_NEWNS, CLONE_NEWUSER, MS_REC, MS_PRIVATE, MNT_DETACH = 0x20000, 0x10000000, 0x4000, 0x40000, 2


def small_disk(folder, megabytes):
    """Mounts a disk of that size there, in a view of the file system that only this process and its children have.
    Returns what takes it away again."""
    libc = ctypes.CDLL(None, use_errno=True)
    user, group = os.getuid(), os.getgid()
    if libc.unshare(CLONE_NEWNS | (0 if user == 0 else CLONE_NEWUSER)) != 0:
        raise unittest.SkipTest("this system lets no test mount a disk of its own")
    if user != 0:
        for name, text in (("setgroups", "deny"), ("uid_map", f"0 {user} 1"), ("gid_map", f"0 {group} 1")):
            with open(f"/proc/self/{name}", "w") as file:
                file.write(text)
    if (
        libc.mount(b"none", b"/", None, MS_REC | MS_PRIVATE, None) != 0
        or libc.mount(b"none", str(folder).encode(), b"tmpfs", 0, f"size={megabytes}m".encode()) != 0
    ):
        raise unittest.SkipTest("this system lets no test mount a disk of its own")
    return lambda: libc.umount2(str(folder).encode(), MNT_DETACH)


class Desktop:
    """What a window manager does to windows, through Xlib."""

    def __init__(self, display):
        self.x = ctypes.CDLL("libX11.so.6")
        self.x.XOpenDisplay.restype = ctypes.c_void_p
        self.display = ctypes.c_void_p(self.x.XOpenDisplay(display.encode()))
        self.x.XDefaultRootWindow.restype = ctypes.c_ulong

    def window(self):
        """The largest window there is: the program has made it by now."""
        root, parent, count = ctypes.c_ulong(), ctypes.c_ulong(), ctypes.c_uint()
        children = ctypes.POINTER(ctypes.c_ulong)()
        top = self.x.XDefaultRootWindow(self.display)
        self.x.XQueryTree(
            self.display,
            ctypes.c_ulong(top),
            ctypes.byref(root),
            ctypes.byref(parent),
            ctypes.byref(children),
            ctypes.byref(count),
        )
        found = [(self.area(children[i]), children[i]) for i in range(count.value)]
        return max(found, default=(0, None))[1]

    def area(self, window):
        numbers = [ctypes.c_ulong()] + [ctypes.c_int() for _ in range(2)] + [ctypes.c_uint() for _ in range(4)]
        self.x.XGetGeometry(self.display, ctypes.c_ulong(window), *map(ctypes.byref, numbers))
        return numbers[3].value * numbers[4].value

    def act(self, what, *numbers):
        getattr(self.x, what)(self.display, ctypes.c_ulong(self.window()), *numbers)
        self.x.XSync(self.display, 0)


class BadDaysTest(WindowTest):
    def setUp(self):
        super().setUp()
        self.projects = self.folder / "projects"
        self.projects.mkdir()
        self.project = self.projects / "test.sagitta"

    def until(self, holds, process):
        end = time.monotonic() + self.PATIENCE
        while not holds():
            self.assertIsNone(process.poll(), "the window closed too early")
            self.assertLess(time.monotonic(), end, "it never came")
            time.sleep(0.05)

    def until_shown(self, color, process, pixels=2000):
        self.until(lambda: self.screen.counts(color)[color] > pixels, process)

    def strokes(self, project=None):
        return len(self.steps(project))

    def hands(self, strokes, rest=0):
        hands = Hands()
        for i in range(strokes):
            hands.drag((self.AXIAL[0] - 60 + 12 * (i % 10), self.AXIAL[1] + 6 * (i // 10)))
            hands.rest(rest)
        return hands

    def fill_disk(self):
        """A file that takes all room that is left beside the project."""
        ballast = self.projects / "ballast"
        with open(ballast, "wb", buffering=0) as file:
            for block in (1 << 16, 1):
                try:
                    while True:
                        file.write(bytes(block))
                except OSError:
                    pass
        return ballast

    def test_a_project_opens_on_a_full_disk_and_strokes_wait_until_there_is_room(self):
        self.addCleanup(small_disk(self.projects, 48))
        self.make()
        ballast = self.fill_disk()
        process = self.open(self.hands(2))
        self.until_shown(TROUBLE, process)
        self.until_shown(FIRST_LESION, process, 50)  # what was painted stays in sight
        self.assertEqual(self.strokes(), 0)
        ballast.unlink()
        self.ended(process)
        self.assertEqual(self.strokes(), 2)
        self.assertTrue(self.json("verify", self.project)["ok"])

    def test_a_disk_that_fills_while_one_paints_costs_no_stroke(self):
        self.addCleanup(small_disk(self.projects, 48))
        self.make()
        process = self.open(self.hands(3, rest=240))
        self.until(lambda: self.strokes() == 1, process)
        ballast = self.fill_disk()
        self.until_shown(TROUBLE, process)
        ballast.unlink()
        self.ended(process)
        self.assertEqual(self.strokes(), 3)
        self.assertTrue(self.json("verify", self.project)["ok"])

    def test_a_moved_file_is_followed(self):
        self.make()
        elsewhere = self.folder / "moved.sagitta"
        process = self.open(self.hands(2, rest=240))
        self.until(lambda: self.strokes() == 1, process)
        self.project.rename(elsewhere)
        self.ended(process)
        self.assertFalse(self.project.exists())
        self.assertEqual(self.strokes(elsewhere), 2)
        self.assertTrue(self.json("verify", elsewhere)["ok"])

    def test_a_deleted_file_goes_on_in_a_copy(self):
        self.make()
        process = self.open(self.hands(2, rest=240))
        self.until(lambda: self.strokes() == 1, process)
        self.project.unlink()
        self.ended(process)
        self.assertFalse(self.project.exists())
        copy = self.projects / "test (copy).sagitta"
        self.assertEqual(self.strokes(copy), 2)
        self.assertTrue(self.json("verify", copy)["ok"])

    def test_where_its_folder_is_deleted_too_the_copy_is_in_the_users_home(self):
        self.make()
        process = self.open(self.hands(2, rest=240))
        self.until(lambda: self.strokes() == 1, process)
        shutil.rmtree(self.projects)
        self.ended(process)
        copy = self.folder / "test (copy).sagitta"
        self.assertEqual(self.strokes(copy), 2)
        self.assertTrue(self.json("verify", copy)["ok"])

    def test_while_another_program_keeps_the_file_strokes_wait(self):
        self.make()
        with open(f"{self.project}-lock", "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)  # as a program that hangs in the midst of its own commit
            process = self.open(self.hands(1))
            self.until_shown(TROUBLE, process)
            self.assertEqual(self.strokes(), 0)
        self.ended(process)
        self.assertEqual(self.strokes(), 1)

    def test_hidden_resized_and_shown_again_it_goes_on(self):
        self.make()
        process = self.open(self.hands(6, rest=60))
        desktop = Desktop(self.screen.display)
        self.until_shown(FIRST_LESION, process, 50)
        desktop.act("XUnmapWindow")
        before = self.strokes()
        self.until(lambda: self.strokes() > before, process)  # what is done while nothing shows counts too
        desktop.act("XResizeWindow", ctypes.c_uint(900), ctypes.c_uint(1200))
        desktop.act("XMapWindow")
        self.until_shown(FIRST_LESION, process, 50)
        desktop.act("XResizeWindow", ctypes.c_uint(1280), ctypes.c_uint(800))
        self.ended(process)
        self.assertGreaterEqual(self.strokes(), before + 1)

    def test_asked_to_end_it_keeps_the_stroke_under_way(self):
        self.make()
        hands = Hands()
        hands.frame(hands.point("down", self.AXIAL))
        for i in range(2000):
            hands.frame(hands.point("move", (self.AXIAL[0] + i % 20, self.AXIAL[1])))
        process = self.open(hands)
        self.until_shown(FIRST_LESION, process, 50)
        self.assertEqual(self.strokes(), 0)
        process.send_signal(signal.SIGTERM)
        self.ended(process)
        self.assertEqual(self.strokes(), 1)

    def test_killed_at_any_moment_it_has_lost_no_saved_stroke(self):
        self.make()
        for wanted in (1, 4, 9):
            before = self.strokes()
            process = self.open(self.hands(40))
            self.until(lambda: self.strokes() >= before + wanted, process)
            saved = self.strokes()
            process.kill()
            self.ended(process, -signal.SIGKILL)
            self.assertGreaterEqual(self.strokes(), saved)
            self.assertTrue(self.json("verify", self.project)["ok"])


if __name__ == "__main__":
    unittest.main()
