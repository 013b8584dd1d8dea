"""Tests of the runner, with programs that crash, hang, fail or are not there: `python3 run.py --self-test`."""

import json
import os
import shutil
import stat
import subprocess
import sys
import tempfile
import time
import unittest

import libtest
import page
import part

HERE = os.path.dirname(os.path.abspath(__file__))

# What a test program does, as far as the runner sees. Its tests are named after how they end.
TESTS = '''
import os, signal, sys, time
names = ["a::passes", "b::crashes", "c::hangs", "d::fails", "e::is_ignored", "f::passes"]
names = [name for name in names if name.split("::")[1] in os.environ["ENDINGS"].split(",")]
asked = [arg for arg in sys.argv[1:] if not arg.startswith("--") and arg not in ("terse", "1", "2", "3", "4")]
if asked:
    names = [name for name in names if (name in asked if "--exact" in sys.argv else any(a in name for a in asked))]
if "--list" in sys.argv:
    print("".join(name + ": test\\n" for name in names))
    sys.exit()
def say(text):
    sys.stdout.write(text)
    sys.stdout.flush()
for name in names:
    say("test %s ... " % name)
    end = name.split("::")[1]
    if end == "crashes":
        os.kill(os.getpid(), signal.SIGSEGV)
    if end == "hangs":
        time.sleep(1000)
    say({"fails": "FAILED\\n", "is_ignored": "ignored\\n"}.get(end, "ok\\n"))
if "d::fails" in names:
    say("\\nfailures:\\n\\n---- d::fails stdout ----\\nleft: 1\\nright: 2\\n\\n\\nfailures:\\n    d::fails\\n")
    sys.exit(101)
'''

# A `proxgrad` with a software adapter, whose golden files hang and whose benchmark prints no JSON.
PROGRAM = '''
import json, sys, time
adapter = {"name": "Soft | Ware (8 bits)", "device_type": "Cpu", "driver": "d 1", "backend": "vulkan", "limits": {}}
if sys.argv[1] == "info":
    print(json.dumps({"adapters": [adapter], "gpu": adapter}))
elif sys.argv[1] == "verify":
    time.sleep(1000)
elif sys.argv[-1] == "tensors":
    sys.exit("out of memory")
elif sys.argv[-1] == "rows":
    print("no document")
else:
    result = {"bench": sys.argv[-1], "n": 1000, "device": "gpu", "variant": "ours", "median_us": 12.0}
    print(json.dumps({"results": [dict(result, gb_per_s=2.0)], "predictions": [], "skipped": [], "peers": []}))
'''


class Folder(unittest.TestCase):
    """A test with a folder of its own."""

    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="proxgrad-self-test-")
        self.addCleanup(shutil.rmtree, self.folder)

    def path(self, *names):
        path = os.path.join(self.folder, *names)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        return path

    def script(self, text, *names):
        path = self.path(*names)
        with open(path, "w", encoding="utf-8") as file:
            file.write("#!%s\n%s" % (sys.executable, text))
        os.chmod(path, os.stat(path).st_mode | stat.S_IXUSR)
        return path


class Parts(Folder):
    def run_part(self, code, limit=20, idle=None):
        return part.run([sys.executable, "-c", code], self.path("log"), limit, idle)

    def test_each_way_to_end_has_a_status(self):
        cases = [
            ("print(1)", "passed", ""),
            ("raise SystemExit(3)", "failed", "exit code 3"),
            ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", "crashed", "SIGSEGV"),
        ]
        for code, status, reason in cases:
            ended = self.run_part(code)
            self.assertEqual((ended.status, reason in ended.reason), (status, True), ended.reason)
        self.assertEqual(part.run(["/no/such/program"], self.path("log"), 5).status, "missing")

    def test_a_program_that_hangs_is_ended_with_its_children_even_if_it_ignores_the_signal(self):
        part.GRACE, grace = 0.3, part.GRACE
        self.addCleanup(setattr, part, "GRACE", grace)
        pid = self.path("pid")
        code = (
            "import signal, subprocess, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); "
            "child = subprocess.Popen(['sleep', '1000']); open(%r, 'w').write(str(child.pid)); "
            "print('begun', flush=True); time.sleep(1000)" % pid
        )
        ended = self.run_part(code, limit=2)
        self.assertEqual((ended.status, ended.reason), ("hung", "did not end within 2 s"))
        self.assertEqual(part.text(self.path("log.out")), "begun\n")
        child = int(part.text(pid))
        # Its parent is gone: whoever adopts it may take a moment.
        for _ in range(100):
            if not is_running(child):
                return
            time.sleep(0.05)
        self.fail("%d still runs" % child)

    def test_silence_is_taken_for_hanging_and_slow_talk_is_not(self):
        self.assertEqual(self.run_part("import time; time.sleep(1000)", idle=0.5).reason, "printed nothing for 0.5 s")
        slow = "import time\nfor i in range(8): print(i, flush=True); time.sleep(0.2)"
        self.assertEqual(self.run_part(slow, idle=1.0).status, "passed")


