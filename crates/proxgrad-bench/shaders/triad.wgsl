// Three loads and two stores in the shape of a dense update, with hardly any arithmetic: what the device's memory
// allows an update.

@group(0) @binding(1) var<storage, read_write> values: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read_write> accum: array<vec4<f32>>;
@group(0) @binding(3) var<storage, read_write> grads: array<vec4<f32>>;

@compute @workgroup_size(WORKGROUP)
fn triad(@builtin(global_invocation_id) id: vec3<u32>, @builtin(num_workgroups) workgroups: vec3<u32>) {
    let i = thread_index(id, workgroups);
    if i >= job.count {
        return;
    }
    // values ← values + s·grads, accum ← accum + grads
    let g = grads[i];
    values[i] += job.learning_rate * g;
    accum[i] += g;
}
