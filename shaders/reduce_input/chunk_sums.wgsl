// Needs: Channel, Sum, load_sum, uniforms
// Provides: channel_element

// Sums of chunks, which become the sum of their channel.

fn channel_element(channel: Channel, column: u32) -> Sum {
    return load_sum(uniforms.chunk_sums, channel.first_sum + column);
}
