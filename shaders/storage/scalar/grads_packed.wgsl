// Gradients of 16 bits, two in a word. Twin of singles_grads.wgsl and singles_grads_f16.wgsl, with the same function.

@group(2) @binding(0) var<storage, read_write> grads: array<u32>;

fn load_grad(i: u32) -> vec4<f32> {
    return widened_grads(vec4((grads[i / 2u] >> (i % 2u * 16u)) & 0xffffu));
}
