"""PyTorch on an NVIDIA GPU, in five variants, of which the argument names one:

  foreach, fused   torch.optim.Adagrad, which has no l1 and no l2
  sparse           the same with a sparse gradient of rows
  compiled         the rule of ProximalAdagrad by torch.compile
  triton           a Triton kernel of that rule; for rows it sorts, sums the entries of equal rows, and updates each once

Without an NVIDIA GPU, and without PyTorch or Triton, it greets and supports nothing. `--device cpu` is for check.py.
"""

import sys
import time
from pathlib import Path

try:
    import torch
except ImportError as error:
    torch, NO_TORCH = None, f"there is no PyTorch: {error}"

# At the end, and not before PyTorch was looked for, because a folder there has the framework's name.
sys.path += [str(folder) for folder in Path(__file__).resolve().parents[:2]]

import serve

kernels, NO_TRITON = None, "there is no PyTorch"
if torch:
    try:
        import kernels
    except ImportError as error:
        NO_TRITON = f"there is no Triton: {error}"

ABOUT = {
    "foreach": "torch.optim.Adagrad(foreach=True), without l1 and l2",
    "fused": "torch.optim.Adagrad(fused=True), without l1 and l2",
    "sparse": "torch.optim.Adagrad with a sparse gradient, without l1 and l2",
    "compiled": "the rule, compiled by torch.compile",
    "triton": "a Triton kernel of the rule; for rows torch.sort, then a kernel that sums and updates",
}
# More updates in one compiled function take the compiler minutes.
MOST_COMPILED = 1000


class Step:
    """Steps that take sets of buffers in turn. `launch(set)` queues one."""

    def __init__(self, launch, sets, device):
        self.launch, self.sets, self.device, self.turn = launch, sets, device, 0

    def __call__(self):
        self._next()
        self._wait()

    def in_flight(self, count):
        """Mean times of a step in microseconds, by the wall clock and by events around all steps."""
        events = [torch.cuda.Event(enable_timing=True) for _ in range(2)] if self.device.type == "cuda" else None
        self._wait()
        start = time.perf_counter_ns()
        if events:
            events[0].record()
        for _ in range(count):
            self._next()
        if events:
            events[1].record()
        self._wait()
        wall = (time.perf_counter_ns() - start) / 1000 / count
        return wall, events[0].elapsed_time(events[1]) * 1000 / count if events else None

    def _next(self):
        self.launch(self.sets[self.turn % len(self.sets)])
        self.turn += 1

    def _wait(self):
        if self.device.type == "cuda":
            torch.cuda.synchronize(self.device)


