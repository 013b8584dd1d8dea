"""Imports values and accumulators of torch.optim.Adagrad from files of PyTorch into a state file of proxgrad.

Reads one file with `{"model": model.state_dict(), "optimizer": optimizer.state_dict()}`, or two,
one with each; with `torch.load(..., weights_only=True)`, so that nothing in a file is run. The
accumulator of a parameter is its `sum`, the number of steps its `step`; the largest one counts.
Writes `global_step`, and `values.<name>` and `accum.<name>` of each parameter.

The state of an optimizer numbers parameters. Their names are `param_names`, which newer versions of
PyTorch save where the optimizer was made from `model.named_parameters()`. Else the numbers are
taken for those of the tensors of the model in their order, without those that `--skip` leaves out:
numbers and shapes are compared. Where the optimizer has several groups or another order,
`--order FILE.json` lists the names in its order.

Tried with PyTorch 2.15.0.
"""

import sys
from pathlib import Path

import torch

# At the end, so that nothing of this folder is taken for a package.
sys.path.append(str(Path(__file__).parent))

from proxgrad_state import DTYPES, Found, Refused, Tensor, Variable, is_skipped, json_of, parser, run

EXAMPLE = """\
  python from_pytorch.py checkpoint.pt --list
  python from_pytorch.py checkpoint.pt -o state.safetensors --skip '*.running_*' --skip '*.num_batches_tracked'
  python from_pytorch.py model.pt optimizer.pt -o state.safetensors --names names.json
"""
REMEDY = 'save state dicts alone: torch.save({"model": model.state_dict(), "optimizer": optimizer.state_dict()}, path)'


def arguments():
    made = parser(__doc__, EXAMPLE)
    made.add_argument("checkpoint", help="the file with both state dicts, or with that of the model")
    made.add_argument("optimizer", nargs="?", help="the file with the state dict of the optimizer")
    made.add_argument("--model-key", default="model", metavar="KEY", help="key of the model, `model` by default")
    made.add_argument("--optimizer-key", default="optimizer", metavar="KEY", help="key of the optimizer")
    made.add_argument("--model-only", action="store_true", help="leave out the state of the optimizer")
    made.add_argument(
        "--order", metavar="FILE.json", help="a list of the names of the optimizer's parameters, in its order"
    )
    return made


def read(options):
    model = load(options.checkpoint)
    optimizer = model.get(options.optimizer_key) if options.optimizer is None else load(options.optimizer)
    if options.model_only:
        optimizer = None
    elif isinstance(optimizer, dict) and isinstance(optimizer.get(options.optimizer_key), dict):
        optimizer = optimizer[options.optimizer_key]
    if isinstance(model.get(options.model_key), dict):
        model = model[options.model_key]
    tensors = {name: tensor for name, tensor in model.items() if isinstance(tensor, torch.Tensor)}
    left_out = [str(name) for name in model if name not in tensors]
    if not tensors:
        raise Refused(f"{options.checkpoint}: there are no tensors at the top or below {options.model_key!r}; {REMEDY}")
    if optimizer is None:
        return Found([Variable(name, tensor_of(tensor)) for name, tensor in tensors.items()], None, left_out)
    where = options.optimizer or options.checkpoint
    state = state_of(optimizer, where)
    numbers = {name: number for name, number in numbers_of(optimizer, state, tensors, options)}
    variables = [variable_of(name, tensor, state, numbers.get(name)) for name, tensor in tensors.items()]
    steps = {int(entry["step"]) for entry in state.values() if "step" in entry}
    found = Found(variables, max(steps, default=None), left_out, notes_of(optimizer))
    if len(steps) > 1:
        found.notes.append(f"parameters have taken {min(steps)} to {max(steps)} steps; the largest number counts")
    return found


def load(path):
    try:
        loaded = torch.load(path, map_location="cpu", weights_only=True)
    except OSError as error:
        raise Refused(f"{path} cannot be read: {error.strerror or error}") from None
    except Exception as error:
        # An error of pickle, of zip or of PyTorch, whose text advises to read the file unsafely.
        raise Refused(
            f"{path}: it holds more than state dicts, or is damaged or no file of PyTorch ({type(error).__name__}); "
            f"{REMEDY}"
        ) from None
    if not isinstance(loaded, dict):
        raise Refused(f"{path}: it holds a {type(loaded).__name__}, and not a dict; {REMEDY}")
    return loaded


