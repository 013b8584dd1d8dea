// Provides: grads, load_grad

// Gradients in f16, on devices that have the type.

// Bound read_write, though kernels only read it: gradients may lie in the buffer of the values, and a dispatch has to bind both
// ranges of a buffer in the same way.
@group(2) @binding(0) var<storage, read_write> grads: array<vec4<f16>>;

fn load_grad(i: u32) -> vec4<f32> {
    return vec4<f32>(grads[i]);
}
