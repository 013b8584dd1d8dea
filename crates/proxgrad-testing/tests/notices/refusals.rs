//! Right and wrong calls of which the recorded cases have no example.

use proxgrad_testing::{Cpu, File, FileReport};

use crate::files::Folder;

const PARAMS: &str =
    r#"[{"name": "a", "shape": [2]}, {"name": "b", "shape": []}, {"name": "c", "shape": [2, 3]}]"#;

const TAKEN: &str = r#"{"ok": true, "optimizer_order": ["a", "b", "c"]}"#;

fn refused(error: &str, message: &str) -> String {
    format!(r#"{{"ok": false, "error": "{error}", "message_start": "{message}"}}"#)
}

fn case(constructor: &str, groups: &str, expect: &str) -> String {
    format!(
        r#"{{"id": "one", "params": {PARAMS}, "constructor": {constructor}, "groups": {groups}, "run_steps": 1,
            "expect": {expect}}}"#
    )
}

fn replay(folder: &Folder, case: &str) -> FileReport {
    let text = format!(
        r#"{{"format": "proximal-adagrad-golden", "format_version": 1, "family": "f", "kind": "errors",
            "cases": [{case}]}}"#
    );
    File::read(&folder.write("case.json", &text)).unwrap().replay(&Cpu)
}

/// Constructor, groups, expectation, and the beginning of the message of a case that fails.
type Row<'a> = (&'a str, &'a str, String, Option<&'a str>);