class Peer:
    """A variant on a device."""

    def __init__(self, variant, device):
        self.variant, self.device = variant, torch.device(device)
        # What the first of the sets updates, for check.py.
        self.values = None

    def prepare(self, job):
        self.values = None
        if self.variant == "compiled":
            torch._dynamo.reset()
        if self.device.type == "cuda":
            # What PyTorch keeps for later is missing to the other programs of the same round.
            torch.cuda.empty_cache()
        match job["bench"]:
            case "dense":
                return self.tensors([1] * job.get("sets", 1), job["n"])
            case "tensors":
                return self.tensors([job["tensors"]], job["n"])
            case "rows":
                return self.rows(job["rows"], job["width"], serve.row_index_sets(job))
        raise serve.Unsupported(f"no bench `{job['bench']}`")

    def put(self, array):
        return torch.from_numpy(array).to(self.device, copy=True)

    def tensors(self, counts, n):
        """Sets of so many tensors; a step updates those of one set."""
        values, accum, grads = self.put(serve.weights(n)), self.put(serve.accumulators(n)), self.put(serve.gradients(n))
        copied = lambda: (values.clone(), accum.clone(), grads.clone())
        sets = [[copied() for _ in range(count)] for count in [counts[0] - 1] + counts[1:]]
        sets[0].insert(0, (values, accum, grads))
        self.values = values
        match self.variant:
            case "foreach" | "fused":
                return self.step(lambda adagrad: adagrad.step(), [self.adagrad(tensors) for tensors in sets])
            case "sparse":
                raise serve.Unsupported("these gradients are dense")
            case "compiled" if counts[0] > MOST_COMPILED:
                raise serve.Unsupported(f"torch.compile takes minutes for more than {MOST_COMPILED} updates")
            case "compiled":
                # The same shapes in each set: compiled once.
                return self.step(torch.compile(update_all, dynamic=False), sets)
        return self.step(lambda tensors: [kernels.update(*tensor, *RATES) for tensor in tensors], sets)

    def rows(self, rows, width, index_sets):
        """A table, and row gradients with entries of their own, of which a step takes one."""
        values, accum = self.put(serve.weights(rows, width)), self.put(serve.accumulators(rows, width))
        entries = self.put(serve.gradients(index_sets.shape[1], width))
        sets = [(self.put(indices), entries.clone() if i else entries) for i, indices in enumerate(index_sets)]
        self.values = values
        match self.variant:
            case "sparse":
                return self.sparse(values, sets)
            case "triton" if width & (width - 1):
                raise serve.Unsupported("the kernel takes widths that are powers of two")
            case "triton":
                return self.step(lambda gradient: kernels.update_rows(values, accum, *gradient, *RATES), sets)
        raise serve.Unsupported("this variant has no row gradients; sparse and triton have")

    def step(self, launch, sets):
        return Step(torch.no_grad()(launch), sets, self.device)

    def adagrad(self, tensors):
        """An optimizer of tensors with their gradients, which are the same in every step."""
        params = [torch.nn.Parameter(values) for values, _, _ in tensors]
        for param, (_, _, grads) in zip(params, tensors):
            param.grad = grads
        how = {"foreach": True} if self.variant == "foreach" else {"fused": True}
        try:
            return torch.optim.Adagrad(params, lr=serve.LEARNING_RATE, initial_accumulator_value=serve.ACCUM, **how)
        except (RuntimeError, TypeError) as error:
            raise serve.Unsupported(str(error)) from error

    def sparse(self, values, sets):
        param = torch.nn.Parameter(values)
        adagrad = torch.optim.Adagrad([param], lr=serve.LEARNING_RATE, initial_accumulator_value=serve.ACCUM)
        sets = [(indices.long()[None], entries) for indices, entries in sets]

        def launch(gradient):
            # Made in the step, as a backward pass of an embedding makes it; summing equal rows is the optimizer's.
            param.grad = torch.sparse_coo_tensor(*gradient, values.shape, check_invariants=False)
            adagrad.step()

        return self.step(launch, sets)


# γ, γ·l1 and 1 / (1 + γ·l2), as the rule takes them.
RATES = (
    serve.LEARNING_RATE,
    serve.LEARNING_RATE * serve.L1,
    1 / (1 + serve.LEARNING_RATE * serve.L2),
)


def update_all(tensors):
    for tensor in tensors:
        update(*tensor)


def update(values, accum, grads):
    """The rule, in place."""
    rate, threshold, scale = RATES
    # A = accum + g²
    accum.add_(grads * grads)
    # p = w − γ / √A · g
    moved = values - rate / accum.sqrt() * grads
    # sign(p)·max(|p| − γ·l1, 0) / (1 + γ·l2)
    values.copy_((moved - moved.clamp(-threshold, threshold)) * scale)


def missing(variant, device):
    """Why the variant cannot run here; None where it can."""
    if torch is None:
        return NO_TORCH
    if device == "cuda" and not torch.cuda.is_available():
        return "there is no NVIDIA GPU that this PyTorch can use"
    if variant == "triton" and kernels is None:
        return NO_TRITON
    return None


def main(args):
    device = "cuda"
    if args[:1] == ["--device"]:
        device, args = args[1], args[2:]
    if len(args) != 1 or args[0] not in ABOUT:
        sys.exit(f"peer.py: name one of {', '.join(ABOUT)}, got {args}")
    variant, version = args[0], getattr(torch, "__version__", "none")
    reason = missing(variant, device)
    if reason is None:
        where = torch.cuda.get_device_name() if device == "cuda" else device
        return serve.serve(f"torch ({variant})", version, f"{ABOUT[variant]}, on {where}", Peer(variant, device).prepare)

    def unsupported(job):
        raise serve.Unsupported(reason)

    return serve.serve(f"torch ({variant})", version, f"{ABOUT[variant]}; {reason}", unsupported)


if __name__ == "__main__":
    main(sys.argv[1:])
