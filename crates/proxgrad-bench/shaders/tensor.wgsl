// The update of one tensor, as a program without this library would write it.

@group(0) @binding(1) var<storage, read_write> values: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read_write> accum: array<vec4<f32>>;
@group(0) @binding(3) var<storage, read_write> grads: array<vec4<f32>>;

@compute @workgroup_size(WORKGROUP)
fn tensor(@builtin(global_invocation_id) id: vec3<u32>, @builtin(num_workgroups) workgroups: vec3<u32>) {
    let i = thread_index(id, workgroups);
    if i >= uniforms.count {
        return;
    }
    let updated = update(values[i], accum[i], grads[i]);
    values[i] = updated.values;
    accum[i] = updated.accum;
}
