// Needs: RuleState, RuleUniforms, Shrink, documented_shrink, sum_since
// Provides: shrink_since

// The shrinks that a row has missed with forward-backward splitting: the same for all elements of a row.

// The shrink of the elements of a row by all steps since `last_step`.
fn shrink_since(last_step: u32, rule: RuleUniforms, state: RuleState) -> Shrink {
    return documented_shrink(sum_since(last_step), rule);
}
