"""The protocol of README.md, for peers in Python: a peer says who it is and how to prepare a step, the rest is here."""

import gc
import json
import os
import sys
import time

LEARNING_RATE, L1, L2, ACCUM = 1e-3, 1e-4, 1e-4, 0.1
# Seconds. A benchmark takes dozens of steps; one that takes longer than this is reported, not repeated.
STEP_LIMIT = 20


class Unsupported(Exception):
    """What the framework cannot do; the reason is shown in the report."""


def serve(name, version, about, prepare, warm_up=3):
    """Answers requests until stdin ends.

    `prepare(job)` returns a function that runs one optimizer step and returns once that is complete. Where it can, it
    also has a method `in_flight(count)`, which runs so many steps, waits once, and returns the mean time of a step in
    microseconds by the wall clock and by the device's own clock, or None for the latter. `warm_up` is the number of
    steps after which the framework has compiled, allocated and tuned all it will.
    """
    answers = _keep_stdout()
    _answer(answers, {"name": name, "version": version, "about": about})
    step = None
    for line in sys.stdin:
        try:
            request = json.loads(line)
            if "prepare" in request:
                step = None
                gc.collect()  # Two of them need not fit into memory; what frameworks make refers to itself.
                step = prepare(request["prepare"])
                _warm_up(step, warm_up)
                answer = {"ready": True}
            else:
                answer = _times(step, request)
        except Unsupported as reason:
            step = None
            answer = {"unsupported": str(reason)}
        except Exception as error:  # Whatever a framework raises: the next request may well succeed.
            answer = {"error": f"{type(error).__name__}: {error}"}
        _answer(answers, answer)


def weights(*shape):
    """Values to update: random, the same in every run."""
    import numpy as np

    return np.random.default_rng(1).standard_normal(shape, np.float32)


def gradients(*shape):
    """Gradients, as unlike the weights as can be: random, the same in every run."""
    import numpy as np

    return np.random.default_rng(2).standard_normal(shape, np.float32)


def accumulators(*shape):
    """Where accumulators start."""
    import numpy as np

    return np.full(shape, ACCUM, np.float32)


def row_indices(job):
    """The rows that the entries of a gradient name, those of the first gradient where there are several: int32 [nnz]."""
    return row_index_sets(job)[0]


def row_index_sets(job):
    """The rows that the entries of each gradient name, which steps take in turn: int32 [sets, nnz]."""
    import numpy as np

    indices, sets = np.fromfile(job["indices"], "<u4"), job.get("sets", 1)
    if len(indices) != sets * job["nnz"]:
        raise ValueError(f"{job['indices']} holds {len(indices)} indices, and not {sets} times {job['nnz']}")
    return indices.astype(np.int32).reshape(sets, job["nnz"])


def threads():
    """How many threads a framework takes unless told otherwise: one for each CPU that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()


def _warm_up(step, count):
    step()  # This one may compile.
    for _ in range(1, count):
        seconds = _run(step, 1)[0] / 1e6
        if seconds > STEP_LIMIT:
            raise Unsupported(f"one step takes {seconds:.0f} s")


def _times(step, request):
    if step is None:
        raise RuntimeError("nothing is prepared")
    if request.get("flight") and hasattr(step, "in_flight"):
        wall, device = step.in_flight(request["run"])
        return {"flight_us": wall} if device is None else {"flight_us": wall, "device_us": device}
    return {"us": _run(step, request["run"])}


def _run(step, count):
    times = []
    for _ in range(count):
        start = time.perf_counter_ns()
        step()
        times.append((time.perf_counter_ns() - start) / 1000)
    return times


def _keep_stdout():
    """A file for answers alone: whatever else is printed, by a framework's C++ too, goes to stderr from here on."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    return answers


def _answer(answers, document):
    answers.write(json.dumps(document) + "\n")
    answers.flush()
