// A channel is so many elements one behind the other, of which a mean or a norm is made. Twin of channel_of_rows.wgsl, with
// the same names.

struct Channel {
    exists: bool,
    begin: u32,
}

fn channel_of(i: u32) -> Channel {
    return Channel(true, (slot.first + i) * slot.width);
}
