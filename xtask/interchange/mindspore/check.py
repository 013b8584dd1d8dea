"""Checkpoints of MindSpore."""

import os
import sys
from pathlib import Path

os.environ.setdefault("GLOG_v", "3")

import mindspore as ms
import numpy
from mindspore import Parameter, Tensor, nn, ops

# At the end, because this folder's name is also the framework's.
sys.path.append(str(Path(__file__).parents[1]))

from common import BEFORE, BEHIND, Case, Problem, Record, import_line, imports_as, listed, main, passed, refused

# Rate at the start, l1, l2, weight decay; the Rust test has them, too.
RATE, L1, L2, WEIGHT_DECAY = 0.1, 0.01, 0.02, 0.05


class Net(nn.Cell):
    def __init__(self, problem):
        super().__init__()
        self.weight = Parameter(Tensor(problem.weight), name="dense.weight")
        self.bias = Parameter(Tensor(problem.bias), name="dense.bias")
        self.table = Parameter(Tensor(problem.table), name="table")
        # Not trained, as the averages of a batch normalization.
        self.average = Parameter(Tensor(problem.bias), name="norm.moving_mean", requires_grad=False)

    def construct(self, x, y, rows, found):
        fitted = ops.matmul(x, self.weight) + self.bias
        return ops.square(fitted - y).mean() + ops.square(ops.gather(self.table, rows, 0) - found).mean()


def training_cell(folder):
    """A rate that decays, and weight decay; the checkpoint is of a whole training cell."""
    problem, record = Problem(), Record()
    net = Net(problem)
    rate = nn.ExponentialDecayLR(RATE, 0.9, 2)
    optimizer = nn.ProximalAdagrad(net.trainable_params(), learning_rate=rate, l1=L1, l2=L2, weight_decay=WEIGHT_DECAY)
    gradient = ms.value_and_grad(net, None, optimizer.parameters)
    for number in range(BEFORE + BEHIND):
        if number == BEFORE:
            ms.save_checkpoint(nn.TrainOneStepCell(net, optimizer), str(folder / "net.ckpt"))
        batch = [
            Tensor(array[number]) for array in (problem.x, problem.y, problem.rows.astype(numpy.int32), problem.found)
        ]
        _, grads = gradient(*batch)
        if number >= BEFORE:
            for parameter, grad in zip(optimizer.parameters, grads):
                record.dense(number - BEFORE, parameter.name, grad.asnumpy())
        optimizer(grads)
    for parameter, accum in zip(optimizer.parameters, optimizer.accum):
        record.result(parameter.name, parameter.asnumpy(), accum.asnumpy())
    record.write(folder)


CASES = [Case("training_cell", training_cell, ["net.ckpt"], ["--skip", "norm.moving_mean"])]


def other_optimizers_and_types(folder, _):
    """nn.Adagrad and experimental.optim.Adagrad; 16 bits; what is no parameter."""
    for optimizer in (nn.Adagrad, ms.experimental.optim.Adagrad):
        net, path = Net(Problem()), str(folder / f"{optimizer.__module__}.ckpt")
        ms.save_checkpoint(optimizer(net.trainable_params()), path)
        rows = ["dense.weight", "dense.bias", "table"]
        rows = [f"{name} {name} float32 {shape} accum.{name}" for name, shape in zip(rows, ("[4, 3]", "[3]", "[6, 2]"))]
        listed("from_mindspore.py", [path], [*rows, "steps: 0"])
    path = str(folder / "half.ckpt")
    made = {
        "a": Tensor([1.5, -2.0], ms.bfloat16),
        "accum.a": Tensor([0.5, 0.25], ms.bfloat16),
        "b": Tensor(0.5, ms.float16),
        "accum.b": Tensor(0.1, ms.float32),
        "global_step": Tensor([7], ms.int32),
        "epoch_num": Tensor(3, ms.int32),
    }
    ms.save_checkpoint([{"name": name, "data": tensor} for name, tensor in made.items()], path)
    rows = ["a a bfloat16 [2] accum.a", "b b float16 [] accum.b", "steps: 7", "no parameters: global_step, epoch_num"]
    listed("from_mindspore.py", [path], rows)
    kinds = {"values.a": "BF16", "accum.a": "F32", "values.b": "F16", "accum.b": "F32"}
    numbers = {"values.a": [1.5, -2.0], "accum.a": [0.5, 0.25], "values.b": 0.5, "global_step": 7}
    imports_as("from_mindspore.py", [path], folder / "half.safetensors", kinds, numbers)
    refused(
        import_line("from_mindspore.py", [path, "--list", "--prefix", "moments"]),
        ["no accumulator: 'a', 'accum.a', 'b', 'accum.b'"],
    )
    refused(import_line("from_mindspore.py", [str(folder / "none.ckpt"), "--list"]), ["MindSpore cannot read it"])
    passed("other optimizers, 16-bit types, another prefix, a file that is not there")


if __name__ == "__main__":
    ms.set_device("CPU")
    main("mindspore", "from_mindspore.py", ms.__version__, CASES, [other_optimizers_and_types])
