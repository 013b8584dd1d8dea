// As plain_rows.wgsl, one column a thread, for widths that are no multiple of 4.

@group(0) @binding(1) var<storage, read_write> values: array<f32>;
@group(0) @binding(2) var<storage, read_write> accum: array<f32>;
@group(0) @binding(3) var<storage, read_write> grads: array<f32>;
@group(0) @binding(4) var<storage, read_write> indices: array<u32>;

@compute @workgroup_size(WORKGROUP)
fn plain_rows_single(
    @builtin(global_invocation_id) id: vec3<u32>,
    @builtin(num_workgroups) workgroups: vec3<u32>,
) {
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
    let updated = update(vec4(values[i]), vec4(accum[i]), vec4(grads[thread]));
    values[i] = updated.values.x;
    accum[i] = updated.accum.x;
}
