"""What the checks of all programs share.

    python PROGRAM/check.py FOLDER EXAMPLE PROXGRAD
    python PROGRAM/check.py --write

The first form trains tiny models with a program, imports them, and compares with the fixtures of the repository; it
writes into FOLDER. EXAMPLE is the built example `continue_import` of proxgrad-safetensors, PROXGRAD the built program.
The second form writes the fixtures anew.

A check is a function of the folder and the two programs, which ends in `SystemExit` with what is wrong. To add one, add
it to the list that a script hands to `main`.
"""

import importlib.util
import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy
from safetensors import safe_open
from safetensors.numpy import save_file

ROOT = Path(__file__).parents[2]
SCRIPTS = ROOT / "docs" / "import"
FIXTURES = ROOT / "tests" / "fixtures" / "import"

# Another processor may round a gradient differently; five steps at a rate of 0.1 do not enlarge that much.
NEAR = 1e-5
# Steps before the checkpoint, and behind it.
BEFORE, BEHIND = 3, 2


@dataclass(frozen=True)
class Tools:
    """Built programs of this repository."""

    example: str
    proxgrad: str

    def continue_import(self, before, after):
        """One step: gradients are the values, rate 0.1."""
        run([self.example, str(before), str(after)])


@dataclass(frozen=True)
class Case:
    """A model that a program trains: `make(folder)` writes its checkpoint, and what further steps give."""

    name: str
    make: object
    # Arguments of the import: files of the folder, and options.
    files: list
    options: list
    # A package that `make` needs, which is not among the requirements.
    needs: str | None = None

    def can_be_made(self):
        return self.needs is None or importlib.util.find_spec(self.needs) is not None


def require(holds, what):
    if not holds:
        raise SystemExit(f"FAILED: {what}")


def passed(what):
    print(f"passed: {what}", flush=True)


def main(program, script, version, cases, checks=()):
    """Runs all cases of a program, then its further checks."""
    print(f"{program} {version}, Python {sys.version.split()[0]}", flush=True)
    if sys.argv[1:] == ["--write"]:
        for case in cases:
            write_fixture(FIXTURES / program / case.name, script, case)
        return
    folder, tools = Path(sys.argv[1]), Tools(*sys.argv[2:])
    emptied(folder)
    for case in cases:
        check_case(folder / case.name, FIXTURES / program / case.name, script, case, tools)
    for check in checks:
        check(folder, tools)


def write_fixture(folder, script, case):
    require(case.can_be_made(), f"{case.name}: install the package {case.needs}")
    emptied(folder)
    case.make(folder)
    import_case(folder, folder / "state.safetensors", script, case)
    passed(f"{folder.relative_to(ROOT)} is written")


def check_case(fresh, committed, script, case, tools):
    emptied(fresh)
    again = fresh / "imported_again.safetensors"
    import_case(committed, again, script, case)
    same = contents(again) == contents(committed / "state.safetensors")
    require(same, f"{case.name}: the committed import is not what {script} gives")
    passed(f"{case.name}: the committed checkpoint is imported as it was")
    if not case.can_be_made():
        print(f"left out: {case.name}: a model trained anew, which needs the package {case.needs}", flush=True)
        return
    case.make(fresh)
    import_case(fresh, fresh / "state.safetensors", script, case)
    for file in ("state.safetensors", "continued.safetensors"):
        compare(tensors(fresh / file), tensors(committed / file), NEAR, f"{case.name}: {file}, made anew")
    passed(f"{case.name}: a model trained anew gives the committed numbers")
    if is_f32(fresh / "state.safetensors"):
        check_step(fresh / "state.safetensors", fresh / "next.safetensors", tools)
        passed(f"{case.name}: proxgrad takes a step from it, and its file opens")


def is_f32(path):
    """Whether all values are f32, and no rows exact: what the example goes on with."""
    found = contents(path)[1]
    values = {kind for name, (kind, _, _) in found.items() if name.startswith("values.")}
    return values == {"F32"} and not any(name.startswith("steps.") for name in found)


def check_step(before, after, tools):
    """The step of the example, beside NumPy in f64."""
    tools.continue_import(before, after)
    old, new = tensors(before), tensors(after)
    require(new["global_step"] == old["global_step"] + 1, f"{after}: the number of steps")
    for name in (name.removeprefix("values.") for name in old if name.startswith("values.")):
        values, accum = (old[f"{kind}.{name}"].astype(numpy.float64) for kind in ("values", "accum"))
        sums = accum + values**2
        divisor = numpy.where(sums > 0, numpy.sqrt(sums), 1)
        want = {f"accum.{name}": sums, f"values.{name}": values - 0.1 * values / divisor}
        # A few roundings to f32.
        compare({key: new[key] for key in want}, want, 1e-6, str(after))


def import_case(folder, output, script, case):
    files = [str(folder / name) for name in case.files]
    run(import_line(script, files + ["--output", str(output)] + case.options))


