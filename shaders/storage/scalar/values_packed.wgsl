// Values of 16 bits, two in a word, which may belong to two threads: where the width of a row is odd, its last element shares
// a word with the next row's first. Twin of singles_values.wgsl and singles_values_f16.wgsl, with the same functions.

@group(1) @binding(0) var<storage, read_write> values: array<atomic<u32>>;

fn half_at(i: u32) -> u32 {
    return (atomicLoad(&values[i / 2u]) >> (i % 2u * 16u)) & 0xffffu;
}

fn load_value(i: u32) -> vec4<f32> {
    return widened_values(vec4(half_at(i)));
}

// Only the bits of one's own half change, whoever comes first.
fn store_value(rule: Rule, i: u32, value: vec4<f32>) {
    let changed = half_at(i) ^ narrowed_values(rule, i, value).x;
    atomicXor(&values[i / 2u], changed << (i % 2u * 16u));
}
