// Storage four elements at a time: the fast path. Twin of singles.wgsl, with the same names.

const TAKEN: u32 = 4u;

@group(1) @binding(1) var<storage, read_write> accum: array<vec4<f32>>;

fn load_accum(i: u32) -> vec4<f32> {
    return accum[i];
}

fn store_accum(i: u32, value: vec4<f32>) {
    accum[i] = value;
}
