"""Checkpoints of TensorFlow: of a Saver, of tf.train.Checkpoint, of Keras."""

import os
import sys
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

import tensorflow as tf

# At the end, because this folder's name is also the framework's.
sys.path.append(str(Path(__file__).parents[1]))

from common import BEFORE, BEHIND, Case, Problem, Record, import_line, imports_as, listed, main, passed, refused

# Rate, start of accumulators, l1, l2; the Rust test has them, too.
SETTINGS = (0.1, 0.1, 0.01, 0.02)


def proximal():
    return tf.compat.v1.train.ProximalAdagradOptimizer(*SETTINGS)


def loss_of(weight, bias, rows, x, y, found):
    return tf.reduce_mean((tf.matmul(x, weight) + bias - y) ** 2) + tf.reduce_mean((rows - found) ** 2)


def saver(folder):
    """A graph of TensorFlow 1; gradients of the table are rows."""
    problem, tf1, record = Problem(), tf.compat.v1, Record()
    with tf.Graph().as_default(), tf1.Session() as session:
        variable = lambda name, values: tf1.get_variable(name, initializer=tf.constant(values))
        weight, bias = variable("dense/kernel", problem.weight), variable("dense/bias", problem.bias)
        table, step = variable("table", problem.table), tf1.train.get_or_create_global_step()
        x, y, found = (tf1.placeholder(tf.float32) for _ in range(3))
        rows = tf1.placeholder(tf.int64, [4])
        loss = loss_of(weight, bias, tf.nn.embedding_lookup(table, rows), x, y, found)
        optimizer = proximal()
        pairs = optimizer.compute_gradients(loss)
        train = optimizer.apply_gradients(pairs, global_step=step)
        grads = {variable.op.name: grad for grad, variable in pairs}
        session.run(tf1.global_variables_initializer())
        for number in range(BEFORE + BEHIND):
            if number == BEFORE:
                tf1.train.Saver().save(session, str(folder / "model"), global_step=step, write_meta_graph=False)
                # It holds this machine's paths.
                (folder / "checkpoint").unlink()
            feed = {
                x: problem.x[number],
                y: problem.y[number],
                found: problem.found[number],
                rows: problem.rows[number],
            }
            _, taken = session.run([train, grads], feed)
            if number >= BEFORE:
                record.dense(number - BEFORE, "dense.weight", taken["dense/kernel"])
                record.dense(number - BEFORE, "dense.bias", taken["dense/bias"])
                record.rows(number - BEFORE, "table", taken["table"].indices, taken["table"].values)
        for name, variable in [("dense.weight", weight), ("dense.bias", bias), ("table", table)]:
            record.result(name, *session.run([variable, optimizer.get_slot(variable, "accumulator")]))
    record.write(folder)


class Module(tf.Module):
    def __init__(self, problem):
        super().__init__()
        self.weight = tf.Variable(problem.weight, name="weight")
        self.bias = tf.Variable(problem.bias, name="bias")
        self.tables = [tf.Variable(problem.table, name="table")]


def objects(folder):
    """tf.train.Checkpoint of a module and an optimizer of tf.compat.v1, executed eagerly."""
    problem, record = Problem(), Record()
    module, optimizer = Module(problem), proximal()
    step = tf.Variable(0, dtype=tf.int64, name="global_step")
    names = {"dense.weight": module.weight, "dense.bias": module.bias, "table": module.tables[0]}
    for number in range(BEFORE + BEHIND):
        if number == BEFORE:
            tf.train.Checkpoint(model=module, optimizer=optimizer, step=step).write(str(folder / "model"))
        with tf.GradientTape() as tape:
            rows = tf.nn.embedding_lookup(module.tables[0], problem.rows[number])
            loss = loss_of(
                module.weight, module.bias, rows, problem.x[number], problem.y[number], problem.found[number]
            )
        taken = tape.gradient(loss, names)
        optimizer.apply_gradients([(taken[name], names[name]) for name in names], global_step=step)
        recorded(record, number, taken)
    for name, variable in names.items():
        record.result(name, variable, optimizer.get_slot(variable, "accumulator"))
    record.write(folder)


