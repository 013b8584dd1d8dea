// Needs: Channel, Sum, WORKGROUP, channel_element
// Provides: lane_sum

// The sum of the elements that a thread takes of a chunk, where an element is a sum of many entries itself.

fn lane_sum(channel: Channel, begin: u32, end: u32) -> Sum {
    var sum = Sum();
    for (var at = begin; at < end; at += WORKGROUP) {
        sum += channel_element(channel, at);
    }
    return sum;
}
