#!/usr/bin/env python3
"""Tries a pack where there is nothing but a shell, Python and the software driver lavapipe: in a folder made the root.

    python3 bare_machine.py --missing               why that cannot be done here, or nothing
    python3 bare_machine.py FOLDER [ARGS of run.sh] runs the pack that lies in FOLDER and checks what it leaves behind;
                                                    without ARGS a small part of it, and again without the driver
"""

import glob
import json
import os
import re
import shutil
import stat
import subprocess
import sys
import sysconfig
import tempfile

DRIVERS = "/usr/share/vulkan/icd.d/lvp_icd*.json"
# Parts of Python's library that no program needs, and that are most of it.
LEFT_OUT = ("__pycache__", "config-*", "ensurepip", "idlelib", "lib2to3", "site-packages", "test", "tests", "tkinter", "turtledemo")
DEVICES = {"null": (1, 3), "zero": (1, 5), "random": (1, 8), "urandom": (1, 9)}
ALONE = ["unshare", "--mount", "--pid", "--fork"]
# Seconds; the limits of the runner itself come first.
LIMIT = 1800


def missing():
    """Why such a root cannot be made here; None where it can."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return "only root can make another folder the root"
    if not glob.glob(DRIVERS):
        return "the software driver lavapipe is not installed: no " + DRIVERS
    for program in ("unshare", "chroot", "ldd", "ldconfig", "sh"):
        if not find(program):
            return "%s is not here" % program
    if subprocess.call(ALONE + ["true"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) != 0:
        return "this machine allows no namespaces of one's own (`%s` fails)" % " ".join(ALONE)
    return None


def find(program):
    """The path of a program, also of one that only root's PATH has."""
    return shutil.which(program, path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin")


class Root:
    """The folder that is made the root."""

    def __init__(self, path):
        self.path = path
        for folder in ("bin", "dev", "etc", "pack", "proc", "tmp", "usr/bin"):
            os.makedirs(os.path.join(path, folder))
        for name, numbers in DEVICES.items():
            os.mknod(self.inside("dev", name), 0o666 | stat.S_IFCHR, os.makedev(*numbers))

    def inside(self, *names):
        return os.path.join(self.path, *(name.lstrip("/") for name in names))

    def copy(self, path):
        """Copies a file to the same path, through links, and what it is linked with."""
        if os.path.exists(self.inside(path)):
            return
        os.makedirs(os.path.dirname(self.inside(path)), exist_ok=True)
        shutil.copy(path, self.inside(path))
        for library in linked(path):
            self.copy(library)

    def add_shell(self):
        self.copy(os.path.realpath(find("sh")))
        os.symlink(os.path.realpath(find("sh")), self.inside("bin/sh"))

    def add_python(self):
        program = os.path.realpath(sys.executable)
        self.copy(program)
        if not os.path.lexists(self.inside("usr/bin/python3")):
            os.symlink(program, self.inside("usr/bin/python3"))
        library = sysconfig.get_path("stdlib")
        shutil.copytree(library, self.inside(library), ignore=shutil.ignore_patterns(*LEFT_OUT), dirs_exist_ok=True)
        for module in glob.glob(os.path.join(library, "lib-dynload", "*.so")):
            for needed in linked(module):
                self.copy(needed)

    def add_driver(self):
        # Wherever libraries lie, the loader finds them as it does here.
        shutil.copy("/etc/ld.so.cache", self.inside("etc/ld.so.cache"))
        self.copy(installed("libvulkan.so.1"))
        for manifest in glob.glob(DRIVERS):
            self.copy(manifest)
            with open(manifest, encoding="utf-8") as file:
                library = json.load(file)["ICD"]["library_path"]
            self.copy(library if library.startswith("/") else installed(library))

    def run(self, args, **variables):
        """Runs the pack; returns the exit code, and `results.json` of the folder that it wrote to."""
        env = dict(variables, PATH="/usr/bin:/bin", HOME="/")
        command = ALONE + ["--mount-proc=" + self.inside("proc"), find("chroot"), self.path, "/bin/sh", "/pack/run.sh"]
        code = subprocess.call(command + ["/results"] + args, env=env, stdin=subprocess.DEVNULL, timeout=LIMIT)
        with open(self.inside("results", "results.json"), encoding="utf-8") as file:
            return code, json.load(file)


def linked(path):
    """The libraries that a program or a library is linked with."""
    said = subprocess.run(["ldd", path], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout.decode()
    return re.findall(r"(/\S+) \(0x", said)


def installed(library):
    """The path of a library that the loader knows by name."""
    said = subprocess.run([find("ldconfig"), "-p"], stdout=subprocess.PIPE).stdout.decode()
    paths = [line.split(" => ")[1] for line in said.splitlines() if line.split(" ")[0].strip() == library]
    if not paths:
        sys.exit("no %s is installed" % library)
    return paths[0]


def check(condition, what):
    if not condition:
        sys.exit("FAILED: " + what)


def try_quick(root):
    """A small part of the pack with the driver, and without it."""
    code, results = root.run(["tests", "--quick"])
    ended = {part["name"]: part["status"] for part in results["parts"]}
    want = {name: "passed" for name in ("info", "small-test", "verify", "bench-quick")}
    check((code, ended) == (0, want), "exit code %s, parts %s" % (code, ended))
    check(results["adapter"]["device_type"] == "Cpu", "the adapter is %s" % results["adapter"])
    passed = [name for part in results["parts"] for name in part.get("tests", {}).get("passed", [])]
    check(passed == ["agreement::dense_gradients_of_all_lengths_agree"], "tests that passed: %s" % passed)
    measured = [result["variant"] for part in results["parts"] for result in part.get("document", {}).get("results", [])]
    check("ours" in measured and "device_grouped" in measured, "measured: %s" % measured)
    pages = glob.glob(root.inside("results", "llvmpipe*.md"))
    check(len(pages) == 1 and "software: no GPU was measured" in open(pages[0]).read(), "pages: %s" % pages)
    shutil.rmtree(root.inside("results"))
    code, results = root.run(["tests", "--quick", "--limit", "120"], VK_DRIVER_FILES="/none", VK_ICD_FILENAMES="/none")
    ended = {part["name"]: part["status"] for part in results["parts"]}
    check(code == 1 and ended["adapter"] == "missing", "without a driver: exit code %s, parts %s" % (code, ended))
    check(ended["small-test"] == "failed", "without a driver: %s" % ended)
    check(os.path.exists(root.inside("results", "no-adapter.md")), "without a driver there is no page")
    print("The pack runs on a machine that has Python and a driver alone.")
    return 0


def main(args):
    if args[:1] == ["--missing"]:
        print(missing() or "")
        return 0
    folder, args = os.path.abspath(args[0]), args[1:]
    path = tempfile.mkdtemp(prefix="proxgrad-bare-machine-")
    try:
        root = Root(path)
        root.add_shell()
        root.add_python()
        root.add_driver()
        for file in glob.glob(os.path.join(glob.escape(folder), "pack.tar.*")) + [os.path.join(folder, "run.sh")]:
            shutil.copy(file, root.inside("pack"))
        if not args:
            return try_quick(root)
        code, _ = root.run(args)
        shutil.copytree(root.inside("results"), os.path.join(folder, "results"), dirs_exist_ok=True)
        return code
    finally:
        # The mounts went with their namespace.
        shutil.rmtree(path, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
