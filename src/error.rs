//! What a caller can get wrong, with names, numbers and the remedy.

use std::fmt;

use thiserror::Error as ThisError;

/// A refusal. Whatever returned it changed nothing.
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
    Invalid {
        /// The setting.
        field: Field,
        /// What it was.
        value: f64,
        /// What it may be.
        expected: &'static str,
    },
    /// Two arguments of a schedule in the wrong order.
    #[error("{field} is {value}; it must be below {other}, which is {bound}")]
    NotBelow {
        /// The setting.
        field: Field,
        /// What it was.
        value: f64,
        /// The argument it must stay below.
        other: &'static str,
        /// The value of that argument.
        bound: f64,
    },
    /// A milestone of [`piecewise_constant_lr`](crate::dynamic_lr::piecewise_constant_lr) before its time.
    #[error(
        "milestone[{position}] is {value}; it must be at least {least}: milestones begin at 1 and never go back"
    )]
    Milestone {
        /// Where in the list.
        position: usize,
        /// What it was.
        value: u64,
        /// The milestone before it, or 1.
        least: u64,
    },
    /// Lists of no length, or of two, for [`piecewise_constant_lr`](crate::dynamic_lr::piecewise_constant_lr).
    #[error(
        "milestone has {milestones} entries and learning_rates has {rates}; give one rate for each milestone, \
         and at least one"
    )]
    MilestoneCount {
        /// Entries of `milestone`.
        milestones: usize,
        /// Entries of `learning_rates`.
        rates: usize,
    },
    /// More values than memory can hold.
    #[error("a list of {steps} values does not fit into memory; a schedule that computes them needs none")]
    ListTooLong {
        /// Values asked for.
        steps: u64,
    },
    /// A schedule without a single value.
    #[error("{field} is an empty list; give one value for each step")]
    EmptyList {
        /// The setting.
        field: Field,
    },
    /// A list of values with no entry for this step.
    #[error("{field} has no value for step {step}: its list ended; give a longer list or a function")]
    ScheduleEnded {
        /// The setting.
        field: Field,
        /// The step, counted from 0.
        step: u64,
    },
    /// A schedule that computed a value out of range.
    #[error("{field} is {value} at step {step}; its schedule must give values finite and at least 0")]
    ScheduleValue {
        /// The setting.
        field: Field,
        /// The step, counted from 0.
        step: u64,
        /// What the schedule gave.
        value: f64,
    },
    /// A shrink that could leave the range of f32.
    #[error(
        "{field} = {strength} at learning rate {learning_rate} is too large to shrink by; lower one of them"
    )]
    StrengthTooLarge {
        /// `l1` or `l2`.
        field: &'static str,
        /// Its value.
        strength: f32,
        /// The learning rate of the step.
        learning_rate: f32,
    },
    /// Two parameters of one name.
    #[error("a parameter named \"{name}\" exists already; names identify parameters and must differ")]
    DuplicateName {
        /// The name.
        name: String,
    },
    /// A step of an optimizer without parameters.
    #[error("the optimizer has no parameters; add some before the first step")]
    NoParams,
    /// A step of an optimizer with a group that no parameter joined.
    #[error("group {group} has no parameters; put some into it, or do not add it")]
    EmptyGroup {
        /// Counts the groups in the order they were added.
        group: usize,
    },
    /// Listed learning rates of different lengths.
    #[error("{field} lists {got} values, but {other} lists {want}; give all lists the same length")]
    ListLength {
        /// The setting.
        field: Field,
        /// Values in its list.
        got: usize,
        /// The setting with a list that came before.
        other: Field,
        /// Values in that list.
        want: usize,
    },
    /// An order of parameters that leaves some out or has too many.
    #[error("order_params names {got} parameters, but there are {want}; name each of them once")]
    OrderLength {
        /// Names given.
        got: usize,
        /// Parameters.
        want: usize,
    },
    /// An order of parameters with a name that no parameter has.
    #[error("order_params names \"{name}\", but no parameter has that name; name each parameter once")]
    OrderUnknown {
        /// The name.
        name: String,
    },
    /// An order of parameters with a name in it twice.
    #[error("order_params names \"{name}\" twice; name each parameter once")]
    OrderRepeats {
        /// The name.
        name: String,
    },
    /// Gradients by position, more or fewer than there are parameters.
    #[error(
        "gradients by position: {got} given, {want} needed; give one for each parameter, in the optimizer's order"
    )]
    GradCount {
        /// Gradients given.
        got: usize,
        /// Parameters.
        want: usize,
    },
    /// An id that another optimizer gave out.
    #[error("this {what} id belongs to another optimizer; use the ids that this one returned")]
    ForeignId {
        /// `parameter`, `group` or `arena`.
        what: &'static str,
    },
    /// A shape whose elements or rows cannot be counted.
    #[error("parameter \"{name}\": shape {shape:?} has more elements than can be addressed")]
    ShapeTooLarge {
        /// The parameter.
        name: String,
        /// Its shape.
        shape: Vec<usize>,
    },
    /// A tensor of the wrong length.
    #[error("parameter \"{name}\": {role} hold {got} elements; {want} are needed")]
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
    DuplicateGrad {
        /// The parameter.
        name: String,
    },
    /// A row gradient for a parameter without axes.
    #[error("parameter \"{name}\" is a scalar and has no rows; give it a dense gradient")]
    NoRows {
        /// The parameter.
        name: String,
    },
    /// Weight decay on a parameter whose rows are exact.
    #[error(
        "parameter \"{name}\" has weight decay, which would change rows without a gradient too, in a way that has no \
         closed form; with exact rows set weight_decay to 0 for its group and use l2, or use touched rows"
    )]
    ExactDecay {
        /// The parameter.
        name: String,
    },
    /// A row that does not exist.
    #[error("parameter \"{name}\": indices[{position}] is {index}, but it has {rows} rows")]
    RowOutOfRange {
        /// The parameter.
        name: String,
        /// Where in the indices.
        position: usize,
        /// The index.
        index: i64,
        /// Rows of the parameter.
        rows: u64,
    },
    /// More row entries than one step can take.
    #[error(
        "parameter \"{name}\": {got} row entries in one step; at most {most} are possible, so split the batch"
    )]
    TooManyEntries {
        /// The parameter.
        name: String,
        /// Entries given.
        got: u64,
        /// The most that fit.
        most: u64,
    },
    /// A buffer made without a usage that is needed.
    #[error("parameter \"{name}\": the buffer of its {role} lacks {missing}; add that to its usages")]
    BufferUsage {
        /// The parameter.
        name: String,
        /// `values`, `grads`, `indices` or `export`.
        role: &'static str,
        /// The usage, as wgpu spells it.
        missing: &'static str,
    },
    /// A slice whose offset the device cannot bind.
    #[error(
        "parameter \"{name}\": {role} begin at byte {offset}; this device needs multiples of {alignment}"
    )]
    Misaligned {
        /// The parameter.
        name: String,
        /// `values`, `grads`, `indices` or `export`.
        role: &'static str,
        /// Bytes from the start of the buffer.
        offset: u64,
        /// Bytes.
        alignment: u64,
    },
    /// A tensor of an odd number of 16-bit elements in a slice that ends in the middle of a word.
    #[error(
        "parameter \"{name}\": {role} are {got} bytes, and devices bind whole words; hand in {needed} bytes: the half \
         behind the last element is left alone"
    )]
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
    /// More parameters with exact rows than a device counts skipped steps for.
    #[error(
        "parameter \"{name}\": at most {most} parameters have exact rows where steps may be skipped; give it touched rows, \
         or leave skip_on_overflow and dynamic_loss_scale out"
    )]
    TooManyExact {
        /// The parameter.
        name: String,
        /// How many there may be.
        most: u64,
    },
    /// A copy in 16 bits of values that are in 16 bits already.
    #[error(
        "parameter \"{name}\": a copy is in f16 or bf16, of values in f32; leave it out, or store the values in f32"
    )]
    CopyFormat {
        /// The parameter.
        name: String,
    },
    /// Two things that would be written through one another.
    #[error(
        "parameter \"{name}\": its {role} overlap the values of \"{other}\"; give each a range of its own"
    )]
    Overlap {
        /// The parameter.
        name: String,
        /// `values`, `grads`, `indices` or `export`.
        role: &'static str,
        /// The parameter whose values lie there.
        other: String,
    },
    /// More than the device was opened for.
    #[error("{what} needs {needed}, but the device allows {allowed}; request a higher `{limit}`")]
    Limit {
        /// What needs it.
        what: String,
        /// The limit, as wgpu spells it.
        limit: &'static str,
        /// How much is needed.
        needed: u64,
        /// What the device was opened with.
        allowed: u64,
    },
    /// A tensor that a snapshot lacks.
    #[error(
        "the snapshot has no tensor \"{tensor}\"; it was not taken of an optimizer with these parameters"
    )]
    StateMissing {
        /// Its name.
        tensor: String,
    },
    /// A tensor in a snapshot that belongs to nothing here.
    #[error(
        "the snapshot has a tensor \"{tensor}\" that this optimizer does not know; register that parameter first"
    )]
    StateExtra {
        /// Its name.
        tensor: String,
    },
    /// A tensor of a snapshot with another shape or type.
    #[error("the snapshot's tensor \"{tensor}\" is {got}; this optimizer needs {want}")]
    StateMismatch {
        /// Its name.
        tensor: String,
        /// Type and shape found.
        got: String,
        /// Type and shape needed.
        want: String,
    },
    /// A value in a snapshot that no optimizer can have.
    #[error(
        "the snapshot's tensor \"{tensor}\" holds {value} at {position}; it must be finite and at least 0"
    )]
    StateValue {
        /// Its name.
        tensor: String,
        /// Where.
        position: usize,
        /// What.
        value: f32,
    },
    /// Rows in a snapshot that are up to date with no step there was.
    #[error(
        "the snapshot's tensor \"{tensor}\" holds {value} at {position}; a row is up to date with a step from {least} \
         to {most}"
    )]
    StateMark {
        /// Its name.
        tensor: String,
        /// Where.
        position: usize,
        /// What.
        value: u64,
        /// The first step whose rate the snapshot still has.
        least: u64,
        /// Steps that the parameter took part in.
        most: u64,
    },
    /// No adapter fits what was asked for.
    #[error("{0}")]
    NoAdapter(String),
    /// The device refused or was lost.
    #[error("{doing}: {reason}")]
    Device {
        /// What was being done.
        doing: &'static str,
        /// What wgpu says.
        reason: String,
    },
}

