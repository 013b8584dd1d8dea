// Whether a gradient has an element that is not finite, by its exponent: what compares a number with itself may be compiled
// away. Every element is read once.

const EXPONENT: u32 = 0x7f800000u;

@compute @workgroup_size(WORKGROUP)
fn inspect(@builtin(global_invocation_id) id: vec3<u32>) {
    let thread = thread_index(id);
    if thread >= slot.count {
        return;
    }
    let exponents = bitcast<vec4<u32>>(load_grad(slot.first + thread)) & vec4(EXPONENT);
    if any(exponents == vec4(EXPONENT)) {
        atomicOr(&report[OVERFLOW], 1u);
    }
}
