//! The interface of test backends: one test body runs on every device.
//!
//! The library itself has no such trait, because its two optimizers share values, not an interface. Here values are
//! passed as slices, wherever the device keeps them, and every call blocks.

use proxgrad::{Config, Error, Group, GroupId, ParamId, Report, Rows, Snapshot};

use super::{
    grad::{Grad, Indices},
    param::Param,
    refused::Refused,
};

/// A device that optimizers can be made on.
///
/// ```
/// use proxgrad::Config;
/// use proxgrad_testing::{Backend, Cpu, Grad, Optimizer, Param};
///
/// fn one_step(backend: &dyn Backend) -> Result<Vec<f32>, proxgrad::Error> {
///     let mut optimizer = backend.optimizer(Config { learning_rate: 0.1.into(), l1: 0.3, ..Config::default() })?;
///     let weight = optimizer.add_param(Param::new("weight", &[2], &[1.0, 0.02]))?;
///     optimizer.step(&[(weight, Grad::Dense(&[0.5, 0.0]))])?;
///     optimizer.values(weight)
/// }
///
/// assert_eq!(one_step(&Cpu)?[1], 0.0);
/// # Ok::<(), proxgrad::Error>(())
/// ```
pub trait Backend {
    /// `cpu` or `gpu`.
    fn name(&self) -> &'static str;

    /// What it runs on, in one line for people.
    fn describe(&self) -> String;

    /// An optimizer without parameters.
    ///
    /// # Errors
    /// A setting out of range.
    fn optimizer(&self, config: Config) -> Result<Box<dyn Optimizer>, Error>;
}

/// An optimizer together with the values of its parameters.
pub trait Optimizer {
    /// Adds a group for parameters to join.
    ///
    /// # Errors
    /// A setting out of range.
    fn add_group(&mut self, group: Group) -> Result<GroupId, Error>;

    /// Registers a parameter, with a copy of its values.
    ///
    /// # Errors
    /// A name taken, a group of another optimizer, a shape too large; on the GPU, values that do not fill it. (On the
    /// CPU values are handed in at every step, and their length is checked there.)
    fn add_param(&mut self, param: Param<'_>) -> Result<ParamId, Error>;

    /// Registers parameters that belong together, in this order.
    ///
    /// # Errors
    /// One that [`Optimizer::add_param`] refuses.
    fn add_params(&mut self, params: &[Param<'_>]) -> Result<Vec<ParamId>, Error> {
        params.iter().map(|param| self.add_param(*param)).collect()
    }

    /// One step, submitted, with these gradients; gives the refusals of those that were left out.
    ///
    /// # Errors
    /// The step was refused, or a gradient was and [`Refused::DropsTheStep`].
    fn step_with(&mut self, grads: &[(ParamId, Grad<'_>)], refused: Refused) -> Result<Vec<Error>, Error>;

    /// One step, submitted, with all of these gradients or none.
    ///
    /// # Errors
    /// The step or a gradient was refused.
    fn step(&mut self, grads: &[(ParamId, Grad<'_>)]) -> Result<(), Error> {
        self.step_with(grads, Refused::DropsTheStep).map(drop)
    }

    /// One step, submitted, with a gradient or none for each parameter by position.
    ///
    /// # Errors
    /// The step or a gradient was refused.
    fn step_in_order(&mut self, grads: &[Grad<'_>]) -> Result<(), Error>;

    /// Puts the parameters into another order.
    ///
    /// # Errors
    /// Names that are not those of all parameters, each once.
    fn order_params(&mut self, names: &[&str]) -> Result<(), Error>;

    /// All parameters, in the optimizer's order.
    fn params(&self) -> Vec<ParamId>;

    /// The learning rate of the next step, for a group or for parameters in none.
    ///
    /// # Errors
    /// There is no such value, or an id of another optimizer.
    fn lr(&self, group: Option<GroupId>) -> Result<f64, Error>;

    /// The learning rate of a parameter's next step.
    ///
    /// # Errors
    /// There is no such value, or an id of another optimizer.
    fn lr_of(&self, param: ParamId) -> Result<f64, Error>;

    /// The weight decay of a parameter's next step.
    ///
    /// # Errors
    /// There is no such value, or an id of another optimizer.
    fn weight_decay_of(&self, param: ParamId) -> Result<f64, Error>;

    /// Which of a parameter's rows a step regularises.
    ///
    /// # Errors
    /// An id of another optimizer.
    fn rows_of(&self, param: ParamId) -> Result<Rows, Error>;

    /// What the gradients of later steps are divided by.
    ///
    /// # Errors
    /// A scale out of range.
    fn set_loss_scale(&mut self, loss_scale: f64) -> Result<(), Error>;

    /// Device indices that were no rows, in all steps so far.
    ///
    /// # Errors
    /// A lost device.
    fn bad_rows(&self) -> Result<u32, Error>;

    /// What was counted, and what is measured of all values now.
    ///
    /// # Errors
    /// A lost device.
    fn report(&mut self) -> Result<Report, Error>;

    /// Whether later steps measure the norm of their gradients.
    fn measure_steps(&mut self, is_wanted: bool);

    /// A parameter's values as they are in memory, in its shape: exact rows may be behind.
    ///
    /// # Errors
    /// An id of another optimizer, a lost device.
    fn values(&self, param: ParamId) -> Result<Vec<f32>, Error>;

    /// A parameter's values as they are once all rows are up to date, which they do not become by this.
    ///
    /// # Errors
    /// An id of another optimizer, a lost device.
    fn exported(&mut self, param: ParamId) -> Result<Vec<f32>, Error>;

    /// Brings all exact rows of a parameter up to date; on a GPU those of every parameter.
    ///
    /// # Errors
    /// An id of another optimizer, a lost device.
    fn flush(&mut self, param: ParamId) -> Result<(), Error>;

    /// Brings some of them up to date; bad indices of the device's are skipped.
    ///
    /// # Errors
    /// An id of another optimizer, a bad index of the host's, a lost device.
    fn flush_rows(&mut self, param: ParamId, indices: Indices<'_>) -> Result<(), Error>;

    /// A parameter's accumulators, in its shape.
    ///
    /// # Errors
    /// An id of another optimizer, a lost device.
    fn accum(&self, param: ParamId) -> Result<Vec<f32>, Error>;

    /// The whole state, values apart.
    ///
    /// # Errors
    /// A lost device.
    fn snapshot(&self) -> Result<Snapshot, Error>;

    /// Takes up the state of a snapshot.
    ///
    /// # Errors
    /// A snapshot that does not fit.
    fn restore(&mut self, snapshot: &Snapshot) -> Result<(), Error>;

    /// Steps taken; on a GPU skipped ones too.
    fn global_step(&self) -> u64;
}
