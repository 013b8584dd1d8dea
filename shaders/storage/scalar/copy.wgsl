// Needs: GRADS_BF16, load_value, narrow16
// Provides: copies, store_copy

// A 16-bit copy of f32 values, rounded to nearest even, bound in the place of gradients and in their format. Two elements in a
// word may belong to two threads.

@group(2) @binding(0) var<storage, read_write> copies: array<atomic<u32>>;

fn store_copy(i: u32) {
    let shift = i % 2u * 16u;
    let old = (atomicLoad(&copies[i / 2u]) >> shift) & 0xffffu;
    // Changes the bits of this half alone, in whichever order threads come.
    let changed = old ^ narrow16(load_value(i), vec4<u32>(), GRADS_BF16).x;
    atomicXor(&copies[i / 2u], changed << shift);
}
