"""A case: one tensor, its hyper-parameters, and how its numbers are drawn."""

import zlib
from dataclasses import dataclass, field

import numpy as np

SEED = 20271

# As in the other files: roundings of a few steps in f32, with room for devices whose division and square root are
# 2.5 units in the last place off, and an absolute part for values that cancel.
TOLERANCE = {"rtol": 1e-5, "atol": 2e-6}


@dataclass(frozen=True)
class Case:
    """One tensor, its hyper-parameters, and how its numbers are drawn."""

    name: str
    shape: tuple
    lr: float | None
    l1: float
    l2: float
    accum: float | None = 0.1
    l21: float | None = None
    rule: dict = field(default_factory=dict)
    steps: int = 3
    # One rate for each step, where `lr` is None.
    rates: tuple = ()
    # Given numbers, where they are not drawn.
    param: list | None = None
    grads: list | None = None
    # Share of gradients that are 0.
    zeros: float = 0.125
    tol: dict = field(default_factory=lambda: TOLERANCE)
    # The thresholds are met exactly, in binary fractions; otherwise `exact_zeros` is found out.
    on_threshold: bool = False
    note: str = ""
    # Only for gradients of rows.
    indices: list | None = None
    # The number of entries, where rows are named several times.
    repeated: int | None = None
    index_dtype: str = "i32"
    duplicates: str = "none"

    def but(self, **changes):
        return Case(**{**self.__dict__, **changes})

    def table(self):
        return self.shape[0], int(np.prod(self.shape[1:], dtype=int))

    def rate(self, step):
        return self.rates[step] if self.lr is None else self.lr

    def hyper(self):
        hyper = {"lr": self.lr, "l1": self.l1, "l2": self.l2}
        if self.l21 is not None:
            hyper["l21"] = self.l21
        if self.accum is not None:
            hyper["accum"] = self.accum
        return hyper


@dataclass
class Data:
    """The numbers of a case: f32 arrays of rows, and for gradients of rows the indices of their entries."""

    param: np.ndarray
    grads: list
    indices: list | None


def draw(case, family, sparse):
    """The numbers of a case. They have few decimals, which makes small files."""
    random = np.random.default_rng([SEED, zlib.crc32(f"{family}/{case.name}".encode())])
    rows, width = case.table()
    decimals = 2 if sparse else 3
    param = random.normal(0, 1, (rows, width)).round(decimals)
    if case.param is not None:
        param = np.reshape(case.param, (rows, width))
    indices = None
    if sparse:
        indices = case.indices or [drawn_indices(case, random) for _ in range(case.steps)]
    grads = []
    for step in range(case.steps):
        count = len(indices[step]) if sparse else rows
        grad = random.normal(0, 0.6, (count, width)).round(3)
        # Not a draw of its own: it would be 0 sometimes, which `zeros=0` excludes.
        grad[grad == 0] = 0.001
        grad[random.random((count, width)) < case.zeros] = 0
        if case.grads is not None:
            grad = np.reshape(case.grads[step], (count, width))
        grads.append(grad.astype(np.float32))
    return Data(param.astype(np.float32), grads, indices)


def drawn_indices(case, random):
    rows, _ = case.table()
    if case.repeated is None:
        return random.permutation(rows)[: max(1, rows // 2)].tolist()
    # Half as many rows as entries, one of them three times at least.
    named = random.permutation(rows)[: case.repeated // 2]
    more = random.choice(named, case.repeated - len(named) - 2)
    return random.permutation([named[0], named[0], *named, *more]).tolist()
