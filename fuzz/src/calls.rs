//! Sequences of calls on an optimizer: right and wrong ones, in any order.

use std::collections::HashSet;

use arbitrary::Arbitrary;
use proxgrad::{Config, Error, Format, GroupId, HostIndices, ParamId, Rows, Snapshot};
use proxgrad_testing::{Backend, Grad, Indices, Optimizer, Param, Refused, Stored};

use crate::{
    number::{Element, Setting, cycled},
    policy::Policy,
    settings::{AnyConfig, AnyFormat, AnyGroup, AnySchedule},
    state::{State, assert_finite},
};

/// Shapes of parameters: scalars, vectors, tables, convolutions, wide rows, and one without elements.
const SHAPES: [&[usize]; 8] = [&[], &[3], &[8, 2], &[5, 1], &[2, 3, 2, 2], &[2, 16], &[0, 2], &[70, 9]];

/// Names, which may be taken, and two of which exempt from weight decay.
const NAMES: [&str; 8] = ["a", "b", "c", "beta", "gamma", "", "accum.a", "d\u{0}é"];

/// The choice that stands for an id of another optimizer.
const FOREIGN: u8 = u8::MAX;

/// An optimizer, and calls of it.
#[derive(Arbitrary, Debug)]
pub struct Calls {
    config: AnyConfig,
    calls: Vec<Call>,
}

#[derive(Arbitrary, Debug)]
enum Call {
    AddGroup(AnyGroup),
    AddParam(NewParam),
    AddArena(Vec<NewParam>),
    Step(Vec<Gradient>, bool),
    StepInOrder(Vec<Gradient>, bool),
    Order(Vec<u8>),
    Flush(u8),
    FlushRows(u8, AnyRows),
    Export(u8),
    Snapshot,
    Restore(u8),
    Freeze(u8),
    Thaw(u8),
    LearningRate(u8, AnySchedule),
    WeightDecay(u8, AnySchedule),
    L1(u8, Setting),
    L2(u8, Setting),
    LossScale(Setting),
    MeasureSteps(bool),
    Report,
}

#[derive(Arbitrary, Debug)]
struct NewParam {
    name: u8,
    shape: u8,
    group: u8,
    exact: bool,
    formats: [AnyFormat; 2],
    values: Vec<Element>,
}

#[derive(Arbitrary, Debug)]
struct Gradient {
    param: u8,
    rows: Option<AnyRows>,
    values: Vec<Element>,
    /// 0 for a gradient of a wrong length.
    length: u8,
}

#[derive(Arbitrary, Debug)]
struct AnyRows {
    source: Source,
    rows: Vec<u8>,
}

#[derive(Arbitrary, Clone, Copy, Debug)]
enum Source {
    Host32,
    Host64,
    Device,
    DeviceUnique,
    Grouped,
}

/// A parameter as it was registered.
struct Registered {
    id: ParamId,
    shape: &'static [usize],
    grads: Format,
}

/// An optimizer, and what its calls refer to.
struct Run {
    optimizer: Box<dyn Optimizer>,
    params: Vec<Registered>,
    groups: Vec<GroupId>,
    snapshots: Vec<Snapshot>,
    foreign: (ParamId, GroupId),
    policy: Policy,
    skips: bool,
}

impl Calls {
    /// Makes all calls on the CPU: an error changes nothing, and the state stays finite.
    pub fn check(&self, backend: &dyn Backend) {
        let Ok(mut run) = Run::new(backend, &self.config.0, Policy::any()) else { return };
        for call in self.calls.iter().take(64) {
            let before = run.state();
            if let Err(error) = run.make(call) {
                assert!(!error.to_string().is_empty());
                assert_eq!(run.state(), before, "{call:?}: {error}");
            }
            run.assert_finite();
        }
    }

