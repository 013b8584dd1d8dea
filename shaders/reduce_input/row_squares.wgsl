// The elements of which a norm is made: squares of the unscaled sums of the distinct rows of a row gradient. Twin of
// groups.wgsl, with the same function.

fn element(channel: Channel, column: u32) -> f32 {
    let g = sum_of_entries(channel.entries, column).x * slot.rule.unscale;
    return g * g;
}
