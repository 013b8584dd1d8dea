// Needs: LARGEST
// Provides: accumulated

// Accumulators of squared gradients. The Rust twin is src/rule/accumulator.rs.

// A = min(accum + g², LARGEST), without leaving the range of f32
fn accumulated(accum: vec4<f32>, g: vec4<f32>) -> vec4<f32> {
    let square = g * g;
    let room = vec4(LARGEST) - accum;
    return accum + select(square, room, square > room);
}
