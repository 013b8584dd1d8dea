//! One parameter on an optimizer of its own: what most kinds of case are about.

use proxgrad::{Config, Data, Error, Format, ParamId, Schedule, Shrinkage, Tensor};
use serde::Deserialize;

use crate::{
    backend::{Backend, Grad, Optimizer, Param},
    golden::{
        compare::Tolerance,
        failure::{Failure, Place},
        number::Elements,
        state::State,
        way::{Dtype, Shrink, Way},
    },
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

/// Where a replay starts.
#[derive(Clone, Debug)]
pub(crate) struct Start<'a> {
    pub(crate) way: Way,
    pub(crate) learning_rate: Schedule,
    pub(crate) hyper: Hyper,
    /// How values and gradients are stored.
    pub(crate) format: Format,
    pub(crate) shape: &'a [usize],
    pub(crate) values: &'a [f32],
    /// Element by element, instead of `hyper.accum`.
    pub(crate) accum: Option<&'a [f32]>,
}

impl Setup {
    /// The shrinkages that have to give the case's numbers.
    pub(crate) fn shrinkages(&self) -> Vec<Shrinkage> {
        self.shrink.all(self.shrink_independent)
    }

    /// An optimizer as the case sets it up; `rates` are those that its steps state.
    ///
    /// # Errors
    /// The case lacks a setting, or the library refuses one.
    pub(crate) fn start(
        &self,
        backend: &dyn Backend,
        way: Way,
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
            way,
            learning_rate,
            hyper: self.hyper,
            format: self.dtype.format(),
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
    way: Way,
    /// Steps tried; the one to be reported is the last.
    steps: usize,
}

impl Single {
    pub(crate) fn new(backend: &dyn Backend, start: Start<'_>) -> Result<Self, Failure> {
        let Start { way, learning_rate, hyper: Hyper { l1, l2, accum, .. }, .. } = start;
        let refused = |error| Failure::refused(Place::new("setup").by(way), error);
        if accum.is_none() && start.accum.is_none() {
            return Err(Failure::Malformed("it has no initial accumulator".to_owned()));
        }
        let accum = accum.unwrap_or_default();
        let shrinkage = way.shrinkage;
        let config = Config { accum, learning_rate, l1, l2, shrinkage, ..Config::default() };
        let mut optimizer = backend.optimizer(config).map_err(refused)?;
        let param = Param::new("param", start.shape, start.values).formats(start.format, start.format);
        let param = optimizer.add_param(param).map_err(refused)?;
        if let Some(accum) = start.accum {
            let mut snapshot = optimizer.snapshot().map_err(refused)?;
            let tensor = Tensor { shape: start.shape.to_vec(), data: Data::F32(accum.to_vec()) };
            snapshot.tensors.insert("accum.param".to_owned(), tensor);
            optimizer.restore(&snapshot).map_err(refused)?;
        }
        Ok(Self { optimizer, param, way, steps: 0 })
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
    pub(crate) fn try_step(&mut self, grad: Grad<'_>) -> Result<(), Error> {
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

    /// Everything that a refusal has to leave as it is.
    ///
    /// # Errors
    /// A lost device.
    pub(crate) fn state(&self) -> Result<State, Failure> {
        State::of(&*self.optimizer).map_err(|error| self.refused("state", error))
    }

    /// Device indices that were no rows, so far.
    ///
    /// # Errors
    /// A lost device.
    pub(crate) fn bad_rows(&self) -> Result<u32, Failure> {
        self.optimizer.bad_rows().map_err(|error| self.refused("bad_rows", error))
    }

    /// A tensor, now.
    pub(crate) fn place(&self, tensor: &'static str) -> Place {
        Place::new(tensor).at(self.steps.saturating_sub(1)).by(self.way)
    }

    fn refused(&self, tensor: &'static str, error: Error) -> Failure {
        Failure::refused(self.place(tensor), error)
    }
}
