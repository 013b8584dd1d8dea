// Needs: uniforms
// Provides: Channel, channel_of

// A channel of a reduction is a number of consecutive elements.

struct Channel {
    exists: bool,
    first_element: u32,
}

fn channel_of(i: u32) -> Channel {
    return Channel(true, uniforms.first_element + i * uniforms.width);
}
