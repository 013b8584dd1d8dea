// Storage one element at a time: small parameters, rows whose width is not a multiple of four, and the one to three
// elements behind the last four of a large parameter. Twin of quads.wgsl, with the same names.

const TAKEN: u32 = 1u;

@group(1) @binding(0) var<storage, read_write> values: array<f32>;
@group(1) @binding(1) var<storage, read_write> accum: array<f32>;
@group(2) @binding(0) var<storage, read_write> grads: array<f32>;

fn load_grad(i: u32) -> vec4<f32> {
    return vec4(grads[i]);
}

fn load_value(i: u32) -> vec4<f32> {
    return vec4(values[i]);
}

fn load_accum(i: u32) -> vec4<f32> {
    return vec4(accum[i]);
}

fn store_value(i: u32, value: vec4<f32>) {
    values[i] = value.x;
}

fn store_accum(i: u32, value: vec4<f32>) {
    accum[i] = value.x;
}