fn check(name: &str, table: &[Row<'_>]) {
    let folder = Folder::new(name);
    let mut wrong = String::new();
    for (constructor, groups, expect, message) in table {
        let report = replay(&folder, &case(constructor, groups, expect));
        let got = report.failures().next().map(|(_, failure)| failure.to_string());
        let sound = match (&got, message) {
            (None, None) => report.passed == 1,
            (Some(got), Some(message)) => got.starts_with(message),
            _ => false,
        };
        if !sound {
            wrong += &format!("\n{constructor} {groups} {expect}: {got:?}, expected {message:?}");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn a_setting_is_refused_under_its_name_and_with_its_value() {
    let setting = |name: &str| refused("ValueError", &format!("For 'ProximalAdagrad', the '{name}' must be"));
    check(
        "settings",
        &[
            (r#"{"l2": "-Infinity"}"#, "null", setting("l2"), None),
            (r#"{"loss_scale": -4}"#, "null", setting("loss_scale"), None),
            (r#"{"weight_decay": "NaN"}"#, "null", setting("weight_decay"), None),
            (r#"{"learning_rate": {"scalar_tensor": -1}}"#, "null", setting("learning rate"), None),
            ("{}", r#"[{"params": ["a"], "lr": -1}, {"params": ["b"]}]"#, setting("learning rate"), None),
            ("{}", r#"[{"params": ["a"], "weight_decay": "Infinity"}]"#, setting("weight_decay"), None),
            // Refused, but for another reason.
            (
                r#"{"l2": -0.5}"#,
                "null",
                setting("l1"),
                Some("setup: l1 has to be refused: l2 is -0.5; it must be"),
            ),
            (r#"{"l2": 0.5}"#, "null", setting("l2"), Some("setup: l2 has to be refused: it was taken")),
            (r#"{"l2": -0.5}"#, "null", TAKEN.to_owned(), Some("setup: refused: l2 is -0.5")),
        ],
    );
}

#[test]
fn an_argument_of_a_schedule_is_refused() {
    let theirs = || refused("ValueError", "For 'WarmUpLR', the 'warmup_steps' must be int and must > 0");
    let schedule = |steps| {
        format!(
            r#"{{"learning_rate": {{"schedule": "WarmUpLR", "args": {{"learning_rate": 0.1, "warmup_steps": {steps}}}}}}}"#
        )
    };
    check(
        "schedules",
        &[
            (&schedule(0), "null", theirs(), None),
            (
                &schedule(2),
                "null",
                theirs(),
                Some("setup: an argument of a schedule has to be refused: it was"),
            ),
        ],
    );
}

#[test]
fn lists_are_checked_when_they_are_given() {
    let sizes = || {
        refused(
            "ValueError",
            "For 'Optimizer', the Tensor type dynamic learning rate in group must be the same size as",
        )
    };
    let two_lists = r#"[{"params": ["a"], "lr": {"list": [1, 2]}}, {"params": ["b", "c"]}]"#;
    check(
        "lists",
        &[
            (r#"{"learning_rate": {"list": [1, 2, 3]}}"#, two_lists, sizes(), None),
            (r#"{"learning_rate": {"list": [1, 2]}}"#, two_lists, TAKEN.to_owned(), None),
            // MindSpore accepts these.
            (r#"{"learning_rate": {"list": [1, "NaN"]}}"#, "null", TAKEN.to_owned(), None),
            (r#"{"learning_rate": {"list": []}}"#, "null", TAKEN.to_owned(), None),
            ("{}", r#"[{"params": ["a", "b", "c"], "lr": {"list": [-1, 2]}}]"#, TAKEN.to_owned(), None),
        ],
    );
}

#[test]
fn groups_are_never_empty_and_share_no_parameter() {
    let empty = || refused("ValueError", "For 'Optimizer', the argument group `params` must not be empty.");
    let no_key = || refused("KeyError", "'params'");
    let twice = || refused("RuntimeError", "For 'Optimizer', the b parameter already exists, it does not");
    check(
        "groups",
        &[
            ("{}", r#"[{"params": ["a"]}, {"params": []}]"#, empty(), None),
            ("{}", r#"[{"params": []}, {"order_params": []}]"#, empty(), None),
            ("{}", r#"[{"params": ["a"]}, {"weight_decay": 0.1}]"#, no_key(), None),
            ("{}", r#"[{"params": ["a"]}, {}]"#, no_key(), None),
            ("{}", r#"[{"params": ["a", "b"]}, {"params": ["b"]}]"#, twice(), None),
            ("{}", r#"[{"params": ["b", "b"]}]"#, twice(), None),
            (
                "{}",
                r#"[{"params": ["a"]}]"#,
                empty(),
                Some("grads at step 0: an empty group has to be refused: it was"),
            ),
        ],
    );
}

#[test]
fn an_order_names_every_parameter_once() {
    let length = || refused("ValueError", "For 'Optimizer',the length of order parameters must be the same");
    let missing = || refused("ValueError", "'b' is not in list");
    let groups = |order: &str| format!(r#"[{{"order_params": {order}}}, {{"params": ["b", "a"]}}]"#);
    check(
        "orders",
        &[
            ("{}", &groups(r#"["a"]"#), length(), None),
            ("{}", &groups(r#"["a", "b", "c"]"#), length(), None),
            ("{}", &groups(r#"["a", "a"]"#), missing(), None),
            ("{}", &groups(r#"["a", "c"]"#), missing(), None),
            (
                "{}",
                &groups(r#"["a", "b"]"#),
                r#"{"ok": true, "optimizer_order": ["a", "b"]}"#.to_owned(),
                None,
            ),
            ("{}", &groups("[]"), r#"{"ok": true, "optimizer_order": ["b", "a"]}"#.to_owned(), None),
            (
                "{}",
                &groups(r#"["a", "b"]"#),
                r#"{"ok": true, "optimizer_order": ["b", "a"]}"#.to_owned(),
                Some("optimizer_order: is [\"a\", \"b\"], expected [\"b\", \"a\"]"),
            ),
        ],
    );
}

#[test]
fn what_cannot_be_written_fails_for_just_that_reason() {
    let key = || refused("KeyError", "\\\"For 'Optimizer', the key in group params must be one of in [");
    let order = || {
        refused(
            "ValueError",
            "For 'Optimizer', the order params dict in group parameters should only include",
        )
    };
    let mistyped = || refused("TypeError", "For 'ProximalAdagrad', the type of 'l1' must be one of");
    check(
        "unwritable",
        &[
            ("{}", r#"[{"params": ["a"], "momentum": 0.9}]"#, key(), None),
            ("{}", r#"[{"params": ["a"], "order_params": ["a"]}]"#, order(), None),
            (r#"{"l1": 1}"#, "null", mistyped(), None),
            (r#"{"l1": "much"}"#, "null", mistyped(), None),
            (r#"{"l1": null}"#, "null", mistyped(), None),
            (r#"{"use_locking": 1}"#, "null", mistyped(), None),
            (r#"{"learning_rate": [0.1, 0.2]}"#, "null", mistyped(), None),
            (
                r#"{"momentum": 0.9}"#,
                "null",
                refused("TypeError", "__init__() got an unexpected keyword argument"),
                None,
            ),
            ("{}", r#"[{"params": "a"}]"#, refused("TypeError", "any"), None),
            // For another reason, or for none.
            (
                "{}",
                r#"[{"params": ["a"], "momentum": 0.9}]"#,
                order(),
                Some("the case is wrong: momentum cannot be written"),
            ),
            (
                r#"{"l1": 0.1}"#,
                "null",
                mistyped(),
                Some("setup: what cannot be written has to be refused: it was taken"),
            ),
            (
                r#"{"momentum": 0.9}"#,
                "null",
                TAKEN.to_owned(),
                Some("the case is wrong: momentum cannot be written"),
            ),
        ],
    );
}

#[test]
fn a_refusal_that_nobody_knows_is_never_taken_for_one_of_ours() {
    let unknown = refused("ValueError", "For 'Optimizer', it is too late.");
    let want = "ValueError \"For 'Optimizer', it is too late.\": no refusal of ours is known for it";
    check("unknown", &[(r#"{"l1": -0.5}"#, "null", unknown, Some(want))]);
}

#[test]
fn steps_before_the_one_that_fails_succeed() {
    let folder = Folder::new("failing-step");
    let expect = |step: usize| {
        format!(
            r#"{{"ok": false, "error": "RuntimeError", "failing_step": {step},
                "message_start": "For 'Gather', the 'input_indices' should be in the range [0, 2), but got 2"}}"#
        )
    };
    let list = r#"{"learning_rate": {"list": [0.1, 0.2]}}"#;
    for (step, message) in [
        (2, None),
        (1, Some("grads at step 1: a step past the end of a list has to be refused: it was taken")),
        (3, Some("grads at step 2: refused: learning_rate has no value for step 2")),
    ] {
        let report = replay(&folder, &case(list, "null", &expect(step)));
        let got = report.failures().next().map(|(_, failure)| failure.to_string());
        let sound =
            message.map_or(got.is_none(), |message| got.as_deref().unwrap_or_default().starts_with(message));
        assert!(sound, "{step}: {got:?}");
    }
}
