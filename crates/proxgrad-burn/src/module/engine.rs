//! The interface of the library's optimizers on a GPU and on the CPU, as the optimizer of a module uses them.

use burn::tensor::{Device, Int, Tensor};
use proxgrad::{Format, Group, GroupId, Report, Rows, Schedule, Snapshot};

use super::entry::{Entry, Found};
use crate::error::Error;

/// A parameter to register.
pub(super) struct NewParam {
    pub(super) found: Found,
    /// Position among the groups of the settings.
    pub(super) group: Option<usize>,
    pub(super) rows: Rows,
}

/// Ids of rows of a table, with a gradient or without.
pub(super) struct RowEntry<I, V> {
    /// Of the table in the optimizer's entries.
    pub(super) index: usize,
    pub(super) ids: I,
    pub(super) values: V,
}

/// Row gradients of an engine, one for each table.
pub(super) type RowGrads<E> = Vec<RowEntry<<E as Engine>::Ids, <E as Engine>::Held>>;

/// Ids of an engine, one list for each table.
pub(super) type RowIds<E> = Vec<RowEntry<<E as Engine>::Ids, ()>>;

/// The library's optimizer on one kind of device, with tensors as burn's backend for it has them. Indices are those of the
/// parameters in order of registration.
pub(super) trait Engine: Sized {
    /// A float tensor that was taken from burn.
    type Held: 'static;
    /// Ids that were taken from burn.
    type Ids;

    /// The device of all tensors.
    fn device(&self) -> &Device;

    /// Takes a tensor that does not track gradients.
    fn take<const D: usize>(
        &self,
        tensor: Tensor<D>,
        name: &str,
        role: &'static str,
    ) -> Result<Self::Held, Error>;

    /// Returns a tensor to burn.
    fn give<const D: usize>(&self, held: Self::Held) -> Tensor<D>;

    /// Takes ids of rows of a table.
    fn take_ids(&self, ids: Tensor<1, Int>, table: &Entry) -> Result<Self::Ids, Error>;

    fn add_group(&mut self, group: Group) -> Result<GroupId, Error>;

    fn add_param(
        &mut self,
        param: &NewParam,
        group: Option<GroupId>,
        format: Format,
        values: Self::Held,
    ) -> Result<(), Error>;

    /// One step. `values` are those of the parameters with a gradient, and change.
    fn step(
        &mut self,
        values: &mut [(usize, Self::Held)],
        grads: Vec<(usize, Self::Held)>,
        rows: RowGrads<Self>,
    ) -> Result<(), Error>;

    fn flush_rows(&mut self, values: &mut [(usize, Self::Held)], rows: RowIds<Self>) -> Result<(), Error>;

    fn flush(&mut self, values: &mut [(usize, Self::Held)]) -> Result<(), Error>;

    fn measure(&mut self, values: Vec<(usize, Self::Held)>) -> Result<(), Error>;

    fn report(&self) -> Result<Report, Error>;

    fn scale_loss(&self, loss: Tensor<1>) -> Result<Tensor<1>, Error>;

    fn global_step(&self) -> u64;

    fn set_learning_rate(&mut self, group: Option<GroupId>, learning_rate: Schedule) -> Result<(), Error>;

    fn param_names(&self) -> Vec<String>;

    fn order_params(&mut self, names: &[&str]) -> Result<(), Error>;

    fn snapshot(&self) -> Result<Snapshot, Error>;

    fn restore(&mut self, snapshot: &Snapshot) -> Result<(), Error>;

    /// Number of tensors that were copied because something else held them.
    fn copies(&self) -> u64;
}
