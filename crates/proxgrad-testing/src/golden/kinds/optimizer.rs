//! Whole runs: settings, groups, schedules, dense and row gradients, with the state known after every step.

mod case;
mod grad;
mod run;

pub(super) use self::case::OptimizerCase;
use self::run::Run;
use crate::{
    backend::Backend,
    golden::{
        case::Case,
        compare::Check,
        failure::{Failure, Place},
        variant::Variant,
    },
};

impl Case for OptimizerCase {
    fn id(&self) -> &str {
        &self.id
    }

    fn informative(&self) -> bool {
        self.informative
    }

    fn replay(&self, backend: &dyn Backend, check: &mut Check) -> Result<(), Failure> {
        self.check_params()?;
        if self.steps.is_empty() {
            return Err(Failure::Malformed("it has no steps".to_owned()));
        }
        for shrinkage in self.shrink.all(self.shrink_independent) {
            for feed in self.feeds() {
                let variant = Variant { shrinkage: Some(shrinkage), feed };
                let network = self.network(variant)?;
                let built = network.build(backend)?.map_err(|error| {
                    let place = Place::new("setup").by(variant);
                    Failure::refused(place, error)
                })?;
                Run::new(self, variant, built, check)?.replay(check)?;
            }
        }
        Ok(())
    }
}
