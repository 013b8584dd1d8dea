// Provides: MAX_LARGE, MAX_SMALL, SCALE, Sum, square_of

// A sum of squares that does not overflow: x has the sum of the squares of small numbers, y that of the squares of large numbers,
// which are scaled. The Rust twin is src/cpu/square_sum.rs, with the same operations in the same order.

alias Sum = vec2<f32>;

// The largest number whose square is not scaled.
const MAX_SMALL: f32 = 0x1p45f;
// What larger numbers are multiplied by, and the most that they count as afterwards.
const SCALE: f32 = 0x1p-88f;
const MAX_LARGE: f32 = 0x1p40f;

// The square of a number; NaN is a small one.
fn square_of(x: f32) -> Sum {
    let scaled = min(abs(x) * SCALE, MAX_LARGE);
    return select(vec2(x * x, 0.0), vec2(0.0, scaled * scaled), abs(x) > MAX_SMALL);
}
