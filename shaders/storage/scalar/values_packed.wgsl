// Needs: RuleUniforms, round_values, widen_values
// Provides: half_word, load_value, store_value, values

// Values of 16 bits, two in a word, which may belong to two threads: where the width of a row is odd, its last element shares
// a word with the first element of the next row.

@group(1) @binding(0) var<storage, read_write> values: array<atomic<u32>>;

fn half_word(i: u32) -> u32 {
    return (atomicLoad(&values[i / 2u]) >> (i % 2u * 16u)) & 0xffffu;
}

fn load_value(i: u32) -> vec4<f32> {
    return widen_values(vec4(half_word(i)));
}

fn store_value(rule: RuleUniforms, i: u32, value: vec4<f32>) {
    // Changes the bits of this half alone, in whichever order threads come.
    let changed = half_word(i) ^ round_values(rule, i, value).x;
    atomicXor(&values[i / 2u], changed << (i % 2u * 16u));
}
