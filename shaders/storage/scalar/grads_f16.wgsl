// Gradients in f16, where the device knows it. Twin of singles_grads.wgsl and singles_grads_packed.wgsl, with the same
// function.

@group(2) @binding(0) var<storage, read_write> grads: array<f16>;

fn load_grad(i: u32) -> vec4<f32> {
    return vec4(f32(grads[i]));
}
