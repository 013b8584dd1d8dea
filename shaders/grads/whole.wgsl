// Needs: GradWord, grad_in, grad_place
// Provides: grads, load_grad

// A gradient that one binding covers.

// Bound read_write, though kernels only read it: gradients may lie in the buffer of the values, and a dispatch has to bind both
// ranges of a buffer in the same way.
@group(2) @binding(0) var<storage, read_write> grads: array<GradWord>;

fn load_grad(i: u32) -> vec4<f32> {
    return grad_in(grads[grad_place(i)], i);
}
