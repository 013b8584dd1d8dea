// Values as they are once their rows are up to date, which they do not become by being looked at. Twin of current.wgsl, with
// the same function.

fn current(i: u32) -> f32 {
    return caught_up(slot.rule, load_value(i), load_accum(i), i / slot.groups).x;
}
