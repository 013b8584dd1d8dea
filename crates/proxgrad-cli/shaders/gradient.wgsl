// The row gradient, x·dz for every entry of every example, a thread for each output of each example.
// Entries of equal features are not summed here, but by the optimizer.

@compute @workgroup_size(WORKGROUP)
fn gradient(@builtin(global_invocation_id) id: vec3<u32>, @builtin(num_workgroups) workgroups: vec3<u32>) {
    let thread = thread_index(id, workgroups);
    if thread >= batch.count * batch.outputs {
        return;
    }
    let output = thread % batch.outputs;
    let position = batch.first + thread / batch.outputs;
    let example = epoch[position];
    var row = epoch[batch.examples + position] - batch.first_entry;
    for (var entry = data[example]; entry < data[example + 1u]; entry += 1u) {
        grads[batch.row_grads + row * batch.outputs + output] = bitcast<u32>(value(entry) * scratch[thread]);
        row += 1u;
    }
}
