"""Compares how `proxgrad inspect` reads data files with scikit-learn's `load_svmlight_file` and with Vowpal Wabbit.

    python compare.py PROGRAM FOLDER FILE…

Writes generated files into FOLDER, reads them and the given files with both, and prints how many examples agree. The
exit status is 1 where a reader has something that the other one lacks, and no line of `KNOWN_*` says so.
"""

import bz2
import gzip
import io
import json
import lzma
import math
import os
import random
import subprocess
import sys
import warnings

warnings.filterwarnings("ignore")

import numpy
import vowpalwabbit
from sklearn.datasets import load_svmlight_file

SEEDS = range(200)

# How each reads a line: the features of the example, or None for a refusal. Vowpal Wabbit refuses hardly anything.
KNOWN_LIBSVM = [
    # (line, features that proxgrad reads, features that scikit-learn reads)
    (b"1 3:1 2:1", 2, None),  # indices out of order
    (b"1 3:1 3:2", 2, None),  # an index twice: the values add up
    (b"1 3:1 qid:4", None, None),
    (b"1 qid:x 3:1", None, 1),
    (b"1 -3:1", None, None),
    (b"1 +3:1", None, 1),
    (b"1 a:1", None, None),
    (b"1 3", None, None),
    (b"1 3:", None, None),
    (b"1 3:1:2", None, None),
    (b"1 3:x", None, None),
    (b"1 3:nan", None, 1),
    (b"1 3:inf", None, 1),
    (b"1 3:1e39", None, 1),  # not a finite f32
    (b"0.5 3:1", None, 1),  # regression
    (b"1,2 3:1", None, None),  # several labels
    (b"spam 3:1", None, None),
    (b"1 3:1 \xff", None, None),
    (b"1 3:1 # \xff", None, 1),  # a comment that is not UTF-8
]
KNOWN_VOWPAL = [
    # (line, features that proxgrad reads, features that Vowpal Wabbit reads)
    ("1\t|f a", None, 1),  # no label: what precedes the tab is ignored
    ("|f a", None, 1),  # no label
    ("1 2 |f a", None, 1),  # importance
    ("1 1 0.5 |f a", None, 1),  # base
    ("0.5 |f a", None, 1),  # regression
    ("1 f a", None, 0),  # no |
    ("# a comment", None, 0),
    ("1 |f a:1x b", None, 1),  # a malformed number: the rest of the line is dropped
    ("1 |f a:1:2 b", None, 1),
    ("1 |f a:nan b", None, 1),  # read as 0
    ("1 |f a:inf b", None, 2),
    ("1 |f a:1e39 b", None, 2),
    ("1 |f a:- b", None, 1),  # read as 0
    ("1 |f a: b", None, 1),  # the text of `a` is `b`
    ("1 |f a:x|g b", None, 2),  # the text of `a` is `x|g`
    ("1 |f:x a", None, 0),  # a namespace whose weight is no number
    ("1 |:2 a", None, 0),
    ("1 |f a\rb", None, 1),  # the carriage return is a part of the name
]


def inspect(program, path, format="auto"):
    """Label and entries of every example, or None where the program refuses the file."""
    line = [program, "inspect", path, "--json", "--format", format, "--examples", str(10**9)]
    ran = subprocess.run(line, capture_output=True, check=False)
    if ran.returncode == 2:
        return None
    ran.check_returncode()
    found = json.loads(ran.stdout)
    return found["format"], [(example["label"], example["features"]) for example in found["first"]]


def differences(ours, theirs):
    """What one example has and the other lacks; values as f32, up to their last bits."""
    if ours[0] != theirs[0]:
        return f"label {ours[0]}, not {theirs[0]}"
    mine, other = (sorted(example[1]) for example in (ours, theirs))
    same = len(mine) == len(other) and all(
        a[0] == b[0] and math.isclose(a[1], b[1], rel_tol=1e-6, abs_tol=1e-44) for a, b in zip(mine, other)
    )
    return None if same else f"features {mine}, not {other}"


def compare(name, ours, theirs):
    """Raises where two lists of examples differ; returns the number of examples."""
    if ours is None or len(ours) != len(theirs):
        raise SystemExit(f"{name}: {'refused' if ours is None else len(ours)}, not {len(theirs)} examples")
    for number, pair in enumerate(zip(ours, theirs)):
        if found := differences(*pair):
            raise SystemExit(f"{name}: example {number}: {found}")
    return len(ours)


# libsvm text and scikit-learn


def sklearn_examples(text):
    """Explicit zeros, and values that are 0 as f32, are no features."""
    table, labels = load_svmlight_file(io.BytesIO(text), zero_based=True)
    examples = []
    for row, label in enumerate(labels):
        entries = slice(table.indptr[row], table.indptr[row + 1])
        pairs = zip(table.indices[entries].tolist(), table.data[entries].astype(numpy.float32).tolist())
        examples.append((label, [pair for pair in pairs if pair[1] != 0]))
    return examples


