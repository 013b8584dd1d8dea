// Needs: Channel, Sum, square_of, sum_of_entries
// Provides: channel_element

// Squares of the unscaled sums of a distinct row's entries, for the norm of a row gradient.

fn channel_element(channel: Channel, column: u32) -> Sum {
    return square_of(sum_of_entries(channel.entries, column).x);
}
