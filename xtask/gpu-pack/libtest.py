"""Runs a test program that `cargo test` has compiled, and says for each test how it ended.

A test that crashes or hangs takes its program down. The tests that had no result by then run again, one after the other,
so that the one at fault is found and the others still have their results.
"""

import re

import part

# The line of a test that has ended, also of one that is expected to panic.
RESULT = re.compile(r"^test (\S+)(?: - should panic)? \.\.\. (ok|FAILED|ignored)", re.MULTILINE)
# The line of a test that has begun. Only where tests run one after the other it stands there before the result.
BEGUN = re.compile(r"^test (\S+)(?: - should panic)? \.\.\. ", re.MULTILINE)
SAID = re.compile(r"^---- (\S+) stdout ----\n(.*?)(?=^---- |^failures:|\Z)", re.MULTILINE | re.DOTALL)
# How often a program is started again, and how much a result quotes of what a failed test said.
RESTARTS = 8
SAID_LINES = 12
# Seconds for the list of tests, which runs none.
LIST_LIMIT = 60


class Tests:
    """The results of a program."""

    def __init__(self):
        self.status, self.reason, self.seconds = "passed", "", 0.0
        self.passed, self.ignored, self.failed, self.unfinished = [], [], [], []

    def document(self):
        """The results for JSON."""
        return {
            "passed": self.passed,
            "failed": self.failed,
            "ignored": self.ignored,
            "unfinished": self.unfinished,
        }

    def _fail(self, status, reason):
        if self.status in ("passed", "failed"):
            self.status, self.reason = status, reason


def run(program, log, limit, idle, env, threads, filters=()):
    """Runs all tests of `program`, or those whose names contain one of `filters`."""
    tests = Tests()
    listed = part.run([program, "--list", "--format", "terse"] + list(filters), log + ".list", LIST_LIMIT, env=env)
    tests.seconds = listed.seconds
    if listed.status != "passed":
        tests._fail(listed.status, "its tests could not be listed: " + listed.reason)
        return tests
    lines = part.text(log + ".list.out").splitlines()
    names = [line[: -len(": test")] for line in lines if line.endswith(": test")]
    left = _attempt(tests, [program, "--test-threads", str(threads)] + list(filters), log, limit, idle, env, names)
    for _ in range(RESTARTS):
        if not left or tests.seconds >= limit:
            break
        command = [program, "--test-threads", "1", "--exact"] + left
        left = _attempt(tests, command, log, limit - tests.seconds, idle, env, left, alone=True)
    tests.unfinished = left
    if left:
        tests._fail("failed", "%d tests have no result" % len(left))
    return tests


def _attempt(tests, command, log, limit, idle, env, names, alone=False):
    """Runs the program once; returns the tests among `names` that have no result yet."""
    before = len(part.text(log + ".out")) if alone else 0
    ended = part.run(command, log, limit, idle, env, append=alone)
    tests.seconds += ended.seconds
    output = part.text(log + ".out")[before:]
    said = {name: text.strip().splitlines()[:SAID_LINES] for name, text in SAID.findall(output)}
    results = dict(RESULT.findall(output))
    for name in names:
        result = results.get(name)
        if result == "FAILED":
            tests.failed.append({"name": name, "reason": "failed", "said": said.get(name, [])})
        elif result:
            (tests.passed if result == "ok" else tests.ignored).append(name)
    left = [name for name in names if name not in results]
    if ended.status == "failed" and not left:
        tests._fail("failed", "%d tests failed" % len(tests.failed))
    elif ended.status != "passed":
        tests._fail(ended.status, ended.reason)
        if alone and left:
            # It is the one that has begun and not ended; else the first, which may have failed before it printed.
            begun = [name for name in BEGUN.findall(output) if name in left]
            culprit = begun[-1] if begun else left[0]
            left.remove(culprit)
            tests.failed.append({"name": culprit, "reason": "%s: %s" % (ended.status, ended.reason), "said": []})
    return left
