"""A part of a run: one command with its logs, under limits of time that hold whatever the command does."""

import os
import signal
import subprocess
import time

# Seconds between two looks at a running command.
LOOK = 0.05
# Seconds that a command has to end after SIGTERM, and again after SIGKILL. A process that waits in a driver may
# survive both: it is left behind, and the run goes on.
GRACE = 5


class Ended:
    """How a command ended."""

    def __init__(self, status, reason, code, seconds):
        # passed, failed, crashed, hung, missing
        self.status = status
        # For people; empty where it passed.
        self.reason = reason
        self.code = code
        self.seconds = seconds


def run(command, log, limit, idle=None, env=None, append=False):
    """Runs `command` with stdout and stderr in `log`.out and `log`.err, for `limit` seconds at most.

    With `idle` it is also ended where it printed nothing to stdout for so many seconds. All of its process group is
    ended with it.
    """
    start = time.monotonic()
    mode = "ab" if append else "wb"
    with open(log + ".out", mode) as out, open(log + ".err", mode) as err:
        try:
            child = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=out, stderr=err, env=env, start_new_session=True
            )
        except OSError as error:
            reason = "cannot be started: %s" % error
            err.write((reason + "\n").encode())
            return Ended("missing", reason, None, time.monotonic() - start)
        try:
            hung = _wait(child, log + ".out", start, limit, idle)
        finally:
            # Also after it has ended by itself, for what it may have left running; and after a Ctrl-C.
            gone = _end_group(child)
    seconds = time.monotonic() - start
    if hung:
        return Ended("hung", hung if gone else hung + ", and it cannot be killed", None, seconds)
    return _of_code(child.returncode, seconds)


def _wait(child, output, start, limit, idle):
    """Waits for the end of `child`; returns why it must be ended, or None where it has ended by itself."""
    grown, size = start, 0
    while child.poll() is None:
        now = time.monotonic()
        if os.path.getsize(output) != size:
            grown, size = now, os.path.getsize(output)
        if now - start > limit:
            return "did not end within %.3g s" % limit
        if idle and now - grown > idle:
            return "printed nothing for %.3g s" % idle
        time.sleep(LOOK)
    return None


def _end_group(child):
    """Ends what is left of the process group of `child`; returns whether `child` is gone."""
    for kind in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(child.pid, kind)
        except (ProcessLookupError, PermissionError):
            break
        try:
            child.wait(GRACE)
        except subprocess.TimeoutExpired:
            pass
    return child.poll() is not None


def _of_code(code, seconds):
    if code == 0:
        return Ended("passed", "", code, seconds)
    if code < 0:
        return Ended("crashed", "ended by signal %d%s" % (-code, _signal_name(-code)), code, seconds)
    return Ended("failed", "exit code %d" % code, code, seconds)


def _signal_name(number):
    try:
        return " (%s)" % signal.Signals(number).name
    except ValueError:
        return ""


def text(path, most=1 << 26):
    """The text of a log; empty where there is none."""
    try:
        with open(path, "rb") as file:
            return file.read(most).decode("utf-8", "replace")
    except OSError:
        return ""
