#!/usr/bin/env python3
"""Runs a pack of proxgrad on a machine that has a GPU, its driver and Python alone.

What it learns first is worth most: the adapter and one small test, then all tests, the golden files, the benchmarks, and
other programs last. Every part has a limit of time, and so has the whole. RESULTS holds the logs of every part, and after
each part `summary.txt`, `results.json` and a Markdown page for `docs/hardware`.
"""

import argparse
import json
import os
import signal
import subprocess
import sys
import time

import libtest
import machine
import page
import part

HERE = os.path.dirname(os.path.abspath(__file__))
# Seconds, at most, of: a question to the program; a test program, and its silence; the golden files; a benchmark on
# usual sizes, and on those for GPUs; other programs, which compile first.
ASK, TEST, SILENCE, VERIFY, BENCH, LARGE, PEERS = 60, 900, 240, 300, 600, 600, 900
# Seconds that a part must have left to be worth starting.
LEAST = 5
BENCHES = ("dense", "tensors", "rows", "exact", "half", "rules", "sort")
LARGE_BENCHES = ("dense", "rows")


class Run:
    """A run in progress: what was asked for, and the results so far."""

    def __init__(self, options, pack):
        self.options, self.pack = options, pack
        self.start = time.monotonic()
        self.program = os.path.join(HERE, "bin", "proxgrad")
        self.env = dict(os.environ)
        # Where there is no desktop, Mesa's layer for choosing a device complains in every process.
        self.env.setdefault("NODEVICE_SELECT", "1")
        self.env.setdefault("XDG_RUNTIME_DIR", HERE)
        self.results = {
            "conditions": machine.conditions(pack, None),
            "commit": pack.get("commit"),
            "adapter": None,
            "adapters": [],
            "parts": [],
            "seconds": 0.0,
            "finished": False,
        }

    def left(self):
        return self.options.limit - (time.monotonic() - self.start)

    def log(self, name):
        return os.path.join(self.options.results, name)

    def ask(self, name, command, limit, document=True, heed=None):
        """Runs a command that prints one JSON document, which becomes part of the results; `heed` is told of it."""
        if self.no_time(name):
            return
        ended = part.run(command, self.log(name), min(limit, self.left()), env=self.env)
        printed = None
        if document and ended.status == "passed":
            try:
                printed = json.loads(part.text(self.log(name) + ".out"))
            except ValueError as error:
                ended.status, ended.reason = "failed", "it printed no JSON: %s" % error
        if ended.status != "passed":
            ended.reason += last_words(self.log(name) + ".err")
        if heed:
            heed(printed or {})
        self.add(name, ended.status, ended.reason, ended.seconds, document=printed)

    def test(self, program, name=None, filters=()):
        """Runs a test program, or the tests in it whose names contain one of `filters`."""
        name = name or "test-" + program["name"]
        if self.no_time(name):
            return
        env = dict(self.env)
        # Cargo says so too when it runs tests: where the package lies, and the program under test.
        env["CARGO_MANIFEST_DIR"] = os.path.join(HERE, "tree", program["package"])
        env["CARGO_BIN_EXE_proxgrad"] = os.path.join(HERE, "bin", "proxgrad-checked")
        path = os.path.join(HERE, "tests", program["name"])
        threads = min(4, os.cpu_count() or 1)
        limit = min(TEST, self.left())
        tests = libtest.run(path, self.log(name), limit, min(SILENCE, limit), env, threads, filters)
        if filters and tests.status == "passed" and not tests.passed:
            tests.status, tests.reason = "failed", "no test is called so: " + " ".join(filters)
        self.add(name, tests.status, tests.reason, tests.seconds, tests=tests.document())

    def no_time(self, name):
        if self.left() >= LEAST:
            return False
        self.add(name, "no time", "the %.0f s of the whole run are over" % self.options.limit, 0.0)
        return True

    def leave_out(self, name, reason):
        self.add(name, "left out", reason, 0.0)

    def add(self, name, status, reason, seconds, **more):
        entry = {"name": name, "status": status, "reason": reason, "seconds": round(seconds, 3)}
        entry.update({key: value for key, value in more.items() if value is not None})
        self.results["parts"].append(entry)
        print("%-32s %-9s %6.1f s  %s" % (name, status, seconds, reason), flush=True)
        self.write()

    def write(self):
        self.results["seconds"] = round(time.monotonic() - self.start, 1)
        page.write(self.options.results, self.results)

    # The parts, in their order.

    def info(self):
        self.ask("info", [self.program, "info", "--json"], ASK, heed=self.heed_info)
        adapter = self.results["adapter"]
        if not adapter:
            self.add("adapter", "missing", "no adapter was found: is a driver with its manifest there?", 0.0)
        elif self.is_software():
            print("warning: %s is a software adapter, no GPU" % adapter["name"], file=sys.stderr)

    def heed_info(self, printed):
        self.results["adapters"], self.results["adapter"] = printed.get("adapters", []), printed.get("gpu")
        self.results["conditions"] = machine.conditions(self.pack, printed.get("gpu"))

    def is_software(self):
        return (self.results["adapter"] or {}).get("device_type") == "Cpu"

    def smoke(self):
        smoke = self.pack.get("smoke")
        programs = [program for program in self.pack.get("tests", []) if smoke and program["name"] == smoke["program"]]
        for program in programs:
            self.test(program, "small-test", [smoke["filter"]])

    def tests(self):
        if not self.pack.get("tests"):
            self.leave_out("tests", "the pack was made without tests")
        for program in self.pack.get("tests", []):
            self.test(program)

    def verify(self, *files):
        golden = os.path.join(HERE, "tree", "tests", "golden")
        paths = [os.path.join(golden, name) for name in files] or [golden]
        self.ask("verify", [self.program, "verify", "--device", "gpu"] + paths, VERIFY, document=False)

    def bench(self):
        for name in BENCHES:
            self.ask("bench-" + name, self.bench_line("--rounds", "5", name), BENCH)
        for name in LARGE_BENCHES:
            if self.is_software():
                self.leave_out("bench-gpu-" + name, "these sizes are for GPUs, and this is a software adapter")
                continue
            line = self.bench_line("--rounds", "5", "--device", "gpu", "--sizes", "gpu", name)
            self.ask("bench-gpu-" + name, line, LARGE)

    def bench_line(self, *args):
        return [self.program, "bench", "--json"] + list(args)

    def peers(self):
        found = [peer for peer in self.pack.get("peers", []) if has_module(peer["folder"])]
        missing = [peer for peer in self.pack.get("peers", []) if peer not in found]
        if not found:
            names = sorted({peer["folder"] for peer in missing})
            self.leave_out("peers", "%s has none of %s" % (sys.executable, ", ".join(names)))
            return
        args = []
        for peer in found:
            script = os.path.join(HERE, "tree", "peers", peer["folder"], "peer.py")
            words = [sys.executable, "-B", script] + peer["args"]
            args += ["--peer", "%s=%s" % (peer["name"], " ".join(quoted(word) for word in words))]
        for peer in missing:
            args += ["--peer-missing", "%s=this Python has no %s" % (peer["name"], peer["folder"])]
        if any(peer["folder"] == "torch" for peer in found):
            # Before its times are believed.
            check = os.path.join(HERE, "tree", "peers", "torch", "check.py")
            self.ask("peers-check-torch", [sys.executable, "-B", check], VERIFY, document=False)
        sizes = ["--rounds", "3"] if self.is_software() else ["--rounds", "5", "--sizes", "gpu"]
        for name in LARGE_BENCHES:
            self.ask("peers-" + name, self.bench_line(*(sizes + args + [name])), PEERS)

    def all(self):
        what, quick = self.options.what, self.options.quick
        self.info()
        if what in ("tests", "all"):
            self.smoke()
            if not quick:
                self.tests()
            self.verify(*(["dense_tf.json", "sparse_tf.json"] if quick else []))
        if quick:
            self.ask("bench-quick", self.bench_line("--quick", "dense", "rows"), BENCH)
        elif what in ("bench", "all"):
            self.bench()
        if what in ("peers", "all") and not quick:
            self.peers()
        self.results["finished"] = True
        self.write()
        return 0 if all(one["status"] in page.FINE for one in self.results["parts"]) else 1


