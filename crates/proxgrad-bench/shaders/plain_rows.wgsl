// Every entry of a row gradient by itself, four columns a thread. Equal rows race and lose updates: no optimizer, but
// the least that one has to do, and what sums of equal rows are held against.

@group(0) @binding(1) var<storage, read_write> values: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read_write> accum: array<vec4<f32>>;
@group(0) @binding(3) var<storage, read_write> grads: array<vec4<f32>>;
@group(0) @binding(4) var<storage, read_write> indices: array<u32>;

@compute @workgroup_size(WORKGROUP)
fn plain_rows(@builtin(global_invocation_id) id: vec3<u32>, @builtin(num_workgroups) workgroups: vec3<u32>) {
    let thread = thread_index(id, workgroups);
    if thread >= job.count {
        return;
    }
    let row = indices[job.first_entry + thread / job.width] - job.base_row;
    // In another window.
    if row >= job.row_count {
        return;
    }
    let i = row * job.width + thread % job.width;
    let updated = update(values[i], accum[i], grads[thread]);
    values[i] = updated.values;
    accum[i] = updated.accum;
}
