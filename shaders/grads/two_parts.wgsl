// Needs: ELEMENTS_PER_THREAD, GradWord, grad_in, grad_place, uniforms
// Provides: first_grads, load_grad, second_grads

// A row gradient that two bindings cover. Entries are read in any order, so both are bound. Parts have a multiple of 256 bytes,
// so that what a thread takes at a time lies in one of them.

@group(2) @binding(0) var<storage, read_write> first_grads: array<GradWord>;
@group(2) @binding(2) var<storage, read_write> second_grads: array<GradWord>;

fn load_grad(i: u32) -> vec4<f32> {
    let part = uniforms.grad_part / ELEMENTS_PER_THREAD;
    if i < part {
        return grad_in(first_grads[grad_place(i)], i);
    }
    return grad_in(second_grads[grad_place(i - part)], i);
}
