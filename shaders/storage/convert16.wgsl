// Provides: BIASES, GRADS_BF16, INFINITY, MAX_BF16, MAX_F16, SMALLEST_F16, STOCHASTIC, VALUES_BF16, narrow16, narrow_bf16, narrow_f16,
//     pack16, rounding_bias, unpack16, widen16, widen_grads, widen_values

// Conversion of four elements between f32 and 16 bits, in integers, so that every device rounds alike. The Rust twin is
// src/rounding.rs, with the same operations in the same order.

// Whether 16-bit values and gradients are bf16, else f16.
override VALUES_BF16: bool;
override GRADS_BF16: bool;
// Whether values are rounded stochastically.
override STOCHASTIC: bool;

// Infinity as bits; larger patterns without a sign are NaN.
const INFINITY: u32 = 0x7f800000u;
// Bits of the largest finite bf16 and f16, which finite numbers beyond it become.
const MAX_BF16: u32 = 0x7f7fu;
const MAX_F16: u32 = 0x7bffu;
// The smallest normal f16, and the difference between the biases of the exponents, as bits of an f32.
const SMALLEST_F16: u32 = 0x38800000u;
const BIASES: u32 = 0x38000000u;

fn unpack16(words: vec2<u32>) -> vec4<u32> {
    return vec4(words.x & 0xffffu, words.x >> 16u, words.y & 0xffffu, words.y >> 16u);
}

fn pack16(halves: vec4<u32>) -> vec2<u32> {
    return vec2(halves.x | (halves.y << 16u), halves.z | (halves.w << 16u));
}

fn widen16(halves: vec4<u32>, is_bf16: bool) -> vec4<f32> {
    if is_bf16 {
        return bitcast<vec4<f32>>(halves << vec4(16u));
    }
    let sign = (halves & vec4(0x8000u)) << vec4(16u);
    let size = halves & vec4(0x7fffu);
    let normal = (size << vec4(13u)) + vec4(BIASES);
    let small = bitcast<vec4<u32>>(vec4<f32>(size) * 0x1p-24f);
    let finite = select(normal, small, size < vec4(0x400u));
    let any = select((size << vec4(13u)) | vec4(INFINITY), finite, size < vec4(0x7c00u));
    return bitcast<vec4<f32>>(sign | any);
}

// The number to add before the lowest `cut` bits are cut off: half a unit, or a little less where that makes the result even;
// with stochastic rounding a random number below a unit.
fn rounding_bias(bits: vec4<u32>, cut: vec4<u32>, noise: vec4<u32>) -> vec4<u32> {
    if STOCHASTIC {
        return noise >> (vec4(32u) - cut);
    }
    return (vec4(1u) << (cut - vec4(1u))) - vec4(1u) + ((bits >> cut) & vec4(1u));
}

fn narrow_bf16(bits: vec4<u32>, noise: vec4<u32>) -> vec4<u32> {
    let size = bits & vec4(0x7fffffffu);
    let finite = min((size + rounding_bias(size, vec4(16u), noise)) >> vec4(16u), vec4(MAX_BF16));
    let infinite = (size >> vec4(16u)) | select(vec4<u32>(), vec4(0x40u), size > vec4(INFINITY));
    let sign = (bits >> vec4(16u)) & vec4(0x8000u);
    return sign | select(infinite, finite, size < vec4(INFINITY));
}

fn narrow_f16(bits: vec4<u32>, noise: vec4<u32>) -> vec4<u32> {
    let size = bits & vec4(0x7fffffffu);
    let biased = size + rounding_bias(size, vec4(13u), noise) - vec4(BIASES);
    let normal = min(biased >> vec4(13u), vec4(MAX_F16));
    // Subnormal, in units of 2⁻²⁴: the significand, and how many of its bits lie behind the point.
    let significand = (size & vec4(0x7fffffu)) | vec4(0x800000u);
    let behind = clamp(vec4(126u) - (size >> vec4(23u)), vec4(1u), vec4(31u));
    let small = (significand + rounding_bias(significand, behind, noise)) >> behind;
    // Numbers far below half a unit are 0.
    let units = select(small, vec4<u32>(), size < vec4(95u << 23u));
    let rounded = select(normal, units, size < vec4(SMALLEST_F16));
    let sign = (bits >> vec4(16u)) & vec4(0x8000u);
    let infinite = select(vec4(0x7c00u), vec4(0x7e00u), size > vec4(INFINITY));
    return sign | select(infinite, rounded, size < vec4(INFINITY));
}

fn narrow16(values: vec4<f32>, noise: vec4<u32>, is_bf16: bool) -> vec4<u32> {
    let bits = bitcast<vec4<u32>>(values);
    if is_bf16 {
        return narrow_bf16(bits, noise);
    }
    return narrow_f16(bits, noise);
}

fn widen_values(halves: vec4<u32>) -> vec4<f32> {
    return widen16(halves, VALUES_BF16);
}

fn widen_grads(halves: vec4<u32>) -> vec4<f32> {
    return widen16(halves, GRADS_BF16);
}
