//! One parameter on an optimizer of its own: what most kinds of case are about.

use proxgrad::{Config, Data, ParamId, Schedule, Shrinkage, Tensor};
use serde::Deserialize;

use crate::{
    backend::{Backend, Grad, Optimizer, Param},
    compare::Tolerance,
    failure::{Failure, Place},
    number::Elements,
};

/// What cases about a single parameter have in common.
#[derive(Debug, Deserialize)]
pub(crate) struct Setup {
    pub(crate) id: String,
    #[serde(default)]
    pub(crate) informative: bool,
    shrink: Shrink,
    #[serde(default)]
    shrink_independent: bool,
    dtype: Dtype,
    pub(crate) shape: Vec<usize>,
    hyper: Hyper,
    init: Init,
    pub(crate) tol: Tolerance,
}

/// The settings that a case states.
#[derive(Clone, Copy, Debug, Deserialize)]
pub(crate) struct Hyper {
    /// `None` when it varies from step to step.
    pub(crate) lr: Option<f64>,
    l1: f64,
    l2: f64,
    /// `None` when it varies from element to element.
    accum: Option<f64>,
}

#[derive(Debug, Deserialize)]
struct Init {
    param: Elements,
    accum: Option<Elements>,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Shrink {
    Documented,
    Adaptive,
}

impl From<Shrink> for Shrinkage {
    fn from(shrink: Shrink) -> Self {
        match shrink {
            Shrink::Documented => Self::Documented,
            Shrink::Adaptive => Self::Adaptive,
        }
    }
}

/// How a case holds its tensors between steps.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq)]
#[serde(rename_all = "lowercase")]
enum Dtype {
    F16,
    F32,
}

/// Where a replay starts.
#[derive(Clone, Debug)]
pub(crate) struct Start<'a> {
    pub(crate) shrinkage: Shrinkage,
    pub(crate) learning_rate: Schedule,
    pub(crate) hyper: Hyper,
    pub(crate) shape: &'a [usize],
    pub(crate) values: &'a [f32],
    /// Element by element, instead of `hyper.accum`.
    pub(crate) accum: Option<&'a [f32]>,
}

impl Setup {
    /// The shrinkages that have to give the case's numbers.
    ///
    /// # Errors
    /// The case needs a storage format that there is not yet.
    pub(crate) fn shrinkages(&self) -> Result<Vec<Shrinkage>, Failure> {
        match self.dtype {
            Dtype::F16 => Err(Failure::Unsupported("dtype \"f16\"".to_owned())),
            Dtype::F32 if self.shrink_independent => Ok(vec![Shrinkage::Documented, Shrinkage::Adaptive]),
            Dtype::F32 => Ok(vec![self.shrink.into()]),
        }
    }

    /// An optimizer as the case sets it up; `rates` are those that its steps state.
    ///
    /// # Errors
    /// The case lacks a setting, or the library refuses one.
    pub(crate) fn start(
        &self,
        backend: &dyn Backend,
        shrinkage: Shrinkage,
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
            shrinkage,
            learning_rate,
            hyper: self.hyper,
            shape: &self.shape,
            values: &self.init.param,
            accum: self.init.accum.as_deref(),
        };
        Single::new(backend, start)
    }

    /// Before anything is made of the shape, which may be a slip of somebody's hand.
    fn check_len(&self) -> Result<(), Failure> {
        let len = self.shape.iter().try_fold(1usize, |len, &extent| len.checked_mul(extent));
        if len == Some(self.init.param.len()) {
            return Ok(());
        }
        let (shape, got) = (&self.shape, self.init.param.len());
        Err(Failure::Malformed(format!("init.param has {got} elements, which do not fill {shape:?}")))
    }
}

/// A replay under way.
pub(crate) struct Single {
    optimizer: Box<dyn Optimizer>,
    param: ParamId,
    shrinkage: Shrinkage,
    /// Steps tried; the one to be reported is the last.
    steps: usize,
}

impl Single {
    pub(crate) fn new(backend: &dyn Backend, start: Start<'_>) -> Result<Self, Failure> {
        let Start { shrinkage, learning_rate, hyper: Hyper { l1, l2, accum, .. }, .. } = start;
        let refused = |error| {
            let place = Place { tensor: "setup", step: 0, shrinkage };
            Failure::Refused { place, error: Box::new(error) }
        };
        if accum.is_none() && start.accum.is_none() {
            return Err(Failure::Malformed("it has no initial accumulator".to_owned()));
        }
        let accum = accum.unwrap_or_default();
        let config = Config { accum, learning_rate, l1, l2, shrinkage, ..Config::default() };
        let mut optimizer = backend.optimizer(config).map_err(refused)?;
        let param = optimizer.add_param(Param::new("param", start.shape, start.values)).map_err(refused)?;
        if let Some(accum) = start.accum {
            let mut snapshot = optimizer.snapshot().map_err(refused)?;
            let tensor = Tensor { shape: start.shape.to_vec(), data: Data::F32(accum.to_vec()) };
            snapshot.tensors.insert("accum.param".to_owned(), tensor);
            optimizer.restore(&snapshot).map_err(refused)?;
        }
        Ok(Self { optimizer, param, shrinkage, steps: 0 })
    }

    /// One step.
    ///
    /// # Errors
    /// The library refuses it.
    pub(crate) fn step(&mut self, grad: Grad<'_>) -> Result<(), Failure> {
        self.steps += 1;
        self.try_step(grad).map_err(|error| self.refused("grad", error))
    }

    /// One step that may be refused, before the one that is reported.
    pub(crate) fn try_step(&mut self, grad: Grad<'_>) -> Result<(), proxgrad::Error> {
        self.optimizer.step(&[(self.param, grad)])
    }

    /// The values now.
    ///
    /// # Errors
    /// A lost device.
    pub(crate) fn values(&self) -> Result<Vec<f32>, Failure> {
        self.optimizer.values(self.param).map_err(|error| self.refused("param", error))
    }

    /// The accumulators now.
    ///
    /// # Errors
    /// A lost device.
    pub(crate) fn accum(&self) -> Result<Vec<f32>, Failure> {
        self.optimizer.accum(self.param).map_err(|error| self.refused("accum", error))
    }

    /// Steps taken.
    pub(crate) fn global_step(&self) -> u64 {
        self.optimizer.global_step()
    }

    /// A tensor, now.
    pub(crate) fn place(&self, tensor: &'static str) -> Place {
        Place { tensor, step: self.steps.saturating_sub(1), shrinkage: self.shrinkage }
    }

    fn refused(&self, tensor: &'static str, error: proxgrad::Error) -> Failure {
        Failure::Refused { place: self.place(tensor), error: Box::new(error) }
    }
}
