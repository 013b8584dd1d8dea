// Needs: LARGEST
// Provides: accumulated, added_square

// Accumulators of squared gradients. The Rust twin is src/rule/accumulator.rs.

// g², or what is left up to LARGEST, without leaving the range of f32
fn added_square(accum: vec4<f32>, g: vec4<f32>) -> vec4<f32> {
    let square = g * g;
    let room = vec4(LARGEST) - accum;
    return select(square, room, square > room);
}

// A = min(accum + g², LARGEST)
fn accumulated(accum: vec4<f32>, g: vec4<f32>) -> vec4<f32> {
    return accum + added_square(accum, g);
}
