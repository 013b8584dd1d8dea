//! Rows that were asked for in advance are those that a gather returns.

use proxgrad_mpi::{Device, Error};

use crate::{
    Test,
    launch::Run,
    worker,
    workload::{Batch, EXACT, Model, Settings, TOUCHED},
};

pub(crate) const TESTS: &[Test] = &[("prefetch::rows_in_advance_are_those_of_a_gather", rows)];

fn rows() {
    for ranks in [1, 3, 4] {
        let folder = tempfile::tempdir().unwrap();
        Run::new(ranks, "prefetch", folder.path()).succeed();
    }
}

pub(crate) fn run() -> Result<(), Error> {
    let mut model = Model::new(Settings::Plain, Device::Cpu)?;
    let rank = model.optimizer.rank() as u64;
    let mut random = fastrand::Rng::with_seed(rank + 1);
    let mut changed = 0;
    for step in 0..40 {
        let mut ids =
            |rows: u64| -> Vec<u64> { (0..random.usize(..30)).map(|_| random.u64(..rows)).collect() };
        let (touched, exact, early) = (ids(TOUCHED.0), ids(EXACT.0), ids(TOUCHED.0));
        // Two at once, one of them over several steps.
        let over_steps = model.optimizer.prefetch(model.touched, &early);
        let before = model.optimizer.gather(model.touched, &touched)?;
        let rows = model.optimizer.prefetch(model.touched, &touched);
        let exact_rows = model.optimizer.prefetch(model.exact, &exact);
        model.step(&Batch::new(Settings::Plain, step), step)?;
        let rows = model.optimizer.receive(rows)?;
        assert_eq!(rows, model.optimizer.gather(model.touched, &touched)?, "step {step}");
        assert_eq!(model.optimizer.receive(exact_rows)?, model.optimizer.gather(model.exact, &exact)?);
        changed += usize::from(rows != before);
        model.step(&Batch::new(Settings::Plain, step + 1000), step + 1000)?;
        let over_steps = model.optimizer.receive(over_steps)?;
        assert_eq!(over_steps, model.optimizer.gather(model.touched, &early)?, "step {step}");
        if step == 20 {
            // Everything changes where a checkpoint is loaded in between.
            model.optimizer.save(worker::folder())?;
            model.step(&Batch::new(Settings::Plain, 77), 77)?;
            let rows = model.optimizer.prefetch(model.touched, &touched);
            model.optimizer.load(worker::folder())?;
            assert_eq!(model.optimizer.receive(rows)?, model.optimizer.gather(model.touched, &touched)?);
        }
    }
    assert!(changed > 10, "steps in between changed the rows {changed} times");
    Ok(())
}
