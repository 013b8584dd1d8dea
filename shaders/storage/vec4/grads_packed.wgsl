// Gradients of 16 bits, two in a word. Twin of quads_grads.wgsl and quads_grads_f16.wgsl, with the same function.

@group(2) @binding(0) var<storage, read_write> grads: array<vec2<u32>>;

fn load_grad(i: u32) -> vec4<f32> {
    return widened_grads(halves_of(grads[i]));
}
