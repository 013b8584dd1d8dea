"""What the numbers and results of a run depend on: the machine, its adapter, and the environment."""

import os
import platform
import shutil
import subprocess
import sys
import time

# Variables that choose a driver, an adapter or a kind of test.
VARIABLES = ("WGPU_", "VK_", "PROXGRAD_", "MESA_", "CUDA_VISIBLE_DEVICES")
UNKNOWN = "unknown"


def conditions(pack, adapter):
    """Name and value of each condition; `adapter` is what `proxgrad info` says of the one that `--device gpu` takes."""
    adapter = adapter or {}
    kind = adapter.get("device_type", UNKNOWN)
    found = {
        "adapter": adapter.get("name", "none was found"),
        "device type": kind + (" (software: no GPU was measured)" if kind == "Cpu" else ""),
        "driver": adapter.get("driver", UNKNOWN),
        "backend": adapter.get("backend", UNKNOWN),
        "features": ", ".join(name for name, has in adapter.get("features", {}).items() if has) or "none",
        "largest binding": _mib(adapter.get("limits", {}).get("max_storage_buffer_binding_size")),
        "system": "%s, %s" % (_system(), platform.platform()),
        "CPU": "%s, %s CPUs" % (_cpu(), os.cpu_count()),
        "memory": _memory(),
        "proxgrad": "%s, commit %s" % (pack.get("version", UNKNOWN), pack.get("commit", UNKNOWN)),
        "compiled by": pack.get("rustc", UNKNOWN),
        "Python": platform.python_version(),
        "date": time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime()),
    }
    smi = _nvidia()
    if smi:
        found["nvidia-smi"] = smi
    chosen = sorted(name for name in os.environ if name.startswith(VARIABLES))
    if chosen:
        found["environment"] = ", ".join("%s=%s" % (name, os.environ[name]) for name in chosen)
    found["command"] = " ".join(sys.argv[1:])
    return found


def _mib(size):
    return "%d MiB" % (size >> 20) if size else UNKNOWN


def _line(path, start):
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            found = [line[len(start) :] for line in file if line.startswith(start)]
    except OSError:
        found = []
    return found[0].strip(" \t\n:=\"") if found else UNKNOWN


def _system():
    return _line("/etc/os-release", "PRETTY_NAME")


def _cpu():
    return _line("/proc/cpuinfo", "model name")


def _memory():
    size = _line("/proc/meminfo", "MemTotal").split()
    return "%.0f GiB" % (int(size[0]) / 2**20) if size[0].isdigit() else UNKNOWN


def _nvidia():
    """Name, driver and memory of NVIDIA's GPUs, where its tool says so."""
    if not shutil.which("nvidia-smi"):
        return None
    query = ["nvidia-smi", "--query-gpu=name,driver_version,memory.total", "--format=csv,noheader"]
    try:
        said = subprocess.run(query, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=20)
    except (OSError, subprocess.TimeoutExpired):
        return "does not answer"
    return "; ".join(said.stdout.decode("utf-8", "replace").split("\n")).strip("; ")
