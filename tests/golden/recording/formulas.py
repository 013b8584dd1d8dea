"""The rules in float64."""

import numpy as np

# Each rule: the state that it starts with, and one step of all rows of `w` (rows × width), which changes `w` and the
# state in place. `h` has the hyper-parameters, with the rate of the step as `lr`; `t` counts steps from 1.


def signed_shrink(v, threshold):
    return np.sign(v) * np.maximum(np.abs(v) - threshold, 0)


def norms(rows):
    return np.sqrt((rows * rows).sum(axis=1, keepdims=True))


def shrunk_norms(rows, threshold):
    """Rows with their norm reduced by the threshold: the proximal operator of threshold·‖·‖."""
    norm = norms(rows)
    return np.where(norm > threshold, 1 - threshold / np.where(norm > 0, norm, 1), 0) * rows


def elements(names):
    return lambda rule, rows, width, accum: {
        name: np.full((rows, width), accum if name == "accum" else 0.0) for name in names
    }


# z of an element that has had no gradient yet, where training goes on from the values: the lowest f32.
NOT_STARTED = float(np.finfo(np.float32).min)


def ftrl_roots(rule, h, w, state, g, at, touched, start):
    """The part that FTRL and group FTRL share, which updates n and z. Returns z, q and where the update applies.

    `touched` says which elements start now if they have not started yet, `start` where z starts, of which the rule
    computes w.
    """
    p, lr = rule["learning_rate_power"], h["lr"]
    l2 = {"tensorflow": 2, "mcmahan": 1}[rule["form"]] * h["l2"]
    n, z = state["accum"][at], state["linear"][at]

    def q(n):
        return (rule["beta"] + n**-p) / lr + l2

    applies = (z != NOT_STARTED) | touched
    z = np.where((z == NOT_STARTED) & applies, start(h, w, q(n)), z)
    new_n = n + g * g
    new_z = z + g + 2 * rule["l2_shrinkage"] * w - (new_n**-p - n**-p) / lr * w
    state["accum"][at] = np.where(applies, new_n, n)
    state["linear"][at] = new_z = np.where(applies, new_z, z)
    return new_z, q(new_n), applies


def ftrl_state(rule, rows, width, accum):
    linear = NOT_STARTED if rule["start"] == "values" else 0.0
    return {"linear": np.full((rows, width), linear), "accum": np.full((rows, width), accum)}


def ftrl(rule, h, t, w, state, g, at):
    def start(h, w, q):
        return -w * q - np.sign(w) * h["l1"]

    z, q, applies = ftrl_roots(rule, h, w[at], state, g, at, g != 0, start)
    w[at] = np.where(applies, -signed_shrink(z, h["l1"]) / q, w[at])


def group_ftrl(rule, h, t, w, state, g, at):
    """A row starts as a whole, with its first gradient that is not 0 everywhere."""
    threshold = h["l21"] * np.sqrt(w.shape[1])

    def start(h, w, q):
        x = w * q
        norm = norms(x)
        return -x * (1 + threshold / np.where(norm > 0, norm, 1)) - np.sign(w) * h["l1"]

    touched = np.broadcast_to((g != 0).any(axis=1, keepdims=True), g.shape)
    z, q, applies = ftrl_roots(rule, h, w[at], state, g, at, touched, start)
    x = -signed_shrink(z, h["l1"])
    w[at] = np.where(applies, shrunk_norms(x, threshold) / q, w[at])


def adagrad_rda(rule, h, t, w, state, g, at):
    sums, squares = state["grad_sum"][at] + g, state["accum"][at] + g * g
    state["grad_sum"][at], state["accum"][at] = sums, squares
    w[at] = -h["lr"] * signed_shrink(sums, h["l1"] * t) / (h["l2"] * t * h["lr"] + np.sqrt(squares))


def fobos(rule, h, t, w, state, g, at):
    lr = h["lr"]
    w[at] = signed_shrink(w[at] - lr * g, lr * h["l1"]) / (1 + lr * h["l2"])


def rowwise_adagrad(rule, h, t, w, state, g, at):
    accum = state["accum"][at] + (g * g).mean(axis=1, keepdims=True)
    state["accum"][at] = accum
    e = h["lr"] / np.sqrt(accum)
    shrunk = shrunk_norms(signed_shrink(w[at] - e * g, e * h["l1"]), e * h["l21"] * np.sqrt(w.shape[1]))
    w[at] = shrunk / (1 + e * h["l2"])


RULES = {
    "ftrl": (ftrl_state, ftrl),
    "group_ftrl": (ftrl_state, group_ftrl),
    "adagrad_rda": (elements(["grad_sum", "accum"]), adagrad_rda),
    "fobos": (elements([]), fobos),
    "rowwise_adagrad": (lambda rule, rows, width, accum: {"accum": np.full((rows, 1), accum)}, rowwise_adagrad),
}


class Float64:
    """The formulas of the rules, in float64."""

    program = "float64"

    def source(self, case, sparse):
        return "rule formula, numpy float64"

    def run(self, case, data, sparse, strength=1.0):
        """The tensors after each step; l1 and l21 are multiplied by `strength`."""
        start, update = RULES[case.rule["name"]]
        state = start(case.rule, *case.table(), case.accum)
        w = data.param.astype(np.float64)
        after = []
        for step, grad in enumerate(data.grads):
            # The programs compute with the nearest f32, which matters on a threshold.
            hyper = {"lr": case.rate(step), "l1": case.l1, "l2": case.l2, "l21": case.l21 or 0.0}
            hyper = {name: float(np.float32(value)) for name, value in hyper.items()}
            hyper |= {"l1": hyper["l1"] * strength, "l21": hyper["l21"] * strength}
            for at, sums in self.updates(case, data, sparse, step, grad.astype(np.float64)):
                update(case.rule, hyper, step + 1, w, state, sums, at)
            after.append({name: tensor.copy() for name, tensor in {"param": w, **state}.items()})
        return after

    def updates(self, case, data, sparse, step, grad):
        """Rows and gradients of each update of a step."""
        if not sparse:
            return [(slice(None), grad)]
        indices = np.array(data.indices[step], dtype=int)
        if case.duplicates == "sequential":
            return [([index], entry[None]) for index, entry in zip(indices, grad, strict=True)]
        rows, entry_of = np.unique(indices, return_inverse=True)
        sums = np.zeros((len(rows), grad.shape[1]))
        np.add.at(sums, entry_of, grad)
        return [(rows, sums)]
