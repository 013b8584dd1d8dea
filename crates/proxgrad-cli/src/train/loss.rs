//! The loss of a linear model: logistic for a single logit, softmax for several.

/// The loss of one example; its logits are replaced by their gradients.
pub(crate) fn loss_and_gradient(logits: &mut [f32], class: usize) -> f32 {
    match logits {
        [z] => logistic(z, if class == 1 { 1.0 } else { 0.0 }),
        logits => softmax(logits, class),
    }
}

/// −log σ(±z); dz = σ(z) − y
fn logistic(z: &mut f32, y: f32) -> f32 {
    let logit = *z;
    let e = (-logit.abs()).exp();
    *z = (if logit >= 0.0 { 1.0 } else { e }) / (1.0 + e) - y;
    logit.max(0.0) - logit * y + (1.0 + e).ln()
}

/// −log p of the class; dz = p − y
fn softmax(logits: &mut [f32], class: usize) -> f32 {
    let top = logits.iter().copied().fold(f32::MIN, f32::max);
    let z = logits[class];
    logits.iter_mut().for_each(|z| *z = (*z - top).exp());
    let sum: f32 = logits.iter().sum();
    logits.iter_mut().for_each(|e| *e /= sum);
    logits[class] -= 1.0;
    sum.ln() + top - z
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gradients_are_the_slopes_of_the_losses() {
        for (logits, class) in [(vec![0.3], 0), (vec![-2.0], 1), (vec![0.5, -1.0, 2.0], 1)] {
            let mut gradient = logits.clone();
            loss_and_gradient(&mut gradient, class);
            for i in 0..logits.len() {
                let loss_at = |shift: f32| {
                    let mut moved = logits.clone();
                    moved[i] += shift;
                    loss_and_gradient(&mut moved, class)
                };
                let slope = (loss_at(0.01) - loss_at(-0.01)) / 0.02;
                assert!(
                    (slope - gradient[i]).abs() < 1e-3,
                    "{logits:?}, {class}: {slope} is not {}",
                    gradient[i]
                );
            }
        }
    }

    #[test]
    fn huge_logits_neither_overflow_nor_lose_the_loss() {
        for (z, class, want) in [(1000.0, 1, 0.0), (1000.0, 0, 1000.0), (-1000.0, 1, 1000.0)] {
            assert_eq!(loss_and_gradient(&mut [z], class), want);
        }
        assert_eq!(loss_and_gradient(&mut [1000.0, 0.0, 0.0], 1), 1000.0);
    }
}
