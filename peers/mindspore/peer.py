"""MindSpore's ProximalAdagrad operators on the CPU: each step is one call of one cell, compiled in graph mode."""

import gc
import os
import sys
import time
from pathlib import Path

# Errors only: the operators are deprecated, and every use of them says so.
os.environ.setdefault("GLOG_v", "3")

import mindspore as ms
from mindspore import Parameter, ParameterTuple, Tensor, nn, ops
from mindspore.ops import composite, operations

# At the end, because this folder's name is also the framework's.
sys.path.append(str(Path(__file__).parents[1]))

import serve

# Up to its 15th step a graph tries what is faster, one thread or several, which on busy CPUs can take seconds a step.
WARM_UP = 20
# Seconds. Once begun, compiling cannot be ended.
COMPILE_LIMIT = 120

update = composite.MultitypeFuncGraph("update")


@update.register("Function", "Tensor", "Tensor", "Tensor", "Tensor", "Tensor", "Tensor")
def _update(operator, rate, l1, l2, var, accum, grad):
    return ops.depend(True, operator(var, accum, rate, l1, l2, grad))


class Rates(nn.Cell):
    """Learning rate, l1, l2."""

    def __init__(self):
        super().__init__()
        self.rate, self.l1, self.l2 = (
            Tensor(value, ms.float32) for value in (serve.LEARNING_RATE, serve.L1, serve.L2)
        )


class Tensors(Rates):
    """`count` updates of `n` elements each, mapped as MindSpore's own optimizers do it."""

    def __init__(self, count, n):
        super().__init__()
        self.var = parameters("var", count, serve.weights(n))
        self.accum = parameters("accum", count, serve.accumulators(n))
        self.grad = parameters("grad", count, serve.gradients(n))
        self.operator = operations.ApplyProximalAdagrad()
        self.map = composite.HyperMap()

    def construct(self):
        one = ops.partial(update, self.operator, self.rate, self.l1, self.l2)
        return self.map(one, self.var, self.accum, self.grad)


class Rows(Rates):
    """The operator that sums the entries of equal rows and updates each row once."""

    def __init__(self, rows, width, indices):
        super().__init__()
        self.var = Parameter(Tensor(serve.weights(rows, width)), name="var")
        self.accum = Parameter(Tensor(serve.accumulators(rows, width)), name="accum")
        self.entries = Parameter(Tensor(serve.gradients(len(indices), width)), name="entries")
        self.indices = Parameter(Tensor(indices), name="indices", requires_grad=False)
        self.operator = operations.FusedSparseProximalAdagrad()

    def construct(self):
        arguments = (self.var, self.accum, self.rate, self.l1, self.l2, self.entries, self.indices)
        return ops.depend(True, self.operator(*arguments))


def parameters(name, count, values):
    return ParameterTuple([Parameter(Tensor(values), name=f"{name}{i}") for i in range(count)])


def prepare(job):
    match job["bench"]:
        case "dense":
            return Tensors(1, job["n"])
        case "tensors":
            refuse_endless_compilation(job["tensors"])
            return Tensors(job["tensors"], job["n"])
        case "rows":
            return Rows(job["rows"], job["width"], serve.row_indices(job))
    raise serve.Unsupported(f"no bench `{job['bench']}`")


def refuse_endless_compilation(count):
    """Foretells from a tenth of the operators how long all of them take to compile."""
    few = Tensors(max(count // 10, 1), 1)
    start = time.perf_counter()
    few()
    # 100 operators took 0.3 s, 1,000 took 4 s and 3,000 took 53 s: at least the square.
    seconds = 100 * (time.perf_counter() - start)
    del few
    gc.collect()
    if seconds > COMPILE_LIMIT:
        raise serve.Unsupported(f"compiling {count} operators would take about {seconds:.0f} s")


if __name__ == "__main__":
    ms.set_context(mode=ms.GRAPH_MODE)
    ms.set_device("CPU")
    about = f"ApplyProximalAdagrad and FusedSparseProximalAdagrad in graph mode, {serve.threads()} threads"
    serve.serve("mindspore", ms.__version__, about, prepare, WARM_UP)
