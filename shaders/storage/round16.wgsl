// Needs: RuleUniforms, STOCHASTIC, VALUES_BF16, narrow16, noise_place
// Provides: noise_of, round_values

// Rounding of updated values to 16 bits, to nearest even or stochastically.

fn round_values(rule: RuleUniforms, i: u32, values: vec4<f32>) -> vec4<u32> {
    var noise = vec4<u32>();
    if STOCHASTIC {
        noise = noise_of(rule, noise_place(i));
    }
    return narrow16(values, noise, VALUES_BF16);
}

// Random numbers for four consecutive elements: the same for the same seed, step, random stream and element. The first word of
// pcg4d: Jarzynski and Olano, Hash Functions for GPU Rendering, JCGT 9(3), 2020.
fn noise_of(rule: RuleUniforms, place: vec2<u32>) -> vec4<u32> {
    var x = (vec4(place.y) + vec4(0u, 1u, 2u, 3u)) * 1664525u + 1013904223u;
    var y = vec4(rule.step * 1664525u + 1013904223u);
    var z = vec4(place.x * 1664525u + 1013904223u);
    var w = vec4(rule.seed * 1664525u + 1013904223u);
    x += y * w;
    y += z * x;
    z += x * y;
    w += y * z;
    x ^= x >> vec4(16u);
    y ^= y >> vec4(16u);
    z ^= z >> vec4(16u);
    w ^= w >> vec4(16u);
    x += y * w;
    return x;
}
