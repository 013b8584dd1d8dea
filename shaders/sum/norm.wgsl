// Needs: SCALE, Sum
// Provides: INVERSE_SCALE, MAX_NORM, factor_of, norm_of, scaled_norm

// The norm of which a sum of squares is the square. The Rust twin is src/cpu/square_sum.rs, with the same operations in the same
// order.

const INVERSE_SCALE: f32 = 0x1p88f;
// The largest f32 times SCALE.
const MAX_NORM: f32 = 0x1.fffffep39f;

// The norm times SCALE.
fn scaled_norm(sum: Sum) -> f32 {
    // Not x·2⁻¹⁷⁶, which is no f32.
    let small = sqrt(sum.x) * SCALE;
    return sqrt(sum.y + small * small);
}

// The square root; the largest f32 where it is larger.
fn norm_of(sum: Sum) -> f32 {
    if sum.y == 0.0 {
        return sqrt(sum.x);
    }
    return min(scaled_norm(sum), MAX_NORM) * INVERSE_SCALE;
}

// The factor that brings the norm down to a limit; 1 if it is not larger. 0 stands for no limit.
fn factor_of(sum: Sum, limit: f32) -> f32 {
    if limit == 0.0 {
        return 1.0;
    }
    if sum.y == 0.0 {
        let norm = sqrt(sum.x);
        return select(limit / norm, 1.0, norm <= limit);
    }
    let norm = scaled_norm(sum);
    return select(limit / norm * SCALE, 1.0, norm <= limit * SCALE);
}
