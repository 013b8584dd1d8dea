// The loss of each example; its logits are replaced by their gradients. A thread for each example.

@compute @workgroup_size(WORKGROUP)
fn loss(@builtin(global_invocation_id) id: vec3<u32>, @builtin(num_workgroups) workgroups: vec3<u32>) {
    let i = thread_index(id, workgroups);
    if i >= batch.count {
        return;
    }
    let target_class = label(epoch[batch.first + i]);
    let at = batch.count * batch.outputs + i;
    if batch.outputs == 1u {
        scratch[at] = logistic(i, f32(target_class));
    } else {
        scratch[at] = softmax(i * batch.outputs, target_class);
    }
}

// −log σ(±z); dz = (σ(z) − y) / count, times the loss scale
fn logistic(i: u32, y: f32) -> f32 {
    let z = scratch[i];
    let e = exp(-abs(z));
    scratch[i] = (select(e, 1.0, z >= 0.0) / (1.0 + e) - y) / f32(batch.count) * loss_scale;
    return max(z, 0.0) - z * y + log(1.0 + e);
}

// −log p of the target; dz = (p − y) / count, times the loss scale
fn softmax(first: u32, target_class: u32) -> f32 {
    var top = scratch[first];
    for (var output = 1u; output < batch.outputs; output += 1u) {
        top = max(top, scratch[first + output]);
    }
    let z = scratch[first + target_class];
    var sum = 0.0;
    for (var output = 0u; output < batch.outputs; output += 1u) {
        let e = exp(scratch[first + output] - top);
        scratch[first + output] = e;
        sum += e;
    }
    for (var output = 0u; output < batch.outputs; output += 1u) {
        let y = f32(output == target_class);
        scratch[first + output] = (scratch[first + output] / sum - y) / f32(batch.count) * loss_scale;
    }
    return log(sum) + top - z;
}
