//! Methods that the GPU and the CPU implementation have in common, with one documentation.

/// Implements the methods of an optimizer that its field `registry` answers.
macro_rules! registry_methods {
    ($optimizer:ty) => {
        impl $optimizer {
            /// Adds a group for parameters to join.
            ///
            /// # Errors
            /// A setting out of range; a list of learning rates longer or shorter than the optimizer's other lists.
            pub fn add_group(&mut self, group: $crate::Group) -> Result<$crate::GroupId, $crate::Error> {
                self.registry.add_group(group)
            }

            /// Puts the parameters into another order: the one of `params` and of a step's `in_order`. Without any name it
            /// stays as it is, the order of registration; parameters added later come last.
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
            pub fn order_params(&mut self, names: &[&str]) -> Result<(), $crate::Error> {
                self.registry.order_params(names)
            }

            /// All parameters, in the optimizer's order.
            pub fn params(&self) -> impl ExactSizeIterator<Item = $crate::ParamId> + use<'_> {
                self.registry.params()
            }

            /// A parameter's name.
            ///
            /// # Errors
            /// An id of another optimizer.
            pub fn name(&self, param: $crate::ParamId) -> Result<&str, $crate::Error> {
                Ok(&self.registry.info(param)?.name)
            }

            /// The learning rate of the next step for a group, or for parameters in none. Advances nothing.
            ///
            /// # Errors
            /// A list that has ended, a function's value out of range, an id of another optimizer.
            pub fn lr(&self, group: impl Into<Option<$crate::GroupId>>) -> Result<f64, $crate::Error> {
                self.registry.lr(group.into())
            }

            /// The learning rate of a parameter's next step. Advances nothing.
            ///
            /// # Errors
            /// As `lr`.
            pub fn lr_of(&self, param: $crate::ParamId) -> Result<f64, $crate::Error> {
                self.registry.lr_of(param)
            }

            /// The weight decay of a parameter's next step; 0 for a parameter exempt by name. Advances nothing.
            ///
            /// # Errors
            /// As `lr`.
            pub fn weight_decay_of(&self, param: $crate::ParamId) -> Result<f64, $crate::Error> {
                self.registry.weight_decay_of(param)
            }

            /// Whether a parameter's gradients lose their mean: its setting is on, and covers its shape.
            ///
            /// # Errors
            /// An id of another optimizer.
            pub fn is_centralized(&self, param: $crate::ParamId) -> Result<bool, $crate::Error> {
                Ok(self.registry.info(param)?.centralized)
            }

            /// Which of a parameter's rows a step regularises.
            ///
            /// # Errors
            /// An id of another optimizer.
            pub fn rows_of(&self, param: $crate::ParamId) -> Result<$crate::Rows, $crate::Error> {
                Ok(self.registry.info(param)?.rows)
            }

            /// What gradients are divided by: [`Config::loss_scale`](crate::Config::loss_scale), or what it was set to
            /// since.
            pub fn loss_scale(&self) -> f64 {
                self.registry.loss_scale()
            }

            /// Divides the gradients of later steps by another scale, for example a
            /// [`DynamicLossScale`](crate::DynamicLossScale)'s. Not part of a snapshot.
            ///
            /// # Errors
            /// A scale that is not finite or not above 0. It stays as it was then.
            pub fn set_loss_scale(&mut self, loss_scale: f64) -> Result<(), $crate::Error> {
                self.registry.set_loss_scale(loss_scale)
            }
        }
    };
}
pub(crate) use registry_methods;
