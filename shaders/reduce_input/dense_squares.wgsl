// Needs: Channel, load_grad, uniforms
// Provides: channel_element

// Squares of the unscaled elements of a dense gradient, for its norm.

fn channel_element(channel: Channel, column: u32) -> f32 {
    let g = load_grad(channel.first_element + column).x * uniforms.rule.unscale;
    return g * g;
}
