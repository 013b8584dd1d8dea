"""Compares what `proxgrad export` writes with what SciPy, scikit-learn, safetensors and liblinear make of it.

    python check.py … PROGRAM

`cargo xtask interchange exports` runs it. Every function `check_…` is one comparison. The exit
status is 1 where one fails.
"""

import json
import os
import random
import subprocess
import sys
import tempfile

import numpy
import scipy.sparse
from liblinear.liblinearutil import load_model, predict
from safetensors import safe_open
from sklearn.datasets import load_svmlight_file
from sklearn.linear_model import LogisticRegression

# Sums of f32 in another order; probabilities and scores here are of the size of 1.
TOLERANCE = 1e-5


class Model:
    """A model that the program has trained on generated data."""

    def __init__(self, program, folder, name, text, options):
        self.program, self.folder = program, folder
        self.data, self.path = (os.path.join(folder, f"{name}{end}") for end in (".data", ".safetensors"))
        with open(self.data, "w", encoding="utf-8") as file:
            file.write(text)
        self.run("train", self.data, "--device", "cpu", "--save", self.path, *options)

    def run(self, *args):
        ran = subprocess.run([self.program, *args], capture_output=True, check=False, text=True)
        if ran.returncode != 0:
            raise SystemExit(f"{' '.join(args)}: {ran.stderr}")
        return ran.stdout

    def export(self, format, *options):
        path = f"{self.path}.{format}"
        self.run("export", self.path, "--format", format, "--output", path, *options)
        return path

    def predictions(self, what):
        """A row for each example."""
        lines = self.run("predict", self.data, "--model", self.path, "--print", what).splitlines()
        return numpy.array([[float(number) for number in line.split()] for line in lines])

    def tensors(self):
        """The tensors of the model itself."""
        return tensors(self.path)[0]

    def matrix(self):
        """The weights of the model as they should be exported, by a way of their own: dense, without a thought of zeros."""
        saved = self.tensors()
        weights = saved["weight"].T
        if "features" not in saved:
            return weights
        names = json.loads(bytes(saved["features"]))
        if not all(name.isdigit() for name in names):
            return weights
        numbers = numpy.array([int(name) for name in names])
        first = 0 if 0 in numbers else 1
        dense = numpy.zeros((weights.shape[0], numbers.max() + 1 - first), numpy.float32)
        dense[:, numbers - first] = weights
        return dense

    def examples(self):
        """The data as scikit-learn reads it, with as many columns as the model."""
        members = numpy.load(self.export("npz"))
        from_0 = bool(members["first"] == 0)
        return load_svmlight_file(self.data, n_features=members["shape"][1], zero_based=from_0)[0]


def tensors(path):
    with safe_open(path, framework="numpy") as file:
        return {name: file.get_tensor(name) for name in file.keys()}, file.metadata()


def csr(path):
    """The matrix of an exported safetensors file, and what else is in it."""
    found, metadata = tensors(path)
    data = found["coef.data"]
    if "scale" in metadata:
        data = data.astype(numpy.float32) * numpy.float32(metadata["scale"])
    parts = (data.astype(numpy.float32), found["coef.indices"], found["coef.indptr"])
    return scipy.sparse.csr_matrix(parts, shape=tuple(found["coef.shape"])), found, metadata


def require(condition, message):
    if not condition:
        raise SystemExit(message)


def near(got, want, what):
    require(got.shape == want.shape, f"{what}: {got.shape}, not {want.shape}")
    error = numpy.abs(got - want).max()
    require(error <= TOLERANCE, f"{what}: off by {error}")
    return f"largest difference {error:.1e}"


def check_load_npz(model):
    """scipy.sparse.load_npz has the weights of the model bit for bit, and no explicit zeros."""
    found, want = scipy.sparse.load_npz(model.export("npz")), model.matrix()
    require(found.format == "csr" and found.dtype == numpy.float32, f"{found.format}, {found.dtype}")
    require(found.has_sorted_indices and found.has_canonical_format, "columns are not ascending")
    require(numpy.array_equal(found.toarray(), want), "other weights")
    require(found.nnz == numpy.count_nonzero(want), f"{found.nnz} elements, {numpy.count_nonzero(want)} not zero")
    return f"{found.nnz} of {want.size} weights"


def check_npz_members(model):
    """The other members of the archive load without pickles, and describe the model."""
    members, saved = numpy.load(model.export("npz"), allow_pickle=False), model.tensors()
    require(numpy.array_equal(members["intercept"], saved["bias"]), "another intercept")
    labels = sorted({int(float(line.split()[0])) for line in open(model.data, encoding="utf-8")})
    require(members["classes"].tolist() == labels, f"classes {members['classes']}, not {labels}")
    if "features" in members:
        require(bytes(members["features"]) == bytes(saved["features"]), "other names")
    return ", ".join(members.keys())


def check_safetensors(model):
    """The safetensors file has the arrays of the archive."""
    path = model.export("npz")
    found, parts, _ = csr(model.export("safetensors"))
    members = numpy.load(path)
    require((found != scipy.sparse.load_npz(path)).nnz == 0, "another matrix")
    for name in ("indices", "indptr", "shape"):
        same = parts[f"coef.{name}"].dtype == members[name].dtype
        require(same and numpy.array_equal(parts[f"coef.{name}"], members[name]), f"other {name}")
    for name in ("intercept", "classes", "features"):
        require((name in parts) == (name in members), f"{name} in one of the two")
        require(name not in parts or numpy.array_equal(parts[name], members[name]), f"other {name}")
    return f"{len(parts)} tensors"


