// Updates every entry of a row gradient by itself, four columns a thread. Entries of equal rows race and lose updates,
// so this is no optimizer, but a lower bound for one that sums them.

@group(0) @binding(1) var<storage, read_write> values: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read_write> accum: array<vec4<f32>>;
@group(0) @binding(3) var<storage, read_write> grads: array<vec4<f32>>;
@group(0) @binding(4) var<storage, read_write> indices: array<u32>;

@compute @workgroup_size(WORKGROUP)
fn plain_rows(@builtin(global_invocation_id) id: vec3<u32>, @builtin(num_workgroups) workgroups: vec3<u32>) {
    let thread = thread_index(id, workgroups);
    if thread >= uniforms.count {
        return;
    }
    let row = indices[uniforms.first_entry + thread / uniforms.width] - uniforms.base_row;
    // The row lies in another window.
    if row >= uniforms.row_count {
        return;
    }
    let i = row * uniforms.width + thread % uniforms.width;
    let updated = update(values[i], accum[i], grads[thread]);
    values[i] = updated.values;
    accum[i] = updated.accum;
}
