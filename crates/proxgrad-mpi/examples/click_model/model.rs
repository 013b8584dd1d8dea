//! The model: a factorisation machine of two ids, with logistic loss.
//!
//! The logit of a click is `a·u + b·v + u·v + c`, with the embeddings `u` of the user and `v` of the item, the rows `a` and `b` of a
//! matrix of weights, and a bias `c`.

use crate::data::{BATCH, Batch, PART, PARTS, WIDTH, sigmoid};

/// Shape of the matrix of weights.
pub(crate) const WEIGHTS: [usize; 2] = [2, WIDTH];

/// Values of a forward pass.
pub(crate) struct Values<'a> {
    /// `[examples, WIDTH]`
    pub(crate) users: &'a [f32],
    /// `[examples, WIDTH]`
    pub(crate) items: &'a [f32],
    /// [`WEIGHTS`]
    pub(crate) weights: &'a [f32],
    pub(crate) bias: f32,
}

/// Gradients of the mean loss of a whole batch, from the examples of one rank.
#[derive(Default)]
pub(crate) struct Grads {
    /// `[examples, WIDTH]`
    pub(crate) users: Vec<f32>,
    /// `[examples, WIDTH]`
    pub(crate) items: Vec<f32>,
    /// One gradient for each part, one behind the other. Floating-point sums depend on their order: with one sum for each rank, it
    /// would depend on the number of ranks.
    pub(crate) weights: Vec<f32>,
    /// By part.
    pub(crate) bias: Vec<f32>,
    /// By part: the sum of the losses.
    pub(crate) losses: Vec<f64>,
}

/// Computes losses and gradients of the parts of a batch that one rank has.
pub(crate) fn backward(batch: &Batch, values: &Values<'_>) -> Grads {
    let mut grads = Grads::default();
    let users = values.users.chunks_exact(WIDTH);
    let items = values.items.chunks_exact(WIDTH);
    let examples: Vec<_> = users.zip(items).zip(&batch.labels).collect();
    for part in examples.chunks(PART) {
        let (mut weights, mut bias, mut loss) = ([0.0; 2 * WIDTH], 0.0, 0.0);
        for &((user, item), &label) in part {
            let logit = logit(user, item, values);
            loss += logistic_loss(logit, label);
            let grad = (sigmoid(logit) - label) / BATCH as f32;
            bias += grad;
            add_example(&mut grads, &mut weights, grad, [user, item], values.weights);
        }
        grads.weights.extend(weights);
        grads.bias.push(bias);
        grads.losses.push(loss);
    }
    debug_assert!(grads.losses.len() <= PARTS);
    grads
}

/// Appends the gradients of the embeddings of an example, and adds that of the weights. `grad` is that of the logit.
fn add_example(
    grads: &mut Grads,
    of_weights: &mut [f32; 2 * WIDTH],
    grad: f32,
    [user, item]: [&[f32]; 2],
    weights: &[f32],
) {
    let (for_users, for_items) = weights.split_at(WIDTH);
    grads.users.extend(for_users.iter().zip(item).map(|(a, v)| grad * (a + v)));
    grads.items.extend(for_items.iter().zip(user).map(|(b, u)| grad * (b + u)));
    of_weights.iter_mut().zip(user.iter().chain(item)).for_each(|(sum, value)| *sum += grad * value);
}

fn logit(user: &[f32], item: &[f32], values: &Values<'_>) -> f32 {
    let (for_users, for_items) = values.weights.split_at(WIDTH);
    dot(for_users, user) + dot(for_items, item) + dot(user, item) + values.bias
}

fn dot(a: &[f32], b: &[f32]) -> f32 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// −ln p for a click and −ln (1 − p) for none, with the probability p of a click, without overflow for any logit.
fn logistic_loss(logit: f32, label: f32) -> f64 {
    f64::from(logit.max(0.0) - label * logit) + f64::from((-logit.abs()).exp()).ln_1p()
}
