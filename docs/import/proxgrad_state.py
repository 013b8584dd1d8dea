"""What the import scripts of this folder share: their options, the table of names, the checks, and the file.

The file is one that `proxgrad_safetensors::load` reads; docs/state.md describes it. It is written here and not by the
package `safetensors`, which has no bfloat16 of NumPy's and writes metadata in a random order: equal contents are equal
files, as those of the crate are. Needs NumPy alone.
"""

import argparse
import difflib
import json
import os
import re
import secrets
import shutil
import struct
import sys
from dataclasses import dataclass, field
from pathlib import Path

import numpy

# The version of proxgrad that reads and writes the same format.
VERSION = "0.1.0"
# Types of values, by the names that all three programs give them. A file orders them from the last to the first.
DTYPES = {"float16": "F16", "bfloat16": "BF16", "float32": "F32"}
ORDER = ["F16", "BF16", "F32", "U64"]
# The most steps that a snapshot may count.
MAX_STEPS = 1 << 62
MAX_F32 = float(numpy.finfo(numpy.float32).max)

NAMES = """\
names and what is left out:
  Without a table names stay as they are. `--names FILE.json` is an object, {"THEIRS": "OURS", ...};
  `--name` adds to it. Variables that are no trained parameters, such as moving averages, have no
  accumulator: leave them out with `--skip`.
"""


class Refused(Exception):
    """What is wrong with the input, fault by fault. Nothing has been written."""

    def __init__(self, *faults):
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True)
class Tensor:
    """`data` is None where `dtype` is none of DTYPES; bfloat16 is there as its bits, uint16."""

    dtype: str
    shape: tuple
    data: numpy.ndarray | None

    def __str__(self):
        return f"{self.dtype} {list(self.shape)}"

    def f32(self):
        """The elements as f32, which holds all numbers of the other types exactly."""
        if self.dtype == "bfloat16":
            return (self.data.astype(numpy.uint32) << 16).view(numpy.float32)
        return self.data.astype(numpy.float32)


@dataclass(frozen=True)
class Variable:
    """A variable of the other program that may be a parameter, and its accumulator where it has one."""

    name: str
    values: Tensor
    accum: Tensor | None = None
    accum_name: str = ""


@dataclass
class Found:
    """What a script has found in the files of the other program."""

    variables: list[Variable]
    # None where the files do not say.
    global_step: int | None = None
    # Names of what is known to be no parameter.
    left_out: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Param:
    """A parameter as it will be written: `accum` is f32."""

    variable: Variable
    name: str
    accum: numpy.ndarray
    exact: bool


def tensor_of(array):
    """A NumPy array as a Tensor. TensorFlow and MindSpore have bfloat16 from the package ml_dtypes."""
    array = numpy.asarray(array)
    name = array.dtype.name
    if name not in DTYPES:
        return Tensor(name, array.shape, None)
    return Tensor(name, array.shape, array.view(numpy.uint16) if name == "bfloat16" else array)


