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

fn load_accum(i: u32) -> vec4<f32> {
    return accum[i];
}

fn store_value(i: u32, value: vec4<f32>) {
    values[i] = value;
}

fn store_accum(i: u32, value: vec4<f32>) {
    accum[i] = value;
}
