//! The dynamic loss scale: as large as the gradients allow.

use crate::{
    error::{Error, Field},
    rounding::to_f32,
    validate::{self, at_least_one},
};

/// Lowers the loss scale when a gradient overflows, and raises it after a while without.
///
/// Small numbers underflow in half-precision gradients, so the loss is multiplied by a scale before it is
/// differentiated, and the optimizer divides the gradients by the scale. Either put this into
/// [`Config::dynamic_loss_scale`](crate::Config::dynamic_loss_scale), and the optimizer updates it at every
/// step. Or keep it beside the optimizer: call [`update`](Self::update) once a step with whether a gradient
/// was not finite, then hand [`scale`](Self::scale) to the optimizer's `set_loss_scale` and multiply the next
/// loss by it.
///
/// * After an overflow the scale is divided by `factor`, down to 1 at least, and counting starts again.
/// * After `window` steps in a row without overflow it is multiplied by `factor`, and counting starts again.
///   A product beyond 2¹²⁶ is not taken.
///
/// ```
/// use proxgrad::DynamicLossScale;
///
/// let mut loss_scale = DynamicLossScale::new(1024.0, 2.0, 3)?;
/// let mut scales = Vec::new();
/// for overflow in [false, true, false, false, false, false, true, true] {
///     // The step with this scale: was any of its gradients not finite?
///     loss_scale.update(overflow);
///     scales.push(loss_scale.scale());
/// }
/// assert_eq!(scales, [1024.0, 512.0, 512.0, 512.0, 1024.0, 1024.0, 512.0, 256.0]);
/// # Ok::<(), proxgrad::Error>(())
/// ```
///
/// This is the rule of MindSpore's `DynamicLossScaleManager`, `DynamicLossScaleUpdateCell` and
/// `DynamicLossScaler`.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(try_from = "Parts", into = "Parts")
)]
pub struct DynamicLossScale {
    scale: f64,
    factor: f64,
    window: u32,
    good_steps: u32,
}

/// The defaults of MindSpore: initial scale 2²⁴, factor 2, window 2000.
impl Default for DynamicLossScale {
    fn default() -> Self {
        Self { scale: 16_777_216.0, factor: 2.0, window: 2000, good_steps: 0 }
    }
}

impl DynamicLossScale {
    /// A scale that begins at `init`, is divided by `factor` after an overflow, and multiplied by `factor`
    /// after `window` steps in a row without overflow.
    ///
    /// # Errors
    ///
    /// If `init` is not between 1 and 2¹²⁶, `factor` is not finite and above 1, or `window` is 0.
    pub fn new(init: f64, factor: f64, window: u32) -> Result<Self, Error> {
        let field = Field::new("DynamicLossScale");
        check_scale(field.argument("init"), init)?;
        if !(factor > 1.0 && factor.is_finite()) {
            let field = field.argument("factor");
            return Err(Error::Invalid { field, value: factor, expected: "finite and above 1" });
        }
        at_least_one(field.argument("window"), window.into())?;
        Ok(Self { scale: init, factor, window, good_steps: 0 })
    }

    /// Continues where another one stopped, with its [`scale`](Self::scale) and its
    /// [`good_steps`](Self::good_steps).
    ///
    /// ```
    /// use proxgrad::DynamicLossScale;
    ///
    /// let mut first = DynamicLossScale::default();
    /// first.update(true);
    /// first.update(false);
    ///
    /// let second = DynamicLossScale::default().resume(first.scale(), first.good_steps())?;
    /// assert_eq!(second, first);
    /// # Ok::<(), proxgrad::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If `scale` is not between 1 and 2¹²⁶, or `good_steps` is not below the window.
    pub fn resume(self, scale: f64, good_steps: u32) -> Result<Self, Error> {
        let field = Field::new("DynamicLossScale");
        check_scale(field.argument("scale"), scale)?;
        if good_steps >= self.window {
            let (field, bound) = (field.argument("good_steps"), self.window.into());
            return Err(Error::NotBelow { field, value: good_steps.into(), other: "window", bound });
        }
        Ok(Self { scale, good_steps, ..self })
    }

    /// The factor to multiply the next loss by.
    pub fn scale(&self) -> f64 {
        self.scale
    }

    /// Number of steps without overflow since counting started again; below the window.
    pub fn good_steps(&self) -> u32 {
        self.good_steps
    }

    /// Factor and window, as kernels take them.
    pub(crate) fn factor_and_window(&self) -> (f32, u32) {
        (to_f32(self.factor), self.window)
    }

    /// Counts a step; `overflow` is whether any of its gradients was not finite.
    pub fn update(&mut self, overflow: bool) {
        if overflow {
            self.scale = (self.scale / self.factor).max(1.0);
            self.good_steps = 0;
            return;
        }
        self.good_steps += 1;
        if self.good_steps == self.window {
            self.good_steps = 0;
            self.grow();
        }
    }

    /// As [`update`](Self::update), with the scale rounded to f32, as a device keeps it.
    pub(crate) fn update_f32(&mut self, overflow: bool) {
        self.update(overflow);
        self.scale = to_f32(self.scale).into();
    }

    fn grow(&mut self) {
        let larger = self.scale * self.factor;
        // Beyond 2¹²⁶ the reciprocal, which optimizers multiply by, would not be a normal number.
        if validate::loss_scale(larger).is_ok() {
            self.scale = larger;
        }
    }
}

/// Refuses a scale below 1, which no overflow leads to, or one that no optimizer takes.
fn check_scale(field: Field, value: f64) -> Result<(), Error> {
    if value >= 1.0 && validate::loss_scale(value).is_ok() {
        return Ok(());
    }
    Err(Error::Invalid { field, value, expected: "at least 1 and at most 2^126" })
}

