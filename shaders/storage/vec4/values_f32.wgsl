// Needs: RuleUniforms
// Provides: load_value, store_value, values

// Values in f32.

@group(1) @binding(0) var<storage, read_write> values: array<vec4<f32>>;

fn load_value(i: u32) -> vec4<f32> {
    return values[i];
}

fn store_value(rule: RuleUniforms, i: u32, value: vec4<f32>) {
    values[i] = value;
}
