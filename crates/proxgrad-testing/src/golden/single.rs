//! One parameter on an optimizer of its own, which most kinds of case are about.

use std::borrow::Cow;

use proxgrad::{Config, Data, Error, Format, ParamId, Schedule, Shrinkage, Tensor, UpdateRule};
use serde::Deserialize;

use crate::{
    backend::{Backend, Grad, Optimizer, Param},
    golden::{
        compare::{Check, Tolerance},
        failure::{Failure, Place},
        number::Elements,
        state::State,
        tensors::{PARAM, Tensors},
        variant::{Dtype, Shrink, Variant},
    },
};

/// The fields that all cases about a single parameter have.
#[derive(Debug, Deserialize)]
pub(crate) struct Setup {
    pub(crate) id: String,
    #[serde(default)]
    pub(crate) informative: bool,
    /// Of `ProximalAdagrad` alone.
    shrink: Option<Shrink>,
    #[serde(default)]
    shrink_independent: bool,
    dtype: Dtype,
    pub(crate) shape: Vec<usize>,
    hyper: Hyper,
    init: Init,
    pub(crate) tol: Tolerance,
    /// Whether values must be exactly 0 where 0 is expected, and nowhere else.
    #[serde(default)]
    exact_zeros: bool,
}

/// The hyper-parameters of a case.
#[derive(Clone, Copy, Debug, Deserialize)]
pub(crate) struct Hyper {
    /// `None` where the steps state their learning rates.
    pub(crate) lr: Option<f64>,
    l1: f64,
    l2: f64,
    /// Missing where the rule has no group lasso.
    #[serde(default)]
    l21: f64,
    /// `None` where the initial accumulators differ from element to element, or the rule has none.
    accum: Option<f64>,
}

#[derive(Debug, Deserialize)]
struct Init {
    param: Elements,
    accum: Option<Elements>,
}

/// The start of a replay.
#[derive(Clone, Debug)]
pub(crate) struct Start<'a> {
    pub(crate) rule: UpdateRule,
    pub(crate) variant: Variant,
    pub(crate) learning_rate: Schedule,
    pub(crate) hyper: Hyper,
    /// Storage format of values and gradients.
    pub(crate) format: Format,
    pub(crate) shape: &'a [usize],
    pub(crate) values: &'a [f32],
    /// The initial accumulators, instead of `hyper.accum`.
    pub(crate) accum: Option<&'a [f32]>,
}

impl Setup {
    /// The shrinkages of `ProximalAdagrad` that must give the numbers of the case.
    ///
    /// # Errors
    /// The case states none.
    pub(crate) fn shrinkages(&self) -> Result<Vec<Shrinkage>, Failure> {
        let shrink = self.shrink.ok_or_else(|| Failure::Malformed("it lacks `shrink`".to_owned()))?;
        Ok(shrink.all(self.shrink_independent))
    }

    /// Compares the values or a tensor of the state after the last step.
    ///
    /// # Errors
    /// The first wrong element, or lengths that differ.
    pub(crate) fn compare(
        &self,
        single: &Single,
        name: &str,
        got: &[f32],
        want: &[f32],
        check: &mut Check,
    ) -> Result<(), Failure> {
        let place = || single.place(name.to_owned());
        check.tensor(place(), self.tol, got, want)?;
        if self.exact_zeros && name == PARAM {
            check.zeros(place(), got, want)?;
        }
        Ok(())
    }

    /// The optimizer of the case; `rates` are the learning rates that its steps state.
    ///
    /// # Errors
    /// The case lacks a setting, or the library refuses one.
    pub(crate) fn start(
        &self,
        backend: &dyn Backend,
        rule: UpdateRule,
        variant: Variant,
        rates: impl Iterator<Item = Option<f64>>,
    ) -> Result<Single, Failure> {
        self.check_len()?;
        let no_rate = || Failure::Malformed("a step has no learning rate".to_owned());
        let rates: Vec<_> = rates.collect();
        let learning_rate = match self.hyper.lr {
            Some(rate) if rates.iter().all(Option::is_none) => Schedule::Constant(rate),
            otherwise => {
                let rates: Option<Vec<f64>> = rates.into_iter().map(|rate| rate.or(otherwise)).collect();
                rates.ok_or_else(no_rate)?.into()
            }
        };
        let start = Start {
            rule,
            variant,
            learning_rate,
            hyper: self.hyper,
            format: self.dtype.format(),
            shape: &self.shape,
            values: &self.init.param,
            accum: self.init.accum.as_deref(),
        };
        Single::new(backend, start)
    }

