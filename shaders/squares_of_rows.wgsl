// The elements of which a norm is made: squares of the unscaled sums of the distinct rows of a row gradient. Twin of
// groups.wgsl, with the same names.

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

fn element(channel: Channel, column: u32) -> f32 {
    let g = sum_of_entries(channel.entries, column).x * slot.rule.unscale;
    return g * g;
}