def check_quantised(model):
    """Quantised weights are those of the archive, whose elements are f32, and at most half a step from the model's."""
    kept = []
    for kind, dtype in (("q2.13", numpy.int16), ("f16", numpy.float16)):
        found, parts, metadata = csr(model.export("safetensors", "--quantise", kind))
        require(parts["coef.data"].dtype == dtype, f"{kind} is stored as {parts['coef.data'].dtype}")
        require(metadata["quantised"] == kind, f"{metadata}")
        other = scipy.sparse.load_npz(model.export("npz", "--quantise", kind))
        require((found != other).nnz == 0, f"{kind}: another matrix")
        want = model.matrix()
        if kind == "f16":
            expected = want.astype(numpy.float16).astype(numpy.float32)
        else:
            expected = numpy.clip(numpy.rint(want * 8192.0), -32768, 32767).astype(numpy.float32) / 8192
        require(numpy.array_equal(found.toarray(), expected), f"{kind}: not as NumPy rounds")
        kept.append(f"{kind} keeps {found.nnz} of {numpy.count_nonzero(want)}")
    return ", ".join(kept)


def check_scikit_learn(model):
    """A LogisticRegression with these weights predicts what the program predicts."""
    path = model.export("npz")
    members, table = numpy.load(path), model.examples()
    regression = LogisticRegression()
    regression.coef_ = scipy.sparse.load_npz(path).toarray()
    regression.intercept_, regression.classes_ = members["intercept"], members["classes"]
    require(numpy.array_equal(regression.predict(table), model.predictions("label")[:, 0]), "other labels")
    probabilities = model.predictions("probability")
    if len(regression.classes_) == 2:
        probabilities = numpy.hstack([1 - probabilities, probabilities])
    return near(regression.predict_proba(table), probabilities, "probabilities")


def check_liblinear(model):
    """liblinear loads the model and predicts what the program predicts: labels, scores, and probabilities of two classes."""
    loaded = load_model(model.export("liblinear"))
    require(loaded is not None, "liblinear does not load the model")
    table, labels = model.examples(), model.predictions("label")[:, 0]
    found, _, scores = predict([], table, loaded, "-q")
    require(numpy.array_equal(found, labels), "other labels")
    told = near(numpy.array(scores), model.predictions("score"), "scores")
    order = loaded.get_labels()
    if len(order) > 2:
        require(not loaded.is_probability_model(), "liblinear prints probabilities that the model does not have")
        return f"scores: {told}"
    found, _, probabilities = predict([], table, loaded, "-q -b 1")
    require(numpy.array_equal(found, labels), "other labels by probability")
    larger = numpy.array(probabilities)[:, [order.index(max(order))]]
    return f"scores: {told}; probabilities: {near(larger, model.predictions('probability'), 'probabilities')}"


def libsvm(classes, first, pick):
    """Libsvm text whose label is the class with the largest sum of features; `first` is the lowest number."""
    lines = []
    for _ in range(400):
        features = {number: round(pick.uniform(0.2, 1.5), 3) for number in range(first, first + 60) if pick.random() < 0.25}
        sums = [sum(value for number, value in features.items() if number % 8 == group) for group in range(classes)]
        label = sums.index(max(sums))
        label = (-1, 1)[label] if classes == 2 else 3 * label
        lines.append(f"{label} " + " ".join(f"{number}:{value}" for number, value in sorted(features.items())))
    return "\n".join(reversed(lines)) + "\n"


def vowpal(pick):
    words = ["a", "b", "é", "x:y", "#7", "3"]
    lines = [f"{pick.choice((-1, 1))} |f {pick.choice(words)} |^g {pick.choice(words[:2])}" for _ in range(60)]
    return "\n".join(lines) + "\n"


def models(program, folder):
    """Name, model, and whether its features are numbers from 1."""
    sparse = ["--l1", "1e-2", "--rows", "exact", "--learning-rate", "0.5", "--epochs", "3"]
    pick = random.Random(7)
    yield "two classes", Model(program, folder, "two", libsvm(2, 1, pick), sparse), True
    yield "four classes", Model(program, folder, "four", libsvm(4, 1, pick), sparse), True
    yield "no bias", Model(program, folder, "no_bias", libsvm(2, 5, pick), [*sparse, "--no-bias"]), True
    yield "features from 0", Model(program, folder, "from_0", libsvm(2, 0, pick), sparse), False
    yield "names", Model(program, folder, "names", vowpal(pick), ["--learning-rate", "3"]), None
    yield "hashed", Model(program, folder, "hashed", libsvm(4, 1, pick), [*sparse, "--bits", "5"]), None


def main():
    program = os.path.abspath(sys.argv[-1])
    everywhere = [check_load_npz, check_npz_members, check_safetensors, check_quantised]
    with tempfile.TemporaryDirectory() as folder:
        for name, model, counts_from_1 in models(program, folder):
            checks = list(everywhere)
            if counts_from_1 is not None:
                checks.append(check_scikit_learn)
            if counts_from_1:
                checks.append(check_liblinear)
            for check in checks:
                print(f"{name}: {check.__name__.removeprefix('check_')}: {check(model)}", flush=True)


if __name__ == "__main__":
    main()