def libsvm_examples(program, path, format="auto"):
    found = inspect(program, path, format)
    if found is None:
        return None
    if found[0] != "libsvm":
        raise SystemExit(f"{path}: taken for {found[0]}")
    return [(label, [(int(entry["index"]), entry["value"]) for entry in entries]) for label, entries in found[1]]


def libsvm_text(pick):
    lines = []
    for _ in range(pick.randrange(1, 30)):
        line = pick.choice(["", "", "", " ", "\t"])
        line += pick.choice(["1", "-1", "+1", "0", "2", "1.0", "-1e0", "007"])
        if pick.random() < 0.2:
            line += space(pick) + f"qid:{pick.randrange(99)}"
        index = pick.choice([0, 0, 1, 10**6, 2**31 - 20000])
        for _ in range(pick.choice([0, 1, 5, 20])):
            index += pick.randrange(1, 200)
            line += space(pick) + pick.choice(["", "", "0", "000"]) + f"{index}:{number(pick)}"
        line += pick.choice(["", "", " ", "\t ", "# a|b", " # 3:1 |f x", " #", "#"])
        lines.append(line)
        if pick.random() < 0.1:
            lines.append(pick.choice(["", "  ", "\t", "# é |f a", " # 1 3:1", "#|"]))
    return pick.choice(["\n", "\r\n"]).join(lines) + pick.choice(["", "\n"])


def space(pick):
    return pick.choice([" ", " ", " ", "  ", "\t", " \t ", "\v", "\f"])


def number(pick, exponents=(-50, 38)):
    power = pick.gauss(0, 1) * 10 ** pick.randrange(*exponents)
    value = pick.choice([0.0, 1.0, pick.random(), pick.gauss(0, 1e3), power])
    form = pick.choice(["{:g}", "{!r}", "{:.3e}", "{:.2f}", "{:+.4f}", "{:.1E}", "{:.0f}."])
    text = form.format(value)
    return text if math.isfinite(numpy.float32(text)) else "1"


# Vowpal Wabbit text and Vowpal Wabbit


class Vowpal:
    MASK = (1 << 30) - 1

    def __init__(self):
        # Names of digits are text here: Vowpal Wabbit takes `3` and `03` for one feature unless it hashes them.
        self.workspace = vowpalwabbit.Workspace("--quiet --hash all -b 30 --noconstant")

    def example(self, line):
        """A line as Vowpal Wabbit's reader of files passes it on: without its line break."""
        example = self.workspace.parse(line)
        example = example[0] if isinstance(example, list) else example
        features = [(index & self.MASK, value) for index, value in example.iter_features()]
        label = example.get_simplelabel_label()
        self.workspace.finish_example(example)
        return label, features

    def index(self, entry):
        """The index that Vowpal Wabbit computes from a name."""
        namespace = self.workspace.hash_space(entry["namespace"]) if entry["namespace"] else 0
        if "position" in entry:
            return namespace + entry["position"] & self.MASK
        if "text" not in entry:
            return self.workspace.hash_feature(entry["feature"], namespace) & self.MASK
        return murmur(entry["text"].encode(), murmur(entry["feature"].encode(), namespace)) & self.MASK

    def read(self, text):
        lines = [line.removesuffix("\r") for line in text.removeprefix("\ufeff").split("\n")]
        # An empty line ends a group of examples there, and is no example.
        return [self.example(line) for line in lines if line.strip(" \t")]

    def examples(self, program, path, format="auto"):
        found = inspect(program, path, format)
        if found is None:
            return None
        if found[0] != "vw":
            raise SystemExit(f"{path}: taken for {found[0]}")
        return [(label, [(self.index(entry), entry["value"]) for entry in entries]) for label, entries in found[1]]


def murmur(key, seed):
    """MurmurHash3 of 32 bits, which Vowpal Wabbit chains for texts: the text by the hash of the feature's name."""

    def mix(block):
        block = block * 0xCC9E2D51 & 0xFFFFFFFF
        return rotated(block, 15) * 0x1B873593 & 0xFFFFFFFF

    def rotated(word, by):
        return (word << by | word >> 32 - by) & 0xFFFFFFFF

    whole = len(key) // 4 * 4
    for at in range(0, whole, 4):
        seed ^= mix(int.from_bytes(key[at : at + 4], "little"))
        seed = rotated(seed, 13) * 5 + 0xE6546B64 & 0xFFFFFFFF
    if whole < len(key):
        seed ^= mix(int.from_bytes(key[whole:], "little"))
    seed ^= len(key)
    seed = (seed ^ seed >> 16) * 0x85EBCA6B & 0xFFFFFFFF
    seed = (seed ^ seed >> 13) * 0xC2B2AE35 & 0xFFFFFFFF
    return seed ^ seed >> 16


