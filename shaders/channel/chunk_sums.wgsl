// Needs: uniforms
// Provides: Channel, channel_of

// A channel of a reduction is the sums of the chunks of a channel, which an earlier dispatch has left in `scratch`.

struct Channel {
    exists: bool,
    // Index of its first sum.
    first_sum: u32,
}

fn channel_of(i: u32) -> Channel {
    return Channel(true, i * uniforms.width);
}
