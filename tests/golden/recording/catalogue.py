"""The list of files, and the cases of each."""

from dataclasses import dataclass

import numpy as np

from recording.case import Case


def ftrl_rule(name="ftrl", **settings):
    rule = {"name": name, "form": "tensorflow", "learning_rate_power": -0.5, "l2_shrinkage": 0.0, "beta": 0.0}
    return {**rule, "start": "zero", **settings}


RDA, FOBOS, ROWWISE = {"name": "adagrad_rda"}, {"name": "fobos"}, {"name": "rowwise_adagrad"}
GROUP_FTRL = ftrl_rule("group_ftrl")

# w, g, n0, lr, l1 and l2 of the reference vector, whose results are known from elsewhere (`REFERENCES`).
REFERENCE = Case(
    "reference",
    (4,),
    0.1,
    0.3,
    0.7,
    steps=1,
    param=[1, -2, 0.05, 0.3],
    grads=[[0.5, 0.2, -0.1, 0]],
    on_threshold=True,
)
# Results of TensorFlow 2.21, with the l2_shrinkage of FTRL.
REFERENCES = {
    ("ftrl", 0.0): [0.2670559, -0.2059180, 0, 0],
    ("ftrl", 0.5): [0.1303707, 0.0663678, 0, 0],
    ("adagrad_rda", 0.0): [-0.0302294, 0, 0, 0],
    ("fobos", 0.0): [0.8598130, -1.8598130, 0.0280374, 0.2523364],
}
MANY_RATES = (0.1, 0.05, 0.2, 0.1, 0.01, 0.3)


def dense(rule, l1, *, state=True):
    """The dense cases that every rule has; `l1` sets the L1 strength at which many values are 0, and many are not."""
    cases = [
        Case("zero_reg", (1,), 0.05, 0.0, 0.0, steps=4),
        Case("l1_only", (7,), 0.1, l1, 0.0, steps=4),
        Case("l2_only", (64,), 0.1, 0.0, 0.5, steps=2),
        Case("l1_l2_2d", (13, 9), 0.1, l1, 0.2),
        Case("l1_l2_conv", (4, 3, 3, 3), 0.05, l1 / 2, 0.1, steps=2),
        Case("l1_kills_all", (5, 5), 0.1, 1000.0, 0.2, steps=2),
        Case("lr_large", (5, 5), 30.0, l1, 0.2),
        Case("lr_varies", (7,), None, l1, 0.1, steps=6, rates=MANY_RATES),
    ]
    if state:
        cases += [
            # Without zeros: n = 0 without a gradient is 0/0 in TensorFlow.
            Case("accum_zero", (64,), 0.1, l1, 0.1, accum=0.0, steps=2, zeros=0.0),
            Case("accum_large_ten_steps", (5, 5), 1.0, l1, 0.1, accum=100.0, steps=10),
        ]
    return with_rule(rule, cases)


def below_workgroup(rule, l1):
    """Fewer elements than a workgroup of a kernel has invocations, and no multiple of four."""
    return with_rule(rule, [Case("below_workgroup", (255,), 0.1, l1, 0.2, steps=2)])


def rows(rule, l1, duplicates="none", *, wide=True):
    """The cases with gradients of rows that every rule has."""
    cases = [
        Case("small_2d", (6, 4), 0.1, l1, 0.2, steps=4),
        Case("one_dim", (10,), 0.1, l1, 0.2),
        Case("inner_one", (9, 1), 0.1, l1, 0.1),
        Case("three_dim", (5, 2, 3), 0.05, l1, 0.1, index_dtype="i64"),
        Case("no_reg", (8, 3), 0.1, 0.0, 0.0),
        Case("l1_kills_all", (6, 4), 0.1, 1000.0, 0.1, steps=2),
        Case("lr_varies", (7, 5), None, l1, 0.1, steps=6, rates=MANY_RATES),
        # The steps count on where there is no gradient.
        Case("no_entries", (4, 3), 0.1, l1, 0.1, indices=[[2, 0], [], [0, 3]]),
    ]
    if wide:
        cases.append(Case("wide", (5, 64), 0.1, l1, 0.1, steps=2))
    if duplicates != "none":
        twice = [
            Case("dup_2d", (6, 4), 0.1, l1, 0.2, repeated=8),
            Case("dup_one_dim", (10,), 0.1, l1, 0.1, repeated=7),
            Case("dup_no_reg", (7, 5), 0.1, 0.0, 0.0, repeated=9),
        ]
        cases += [case.but(duplicates=duplicates) for case in twice]
    return with_rule(rule, cases)


