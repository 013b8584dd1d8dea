// z = b + x·W, a thread for each output of each example.

@compute @workgroup_size(WORKGROUP)
fn forward(@builtin(global_invocation_id) id: vec3<u32>, @builtin(num_workgroups) workgroups: vec3<u32>) {
    let thread = thread_index(id, workgroups);
    if thread >= batch.count * batch.outputs {
        return;
    }
    let output = thread % batch.outputs;
    let example = epoch[batch.first + thread / batch.outputs];
    var z = bias_of(output);
    for (var entry = data[example]; entry < data[example + 1u]; entry += 1u) {
        z += value(entry) * weight(feature(entry) * batch.outputs + output);
    }
    scratch[thread] = z;
}
