// Needs: MIN_NORMAL, RuleUniforms
// Provides: POWER_LN2, POWER_LOG2_E, POWER_ROOT_HALF, growth, root_of, two_to

// Powers of the accumulators of FTRL-Proximal. The Rust twin is src/rule/power.rs, with the same operations in the same order.
// Polynomials instead of `pow`, whose bits are those of the driver, and which may lose the last digits of a large exponent.

const POWER_LOG2_E: f32 = 1.4426950408889634;
const POWER_LN2: f32 = 0.6931471805599453;
// The bits of √½.
const POWER_ROOT_HALF: i32 = 0x3f3504f3;

// 2^n for whole numbers n from −126 to 127.
fn two_to(n: vec4<f32>) -> vec4<f32> {
    return bitcast<vec4<f32>>((bitcast<vec4<u32>>(n + 12582912.0) << vec4(23u)) + 0x3f800000u);
}

// x^exponent for x ≥ 0; 0 where x is no normal number, unless the exponent is 0.
fn root_of(rule: RuleUniforms, x: vec4<f32>) -> vec4<f32> {
    // x = 2ⁿ·m with m from √½ to √2
    let bits = bitcast<vec4<i32>>(x);
    let shifted = (bits - POWER_ROOT_HALF) >> vec4(23u);
    let m = bitcast<vec4<f32>>(bits - (shifted << vec4(23u)));
    let n = vec4<f32>(shifted);
    // log2(m) = (f − s·(f − R))/ln 2 with s = f/(2 + f)
    let f = m - 1.0;
    let s = f / (2.0 + f);
    let s2 = s * s;
    let series = s2 * (2.0 / 3.0 + s2 * (2.0 / 5.0 + s2 * (2.0 / 7.0 + s2 * (2.0 / 9.0))));
    let logarithm = (f - s * (f - series)) * POWER_LOG2_E;
    // exponent·log2(x) = whole + rest; the first product is exact.
    let exact = rule.power_high * n;
    let rest = rule.power_low * n + (rule.power_high + rule.power_low) * logarithm;
    let whole = floor(exact + (rest + 0.5));
    // From −1.5 to 1.5. The limits keep compilers from turning the sum of three into one that loses digits.
    let exact_rest = clamp(exact - whole, vec4(-2.0), vec4(2.0));
    let r = (exact_rest + rest) * POWER_LN2;
    // e^r
    let tail = 1.0 / 24.0 + r * (1.0 / 120.0 + r * (1.0 / 720.0 + r * (1.0 / 5040.0)));
    let p = 1.0 + r * (1.0 + r * (0.5 + r * (1.0 / 6.0 + r * tail)));
    // 2^whole in two factors, because 2^128 is no f32.
    let half = floor(whole * 0.5);
    let power = p * two_to(half) * two_to(whole - half);
    let is_zero = (x < vec4(MIN_NORMAL)) & vec4(rule.power_high + rule.power_low > 0.0);
    return select(power, vec4<f32>(), is_zero);
}

// n'^−p − n^−p
fn growth(square: vec4<f32>, root: vec4<f32>, new_root: vec4<f32>) -> vec4<f32> {
    return new_root - root;
}
