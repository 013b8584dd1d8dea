//! The reports of a run and of a sweep: what they were made of, and what came out.

mod conditions;
mod curves;
mod percent;
mod run;
mod test_data;
mod weights;

pub(crate) use self::curves::charts;
pub(super) use self::{conditions::Conditions, run::Run};
