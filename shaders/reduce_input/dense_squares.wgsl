// The elements of which a norm is made: squares of the unscaled gradients of a dense parameter. Twin of channels.wgsl, with
// the same names.

struct Channel {
    exists: bool,
    begin: u32,
}

fn channel_of(i: u32) -> Channel {
    return Channel(true, slot.base_row + i * slot.width);
}

fn element(channel: Channel, column: u32) -> f32 {
    let g = load_grad(channel.begin + column).x * slot.rule.unscale;
    return g * g;
}
