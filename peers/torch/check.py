"""Compares steps of every variant with NumPy, in f32, before their times are believed: `python3 check.py [--device cpu]`.

The Triton kernels run on the CPU with TRITON_INTERPRET=1. Exits with 1 where a variant is wrong, and says which are not
supported here.
"""

import sys
import tempfile

import numpy as np

import peer
import serve

N, ROWS, WIDTH, NNZ, SETS, STEPS = 5000, 300, 16, 2000, 3, 6
# Frameworks may sum the entries of a row in another order, and contract products and sums. Where the gradients are large,
# so are the accumulators, and what they move is of the size of the learning rate.
TOLERANCE = 8 * 2.0**-23

# Stronger than in the benchmark, so that every part of the rule shows in the values.
serve.LEARNING_RATE = 0.1
peer.RATES = (0.1, 0.01, 1 / 1.05)


def rule(values, accum, grads, proximal):
    """The rule on arrays of f32; without l1 and l2 that of Adagrad."""
    rate, threshold, scale = (np.float32(one) for one in peer.RATES)
    accum = accum + grads * grads
    moved = values - rate / np.sqrt(accum) * grads
    return ((moved - np.clip(moved, -threshold, threshold)) * scale if proximal else moved), accum


def expected_dense(proximal, steps):
    state = serve.weights(N), serve.accumulators(N)
    for _ in range(steps):
        state = rule(*state, serve.gradients(N), proximal)
    return state[0]


def expected_rows(proximal, index_sets, steps):
    values, accum, entries = serve.weights(ROWS, WIDTH), serve.accumulators(ROWS, WIDTH), serve.gradients(NNZ, WIDTH)
    for step in range(steps):
        indices = index_sets[step % SETS]
        sums = np.zeros_like(values)
        np.add.at(sums, indices, entries)
        touched = np.unique(indices)
        values[touched], accum[touched] = rule(values[touched], accum[touched], sums[touched], proximal)
    return values


def error(got, want):
    return float(np.max(np.abs(got - want) / np.maximum(np.abs(want), 1)))


def check(variant, device, bench, path, index_sets):
    """The largest error of a variant after some steps over buffers in turn; the reason where it is unsupported."""
    job = {"bench": bench, "n": N, "rows": ROWS, "width": WIDTH, "nnz": NNZ, "sets": SETS, "indices": path}
    reason = peer.missing(variant, device)
    if reason:
        return reason
    try:
        prepared = peer.Peer(variant, device)
        step = prepared.prepare(job)
        for _ in range(STEPS):
            step()
    except serve.Unsupported as unsupported:
        return str(unsupported)
    proximal = variant in ("compiled", "triton")
    want = expected_rows(proximal, index_sets, STEPS) if bench == "rows" else expected_dense(proximal, STEPS // SETS)
    return error(prepared.values.cpu().numpy(), want)


def main(args):
    device = args[1] if args[:1] == ["--device"] else "cuda"
    random = np.random.default_rng(3)
    # One row with most of the entries, and others with few or none.
    often = random.random((SETS, NNZ)) < 0.7
    index_sets = np.where(often, 7, random.zipf(1.5, (SETS, NNZ)) % ROWS).astype(np.uint32)
    wrong = 0
    with tempfile.NamedTemporaryFile(prefix="proxgrad-check-") as file:
        file.write(index_sets.astype("<u4").tobytes())
        file.flush()
        for variant in peer.ABOUT:
            for bench in ("dense", "rows"):
                said = check(variant, device, bench, file.name, index_sets)
                good = isinstance(said, str) or said <= TOLERANCE
                wrong += not good
                told = f"unsupported: {said}" if isinstance(said, str) else f"{'' if good else 'WRONG, '}error {said:.2g}"
                print(f"{variant:10} {bench:6} {told}")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
