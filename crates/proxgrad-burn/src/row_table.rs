//! Embedding tables whose gradients are those of the rows that were read.

use burn::{
    module::{Initializer, Module, Param, ParamId},
    tensor::{Device, Gradients, Int, Tensor},
};

/// Settings of a [`RowTable`].
#[derive(Clone, Debug)]
pub struct RowTableConfig {
    rows: usize,
    width: usize,
    initializer: Initializer,
}

impl RowTableConfig {
    /// A table of `rows` rows with `width` elements each, which are drawn from the standard normal distribution, as those of
    /// burn's embedding are.
    pub fn new(rows: usize, width: usize) -> Self {
        Self { rows, width, initializer: Initializer::Normal { mean: 0.0, std: 1.0 } }
    }

    /// Other initial values.
    pub fn with_initializer(self, initializer: Initializer) -> Self {
        Self { initializer, ..self }
    }

    /// Makes the table.
    pub fn init(&self, device: &Device) -> RowTable {
        let weight: Param<Tensor<2>> = self.initializer.init([self.rows, self.width], device);
        RowTable::from_tensor(weight.into_value())
    }
}

/// An embedding table. Where burn's embedding leaves a gradient of the whole table, which the optimizer reads and writes as a
/// whole, this one leaves a gradient of the rows that a batch has read.
///
/// ```
/// use burn::{module::Module, nn::{Linear, LinearConfig}, optim::GradientsParams, tensor::{Device, Int, Tensor}};
/// use proxgrad::Config;
/// use proxgrad_burn::{ProximalAdagradConfig, RowTable, RowTableConfig};
///
/// #[derive(Module, Debug)]
/// struct Model {
///     users: RowTable,
///     output: Linear,
/// }
///
/// let device = Device::flex().autodiff();
/// let mut model = Model {
///     users: RowTableConfig::new(1000, 8).init(&device),
///     output: LinearConfig::new(8, 1).init(&device),
/// };
/// let config = Config { learning_rate: 0.1.into(), ..Config::default() };
/// let mut optimizer = ProximalAdagradConfig::new(config).init_module(&model)?;
///
/// let ids = Tensor::<1, Int>::from_ints([7, 3, 7], &device);
/// let users = model.users.forward(ids);
/// let loss = model.output.forward(users.rows()).square().mean();
/// let mut grads = loss.backward();
/// let row_grads = [users.row_gradient(&mut grads)];
/// let grads = GradientsParams::from_grads(grads, &model);
/// model = optimizer.step_rows(model, grads, row_grads)?;
/// # let _ = model;
/// # Ok::<(), proxgrad_burn::Error>(())
/// ```
#[derive(Module, Debug)]
pub struct RowTable {
    /// The rows, `[rows, width]`. They do not require gradients themselves; those that [`RowTable::forward`] returns do.
    pub weight: Param<Tensor<2>>,
}

impl RowTable {
    /// A table with these values, `[rows, width]`.
    pub fn from_tensor(values: Tensor<2>) -> Self {
        let strategy = values.gradient_checkpointing_strategy();
        let plain = values.without_autodiff();
        let values = match strategy {
            Some(strategy) => Tensor::from_inner(plain).with_gradient_checkpointing_strategy(strategy),
            None => plain,
        };
        Self { weight: Param::initialized(ParamId::new(), values) }
    }

    /// Id of the table, which [`ProximalAdagradModule::flush_rows`](crate::ProximalAdagradModule::flush_rows) takes.
    pub fn id(&self) -> ParamId {
        self.weight.id
    }

    /// Reads the rows with these ids, in any order and with repetitions. Ids that are no row give rows of zeros; a step leaves
    /// their gradients out, and counts them in [`Report::bad_rows`](proxgrad::Report::bad_rows).
    ///
    /// Where the table is on a device with autodiff, the rows require gradients. With
    /// [exact rows](crate::ProximalAdagradConfig::with_exact_rows), call
    /// [`ProximalAdagradModule::flush_rows`](crate::ProximalAdagradModule::flush_rows) with the same ids first.
    pub fn forward(&self, ids: Tensor<1, Int>) -> Lookup {
        let ids = ids.without_autodiff();
        let weight = self.weight.val();
        let strategy = weight.gradient_checkpointing_strategy();
        let rows = read_rows(weight.without_autodiff(), ids.clone());
        let rows = match strategy {
            Some(strategy) => {
                Tensor::from_inner(rows).with_gradient_checkpointing_strategy(strategy).require_grad()
            }
            None => rows,
        };
        Lookup { table: self.weight.id, ids, rows }
    }
}

/// The rows with these ids; zeros where an id is no row.
fn read_rows(table: Tensor<2>, ids: Tensor<1, Int>) -> Tensor<2> {
    let [row_count, width] = table.dims();
    let [entries] = ids.dims();
    if row_count == 0 || entries == 0 {
        return Tensor::zeros([entries, width], (&table.device(), table.dtype()));
    }
    let last = i64::try_from(row_count - 1).unwrap_or(i64::MAX);
    let is_outside = ids.clone().lower_elem(0).bool_or(ids.clone().greater_elem(last));
    let rows = table.select(0, ids.clamp(0, last));
    rows.mask_fill(is_outside.unsqueeze_dim::<2>(1).expand([entries, width]), 0.0)
}

/// Rows that were read from a [`RowTable`].
#[derive(Clone, Debug)]
pub struct Lookup {
    table: ParamId,
    ids: Tensor<1, Int>,
    rows: Tensor<2>,
}

impl Lookup {
    /// The rows in the order of their ids, `[ids, width]`, for the forward pass.
    pub fn rows(&self) -> Tensor<2> {
        self.rows.clone()
    }

    /// The ids.
    pub fn ids(&self) -> Tensor<1, Int> {
        self.ids.clone()
    }

    /// Takes the gradient of these rows out of those of a backward pass. Where the rows had no part in the loss, the gradient
    /// has no entries.
    pub fn row_gradient(self, grads: &mut Gradients) -> RowGradient {
        let Self { table, ids, rows } = self;
        let gradient = if rows.is_require_grad() { rows.grad_remove(grads) } else { None };
        match gradient {
            Some(values) => RowGradient { table, ids, values },
            None => {
                let values = rows.without_autodiff().slice_dim(0, 0..0);
                RowGradient { table, ids: ids.slice_dim(0, 0..0), values }
            }
        }
    }
}

/// A gradient of some rows of a [`RowTable`].
#[derive(Clone, Debug)]
pub struct RowGradient {
    pub(crate) table: ParamId,
    pub(crate) ids: Tensor<1, Int>,
    pub(crate) values: Tensor<2>,
}

impl RowGradient {
    /// A gradient of the rows `ids` of the table with this id: `values` is `[ids, width]`. Entries with equal ids are summed.
    pub fn new(table: ParamId, ids: Tensor<1, Int>, values: Tensor<2>) -> Self {
        Self { table, ids: ids.without_autodiff(), values: values.without_autodiff() }
    }
}
