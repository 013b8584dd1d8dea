//! Backends with one fault each.

use proxgrad_testing::{Failure, Number, Place};

use crate::{
    broken::{Broken, Fault},
    replay,
};

/// Failures of one sort, by the name of the failure and the tensor; an empty text matches all.
type Sort = (&'static str, &'static str);

fn sort(failure: &Failure) -> (&'static str, &str) {
    fn about<'a>(name: &'static str, place: &'a Place) -> (&'static str, &'a str) {
        (name, &place.tensor)
    }
    match failure {
        Failure::Different(difference) => about("different", &difference.place),
        Failure::UntouchedRow { place, .. } => about("untouched row", place),
        Failure::Refused { place, .. } => about("refused", place),
        Failure::BadIndexNotRefused { place, .. } => about("bad index not refused", place),
        Failure::ChangedByRefusal { place } => about("changed by refusal", place),
        Failure::NotRefused { place, .. } => about("not refused", place),
        Failure::Unequal { place, .. } => about("unequal", place),
        Failure::Unsupported(_) | Failure::Malformed(_) => ("neither", ""),
    }
}

/// Checks that all of these cases fail, and all in this way; "param" also matches "param of fc1.weight".
fn check(table: &[(&str, Fault, usize, Sort)]) {
    let mut wrong = String::new();
    for &(name, fault, count, (how, tensor)) in table {
        let report = replay(name, &Broken(fault));
        let expected = |failure| {
            let (found, about) = sort(failure);
            (how.is_empty() || found == how) && about.starts_with(tensor)
        };
        if report.failed != count || !report.failures().all(|(_, failure)| expected(failure)) {
            wrong += &format!("\n{name} on {fault:?}: {} failed, not {count}", report.failed);
            report.failures().for_each(|(id, failure)| wrong += &format!("\n  {id}: {failure}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn wrong_steps_of_one_parameter_fail() {
    check(&[
        ("documented_dense", Fault::StepsTwice, 12, ("different", "")),
        // The other two have converged by then.
        ("tf_test_constants", Fault::StepsTwice, 2, ("different", "param")),
        ("documented_edge", Fault::ValuesStay, 4, ("different", "param")),
        // In one of its cases the rate is 0.
        ("dense_ms", Fault::ValuesStay, 11, ("different", "param")),
        ("documented_edge", Fault::NoL1, 3, ("different", "param")),
        ("ms_test_constants", Fault::RefusesAll, 2, ("refused", "grad")),
    ]);
}

#[test]
fn wrong_steps_of_rows_fail() {
    check(&[
        ("sparse_ms", Fault::TouchesAllRows, 9, ("untouched row", "param")),
        ("sparse_ms", Fault::DropsBadRows, 1, ("bad index not refused", "grad")),
        ("sparse_ms", Fault::CountsRefusals, 1, ("changed by refusal", "global_step")),
        ("sparse_ms", Fault::ChangesRefused, 1, ("changed by refusal", "param")),
        ("sparse_ms", Fault::CountsNoBadRows, 1, ("unequal", "bad_rows")),
        // The one with bad indices would have one less to count.
        ("sparse_ms", Fault::OverlooksIndex, 9, ("", "")),
        ("sparse_tf", Fault::RefusesAll, 5, ("refused", "grad")),
    ]);
}

#[test]
fn wrong_steps_of_other_rules_fail() {
    check(&[
        ("rule_ftrl_tf", Fault::None, 0, ("", "")),
        ("rule_ftrl_tf", Fault::StepsTwice, 30, ("different", "")),
        ("rule_ftrl_tf", Fault::ValuesStay, 30, ("different", "param")),
        ("rule_ftrl_tf", Fault::NoL1, 28, ("different", "param")),
        ("rule_ftrl_tf", Fault::NoZeros, 29, ("different", "param")),
        ("rule_ftrl_tf", Fault::OtherNames, 30, ("neither", "")),
        ("rule_ftrl_sparse_tf", Fault::TouchesAllRows, 19, ("untouched row", "param")),
        ("rule_ftrl_sparse_ms", Fault::OverlooksIndex, 21, ("", "")),
        ("rule_adagrad_rda_sparse_tf", Fault::StepsTwice, 9, ("different", "")),
        ("rule_fobos_sparse_tf", Fault::NoL1, 8, ("different", "param")),
        ("documented_rowwise_sparse", Fault::TouchesAllRows, 27, ("untouched row", "param")),
        ("documented_group_ftrl", Fault::NoZeros, 21, ("different", "param")),
    ]);
}

#[test]
fn wrong_optimizers_fail() {
    check(&[
        ("optimizer_ms", Fault::WrongRate, 16, ("different", "lr")),
        ("optimizer_ms", Fault::NothingExempt, 15, ("different", "weight_decay_times_loss_scale")),
        ("optimizer_ms", Fault::NoLossScale, 3, ("different", "")),
        ("optimizer_ms", Fault::NoL1, 4, ("different", "param")),
        ("optimizer_ms", Fault::OtherNames, 16, ("unequal", "state_names")),
        ("optimizer_ms", Fault::RefusesAll, 16, ("refused", "grads")),
        ("optimizer_groups_ms", Fault::NoOrder, 2, ("unequal", "optimizer_order")),
        // The two that have an order of their own.
        ("optimizer_groups_ms", Fault::PositionIgnored, 2, ("refused", "grads")),
        ("optimizer_groups_ms", Fault::NoCentralization, 2, ("different", "")),
        ("optimizer_groups_ms", Fault::NoGroupSettings, 9, ("different", "")),
        ("documented_centralization", Fault::NoCentralization, 1, ("different", "")),
        ("sparse_centralization", Fault::NoCentralization, 2, ("different", "")),
        ("optimizer_sparse_ms", Fault::DecaysOnce, 3, ("different", "")),
        ("optimizer_sparse_ms", Fault::TouchesAllRows, 5, ("untouched row", "param")),
    ]);
}

#[test]
fn wrong_rates_of_a_schedule_fail() {
    check(&[("lr_schedules_ms", Fault::WrongRate, 16, ("different", "lr"))]);
}

#[test]
fn wrong_refusals_fail() {
    check(&[
        ("errors_ms", Fault::None, 0, ("", "")),
        ("errors_ms", Fault::Clamps, 3, ("not refused", "setup")),
        ("errors_ms", Fault::WrongError, 9, ("not refused", "setup")),
        ("errors_ms", Fault::TakesAll, 4, ("not refused", "grads")),
        ("errors_ms", Fault::CountsRefusals, 4, ("changed by refusal", "global_step")),
        ("errors_ms", Fault::ChangesRefused, 1, ("changed by refusal", "param")),
        ("errors_ms", Fault::RefusesAll, 2, ("refused", "grads")),
    ]);
}

#[test]
fn a_wrong_element_is_named_with_everything_around_it() {
    let report = replay("ms_test_constants", &Broken(Fault::StepsTwice));
    assert_eq!((report.cases, report.passed, report.failed, report.informative), (2, 0, 2, 0));
    assert!(report.worst_share_of_tolerance > 1.0);
    let failures: Vec<_> = report.failures().collect();
    let (id, Failure::Different(first)) = failures[0] else { panic!("{:?}", failures[0]) };
    assert_eq!((id, &*first.place.tensor, first.place.step), ("mstest_0", "param", Some(0)));
    assert_eq!((first.index, first.want), (0, Number::F32(0.596_388_46)));
    assert!((first.allowed - (1e-6 + 5e-6 * 0.596_388_46)).abs() < 1e-9);
    let text = failures[0].1.to_string();
    assert!(text.starts_with("param at step 0 (documented shrinkage): element 0 is 0.59"), "{text}");
    assert!(text.ends_with(", expected 0.59638846 within 3.982e-6"), "{text}");
}
