//! burn's `Optimizer` trait: one parameter at a time, on every backend.

use std::fmt;

use burn::{
    optim::{LearningRate, Optimizer, RecordState, StateSink, StateSource},
    tensor::{DType, Device, FloatDType, Tensor, TensorData},
};
use proxgrad::Config;

use crate::{
    config::check_rule,
    error::Error,
    tensor_ops::{self, Rates},
};
#[cfg(feature = "wgpu")]
use crate::{
    format::format_of,
    wgpu::{context::Context, dense_step::DenseSteps},
};

/// ProximalAdagrad as an [`Optimizer`] of burn, which sees one parameter at a time.
///
/// [`ProximalAdagradConfig::build`](crate::ProximalAdagradConfig::build) makes one for
/// [`ModuleOptimizer::with_group`](burn::optim::ModuleOptimizer::with_group), and
/// [`ProximalAdagradConfig::init`](crate::ProximalAdagradConfig::init) makes burn's optimizer of a whole module.
/// [`ProximalAdagradModule`](crate::ProximalAdagradModule) does the same steps faster, and more.
///
/// On a wgpu device that is [known](crate::init_wgpu), the step of a parameter in f32 or f16 is a kernel on burn's buffers.
/// Elsewhere it is a sequence of tensor operations with the same results up to rounding. The accumulators are f32 tensors, or
/// f64 tensors for a parameter in f64.
///
/// burn passes the learning rate to every step.
#[derive(Clone)]
pub struct ProximalAdagrad {
    config: Config,
    #[cfg(feature = "wgpu")]
    dense_steps: DenseSteps,
}

/// The state of [`ProximalAdagrad`] for one parameter.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ProximalAdagradState<const D: usize> {
    /// The accumulators, in the shape of the parameter.
    pub accum: Tensor<D>,
    /// Number of steps taken.
    pub step: u64,
}

impl ProximalAdagrad {
    pub(crate) fn new(config: Config) -> Result<Self, Error> {
        check_rule(&config)?;
        // Checks the settings.
        proxgrad::cpu::ProximalAdagrad::new(config.clone())?;
        let is_default = matches!(config.learning_rate, proxgrad::Schedule::Constant(rate) if rate == 0.001);
        if !is_default {
            return Err(Error::LearningRate);
        }
        let of_whole_steps = [
            ("clip_norm", config.clip_norm.is_some_and(f64::is_finite)),
            ("skip_on_overflow", config.skip_on_overflow),
            ("dynamic_loss_scale", config.dynamic_loss_scale.is_some()),
        ];
        if let Some((setting, _)) = of_whole_steps.into_iter().find(|(_, is_set)| *is_set) {
            return Err(Error::WholeStep { setting });
        }
        Ok(Self {
            config,
            #[cfg(feature = "wgpu")]
            dense_steps: DenseSteps::default(),
        })
    }

    /// The settings.
    pub fn config(&self) -> &Config {
        &self.config
    }

    fn initial_state<const D: usize>(&self, tensor: &Tensor<D>) -> ProximalAdagradState<D> {
        let options = (&tensor.device(), wide(tensor.dtype()).into());
        ProximalAdagradState { accum: Tensor::full(tensor.shape(), self.config.accum, options), step: 0 }
    }
}

/// The type to compute in for a parameter of this type.
fn wide(dtype: DType) -> FloatDType {
    if dtype == DType::F64 { FloatDType::F64 } else { FloatDType::F32 }
}

impl Optimizer for ProximalAdagrad {
    type State<const D: usize> = ProximalAdagradState<D>;

    /// # Panics
    /// A weight decay whose list has ended or that gives a value out of range; on wgpu also a lost device. burn's trait
    /// has no way to return an error.
    fn step<const D: usize>(
        &self,
        lr: LearningRate,
        tensor: Tensor<D>,
        grad: Tensor<D>,
        state: Option<Self::State<D>>,
    ) -> (Tensor<D>, Option<Self::State<D>>) {
        let ProximalAdagradState { accum, step } = state.unwrap_or_else(|| self.initial_state(&tensor));
        let weight_decay = self.config.weight_decay.at(step);
        let weight_decay =
            weight_decay.unwrap_or_else(|| panic!("the list of weight decays has ended at step {step}"));
        let rates = Rates { learning_rate: lr, weight_decay };
        #[cfg(feature = "wgpu")]
        if format_of(tensor.dtype()).and(format_of(grad.dtype())).is_some()
            && let Some(context) = Context::of(&tensor.device())
        {
            let stepped = self.dense_steps.step(&context, &self.config, rates, tensor, accum, grad);
            let (tensor, accum) = stepped.unwrap_or_else(|error| panic!("{error}"));
            return (tensor, Some(ProximalAdagradState { accum, step: step + 1 }));
        }
        let dtype = tensor.dtype();
        let [values, grad] = [tensor, grad].map(|tensor| tensor.cast(wide(dtype)));
        let (values, accum) = tensor_ops::update(&self.config, rates, values, accum, grad);
        let dtype = FloatDType::from(dtype);
        (values.cast(dtype), Some(ProximalAdagradState { accum, step: step + 1 }))
    }

    fn to_device<const D: usize>(state: Self::State<D>, device: &Device) -> Self::State<D> {
        ProximalAdagradState { accum: state.accum.to_device(device), ..state }
    }
}

impl<const D: usize> RecordState for ProximalAdagradState<D> {
    fn state_flatten(&self, prefix: &str, out: &mut StateSink) {
        out.push_tensor(prefix, "accum", self.accum.to_data());
        out.push_scalar(prefix, "step", self.step.into());
    }

    fn state_unflatten(prefix: &str, src: &mut StateSource, device: &Device) -> Option<Self> {
        let accum: TensorData = src.take_tensor(prefix, "accum")?;
        let step = u64::try_from(src.take_scalar(prefix, "step")?).ok()?;
        let options = (device, accum.dtype());
        Some(Self { accum: Tensor::from_data(accum, options), step })
    }
}

impl fmt::Debug for ProximalAdagrad {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ProximalAdagrad").field("config", &self.config).finish_non_exhaustive()
    }
}
