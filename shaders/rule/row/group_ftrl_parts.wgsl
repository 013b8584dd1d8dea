// Needs: LARGEST, RuleUniforms, within
// Provides: NOT_STARTED, moved, quotient

// Parts of FTRL-Proximal with sparse group lasso that updates and exact rows share. The Rust twin is src/rule/row_rules.rs.

// z of an element that has had no gradient yet, where training goes on from the values.
const NOT_STARTED: f32 = -LARGEST;

// q = (β + √n)/γ + c·l2
fn quotient(rule: RuleUniforms, n: vec4<f32>) -> vec4<f32> {
    return (rule.beta + sqrt(n)) / rule.learning_rate + rule.l2;
}

// x = clip(z, ±l1) − z
fn moved(rule: RuleUniforms, z: vec4<f32>) -> vec4<f32> {
    return within(z, vec4(rule.l1)) - z;
}
