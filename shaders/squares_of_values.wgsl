// The elements of which a norm is made: squares of values. Twin of channels.wgsl, with the same names.

struct Channel {
    exists: bool,
    begin: u32,
}

fn channel_of(i: u32) -> Channel {
    return Channel(true, (slot.first + i) * slot.width);
}

fn element(channel: Channel, column: u32) -> f32 {
    let value = current(channel.begin + column);
    return value * value;
}
