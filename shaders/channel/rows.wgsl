// A channel is a distinct row of a row gradient, of which a mean or a norm is made. Twin of channel.wgsl, with the same names.

struct Channel {
    exists: bool,
    entries: Entries,
}

fn channel_of(i: u32) -> Channel {
    let group = slot.first + i;
    if !group_exists(group) {
        return Channel();
    }
    let entries = entries_of(group);
    return Channel(is_bound(entries), entries);
}
