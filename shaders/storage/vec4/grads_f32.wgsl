// Provides: GradWord, grad_in, grad_place

// Gradients in f32.

alias GradWord = vec4<f32>;

// The place of the word that holds what a thread takes at a time.
fn grad_place(i: u32) -> u32 {
    return i;
}

fn grad_in(word: GradWord, i: u32) -> vec4<f32> {
    return word;
}
