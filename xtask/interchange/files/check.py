"""Files of proxgrad in Python's safetensors and NumPy, and what the import scripts refuse."""

import json
import os
import stat
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy
from safetensors import safe_open

# At the end, so that nothing of these folders is taken for a package.
sys.path += [str(Path(__file__).parents[1]), str(Path(__file__).parents[3] / "docs" / "import")]

import proxgrad_state
from common import FIXTURES, ROOT, contents, is_f32, main, passed, require, run, tensors
from proxgrad_state import Found, Refused, Variable, convert, tensor_of, tensors_of, write

MODELS = ROOT / "tests" / "fixtures" / "models"


# Files of proxgrad


def state_files_open(folder, tools):
    """A state that the crate has written: names, types, metadata, and numbers as they lie in the file."""
    for state in sorted(FIXTURES.glob("*/*/state.safetensors")):
        if not is_f32(state):
            continue
        written = folder / f"{state.parent.parent.name}_{state.parent.name}.safetensors"
        tools.continue_import(state, written)
        found = tensors(written)
        same_as_bytes(written, found)
        with safe_open(written, framework="np") as file:
            metadata = file.metadata()
        require(metadata["proxgrad.format"] == "1", f"{written}: format {metadata}")
        require(metadata["proxgrad.global_step"] == str(found["global_step"]) == "4", f"{written}: steps {metadata}")
        values = {name.removeprefix("values.") for name in found if name.startswith("values.")}
        require(len(values) >= 3, f"{written}: values of {values}")
        for name in values:
            accum = found[f"accum.{name}"]
            require(accum.dtype == numpy.float32 and accum.shape == found[f"values.{name}"].shape, f"{written}: {name}")
    passed("state files open in safetensors and NumPy")


def same_as_bytes(path, found):
    """What safetensors reads is what the bytes say at the places that the header gives."""
    stored = contents(path)[1]
    require(stored.keys() == found.keys(), f"{path}: tensors {sorted(found)}")
    for name, (kind, shape, data) in stored.items():
        kind = {"F32": "<f4", "F16": "<f2", "U64": "<u8", "U32": "<u4", "U8": "u1"}[kind]
        read = numpy.frombuffer(data, kind).reshape(shape)
        require(numpy.array_equal(read, found[name]), f"{path}: {name} is read as {found[name]}")


def models_open(folder, tools):
    """Models of the program, one of them made now."""
    fresh = folder / "model.safetensors"
    run(
        [
            tools.proxgrad,
            "train",
            str(MODELS / "two.svm"),
            "--device",
            "cpu",
            "--epochs",
            "1",
            "--json",
            "--save",
            str(fresh),
        ]
    )
    kinds = lambda path: [kind for kind, _, _ in contents(path)[1].values()]
    models = [fresh] + [path for path in sorted(MODELS.glob("*.safetensors")) if "BF16" not in kinds(path)]
    for path in models:
        found = tensors(path)
        same_as_bytes(path, found)
        with safe_open(path, framework="np") as file:
            require(json.loads(file.metadata()["proxgrad"])["format"] == "linear model 1", f"{path}: {file.metadata()}")
        require(found["weight"].shape == found["accum.weight"].shape, f"{path}: shapes of weight and accumulator")
        require(all(numpy.isfinite(array).all() for array in found.values()), f"{path}: numbers that are not finite")
    passed(f"{len(models)} model files open in safetensors and NumPy")


# What imports refuse


def options(**given):
    """The options of a script, those of its command line where nothing else is given."""
    defaults = vars(proxgrad_state.parser("", "").parse_args(["--list"]))
    return SimpleNamespace(**(defaults | given))


def variable(name, values=(1.0, 2.0), accum=(0.5, 0.0), dtype="float32"):
    array = lambda numbers: tensor_of(numpy.array(numbers, dtype))
    return Variable(name, array(values), None if accum is None else array(accum), f"{name}/slot")


def two():
    return Found([variable("a"), variable("b")], 3)


