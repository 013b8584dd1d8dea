// Needs: widen_grads
// Provides: grads, load_grad

// Gradients of 16 bits, two in a word.

// Bound read_write, though kernels only read it: gradients may lie in the buffer of the values, and a dispatch has to bind both
// ranges of a buffer in the same way.
@group(2) @binding(0) var<storage, read_write> grads: array<u32>;

fn load_grad(i: u32) -> vec4<f32> {
    return widen_grads(vec4((grads[i / 2u] >> (i % 2u * 16u)) & 0xffffu));
}
