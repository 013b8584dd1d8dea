//! A dynamic loss scale after every update, recorded from three implementations of one rule.

use proxgrad::{Config, DynamicLossScale};
use serde::Deserialize;

use crate::{
    backend::{Backend, Grad, Param},
    golden::{
        case::Case,
        compare::{Check, Tolerance},
        failure::{Failure, Place},
        number::Elements,
    },
};

#[derive(Deserialize)]
pub(super) struct LossScale {
    id: String,
    #[serde(default)]
    informative: bool,
    init: f64,
    scale_factor: f64,
    scale_window: u32,
    /// Whether gradients overflowed, for each update.
    overflow: Vec<bool>,
    expect: Expect,
    tol: Tolerance,
}

/// The scale after each update.
#[derive(Deserialize)]
struct Expect {
    manager: Elements<f64>,
    update_cell: Elements<f64>,
    scaler: Elements<f64>,
}

impl Case for LossScale {
    fn id(&self) -> &str {
        &self.id
    }

    fn informative(&self) -> bool {
        self.informative
    }

    /// Replays the updates by steps of an optimizer, and by the rule alone.
    fn replay(&self, backend: &dyn Backend, check: &mut Check) -> Result<(), Failure> {
        let refused = |error| Failure::refused(Place::new("setup"), error);
        let mut state =
            DynamicLossScale::new(self.init, self.scale_factor, self.scale_window).map_err(refused)?;
        let config = Config { dynamic_loss_scale: Some(state.clone()), ..Config::default() };
        let mut optimizer = backend.optimizer(config).map_err(refused)?;
        let param = optimizer.add_param(Param::new("param", &[1], &[1.0])).map_err(refused)?;
        let mut scales = Vec::new();
        for &overflow in &self.overflow {
            let grad = [if overflow { f32::INFINITY } else { 1.0 }];
            optimizer.step(&[(param, Grad::Dense(&grad))]).map_err(refused)?;
            state.update(overflow);
            scales.push(state.scale());
            let scale = f64::from(optimizer.report().map_err(refused)?.loss_scale);
            check.tensor(Place::new("optimizer"), self.tol, &[scale], &scales[scales.len() - 1..])?;
        }
        check.tensor(Place::new("manager"), self.tol, &scales, &self.expect.manager)?;
        check.tensor(Place::new("update_cell"), self.tol, &scales, &self.expect.update_cell)?;
        check.tensor(Place::new("scaler"), self.tol, &scales, &self.expect.scaler)
    }
}
