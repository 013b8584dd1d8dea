// Values of 16 bits, two in a word: a thread owns two words. Twin of quads_values.wgsl and quads_values_f16.wgsl, with the
// same functions.

@group(1) @binding(0) var<storage, read_write> values: array<vec2<u32>>;

fn load_value(i: u32) -> vec4<f32> {
    return widened_values(halves_of(values[i]));
}

fn store_value(rule: Rule, i: u32, value: vec4<f32>) {
    values[i] = words_of(narrowed_values(rule, i, value));
}
