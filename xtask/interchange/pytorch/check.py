"""Checkpoints of PyTorch, and state files of proxgrad in PyTorch."""

import sys
from pathlib import Path

import torch

# At the end, so that nothing of these folders is taken for a package.
sys.path += [str(Path(__file__).parents[1]), str(Path(__file__).parents[3] / "docs" / "import")]

import to_pytorch
from common import (
    BEFORE,
    BEHIND,
    Case,
    Problem,
    Record,
    compare,
    import_line,
    main,
    passed,
    refused,
    require,
    run,
    tensors,
)

# Else PyTorch warns that it checks nothing.
torch.sparse.check_sparse_tensor_invariants.enable()

# The Rust test has them, too.
RATE, DECAY, WEIGHT_DECAY = 0.1, 0.05, 0.01


class Model(torch.nn.Module):
    def __init__(self, problem, sparse=True):
        super().__init__()
        self.dense, self.norm = torch.nn.Linear(4, 3), torch.nn.BatchNorm1d(3)
        self.table = torch.nn.Embedding(6, 2, sparse=sparse)
        with torch.no_grad():
            self.dense.weight.copy_(torch.from_numpy(problem.weight.T))
            self.dense.bias.copy_(torch.from_numpy(problem.bias))
            self.table.weight.copy_(torch.from_numpy(problem.table))

    def loss(self, problem, number):
        inputs = (problem.x, problem.y, problem.rows, problem.found)
        x, y, rows, found = (torch.from_numpy(array[number]) for array in inputs)
        return (self.norm(self.dense(x)) - y).square().mean() + (self.table(rows) - found).square().mean()


def train(model, optimizer, problem, steps):
    for number in steps:
        optimizer.zero_grad()
        model.loss(problem, number).backward()
        optimizer.step()


def continued(folder, model, optimizer, problem):
    """Records further steps of the parameters that have gradients."""
    record = Record()
    for number in range(BEHIND):
        optimizer.zero_grad()
        model.loss(problem, BEFORE + number).backward()
        for name, parameter in model.named_parameters():
            if parameter.grad is None:
                continue
            if parameter.grad.is_sparse:
                record.rows(number, name, parameter.grad._indices()[0], parameter.grad._values())
            else:
                record.dense(number, name, parameter.grad)
        optimizer.step()
    for name, parameter in model.named_parameters():
        if parameter.grad is not None:
            record.result(name, parameter.detach(), optimizer.state[parameter]["sum"])
    record.write(folder)


def one_file(folder):
    """Both states in one file; two groups with names, and a table whose gradients are rows."""
    torch.manual_seed(0)
    problem = Problem()
    model = Model(problem)
    names = list(model.named_parameters())
    tables = [pair for pair in names if pair[0].startswith("table")]
    others = [pair for pair in names if pair not in tables]
    groups = [{"params": tables}, {"params": others, "weight_decay": WEIGHT_DECAY}]
    optimizer = torch.optim.Adagrad(groups, lr=RATE, lr_decay=DECAY)
    train(model, optimizer, problem, range(BEFORE))
    torch.save({"model": model.state_dict(), "optimizer": optimizer.state_dict()}, folder / "checkpoint.pt")
    continued(folder, model, optimizer, problem)


class HalfModel(Model):
    """Two of its parameters are 16-bit, and only trained before the checkpoint."""

    def __init__(self, problem):
        super().__init__(problem, sparse=False)
        self.gain = torch.nn.Parameter(torch.tensor([1.0, 0.5, -2.0], dtype=torch.bfloat16))
        self.shift = torch.nn.Parameter(torch.tensor(0.25, dtype=torch.float16))
        self.trains_halves = True

    def loss(self, problem, number):
        halves = (self.gain.float() * 1.5 - self.shift.float()).square().sum() if self.trains_halves else 0
        return super().loss(problem, number) + halves


def two_files(folder):
    """The states in two files, without names; 16-bit parameters."""
    torch.manual_seed(0)
    problem = Problem()
    model = HalfModel(problem)
    optimizer = torch.optim.Adagrad(model.parameters(), lr=RATE, initial_accumulator_value=0.5, eps=0)
    train(model, optimizer, problem, range(BEFORE))
    torch.save(model.state_dict(), folder / "model.pt")
    torch.save(optimizer.state_dict(), folder / "optimizer.pt")
    model.trains_halves = False
    continued(folder, model, optimizer, problem)


BUFFERS = ["--skip", "norm.running_*", "--skip", "norm.num_batches_tracked"]
CASES = [
    Case("one_file", one_file, ["checkpoint.pt"], BUFFERS),
    Case("two_files", two_files, ["model.pt", "optimizer.pt"], BUFFERS + ["--exact-rows", "table.weight"]),
]


