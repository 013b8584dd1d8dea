// Needs: RowEntries, entries_of, group_exists, is_bound, uniforms
// Provides: Channel, channel_of

// A channel of a reduction is a distinct row of a row gradient.

struct Channel {
    exists: bool,
    entries: RowEntries,
}

fn channel_of(i: u32) -> Channel {
    let group = uniforms.first_group + i;
    if !group_exists(group) {
        return Channel();
    }
    let entries = entries_of(group);
    return Channel(is_bound(entries), entries);
}
