// Gradients in f16, where the device knows it. Twin of quads_grads.wgsl and quads_grads_packed.wgsl, with the same
// function.

@group(2) @binding(0) var<storage, read_write> grads: array<vec4<f16>>;

fn load_grad(i: u32) -> vec4<f32> {
    return vec4<f32>(grads[i]);
}
