// Needs: ADAPTIVE, BINNED, RuleState, RuleUniforms, Shrink, adaptive_l2_shrink, adaptive_shrink, documented_shrink,
//     logarithms_since, sum_since
// Provides: shrink_since

// The shrinks that a row has missed with ProximalAdagrad.

// The shrink of the elements of a row by all steps since `last_step`.
fn shrink_since(last_step: u32, rule: RuleUniforms, state: RuleState) -> Shrink {
    if BINNED {
        return adaptive_l2_shrink(logarithms_since(last_step, rule.l2 / sqrt(state.accum)), rule, state.accum);
    }
    if ADAPTIVE {
        return adaptive_shrink(sum_since(last_step), rule, state.accum);
    }
    return documented_shrink(sum_since(last_step), rule);
}
