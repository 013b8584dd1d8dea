// Provides: within

// Numbers within a limit.

// p within ±t.
fn within(p: vec4<f32>, t: vec4<f32>) -> vec4<f32> {
    return clamp(p, -t, t);
}
