// Needs: Channel, decay_count, decayed_grad, load_value, sum_of_entries, uniforms
// Provides: channel_element

// Decayed gradients of a distinct row of a row gradient, whose mean is to be subtracted.

fn channel_element(channel: Channel, column: u32) -> f32 {
    let entries = channel.entries;
    let value = load_value(entries.row * uniforms.width + column);
    return decayed_grad(uniforms.rule, value, sum_of_entries(entries, column), decay_count(entries)).x;
}
