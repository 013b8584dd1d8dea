// Needs: RuleUniforms, pack16, round_values, unpack16, widen_values
// Provides: load_value, store_value, values

// Values of 16 bits, two in a word: a thread takes two words.

@group(1) @binding(0) var<storage, read_write> values: array<vec2<u32>>;

fn load_value(i: u32) -> vec4<f32> {
    return widen_values(unpack16(values[i]));
}

fn store_value(rule: RuleUniforms, i: u32, value: vec4<f32>) {
    values[i] = pack16(round_values(rule, i, value));
}
