//! The pairs that had no test before: they must stay in the list, whatever becomes of the table.

use super::configuration::Configuration;

/// Levels of two factors, both as `factor=level`.
const PROMISED: &[(&str, &str)] = &[
    ("rows=exact", "centralization=convolutions"),
    ("rows=exact", "centralization=multiples_of_16"),
    ("rows=exact", "clip_value=binds"),
    ("rows=exact", "clip_norm=shared"),
    ("rows=exact", "clip_norm=own"),
    ("sweep=due", "values=f16"),
    ("sweep=due", "values=bf16"),
    ("sweep=due", "copy=f16"),
    ("sweep=due", "copy=bf16"),
    ("overflow=one_skipped", "clip_value=binds"),
    ("overflow=several_skipped", "clip_norm=shared"),
    ("overflow=one_skipped", "clip_norm=own"),
    ("overflow=one_skipped", "centralization=convolutions"),
    ("overflow=several_skipped", "centralization=multiples_of_16"),
    ("decay=once", "clip_value=binds"),
    ("decay=per_entry", "clip_value=binds"),
    ("decay=once", "clip_norm=shared"),
    ("decay=per_entry", "clip_norm=own"),
    ("copy=f16", "overflow=one_skipped"),
    ("copy=bf16", "overflow=several_skipped"),
    ("copy=f16", "read=flush_rows"),
    ("copy=bf16", "read=flush_rows"),
    ("place=arena", "loss_scale=dynamic"),
    ("place=arena", "order=by_position"),
    ("place=arena", "measure=on"),
    ("lock=locked", "overflow=one_skipped"),
    ("lock=locked", "overflow=several_skipped"),
    ("lock=locked", "values=f16"),
    ("lock=locked", "values=bf16"),
    ("place=arena", "group=all"),
    ("place=arena", "shrinkage=adaptive"),
    ("group=all", "shrinkage=adaptive"),
    ("read=resume", "loss_scale=dynamic"),
    ("read=move", "loss_scale=dynamic"),
    // Cut and folded devices with every feature.
    ("device=windows", "shape=wide"),
    ("device=windows", "shape=crowded"),
    ("device=windows", "values=f16"),
    ("device=windows", "values=bf16"),
    ("device=windows", "rounding=stochastic"),
    ("device=windows", "overflow=several_skipped"),
    ("device=windows", "clip_norm=shared"),
    ("device=windows", "clip_value=binds"),
    ("device=windows", "measure=on"),
    ("device=windows", "rows=exact"),
    ("device=windows", "place=arena"),
    ("device=windows", "copy=f16"),
    ("device=folds", "overflow=several_skipped"),
    ("device=folds", "clip_norm=own"),
    ("device=folds", "measure=on"),
    ("device=folds", "rows=exact"),
    ("device=folds", "place=arena"),
    ("device=folds", "copy=bf16"),
];

#[test]
fn pairs_that_had_no_test_are_in_some_configuration() {
    let all = Configuration::in_all_pairs();
    for (one, other) in PROMISED {
        let has = |configuration: &Configuration, word: &str| {
            let (factor, level) = word.split_once('=').expect("factor=level");
            configuration.is(factor, level)
        };
        assert!(all.iter().any(|c| has(c, one) && has(c, other)), "{one} and {other} never meet");
    }
}