INF, NAN = float("inf"), float("nan")
FAULTS = [
    (two(), options(name=["c=x"]), "the table of names: there is no parameter 'c'; --list prints the names"),
    (Found([variable("dense/kernel")], 3), options(name=["dense/kernal=x"]), "did you mean 'dense/kernel'?"),
    (two(), options(name=["a=b"]), "'a' and 'b' would both be called 'b'; rename or skip one of them"),
    (two(), options(name=["a=x", "a=y"]), "the table of names has 'a' twice, as 'x' and 'y'; keep one"),
    (two(), options(name=["a"]), "--name a: write THEIRS=OURS"),
    (two(), options(name=["a="]), "'a' is renamed to nothing; give a name, or --skip a"),
    (two(), options(name=["a=x"], skip=["a"]), "'a' is in the table of names and skipped; take it out of one of them"),
    (two(), options(skip=["c*"]), "--skip c*: there is no parameter 'c*'; --list prints the names"),
    (two(), options(skip=["*"]), "there is no parameter to import"),
    (two(), options(names="no-such-file.json"), "no-such-file.json: the table of names cannot be read: "),
    (
        Found([variable("a", accum=None)], 3),
        options(),
        "no accumulator: 'a'; let them start with --missing-accumulator VALUE",
    ),
    (
        Found([variable("a", accum=None)], 3),
        options(missing_accumulator=-0.5),
        "--missing-accumulator -0.5: it must be finite and at",
    ),
    (
        Found([variable("a", accum=None)], 3),
        options(missing_accumulator=1e39),
        "--missing-accumulator 1e+39: it must be finite",
    ),
    (
        Found([variable("a", accum=(1.0, -0.25))], 3),
        options(),
        "the accumulator 'a/slot' holds -0.25 at 1; it must be finite and at",
    ),
    (
        Found([variable("a", accum=(NAN, 1.0))], 3),
        options(),
        "the accumulator 'a/slot' holds nan at 0; it must be finite and at least",
    ),
    (
        Found([variable("a", accum=(1.0, INF))], 3),
        options(),
        "holds inf at 1; it must be finite and at least 0: import an earlier",
    ),
    (
        Found([variable("a", values=(1.0, INF))], 3),
        options(),
        "'a' holds inf at 1; import an earlier checkpoint, or --skip a",
    ),
    (
        Found([variable("a", dtype="float64")], 3),
        options(),
        "'a' is float64 [2]; proxgrad has float32, float16 and bfloat16",
    ),
    (
        Found([variable("a", (1, 2), (1, 2), "int64")], 3),
        options(),
        "the accumulator 'a/slot' is int64 [2]; it must be float32",
    ),
    (
        Found([variable("a", accum=(1.0,))], 3),
        options(),
        "'a' is float32 [2], and its accumulator 'a/slot' float32 [1]; the shapes",
    ),
    (
        Found([variable("a", accum=((1.0, 2.0),))], 3),
        options(),
        "accumulator 'a/slot' float32 [1, 2]; the shapes must be equal",
    ),
    (Found([variable("a")]), options(), "the file does not say how many steps were taken; give --global-step N"),
    (two(), options(global_step=-1), "the number of steps is -1; it must be from 0 to 2^62: give --global-step N"),
    (two(), options(global_step=2**62 + 1), "it must be from 0 to 2^62"),
    (two(), options(exact_rows=["c"]), "--exact-rows c: there is no parameter 'c'"),
    (
        Found([variable("a", 1.0, 1.0)], 3),
        options(exact_rows=["a"]),
        "--exact-rows a: it is a scalar, which has no rows",
    ),
    (Found([variable("a"), variable("a")], 3), options(), "'a' and 'a' would both be called 'a'"),
]


def faults_are_named(folder, _):
    table = folder / "names.json"
    faults = list(FAULTS)
    for text, message in [
        ("[1]", "the table of names must be one object of texts"),
        ('{"a": 1}', "the table of names must be one object of texts"),
        ('{"a": "x", "a": "y"}', "the table of names has 'a' twice"),
        ("{", "the table of names cannot be read: "),
    ]:
        name = folder / f"names_{len(faults)}.json"
        name.write_text(text)
        faults.append((two(), options(names=str(name)), message))
    for found, given, message in faults:
        _, said = convert(found, given)
        require(any(message in fault for fault in said), f"{message!r} is not in: {said}")
    table.write_text('{"a": "x", "b": "a"}')
    params, said = convert(two(), options(names=str(table), exact_rows=["x"]))
    require(
        [param.name for param in params] == ["x", "a"] and not said, f"two names that are swapped: {params}, {said}"
    )
    written = tensors_of(params, 3)
    require(
        written["steps.x"][0] == "U64" and written["last_touched.x"][1] == (2,) and "steps.a" not in written,
        f"{written}",
    )
    params, said = convert(Found([variable("a", accum=None)], 3), options(missing_accumulator=0.1))
    require(not said and (params[0].accum == numpy.float32(0.1)).all(), f"a number to start with: {params}, {said}")
    passed(f"{len(faults)} faults of checkpoints and tables are named")


def outputs_are_whole_or_as_they_were(folder, _):
    path, given = folder / "out.safetensors", tensors_of(convert(two(), options())[0], 3)
    write(path, given, {}, 3)
    before = path.read_bytes()
    os.chmod(path, 0o640)
    write(path, given, {}, 3)
    require(path.read_bytes() == before, "equal contents are different files")
    require(stat.S_IMODE(path.stat().st_mode) == 0o640 or os.name == "nt", "a replaced file has other permissions")
    link = folder / "link.safetensors"
    link.symlink_to(path)
    write(link, given, {"more": "text"}, 3)
    require(link.is_symlink() and path.read_bytes() != before, "a link was replaced, and not the file that it leads to")
    for target, message in [(folder, "is no regular file"), (folder / "none" / "out", "cannot be written: ")]:
        try:
            write(target, given, {}, 3)
        except Refused as fault:
            require(message in str(fault), f"{message!r} is not in: {fault}")
        else:
            require(False, f"{target}: no error that says {message!r}")
    try:
        proxgrad_state.refuse_inputs(str(link), [str(path)])
    except Refused as fault:
        require("is the file that is read" in str(fault), f"an output that is the input: {fault}")
    else:
        require(False, "an output that is the input is not refused")
    left = [entry.name for entry in folder.iterdir() if entry.name.endswith(".tmp")]
    require(not left, f"temporary files are left: {left}")
    passed("outputs are replaced as a whole")


CHECKS = [state_files_open, models_open, faults_are_named, outputs_are_whole_or_as_they_were]

if __name__ == "__main__":
    main("files", None, f"of NumPy {numpy.__version__}", [], CHECKS)
