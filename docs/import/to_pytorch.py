"""Loads a state file of proxgrad into a model of PyTorch and its torch.optim.Adagrad.

    import to_pytorch

    model = Model()
    optimizer = torch.optim.Adagrad(model.parameters(), lr=0.1)
    to_pytorch.load("state.safetensors", model, optimizer, names={"layer1.weight": "fc.weight"})

`values.<name>` become the parameters of the model, `accum.<name>` the `sum` of the optimizer, and
`global_step` its `step`. `names` has the names of the file by those of the model, where they differ.
Settings stay those of the optimizer: use the ones that proxgrad had, without l1 and l2, which
torch.optim.Adagrad does not have.

Parameters of the optimizer need both tensors; other parameters and buffers of the model stay as they
are. A tensor that is missing, left over or of another shape is a ValueError, and nothing has changed
then. PyTorch keeps the `sum` of a 16-bit parameter in its 16-bit type, so that such accumulators are
rounded.

Needs the package `safetensors`. Tried with PyTorch 2.15.0 and safetensors 0.8.0.
"""

from safetensors import safe_open

import torch


def load(path, model, optimizer, names=None):
    with safe_open(path, framework="pt") as file:
        if (file.metadata() or {}).get("proxgrad.format") != "1":
            raise ValueError(f"{path}: it is no state file of proxgrad, or of a later format")
        tensors = {key: file.get_tensor(key) for key in file.keys()}
    ours = names or {}
    theirs_of = {id(parameter): name for name, parameter in model.named_parameters()}
    step = float(tensors["global_step"].item())
    values, state, used = {}, {}, set()
    number = 0
    for group in optimizer.param_groups:
        for parameter in group["params"]:
            theirs = theirs_of.get(id(parameter))
            if theirs is None:
                raise ValueError(f"parameter {number} of the optimizer is not one of the model")
            name = ours.get(theirs, theirs)
            values[theirs] = tensor(tensors, path, f"values.{name}", theirs, parameter)
            accum = tensor(tensors, path, f"accum.{name}", theirs, parameter)
            state[number] = {"step": torch.tensor(step), "sum": accum}
            used |= {f"values.{name}", f"accum.{name}"}
            number += 1
    left = sorted(key for key in tensors if key.startswith(("values.", "accum.")) and key not in used)
    if left:
        raise ValueError(f"{path}: the optimizer has no parameters for {', '.join(left)}; give names={{theirs: ours}}")
    with torch.no_grad():
        parameters = dict(model.named_parameters())
        for theirs, found in values.items():
            parameters[theirs].copy_(found)
    optimizer.load_state_dict({"state": state, "param_groups": optimizer.state_dict()["param_groups"]})


def tensor(tensors, path, key, theirs, parameter):
    """A tensor of the file that fits a parameter."""
    found = tensors.get(key)
    if found is None:
        raise ValueError(f"{path}: there is no {key} for the parameter {theirs!r}; give names={{{theirs!r}: ours}}")
    if found.shape != parameter.shape:
        raise ValueError(
            f"{path}: {key} has shape {list(found.shape)}, and the parameter {theirs!r} {list(parameter.shape)}"
        )
    return found
