// The elements of which means are made: decayed gradients of the distinct rows of a row gradient. Twin of
// channels.wgsl and folded.wgsl, with the same function.

fn element(channel: Channel, column: u32) -> f32 {
    let entries = channel.entries;
    let value = load_value(entries.row * slot.width + column);
    return decayed(slot.rule, value, sum_of_entries(entries, column), decays(entries)).x;
}
