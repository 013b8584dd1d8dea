// The elements of which means are made: sums of chunks, left by a dispatch before. Twin of channels.wgsl and
// groups.wgsl, with the same names.

struct Channel {
    exists: bool,
    begin: u32,
}

fn channel_of(i: u32) -> Channel {
    return Channel(true, slot.partials + i * slot.width);
}

fn element(channel: Channel, column: u32) -> f32 {
    return bitcast<f32>(work[channel.begin + column]);
}
