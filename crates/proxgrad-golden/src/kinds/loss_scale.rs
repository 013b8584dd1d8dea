//! A dynamic loss scale after every update, as three implementations of one rule have it.

use proxgrad::DynamicLossScale;
use serde::Deserialize;

use super::Case;
use crate::{
    backend::Backend,
    compare::{Check, Tolerance},
    failure::{Failure, Place},
    number::Elements,
};

#[derive(Deserialize)]
pub(super) struct LossScale {
    id: String,
    #[serde(default)]
    informative: bool,
    init: f64,
    scale_factor: f64,
    scale_window: u32,
    /// Whether there was one, for each update.
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

    /// No device takes part.
    fn replay(&self, _: &dyn Backend, check: &mut Check) -> Result<(), Failure> {
        let state = DynamicLossScale::new(self.init, self.scale_factor, self.scale_window);
        let mut state = state.map_err(|error| Failure::refused(Place::new("setup"), error))?;
        let update = |&overflow| {
            state.update(overflow);
            state.scale()
        };
        let scales: Vec<_> = self.overflow.iter().map(update).collect();
        check.tensor(Place::new("manager"), self.tol, &scales, &self.expect.manager)?;
        check.tensor(Place::new("update_cell"), self.tol, &scales, &self.expect.update_cell)?;
        check.tensor(Place::new("scaler"), self.tol, &scales, &self.expect.scaler)
    }
}
