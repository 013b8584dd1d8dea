//! Times of gathers and steps, with rows of the rank itself against rows of all ranks.

use proxgrad_mpi::Error;

use crate::{
    ids::Whose,
    ranks,
    settings::{Case, WARM_UP},
};

/// Times in milliseconds: medians over rounds of the slowest rank.
pub(crate) struct Times {
    /// A gather of rows of the rank itself, and of all ranks.
    pub(crate) gather: [f64; 2],
    /// A step with entries of rows of the rank itself, and of all ranks.
    pub(crate) step: [f64; 2],
    /// The most entries that a rank owns in a step, by those that it gives.
    pub(crate) load: f64,
}

/// Measures gathers and steps of the table with touched rows. Both kinds of rounds alternate, so that both see the same machine.
///
/// # Errors
/// Those of the optimizer.
pub(crate) fn measure(case: &mut Case<'_>) -> Result<Times, Error> {
    let (mut rounds, mut loads) = (Vec::new(), Vec::new());
    for round in 0..WARM_UP + case.settings.rounds {
        let [gather_own, step_own] = time(case, Whose::Own, &mut Vec::new())?;
        let [gather, step] = time(case, Whose::All, &mut loads)?;
        if round >= WARM_UP {
            rounds.push(vec![gather_own, gather, step_own, step]);
        }
    }
    let times = ranks::medians(&rounds);
    let load = loads.iter().sum::<f64>() / loads.len() as f64;
    Ok(Times { gather: [times[0], times[1]], step: [times[2], times[3]], load })
}

/// Times of a gather and of a step with the same ids.
fn time(case: &mut Case<'_>, whose: Whose, loads: &mut Vec<f64>) -> Result<[f64; 2], Error> {
    let ids = case.ids.next(whose);
    let owned = ranks::sum(&case.ids.owned(&ids));
    loads.push(owned.into_iter().max().unwrap_or_default() as f64 / case.entries as f64);

    let start = ranks::meet();
    let rows = case.optimizer.gather(case.touched, &ids)?;
    let gather = ranks::milliseconds(start);
    drop(rows);

    let start = ranks::meet();
    let mut step = case.optimizer.begin_step();
    step.rows(case.touched, &ids, &case.grads);
    step.finish()?;
    Ok([gather, ranks::milliseconds(start)])
}
