"""Imports values and Adagrad accumulators from a TensorFlow checkpoint into a state file of proxgrad.

Reads, with `tf.train.load_checkpoint`:
  - a checkpoint of `tf.compat.v1.train.Saver`: the slots `<variable>/ProximalAdagrad` and
    `<variable>/Adagrad`;
  - one of `tf.train.Checkpoint`, with its graph of objects: the slots `accumulator` of
    `tf.compat.v1` optimizers, and the accumulators of `keras.optimizers.Adagrad` (Keras 3) and
    `tf_keras.optimizers.Adagrad` (Keras 2), also its legacy one.
Writes `global_step`, and `values.<name>` and `accum.<name>` of each parameter. The number of steps is
that of the variable `global_step`, or of the iterations of a Keras optimizer.

Names are those of the variables; where several have the same, the paths in the graph of objects.
Nothing is transposed: a kernel of a Keras Dense layer is [inputs, outputs].

Tried with TensorFlow 2.21.0, Keras 3.15.1 and tf_keras 2.21.0.
"""

import glob
import os
import re
import sys
from pathlib import Path

# No greetings; errors still go to stderr.
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

import numpy
import tensorflow as tf
from tensorflow.core.protobuf import trackable_object_graph_pb2

# At the end, so that nothing of this folder is taken for a package.
sys.path.append(str(Path(__file__).parent))

from proxgrad_state import Found, Refused, Tensor, Variable, parser, run, tensor_of

EXAMPLE = """\
  python from_tensorflow.py run/model.ckpt-3000 --list
  python from_tensorflow.py run/model.ckpt-3000 -o state.safetensors --name dense/kernel=fc.weight --skip '*/moving_*'
"""
GRAPH = "_CHECKPOINTABLE_OBJECT_GRAPH"
# Slots of a Saver carry the name of the optimizer, and a number where there are several of one name.
OPTIMIZERS = ["ProximalAdagrad", "Adagrad"]
STEP = "global_step"


def arguments():
    made = parser(__doc__, EXAMPLE)
    made.add_argument("checkpoint", help="prefix of the checkpoint, or a folder, whose latest checkpoint is taken")
    made.add_argument(
        "--optimizer-name",
        action="append",
        metavar="NAME",
        help="what the slots of a Saver are called, where the optimizer was given a name; may be repeated",
    )
    made.add_argument(
        "--epsilon",
        type=float,
        default=0.0,
        metavar="E",
        help="epsilon of Keras' Adagrad (1e-7 by default), which divides by the root of accumulator + epsilon: "
        "it is added to the accumulators, so that steps go on the same",
    )
    return made


def read(options):
    prefix = options.checkpoint.removesuffix(".index")
    try:
        reader = tf.train.load_checkpoint(prefix)
    except (ValueError, tf.errors.OpError, RuntimeError) as error:
        message = str(error).splitlines()[0]
        raise Refused(
            f"{prefix}: TensorFlow cannot read the checkpoint: {message}; give its prefix, without .index or .data"
        ) from None
    keys = reader.get_variable_to_shape_map()
    found = of_graph(reader) if GRAPH in keys else of_names(reader, keys, options.optimizer_name or OPTIMIZERS)
    if not numpy.isfinite(options.epsilon) or options.epsilon < 0:
        raise Refused(f"--epsilon {options.epsilon}: must be finite and at least 0")
    if options.epsilon:
        found.variables = [larger(variable, options.epsilon) for variable in found.variables]
    return found


def larger(variable, epsilon):
    """The variable with `epsilon` added to its accumulator."""
    accum = variable.accum
    if accum is None or accum.data is None:
        return variable
    sums = (accum.f32().astype(numpy.float64) + epsilon).astype(numpy.float32)
    return Variable(variable.name, variable.values, Tensor("float32", accum.shape, sums), variable.accum_name)


def of_names(reader, keys, optimizers):
    """A checkpoint of a Saver: names of variables alone."""
    slot = re.compile(f"(.+)/(?:{'|'.join(map(re.escape, optimizers))})(?:_[0-9]+)?")
    slots = {}
    for key in sorted(keys):
        match = slot.fullmatch(key)
        if match and match[1] in keys:
            slots.setdefault(match[1], []).append(key)
    for variable, names in slots.items():
        if len(names) > 1:
            raise Refused(
                f"{variable!r} has several accumulators: {', '.join(names)}; choose with --optimizer-name NAME"
            )
    accums = {names[0] for names in slots.values()}
    variables = []
    for key in sorted(keys):
        if key != STEP and key not in accums:
            variables.append(variable_of(reader, key, key, slots.get(key, [None])[0]))
    step = int(reader.get_tensor(STEP)) if STEP in keys else None
    return Found(variables, step, [STEP] if STEP in keys else [])


def variable_of(reader, name, key, accum_key, accum_name=None):
    accum = None if accum_key is None else tensor_of(reader.get_tensor(accum_key))
    return Variable(name, tensor_of(reader.get_tensor(key)), accum, accum_name or accum_key or "")


