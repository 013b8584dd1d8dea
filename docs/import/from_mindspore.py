"""Imports values and Adagrad accumulators from a MindSpore checkpoint into a state file of proxgrad.

Reads, with `mindspore.load_checkpoint`, what `mindspore.save_checkpoint` or `ModelCheckpoint` has written of a training cell or
of an optimizer. The accumulator of a parameter is `accum.<parameter>`, as nn.ProximalAdagrad, nn.Adagrad and
experimental.optim.Adagrad call it, the number of steps `global_step`. Rates, counters and states of loss scales are left out.
Writes `global_step`, and `values.<name>` and `accum.<name>` of each parameter.

Older releases of MindSpore count steps only where a rate or the decay is dynamic: give `--global-step N` for those.

Tried with MindSpore 2.10.0.
"""

import os
import re
import sys
from pathlib import Path

# Errors only.
os.environ.setdefault("GLOG_v", "3")

import mindspore

# At the end, so that nothing of this folder is taken for a package.
sys.path.append(str(Path(__file__).parent))

from proxgrad_state import DTYPES, Found, Refused, Tensor, Variable, parser, run, tensor_of

EXAMPLE = """\
  python from_mindspore.py lenet-1_1875.ckpt --list
  python from_mindspore.py lenet-1_1875.ckpt -o state.safetensors --skip '*.moving_*'
"""
STEP = "global_step"
# What training cells, optimizers and ModelCheckpoint save beside parameters.
NO_PARAMETER = re.compile(
    "global_step|learning_rate(_group_[0-9]+)?|weight_decay(_group_[0-9]+)?|scale_sense|current_iterator_step|last_overflow_iterator_step"
    "|scale_value|epoch_num|step_num"
)


def arguments():
    made = parser(__doc__, EXAMPLE)
    made.add_argument("checkpoint", help="the .ckpt file")
    made.add_argument("--prefix", default="accum", metavar="NAME", help="accumulators are NAME.<parameter>; `accum` by default")
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
    """The number of steps, i32 [1] in MindSpore's checkpoints."""
    if STEP not in loaded:
        return None
    counted = loaded[STEP].asnumpy()
    if counted.size != 1:
        raise Refused(f"{STEP!r} has {counted.size} elements, and not one; give a checkpoint of a whole training cell")
    return int(counted.reshape(()))


def tensor(parameter):
    dtype = str(parameter.dtype).lower()
    if dtype not in DTYPES:
        return Tensor(dtype, tuple(parameter.shape), None)
    return tensor_of(parameter.asnumpy())


if __name__ == "__main__":
    sys.exit(run(arguments(), read, lambda options: [options.checkpoint]))