    /// Makes all calls on two devices that give the same bits, and compares the states after every call.
    pub fn compare(&self, backends: [&dyn Backend; 2], bits_are_equal: bool) {
        let policy = Policy::moderate();
        let config = policy.config(&self.config.0);
        let [one, other] = backends.map(|backend| Run::new(backend, &config, policy));
        let (mut one, mut other) = match (one, other) {
            (Ok(one), Ok(other)) => (one, other),
            (one, other) => return assert_eq!(one.is_ok(), other.is_ok(), "{config:?}"),
        };
        for call in self.calls.iter().take(24) {
            let [got, want] = [&mut one, &mut other].map(|run| run.make(call));
            assert_eq!(got.is_ok(), want.is_ok(), "{call:?}: {got:?} and {want:?}");
            if bits_are_equal {
                let [got, want] = [&one, &other].map(|run| run.state().without_signs_of_zeros());
                assert_eq!(got, want, "{call:?}");
            }
        }
        [one, other].iter_mut().for_each(Run::assert_finite);
    }
}

impl Run {
    fn new(backend: &dyn Backend, config: &Config, policy: Policy) -> Result<Self, Error> {
        let mut other = backend.optimizer(Config::default())?;
        let group = other.add_group(Default::default())?;
        let foreign = (other.add_param(Param::new("other", &[1], &[0.0]).group(group))?, group);
        let optimizer = backend.optimizer(config.clone())?;
        let skips = config.skip_on_overflow || config.dynamic_loss_scale.is_some();
        let (params, groups, snapshots) = (Vec::new(), Vec::new(), Vec::new());
        Ok(Self { optimizer, params, groups, snapshots, foreign, policy, skips })
    }

    fn state(&self) -> State {
        State::of(&*self.optimizer, &Vec::from_iter(self.params.iter().map(|param| param.id)))
    }

    fn assert_finite(&mut self) {
        self.params.iter().for_each(|param| assert_finite(&mut *self.optimizer, param.id));
    }

    fn make(&mut self, call: &Call) -> Result<(), Error> {
        match call {
            Call::AddGroup(group) => {
                let group = self.optimizer.add_group(self.policy.group(&group.0))?;
                self.groups.push(group);
                Ok(())
            }
            Call::AddParam(new) => self.add_param(new),
            Call::AddArena(members) => self.add_arena(members),
            Call::Step(grads, drops) => self.step(grads, *drops),
            Call::StepInOrder(grads, count) => self.step_in_order(grads, *count),
            Call::Order(names) => {
                let name = |at: &u8| NAMES[usize::from(*at) % NAMES.len()];
                self.optimizer.order_params(&Vec::from_iter(names.iter().map(name)))
            }
            Call::Flush(FOREIGN) => self.optimizer.flush(self.foreign.0),
            // All, because a GPU flushes all.
            Call::Flush(_) => self.params.iter().try_for_each(|param| self.optimizer.flush(param.id)),
            Call::FlushRows(param, rows) => {
                let (param, rows) = (self.param(*param), rows.numbers());
                self.optimizer.flush_rows(param, rows.indices())
            }
            Call::Export(param) => self.optimizer.exported(self.param(*param)).map(drop),
            Call::Snapshot => self.snapshot(),
            Call::Restore(at) => self.restore(*at),
            Call::Freeze(param) => self.optimizer.freeze(self.param(*param)),
            Call::Thaw(param) => self.optimizer.thaw(self.param(*param)),
            Call::LearningRate(group, schedule) => {
                self.optimizer.set_learning_rate(self.group(*group), self.policy.schedule(&schedule.0))
            }
            Call::WeightDecay(group, schedule) => {
                self.optimizer.set_weight_decay(self.group(*group), self.policy.schedule(&schedule.0))
            }
            Call::L1(group, l1) => self.optimizer.set_l1(self.group(*group), (self.policy.setting)(l1.0)),
            Call::L2(group, l2) => self.optimizer.set_l2(self.group(*group), (self.policy.setting)(l2.0)),
            Call::LossScale(scale) => self.optimizer.set_loss_scale((self.policy.setting)(scale.0)),
            Call::MeasureSteps(is_wanted) => {
                self.optimizer.measure_steps(*is_wanted);
                Ok(())
            }
            Call::Report => self.optimizer.report().map(drop),
        }
    }

    fn param(&self, at: u8) -> ParamId {
        if at == FOREIGN || self.params.is_empty() {
            return self.foreign.0;
        }
        self.params[usize::from(at) % self.params.len()].id
    }

