// Needs: Channel, sum_of_entries, uniforms
// Provides: channel_element

// Squares of the unscaled sums of a distinct row's entries, for the norm of a row gradient.

fn channel_element(channel: Channel, column: u32) -> f32 {
    let g = sum_of_entries(channel.entries, column).x * uniforms.rule.unscale;
    return g * g;
}
