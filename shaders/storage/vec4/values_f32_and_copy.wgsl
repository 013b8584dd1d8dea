// Needs: RuleUniforms, narrow16, pack16
// Provides: COPY_BF16, copies, load_value, store_value, values

// Values in f32, and a 16-bit copy of them, rounded to nearest even, which is written with them.

// Whether the copy is bf16, else f16.
override COPY_BF16: bool;

@group(1) @binding(0) var<storage, read_write> values: array<vec4<f32>>;
@group(1) @binding(3) var<storage, read_write> copies: array<vec2<u32>>;

fn load_value(i: u32) -> vec4<f32> {
    return values[i];
}

fn store_value(rule: RuleUniforms, i: u32, value: vec4<f32>) {
    values[i] = value;
    copies[i] = pack16(narrow16(value, vec4<u32>(), COPY_BF16));
}