def of_graph(reader):
    """A checkpoint of tf.train.Checkpoint, whose graph says what belongs to what."""
    graph = trackable_object_graph_pb2.TrackableObjectGraph.FromString(reader.get_tensor(GRAPH))
    nodes = {number: Node(node) for number, node in enumerate(graph.nodes)}
    held = {number: node.value for number, node in nodes.items() if node.value is not None}
    names = names_of(held)
    accums, others = {}, {nodes[0].children.get("save_counter")}
    for node in nodes.values():
        pairs, own = of_optimizer(node, nodes)
        for variable in pairs.keys() & accums.keys():
            both = f"{names.get(accums[variable])} and {names.get(pairs[variable])}"
            raise Refused(f"{names[variable]!r} has several accumulators: {both}; save a checkpoint with one optimizer")
        accums |= pairs
        others |= own
    steps = steps_of(nodes, held)
    others |= steps
    variables = []
    for number in held.keys() - others:
        accum = accums.get(number)
        accum_key = held[accum].checkpoint_key if accum in held else None
        found = variable_of(reader, names[number], held[number].checkpoint_key, accum_key, names.get(accum))
        variables.append(found)
    variables.sort(key=lambda variable: variable.name)
    left_out = sorted(names[number] for number in held.keys() & others - set(accums.values()))
    counts = {names[number]: int(reader.get_tensor(held[number].checkpoint_key)) for number in sorted(steps)}
    if len(set(counts.values())) > 1:
        listed = ", ".join(f"{name} {count}" for name, count in counts.items())
        return Found(variables, None, left_out, [f"the numbers of steps differ: {listed}"])
    return Found(variables, next(iter(counts.values()), None), left_out)


def steps_of(nodes, held):
    """Variables that count steps: `global_step`, and the iterations of optimizers of Keras."""
    steps = {number for number, value in held.items() if value.full_name == STEP}
    for node in nodes.values():
        if of_optimizer(node, nodes)[1]:
            iterations = node.children.get("_iterations", node.children.get("iter"))
            steps |= {iterations} & held.keys()
    return steps


class Node:
    """A node of the graph of objects."""

    def __init__(self, node):
        self.children = {child.local_name: child.node_id for child in node.children}
        values = [attribute for attribute in node.attributes if attribute.name == "VARIABLE_VALUE"]
        self.value = values[0] if values else None
        self.slots = node.slot_variables

    def items(self):
        """The children of a list, in its order."""
        numbered = {int(name): child for name, child in self.children.items() if name.isdigit()}
        return [numbered[index] for index in sorted(numbered)]


def of_optimizer(node, nodes):
    """If the node is an optimizer: its accumulators by their variables, and all variables that are its own."""
    if node.slots:
        every = [(slot.slot_name, slot.original_variable_node_id, slot.slot_variable_node_id) for slot in node.slots]
        pairs = {variable: accum for name, variable, accum in every if name == "accumulator"}
        return pairs, {slot for _, _, slot in every} | set(node.children.values())
    if not {"_iterations", "_variables"} <= node.children.keys():
        return {}, set()
    lists = {name: nodes[child].items() for name, child in node.children.items()}
    own = {*lists["_variables"], node.children["_iterations"], node.children.get("_learning_rate")}
    # Keras' Ftrl has accumulators, too, and linears beside them.
    if "_accumulators" not in lists or "_linears" in lists:
        return {}, own
    accums = lists["_accumulators"]
    if "_trainable_variables" not in lists:
        return by_names(accums, nodes), own
    trained = lists["_trainable_variables"]
    if len(trained) != len(accums):
        raise Refused(
            f"the optimizer has {len(trained)} variables and {len(accums)} accumulators; save it after a step"
        )
    return dict(zip(trained, accums)), own


def by_names(accums, nodes):
    """Keras 2 since TensorFlow 2.11: an accumulator is called `accumulator/<variable>`, perhaps below a scope."""
    variables = {}
    for number, node in nodes.items():
        if node.value is not None:
            variables.setdefault(node.value.full_name, []).append(number)
    pairs = {}
    for accum in accums:
        name = re.fullmatch("(?:.*?/)?accumulator/(.+)", nodes[accum].value.full_name)
        found = variables.get(name[1], []) if name else []
        if len(found) == 1:
            pairs[found[0]] = accum
    return pairs


def names_of(held):
    """Names of variables by their nodes: full names where they differ, else the paths of their keys."""
    full = [value.full_name for value in held.values()]
    path = lambda value: value.checkpoint_key.removesuffix("/.ATTRIBUTES/VARIABLE_VALUE")
    unique = lambda value: value.full_name and full.count(value.full_name) == 1
    return {number: value.full_name if unique(value) else path(value) for number, value in held.items()}


if __name__ == "__main__":
    sys.exit(run(arguments(), read, lambda options: glob.glob(glob.escape(options.checkpoint) + "*")))
