// A copy of the values in 16 bits, to the nearest, for kernels of the caller's that would rather read that; in the place of
// gradients, and of their format. Twin of singles_copy.wgsl, with the same function.

@group(2) @binding(0) var<storage, read_write> copies: array<vec2<u32>>;

fn store_copy(i: u32) {
    copies[i] = words_of(narrowed(load_value(i), vec4<u32>(), GRADS_BF16));
}
