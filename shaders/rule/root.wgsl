// Needs: RuleUniforms
// Provides: growth, root_of

// Powers of the accumulators of FTRL-Proximal where they are square roots.

fn root_of(rule: RuleUniforms, n: vec4<f32>) -> vec4<f32> {
    return sqrt(n);
}

// √n' − √n with n' = n + square, of which the quotient keeps all digits.
fn growth(square: vec4<f32>, root: vec4<f32>, new_root: vec4<f32>) -> vec4<f32> {
    return square / (new_root + root);
}
