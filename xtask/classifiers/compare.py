"""Compares linear classifiers with L1: proxgrad, Vowpal Wabbit, liblinear and scikit-learn, on the same data.

    python compare.py PROGRAM FOLDER NAME=TRAIN,TEST…

The files are libsvm text, or Vowpal Wabbit text with one namespace. Each is written into FOLDER in both formats, with the
same features, and every program reads the one that it is made for. Each program trains with the strengths of L1 of its
list. Printed is the smallest of its models whose test error is at most half a point above that of its best one.
"""

import json
import os
import re
import subprocess
import sys
import time
import warnings

warnings.filterwarnings("ignore")

import numpy
import vowpalwabbit
from sklearn.datasets import load_svmlight_file
from sklearn.linear_model import LogisticRegression, SGDClassifier

EPOCHS = 5
TOLERATED = 0.005


class Data:
    """A data set in both formats."""

    def __init__(self, folder, name, files):
        ids = {}
        self.name = name
        self.libsvm, self.vw = [], []
        for part, path in zip(("train", "test"), files):
            examples = [example(line) for line in open(path, encoding="utf-8") if line.strip()]
            paths = [os.path.join(folder, f"{name}.{part}.{kind}") for kind in ("libsvm", "vw")]
            with open(paths[0], "w") as libsvm, open(paths[1], "w") as vw:
                for label, features in examples:
                    rows = sorted((ids.setdefault(feature, len(ids) + 1), value) for feature, value in features)
                    libsvm.write(" ".join([label] + [f"{row}:{value}" for row, value in rows]) + "\n")
                    vw.write(" ".join([label, "|"] + [f"f{row}:{value}" for row, value in rows]) + "\n")
            self.libsvm.append(paths[0])
            self.vw.append(paths[1])
        self.features = len(ids)


def example(line):
    """The label, 1 or -1, and the features of a line."""
    if "|" in line:
        label, _, rest = line.partition("|")
        # The namespace's name touches the bar.
        words = rest.split()[(0 if rest[:1].isspace() else 1):]
    else:
        label, *words = line.split()
    features = {}
    for word in words:
        name, _, value = word.partition(":")
        features[name] = features.get(name, 0.0) + float(value or 1)
    return ("1" if float(label.split()[0]) > 0 else "-1"), features.items()


def timed(function, *arguments):
    start = time.perf_counter()
    found = function(*arguments)
    return time.perf_counter() - start, found


def labels(path):
    return numpy.array([int(line.split(" ", 1)[0]) for line in open(path)])


def proxgrad(data, strength):
    model = data.libsvm[0] + ".safetensors"

    def run(*arguments):
        done = subprocess.run([PROGRAM, *arguments], capture_output=True, text=True)
        if done.returncode:
            sys.exit(f"{' '.join(arguments)}: {done.stderr}")
        return done.stdout

    train = ["train", data.libsvm[0], "--preset", "sparse", "--l1", str(strength), "--save", model, "--json"]
    seconds, trained = timed(run, *train, "--device", "cpu")
    predicting, predicted = timed(run, "predict", data.libsvm[1], "--model", model)
    predicted = numpy.array([int(line) for line in predicted.split()])
    return seconds, predicting, predicted, json.loads(trained)["nonzero"]


def vowpal_wabbit(data, strength):
    model = data.vw[0] + ".model"
    # The cache is made anew, so that every run reads the text.
    cache = model + ".cache"
    if os.path.exists(cache):
        os.remove(cache)
    options = f"--quiet --loss_function logistic --holdout_off -b 18 --l1 {strength}"
    options += f" -d {data.vw[0]} --passes {EPOCHS} --cache_file {cache} -f {model} --readable_model {model}.txt"

    def run(options):
        vowpalwabbit.Workspace(options).finish()

    seconds, _ = timed(run, options)
    predictions = model + ".predictions"
    predicting, _ = timed(run, f"--quiet -t -i {model} -d {data.vw[1]} --binary -p {predictions}")
    predicted = numpy.array([int(float(line)) for line in open(predictions)])
    lines = open(model + ".txt").read().splitlines()
    # After the header, lines of "index:weight" with the accumulators.
    weights = [line for line in lines if re.fullmatch(r"\d+:[-+.\de]+( .*)?", line)]
    # One of them is the bias.
    return seconds, predicting, predicted, sum(float(line.split(":")[1].split()[0]) != 0 for line in weights) - 1


def scikit(make):
    def read(path, features):
        matrix, wanted = load_svmlight_file(path, n_features=features)
        # liblinear takes no indices of 64 bits.
        matrix.indices, matrix.indptr = matrix.indices.astype("int32"), matrix.indptr.astype("int32")
        return matrix, wanted

    def run(data, strength):
        def train():
            matrix, wanted = read(data.libsvm[0], data.features)
            return make(strength, matrix.shape[0]).fit(matrix, wanted)

        def predict(classifier):
            matrix, _ = read(data.libsvm[1], data.features)
            return classifier.predict(matrix).astype(int)

        seconds, classifier = timed(train)
        predicting, predicted = timed(predict, classifier)
        return seconds, predicting, predicted, numpy.count_nonzero(classifier.coef_)

    return run


def liblinear(strength, examples):
    # liblinear minimises |w| + C·Σ loss: the mean loss has C·examples = 1/strength.
    return LogisticRegression(
        l1_ratio=1, solver="liblinear", C=1 / (strength * examples), max_iter=1000, intercept_scaling=100
    )


def sgd(strength, _):
    return SGDClassifier(
        loss="log_loss", penalty="l1", alpha=strength, max_iter=EPOCHS, tol=None, random_state=0
    )


PROGRAMS = [
    ("proxgrad, `--preset sparse`", proxgrad, [3e-5, 1e-4, 3e-4, 1e-3, 3e-3]),
    ("Vowpal Wabbit, `--l1`", vowpal_wabbit, [1e-7, 1e-6, 3e-6, 1e-5, 3e-5, 1e-4, 3e-4, 1e-3]),
    ("liblinear, L1-regularised logistic regression", scikit(liblinear), [3e-5, 1e-4, 3e-4, 1e-3, 3e-3]),
    ("scikit-learn, `SGDClassifier(penalty=\"l1\")`", scikit(sgd), [1e-6, 1e-5, 3e-5, 1e-4, 3e-4, 1e-3]),
]


def compare(data):
    wanted = labels(data.libsvm[1])
    print(f"\n{data.name}: {len(labels(data.libsvm[0]))} examples to train on, {len(wanted)} to test, {data.features} features\n")
    print("| program | L1 | test error | non-zero weights | train | predict |\n|---|---|---|---|---|---|")
    for name, program, strengths in PROGRAMS:
        runs = []
        for strength in strengths:
            seconds, predicting, predicted, nonzero = program(data, strength)
            runs.append((float(numpy.mean(predicted != wanted)), nonzero, strength, seconds, predicting))
        best = min(run[0] for run in runs)
        error, nonzero, strength, seconds, predicting = min(
            (run for run in runs if run[0] <= best + TOLERATED), key=lambda run: run[1]
        )
        times = f"{seconds:.2f} s | {predicting:.2f} s"
        print(f"| {name} | {strength:g} | {100 * error:.2f} % | {nonzero} | {times} |", flush=True)


PROGRAM, FOLDER = sys.argv[1:3]
os.makedirs(FOLDER, exist_ok=True)
for named in sys.argv[3:]:
    name, _, files = named.partition("=")
    compare(Data(FOLDER, name, files.split(",")))
