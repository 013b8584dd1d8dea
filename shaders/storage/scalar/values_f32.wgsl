// Values in f32. Twin of singles_values_packed.wgsl and singles_values_f16.wgsl, with the same functions.

@group(1) @binding(0) var<storage, read_write> values: array<f32>;

fn load_value(i: u32) -> vec4<f32> {
    return vec4(values[i]);
}

fn store_value(rule: Rule, i: u32, value: vec4<f32>) {
    values[i] = value.x;
}