def with_rule(rule, cases):
    return [case.but(rule=rule) for case in cases]


def reference(rule):
    return with_rule(rule, [REFERENCE])


def ftrl_threshold(rule):
    """Where weight and z are 0 the first z is the gradient: |z| = l1 gives 0."""
    param, grads = [0, 0, 0, 0, 0], [[0.5, -0.5, 0.25, 0.75, -0.75], [0, 0, 0.25, 0, 0]]
    case = Case("on_threshold", (5,), 0.25, 0.5, 0.5, accum=1.0, steps=2, param=param, grads=grads, on_threshold=True)
    return with_rule(rule, [case])


def rda_threshold():
    """|G| = l1·T in every step."""
    grads = [[0.5, -0.5, 0.75, -0.25], [0.5, -0.5, 0.25, -0.75], [0.5, -0.5, 0.5, -0.5]]
    param = [1, -1, 0.5, 2]
    case = Case("on_threshold", (4,), 0.25, 0.5, 0.5, accum=1.0, param=param, grads=grads, on_threshold=True)
    return with_rule(RDA, [case])


def fobos_threshold():
    """|w - lr·g| = lr·l1, and one that lies above it."""
    param, grads = [0.25, -0.25, 0.5, 1], [[0.5, -0.5, 1.5, 1]]
    case = Case("on_threshold", (4,), 0.25, 0.5, 0.5, steps=1, param=param, grads=grads, on_threshold=True)
    return with_rule(FOBOS, [case])


def renamed(suffix, cases):
    return [case.but(name=f"{case.name}_{suffix}") for case in cases]


def named(cases, *names):
    """Some of the cases."""
    found = [case for case in cases if case.name in names]
    assert len(found) == len(names), names
    return found


def ftrl_variants(cases):
    """Powers, with and without shrinkage, on some of the cases."""
    made = []
    for suffix, settings in {
        "power_third": {"learning_rate_power": -0.3},
        "power_zero": {"learning_rate_power": 0.0},
        "power_one": {"learning_rate_power": -1.0},
        "shrinkage": {"l2_shrinkage": 0.5},
        "shrinkage_power": {"l2_shrinkage": 0.01, "learning_rate_power": -0.75},
    }.items():
        made += renamed(suffix, with_rule(ftrl_rule(**settings), cases))
    return made


def without_accum(cases):
    return [case.but(accum=None) for case in cases]


@dataclass(frozen=True)
class File:
    """A file to record. The id of a case is the prefix and the name of the case."""

    name: str
    program: str
    kind: str
    prefix: str
    description: str
    cases: list


def files():
    return [*tensorflow_files(), *mindspore_files(), *rule_files(), *row_rule_files()]


def tensorflow_files():
    def file(name, prefix, described, cases):
        if "sparse" in name:
            described += ", gradients of rows, unique indices"
            return File(name, "tensorflow", "rule_sparse", prefix, described, cases)
        return File(name, "tensorflow", "rule_dense", prefix, f"{described}, dense gradients", cases)

    ftrl = ftrl_rule()
    ftrl_dense, ftrl_rows = dense(ftrl, 0.5), rows(ftrl, 0.5)
    some_dense = [*named(ftrl_dense, "l1_only", "lr_varies"), Case("l1_l2", (5, 5), 0.1, 0.5, 0.2)]
    ftrl_dense += [
        *reference(ftrl),
        *renamed("shrinkage", reference(ftrl_rule(l2_shrinkage=0.5))),
        *below_workgroup(ftrl, 0.5),
        *ftrl_threshold(ftrl),
        *renamed("power_zero", ftrl_threshold(ftrl_rule(learning_rate_power=0.0))),
        *ftrl_variants(some_dense),
    ]
    ftrl_rows += ftrl_variants(named(ftrl_rows, "small_2d", "one_dim"))
    rda_dense = [*reference(RDA), *dense(RDA, 0.3), *below_workgroup(RDA, 0.3), *rda_threshold()]
    fobos_dense = [
        *reference(FOBOS),
        *dense(FOBOS, 5.0, state=False),
        *below_workgroup(FOBOS, 5.0),
        *fobos_threshold(),
    ]
    rda, fobos = "dual averaging with AdaGrad's step sizes", "proximal gradient descent"
    return [
        file("rule_ftrl_tf", "tfftrl", "FTRL-Proximal", ftrl_dense),
        file("rule_ftrl_sparse_tf", "tfftrl", "FTRL-Proximal", ftrl_rows),
        file("rule_adagrad_rda_tf", "tfrda", rda, rda_dense),
        file("rule_adagrad_rda_sparse_tf", "tfrda", rda, rows(RDA, 0.3)),
        file("rule_fobos_tf", "tffobos", fobos, without_accum(fobos_dense)),
        file("rule_fobos_sparse_tf", "tffobos", fobos, without_accum(rows(FOBOS, 5.0))),
        sequential_file(),
    ]


