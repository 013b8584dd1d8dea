// Needs: Channel, current_value
// Provides: channel_element

// Squares of values, for their norm.

fn channel_element(channel: Channel, column: u32) -> f32 {
    let value = current_value(channel.first_element + column);
    return value * value;
}
