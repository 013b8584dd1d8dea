// Provides: RuleUniforms

// Parameters of one step that all elements of a parameter group share. The Rust twin is `RuleUniforms` in
// src/gpu/plan/uniforms.rs.

struct RuleUniforms {
    learning_rate: f32,
    l1: f32,
    l2: f32,
    // learning_rate·l1 and 1/(1 + learning_rate·l2), of documented shrinkage.
    threshold: f32,
    scale: f32,
    weight_decay: f32,
    // What gradients are multiplied by: 1/loss_scale, and the factor of a norm beyond its limit.
    unscale: f32,
    // l1/l2, for exact rows with adaptive shrinkage and L2.
    l1_over_l2: f32,
    // The largest absolute value of an element of an unscaled gradient.
    clip: f32,
    // Seed of stochastic rounding, and the number of steps before this one.
    seed: u32,
    step: u32,
    // β, twice the strength of the L2 shrinkage, and the power of accumulators in two parts, of FTRL-Proximal.
    beta: f32,
    l2_shrinkage: f32,
    power_high: f32,
    power_low: f32,
    // Strength of the group lasso.
    l21: f32,
}
