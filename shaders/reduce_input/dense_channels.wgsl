// The elements of which means are made: decayed gradients of a dense parameter, by index of axis 0. Twin of groups.wgsl
// and folded.wgsl, with the same function.

fn element(channel: Channel, column: u32) -> f32 {
    let i = channel.begin + column;
    return decayed(slot.rule, load_value(i), load_grad(i), 1.0).x;
}