def recorded(record, number, taken):
    if number < BEFORE:
        return
    for name, grad in taken.items():
        if isinstance(grad, tf.IndexedSlices):
            record.rows(number - BEFORE, name, grad.indices, grad.values)
        else:
            record.dense(number - BEFORE, name, grad)


def keras(folder):
    """A model of Keras with its Adagrad; batch normalization has variables that are not trained."""
    from tensorflow import keras

    problem, record = Problem(), Record()
    # Keras squares entries of equal rows one by one, and not their sum, as proxgrad and tf.compat.v1 do.
    problem.rows[BEFORE:] = [[1, 2, 4, 0], [3, 0, 4, 2]]
    dense, norm = keras.layers.Dense(3, name="dense"), keras.layers.BatchNormalization(name="norm")
    table = keras.layers.Embedding(6, 2, name="table")
    x, rows = keras.Input((4,)), keras.Input((), dtype="int64")
    model = keras.Model([x, rows], [norm(dense(x)), table(rows)])
    dense.set_weights([problem.weight, problem.bias])
    table.set_weights([problem.table])
    optimizer = keras.optimizers.Adagrad(SETTINGS[0], initial_accumulator_value=SETTINGS[1])
    names = {
        "dense.weight": dense.kernel,
        "dense.bias": dense.bias,
        "norm.gamma": norm.gamma,
        "norm.beta": norm.beta,
        "table": table.embeddings,
    }
    optimizer.build(list(names.values()))
    for number in range(BEFORE + BEHIND):
        if number == BEFORE:
            tf.train.Checkpoint(model=model, optimizer=optimizer).write(str(folder / "model"))
        with tf.GradientTape() as tape:
            # One after the other: the two inputs have batches of different sizes.
            outputs = norm(dense(problem.x[number]), training=True), table(problem.rows[number])
            loss = tf.reduce_mean((outputs[0] - problem.y[number]) ** 2) + tf.reduce_mean(
                (outputs[1] - problem.found[number]) ** 2
            )
        taken = dict(zip(names, tape.gradient(loss, [variable.value for variable in names.values()])))
        optimizer.apply(list(taken.values()))
        recorded(record, number, taken)
    accums = [variable for variable in optimizer.variables if variable.path.endswith("_accumulator")]
    for (name, variable), accum in zip(names.items(), accums, strict=True):
        record.result(name, variable, accum)
    record.write(folder)


def keras_2(folder):
    """The same of Keras 2, whose checkpoints name accumulators by variables."""
    import tf_keras

    problem, record = Problem(), Record()
    dense, table = tf_keras.layers.Dense(3, name="dense"), tf_keras.layers.Embedding(6, 2, name="table")
    dense.build((None, 4))
    table.build((None,))
    dense.set_weights([problem.weight, problem.bias])
    table.set_weights([problem.table])
    optimizer = tf_keras.optimizers.Adagrad(SETTINGS[0], initial_accumulator_value=SETTINGS[1])
    names = {"dense.weight": dense.kernel, "dense.bias": dense.bias, "table": table.embeddings}
    optimizer.build(list(names.values()))
    for number in range(BEFORE + BEHIND):
        if number == BEFORE:
            tf.train.Checkpoint(dense=dense, table=table, optimizer=optimizer).write(str(folder / "model"))
        with tf.GradientTape() as tape:
            looked_up = table(problem.rows[number])
            loss = loss_of(
                dense.kernel, dense.bias, looked_up, problem.x[number], problem.y[number], problem.found[number]
            )
        taken = tape.gradient(loss, names)
        optimizer.apply_gradients([(taken[name], names[name]) for name in names])
        recorded(record, number, taken)
    for (name, variable), accum in zip(names.items(), optimizer._accumulators, strict=True):
        record.result(name, variable, accum)
    record.write(folder)


