// The elements of which means are made: decayed gradients of the distinct rows of a row gradient. Twin of
// channels.wgsl and folded.wgsl, with the same names.

struct Channel {
    exists: bool,
    segment: Segment,
}

fn channel_of(i: u32) -> Channel {
    let group = slot.first + i;
    if !group_exists(group) {
        return Channel();
    }
    let segment = segment_of(group);
    return Channel(is_bound(segment), segment);
}

fn element(channel: Channel, column: u32) -> f32 {
    let segment = channel.segment;
    let value = load_value(segment.row * slot.width + column);
    return decayed(value, sum_of_segment(segment, column), decays(segment)).x;
}
