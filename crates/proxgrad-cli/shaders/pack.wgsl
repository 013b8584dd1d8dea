// Converts gradients to the 16-bit format of the optimizer, rounded to nearest even. A thread for each word.

fn bf16_bits(bits: u32) -> u32 {
    let is_nan = (bits & 0x7fffffffu) > 0x7f800000u;
    return select((bits + 0x7fffu + ((bits >> 16u) & 1u)) >> 16u, (bits >> 16u) | 0x40u, is_nan);
}

// A number beyond the range becomes infinite, which the optimizer notices.
fn f16_bits(bits: u32) -> u32 {
    let size = bits & 0x7fffffffu;
    let normal = min((size + 0xfffu + ((size >> 13u) & 1u) - 0x38000000u) >> 13u, 0x7c00u);
    // Subnormal results are multiples of 2⁻²⁴: the significand is shifted, and the bits shifted out are rounded.
    let significand = (size & 0x7fffffu) | 0x800000u;
    let shift = clamp(126u - (size >> 23u), 1u, 31u);
    let small = (significand + (1u << (shift - 1u)) - 1u + ((significand >> shift) & 1u)) >> shift;
    let rounded = select(normal, select(small, 0u, size < 0x2f800000u), size < 0x38800000u);
    return ((bits >> 16u) & 0x8000u) | select(rounded, 0x7e00u, size > 0x7f800000u);
}

fn packed(first: u32) -> u32 {
    if PRECISION == 1u {
        return f16_bits(grads[first]) | (f16_bits(grads[first + 1u]) << 16u);
    }
    return bf16_bits(grads[first]) | (bf16_bits(grads[first + 1u]) << 16u);
}

@compute @workgroup_size(WORKGROUP)
fn pack(@builtin(global_invocation_id) id: vec3<u32>, @builtin(num_workgroups) workgroups: vec3<u32>) {
    let thread = thread_index(id, workgroups);
    let of_bias = (batch.outputs + 1u) / 2u;
    if thread < of_bias {
        grads[batch.packed + thread] = packed(thread * 2u);
        return;
    }
    let word = thread - of_bias;
    if word < batch.words {
        grads[batch.packed + batch.row_grads + word] = packed(batch.row_grads + word * 2u);
    }
}