def last_words(path):
    """The last line that was printed, to follow a reason."""
    lines = part.text(path).strip().splitlines()
    return ": " + lines[-1][:300] if lines else ""


def has_module(name):
    """Whether this Python finds a module. In a process of its own, because frameworks do much when they are found."""
    find = "import importlib.util as u, sys; sys.exit(u.find_spec(sys.argv[1]) is None)"
    try:
        # Here, because a folder of the module's name where the user is would be taken for it.
        return subprocess.call([sys.executable, "-c", find, name], cwd=HERE, timeout=ASK) == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def quoted(word):
    """A word as `proxgrad bench --peer` reads it."""
    return "'%s'" % word if " " in word else word


def options_of(args):
    parser = argparse.ArgumentParser(prog="run.sh", description=__doc__.splitlines()[0])
    parser.add_argument("results", metavar="RESULTS", nargs="?", help="a folder for what the run leaves behind")
    parser.add_argument("what", nargs="?", default="all", choices=["tests", "bench", "peers", "all"])
    parser.add_argument("--quick", action="store_true", help="one small test, two golden files, a quick benchmark")
    parser.add_argument("--limit", type=float, default=3600, metavar="SECONDS", help="of the whole run [3600]")
    parser.add_argument("--self-test", action="store_true", help="test this runner with programs that fail")
    options = parser.parse_args(args)
    if not options.results and not options.self_test:
        parser.error("where do the results go?")
    return options


def main(args):
    options = options_of(args)
    if options.self_test:
        import self_test

        return self_test.main()
    options.results = os.path.abspath(options.results)
    os.makedirs(options.results, exist_ok=True)
    with open(os.path.join(HERE, "pack.json"), encoding="utf-8") as file:
        run = Run(options, json.load(file))
    # So that what runs is ended, and what is known is kept.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    code = run.all()
    print("\n" + page.verdict(run.results))
    print("results: %s" % options.results)
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
