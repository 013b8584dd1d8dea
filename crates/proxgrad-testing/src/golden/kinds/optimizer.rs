//! Whole runs: settings, groups, schedules, dense and row gradients, with everything known after every step.

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
        way::Way,
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
                let way = Way { shrinkage, feed };
                let network = self.network(way)?;
                let built = network.build(backend)?.map_err(|error| {
                    let place = Place::new("setup").by(way);
                    Failure::refused(place, error)
                })?;
                Run::new(self, way, built, check)?.replay(check)?;
            }
        }
        Ok(())
    }
}
