// Joined in front of every kernel: a linear model over sparse examples, softmax or, with one output, logistic.
// The Rust twin of `Batch` is in src/train/pipelines.rs, and of the arithmetic in src/train/cpu.rs.

// Threads in a workgroup; the host sets it.
override WORKGROUP: u32;

struct Batch {
    // Position in the epoch's order of the first example.
    first: u32,
    // Examples.
    count: u32,
    // Entries that the epoch's earlier examples have.
    first_entry: u32,
    // Where in `losses` this batch's goes.
    step: u32,
    // Columns of the weights: 1, or the number of classes.
    outputs: u32,
    // Examples and entries of the data set.
    examples: u32,
    entries: u32,
    // Where in `grads` the row gradient begins.
    row_grads: u32,
}

@group(0) @binding(0) var<uniform> batch: Batch;
// [examples + 1] starts, [examples] labels, [entries] features, [entries] values as bits.
@group(0) @binding(1) var<storage, read> data: array<u32>;
// [examples] order, [examples + 1] starts of their entries in that order.
@group(0) @binding(2) var<storage, read> epoch: array<u32>;

// [features, outputs]
@group(1) @binding(0) var<storage, read> weights: array<f32>;
// [outputs]
@group(1) @binding(1) var<storage, read> bias: array<f32>;
// [count, outputs] logits, then their gradients; [count] losses.
@group(1) @binding(2) var<storage, read_write> scratch: array<f32>;
// [outputs] of the bias; from `row_grads` on [entries of the batch, outputs].
@group(1) @binding(3) var<storage, read_write> grads: array<f32>;
// [steps] sums over the batch.
@group(1) @binding(4) var<storage, read_write> losses: array<f32>;
// Wrong predictions, weights that are not zero.
@group(1) @binding(5) var<storage, read_write> counts: array<atomic<u32>, 2>;

fn label(example: u32) -> u32 {
    return data[batch.examples + 1u + example];
}

fn feature(entry: u32) -> u32 {
    return data[2u * batch.examples + 1u + entry];
}

fn value(entry: u32) -> f32 {
    return bitcast<f32>(data[2u * batch.examples + 1u + batch.entries + entry]);
}

// The index of a thread in a grid that is folded where it would be too wide.
fn thread_index(id: vec3<u32>, workgroups: vec3<u32>) -> u32 {
    return id.x + id.y * workgroups.x * WORKGROUP;
}