def sequential_file():
    cases = [*rows(ftrl_rule(), 0.5, "sequential"), *rows(RDA, 0.3, "sequential")]
    cases += without_accum(rows(FOBOS, 1.0, "sequential"))
    cases = [case.but(name=f"{case.rule['name']}_{case.name}") for case in cases if case.duplicates != "none"]
    described = "duplicate indices: TensorFlow applies one update per occurrence, in order, without summing"
    return File(
        "rule_sparse_tf_sequential",
        "tensorflow",
        "rule_sparse",
        "tfseq",
        f"{described}; a library that sums duplicates must not match this file",
        cases,
    )


def mindspore_files():
    """FusedSparseFtrl sums duplicates; SparseApplyFtrl has the cases with unique indices."""
    # The operators take indices of i32 only, and no gradient without entries.
    cases = [case.but(index_dtype="i32") for case in rows(ftrl_rule(), 0.5, "summed", wide=False)]
    cases = [case for case in cases if case.name != "no_entries"]
    unique = [case for case in cases if case.duplicates == "none"]
    cases += renamed("fused", [case.but(duplicates="summed") for case in unique])
    for suffix, power in {"power_third": -0.3, "power_one": -1.0}.items():
        rule = ftrl_rule(learning_rate_power=power)
        cases += renamed(suffix, with_rule(rule, named(cases, "small_2d", "dup_2d")))
    described = "FTRL-Proximal, gradients of rows, duplicates summed first"
    return [File("rule_ftrl_sparse_ms", "mindspore", "rule_sparse", "msftrl", described, cases)]


# Suffixes and settings of FTRL that the operators of neither program have.
FORMS = {
    "tf_values": {"start": "values"},
    "mcmahan_zero": {"form": "mcmahan"},
    "mcmahan_values": {"form": "mcmahan", "start": "values"},
    "beta": {"beta": 1.0},
    "mcmahan_beta_values": {"form": "mcmahan", "beta": 1.0, "start": "values"},
    "power_shrinkage_values": {"learning_rate_power": -0.7, "l2_shrinkage": 0.1, "start": "values"},
}


def without_large(cases):
    return [case for case in cases if np.prod(case.shape) < 100]


def late_starts(rule):
    """An element starts with its first gradient other than 0, here in the first, second or third step, or never."""
    grads = [[0.5, 0, 0, 0, 0], [0.25, -0.5, 0, 0.125, 0], [0, 0, -0.75, 0.25, 0]]
    param = [1, -2, 0.5, 0, 0.75]
    case = Case("late_starts", (5,), None, 0.5, 0.25, rates=(0.1, 0.05, 0.2), param=param, grads=grads)
    return with_rule(rule, [case])


def beta_alone(form):
    """beta in place of an accumulator, as in the paper, with gradients of 0."""
    rule = ftrl_rule(form=form, beta=1.0, start="values")
    return with_rule(rule, [Case(f"{form}_beta_accum_zero", (5, 5), 0.1, 0.5, 0.1, accum=0.0)])


def rule_files():
    """Files of formulas, of the rules that take elements one by one."""
    of_dense, of_rows = [], []
    for suffix, settings in FORMS.items():
        rule = ftrl_rule(**settings)
        cases = without_large(dense(rule, 0.5))
        if rule["start"] == "values":
            # z starts so that the weights stay: a large l1 kills none, and f32 loses their digits beside it.
            cases = [case for case in cases if case.name != "l1_kills_all"]
        of_dense += renamed(suffix, cases)
        of_rows += renamed(suffix, named(rows(rule, 0.5, "summed"), "small_2d", "three_dim", "lr_varies", "dup_2d"))
        if rule["start"] == "values":
            of_dense += renamed(suffix, late_starts(rule))
            of_rows += renamed(suffix, cancelled(rule))
    of_dense += [*beta_alone("tensorflow"), *beta_alone("mcmahan")]
    of_rows += renamed("ftrl", [*rows(ftrl_rule(), 0.5, "summed", wide=False), *cancelled(ftrl_rule())])
    of_dense += renamed("rda", [*without_large(dense(RDA, 0.3)), *rda_threshold()])
    of_rows += renamed("rda", [*rows(RDA, 0.3, "summed", wide=False), *cancelled(RDA)])
    fobos_dense = [*without_large(dense(FOBOS, 5.0, state=False)), *fobos_threshold()]
    of_dense += renamed("fobos", without_accum(fobos_dense))
    of_rows += renamed("fobos", without_accum(rows(FOBOS, 5.0, "summed", wide=False)))
    return formula_files("documented_rules", "rule", "formulas of the rules", of_dense, of_rows)


