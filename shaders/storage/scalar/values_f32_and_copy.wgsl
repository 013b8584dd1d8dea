// Needs: RuleUniforms, narrow16
// Provides: COPY_BF16, copies, load_value, store_value, values

// Values in f32, and a 16-bit copy of them, rounded to nearest even, which is written with them. Two elements in a word of the
// copy may belong to two threads.

// Whether the copy is bf16, else f16.
override COPY_BF16: bool;

@group(1) @binding(0) var<storage, read_write> values: array<f32>;
@group(1) @binding(3) var<storage, read_write> copies: array<atomic<u32>>;

fn load_value(i: u32) -> vec4<f32> {
    return vec4(values[i]);
}

fn store_value(rule: RuleUniforms, i: u32, value: vec4<f32>) {
    values[i] = value.x;
    let shift = i % 2u * 16u;
    let old = (atomicLoad(&copies[i / 2u]) >> shift) & 0xffffu;
    // Changes the bits of this half alone, in whichever order threads come.
    let changed = old ^ narrow16(value, vec4<u32>(), COPY_BF16).x;
    atomicXor(&copies[i / 2u], changed << shift);
}
