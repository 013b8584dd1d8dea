// Needs: Channel, decayed_grad, load_grad, load_value, uniforms, unscaled
// Provides: channel_element

// Decayed gradients of a dense parameter, whose mean is to be subtracted.

fn channel_element(channel: Channel, column: u32) -> f32 {
    let i = channel.first_element + column;
    return decayed_grad(uniforms.rule, load_value(i), unscaled(uniforms.rule, load_grad(i)), 1.0).x;
}
