// Needs: Channel, scratch
// Provides: channel_element

// Sums of chunks, which become the sum of their channel.

fn channel_element(channel: Channel, column: u32) -> f32 {
    return bitcast<f32>(scratch[channel.first_sum + column]);
}
