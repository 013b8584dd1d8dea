// The documented rule without weight decay and loss scale, as a program that needs no more would write it.

const MIN_NORMAL: f32 = 0x1p-126f;

struct Updated {
    values: vec4<f32>,
    accum: vec4<f32>,
}

fn update(values: vec4<f32>, accum: vec4<f32>, g: vec4<f32>) -> Updated {
    // A = accum + g²
    let a = accum + g * g;
    // e = γ / √A, and no gradient move where A = 0
    let e = select(uniforms.learning_rate / sqrt(a), vec4<f32>(), a < vec4(MIN_NORMAL));
    // p = w − e·g
    let p = values - e * g;
    // sign(p)·max(|p| − γ·l1, 0) / (1 + γ·l2)
    let t = vec4(uniforms.threshold);
    return Updated((p - clamp(p, -t, t)) * uniforms.scale, a);
}