RENAMED = ["--name", "weight=dense.weight", "--name", "bias=dense.bias"]
KERAS = {
    "dense/kernel": "dense.weight",
    "dense/bias": "dense.bias",
    "norm/gamma": "norm.gamma",
    "norm/beta": "norm.beta",
}
KERAS |= {"table/embeddings": "table"}
CASES = [
    Case("saver", saver, ["model-3"], ["--name", "dense/kernel=dense.weight", "--name", "dense/bias=dense.bias"]),
    Case("objects", objects, ["model"], RENAMED),
    Case(
        "keras",
        keras,
        ["model"],
        [word for pair in KERAS.items() for word in ("--name", "=".join(pair))]
        + ["--skip", "norm/moving_*", "--epsilon", "1e-7"],
    ),
    Case(
        "keras_2",
        keras_2,
        ["model"],
        "--name kernel=dense.weight --name bias=dense.bias --name embeddings=table --epsilon 1e-7".split(),
        "tf_keras",
    ),
]


def bfloat16_and_names_of_optimizers(folder, _):
    """Values of 16 bits, and slots of an optimizer that was given a name."""
    prefix, tf1 = str(folder / "half"), tf.compat.v1
    with tf.Graph().as_default(), tf1.Session() as session:
        for name, start in [("w", 1.5), ("w/Mine", 0.5), ("half", -2.25), ("half/Mine_1", 3.0)]:
            kind = tf.bfloat16 if "half" in name else tf.float32
            tf1.get_variable(name, initializer=tf.constant([start], kind))
        session.run(tf1.global_variables_initializer())
        tf1.train.Saver().save(session, prefix, write_meta_graph=False)
    rows = ["half half bfloat16 [1] half/Mine_1", "w w float32 [1] w/Mine", "steps: 7"]
    kinds = {"values.half": "BF16", "accum.half": "F32", "values.w": "F32"}
    numbers = {"values.half": [-2.25], "accum.half": [3.0], "values.w": [1.5], "accum.w": [0.5], "global_step": 7}
    named = [prefix, "--optimizer-name", "Mine", "--global-step", "7"]
    imports_as("from_tensorflow.py", named, folder / "half.safetensors", kinds, numbers)
    listed("from_tensorflow.py", named, rows)
    refused(
        import_line("from_tensorflow.py", [prefix, "--list"]),
        ["no accumulator: 'half', 'half/Mine_1', 'w', 'w/Mine'", "--global-step N"],
    )
    refused(import_line("from_tensorflow.py", [prefix + "x", "--list"]), ["give its prefix, without .index or .data"])
    passed("named optimizers, bfloat16, a prefix that leads nowhere")


def two_optimizers_are_refused(folder, _):
    """Accumulators of two optimizers for one variable, by names and by the graph of objects."""
    prefix, tf1 = str(folder / "two_slots"), tf.compat.v1
    with tf.Graph().as_default(), tf1.Session() as session:
        for name in ("w", "w/Adagrad", "w/ProximalAdagrad_1"):
            tf1.get_variable(name, initializer=tf.constant([1.0]))
        session.run(tf1.global_variables_initializer())
        tf1.train.Saver().save(session, prefix, write_meta_graph=False)
    line = import_line("from_tensorflow.py", [prefix, "--list"])
    refused(line, ["'w' has several accumulators: w/Adagrad, w/ProximalAdagrad_1; choose with --optimizer-name NAME"])
    listed(
        "from_tensorflow.py",
        [prefix, "--optimizer-name", "Adagrad", "--skip", "w/P*", "--global-step", "0"],
        ["steps: 0"],
    )
    weight = tf.Variable([1.0], name="weight")
    optimizers = [proximal(), tf1.train.AdagradOptimizer(0.1)]
    for optimizer in optimizers:
        optimizer.apply_gradients([(tf.constant([0.5]), weight)])
    prefix = str(folder / "two_optimizers")
    tf.train.Checkpoint(weight=weight, first=optimizers[0], second=optimizers[1]).write(prefix)
    refused(import_line("from_tensorflow.py", [prefix, "--list"]), ["'weight' has several accumulators: weight/"])
    passed("two optimizers for one variable are refused")


if __name__ == "__main__":
    checks = [bfloat16_and_names_of_optimizers, two_optimizers_are_refused]
    main("tensorflow", "from_tensorflow.py", tf.__version__, CASES, checks)
