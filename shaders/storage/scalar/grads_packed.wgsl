// Needs: widen_grads
// Provides: GradWord, grad_in, grad_place

// Gradients of 16 bits, two in a word.

alias GradWord = u32;

// The place of the word that holds what a thread takes at a time.
fn grad_place(i: u32) -> u32 {
    return i / 2u;
}

fn grad_in(word: GradWord, i: u32) -> vec4<f32> {
    return widen_grads(vec4((word >> (i % 2u * 16u)) & 0xffffu));
}
