//! A controller that moves the strength of L1 until a share of the weights is zero.

use anyhow::Result;

use super::{callback::Callback, position::Position, trainer::Trainer};

/// η·target·(1 − target): near the ends of its range a share changes less with the strength, and counts more.
const GAIN: f64 = 0.5;

/// The largest η: a share that changes fast with the strength would not come to rest.
const LARGEST_ETA: f64 = 15.0;

/// The largest factor of one move, and the inverse of the smallest.
const LARGEST_FACTOR: f64 = 1.5;

/// Moves in an epoch, where it has as many steps.
const MOVES: u64 = 16;

/// The strength stays within these.
const STRENGTHS: [f64; 2] = [1e-12, 1e12];

/// Moves the strength of L1 between steps: `l1 ← l1·exp(η·(target − share))`, where `share` is that of the weights that are
/// zero.
///
/// It moves at fixed places of an epoch and has no state but the strength, so that a resumed run goes on with the same bits.
pub(super) struct Controller {
    /// The share of zeros to reach.
    target: f64,
    /// The number of weights that it is a share of.
    weights: u64,
    /// Steps between two moves.
    every: u64,
}

impl Controller {
    /// For so many weights, and steps of an epoch.
    pub(super) fn new(target: f64, weights: u64, epoch_steps: u64) -> Self {
        Self { target, weights, every: epoch_steps.div_ceil(MOVES).max(1) }
    }

    /// The strength after a move, where so many weights are not zero.
    #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
    fn moved(&self, l1: f64, nonzero: u64) -> f64 {
        let share = 1.0 - nonzero as f64 / self.weights.max(1) as f64;
        let eta = (GAIN / (self.target * (1.0 - self.target))).min(LARGEST_ETA);
        let factor = (eta * (self.target - share)).exp();
        let [least, most] = STRENGTHS;
        (l1 * factor.clamp(LARGEST_FACTOR.recip(), LARGEST_FACTOR)).clamp(least, most)
    }
}

impl Callback for Controller {
    fn is_due(&self, position: Position) -> bool {
        position.epoch_steps.is_multiple_of(self.every)
    }

    fn call(&mut self, trainer: &mut dyn Trainer, _: Position) -> Result<Option<String>> {
        let nonzero = trainer.nonzero()?;
        let l1 = self.moved(trainer.l1(), nonzero);
        trainer.set_l1(l1)?;
        Ok(None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn controller() -> Controller {
        Controller::new(0.9, 1000, 160)
    }

    #[test]
    fn the_strength_moves_towards_the_target_and_rests_there() {
        let controller = controller();
        assert_eq!(controller.moved(0.1, 100), 0.1);
        // η is 0.5/0.09, and the shares are 0.05 below the target and 0.06 above it.
        let (more, less) = (controller.moved(0.1, 150), controller.moved(0.1, 40));
        assert!((more - 0.1 * (0.05 * 0.5 / 0.09_f64).exp()).abs() < 1e-12, "{more}");
        assert!((less - 0.1 * (-0.06 * 0.5 / 0.09_f64).exp()).abs() < 1e-12, "{less}");
    }

    #[test]
    fn one_move_and_all_moves_are_limited() {
        let controller = Controller::new(0.999, 1000, 160);
        assert_eq!(controller.moved(0.1, 1000), 0.1 * LARGEST_FACTOR);
        let mut l1 = 0.1;
        (0..200).for_each(|_| l1 = controller.moved(l1, 1000));
        assert_eq!(l1, STRENGTHS[1]);
        let controller = Controller::new(0.001, 1000, 160);
        (0..200).for_each(|_| l1 = controller.moved(l1, 0));
        assert_eq!(l1, STRENGTHS[0]);
        assert!(Controller::new(0.5, 0, 0).moved(1.0, 0).is_finite());
    }

    /// A model whose weights are zero where they are below the strength.
    #[test]
    fn a_model_that_answers_at_once_reaches_every_target_within_three_epochs() {
        for target in [0.05, 0.5, 0.95, 0.99] {
            let controller = Controller::new(target, 10_000, 160);
            let nonzero =
                |l1: f64| (0..10_000).filter(|i| 10f64.powf(f64::from(*i) * 4e-4 - 5.0) > l1).count() as u64;
            let mut l1 = 1e-5;
            (0..3 * MOVES).for_each(|_| l1 = controller.moved(l1, nonzero(l1)));
            let share = 1.0 - nonzero(l1) as f64 / 1e4;
            assert!((share - target).abs() < 0.01, "{share}, not {target}");
        }
    }

    #[test]
    fn moves_are_at_fixed_places_of_every_epoch() {
        let due = |steps: u64| {
            let controller = Controller::new(0.9, 1000, steps);
            (0..steps)
                .filter(|&epoch_steps| controller.is_due(Position { epoch_steps, ..Position::default() }))
                .count()
        };
        assert_eq!([160, 1000, 16, 17, 1, 3].map(due), [16, 16, 16, 9, 1, 3]);
    }
}