def import_line(script, arguments):
    return [sys.executable, "-I", "-B", str(SCRIPTS / script), *arguments]


def run(line):
    ran = subprocess.run(line, capture_output=True, text=True, check=False)
    require(ran.returncode == 0, f"{' '.join(line)}: exit status {ran.returncode}\n{ran.stdout}{ran.stderr}")
    return ran.stdout


def listed(script, arguments, rows):
    """That `--list` prints these rows, whatever blanks are between their columns."""
    said = run(import_line(script, [*arguments, "--list"]))
    printed = [" ".join(row.split()) for row in said.splitlines()]
    missing = [row for row in rows if row not in printed]
    require(not missing, f"{script} {' '.join(arguments)}: {missing} is not in:\n{said}")


def imports_as(script, arguments, output, kinds, numbers):
    """That an import gives tensors of these types and numbers."""
    run(import_line(script, [*arguments, "--output", str(output)]))
    stored, found = contents(output)[1], tensors(output)
    got = {name: stored[name][0] for name in kinds}
    require(got == kinds, f"{output}: types {got}, not {kinds}")
    for name, want in numbers.items():
        require(found[name].tolist() == want, f"{output}: {name} is {found[name].tolist()}, not {want}")


def refused(line, texts):
    """That an import is refused, with an error that has these texts."""
    ran = subprocess.run(line, capture_output=True, text=True, check=False)
    require(ran.returncode == 1, f"{' '.join(line)}: exit status {ran.returncode}, not 1\n{ran.stdout}{ran.stderr}")
    missing = [text for text in texts if text not in ran.stderr]
    require(not missing, f"{' '.join(line)}: {missing} is not in its error:\n{ran.stderr}")


def emptied(folder):
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)


# Files


def tensors(path):
    """The tensors of a file by name, as safetensors reads them into NumPy, which has no bfloat16: those as f32."""
    raw = contents(path)[1]
    with safe_open(path, framework="np") as file:
        plain = {name: file.get_tensor(name) for name in file.keys() if raw[name][0] != "BF16"}
    for name in raw.keys() - plain.keys():
        bits = numpy.frombuffer(raw[name][2], "<u2").astype(numpy.uint32) << 16
        plain[name] = bits.view(numpy.float32).reshape(raw[name][1])
    return plain


def contents(path):
    """All of a file but the version that wrote it: metadata; type, shape and bytes of each tensor, by the header."""
    raw = path.read_bytes()
    size = int.from_bytes(raw[:8], "little")
    header, data = json.loads(raw[8 : 8 + size]), raw[8 + size :]
    metadata = header.pop("__metadata__", {})
    metadata.pop("proxgrad.version", None)
    found = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        found[name] = (entry["dtype"], entry["shape"], data[begin:end])
    return metadata, found


def compare(got, want, tolerance, what):
    require(got.keys() == want.keys(), f"{what}: tensors {sorted(got)}, not {sorted(want)}")
    for name, expected in want.items():
        require(got[name].shape == expected.shape, f"{what}: {name} has shape {got[name].shape}, not {expected.shape}")
        a, b = got[name].astype(numpy.float64), expected.astype(numpy.float64)
        off = numpy.abs(a - b) - tolerance * (1 + numpy.abs(b))
        require(off.size == 0 or off.max() <= 0, f"{what}: {name} is {a.tolist()}, not {b.tolist()}")


class Record:
    """Gradients of the steps behind the checkpoint, and what they led to."""

    def __init__(self):
        self.tensors = {}

    def dense(self, step, name, grads):
        self.tensors[f"grads.{step}.{name}"] = numpy.array(grads, numpy.float32)

    def rows(self, step, name, indices, grads):
        self.tensors[f"indices.{step}.{name}"] = numpy.array(indices, numpy.int64)
        self.tensors[f"rows.{step}.{name}"] = numpy.array(grads, numpy.float32)

    def result(self, name, values, accum):
        self.tensors[f"values.{name}"] = numpy.array(values, numpy.float32)
        self.tensors[f"accum.{name}"] = numpy.array(accum, numpy.float32)

    def write(self, folder):
        save_file(self.tensors, folder / "continued.safetensors")


class Problem:
    """What every model learns: a matrix, a bias and a table, of which a batch looks up some rows, one of them twice."""

    def __init__(self):
        pick = numpy.random.default_rng(7)
        normal = lambda *shape: pick.standard_normal(shape).astype(numpy.float32)
        # [inputs, outputs], as the formula x·W + b has it.
        self.weight, self.bias, self.table = normal(4, 3), normal(3), normal(6, 2)
        self.x, self.y, self.found = normal(5, 8, 4), normal(5, 8, 3), normal(5, 4, 2)
        # Row 5 is never looked up.
        self.rows = numpy.array([[0, 1, 1, 3], [2, 0, 2, 1], [3, 3, 0, 4], [1, 2, 1, 0], [4, 0, 4, 2]])
