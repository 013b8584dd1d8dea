//! The table of factors and levels, and which levels exclude each other.

use super::covering::{Factors, Level};

/// A setting, or a property of a parameter or of a run, with its name and the names of its levels. The first
/// level is the baseline.
pub(super) struct Factor {
    pub(super) name: &'static str,
    pub(super) levels: &'static [&'static str],
}

const fn factor(name: &'static str, levels: &'static [&'static str]) -> Factor {
    Factor { name, levels }
}

/// The factors. Kernels are those that a device runs best which is software or hardware. Shape, gradient, copy and rows are those of the first parameter; `several` adds two with dense
/// gradients and a table. The first parameter is so long that `windows` cuts it and `folds` folds its grids.
pub(super) const FACTORS: [Factor; 29] = [
    factor("shape", &["odd", "narrow", "wide", "crowded"]),
    factor("gradient", &["dense", "host", "device", "unique", "grouped", "alternating"]),
    factor("read", &["nothing", "flush", "flush_rows", "export", "resume", "move"]),
    factor("device", &["whole", "windows", "folds"]),
    factor("values", &["f32", "f16", "bf16"]),
    factor("grads", &["f32", "f16", "bf16"]),
    factor("rounding", &["nearest", "stochastic"]),
    factor("copy", &["none", "f16", "bf16"]),
    factor("rows", &["touched", "exact"]),
    factor("sweep", &["none", "due"]),
    factor("place", &["apart", "arena"]),
    factor(
        "rule",
        &["proximal_adagrad", "ftrl", "ftrl_power", "adagrad_rda", "fobos", "rowwise_adagrad", "group_ftrl"],
    ),
    factor("shrinkage", &["documented", "adaptive"]),
    factor("l1", &["positive", "zero"]),
    factor("l2", &["positive", "zero"]),
    factor("centralization", &["off", "convolutions", "multiples_of_16"]),
    factor("decay", &["none", "once", "per_entry"]),
    factor("loss_scale", &["one", "fixed", "dynamic"]),
    factor("overflow", &["unguarded", "guarded", "one_skipped", "several_skipped"]),
    factor("clip_value", &["none", "binds"]),
    factor("clip_norm", &["none", "shared", "own"]),
    factor("measure", &["off", "on"]),
    factor("schedule", &["constant", "list", "warm_up", "cosine"]),
    factor("order", &["by_id", "by_position"]),
    factor("lock", &["none", "locked"]),
    factor("params", &["one", "several"]),
    factor("group", &["none", "first", "all"]),
    factor("bad_rows", &["none", "some"]),
    factor("kernels", &["software", "hardware"]),
];

/// Levels of two factors that exclude each other.
struct Exclusion {
    one: (&'static str, &'static [&'static str]),
    other: (&'static str, &'static [&'static str]),
}

/// Combinations that the library refuses, and those that would repeat another configuration.
const EXCLUSIONS: [Exclusion; 12] = [
    // A copy is of values in f32.
    Exclusion { one: ("values", &["f16", "bf16"]), other: ("copy", &["f16", "bf16"]) },
    // Members of an arena have no copies and no exact rows.
    Exclusion { one: ("copy", &["f16", "bf16"]), other: ("place", &["arena"]) },
    Exclusion { one: ("rows", &["exact"]), other: ("place", &["arena"]) },
    // Exact rows with weight decay have no closed form.
    Exclusion { one: ("rows", &["exact"]), other: ("decay", &["once", "per_entry"]) },
    // Only exact rows are swept.
    Exclusion { one: ("rows", &["touched"]), other: ("sweep", &["due"]) },
    // A dense gradient brings all rows up to date: nothing is left to sweep.
    Exclusion { one: ("gradient", &["dense"]), other: ("sweep", &["due"]) },
    // Indices of the host that are no rows are refused, and a dense gradient has none.
    Exclusion { one: ("gradient", &["dense", "host"]), other: ("bad_rows", &["some"]) },
    // A limit of its own belongs to a group.
    Exclusion { one: ("clip_norm", &["own"]), other: ("group", &["none"]) },
    // The other rules have just one shrinkage.
    Exclusion {
        one: ("rule", &["ftrl", "ftrl_power", "adagrad_rda", "fobos", "rowwise_adagrad", "group_ftrl"]),
        other: ("shrinkage", &["adaptive"]),
    },
    // Rules whose values follow from sums refuse a learning rate of 0.
    Exclusion {
        one: ("rule", &["ftrl", "ftrl_power", "adagrad_rda", "group_ftrl"]),
        other: ("schedule", &["list", "warm_up"]),
    },
    // Arenas are updated element by element.
    Exclusion { one: ("rule", &["rowwise_adagrad", "group_ftrl"]), other: ("place", &["arena"]) },
    // A dynamic scale is a guard itself.
    Exclusion { one: ("loss_scale", &["dynamic"]), other: ("overflow", &["unguarded"]) },
];

/// Position of a factor and of its level.
///
/// # Panics
/// The table has no such factor or level.
pub(super) fn level(factor: &str, level: &str) -> Level {
    let at = FACTORS.iter().position(|known| known.name == factor);
    let at = at.unwrap_or_else(|| panic!("there is no factor \"{factor}\""));
    let levels = FACTORS[at].levels;
    let level_at = levels.iter().position(|known| *known == level);
    (at, level_at.unwrap_or_else(|| panic!("{factor} is not \"{level}\", but one of {levels:?}")))
}

/// Whether two levels exclude each other; the factor of the first is in front of that of the other, or not.
fn excludes(one: Level, other: Level) -> bool {
    let is_of = |at: Level, (factor, levels): (&str, &[&str])| {
        FACTORS[at.0].name == factor && levels.contains(&FACTORS[at.0].levels[at.1])
    };
    EXCLUSIONS.iter().any(|exclusion| is_of(one, exclusion.one) && is_of(other, exclusion.other))
}

/// The table, for the choice of configurations.
pub(super) fn table() -> Factors<'static> {
    Factors { levels: FACTORS.iter().map(|factor| factor.levels.len()).collect(), excludes: &excludes }
}

/// Whether a configuration has levels that exclude each other.
pub(super) fn is_excluded(levels: &[usize]) -> bool {
    let all: Vec<Level> = levels.iter().copied().enumerate().collect();
    all.iter().any(|one| all.iter().any(|other| excludes(*one, *other)))
}

#[test]
fn exclusions_name_factors_and_levels_of_the_table() {
    for Exclusion { one, other } in EXCLUSIONS {
        for (factor, levels) in [one, other] {
            levels.iter().for_each(|name| assert!(level(factor, name).0 < FACTORS.len()));
        }
    }
}
