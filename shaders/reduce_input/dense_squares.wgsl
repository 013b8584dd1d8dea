// Needs: Channel, Sum, load_grad, square_of, uniforms
// Provides: channel_element

// Squares of the unscaled elements of a dense gradient, for its norm.

fn channel_element(channel: Channel, column: u32) -> Sum {
    return square_of(load_grad(channel.first_element + column).x * uniforms.rule.unscale);
}