    /// A group, or none: half of the choices.
    fn group(&self, at: u8) -> Option<GroupId> {
        match at {
            FOREIGN => Some(self.foreign.1),
            _ if at.is_multiple_of(2) || self.groups.is_empty() => None,
            _ => Some(self.groups[usize::from(at / 2) % self.groups.len()]),
        }
    }

    fn add_param(&mut self, new: &NewParam) -> Result<(), Error> {
        let shape = SHAPES[usize::from(new.shape) % SHAPES.len()];
        let [format, grads] = new.formats.map(|format| format.0);
        let values = cycled(&new.values, shape.iter().product(), |element| {
            finite_in(self.policy.value(element), format)
        });
        let rows = if new.exact { Rows::Exact } else { Rows::Touched };
        let param = Param::new(NAMES[usize::from(new.name) % NAMES.len()], shape, &values);
        let param = param.rows(rows).formats(format, grads);
        let param = self.group(new.group).map_or(param, |group| param.group(group));
        let id = self.optimizer.add_param(param)?;
        self.params.push(Registered { id, shape, grads });
        Ok(())
    }

    /// Parameters that share an arena where the backend has any. They are such that none is refused, because not all
    /// backends refuse all of them then.
    fn add_arena(&mut self, members: &[NewParam]) -> Result<(), Error> {
        let Some(first) = members.first() else { return Ok(()) };
        let [format, grads] = first.formats.map(|format| format.0);
        let members: Vec<_> = members
            .iter()
            .take(4)
            .zip(self.params.len()..)
            .map(|(member, at)| {
                let shape = SHAPES[usize::from(member.shape) % SHAPES.len()];
                let number = |element| finite_in(self.policy.value(element), format);
                let values = cycled(&member.values, shape.iter().product(), number);
                (format!("member {at}"), shape, values, self.group(member.group.min(FOREIGN - 1)))
            })
            .collect();
        let params: Vec<_> = members
            .iter()
            .map(|(name, shape, values, group)| {
                let param = Param::new(name, shape, values).formats(format, grads);
                group.map_or(param, |group| param.group(group))
            })
            .collect();
        let ids = self.optimizer.add_params(&params)?;
        let registered =
            ids.into_iter().zip(&members).map(|(id, (_, shape, ..))| Registered { id, shape, grads });
        self.params.extend(registered);
        Ok(())
    }

    fn step(&mut self, gradients: &[Gradient], drops: bool) -> Result<(), Error> {
        let numbers: Vec<_> = gradients.iter().map(|gradient| self.numbers(gradient)).collect();
        let grads: Vec<_> = gradients
            .iter()
            .zip(&numbers)
            .map(|(gradient, numbers)| (self.param(gradient.param), numbers.grad()))
            .collect();
        let refused = if drops { Refused::DropsTheStep } else { Refused::IsLeftOut };
        self.optimizer.step_with(&grads, refused).map(drop)
    }

    /// A gradient for each parameter; for one more if the count is wrong.
    fn step_in_order(&mut self, gradients: &[Gradient], is_right: bool) -> Result<(), Error> {
        let count = self.params.len() + usize::from(!is_right);
        let order = self.optimizer.params();
        let place = |at: usize| {
            let param = order.get(at).and_then(|id| self.params.iter().position(|param| param.id == *id));
            param.map_or(FOREIGN, |at| u8::try_from(at).unwrap_or(FOREIGN))
        };
        let numbers: Vec<_> = (0..count)
            .map(|at| gradients.get(at).map(|gradient| self.numbers_for(gradient, place(at))))
            .collect();
        let grads: Vec<_> =
            numbers.iter().map(|numbers| numbers.as_ref().map_or(Grad::None, Numbers::grad)).collect();
        self.optimizer.step_in_order(&grads)
    }

    /// Takes a snapshot, which the optimizer takes back.
    fn snapshot(&mut self) -> Result<(), Error> {
        let snapshot = self.optimizer.snapshot()?;
        if !self.policy.is_moderate() {
            self.optimizer.restore(&snapshot).expect("its own snapshot");
            assert_eq!(self.optimizer.snapshot()?, snapshot);
        }
        self.snapshots.push(snapshot);
        Ok(())
    }

