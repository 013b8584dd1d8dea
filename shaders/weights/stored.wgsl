// Values as they are. Twin of overdue.wgsl, with the same function.

fn current(i: u32) -> f32 {
    return load_value(i).x;
}
