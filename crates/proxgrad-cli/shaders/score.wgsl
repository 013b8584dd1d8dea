// Counts the examples that the model gets wrong: the class of the largest logit, or of the sign of a single logit, is
// not the label. A thread for each example.

@compute @workgroup_size(WORKGROUP)
fn score(@builtin(global_invocation_id) id: vec3<u32>, @builtin(num_workgroups) workgroups: vec3<u32>) {
    let i = thread_index(id, workgroups);
    if i >= batch.count {
        return;
    }
    let first = i * batch.outputs;
    var best = 0u;
    if batch.outputs == 1u {
        best = u32(scratch[first] > 0.0);
    } else {
        for (var output = 1u; output < batch.outputs; output += 1u) {
            best = select(best, output, scratch[first + output] > scratch[first + best]);
        }
    }
    if best != label(epoch[batch.first + i]) {
        atomicAdd(&counts[0], 1u);
    }
}
