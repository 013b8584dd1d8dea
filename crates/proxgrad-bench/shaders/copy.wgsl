// One load and one store an element, in as many places a thread as the triad has.

@group(0) @binding(1) var<storage, read_write> values: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read_write> grads: array<vec4<f32>>;

@compute @workgroup_size(WORKGROUP)
fn copy(@builtin(global_invocation_id) id: vec3<u32>, @builtin(num_workgroups) workgroups: vec3<u32>) {
    var i = thread_index(id, workgroups);
    if i >= uniforms.count {
        return;
    }
    loop {
        values[i] = grads[i];
        i += thread_count(workgroups);
        if i >= uniforms.count {
            break;
        }
    }
}
