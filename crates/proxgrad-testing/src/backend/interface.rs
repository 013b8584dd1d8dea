//! The interface of test backends: one test body runs on every device.
//!
//! The library itself has no such trait, because its two optimizers share values, not an interface. Here values are
//! passed as slices, wherever the device keeps them, and every call blocks.

use proxgrad::{
    Config, Error, Group, GroupId, ParamId, Report, RestoreOptions, RowSources, Rows, Schedule, Snapshot,
    SnapshotView,
};

use super::{
    grad::{Grad, Indices},
    param::Param,
    refused::Refused,
};

/// A device on which optimizers can be created.
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

    /// One line for people about the device.
    fn describe(&self) -> String;

    /// An optimizer without parameters.
    ///
    /// # Errors
    /// A setting out of range.
    fn optimizer(&self, config: Config) -> Result<Box<dyn Optimizer>, Error>;
}

/// An optimizer together with the values of its parameters.
pub trait Optimizer {
    /// Adds a parameter group.
    ///
    /// # Errors
    /// A setting out of range.
    fn add_group(&mut self, group: Group) -> Result<GroupId, Error>;

    /// Registers a parameter, with a copy of its values.
    ///
    /// # Errors
    /// A name that is taken, a group of another optimizer, a shape that is too large; on the GPU also values that do
    /// not fill the shape. (On the CPU values are passed to every step, which checks their length.)
    fn add_param(&mut self, param: Param<'_>) -> Result<ParamId, Error>;

    /// Registers several parameters in this order; a backend with arenas puts them into one arena.
    ///
    /// # Errors
    /// As [`Optimizer::add_param`].
    fn add_params(&mut self, params: &[Param<'_>]) -> Result<Vec<ParamId>, Error> {
        params.iter().map(|param| self.add_param(*param)).collect()
    }

    /// Submits one step with these gradients; returns the errors of the gradients that were left out.
    ///
    /// # Errors
    /// The step was refused, or a gradient was refused under [`Refused::DropsTheStep`].
    fn step_with(&mut self, grads: &[(ParamId, Grad<'_>)], refused: Refused) -> Result<Vec<Error>, Error>;

    /// Submits one step with all of these gradients; if one is refused, the step is dropped.
    ///
    /// # Errors
    /// The step or a gradient was refused.
    fn step(&mut self, grads: &[(ParamId, Grad<'_>)]) -> Result<(), Error> {
        self.step_with(grads, Refused::DropsTheStep).map(drop)
    }

    /// Submits one step with a gradient for each parameter, in the optimizer's order.
    ///
    /// # Errors
    /// The step or a gradient was refused.
    fn step_in_order(&mut self, grads: &[Grad<'_>]) -> Result<(), Error>;

    /// Sets the order of the parameters.
    ///
    /// # Errors
    /// The names are not those of all parameters, each once.
    fn order_params(&mut self, names: &[&str]) -> Result<(), Error>;

    /// Ids of all parameters, in the optimizer's order.
    fn params(&self) -> Vec<ParamId>;

    /// The learning rate of a group in the next step; of parameters without a group for `None`.
    ///
    /// # Errors
    /// The schedule has no value for the step; an id of another optimizer.
    fn lr(&self, group: Option<GroupId>) -> Result<f64, Error>;

    /// The learning rate of a parameter in the next step.
    ///
    /// # Errors
    /// The schedule has no value for the step; an id of another optimizer.
    fn lr_of(&self, param: ParamId) -> Result<f64, Error>;

    /// The weight decay of a parameter in the next step.
    ///
    /// # Errors
    /// The schedule has no value for the step; an id of another optimizer.
    fn weight_decay_of(&self, param: ParamId) -> Result<f64, Error>;

    /// Which rows of a parameter a step regularises.
    ///
    /// # Errors
    /// An id of another optimizer.
    fn rows_of(&self, param: ParamId) -> Result<Rows, Error>;

    /// Sets the loss scale of later steps, by which gradients are divided.
    ///
    /// # Errors
    /// A scale out of range.
    fn set_loss_scale(&mut self, loss_scale: f64) -> Result<(), Error>;

    /// Sets the learning rate of later steps, of a group or, for `None`, of parameters without a group.
    ///
    /// # Errors
    /// A value out of range, a list of another length, an id of another optimizer.
    fn set_learning_rate(&mut self, group: Option<GroupId>, learning_rate: Schedule) -> Result<(), Error>;

    /// Sets the weight decay of later steps.
    ///
    /// # Errors
    /// A value out of range, exact rows in the group, an id of another optimizer.
    fn set_weight_decay(&mut self, group: Option<GroupId>, weight_decay: Schedule) -> Result<(), Error>;

    /// Sets the L1 strength of later steps.
    ///
    /// # Errors
    /// As [`Optimizer::set_weight_decay`].
    fn set_l1(&mut self, group: Option<GroupId>, l1: f64) -> Result<(), Error>;

    /// Sets the L2 strength of later steps.
    ///
    /// # Errors
    /// As [`Optimizer::set_weight_decay`].
    fn set_l2(&mut self, group: Option<GroupId>, l2: f64) -> Result<(), Error>;

    /// The number of device indices out of range, in all steps so far.
    ///
    /// # Errors
    /// A lost device.
    fn bad_rows(&self) -> Result<u64, Error>;

    /// The optimizer's report, with statistics of the current values.
    ///
    /// # Errors
    /// A lost device.
    fn report(&mut self) -> Result<Report, Error>;

    /// Freezes a parameter: later steps leave it as it is.
    ///
    /// # Errors
    /// An id of another optimizer, a lost device.
    fn freeze(&mut self, param: ParamId) -> Result<(), Error>;

    /// Thaws a parameter.
    ///
    /// # Errors
    /// An id of another optimizer, a lost device.
    fn thaw(&mut self, param: ParamId) -> Result<(), Error>;

    /// Whether a parameter is frozen.
    ///
    /// # Errors
    /// An id of another optimizer.
    fn is_frozen(&self, param: ParamId) -> Result<bool, Error>;

    /// Sets whether later steps measure the norm of their gradients.
    fn measure_steps(&mut self, is_wanted: bool);

    /// The values of a parameter as they are in memory, row-major: exact rows may have pending updates.
    ///
    /// # Errors
    /// An id of another optimizer, a lost device.
    fn values(&self, param: ParamId) -> Result<Vec<f32>, Error>;

    /// The 16-bit copy of the values of a parameter, if it was registered with one.
    ///
    /// # Errors
    /// An id of another optimizer, a lost device.
    fn copied(&self, param: ParamId) -> Result<Option<Vec<f32>>, Error>;

    /// A copy of the values of a parameter with all pending updates applied; the parameter itself is not changed.
    ///
    /// # Errors
    /// An id of another optimizer, a lost device.
    fn exported(&mut self, param: ParamId) -> Result<Vec<f32>, Error>;

    /// Applies the pending updates of all exact rows of a parameter; on a GPU of every parameter.
    ///
    /// # Errors
    /// An id of another optimizer, a lost device.
    fn flush(&mut self, param: ParamId) -> Result<(), Error>;

    /// Applies the pending updates of some rows; device indices out of range are skipped.
    ///
    /// # Errors
    /// An id of another optimizer, a host index out of range, a lost device.
    fn flush_rows(&mut self, param: ParamId, indices: Indices<'_>) -> Result<(), Error>;

    /// A copy of the values of a parameter as they are in memory, in which some rows are brought up to date; the parameter itself is not
    /// changed. Device indices out of range are skipped.
    ///
    /// # Errors
    /// As [`Optimizer::flush_rows`].
    fn caught_up(&mut self, param: ParamId, indices: Indices<'_>) -> Result<Vec<f32>, Error>;

    /// Moves a parameter to a new table with these values, of which new rows keep theirs. A GPU reads the sources on the
    /// device if they are to be there.
    ///
    /// # Errors
    /// A source that is no row, a table of the wrong length, an id of another optimizer, a lost device.
    fn rearrange_rows(
        &mut self,
        param: ParamId,
        sources: &RowSources,
        on_device: bool,
        table: &[f32],
    ) -> Result<(), Error>;

    /// The accumulators of a parameter, row-major.
    ///
    /// # Errors
    /// An id of another optimizer, a lost device.
    fn accum(&self, param: ParamId) -> Result<Vec<f32>, Error>;

    /// The whole state except for the values.
    ///
    /// # Errors
    /// A lost device.
    fn snapshot(&self) -> Result<Snapshot, Error>;

    /// Restores the state of a snapshot.
    ///
    /// # Errors
    /// A snapshot that does not fit the parameters.
    fn restore(&mut self, snapshot: &Snapshot) -> Result<(), Error>;

    /// Restores the state of a borrowed snapshot, as the options allow.
    ///
    /// # Errors
    /// A snapshot that does not fit the parameters.
    fn restore_view(&mut self, snapshot: &SnapshotView<'_>, options: &RestoreOptions) -> Result<(), Error>;

    /// Steps taken; on a GPU also those that were skipped.
    fn global_step(&self) -> u64;
}
