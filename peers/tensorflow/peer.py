"""TensorFlow's ProximalAdagrad on the CPU: each step is one call of one `tf.function`, with `--xla` compiled by XLA."""

import os
import sys
from pathlib import Path

# No greetings; errors still go to stderr.
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

import tensorflow as tf

# At the end, because this folder's name is also the framework's.
sys.path.append(str(Path(__file__).parents[1]))

import serve

XLA = "--xla" in sys.argv[1:]
# 10,000 updates took XLA three minutes to compile, and then four times as long as without it.
XLA_TENSORS = 1000


def prepare(job):
    match job["bench"]:
        case "dense":
            return prepare_tensors(1, job["n"])
        case "tensors" if XLA and job["tensors"] > XLA_TENSORS:
            raise serve.Unsupported(f"XLA compiles more than {XLA_TENSORS} updates for minutes")
        case "tensors":
            return prepare_tensors(job["tensors"], job["n"])
        case "rows" if XLA:
            raise serve.Unsupported("XLA has no kernel for ResourceSparseApplyProximalAdagrad")
        case "rows":
            return prepare_rows(job["rows"], job["width"], serve.row_indices(job))
    raise serve.Unsupported(f"no bench `{job['bench']}`")


def prepare_tensors(count, n):
    """`count` updates of `n` elements each in one graph, which TensorFlow may run side by side."""
    weights, gradients, accumulators = serve.weights(n), serve.gradients(n), serve.accumulators(n)
    # Copies, because a tensor may share its memory with the array that it was made from.
    tensors = [
        (tf.Variable(weights), tf.Variable(accumulators), tf.constant(gradients.copy())) for _ in range(count)
    ]

    def step():
        rates = constant_rates()
        for var, accum, grad in tensors:
            tf.raw_ops.ResourceApplyProximalAdagrad(var=var.handle, accum=accum.handle, grad=grad, **rates)

    return traced(step, tensors)


def prepare_rows(rows, width, indices):
    """Sums the entries of equal rows, then updates each row once: the op alone would apply entry after entry."""
    var, accum = tf.Variable(serve.weights(rows, width)), tf.Variable(serve.accumulators(rows, width))
    indices, entries = tf.constant(indices), tf.constant(serve.gradients(len(indices), width))

    def step():
        distinct, segments = tf.unique(indices)
        sums = tf.math.unsorted_segment_sum(entries, segments, tf.size(distinct))
        tf.raw_ops.ResourceSparseApplyProximalAdagrad(
            var=var.handle, accum=accum.handle, grad=sums, indices=distinct, **constant_rates()
        )

    return traced(step, (var, accum))


def constant_rates():
    """One constant for all updates; a plain number would become one for each."""
    return {
        "lr": tf.constant(serve.LEARNING_RATE),
        "l1": tf.constant(serve.L1),
        "l2": tf.constant(serve.L2),
    }


def traced(step, variables):
    """`step` as a graph. On the CPU a call returns when it is done; a graph does not keep its `variables` alive."""
    function = tf.function(step, jit_compile=XLA, autograph=False).get_concrete_function()

    def run(_variables=variables):
        function()

    return run


if __name__ == "__main__":
    name, how = ("tensorflow (XLA)", "compiled by XLA") if XLA else ("tensorflow", f"{serve.threads()} threads")
    about = f"ResourceApplyProximalAdagrad in a tf.function, {how}"
    serve.serve(name, tf.__version__, about, prepare)
