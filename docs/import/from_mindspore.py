"""Imports values and Adagrad accumulators from a MindSpore checkpoint into a state file of proxgrad.

Reads, with `mindspore.load_checkpoint`, what `mindspore.save_checkpoint` or `ModelCheckpoint` has
written of a training cell or of an optimizer. The accumulator of a parameter is
`accum.<parameter>`, as nn.ProximalAdagrad, nn.Adagrad and experimental.optim.Adagrad call it; the
number of steps is `global_step`, or `step_t` in the last one. Rates, counters and states of loss
scales are left out.
Writes `global_step`, and `values.<name>` and `accum.<name>` of each parameter.

Older releases of MindSpore count steps only where a rate or the decay is dynamic: give
`--global-step N` for those.

Tried with MindSpore 2.10.0.
"""

import os
import re
import sys
from pathlib import Path

# Errors only.
os.environ.setdefault("GLOG_v", "3")

import mindspore
import numpy

# At the end, so that nothing of this folder is taken for a package.
sys.path.append(str(Path(__file__).parent))

from proxgrad_state import DTYPES, Found, Refused, Tensor, Variable, parser, run, tensor_of

EXAMPLE = """\
  python from_mindspore.py lenet-1_1875.ckpt --list
  python from_mindspore.py lenet-1_1875.ckpt -o state.safetensors --skip '*.moving_*'
"""
# The second one is that of experimental.optim.
STEPS = ("global_step", "step_t")
# What training cells, optimizers and ModelCheckpoint save beside parameters.
NO_PARAMETER = re.compile(
    "global_step|step_t|learning_rate(_group_[0-9]+)?|weight_decay(_group_[0-9]+)?"
    "|scale_sense|current_iterator_step|last_overflow_iterator_step"
    "|scale_value|epoch_num|step_num"
)


def arguments():
    made = parser(__doc__, EXAMPLE)
    made.add_argument("checkpoint", help="the .ckpt file")
    made.add_argument(
        "--prefix", default="accum", metavar="NAME", help="accumulators are NAME.<parameter>; `accum` by default"
    )
    return made


def read(options):
    try:
        loaded = mindspore.load_checkpoint(options.checkpoint)
    except Exception as error:
        # MindSpore raises errors of several kinds, some of them of its readers of protobuf and of zip.
        reason = (str(error).strip().splitlines() or [type(error).__name__])[0]
        raise Refused(f"{options.checkpoint}: MindSpore cannot read it: {reason}") from None
    prefix = options.prefix + "."
    accums = {name for name in loaded if name.startswith(prefix) and name[len(prefix) :] in loaded}
    variables, left_out = [], []
    for name, parameter in loaded.items():
        if NO_PARAMETER.fullmatch(name) or not hasattr(parameter, "asnumpy"):
            left_out.append(name)
        elif name not in accums:
            accum = prefix + name
            has = accum in accums
            variables.append(
                Variable(name, tensor(parameter), tensor(loaded[accum]) if has else None, accum if has else "")
            )
    return Found(variables, step_of(loaded), left_out)


def step_of(loaded):
    """The number of steps, i32 [1] or [] in MindSpore's checkpoints."""
    for name in STEPS:
        if name in loaded:
            counted = loaded[name].asnumpy()
            if counted.size != 1:
                raise Refused(
                    f"{name!r} has {counted.size} elements, and not one; give a checkpoint that MindSpore has written"
                )
            return int(counted.reshape(()))
    return None


def tensor(parameter):
    dtype = str(parameter.dtype).lower()
    if dtype not in DTYPES:
        return Tensor(dtype, tuple(parameter.shape), None)
    if dtype == "bfloat16":
        # NumPy has no such type, and some versions of MindSpore none for it. The upper half of an f32 is a bfloat16.
        wide = mindspore.ops.cast(parameter, mindspore.float32).asnumpy()
        return Tensor(dtype, wide.shape, (wide.view(numpy.uint32) >> 16).astype(numpy.uint16))
    return tensor_of(parameter.asnumpy())


if __name__ == "__main__":
    sys.exit(run(arguments(), read, lambda options: [options.checkpoint]))