/// A setting: its name, and the group it belongs to if it is not the optimizer's own.
///
/// ```
/// use proxgrad::{Config, Error, Field, cpu::ProximalAdagrad, schedule::WarmUp};
///
/// let warm_up = WarmUp { learning_rate: 0.1, warmup_steps: 0 };
/// let error = ProximalAdagrad::new(Config { learning_rate: warm_up.into(), ..Config::default() }).unwrap_err();
/// assert_eq!(error.to_string(), "warmup_steps of learning_rate is 0; it must be at least 1");
///
/// let field = Field { name: "learning_rate", group: None, argument: Some("warmup_steps") };
/// assert_eq!(error, Error::Invalid { field, value: 0.0, expected: "at least 1" });
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    /// As in [`Config`](crate::Config), or the function or type that was called.
    pub name: &'static str,
    /// Counts the groups in the order they were added.
    pub group: Option<usize>,
    /// Which argument of it, where the setting is a named schedule or a call.
    pub argument: Option<&'static str>,
}

impl Field {
    pub(crate) fn new(name: &'static str) -> Self {
        Self { name, group: None, argument: None }
    }

    pub(crate) fn of_group(name: &'static str, index: usize) -> Self {
        Self { name, group: Some(index), argument: None }
    }

    /// One argument of this setting.
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
