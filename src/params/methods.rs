//! Methods that the optimizers on the GPU and on the CPU have in common, with the same documentation.

/// Implements the methods of an optimizer that its field `registry`, a
/// [`ParamRegistry`](super::ParamRegistry), answers.
macro_rules! registry_methods {
    ($optimizer:ty) => {
        impl $optimizer {
            /// Adds a parameter group. Give its id to the parameters that join it.
            ///
            /// # Errors
            /// A setting out of range; a list of learning rates longer or shorter than the optimizer's other
            /// lists.
            pub fn add_group(
                &mut self,
                group: $crate::config::Group,
            ) -> Result<$crate::params::info::GroupId, $crate::error::Error> {
                self.registry.add_group(group)
            }

            /// Sets the order of parameters for `params` and for `in_order` of a step, which is else the
            /// order of registration. Parameters added later come last. An empty list changes nothing.
            ///
            /// ```
            /// use proxgrad::{Config, Group, cpu::{Param, ProximalAdagrad}};
            ///
            /// let mut optimizer = ProximalAdagrad::new(Config { learning_rate: 0.1.into(), ..Config::default() })?;
            /// let slow = optimizer.add_group(Group { learning_rate: Some(0.01.into()), ..Group::default() })?;
            /// let fc = optimizer.add_param(Param::new("fc.weight", &[10, 84]).group(slow))?;
            /// let conv = optimizer.add_param(Param::new("conv.weight", &[6, 1, 5, 5]))?;
            /// optimizer.order_params(&["conv.weight", "fc.weight"])?;
            ///
            /// assert!(optimizer.params().eq([conv, fc]));
            /// assert_eq!((optimizer.lr_of(fc)?, optimizer.lr(slow)?, optimizer.lr(None)?), (0.01, 0.01, 0.1));
            /// # Ok::<(), proxgrad::Error>(())
            /// ```
            ///
            /// # Errors
            /// Names that are not those of all parameters, each once.
            pub fn order_params(&mut self, names: &[&str]) -> Result<(), $crate::error::Error> {
                self.registry.order_params(names)
            }

            /// All parameters, in order of registration or as `order_params` has set it.
            pub fn params(&self) -> impl ExactSizeIterator<Item = $crate::params::info::ParamId> + use<'_> {
                self.registry.params()
            }

            /// The parameter with this name.
            ///
            /// ```
            /// use proxgrad::{Config, cpu::{Param, ProximalAdagrad}};
            ///
            /// let mut optimizer = ProximalAdagrad::new(Config::default())?;
            /// let table = optimizer.add_param(Param::new("table", &[1000, 16]))?;
            /// assert_eq!(optimizer.param("table"), Some(table));
            /// assert_eq!((optimizer.shape(table)?, optimizer.group_of(table)?), (&[1000, 16][..], None));
            /// # Ok::<(), proxgrad::Error>(())
            /// ```
            pub fn param(&self, name: &str) -> Option<$crate::params::info::ParamId> {
                self.registry.param(name)
            }

            /// The shape of a parameter: extents of its axes, none for a scalar.
            ///
            /// # Errors
            /// An id of another optimizer.
            pub fn shape(
                &self,
                param: $crate::params::info::ParamId,
            ) -> Result<&[usize], $crate::error::Error> {
                Ok(&self.registry.info(param)?.shape)
            }

            /// The group of a parameter; `None` for one in no group.
            ///
            /// # Errors
            /// An id of another optimizer.
            pub fn group_of(
                &self,
                param: $crate::params::info::ParamId,
            ) -> Result<Option<$crate::params::info::GroupId>, $crate::error::Error> {
                self.registry.group_of(param)
            }

            /// The name of a parameter.
            ///
            /// # Errors
            /// An id of another optimizer.
            pub fn name(&self, param: $crate::params::info::ParamId) -> Result<&str, $crate::error::Error> {
                Ok(&self.registry.info(param)?.name)
            }

            /// The learning rate of the next step, for a group or, with `None`, for parameters in no group.
            /// Changes nothing.
            ///
            /// # Errors
            /// A list that has ended, a value out of range, an id of another optimizer.
            pub fn lr(
                &self,
                group: impl Into<Option<$crate::params::info::GroupId>>,
            ) -> Result<f64, $crate::error::Error> {
                self.registry.lr(group.into())
            }

            /// The learning rate of the next step, for a parameter. Changes nothing.
            ///
            /// # Errors
            /// As `lr`.
            pub fn lr_of(&self, param: $crate::params::info::ParamId) -> Result<f64, $crate::error::Error> {
                self.registry.lr_of(param)
            }

            /// The weight decay of the next step, for a parameter; 0 for one that its name exempts. Changes
            /// nothing.
            ///
            /// # Errors
            /// As `lr`.
            pub fn weight_decay_of(
                &self,
                param: $crate::params::info::ParamId,
            ) -> Result<f64, $crate::error::Error> {
                self.registry.weight_decay_of(param)
            }

            /// Whether gradient centralization applies to a parameter: it is switched on for its group, and
            /// covers its shape.
            ///
            /// # Errors
            /// An id of another optimizer.
            pub fn is_centralized(
                &self,
                param: $crate::params::info::ParamId,
            ) -> Result<bool, $crate::error::Error> {
                Ok(self.registry.info(param)?.centralized)
            }

            /// Which rows of a parameter a step regularises.
            ///
            /// # Errors
            /// An id of another optimizer.
            pub fn rows_of(
                &self,
                param: $crate::params::info::ParamId,
            ) -> Result<$crate::rule::Rows, $crate::error::Error> {
                Ok(self.registry.info(param)?.rows)
            }

            /// Sets the learning rate of later steps, for a group or, with `None`, for parameters in no group: for
            /// programs that lower it when a loss stops falling. Groups that have taken the optimizer's setting keep
            /// it. Snapshots leave schedules out.
            ///
            /// On a GPU that has skipped n steps because of an overflow, the n last rates that were recorded before
            /// come first.
            ///
            /// ```
            /// use proxgrad::{Config, cpu::{Param, ProximalAdagrad}};
            ///
            /// let mut optimizer = ProximalAdagrad::new(Config { learning_rate: 0.1.into(), ..Config::default() })?;
            /// let weight = optimizer.add_param(Param::new("weight", &[2]))?;
            /// optimizer.set_learning_rate(None, 0.05)?;
            /// assert_eq!(optimizer.lr_of(weight)?, 0.05);
            /// # Ok::<(), proxgrad::Error>(())
            /// ```
            ///
            /// # Errors
            /// A value out of range; a list shorter or longer than the optimizer's other lists of learning rates; an
            /// id of another optimizer. Nothing changes then.
            pub fn set_learning_rate(
                &mut self,
                group: impl Into<Option<$crate::params::info::GroupId>>,
                learning_rate: impl Into<$crate::schedule::Schedule>,
            ) -> Result<(), $crate::error::Error> {
                self.registry.set_learning_rate(group.into(), learning_rate.into())
            }

            /// Sets the weight decay of later steps, as `set_learning_rate` sets the learning rate. Parameters that
            /// their names exempt stay exempt.
            ///
            /// # Errors
            /// A value out of range; a parameter with [exact](crate::Rows::Exact) rows in the group, unless the decay
            /// is 0; an id of another optimizer. Nothing changes then.
            pub fn set_weight_decay(
                &mut self,
                group: impl Into<Option<$crate::params::info::GroupId>>,
                weight_decay: impl Into<$crate::schedule::Schedule>,
            ) -> Result<(), $crate::error::Error> {
                self.registry.set_weight_decay(group.into(), weight_decay.into())
            }

            /// Sets the L1 strength of later steps, as `set_learning_rate` sets the learning rate. With adaptive
            /// shrinkage it holds from the next recorded step on, also where a GPU has skipped steps.
            ///
            /// A parameter of the group with [exact](crate::Rows::Exact) rows has to be flushed just before, because
            /// its pending steps have the old strength: on a GPU by an encoder that is submitted. Where steps may be
            /// skipped, restore a snapshot of flushed rows into an optimizer with the new strength instead.
            ///
            /// # Errors
            /// A value out of range; a parameter with exact rows in the group that has taken part in a step since its
            /// last flush, or any where steps may be skipped; an id of another optimizer. Nothing changes then.
            pub fn set_l1(
                &mut self,
                group: impl Into<Option<$crate::params::info::GroupId>>,
                l1: f64,
            ) -> Result<(), $crate::error::Error> {
                self.registry.set_l1(group.into(), l1)
            }

            /// Sets the L2 strength of later steps, as `set_l1` sets that of L1.
            ///
            /// # Errors
            /// As `set_l1`; with adaptive shrinkage also a change from 0 or to 0 where rows are exact, which would need
            /// another form of the rows' state.
            pub fn set_l2(
                &mut self,
                group: impl Into<Option<$crate::params::info::GroupId>>,
                l2: f64,
            ) -> Result<(), $crate::error::Error> {
                self.registry.set_l2(group.into(), l2)
            }

            /// Freezes a parameter: later steps leave its values and accumulators as they are. A gradient for it is
            /// checked and then ignored: it counts neither for the norm of gradients nor as an overflow. In an arena the
            /// other parameters are updated as before.
            ///
            /// A frozen parameter takes no part in steps, so [exact](crate::Rows::Exact) rows miss nothing; what they have
            /// missed before is applied by a flush or after a thaw. Snapshots leave it out whether a parameter is frozen.
            ///
            /// ```
            /// use proxgrad::{Config, cpu::{Param, ProximalAdagrad}};
            ///
            /// let mut optimizer = ProximalAdagrad::new(Config::default())?;
            /// let weight = optimizer.add_param(Param::new("weight", &[2]))?;
            /// optimizer.freeze(weight)?;
            ///
            /// let mut values = [1.0, 2.0];
            /// let mut step = optimizer.begin_step();
            /// step.dense(weight, &mut values, &[1.0, 1.0])?;
            /// step.finish()?;
            /// assert_eq!(values, [1.0, 2.0]);
            /// # Ok::<(), proxgrad::Error>(())
            /// ```
            ///
            /// # Errors
            /// An id of another optimizer; on a GPU, for a parameter in an arena, no memory or a lost device. Nothing
            /// changes then.
            pub fn freeze(
                &mut self,
                param: $crate::params::info::ParamId,
            ) -> Result<(), $crate::error::Error> {
                self.set_frozen(param, true)
            }

            /// Thaws a parameter: later steps update it again.
            ///
            /// # Errors
            /// As `freeze`.
            pub fn thaw(&mut self, param: $crate::params::info::ParamId) -> Result<(), $crate::error::Error> {
                self.set_frozen(param, false)
            }

            /// Whether a parameter is frozen.
            ///
            /// # Errors
            /// An id of another optimizer.
            pub fn is_frozen(
                &self,
                param: $crate::params::info::ParamId,
            ) -> Result<bool, $crate::error::Error> {
                Ok(self.registry.is_frozen(self.registry.index(param)?))
            }

            /// The fixed divisor of gradients: [`Config::loss_scale`](crate::Config::loss_scale), or what
            /// `set_loss_scale` has replaced it by.
            pub fn loss_scale(&self) -> f64 {
                self.registry.loss_scale()
            }

            /// Sets the divisor of the gradients of later steps, for example to the scale of a
            /// [`DynamicLossScale`](crate::DynamicLossScale) of your own. Snapshots leave it out.
            ///
            /// # Errors
            /// A scale that is not finite or not above 0, or other than 1 beside a
            /// [dynamic loss scale](crate::Config::dynamic_loss_scale).
            pub fn set_loss_scale(&mut self, loss_scale: f64) -> Result<(), $crate::error::Error> {
                self.registry.set_loss_scale(loss_scale)
            }
        }
    };
}
pub(crate) use registry_methods;
