// Joined in front of every kernel: a linear model over sparse examples, softmax or, with one output, logistic.
// The Rust twin of `Batch` is in src/train/pipelines.rs, and of the arithmetic in src/train/cpu.rs.

// Threads of a workgroup; the host sets it.
override WORKGROUP: u32;

// Storage format of weights, and of gradients for the optimizer: 0 is f32, 1 is f16, 2 is bf16.
override PRECISION: u32;

// Uniforms of one batch.
struct Batch {
    // Position of the first example in the order of the epoch.
    first: u32,
    // Examples of the batch.
    count: u32,
    // Entries of all earlier examples of the epoch.
    first_entry: u32,
    // Index in `losses` of the loss of this batch.
    step: u32,
    // Columns of the weights: 1, or the number of classes.
    outputs: u32,
    // Examples and entries of the data set.
    examples: u32,
    entries: u32,
    // Offset of the row gradient in `grads`.
    row_grads: u32,
    // Offset in `grads` of the gradients in 16 bits, in words.
    packed: u32,
    // Words of the row gradient in 16 bits.
    words: u32,
}

@group(0) @binding(0) var<uniform> batch: Batch;
// [examples + 1] starts, [examples] labels, [entries] features, [entries] values as bits. For kernels that visit rows of the weights
// in place of examples: [count] rows.
@group(0) @binding(1) var<storage, read> data: array<u32>;
// [examples] order, [examples + 1] starts of their entries in that order.
@group(0) @binding(2) var<storage, read> epoch: array<u32>;

// [features, outputs], in the storage format.
@group(1) @binding(0) var<storage, read> weights: array<u32>;
// [outputs], in the storage format.
@group(1) @binding(1) var<storage, read> bias: array<u32>;
// [count, outputs] logits, then their gradients; [count] losses.
@group(1) @binding(2) var<storage, read_write> scratch: array<f32>;
// Gradients as bits of f32: [outputs] of the bias; from `row_grads` on [entries of the batch, outputs] of the rows. From
// `packed` on the same in 16 bits, two in a word.
@group(1) @binding(3) var<storage, read_write> grads: array<u32>;
// [steps] sums of the losses of a batch.
@group(1) @binding(4) var<storage, read_write> losses: array<f32>;
// Wrong predictions, weights that are not zero.
@group(1) @binding(5) var<storage, read_write> counts: array<atomic<u32>, 2>;
// The factor of the gradient of the loss.
@group(1) @binding(6) var<uniform> loss_scale: f32;

// The number in the low (0) or high (1) half of a word.
fn half(word: u32, which: u32) -> f32 {
    let bits = (word >> (which * 16u)) & 0xffffu;
    if PRECISION == 2u {
        return bitcast<f32>(bits << 16u);
    }
    // Weights are finite, because steps that overflow are skipped.
    let size = bits & 0x7fffu;
    let small = f32(size) * 0x1p-24f;
    let wide = select(bitcast<f32>((size << 13u) + 0x38000000u), small, size < 0x400u);
    return select(wide, -wide, bits >= 0x8000u);
}

fn weight(i: u32) -> f32 {
    if PRECISION == 0u {
        return bitcast<f32>(weights[i]);
    }
    return half(weights[i / 2u], i % 2u);
}

fn bias_of(output: u32) -> f32 {
    if PRECISION == 0u {
        return bitcast<f32>(bias[output]);
    }
    return half(bias[output / 2u], output % 2u);
}

fn label(example: u32) -> u32 {
    return data[batch.examples + 1u + example];
}

fn feature(entry: u32) -> u32 {
    return data[2u * batch.examples + 1u + entry];
}

fn value(entry: u32) -> f32 {
    return bitcast<f32>(data[2u * batch.examples + 1u + batch.entries + entry]);
}

// The place in the weights of an element of the listed rows.
fn listed_element(i: u32) -> u32 {
    return data[i / batch.outputs] * batch.outputs + i % batch.outputs;
}

// The index of a thread in a grid that is folded into two dimensions.
fn thread_index(id: vec3<u32>, workgroups: vec3<u32>) -> u32 {
    return id.x + id.y * workgroups.x * WORKGROUP;
}
