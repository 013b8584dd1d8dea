// Gradients in f32. Twin of singles_grads_packed.wgsl and singles_grads_f16.wgsl, with the same function.

// Written by nobody, but it may lie in the buffer of `values`, and one buffer has one way of binding in a dispatch.
@group(2) @binding(0) var<storage, read_write> grads: array<f32>;

fn load_grad(i: u32) -> vec4<f32> {
    return vec4(grads[i]);
}