def row_rule_files():
    """Files of formulas, of the rules that take rows as a whole."""
    made = []
    for name, described, rule, l1, l21 in [
        ("rowwise", "row-wise Adagrad", ROWWISE, 1.0, 3.0),
        ("group_ftrl", "FTRL with sparse groups", GROUP_FTRL, 0.5, 1.5),
    ]:
        of_dense = row_rule_cases([*dense(rule, l1), *below_workgroup(rule, l1)], l21)
        of_rows = row_rule_cases(rows(rule, l1, "summed"), l21)
        if rule is GROUP_FTRL:
            of_dense += group_ftrl_forms(named(of_dense, "l1_l2_2d_l21"))
            of_rows += group_ftrl_forms(named(of_rows, "small_2d_l21", "dup_2d_l21"))
            values = ftrl_rule("group_ftrl", start="values")
            of_dense += renamed("values", late_row_starts(values))
            of_rows += [case.but(l21=0.125) for case in renamed("values", cancelled(values))]
        made += formula_files(f"documented_{name}", name, f"{described}: the formula", of_dense, of_rows)
    return made


def group_ftrl_forms(cases):
    made = []
    for suffix, settings in {
        "values": {"start": "values"},
        "mcmahan_beta": {"form": "mcmahan", "beta": 1.0},
        "mcmahan_beta_values": {"form": "mcmahan", "beta": 1.0, "start": "values"},
    }.items():
        made += renamed(suffix, with_rule(ftrl_rule("group_ftrl", **settings), cases))
    return made


def late_row_starts(rule):
    """A row starts as a whole, with its first gradient that is not 0 everywhere: in the first, second or third step,
    or never.
    """
    grads = [
        [[0.5, 0, 0], [0, 0, 0], [0, 0, 0], [0, 0, 0], [0.25, 0.5, -1]],
        [[0.25, -0.5, 0], [0, 0.125, 0], [0, 0, 0], [0, 0, 0], [0, 0, 0]],
        [[0, 0, 0], [-0.75, 0.25, 0.5], [0, 0, -0.75], [0, 0, 0], [0.5, 0, 0]],
    ]
    param = [[1, -2, 0.5], [0, 0.75, 0], [-1, -0.5, 0.25], [0.5, 1, -1], [0, 0, 0]]
    settings = {"l21": 0.25, "rates": (0.1, 0.05, 0.2), "param": param, "grads": grads}
    return with_rule(rule, [Case("late_row_starts", (5, 3), None, 0.5, 0.25, **settings)])


def formula_files(name, prefix, described, of_dense, of_rows):
    summed = f"{described}, gradients of rows, duplicates summed first"
    return [
        File(name, "float64", "rule_dense", prefix, f"{described}, dense gradients", of_dense),
        File(f"{name}_sparse", "float64", "rule_sparse", prefix, summed, of_rows),
    ]


def row_rule_cases(cases, l21):
    """Each case with l21 = 0, and those with wide rows also with group lasso, beside l1 and alone."""
    wide = [case for case in cases if case.table()[1] > 1 and case.name not in ("l1_kills_all", "no_reg")]
    killed = named(cases, "l1_kills_all")
    return [
        *(case.but(l21=0.0) for case in cases),
        *renamed("l21", [case.but(l21=l21) for case in wide]),
        *renamed("l21_alone", [case.but(l1=0.0, l2=0.0, l21=l21 / 2) for case in wide]),
        *renamed("by_l21", [case.but(l1=0.0, l21=1000.0) for case in killed]),
    ]


def cancelled(rule):
    """Entries of one row whose sum is 0 are no gradient; together with a row of one entry."""
    indices, grads = [[1, 2, 1], [2, 1]], [[[0.5, -0.25], [0.125, 0], [-0.5, 0.25]], [[0.25, 0.5], [-0.75, 0]]]
    case = Case("dup_cancels", (4, 2), 0.1, 0.25, 0.125, steps=2, indices=indices, grads=grads, duplicates="summed")
    return with_rule(rule, [case])
