// Values in f16, where the device knows it. Twin of singles_values.wgsl and singles_values_packed.wgsl, with the same
// functions.

@group(1) @binding(0) var<storage, read_write> values: array<f16>;

fn load_value(i: u32) -> vec4<f32> {
    return vec4(f32(values[i]));
}

fn store_value(rule: Rule, i: u32, value: vec4<f32>) {
    // Rounded here: how a conversion does it is the device's to choose, but this one is exact.
    let rounded = widened_values(narrowed_values(rule, i, value));
    values[i] = f16(rounded.x);
}
