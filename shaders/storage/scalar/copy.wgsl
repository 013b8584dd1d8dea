// A copy of the values in 16 bits, to the nearest, for kernels of the caller's that would rather read that; in the place of
// gradients, and of their format. Two in a word, which may belong to two threads. Twin of quads_copy.wgsl, with the same
// function.

@group(2) @binding(0) var<storage, read_write> copies: array<atomic<u32>>;

fn store_copy(i: u32) {
    let place = i % 2u * 16u;
    let half = (atomicLoad(&copies[i / 2u]) >> place) & 0xffffu;
    let changed = half ^ narrowed(load_value(i), vec4<u32>(), GRADS_BF16).x;
    // Only the bits of one's own half change, whoever comes first.
    atomicXor(&copies[i / 2u], changed << place);
}
