// Three loads and two stores an element, as in a dense update, with hardly any arithmetic: a bound by memory bandwidth. Threads
// of a large grid take several places, as many threads apart as there are: several places of memory at a time are read faster
// than one.

@group(0) @binding(1) var<storage, read_write> values: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read_write> accum: array<vec4<f32>>;
@group(0) @binding(3) var<storage, read_write> grads: array<vec4<f32>>;

@compute @workgroup_size(WORKGROUP)
fn triad(@builtin(global_invocation_id) id: vec3<u32>, @builtin(num_workgroups) workgroups: vec3<u32>) {
    var i = thread_index(id, workgroups);
    if i >= uniforms.count {
        return;
    }
    loop {
        // values ← values + s·grads, accum ← accum + grads
        let g = grads[i];
        values[i] += uniforms.learning_rate * g;
        accum[i] += g;
        i += thread_count(workgroups);
        if i >= uniforms.count {
            break;
        }
    }
}
