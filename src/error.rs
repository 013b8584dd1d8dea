//! Errors of callers, with names, numbers and the remedy.

use std::fmt;

use thiserror::Error as ThisError;

/// What a caller got wrong. A call that returns an error has changed nothing.
///
/// ```
/// use proxgrad::{Config, Error, cpu::{Param, ProximalAdagrad}};
///
/// let mut optimizer = ProximalAdagrad::new(Config::default())?;
/// let weight = optimizer.add_param(Param::new("weight", &[3]))?;
/// let mut values = [1.0; 3];
///
/// let error = optimizer.begin_step().dense(weight, &mut values, &[0.5, 0.2]).unwrap_err();
/// assert_eq!(error.to_string(), "parameter \"weight\": grads hold 2 elements; 3 are needed");
/// assert!(matches!(error, Error::Length { got: 2, want: 3, .. }));
/// assert_eq!((values, optimizer.global_step()), ([1.0; 3], 0));
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, ThisError)]
#[non_exhaustive]
pub enum Error {
    /// A setting outside its range.
    #[error("{field} is {value}; it must be {expected}")]
    #[non_exhaustive]
    Invalid {
        /// The setting.
        field: Field,
        /// Its value.
        value: f64,
        /// The values that it may have.
        expected: &'static str,
    },
    /// An argument that is not below another one.
    #[error("{field} is {value}; it must be below {other}, which is {bound}")]
    #[non_exhaustive]
    NotBelow {
        /// The setting.
        field: Field,
        /// Its value.
        value: f64,
        /// The argument that it must be below.
        other: &'static str,
        /// The value of that argument.
        bound: f64,
    },
    /// A milestone of [`piecewise_constant_lr`](crate::dynamic_lr::piecewise_constant_lr) that is 0, or below
    /// the one before it.
    #[error(
        "milestone[{position}] is {value}; it must be at least {least}: milestones begin at 1 and never go back"
    )]
    #[non_exhaustive]
    Milestone {
        /// Its position in the list.
        position: usize,
        /// Its value.
        value: u64,
        /// The milestone before it; 1 for the first.
        least: u64,
    },
    /// Empty lists, or lists of different lengths, for
    /// [`piecewise_constant_lr`](crate::dynamic_lr::piecewise_constant_lr).
    #[error(
        "milestone has {milestones} entries and learning_rates has {rates}; give one rate for each milestone, \
         and at least one"
    )]
    #[non_exhaustive]
    MilestoneCount {
        /// Entries of `milestone`.
        milestones: usize,
        /// Entries of `learning_rates`.
        rates: usize,
    },
    /// A list of more values than memory can hold.
    #[error("a list of {steps} values does not fit into memory; a schedule that computes them needs none")]
    #[non_exhaustive]
    ListTooLong {
        /// Values asked for.
        steps: u64,
    },
    /// A schedule that is an empty list.
    #[error("{field} is an empty list; give one value for each step")]
    #[non_exhaustive]
    EmptyList {
        /// The setting.
        field: Field,
    },
    /// A step past the end of a schedule's list.
    #[error("{field} has no value for step {step}: its list ended; give a longer list or a function")]
    #[non_exhaustive]
    ScheduleEnded {
        /// The setting.
        field: Field,
        /// The step, counted from 0.
        step: u64,
    },
    /// A value out of range that a schedule has computed.
    #[error("{field} is {value} at step {step}; its schedule must give values finite and at least 0")]
    #[non_exhaustive]
    ScheduleValue {
        /// The setting.
        field: Field,
        /// The step, counted from 0.
        step: u64,
        /// The value of the schedule.
        value: f64,
    },
    /// A learning rate of 0, or next to it, with a rule whose values follow from sums: FTRL-Proximal divides by the rate, and
    /// AdaGrad-RDA multiplies all values by it.
    #[error(
        "learning_rate {learning_rate} is too small for the update rule; it must be above 1e-18 in every step"
    )]
    #[non_exhaustive]
    RateTooSmall {
        /// The learning rate.
        learning_rate: f32,
    },
    /// A learning rate with which the move of an element could leave the range of f32.
    #[error("learning_rate {learning_rate} is too large; it must be below 2^65, which is 3.69e19")]
    #[non_exhaustive]
    RateTooLarge {
        /// The learning rate of the step.
        learning_rate: f32,
    },
    /// An L1 or L2 strength with which a shrink could leave the range of f32.
    #[error(
        "{field} = {strength} at learning rate {learning_rate} is too large to shrink by; lower one of them"
    )]
    #[non_exhaustive]
    StrengthTooLarge {
        /// `l1` or `l2`.
        field: &'static str,
        /// Its value.
        strength: f32,
        /// The learning rate of the step.
        learning_rate: f32,
    },
    /// A parameter with the name of another one.
    #[error("a parameter named \"{name}\" exists already; names identify parameters and must differ")]
    #[non_exhaustive]
    DuplicateName {
        /// The name.
        name: String,
    },
    /// A step of an optimizer without parameters.
    #[error("the optimizer has no parameters; add some before the first step")]
    NoParams,
    /// A step of an optimizer with a group that has no parameters.
    #[error("group {group} has no parameters; put some into it, or do not add it")]
    #[non_exhaustive]
    EmptyGroup {
        /// Number of the group, counted from 0 in the order of addition.
        group: usize,
    },
    /// Lists of learning rates with different lengths.
    #[error("{field} lists {got} values, but {other} lists {want}; give all lists the same length")]
    #[non_exhaustive]
    ListLength {
        /// The setting.
        field: Field,
        /// Number of values in its list.
        got: usize,
        /// The earlier setting with a list.
        other: Field,
        /// Number of values in that list.
        want: usize,
    },
    /// An order of parameters with more or fewer names than there are parameters.
    #[error("order_params names {got} parameters, but there are {want}; name each of them once")]
    #[non_exhaustive]
    OrderLength {
        /// Number of names given.
        got: usize,
        /// Number of parameters.
        want: usize,
    },
    /// An order of parameters with a name that no parameter has.
    #[error("order_params names \"{name}\", but no parameter has that name; name each parameter once")]
    #[non_exhaustive]
    OrderUnknown {
        /// The name.
        name: String,
    },
    /// An order of parameters that has a name twice.
    #[error("order_params names \"{name}\" twice; name each parameter once")]
    #[non_exhaustive]
    OrderRepeats {
        /// The name.
        name: String,
    },
    /// More or fewer gradients by position than there are parameters.
    #[error(
        "gradients by position: {got} given, {want} needed; give one for each parameter, in the optimizer's order"
    )]
    #[non_exhaustive]
    GradCount {
        /// Number of gradients given.
        got: usize,
        /// Number of parameters.
        want: usize,
    },
    /// An id of another optimizer.
    #[error("this {what} id belongs to another optimizer; use the ids that this one returned")]
    #[non_exhaustive]
    ForeignId {
        /// `parameter`, `group` or `arena`.
        what: &'static str,
    },
    /// A shape with too many elements or rows.
    #[error("parameter \"{name}\": shape {shape:?} has more elements than can be addressed")]
    #[non_exhaustive]
    ShapeTooLarge {
        /// The parameter.
        name: String,
        /// Its shape.
        shape: Vec<usize>,
    },
    /// A tensor with the wrong number of elements.
    #[error("parameter \"{name}\": {role} hold {got} elements; {want} are needed")]
    #[non_exhaustive]
    Length {
        /// The parameter.
        name: String,
        /// `values`, `grads`, `indices` or `export`.
        role: &'static str,
        /// Elements given.
        got: u64,
        /// Elements needed.
        want: u64,
    },
    /// A second gradient for one parameter in one step.
    #[error("parameter \"{name}\" already has a gradient in this step; sum the two, or take two steps")]
    #[non_exhaustive]
    DuplicateGrad {
        /// The parameter.
        name: String,
    },
    /// A row gradient for a parameter without axes.
    #[error("parameter \"{name}\" is a scalar and has no rows; give it a dense gradient")]
    #[non_exhaustive]
    NoRows {
        /// The parameter.
        name: String,
    },
    /// Weight decay of a parameter with [exact](crate::Rows::Exact) rows.
    #[error(
        "parameter \"{name}\" has weight decay, which would change rows without a gradient too, in a way that has no \
         closed form; with exact rows set weight_decay to 0 for its group and use l2, or use touched rows"
    )]
    #[non_exhaustive]
    ExactDecay {
        /// The parameter.
        name: String,
    },
    /// Exact rows with settings of the rule for which there is no closed form.
    #[error("parameter \"{name}\" cannot have exact rows: {reason}, or use Rows::Touched")]
    #[non_exhaustive]
    ExactRule {
        /// The parameter.
        name: String,
        /// The setting for which there is no closed form, and the remedy.
        reason: &'static str,
    },
    /// Parameters in an arena with a rule that takes rows as a whole.
    #[error(
        "parameter \"{name}\" cannot lie in an arena: the update rule takes rows as a whole, and arenas are updated element by \
         element; register it with add_param"
    )]
    #[non_exhaustive]
    RuleInArena {
        /// The parameter.
        name: String,
    },
    /// Accumulators of the caller's for a rule whose state is not one accumulator per element.
    #[error(
        "parameter \"{name}\": only a rule whose state is one accumulator per element takes accumulators of the caller's; \
         leave out Param::accum"
    )]
    #[non_exhaustive]
    AccumOfCaller {
        /// The parameter.
        name: String,
    },
    /// A new L1 or L2 strength for a parameter with [exact](crate::Rows::Exact) rows.
    #[error(
        "parameter \"{name}\" has exact rows, whose pending steps have its present {field}; flush it just before the change; \
         where steps may be skipped, or adaptive l2 changes from or to 0, restore a flushed snapshot into a new optimizer"
    )]
    #[non_exhaustive]
    ExactStrength {
        /// The parameter.
        name: String,
        /// `l1` or `l2`.
        field: &'static str,
    },
    /// An index that is not a row of its parameter.
    #[error("parameter \"{name}\": indices[{position}] is {index}, but it has {rows} rows")]
    #[non_exhaustive]
    RowOutOfRange {
        /// The parameter.
        name: String,
        /// Its position among the indices.
        position: usize,
        /// The index.
        index: i128,
        /// Number of rows of the parameter.
        rows: u64,
    },
    /// Indices that were grouped for a table with another number of rows.
    #[error(
        "parameter \"{name}\" has {rows} rows, but the indices were grouped for a table of {grouped_rows}; group them for this \
         parameter"
    )]
    #[non_exhaustive]
    GroupedRows {
        /// The parameter.
        name: String,
        /// Its rows.
        rows: u64,
        /// Rows of the table that the indices were grouped for.
        grouped_rows: u64,
    },
    /// Rows of a part of a table that lie outside of the table.
    #[error(
        "parameter \"{name}\" has {rows} rows from row {first_row} of its table on, and the table has {table_rows} rows"
    )]
    #[non_exhaustive]
    TablePart {
        /// The parameter.
        name: String,
        /// Row of the table that is the parameter's first one.
        first_row: u64,
        /// Rows of the parameter.
        rows: u64,
        /// Rows of the table.
        table_rows: u64,
    },
    /// Indices that an optimizer with other kernels has grouped on its device.
    #[error(
        "parameter \"{name}\": the indices were grouped with other kernels; group them with those of its optimizer"
    )]
    #[non_exhaustive]
    GroupedElsewhere {
        /// The parameter.
        name: String,
    },
    /// Another arrangement of the rows of a parameter in an arena, whose layout is fixed.
    #[error(
        "parameter \"{name}\" lies in an arena, which keeps its layout; register tables whose rows change on their own"
    )]
    #[non_exhaustive]
    RowsInArena {
        /// The parameter.
        name: String,
    },
    /// Another buffer for a parameter in an arena, whose parameters lie in one buffer.
    #[error(
        "parameter \"{name}\" lies in an arena, which keeps its buffer; register parameters whose tensors move on their own"
    )]
    #[non_exhaustive]
    PlaceInArena {
        /// The parameter.
        name: String,
    },
    /// A call that uses values which were released by `unbind`.
    #[error(
        "parameter \"{name}\" is not bound to a buffer; call `rebind` with the place of its values first"
    )]
    #[non_exhaustive]
    Unbound {
        /// The parameter.
        name: String,
    },
    /// Another arrangement of a parameter's rows, without a place for the 16-bit copy that the parameter has, or with one for a
    /// copy that it does not have.
    #[error(
        "parameter \"{name}\": the new table must have a 16-bit copy if, and only if, the parameter has one; see \
         `NewTable::copy`"
    )]
    #[non_exhaustive]
    TableCopy {
        /// The parameter.
        name: String,
    },
    /// Rows that a table in a snapshot does not have.
    #[error("tensor \"{tensor}\" has {len} rows, and those from {} to {} were to be taken", rows.start, rows.end)]
    #[non_exhaustive]
    StateRows {
        /// The tensor.
        tensor: String,
        /// The rows that were to be taken.
        rows: std::ops::Range<usize>,
        /// Its rows.
        len: usize,
    },
    /// Shards of a table with exact rows that have not taken part in the same steps.
    #[error(
        "tensor \"{tensor}\" differs between the shards; each optimizer must take the same steps, with a gradient without entries \
         where it has none"
    )]
    #[non_exhaustive]
    ShardSteps {
        /// The tensor.
        tensor: String,
    },
    /// A tensor that is no table, or whose rows are not those of other shards.
    #[error("tensor \"{tensor}\" is {got}; a shard must {want}")]
    #[non_exhaustive]
    ShardShape {
        /// The tensor.
        tensor: String,
        /// Its type and shape.
        got: String,
        /// What it must have.
        want: String,
    },
    /// A parameter that a snapshot may lack, which the optimizer does not have.
    #[error(
        "a snapshot may lack \"{name}\", but the optimizer has no parameter of this name; leave it out of `allow_missing`"
    )]
    #[non_exhaustive]
    MissingUnknown {
        /// The name.
        name: String,
    },
    /// A parameter that may be left out of a snapshot, which the optimizer has.
    #[error(
        "\"{name}\" may be unexpected in a snapshot, but it is a parameter of the optimizer; leave it out of `allow_unexpected`"
    )]
    #[non_exhaustive]
    UnexpectedKnown {
        /// The name.
        name: String,
    },
    /// A row gradient with more entries than one step can take.
    #[error(
        "parameter \"{name}\": {got} row entries in one step; at most {most} are possible, so split the batch"
    )]
    #[non_exhaustive]
    TooManyEntries {
        /// The parameter.
        name: String,
        /// Number of entries given.
        got: u64,
        /// The most entries possible.
        most: u64,
    },
    /// A row gradient for a parameter with more rows than indices of 32 bits reach.
    #[error(
        "parameter \"{name}\" has {got} rows, and row gradients reach at most {most}; split the table, or give it dense \
         gradients"
    )]
    #[non_exhaustive]
    TooManyRows {
        /// The parameter.
        name: String,
        /// Its rows.
        got: u64,
        /// The most rows possible.
        most: u64,
    },
    /// A buffer without a usage that is needed.
    #[error("parameter \"{name}\": the buffer of its {role} lacks {missing}; add that to its usages")]
    #[non_exhaustive]
    BufferUsage {
        /// The parameter.
        name: String,
        /// `values`, `copy`, `accum`, `grads`, `indices`, `sources` or `export`.
        role: &'static str,
        /// The usage, as wgpu spells it.
        missing: &'static str,
    },
    /// A buffer slice at an offset that the device cannot bind.
    #[error(
        "parameter \"{name}\": {role} begin at byte {offset}; this device needs multiples of {alignment}"
    )]
    #[non_exhaustive]
    Misaligned {
        /// The parameter.
        name: String,
        /// `values`, `grads`, `indices` or `export`.
        role: &'static str,
        /// Bytes from the start of the buffer to the slice.
        offset: u64,
        /// Bytes that the offset must be a multiple of.
        alignment: u64,
    },
    /// A buffer slice for an odd number of 16-bit elements that ends in the middle of a word.
    #[error(
        "parameter \"{name}\": {role} are {got} bytes, and devices bind whole words; hand in {needed} bytes: the half \
         behind the last element is left alone"
    )]
    #[non_exhaustive]
    HalfWord {
        /// The parameter.
        name: String,
        /// `values`, `grads`, `copy` or `export`.
        role: &'static str,
        /// Bytes given.
        got: u64,
        /// Bytes needed.
        needed: u64,
    },
    /// More parameters with [exact](crate::Rows::Exact) rows than a device can count skipped steps of.
    #[error(
        "parameter \"{name}\": at most {most} parameters have exact rows where steps may be skipped; give it touched rows, \
         or leave skip_on_overflow and dynamic_loss_scale out"
    )]
    #[non_exhaustive]
    TooManyExact {
        /// The parameter.
        name: String,
        /// The most such parameters possible.
        most: u64,
    },
    /// A 16-bit copy of values that are not f32, or a copy in f32.
    #[error(
        "parameter \"{name}\": a copy is in f16 or bf16, of values in f32; leave it out, or store the values in f32"
    )]
    #[non_exhaustive]
    CopyFormat {
        /// The parameter.
        name: String,
    },
    /// A tensor that shares bytes of a buffer with the values of a parameter.
    #[error(
        "parameter \"{name}\": its {role} overlap the values or accumulators of \"{other}\"; give each a range of its own"
    )]
    #[non_exhaustive]
    Overlap {
        /// The parameter.
        name: String,
        /// `values`, `copy`, `accum`, `grads`, `indices` or `export`.
        role: &'static str,
        /// The parameter whose values or accumulators lie there.
        other: String,
    },
    /// A demand beyond a limit of the device.
    #[error("{what} needs {needed}, but the device allows {allowed}; request a higher `{limit}`")]
    #[non_exhaustive]
    Limit {
        /// What has the demand.
        what: String,
        /// Name of the limit, as wgpu spells it.
        limit: &'static str,
        /// The demand.
        needed: u64,
        /// The limit that the device was opened with.
        allowed: u64,
    },
    /// A tensor that is missing in a snapshot.
    #[error(
        "the snapshot has no tensor \"{tensor}\"; it was not taken of an optimizer with these parameters"
    )]
    #[non_exhaustive]
    StateMissing {
        /// Name of the tensor.
        tensor: String,
    },
    /// A tensor in a snapshot that the optimizer has no use for.
    #[error(
        "the snapshot has a tensor \"{tensor}\" that this optimizer does not know; register that parameter first"
    )]
    #[non_exhaustive]
    StateExtra {
        /// Name of the tensor.
        tensor: String,
    },
    /// A tensor in a snapshot with another type or shape than the optimizer needs.
    #[error("the snapshot's tensor \"{tensor}\" is {got}; this optimizer needs {want}")]
    #[non_exhaustive]
    StateMismatch {
        /// Name of the tensor.
        tensor: String,
        /// Type and shape found.
        got: String,
        /// Type and shape needed.
        want: String,
    },
    /// An accumulator or rate in a snapshot that is negative or not finite.
    #[error(
        "the snapshot's tensor \"{tensor}\" holds {value} at {position}; it must be finite and at least 0"
    )]
    #[non_exhaustive]
    StateValue {
        /// Name of the tensor.
        tensor: String,
        /// Position of the value, in row-major order.
        position: usize,
        /// The value.
        value: f32,
    },
    /// A counter in a snapshot that no optimizer could count on from.
    #[error("the snapshot's tensor \"{tensor}\" counts {value}; it must be at most {most}")]
    #[non_exhaustive]
    StateCounter {
        /// Name of the tensor.
        tensor: String,
        /// The count.
        value: u64,
        /// The largest count.
        most: u64,
    },
    /// A row in a snapshot that is up to date with an impossible step.
    #[error(
        "the snapshot's tensor \"{tensor}\" holds {value} at {position}; a row is up to date with a step from {least} \
         to {most}"
    )]
    #[non_exhaustive]
    StateMark {
        /// Name of the tensor.
        tensor: String,
        /// The row.
        position: usize,
        /// The step that the row is up to date with.
        value: u64,
        /// The first step whose rate the snapshot still has.
        least: u64,
        /// Number of steps that the parameter took part in.
        most: u64,
    },
    /// wgpu was compiled without a backend, so there can be no device.
    #[error(
        "wgpu was compiled without a backend for this platform; switch on the feature \"backends\" of proxgrad in \
         Cargo.toml, or backends of wgpu itself, for example wgpu = {{ version = \"30\", features = [\"vulkan\", \
         \"metal\", \"dx12\", \"webgpu\"] }}"
    )]
    NoBackend,
    /// No adapter has what was asked for.
    #[error("{0}")]
    NoAdapter(String),
    /// The device refused.
    #[error("{doing}: {reason}")]
    #[non_exhaustive]
    Device {
        /// What was being done.
        doing: &'static str,
        /// The reason, as wgpu states it.
        reason: String,
    },
    /// The device has no memory left.
    #[error("{doing}: the device has no memory left; free some, or use smaller tensors or batches")]
    #[non_exhaustive]
    OutOfMemory {
        /// What was being done.
        doing: &'static str,
    },
    /// The device was lost, and with it all buffers: its driver was reset or removed, or the program destroyed the device.
    #[error(
        "{doing}: the device was lost ({reason}); open a new device, make new kernels, buffers and a new optimizer, and \
         restore the last values and snapshot that the host has"
    )]
    #[non_exhaustive]
    DeviceLost {
        /// What was being done.
        doing: &'static str,
        /// How the device was lost, as far as that is known.
        reason: String,
    },
    /// An optimizer that an earlier error left in the middle of a call, so that the state on the device may not be the one that
    /// the host counts with.
    #[error(
        "an earlier call failed halfway ({reason}); make a new optimizer, and restore the last values and snapshot that the \
         host has"
    )]
    #[non_exhaustive]
    Poisoned {
        /// The error of the earlier call.
        reason: String,
    },
    /// A buffer that wgpu does not bind: it was destroyed, or belongs to another device.
    #[error(
        "parameter \"{name}\": the buffer of its {role} cannot be bound; it must be a buffer of this device that was not \
         destroyed: {reason}"
    )]
    #[non_exhaustive]
    BufferUnusable {
        /// The parameter.
        name: String,
        /// `values`, `copy`, `export`, `grads`, or `grads or indices`.
        role: &'static str,
        /// The reason, as wgpu states it.
        reason: String,
    },
}

