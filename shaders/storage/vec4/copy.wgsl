// Needs: GRADS_BF16, load_value, narrow16, pack16
// Provides: copies, store_copy

// A 16-bit copy of f32 values, rounded to nearest even, bound in the place of gradients and in their format.

@group(2) @binding(0) var<storage, read_write> copies: array<vec2<u32>>;

fn store_copy(i: u32) {
    copies[i] = pack16(narrow16(load_value(i), vec4<u32>(), GRADS_BF16));
}