    fn restore(&mut self, at: u8) -> Result<(), Error> {
        if self.snapshots.is_empty() {
            return self.optimizer.restore(&Snapshot::default());
        }
        let snapshot = &self.snapshots[usize::from(at) % self.snapshots.len()];
        self.optimizer.restore(snapshot)
    }

    fn numbers(&self, gradient: &Gradient) -> Numbers {
        self.numbers_for(gradient, gradient.param)
    }

    fn numbers_for(&self, gradient: &Gradient, param: u8) -> Numbers {
        let registered = match self.params.len() {
            0 => None,
            len => self.params.get(usize::from(param) % len),
        };
        let (shape, format) = registered.map_or((&[1][..], Format::F32), |param| (param.shape, param.grads));
        let rows = gradient.rows.as_ref().map(AnyRows::numbers);
        let len = match &rows {
            Some(rows) => rows.len() * shape.iter().skip(1).product::<usize>(),
            None => shape.iter().product(),
        };
        let wrong = if gradient.length == 0 { 3 } else { 0 };
        let number = |element: Element| {
            let number = self.policy.grad(element, self.skips);
            if self.skips { number } else { finite_in(number, format) }
        };
        Numbers { rows, values: cycled(&gradient.values, len + wrong, number) }
    }
}

/// The number, or 0 in place of one that is not finite in the format.
fn finite_in(number: f32, format: Format) -> f32 {
    if Stored::nearest(&[number], format).to_f32()[0].is_finite() { number } else { 0.0 }
}

/// The numbers of a gradient.
struct Numbers {
    rows: Option<RowNumbers>,
    values: Vec<f32>,
}

enum RowNumbers {
    Host32(Vec<i32>),
    Host64(Vec<i64>),
    Device(Vec<u32>),
    DeviceUnique(Vec<u32>),
    Grouped(Vec<u32>),
}

impl Numbers {
    fn grad(&self) -> Grad<'_> {
        match &self.rows {
            Some(rows) => Grad::Rows { indices: rows.indices(), values: &self.values },
            None => Grad::Dense(&self.values),
        }
    }
}

impl RowNumbers {
    fn len(&self) -> usize {
        match self {
            Self::Host32(rows) => rows.len(),
            Self::Host64(rows) => rows.len(),
            Self::Device(rows) | Self::DeviceUnique(rows) | Self::Grouped(rows) => rows.len(),
        }
    }

    fn indices(&self) -> Indices<'_> {
        match self {
            Self::Host32(rows) => Indices::Host(HostIndices::from(rows)),
            Self::Host64(rows) => Indices::Host(HostIndices::from(rows)),
            Self::Device(rows) => Indices::Device(rows),
            Self::DeviceUnique(rows) => Indices::DeviceUnique(rows),
            Self::Grouped(rows) => Indices::Grouped(rows),
        }
    }
}

impl AnyRows {
    /// Most rows are in range; 254 and 255 are far out of it, or negative.
    fn numbers(&self) -> RowNumbers {
        let rows = self.rows.iter().take(200).map(|&row| match row {
            u8::MAX => -1,
            254 => i64::from(u32::MAX) + 5,
            row if row.is_multiple_of(16) => i64::from(row),
            row => i64::from(row % 5),
        });
        let (small, any): (Vec<i32>, Vec<i64>) =
            rows.map(|row| (i32::try_from(row).unwrap_or(-2), row)).unzip();
        let device = any.iter().map(|row| u32::try_from(*row).unwrap_or(u32::MAX));
        match self.source {
            Source::Host32 => RowNumbers::Host32(small),
            Source::Host64 => RowNumbers::Host64(any),
            Source::Device => RowNumbers::Device(device.collect()),
            Source::Grouped => RowNumbers::Grouped(device.collect()),
            Source::DeviceUnique => {
                let mut seen = HashSet::new();
                RowNumbers::DeviceUnique(device.filter(|row| seen.insert(*row)).collect())
            }
        }
    }
}