def tensor_of(tensor):
    """A tensor of PyTorch; NumPy has no bfloat16, so its bits are taken."""
    dtype, shape = str(tensor.dtype).removeprefix("torch."), tuple(tensor.shape)
    if tensor.layout != torch.strided:
        return Tensor(f"{dtype}, {tensor.layout}", shape, None)
    if dtype not in DTYPES:
        return Tensor(dtype, shape, None)
    tensor = tensor.detach().contiguous()
    bits = tensor.view(torch.int16).numpy().view("uint16") if dtype == "bfloat16" else tensor.numpy()
    return Tensor(dtype, shape, bits)


def variable_of(name, tensor, state, number):
    if number not in state:
        return Variable(name, tensor_of(tensor))
    return Variable(name, tensor_of(tensor), tensor_of(state[number]["sum"]), f"state[{number}].sum")


def state_of(optimizer, where):
    """The state of an Adagrad by the numbers of parameters."""
    state = optimizer.get("state") if isinstance(optimizer, dict) else None
    if not isinstance(state, dict) or not isinstance(optimizer.get("param_groups"), list):
        raise Refused(f"{where}: there is no state dict of an optimizer; {REMEDY}")
    for number, entry in state.items():
        if not isinstance(entry, dict) or not isinstance(entry.get("sum"), torch.Tensor):
            keys = ", ".join(map(str, entry)) if isinstance(entry, dict) else type(entry).__name__
            raise Refused(
                f"{where}: state {number} has no tensor `sum` but {keys}; it is not of torch.optim.Adagrad: give "
                "--model-only, --missing-accumulator VALUE and --global-step N"
            )
    return state


def numbers_of(optimizer, state, tensors, options):
    """Names and numbers of the optimizer's parameters."""
    groups = optimizer["param_groups"]
    numbers = [number for group in groups for number in group["params"]]
    if options.order is not None:
        names = json_of(options.order, "the order of parameters")
        if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
            raise Refused(f"{options.order}: the order of parameters must be one list of names")
        source = options.order
    elif all("param_names" in group for group in groups):
        names, source = [name for group in groups for name in group["param_names"]], "param_names of the optimizer"
    elif len(groups) > 1:
        raise Refused(
            f"the optimizer has {len(groups)} groups, and its file no names; give --order FILE.json, the names of its "
            "parameters, group by group"
        )
    else:
        names = [name for name in tensors if not is_skipped(name, options)]
        source = "the model, without what is skipped,"
    if len(names) != len(numbers):
        raise Refused(
            f"the optimizer has {len(numbers)} parameters, and {source} {len(names)}: {', '.join(names)}; leave out "
            "with --skip what is not trained, or list the optimizer's in --order FILE.json"
        )
    faults = [
        f"{source}: there is no tensor {name!r} in the model; it has {', '.join(tensors)}"
        for name in names
        if name not in tensors
    ]
    faults += [f"{source}: {name!r} is there twice" for name in set(names) if names.count(name) > 1]
    for name, number in zip(names, numbers):
        if name in tensors and number in state and state[number]["sum"].shape != tensors[name].shape:
            faults.append(
                f"parameter {number} of the optimizer has shape {list(state[number]['sum'].shape)}, and {name!r} "
                f"{list(tensors[name].shape)}; the order differs: give --order FILE.json"
            )
    if faults:
        raise Refused(*faults)
    return zip(names, numbers)


def notes_of(optimizer):
    """The settings, which a state file does not hold."""
    notes = []
    for index, group in enumerate(optimizer["param_groups"]):
        known = ["lr", "lr_decay", "weight_decay", "eps", "initial_accumulator_value", "maximize"]
        settings = ", ".join(f"{name} {group[name]}" for name in known if name in group)
        notes.append(f"settings of group {index}: {settings}")
        if group.get("lr_decay"):
            rate, decay = float(group["lr"]), float(group["lr_decay"])
            fields = f"learning_rate: {rate}, decay_rate: {decay}, decay_steps: 1, staircase: false"
            notes.append(f"the rate of group {index} is schedule::InverseDecay {{ {fields} }}")
        if group.get("maximize"):
            notes.append(f"group {index} maximizes: negate its gradients")
    return notes


if __name__ == "__main__":
    sys.exit(run(arguments(), read, lambda options: [path for path in (options.checkpoint, options.optimizer) if path]))
