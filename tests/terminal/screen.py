"""A terminal for tests: runs a program on a pty, types to it and reads what it shows."""
import errno
import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time

ESCAPES = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-_])")


class Screen:
    """A program on a terminal of its own."""

    def __init__(self, words, cwd, environment, columns=80, rows=24):
        self.process, self.file = pty.fork()
        if self.process == 0:
            os.chdir(cwd)
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
            os.execvpe(words[0], words, environment)
        self.text = b""

    def read(self, silence, limit=20):
        """Reads until the program is silent for so many seconds, or ends; False then."""
        end = time.monotonic() + limit
        while time.monotonic() < end:
            if not select.select([self.file], [], [], silence)[0]:
                return True
            try:
                data = os.read(self.file, 65536)
            except OSError as problem:
                if problem.errno != errno.EIO:
                    raise
                return False
            if not data:
                return False
            self.text += data
        return True

    def type(self, text):
        os.write(self.file, text.encode())

    def close(self):
        """Ends the program; its exit status where it ended by itself."""
        os.close(self.file)
        for _ in range(100):
            ended, status = os.waitpid(self.process, os.WNOHANG)
            if ended:
                return os.waitstatus_to_exitcode(status)
            time.sleep(0.02)
        os.kill(self.process, signal.SIGKILL)
        os.waitpid(self.process, 0)
        return None


def show(words, cwd, environment, columns=80):
    """(what is on the screen, with its escapes; exit status) of a program that ends by itself."""
    screen = Screen(words, cwd, environment, columns)
    end = time.monotonic() + 60
    while screen.read(1, 60) and time.monotonic() < end:
        pass
    return screen.text.decode().replace("\r\n", "\n"), screen.close()


def plain(text):
    return ESCAPES.sub("", text)