def parser(description, example):
    """The options that all scripts have; `description` is the docstring of the script."""
    made = argparse.ArgumentParser(
        description=description,
        epilog=f"{NAMES}\nexample:\n{example}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = made.add_argument
    add("-o", "--output", metavar="FILE", help="the safetensors file to write; replaced as a whole where it exists")
    add("--list", "--dry-run", action="store_true", help="print what would be imported, and write nothing")
    add("--names", metavar="FILE.json", help="the table of names")
    add("--name", action="append", default=[], metavar="THEIRS=OURS", help="one name; may be repeated")
    add(
        "--skip",
        action="append",
        default=[],
        metavar="NAME",
        help="leave a variable out; * stands for any text; may be repeated",
    )
    add(
        "--missing-accumulator",
        type=float,
        metavar="VALUE",
        help="where a parameter has no accumulator, let all elements of it start with this number",
    )
    add("--global-step", type=int, metavar="N", help="number of steps taken, instead of the number in the file")
    add(
        "--exact-rows",
        action="append",
        default=[],
        metavar="OURS",
        help="the parameter will have Rows::Exact: also write the tensors that restore then needs; may be repeated",
    )
    return made


def run(parser, read, inputs):
    """Reads, checks and writes, as the arguments say; returns the exit status. `inputs` gives what is read."""
    options = parser.parse_args()
    if options.output is None and not options.list:
        parser.error("give --output FILE, or --list to see what the file holds")
    try:
        found = read(options)
        params, faults = convert(found, options)
        if options.list:
            print_list(found, params, options)
        elif faults:
            print_notes(found, sys.stderr)
        if faults:
            raise Refused(*faults)
        if not options.list:
            refuse_inputs(options.output, inputs(options))
            step = global_step(found, options)
            write(options.output, tensors_of(params, step), {"imported_by": Path(sys.argv[0]).name}, step)
            print(f"{options.output}: {len(params)} parameters, {step} steps")
            print_notes(found)
    except Refused as refused:
        for fault in refused.faults:
            print(f"error: {fault}", file=sys.stderr)
        if not options.list:
            print("nothing was written", file=sys.stderr)
        return 1
    return 0


def global_step(found, options):
    return found.global_step if options.global_step is None else options.global_step


# The table of names


def table_of(options):
    """Our names by theirs."""
    pairs = []
    if options.names is not None:
        pairs += pairs_of_file(options.names)
    for text in options.name:
        theirs, equals, ours = text.partition("=")
        if not equals:
            raise Refused(f"--name {text}: write THEIRS=OURS; a name with = in it goes into a file, --names FILE.json")
        pairs.append((theirs, ours))
    table = {}
    for theirs, ours in pairs:
        if table.setdefault(theirs, ours) != ours:
            raise Refused(f"the table of names has {theirs!r} twice, as {table[theirs]!r} and {ours!r}; keep one")
    return table


def json_of(path, what):
    """The document of a JSON file; an object is a list of pairs, so that a key that is there twice is not lost."""
    try:
        with open(path, encoding="utf-8") as file:
            return json.load(file, object_pairs_hook=lambda pairs: Pairs(pairs))
    except (OSError, ValueError) as error:
        raise Refused(f"{path}: {what} cannot be read: {error}") from None


class Pairs(list):
    """The entries of an object of JSON."""


def pairs_of_file(path):
    document = json_of(path, "the table of names")
    if not isinstance(document, Pairs) or not all(isinstance(ours, str) for _, ours in document):
        raise Refused(f'{path}: the table of names must be one object of texts, {{"THEIRS": "OURS", ...}}')
    return list(document)


def unknown(what, name, known):
    """The fault of a name that is not there."""
    close = difflib.get_close_matches(name, known, n=3)
    hint = f"did you mean {', '.join(map(repr, close))}?" if close else "--list prints the names"
    return f"{what}: there is no parameter {name!r}; {hint}"


# The checks


def convert(found, options):
    """The parameters to write, those that have no fault; and all faults."""
    try:
        table = table_of(options)
    except Refused as refused:
        return [], list(refused.faults)
    names = [variable.name for variable in found.variables]
    skipped = {name for name in names if is_skipped(name, options)}
    faults = start_faults(options) + skip_faults(names, options) + table_faults(table, names, skipped)
    kept = [variable for variable in found.variables if variable.name not in skipped]
    ours = [table.get(variable.name, variable.name) for variable in kept]
    faults += name_faults(kept, ours) + missing_faults(kept, options)
    params = []
    for variable, name in zip(kept, ours):
        wrong = values_faults(variable) + accum_faults(variable)
        faults += wrong
        accum = None if wrong else accum_of(variable, options)
        if accum is not None:
            params.append(Param(variable, name, accum, name in options.exact_rows))
    if not kept:
        faults.append("there is no parameter to import; --list prints what the file holds")
    faults += exact_faults(params, ours, options) + step_faults(found, options)
    return params, faults


def is_skipped(name, options):
    return any(matches(name, pattern) for pattern in options.skip)


def matches(name, pattern):
    """Whether a pattern of --skip covers a name. Brackets, which names may have, mean nothing in it."""
    return re.fullmatch(".*".join(map(re.escape, pattern.split("*"))), name, re.DOTALL) is not None


def start_faults(options):
    start = options.missing_accumulator
    if start is None or 0 <= start <= MAX_F32:
        return []
    return [f"--missing-accumulator {start}: it must be finite and at least 0"]


def skip_faults(names, options):
    idle = [pattern for pattern in options.skip if not any(matches(name, pattern) for name in names)]
    return [unknown(f"--skip {pattern}", pattern, names) for pattern in idle]


def table_faults(table, names, skipped):
    faults = [unknown("the table of names", theirs, names) for theirs in table if theirs not in names]
    both = [theirs for theirs in table if theirs in skipped]
    return faults + [f"{theirs!r} is in the table of names and skipped; take it out of one of them" for theirs in both]


def name_faults(kept, ours):
    """Names that are empty, or there twice."""
    faults, taken = [], {}
    for variable, name in zip(kept, ours):
        if not name:
            faults.append(f"{variable.name!r} is renamed to nothing; give a name, or --skip {variable.name}")
        elif name in taken:
            faults.append(
                f"{taken[name]!r} and {variable.name!r} would both be called {name!r}; rename or skip one of them"
            )
        taken[name] = variable.name
    return faults


def missing_faults(kept, options):
    missing = [repr(variable.name) for variable in kept if variable.accum is None]
    if not missing or options.missing_accumulator is not None:
        return []
    return [
        f"no accumulator: {', '.join(missing)}; let them start with --missing-accumulator VALUE, or leave out with "
        "--skip NAME what is no parameter of the optimizer"
    ]


def values_faults(variable):
    values, name = variable.values, variable.name
    if values.data is None:
        return [
            f"{name!r} is {values}; proxgrad has float32, float16 and bfloat16: convert it before saving, or "
            f"--skip {name}"
        ]
    bad = numpy.flatnonzero(~numpy.isfinite(values.f32()))
    if bad.size:
        found = values.f32().reshape(-1)[bad[0]]
        return [f"{name!r} holds {found} at {bad[0]}; import an earlier checkpoint, or --skip {name}"]
    return []


def accum_faults(variable):
    """What is wrong with the accumulator of a parameter, where it has one."""
    accum, name = variable.accum, variable.accum_name
    if accum is None:
        return []
    if accum.shape != variable.values.shape:
        return [
            f"{variable.name!r} is {variable.values}, and its accumulator {name!r} {accum}; the shapes must be "
            f"equal: find out which accumulator belongs to it, or --skip {variable.name}"
        ]
    if accum.data is None:
        return [
            f"the accumulator {name!r} is {accum}; it must be float32, float16 or bfloat16: convert it before saving"
        ]
    found = accum.f32().reshape(-1)
    bad = numpy.flatnonzero(~(numpy.isfinite(found) & (found >= 0)))
    if not bad.size:
        return []
    return [
        f"the accumulator {name!r} holds {found[bad[0]]} at {bad[0]}; it must be finite and at least 0: "
        "import an earlier checkpoint"
    ]


def accum_of(variable, options):
    """The accumulator of a parameter as f32; None where there is neither one nor a number to start with."""
    if variable.accum is not None:
        return variable.accum.f32()
    start = options.missing_accumulator
    if start is None or start_faults(options):
        return None
    return numpy.full(variable.values.shape, start, numpy.float32)


def exact_faults(params, names, options):
    shapes = {param.name: param.variable.values.shape for param in params}
    faults = [unknown(f"--exact-rows {name}", name, list(names)) for name in options.exact_rows if name not in names]
    scalars = [name for name in options.exact_rows if shapes.get(name) == ()]
    return faults + [f"--exact-rows {name}: it is a scalar, which has no rows" for name in scalars]


def step_faults(found, options):
    step = global_step(found, options)
    if step is None:
        return ["the file does not say how many steps were taken; give --global-step N"]
    if not 0 <= step <= MAX_STEPS:
        return [f"the number of steps is {step}; it must be from 0 to 2^62: give --global-step N"]
    return []


def print_list(found, params, options):
    """What would be imported, and what else there is."""
    ours = {param.variable.name: param.name for param in params}
    rows = [("their name", "our name", "values", "accumulator")]
    for variable in found.variables:
        name = ours.get(variable.name, "-")
        missing = (
            "-" if options.missing_accumulator is None or name == "-" else f"{options.missing_accumulator} everywhere"
        )
        rows.append((variable.name, name, str(variable.values), variable.accum_name or missing))
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    for row in rows:
        print("  ".join(text.ljust(width) for text, width in zip(row, widths)) + "  " + row[3])
    print(f"steps: {global_step(found, options)}")
    if found.left_out:
        print(f"no parameters: {', '.join(found.left_out)}")
    print_notes(found)


def print_notes(found, to=None):
    for note in found.notes:
        print(f"note: {note}", file=to)


# The file


def tensors_of(params, step):
    """Type, shape and bytes of the tensors of a state, by name."""
    counter = lambda number: ("U64", (), struct.pack("<Q", number))
    tensors = {"global_step": counter(step)}
    for param in params:
        values = param.variable.values
        kind = DTYPES[values.dtype]
        stored = values.data.astype(values.data.dtype.newbyteorder("<"))
        tensors[f"values.{param.name}"] = (kind, values.shape, stored.tobytes())
        tensors[f"accum.{param.name}"] = ("F32", values.shape, param.accum.astype("<f4").tobytes())
        if param.exact:
            # No step was taken with exact rows yet, so no row has missed one.
            rows = values.shape[0]
            tensors[f"steps.{param.name}"] = counter(0)
            tensors[f"last_touched.{param.name}"] = ("U64", (rows,), bytes(8 * rows))
            tensors[f"missed_rates.{param.name}"] = ("F32", (0,), b"")
    return tensors


def write(path, tensors, metadata, step):
    """Writes a state to a temporary file that then replaces `path`; after an error there is the old file."""
    metadata = metadata | {
        "proxgrad.format": "1",
        "proxgrad.version": VERSION,
        "proxgrad.global_step": str(step),
    }
    path = Path(os.path.realpath(path))
    if path.exists() and not path.is_file():
        raise Refused(f"{path} is no regular file, and will not be replaced; give another --output")
    temporary = path.with_name(f".proxgrad-{secrets.token_hex(4)}.tmp")
    try:
        try:
            with open(temporary, "xb") as file:
                for part in parts(tensors, metadata):
                    file.write(part)
                file.flush()
                os.fsync(file.fileno())
            if path.exists():
                shutil.copymode(path, temporary)
            os.replace(temporary, path)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        raise Refused(f"{path} cannot be written: {error.strerror}") from None


def parts(tensors, metadata):
    """The bytes of a safetensors file: size of the header, header, tensors by type and name."""
    order = sorted(tensors, key=lambda name: (-ORDER.index(tensors[name][0]), name))
    header, begin = {"__metadata__": dict(sorted(metadata.items()))}, 0
    for name in order:
        kind, shape, data = tensors[name]
        header[name] = {"dtype": kind, "shape": list(shape), "data_offsets": [begin, begin + len(data)]}
        begin += len(data)
    header = json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode()
    # Blanks, so that the tensors begin at a multiple of eight bytes.
    header += b" " * (-len(header) % 8)
    yield struct.pack("<Q", len(header)) + header
    for name in order:
        yield tensors[name][2]


def refuse_inputs(output, inputs):
    for path in inputs:
        if os.path.exists(output) and os.path.exists(path) and os.path.samefile(output, path):
            raise Refused(f"{output} is the file that is read; give another --output")
