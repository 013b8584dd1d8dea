// The elements of which a norm is made: squares of values. Twin of channels.wgsl, with the same function.

fn element(channel: Channel, column: u32) -> f32 {
    let value = current(channel.begin + column);
    return value * value;
}
