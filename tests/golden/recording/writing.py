"""Recording of a case, its comparison with float64, and the text of a file."""

import json

import numpy as np

from recording.case import SEED, draw
from recording.catalogue import REFERENCES
from recording.formulas import Float64

COMPARE = (
    "abs(got - want) <= atol + rtol * abs(want); with exact_zeros, param is 0 exactly where it is expected to be 0; "
    "-0.0 equals 0.0"
)


class Disagreement(Exception):
    pass


def share_of_tolerance(tol, got, want):
    """The largest difference as a share of what is allowed."""
    if got.size == 0:
        return 0.0
    if not np.isfinite(got).all():
        raise Disagreement("a number is not finite")
    return float((np.abs(got - want) / (tol["atol"] + tol["rtol"] * np.abs(want))).max())


def same_zeros(steps, others):
    return all(
        ((step["param"] == 0) == (other["param"] == 0)).all() for step, other in zip(steps, others, strict=True)
    )


def record(case, file, program):
    """One case as it stands in the file, and its distance from float64 as a share of the tolerance."""
    sparse = file.kind == "rule_sparse"
    data = draw(case, file.name, sparse)
    formulas = Float64()
    recorded, exact = program.run(case, data, sparse), formulas.run(case, data, sparse)
    share = max(
        share_of_tolerance(case.tol, step[name].astype(np.float64), exact[at][name])
        for at, step in enumerate(recorded)
        for name in step
    )
    if share > 0.5:
        raise Disagreement(f"{case.name}: off from float64 by {share:.2f} of the tolerance")
    if set(recorded[0]) != set(exact[0]):
        raise Disagreement(f"{case.name}: {set(recorded[0])} recorded, {set(exact[0])} by the formulas")
    # Zeros are exact where a threshold that is a little higher or lower gives the same ones.
    exact_zeros = same_zeros(recorded, exact)
    if case.on_threshold:
        if not exact_zeros:
            raise Disagreement(f"{case.name}: other zeros than in float64")
    else:
        exact_zeros &= all(same_zeros(exact, formulas.run(case, data, sparse, s)) for s in (1 - 1e-4, 1 + 1e-4))
    check_reference(case, recorded)
    return entry(case, file, program.source(case, sparse), data, recorded, exact_zeros), share


def check_reference(case, recorded):
    known = REFERENCES.get((case.rule["name"], case.rule.get("l2_shrinkage", 0.0)))
    if case.name.startswith("reference") and np.abs(recorded[0]["param"].flatten() - known).max() > 1e-7:
        raise Disagreement(f"{case.name}: {recorded[0]['param']} instead of {known}")


def numbers(array):
    """The shortest decimals of the numbers as f32."""
    return [float(str(number)) for number in np.asarray(array).astype(np.float32).flatten()]


def entry(case, file, source, data, recorded, exact_zeros):
    sparse = file.kind == "rule_sparse"
    made = {"id": f"{file.prefix}_{case.name}", "source": source, "rule": case.rule, "dtype": "f32"}
    if sparse:
        made["index_dtype"] = case.index_dtype
    made |= {"shape": list(case.shape), "hyper": case.hyper()}
    if sparse:
        made |= {"duplicates": case.duplicates, "out_of_range": "none"}
    made |= {"tol": case.tol, "exact_zeros": bool(exact_zeros), "note": case.note}
    if case.duplicates == "sequential":
        made["informative"] = True
    made |= {"init": {"param": numbers(data.param)}, "steps": []}
    before = {"param": data.param}
    for step, after in enumerate(recorded):
        written = {}
        if sparse:
            written["indices"] = data.indices[step]
        written["grad"] = numbers(data.grads[step])
        if case.lr is None:
            written["lr"] = case.rates[step]
        expect = {}
        if sparse:
            expect["rows"] = rows = sorted(set(data.indices[step]))
            check_untouched(case, rows, before, after)
            after_rows = {name: tensor[rows] for name, tensor in after.items()}
        else:
            after_rows = after
        expect |= {name: numbers(tensor) for name, tensor in after_rows.items()}
        made["steps"].append({**written, "expect": expect})
        before = after
    return made


def check_untouched(case, rows, before, after):
    for name, tensor in before.items():
        if not np.array_equal(np.delete(tensor, rows, axis=0), np.delete(after[name], rows, axis=0)):
            raise Disagreement(f"{case.name}: {name} changed in a row without gradient")


def text_of(file, cases):
    """A file: its head on the first line, then one case a line."""
    head = {
        "format": "proximal-adagrad-golden",
        "format_version": 1,
        "set": "public",
        "family": file.name,
        "kind": file.kind,
        "description": file.description,
        "generator": {"script": "record_rules.py", "program": file.program, "set": "public", "seed": SEED},
        "compare": COMPARE,
    }
    lines = ",\n".join("  " + json.dumps(case, separators=(",", ":")) for case in cases)
    return json.dumps(head)[:-1] + ', "cases": [\n' + lines + "\n]}\n"
