// Needs: OVERFLOW, WORKGROUP, load_grad, report, thread_index, uniforms
// Provides: EXPONENT, check_finite

// Reports whether a gradient has an element that is not finite, by its exponent: compilers may remove the comparison of a
// number with itself.

const EXPONENT: u32 = 0x7f800000u;

@compute @workgroup_size(WORKGROUP)
fn check_finite(@builtin(global_invocation_id) id: vec3<u32>) {
    let thread = thread_index(id);
    if thread >= uniforms.thread_count {
        return;
    }
    let exponents = bitcast<vec4<u32>>(load_grad(uniforms.first_element + thread)) & vec4(EXPONENT);
    if any(exponents == vec4(EXPONENT)) {
        atomicOr(&report[OVERFLOW], 1u);
    }
}
