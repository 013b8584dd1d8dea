// Elements of 16 bits: four halves of words each, as f32 and back. In integers, so that every device rounds alike. The Rust
// twin is src/rounding.rs, operation for operation.

// Which of the two kinds values and gradients are, where they are of 16 bits.
override VALUES_BF16: bool;
override GRADS_BF16: bool;
// Whether values are rounded by chance.
override STOCHASTIC: bool;

// Beyond it, as bits without a sign, is no number.
const INFINITY: u32 = 0x7f800000u;
// The smallest normal f16, and the difference between the exponents' biases, as bits of an f32.
const SMALLEST_F16: u32 = 0x38800000u;
const BIASES: u32 = 0x38000000u;

fn halves_of(words: vec2<u32>) -> vec4<u32> {
    return vec4(words.x & 0xffffu, words.x >> 16u, words.y & 0xffffu, words.y >> 16u);
}

fn words_of(halves: vec4<u32>) -> vec2<u32> {
    return vec2(halves.x | (halves.y << 16u), halves.z | (halves.w << 16u));
}

fn widened(halves: vec4<u32>, is_bf16: bool) -> vec4<f32> {
    if is_bf16 {
        return bitcast<vec4<f32>>(halves << vec4(16u));
    }
    let sign = (halves & vec4(0x8000u)) << vec4(16u);
    let size = halves & vec4(0x7fffu);
    let normal = (size << vec4(13u)) + vec4(BIASES);
    let small = bitcast<vec4<u32>>(vec4<f32>(size) * 0x1p-24f);
    let wide = select(normal, small, size < vec4(0x400u));
    let any = select((size << vec4(13u)) | vec4(INFINITY), wide, size < vec4(0x7c00u));
    return bitcast<vec4<f32>>(sign | any);
}

// What is added in front of so many low bits that are cut off: half of them, or a little less where that makes the result
// even; or a number below all of them.
fn bias(bits: vec4<u32>, cut: vec4<u32>, noise: vec4<u32>) -> vec4<u32> {
    if STOCHASTIC {
        return noise >> (vec4(32u) - cut);
    }
    return (vec4(1u) << (cut - vec4(1u))) - vec4(1u) + ((bits >> cut) & vec4(1u));
}

fn narrowed_bf16(bits: vec4<u32>, noise: vec4<u32>) -> vec4<u32> {
    let rounded = (bits + bias(bits, vec4(16u), noise)) >> vec4(16u);
    let is_nan = (bits & vec4(0x7fffffffu)) > vec4(INFINITY);
    return select(rounded, (bits >> vec4(16u)) | vec4(0x40u), is_nan);
}

fn narrowed_f16(bits: vec4<u32>, noise: vec4<u32>) -> vec4<u32> {
    let size = bits & vec4(0x7fffffffu);
    let normal = min((size + bias(size, vec4(13u), noise) - vec4(BIASES)) >> vec4(13u), vec4(0x7c00u));
    // Below, in units of 2⁻²⁴: the digits, and how many of them lie behind the point.
    let digits = (size & vec4(0x7fffffu)) | vec4(0x800000u);
    let behind = clamp(vec4(126u) - (size >> vec4(23u)), vec4(1u), vec4(31u));
    let small = (digits + bias(digits, behind, noise)) >> behind;
    // What is far below them is 0.
    let units = select(small, vec4<u32>(), size < vec4(95u << 23u));
    let rounded = select(normal, units, size < vec4(SMALLEST_F16));
    let sign = (bits >> vec4(16u)) & vec4(0x8000u);
    return sign | select(rounded, vec4(0x7e00u), size > vec4(INFINITY));
}

fn widened_values(halves: vec4<u32>) -> vec4<f32> {
    return widened(halves, VALUES_BF16);
}

fn widened_grads(halves: vec4<u32>) -> vec4<f32> {
    return widened(halves, GRADS_BF16);
}

fn narrowed(values: vec4<f32>, noise: vec4<u32>, is_bf16: bool) -> vec4<u32> {
    let bits = bitcast<vec4<u32>>(values);
    if is_bf16 {
        return narrowed_bf16(bits, noise);
    }
    return narrowed_f16(bits, noise);
}

fn narrowed_values(rule: Rule, i: u32, values: vec4<f32>) -> vec4<u32> {
    var noise = vec4<u32>();
    if STOCHASTIC {
        noise = noise_of(rule, place_of(i));
    }
    return narrowed(values, noise, VALUES_BF16);
}

// Numbers by chance, but the same for the same seed, step, parameter and element: the first word of pcg4d, for four elements
// one behind the other. Jarzynski and Olano, Hash Functions for GPU Rendering, JCGT 9(3), 2020.
fn noise_of(rule: Rule, place: vec2<u32>) -> vec4<u32> {
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
