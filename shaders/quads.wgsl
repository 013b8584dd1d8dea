// Storage four elements at a time: the fast path. Twin of singles.wgsl, with the same names.

const TAKEN: u32 = 4u;

@group(1) @binding(0) var<storage, read_write> values: array<vec4<f32>>;
@group(1) @binding(1) var<storage, read_write> accum: array<vec4<f32>>;
// Written by nobody, but it may lie in the buffer of `values`, and one buffer has one way of binding in a dispatch.
@group(2) @binding(0) var<storage, read_write> grads: array<vec4<f32>>;

fn load_grad(i: u32) -> vec4<f32> {
    return grads[i];
}

fn load_value(i: u32) -> vec4<f32> {
    return values[i];
}

fn update_at(rule: Rule, i: u32, grad: vec4<f32>, times: f32, means: vec4<f32>) {
    let old = values[i];
    let updated = update(rule, old, accum[i], decayed(rule, old, grad, times) - means);
    values[i] = updated.values;
    accum[i] = updated.accum;
}
