#!/usr/bin/env python3
"""Records the golden files of the update rules beside ProximalAdagrad: `rule_*.json`, `documented_rules*.json`,
`documented_rowwise*.json` and `documented_group_ftrl*.json`.

    python tests/golden/record_rules.py float64       # numpy
    python tests/golden/record_rules.py tensorflow    # tensorflow-cpu==2.21.0
    python tests/golden/record_rules.py mindspore     # mindspore==2.10.0

writes the files of one program beside this script; `--check` compares them with what is there instead, byte for
byte, and `--out FOLDER` writes elsewhere. FORMAT.md describes the files.

Every case is run through the program and through the formulas in float64 (`recording/formulas.py`). The two have to
agree within half of the tolerance of the case, or nothing is written: so a fault of a program is not recorded as a
reference, and the other half is left for the roundings of the library. Random numbers depend on the seed, the file
and the name of a case alone, so a case that is added changes no other case.
"""

import argparse
import sys
from pathlib import Path

from recording.catalogue import files
from recording.formulas import Float64
from recording.programs import MindSpore, TensorFlow
from recording.writing import Disagreement, record, text_of

PROGRAMS = {made.program: made for made in (Float64, TensorFlow, MindSpore)}
LARGEST_FILE = 300_000


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", choices=sorted(PROGRAMS), help="the program to record")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent, help="the folder of the files")
    parser.add_argument(
        "--check", action="store_true", help="compare with the files in the folder, and write nothing"
    )
    parser.add_argument("--only", metavar="NAME", help="one file, by its name without .json")
    return parser.parse_args()


def main():
    given = arguments()
    program = PROGRAMS[given.program]()
    chosen = [file for file in files() if file.program == given.program and given.only in (None, file.name)]
    if not chosen:
        sys.exit(f"{given.program} records no file {given.only}")
    differ = []
    for file in chosen:
        ids = [case.name for case in file.cases]
        assert len(ids) == len(set(ids)), f"{file.name}: names are not unique"
        try:
            recorded = [record(case, file, program) for case in file.cases]
        except Disagreement as error:
            sys.exit(f"{file.name}: {error}")
        text = text_of(file, [case for case, _ in recorded])
        if len(text) >= LARGEST_FILE:
            sys.exit(f"{file.name}: {len(text)} bytes are too many")
        path = given.out / f"{file.name}.json"
        if not given.check:
            path.write_text(text)
        elif not path.is_file() or path.read_text() != text:
            differ.append(path.name)
        worst = max(share for _, share in recorded)
        exact = sum(case["exact_zeros"] for case, _ in recorded)
        counts = f"{len(recorded)} cases ({exact} with exact zeros), {len(text)} bytes"
        print(f"{file.name}: {counts}, {worst:.3f} of a tolerance off from float64")
    if differ:
        sys.exit(f"other numbers: {', '.join(differ)}")


if __name__ == "__main__":
    main()
