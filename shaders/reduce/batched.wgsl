// Needs: Channel, Sum, WORKGROUP, channel_element
// Provides: lane_sum

// The sum of the elements that a thread takes of a chunk, where an element is no more than a load. Sixteen loads are written out
// before the additions, which keep their order: compilers seldom unroll a loop, and each load of a loop waits for the one before.

fn lane_sum(channel: Channel, begin: u32, end: u32) -> Sum {
    var sum = Sum();
    var at = begin;
    for (; at + 15u * WORKGROUP < end; at += 16u * WORKGROUP) {
        let e0 = channel_element(channel, at);
        let e1 = channel_element(channel, at + 1u * WORKGROUP);
        let e2 = channel_element(channel, at + 2u * WORKGROUP);
        let e3 = channel_element(channel, at + 3u * WORKGROUP);
        let e4 = channel_element(channel, at + 4u * WORKGROUP);
        let e5 = channel_element(channel, at + 5u * WORKGROUP);
        let e6 = channel_element(channel, at + 6u * WORKGROUP);
        let e7 = channel_element(channel, at + 7u * WORKGROUP);
        let e8 = channel_element(channel, at + 8u * WORKGROUP);
        let e9 = channel_element(channel, at + 9u * WORKGROUP);
        let e10 = channel_element(channel, at + 10u * WORKGROUP);
        let e11 = channel_element(channel, at + 11u * WORKGROUP);
        let e12 = channel_element(channel, at + 12u * WORKGROUP);
        let e13 = channel_element(channel, at + 13u * WORKGROUP);
        let e14 = channel_element(channel, at + 14u * WORKGROUP);
        let e15 = channel_element(channel, at + 15u * WORKGROUP);
        sum += e0;
        sum += e1;
        sum += e2;
        sum += e3;
        sum += e4;
        sum += e5;
        sum += e6;
        sum += e7;
        sum += e8;
        sum += e9;
        sum += e10;
        sum += e11;
        sum += e12;
        sum += e13;
        sum += e14;
        sum += e15;
    }
    for (; at < end; at += WORKGROUP) {
        sum += channel_element(channel, at);
    }
    return sum;
}
