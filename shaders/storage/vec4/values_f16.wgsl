// Needs: RuleUniforms, round_values, widen_values
// Provides: load_value, store_value, values

// Values in f16, on devices that have the type.

@group(1) @binding(0) var<storage, read_write> values: array<vec4<f16>>;

fn load_value(i: u32) -> vec4<f32> {
    return vec4<f32>(values[i]);
}

fn store_value(rule: RuleUniforms, i: u32, value: vec4<f32>) {
    // Rounded before the conversion, whose rounding WGSL leaves open; the conversion of a rounded value is exact.
    let rounded = widen_values(round_values(rule, i, value));
    values[i] = vec4<f16>(rounded);
}
