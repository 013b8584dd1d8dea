// Needs: MIN_NORMAL, RuleUniforms
// Provides: Decay, LN2, LOG2_E, MOST_DECAY, ROOT_HALF, ROOT_LESS_ONE, Shrink, adaptive_l2_shrink, adaptive_shrink, decay,
//     documented_shrink, log1p, logarithms_around, logarithms_of_centers

// The effect of the steps that a row has missed on its elements, in closed form. The Rust twin is src/lazy/shrink.rs, with the
// same operations in the same order. Polynomials instead of `exp` and `log`, which may lose all digits of a small result.

// w → sign(w)·max(kept·|w| − threshold, 0)
struct Shrink {
    kept: vec4<f32>,
    threshold: vec4<f32>,
}

// e^−x and 1 − e^−x
struct Decay {
    kept: vec4<f32>,
    lost: vec4<f32>,
}

// From here on e^−x is no normal number, and counts as 0.
const MOST_DECAY: f32 = 87.0;
const LOG2_E: f32 = 1.4426950408889634;
const LN2: f32 = 0.6931471805599453;

// e^−x and 1 − e^−x for x ≥ 0, each with all of its digits, also where a compiler reassociates.
fn decay(x: vec4<f32>) -> Decay {
    // −x = −n·ln 2 + r
    let clamped = min(x, vec4(MOST_DECAY));
    let n = floor(clamped * LOG2_E + 0.5);
    let r = n * LN2 - clamped;
    // e^r − 1 = r·(1 + r/2 + …)
    let tail = 1.0 / 24.0 + r * (1.0 / 120.0 + r * (1.0 / 720.0 + r * (1.0 / 5040.0)));
    let p = r * (1.0 + r * (0.5 + r * (1.0 / 6.0 + r * tail)));
    // 2^−n
    let s = bitcast<vec4<f32>>((vec4(127u) - vec4<u32>(n)) << vec4(23u));
    let kept = select(s * (1.0 + p), vec4<f32>(), x > vec4(MOST_DECAY));
    // Where little is lost, 1 − kept would have lost its digits.
    return Decay(kept, select(1.0 - kept, -p, n == vec4<f32>()));
}

// √2 − 1: a larger z is taken as 2ⁿ·(1 + f).
const ROOT_LESS_ONE: f32 = 0.41421357;
// The bits of √½.
const ROOT_HALF: u32 = 0x3f3504f3u;

// ln(1 + z) for z ≥ 0.
fn log1p(z: vec4<f32>) -> vec4<f32> {
    let bits = bitcast<vec4<u32>>(1.0 + z);
    let n = (bits - vec4(ROOT_HALF)) >> vec4(23u);
    let m = bitcast<vec4<f32>>(bits - (n << vec4(23u)));
    let small = z <= vec4(ROOT_LESS_ONE);
    let f = select(m - 1.0, z, small);
    // ln(1 + f) = f − s·(f − R) with s = f/(2 + f): the series of 2·artanh(s)
    let s = f / (2.0 + f);
    let s2 = s * s;
    let series = s2 * (2.0 / 3.0 + s2 * (2.0 / 5.0 + s2 * (2.0 / 7.0 + s2 * (2.0 / 9.0))));
    return select(vec4<f32>(n), vec4<f32>(), small) * LN2 + (f - s * (f - series));
}

// Documented shrinkage: `sum` is Σ ln(1 + γ·l2)/l2.
fn documented_shrink(sum: f32, rule: RuleUniforms) -> Shrink {
    // kept = Π 1/(1 + γ·l2) = e^−x, threshold = (l1/l2)·(1 − e^−x)
    let x = vec4(rule.l2 * sum);
    let parts = decay(x);
    let share = select(vec4(1.0), parts.lost / x, x > vec4<f32>());
    return Shrink(parts.kept, rule.l1 * sum * share);
}

// Adaptive shrinkage without L2: `sum` is Σ γ.
fn adaptive_shrink(sum: f32, rule: RuleUniforms, accum: vec4<f32>) -> Shrink {
    // threshold = l1·Σγ/√A; no shrink where A = 0
    let threshold = rule.l1 * sum / sqrt(accum);
    return Shrink(vec4(1.0), select(threshold, vec4<f32>(), accum < vec4(MIN_NORMAL)));
}

// Adaptive shrinkage with L2: `x` is Σ ln(1 + γ·l2/√A).
fn adaptive_l2_shrink(x: vec4<f32>, rule: RuleUniforms, accum: vec4<f32>) -> Shrink {
    // kept = e^−x, threshold = (l1/l2)·(1 − e^−x)
    let parts = decay(x);
    let is_none = accum < vec4(MIN_NORMAL);
    return Shrink(
        select(parts.kept, vec4(1.0), is_none),
        select(rule.l1_over_l2 * parts.lost, vec4<f32>(), is_none)
    );
}

// Σ ln(1 + γ·u) over rates γ near a center c, in two parts: with z = c·u, r = z/(1 + z) and the relative distance d = γ/c − 1,
// a summand is ln(1 + z) + ln(1 + r·d).
fn logarithms_of_centers(center: f32, steps: f32, u: vec4<f32>) -> vec4<f32> {
    return steps * log1p(center * u);
}

fn logarithms_around(center: f32, sums: vec3<f32>, u: vec4<f32>) -> vec4<f32> {
    let z = center * u;
    let r = z / (1.0 + z);
    return r * (sums.x - r * (sums.y - r * sums.z));
}