    /// Checks the shape before memory is allocated for it: a file may be wrong.
    fn check_len(&self) -> Result<(), Failure> {
        let len = self.shape.iter().try_fold(1usize, |len, &extent| len.checked_mul(extent));
        if len == Some(self.init.param.len()) {
            return Ok(());
        }
        let (shape, got) = (&self.shape, self.init.param.len());
        Err(Failure::Malformed(format!("init.param has {got} elements, which do not fill {shape:?}")))
    }
}

/// A replay in progress.
pub(crate) struct Single {
    optimizer: Box<dyn Optimizer>,
    param: ParamId,
    variant: Variant,
    /// Steps so far; a failure names the last one.
    steps: usize,
}

impl Single {
    pub(crate) fn new(backend: &dyn Backend, start: Start<'_>) -> Result<Self, Failure> {
        let Start { rule, variant, learning_rate, hyper: Hyper { l1, l2, l21, accum, .. }, .. } = start;
        let refused = |error| Failure::refused(Place::new("setup").by(variant), error);
        if accum.is_none() && start.accum.is_none() && rule != UpdateRule::Fobos {
            return Err(Failure::Malformed("it has no initial accumulator".to_owned()));
        }
        let accum = accum.unwrap_or_default();
        let shrinkage = variant.shrinkage.unwrap_or_default();
        let config = Config { rule, accum, learning_rate, l1, l2, l21, shrinkage, ..Config::default() };
        let mut optimizer = backend.optimizer(config).map_err(refused)?;
        let param = Param::new(PARAM, start.shape, start.values).formats(start.format, start.format);
        let param = optimizer.add_param(param).map_err(refused)?;
        if let Some(accum) = start.accum {
            let mut snapshot = optimizer.snapshot().map_err(refused)?;
            let tensor = Tensor::f32(start.shape, accum.to_vec());
            snapshot.tensors.insert("accum.param".to_owned(), tensor);
            optimizer.restore(&snapshot).map_err(refused)?;
        }
        Ok(Self { optimizer, param, variant, steps: 0 })
    }

    /// One step.
    ///
    /// # Errors
    /// The library refuses it.
    pub(crate) fn step(&mut self, grad: Grad<'_>) -> Result<(), Failure> {
        self.steps += 1;
        self.try_step(grad).map_err(|error| self.refused("grad", error))
    }

    /// Tries a step that the library may refuse, and does not count it.
    pub(crate) fn try_step(&mut self, grad: Grad<'_>) -> Result<(), Error> {
        self.optimizer.step(&[(self.param, grad)])
    }

    /// The current values.
    ///
    /// # Errors
    /// A lost device.
    pub(crate) fn values(&self) -> Result<Vec<f32>, Failure> {
        self.optimizer.values(self.param).map_err(|error| self.refused("param", error))
    }

    /// The current accumulators.
    ///
    /// # Errors
    /// A lost device.
    pub(crate) fn accum(&self) -> Result<Vec<f32>, Failure> {
        self.optimizer.accum(self.param).map_err(|error| self.refused("accum", error))
    }

    /// The current values, and the tensors of the state by their names, without the name of the parameter.
    ///
    /// # Errors
    /// A lost device.
    pub(crate) fn tensors(&self) -> Result<Tensors, Failure> {
        let snapshot = self.optimizer.snapshot().map_err(|error| self.refused("snapshot", error))?;
        let of_state = snapshot.tensors.into_iter().filter_map(|(name, tensor)| {
            match (name.strip_suffix(PARAM)?.strip_suffix('.')?, tensor.data) {
                (name, Data::F32(elements)) => Some((name.to_owned(), elements)),
                _ => None,
            }
        });
        let mut tensors: Tensors = of_state.collect();
        tensors.insert(PARAM.to_owned(), self.values()?);
        Ok(tensors)
    }

    /// The current state.
    ///
    /// # Errors
    /// A lost device.
    pub(crate) fn state(&self) -> Result<State, Failure> {
        State::of(&*self.optimizer).map_err(|error| self.refused("state", error))
    }

    /// The number of device indices out of range so far.
    ///
    /// # Errors
    /// A lost device.
    pub(crate) fn bad_rows(&self) -> Result<u64, Failure> {
        self.optimizer.bad_rows().map_err(|error| self.refused("bad_rows", error))
    }

    /// The place of a tensor after the last step.
    pub(crate) fn place(&self, tensor: impl Into<Cow<'static, str>>) -> Place {
        Place::new(tensor).at(self.steps.saturating_sub(1)).by(self.variant)
    }

    fn refused(&self, tensor: &'static str, error: Error) -> Failure {
        Failure::refused(self.place(tensor), error)
    }
}