#[cfg(feature = "gpu")]
impl Error {
    /// What wgpu refused, as an error about a buffer of a parameter. Other errors stay as they are.
    pub(crate) fn of_buffer(self, name: &str, role: &'static str) -> Self {
        match self {
            Self::Device { reason, .. } => Self::BufferUnusable { name: name.to_owned(), role, reason },
            other => other,
        }
    }
}

/// A setting or argument, as errors name it: `warmup_steps of learning_rate of group 0`.
///
/// ```
/// use proxgrad::{Config, Error, Field, cpu::ProximalAdagrad, schedule::WarmUp};
///
/// let warm_up = WarmUp { learning_rate: 0.1, warmup_steps: 0 };
/// let error = ProximalAdagrad::new(Config { learning_rate: warm_up.into(), ..Config::default() }).unwrap_err();
/// assert_eq!(error.to_string(), "warmup_steps of learning_rate is 0; it must be at least 1");
///
/// assert!(matches!(
///     error,
///     Error::Invalid { field: Field { name: "learning_rate", argument: Some("warmup_steps"), .. }, .. }
/// ));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Field {
    /// Name of the setting in [`Config`](crate::Config), or of the function or type that was called.
    pub name: &'static str,
    /// Number of the group that has the setting, counted from 0 in the order of addition; `None` for the
    /// optimizer.
    pub group: Option<usize>,
    /// Name of the argument, where the setting is a named schedule or `name` was called.
    pub argument: Option<&'static str>,
}

impl Field {
    /// A setting of the optimizer, or a function or type.
    pub(crate) fn new(name: &'static str) -> Self {
        Self { name, group: None, argument: None }
    }

    /// A setting of a group.
    pub(crate) fn of_group(name: &'static str, index: usize) -> Self {
        Self { name, group: Some(index), argument: None }
    }

    /// An argument of this setting.
    pub(crate) fn argument(self, name: &'static str) -> Self {
        Self { argument: Some(name), ..self }
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.argument.map_or(Ok(()), |argument| write!(f, "{argument} of "))?;
        f.write_str(self.name)?;
        self.group.map_or(Ok(()), |index| write!(f, " of group {index}"))
    }
}
