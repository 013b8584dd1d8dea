// Sums over the batch in a fixed order: a workgroup for each output of the gradient of the bias, and one for the loss.

// One for each of the 64 threads.
var<workgroup> partial: array<f32, 64>;

@compute @workgroup_size(64)
fn sums(@builtin(local_invocation_index) thread: u32, @builtin(workgroup_id) workgroup: vec3<u32>) {
    let output = workgroup.x;
    let is_loss = output == batch.outputs;
    let first = select(output, batch.count * batch.outputs, is_loss);
    let stride = select(batch.outputs, 1u, is_loss);

    var sum = 0.0;
    for (var i = thread; i < batch.count; i += 64u) {
        sum += scratch[first + i * stride];
    }
    partial[thread] = sum;
    for (var half = 32u; half > 0u; half /= 2u) {
        workgroupBarrier();
        if thread < half {
            partial[thread] += partial[thread + half];
        }
    }
    if thread == 0u {
        if is_loss {
            losses[batch.step] = partial[0];
        } else {
            grads[output] = bitcast<u32>(partial[0]);
        }
    }
}