class Plain(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.first, self.second = torch.nn.Linear(3, 2), torch.nn.Linear(2, 2)

    def values_as_gradients(self):
        for parameter in self.parameters():
            parameter.grad = parameter.detach().clone()


def back_to_pytorch(folder, tools):
    """From PyTorch to proxgrad, a step there, back to PyTorch, and the next step in both."""
    torch.manual_seed(1)
    source = Plain()
    optimizer = torch.optim.Adagrad(source.parameters(), lr=0.1, initial_accumulator_value=0.1)
    source.values_as_gradients()
    optimizer.step()
    torch.save({"model": source.state_dict(), "optimizer": optimizer.state_dict()}, folder / "plain.pt")
    files = [folder / f"plain_{number}.safetensors" for number in range(3)]
    rename = [word for name in ("weight", "bias") for word in ("--name", f"first.{name}=one.{name}")]
    run(import_line("from_pytorch.py", [str(folder / "plain.pt"), "-o", str(files[0]), *rename]))
    for before, after in zip(files, files[1:]):
        tools.continue_import(before, after)
    names = {"first.weight": "one.weight", "first.bias": "one.bias"}
    model = Plain()
    # Another start and another order than the file's.
    optimizer = torch.optim.Adagrad(reversed(list(model.parameters())), lr=0.1)
    to_pytorch.load(files[1], model, optimizer, names)
    require(all(state["step"] == 2 for state in optimizer.state.values()), "to_pytorch: the number of steps is not 2")
    model.values_as_gradients()
    optimizer.step()
    got = {}
    for theirs, parameter in model.named_parameters():
        ours = names.get(theirs, theirs)
        got |= {
            f"values.{ours}": parameter.detach().numpy(),
            f"accum.{ours}": optimizer.state[parameter]["sum"].numpy(),
        }
    want = {name: array for name, array in tensors(files[2]).items() if name.startswith(("values.", "accum."))}
    # The root, the division and the products may each be rounded differently.
    compare(got, want, 1e-6, "to_pytorch: the step after it")
    passed("to_pytorch.load: a step in PyTorch goes on as proxgrad does")
    unfit_states_are_refused(files[1])


def unfit_states_are_refused(path):
    renamed = {"first.weight": "one.weight", "first.bias": "one.bias"}
    wrong = Plain()
    wrong.second = torch.nn.Linear(2, 3)
    partial = Plain()
    cases = [
        (Plain(), None, {}, "there is no values.first.weight for the parameter 'first.weight'"),
        (wrong, None, renamed, "values.second.weight has shape [2, 2], and the parameter 'second.weight' [3, 2]"),
        (partial, partial.first.parameters(), renamed, "no parameters for accum.second.bias, accum.second.weight"),
        (Plain(), Plain().parameters(), renamed, "parameter 0 of the optimizer is not one of the model"),
    ]
    for model, parameters, names, text in cases:
        optimizer = torch.optim.Adagrad(parameters or model.parameters())
        before = [parameter.detach().clone() for parameter in model.parameters()]
        try:
            to_pytorch.load(path, model, optimizer, names)
        except ValueError as error:
            require(text in str(error), f"to_pytorch: {text!r} is not in: {error}")
        else:
            require(False, f"to_pytorch: no error that says {text!r}")
        same = all(torch.equal(old, new) for old, new in zip(before, model.parameters()))
        require(
            same and all(state["step"] == 0 for state in optimizer.state.values()),
            f"to_pytorch: {text!r} changed the model",
        )
    passed(f"to_pytorch.load: {len(cases)} files that do not fit are refused")


def files_that_do_not_fit_are_refused(folder, _):
    torch.manual_seed(2)
    model = Plain()

    def saved(name, optimizer, model=model):
        model.values_as_gradients()
        optimizer.step()
        torch.save({"model": model.state_dict(), "optimizer": optimizer.state_dict()}, folder / name)

    adagrad, parameters = torch.optim.Adagrad, lambda: list(model.parameters())
    saved("adam.pt", torch.optim.Adam(parameters()))
    saved("groups.pt", adagrad([{"params": parameters()[2:]}, {"params": parameters()[:2]}]))
    saved("turned.pt", adagrad(parameters()[::-1]))
    saved("partial.pt", adagrad(parameters()[:2]))
    torch.save(model, folder / "model.pt")
    (folder / "text.pt").write_text("no model")
    (folder / "order.json").write_text('["second.weight", "second.bias", "first.weight", "first.bias"]')
    (folder / "part.json").write_text('["first.weight", "first.bias"]')
    line = lambda name, *options: import_line("from_pytorch.py", [str(folder / name), "--list", *options])
    for name, texts in [
        ("adam.pt", ["state 0 has no tensor `sum` but step, exp_avg, exp_avg_sq", "--model-only"]),
        ("groups.pt", ["2 groups, and its file no names; give --order FILE.json"]),
        ("turned.pt", ["parameter 1 of the optimizer has shape [2, 2], and 'first.bias' [2]", "--order FILE.json"]),
        ("partial.pt", ["the optimizer has 2 parameters", "4: first.weight, first.bias, second.weight, second.bias"]),
        ("model.pt", ["save state dicts alone: torch.save("]),
        ("text.pt", ["no file of PyTorch"]),
        ("none.pt", ["cannot be read: No such file"]),
    ]:
        refused(line(name), texts)
    refused(
        line("partial.pt", "--order", str(folder / "part.json")), ["no accumulator: 'second.weight', 'second.bias'"]
    )
    run(line("groups.pt", "--order", str(folder / "order.json")))
    run(line("partial.pt", "--order", str(folder / "part.json"), "--missing-accumulator", "0.1"))
    run(line("adam.pt", "--model-only", "--missing-accumulator", "0.1", "--global-step", "1"))
    passed("from_pytorch.py: 8 files that do not fit are refused, and read with the remedy")


if __name__ == "__main__":
    main("pytorch", "from_pytorch.py", torch.__version__, CASES, [back_to_pytorch, files_that_do_not_fit_are_refused])