class TestPrograms(Folder):
    def run_tests(self, endings, limit=30, filters=()):
        program = self.script(TESTS, "program")
        env = dict(os.environ, ENDINGS=endings)
        return libtest.run(program, self.path("log"), limit, 1.0, env, 4, filters)

    def test_a_test_that_crashes_and_one_that_hangs_are_found_and_the_others_have_results(self):
        tests = self.run_tests("passes,crashes,hangs,fails,is_ignored")
        self.assertEqual(tests.passed, ["a::passes", "f::passes"])
        self.assertEqual(tests.ignored, ["e::is_ignored"])
        failed = {each["name"]: each["reason"].split(":")[0] for each in tests.failed}
        self.assertEqual(failed, {"b::crashes": "crashed", "c::hangs": "hung", "d::fails": "failed"})
        self.assertEqual((tests.status, tests.unfinished), ("crashed", []))

    def test_what_a_failed_test_said_is_kept(self):
        tests = self.run_tests("passes,fails")
        self.assertEqual((tests.status, tests.reason), ("failed", "1 tests failed"))
        self.assertEqual(tests.failed[0]["said"], ["left: 1", "right: 2"])

    def test_a_filter_selects_and_all_good_is_passed(self):
        tests = self.run_tests("passes,crashes", filters=["f::"])
        self.assertEqual((tests.status, tests.passed, tests.failed), ("passed", ["f::passes"], []))

    def test_without_time_tests_stay_without_a_result(self):
        tests = self.run_tests("passes,hangs", limit=0.9)
        self.assertEqual((tests.status, tests.passed), ("hung", ["a::passes"]))
        self.assertEqual(tests.unfinished, ["c::hangs", "f::passes"])

    def test_a_program_that_is_not_there_is_missing(self):
        tests = libtest.run("/no/such/program", self.path("log"), 5, 5, None, 1)
        self.assertEqual((tests.status, "cannot be started" in tests.reason), ("missing", True))


class Runs(Folder):
    def run_pack(self, *args):
        for name in os.listdir(HERE):
            if name.endswith(".py"):
                shutil.copy(os.path.join(HERE, name), self.path("pack", name))
        self.script(PROGRAM, "pack", "bin", "proxgrad")
        self.script(TESTS, "pack", "tests", "good")
        tests = [{"name": name, "package": "."} for name in ("good", "gone")]
        smoke = {"program": "good", "filter": "a::"}
        pack = {"version": "1", "commit": "abc", "rustc": "r", "smoke": smoke, "tests": tests, "peers": []}
        with open(self.path("pack", "pack.json"), "w", encoding="utf-8") as file:
            json.dump(pack, file)
        results = self.path("results")
        command = [sys.executable, "-B", self.path("pack", "run.py"), results] + list(args)
        env = dict(os.environ, ENDINGS="passes,crashes")
        code = subprocess.call(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=120)
        return code, json.loads(part.text(os.path.join(results, "results.json")))

    def test_a_run_goes_on_after_every_failure_and_ends_with_1(self):
        code, results = self.run_pack("all", "--limit", "7")
        self.assertEqual((code, results["finished"]), (1, True))
        ended = {each["name"]: each["status"] for each in results["parts"]}
        want = {"info": "passed", "small-test": "passed", "test-good": "crashed", "test-gone": "missing"}
        self.assertEqual({name: ended[name] for name in want}, want)
        # The golden files hang for the rest of the time, and nothing is started after it.
        self.assertEqual((ended["verify"], ended["bench-dense"]), ("hung", "no time"))

    def test_benchmarks_that_fail_leave_the_page_with_those_that_do_not(self):
        code, results = self.run_pack("bench")
        ended = {each["name"]: each["status"] for each in results["parts"]}
        self.assertEqual((code, ended["bench-tensors"], ended["bench-rows"]), (1, "failed", "failed"))
        self.assertEqual((ended["bench-dense"], ended["bench-gpu-dense"]), ("passed", "left out"))
        text = part.text(self.path("results", "soft-ware-8-bits.md"))
        for words in ("# Soft | Ware", "Soft \\| Ware", "software: no GPU was measured", "dense, n = 1,000", "commit abc"):
            self.assertIn(words, text)
        self.assertIn("out of memory", part.text(self.path("results", "summary.txt")))


class Pages(unittest.TestCase):
    def test_measured_and_predicted_stand_side_by_side_and_empty_columns_are_left_out(self):
        result = {"bench": "dense", "n": 10, "device": "gpu", "variant": "ours", "median_us": 2.0}
        foreseen = dict(result, predicted={"gpu": "M2 Max", "us": 1.5})
        document = {"results": [foreseen, dict(result, variant="triad")], "assumptions": "few", "skipped": [], "peers": []}
        text = "\n".join(page._benchmark("bench-dense", document))
        self.assertIn("| device | variant | wall µs | predicted µs, M2 Max |", text)
        self.assertIn("| gpu | ours | 2 | 1.5 |\n| gpu | triad | 2 |  |", text)
        self.assertIn("GPU in the header: few.", text)


def is_running(pid):
    """Whether a process is there and has not ended: one that nobody waits for stays in the table."""
    try:
        return part.text("/proc/%d/stat" % pid).rsplit(")", 1)[1].split()[0] != "Z"
    except IndexError:
        return False


def main():
    suite = unittest.defaultTestLoader.loadTestsFromModule(sys.modules[__name__])
    return 0 if unittest.TextTestRunner(verbosity=1).run(suite).wasSuccessful() else 1