/// The state as it is serialised. Deserialising checks it.
#[cfg(feature = "serde")]
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Parts {
    scale: f64,
    factor: f64,
    window: u32,
    good_steps: u32,
}

#[cfg(feature = "serde")]
impl From<DynamicLossScale> for Parts {
    fn from(state: DynamicLossScale) -> Self {
        let DynamicLossScale { scale, factor, window, good_steps } = state;
        Self { scale, factor, window, good_steps }
    }
}

#[cfg(feature = "serde")]
impl TryFrom<Parts> for DynamicLossScale {
    type Error = Error;

    fn try_from(parts: Parts) -> Result<Self, Error> {
        Self::new(1.0, parts.factor, parts.window)?.resume(parts.scale, parts.good_steps)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scales(mut state: DynamicLossScale, overflows: &[bool]) -> Vec<f64> {
        let step = |&overflow| {
            state.update(overflow);
            state.scale()
        };
        overflows.iter().map(step).collect()
    }

    #[test]
    fn an_overflow_never_goes_below_one() {
        let state = DynamicLossScale::new(6.0, 4.0, 3).unwrap();
        assert_eq!(scales(state, &[true; 3]), [1.5, 1.0, 1.0]);
    }

    #[test]
    fn an_overflow_restarts_the_count() {
        let state = DynamicLossScale::new(8.0, 2.0, 2).unwrap();
        assert_eq!(scales(state, &[false, true, false, false, false]), [8.0, 4.0, 4.0, 8.0, 8.0]);
    }

    #[test]
    fn a_product_that_no_optimizer_takes_is_not_taken_and_counting_restarts() {
        let mut state = DynamicLossScale::new(2f64.powi(125), 2.0, 2).unwrap();
        let top = 2f64.powi(126);
        assert_eq!(scales(state.clone(), &[false; 6]), [top / 2.0, top, top, top, top, top]);
        (0..4).for_each(|_| state.update(false));
        assert_eq!((state.scale(), state.good_steps()), (top, 0));
    }

    #[test]
    fn the_default_is_mindspores() {
        let mut state = DynamicLossScale::default();
        assert_eq!(state, DynamicLossScale::new(2f64.powi(24), 2.0, 2000).unwrap());
        (0..1999).for_each(|_| state.update(false));
        assert_eq!((state.scale(), state.good_steps()), (2f64.powi(24), 1999));
        state.update(false);
        assert_eq!((state.scale(), state.good_steps()), (2f64.powi(25), 0));
    }

    #[test]
    fn a_resumed_run_goes_on_as_if_it_had_not_stopped() {
        let fresh = || DynamicLossScale::new(64.0, 2.0, 3).unwrap();
        let overflows: Vec<bool> = (0..40).map(|i| i % 7 == 5).collect();
        for at in 0..overflows.len() {
            let (before, after) = overflows.split_at(at);
            let mut first = fresh();
            before.iter().for_each(|&overflow| first.update(overflow));
            let second = fresh().resume(first.scale(), first.good_steps()).unwrap();
            assert_eq!(second, first, "resumed at {at}");
            assert_eq!(scales(second, after), scales(first, after), "resumed at {at}");
        }
    }

    #[test]
    fn settings_out_of_range_are_refused_with_name_value_and_remedy() {
        let new = DynamicLossScale::new;
        let resume = |scale, good_steps| new(8.0, 2.0, 3).unwrap().resume(scale, good_steps);
        let cases = [
            (new(0.5, 2.0, 3), "init of DynamicLossScale is 0.5; it must be at least 1 and at most 2^126"),
            (
                new(f64::NAN, 2.0, 3),
                "init of DynamicLossScale is NaN; it must be at least 1 and at most 2^126",
            ),
            (
                new(f64::INFINITY, 2.0, 3),
                "init of DynamicLossScale is inf; it must be at least 1 and at most 2^126",
            ),
            (new(8.0, 1.0, 3), "factor of DynamicLossScale is 1; it must be finite and above 1"),
            (new(8.0, f64::NAN, 3), "factor of DynamicLossScale is NaN; it must be finite and above 1"),
            (new(8.0, f64::INFINITY, 3), "factor of DynamicLossScale is inf; it must be finite and above 1"),
            (new(8.0, 2.0, 0), "window of DynamicLossScale is 0; it must be at least 1"),
            (resume(0.0, 0), "scale of DynamicLossScale is 0; it must be at least 1 and at most 2^126"),
            (resume(8.0, 3), "good_steps of DynamicLossScale is 3; it must be below window, which is 3"),
        ];
        for (got, message) in cases {
            assert_eq!(got.unwrap_err().to_string(), message);
        }
    }

    #[cfg(feature = "serde")]
    #[test]
    fn a_serialised_state_reads_back_and_is_checked() {
        let mut state = DynamicLossScale::new(64.0, 2.0, 3).unwrap();
        state.update(false);
        let json = serde_json::to_string(&state).unwrap();
        assert_eq!(json, r#"{"scale":64.0,"factor":2.0,"window":3,"good_steps":1}"#);
        assert_eq!(serde_json::from_str::<DynamicLossScale>(&json).unwrap(), state);

        let wrong = json.replace("64.0", "0.0");
        let error = serde_json::from_str::<DynamicLossScale>(&wrong).unwrap_err().to_string();
        assert_eq!(error, "scale of DynamicLossScale is 0; it must be at least 1 and at most 2^126");
    }
}
