// Needs: within
// Provides: soft_threshold

// The proximal step of L1. The Rust twin is src/rule/soft_threshold.rs.

// sign(p)·max(|p| − t, 0), written so that zeros are exact and NaN stays NaN.
fn soft_threshold(p: vec4<f32>, t: vec4<f32>) -> vec4<f32> {
    return p - within(p, t);
}