NAMES = ["a", "b", "B", "é", "#", "#x", "a#b", "a^b", "^", "^a", "b^c", "a=b", "3", "03", "'q", "\"", "x,y", "€uro", "a\\b"]


def vowpal_text(pick):
    lines = []
    for _ in range(pick.randrange(1, 30)):
        line = pick.choice(["", "", "ignored\t", " "]) + pick.choice(["1", "-1", "+1", "2", "1.0", "10"])
        line += pick.choice(["", "", " 1", " 1.0 0", " 1 0.0"])
        line += pick.choice([" ", "  ", " #7", " tag", " 'tag", " '# ", " 'a,b", " '", " 3#"])
        line += "".join(section(pick) for _ in range(pick.randrange(1, 4)))
        lines.append(line)
        if pick.random() < 0.1:
            lines.append(pick.choice(["", " "]))
    return pick.choice(["", "", "\ufeff"]) + pick.choice(["\n", "\r\n"]).join(lines) + pick.choice(["", "\n"])


def section(pick):
    name = pick.choice(["", pick.choice(NAMES)])
    weight = pick.choice(["", "", ":2", ":0.5", ":-1e-3", ":0"]) if name else ""
    text = "|" + name + weight
    for _ in range(pick.choice([0, 1, 4, 10])):
        text += pick.choice([" ", " ", " ", "  ", "\t", "\t "]) + feature(pick)
    return text + pick.choice([" ", "  "])


def feature(pick):
    name = pick.choice(NAMES)
    # Vowpal Wabbit computes with powers of ten in f32, which are 0 below 1e-45 although the number is not.
    value = number(pick, (-15, 15))
    text = pick.choice(["x", "y^", ":", "é#"])
    return pick.choice([name, name, f"{name}:{value}", f":{value}", f"{name}:{text}"])


# Files


def written(folder, name, content):
    path = os.path.join(folder, name)
    with open(path, "wb") as file:
        file.write(content)
    return path


def packings(text):
    half = len(text) // 2
    yield "", text
    yield ".gz", gzip.compress(text[:half]) + gzip.compress(text[half:]) + bytes(512)
    yield ".bz2", bz2.compress(text[:half]) + bz2.compress(text[half:])
    yield ".xz", lzma.compress(text[:half]) + bytes(8) + lzma.compress(text[half:])


def generated(program, folder, vowpal):
    counts = [0, 0]
    for seed in SEEDS:
        pick = random.Random(seed)
        text = libsvm_text(pick).encode()
        path = written(folder, f"{seed}.libsvm", text)
        counts[0] += compare(path, libsvm_examples(program, path), sklearn_examples(text))
        text = vowpal_text(pick)
        path = written(folder, f"{seed}.vw", text.encode())
        counts[1] += compare(path, vowpal.examples(program, path), vowpal.read(text))
        if seed % 20 == 0:
            packed(program, folder, seed, vowpal, text)
    return counts


def packed(program, folder, seed, vowpal, text):
    expected = vowpal.read(text)
    for suffix, content in packings(text.encode()):
        # The names say nothing.
        path = written(folder, f"{seed}{suffix}.data", content)
        compare(path, vowpal.examples(program, path), expected)


def known(program, folder, vowpal):
    """Lines that are read in different ways: still, and just so."""
    for line, ours, theirs in KNOWN_LIBSVM:
        found = libsvm_examples(program, written(folder, "known.libsvm", line + b"\n"), "libsvm")
        try:
            other = count(sklearn_examples(line + b"\n"))
        except ValueError:
            other = None
        check(line, (count(found), other), (ours, theirs))
    for line, ours, theirs in KNOWN_VOWPAL:
        found = vowpal.examples(program, written(folder, "known.vw", line.encode() + b"\n"), "vw")
        check(line, (count(found), len(vowpal.example(line)[1])), (ours, theirs))
    return len(KNOWN_LIBSVM) + len(KNOWN_VOWPAL)


def count(examples):
    return None if examples is None else sum(len(features) for _, features in examples)


def check(line, found, expected):
    if found != expected:
        raise SystemExit(f"{line!r}: features read are {found}, not {expected}")


def given(program, path, vowpal):
    """A file whose format the program guesses."""
    with open(path, "rb") as file:
        text = file.read()
    if b"|" in text:
        return compare(path, vowpal.examples(program, path), vowpal.read(text.decode()))
    return compare(path, libsvm_examples(program, path), sklearn_examples(text))


def main():
    program, folder, *files = sys.argv[1:]
    os.makedirs(folder, exist_ok=True)
    vowpal = Vowpal()
    libsvm, vw = generated(program, folder, vowpal)
    print(f"generated: {libsvm} libsvm examples as scikit-learn reads them, {vw} as Vowpal Wabbit does")
    print(f"known differences: {known(program, folder, vowpal)} lines, as they are listed")
    for path in files:
        print(f"{path}: {given(program, path, vowpal)} examples, the same")


if __name__ == "__main__":
    main()
