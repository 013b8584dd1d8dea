// Where no dispatch has left anything: the usual case, which binds no memory of the optimizer's that others write. Twin of
// computed.wgsl, with the same functions.

fn means_at(i: u32) -> vec4<f32> {
    return vec4<f32>();
}

fn mean_of_group(group: u32) -> vec4<f32> {
    return vec4<f32>();
}

fn has_partials() -> bool {
    return false;
}

fn load_partial(i: u32) -> vec4<f32> {
    return vec4<f32>();
}
