//! Mistakes of one rank, which all ranks report alike, with nothing changed.

use std::{fs, time::Duration};

use proxgrad_mpi::{
    DenseParam, Device, Error, Setup, ShardedOptimizer, ShardedTable, Sharding, TableId,
    proxgrad::{Config, Group, Rows},
};

use crate::{
    Test,
    launch::Run,
    worker,
    workload::{Batch, EXACT, Model, Settings},
};

pub(crate) const TESTS: &[Test] =
    &[("bad_use::all_ranks_return_the_error_of_one_and_nothing_changes", all_ranks_return_the_error)];

/// The rank that makes mistakes.
const BAD: usize = 1;

fn all_ranks_return_the_error() {
    for ranks in [2, 3] {
        let folder = tempfile::tempdir().unwrap();
        Run::new(ranks, "bad use", folder.path()).succeed();
        let read = |rank: usize| fs::read_to_string(folder.path().join(format!("errors-{rank}"))).unwrap();
        let first = read(0);
        for rank in 1..ranks {
            assert_eq!(read(rank), first, "rank {rank}");
        }
        let lines: Vec<_> = first.lines().collect();
        assert_eq!(lines.len(), EXPECTED.len(), "{first}");
        for (line, expected) in lines.iter().zip(EXPECTED) {
            assert!(line.starts_with(expected), "{line}\n{expected}");
        }
    }
}

const EXPECTED: [&str; 26] = [
    // Settings.
    "rank 1 differs from rank 0: it has `config: learning_rate: Constant(0.5)`, and rank 0 has `config: learning_rate: Constant(0.001)`",
    "rank 1 differs from rank 0: it has `config: l1: 0.5`, and rank 0 has `config: l1: 0.0`",
    "rank 1 differs from rank 0: it has `table \"table\": 11 rows of 2 elements, Hashed, Touched rows, group None`, and",
    "rank 1 differs from rank 0: it has `table \"table\": 10 rows of 2 elements, Ranges, Touched rows, group None`, and",
    "rank 1 differs from rank 0: it has `table \"table\": 10 rows of 2 elements, Hashed, Exact rows, group None`, and",
    "rank 1 differs from rank 0: it has `table \"other\": 10 rows of 2 elements, Hashed, Touched rows, group None`, and",
    "rank 1 differs from rank 0: it has `group 0: learning_rate: None`, and rank 0 has `table",
    "rank 1 differs from rank 0: it has `dense parameter \"dense\": [3], Sharded, group None, initial values with digest",
    "rank 1 differs from rank 0: it has `dense parameter \"dense\": [4], Sharded, group None",
    // What a rank refuses.
    "rank 1: parameter \"dense\": values hold 2 elements; 3 are needed",
    "rank 1: a parameter named \"table\" exists already",
    // Gradients and ids.
    "rank 1: table \"exact\": ids[2] is 331, but the table has 331 rows",
    "rank 1: table \"touched\": ids[0] is 18446744073709551615, but the table has 50 rows",
    "rank 1: table \"touched\": grads hold 5 elements; 6 are needed",
    "rank 1: parameter \"sharded\": grads hold 11 elements; a multiple of 10 is needed",
    "rank 1: table \"touched\": it has a gradient in this step already",
    "rank 1 differs from rank 0: it has `digest",
    "rank 1: the table is one of another optimizer",
    "rank 1: the table is one of another optimizer",
    "rank 1 differs from rank 0: it has `learning rate 0.5 in step 2`, and rank 0 has `learning rate 0.05 in step 2`",
    "rank 1: learning_rate is -1",
    "rank 0: ",
    "rank 0: ",
    // Calls. Afterwards the ranks are in different states.
    "rank 1 calls measure, and rank 0 calls gather; all ranks have to make the same calls in the same order",
    "rank 0: rank 1 calls measure, and rank 0 calls gather",
    "rank 0: rank 1 calls measure, and rank 0 calls gather",
];

pub(crate) fn run() -> Result<(), Error> {
    let mut errors = settings()?;
    errors.extend(calls()?);
    let rank = Setup::new(Config::default(), Device::Cpu)?.rank();
    let text: String = errors.iter().map(|error| format!("{error}\n")).collect();
    fs::write(worker::folder().join(format!("errors-{rank}")), text).expect("a folder");
    Ok(())
}

/// Settings that are different on one rank.
#[derive(Clone, Default)]
struct Variant {
    config: Config,
    has_group: bool,
    table: (&'static str, u64, Sharding, Rows),
    dense: Vec<f32>,
    dense_len: usize,
    is_twice: bool,
}

fn settings() -> Result<Vec<Error>, Error> {
    let good = Variant {
        table: ("table", 10, Sharding::Hashed, Rows::Touched),
        dense: vec![1.0; 3],
        dense_len: 3,
        ..Variant::default()
    };
    let with = |config: Config| Variant { config, ..good.clone() };
    let table = |table| Variant { table, ..good.clone() };
    let bad = [
        with(Config { learning_rate: 0.5.into(), ..Config::default() }),
        with(Config { l1: 0.5, ..Config::default() }),
        table(("table", 11, Sharding::Hashed, Rows::Touched)),
        table(("table", 10, Sharding::Ranges, Rows::Touched)),
        table(("table", 10, Sharding::Hashed, Rows::Exact)),
        table(("other", 10, Sharding::Hashed, Rows::Touched)),
        Variant { has_group: true, ..good.clone() },
        Variant { dense: vec![2.0; 3], ..good.clone() },
        Variant { dense: vec![1.0; 4], dense_len: 4, ..good.clone() },
        Variant { dense: vec![1.0; 2], ..good.clone() },
        Variant { is_twice: true, ..good.clone() },
    ];
    bad.iter().map(|bad| start(bad, &good).map(|outcome| outcome.err().expect("an error"))).collect()
}

fn start(bad: &Variant, good: &Variant) -> Result<Result<ShardedOptimizer, Error>, Error> {
    let rank = Setup::new(good.config.clone(), Device::Cpu)?.rank();
    let own = if rank == BAD { bad } else { good };
    let mut setup = Setup::new(own.config.clone(), Device::Cpu)?;
    setup.patience(Duration::from_secs(60));
    if own.has_group {
        setup.add_group(Group::default())?;
    }
    let (name, rows, sharding, mode) = own.table;
    let table = ShardedTable::new(name, rows, 2).sharding(sharding).rows(mode);
    setup.add_table(table, |_, _| {});
    if own.is_twice {
        setup.add_table(table, |_, _| {});
    }
    setup.add_dense(DenseParam::new("dense", &[own.dense_len]), &own.dense);
    Ok(setup.start())
}

fn calls() -> Result<Vec<Error>, Error> {
    let mut model = Model::new(Settings::Plain, Device::Cpu)?;
    let is_bad = model.optimizer.rank() == BAD;
    (0..2).try_for_each(|step| model.step(&Batch::new(Settings::Plain, step), step).map(drop))?;
    let before = state(&mut model)?;
    let mut errors = Vec::new();
    let mut refused = |outcome: Result<(), Error>| errors.push(outcome.expect_err("an error"));

    let bad_id = EXACT.0;
    let ids = if is_bad { vec![0, 1, bad_id] } else { vec![0, 1, 2] };
    refused(model.optimizer.gather(model.exact, &ids).map(drop));
    let ids = if is_bad { vec![u64::MAX, 1] } else { vec![0, 1] };
    refused(step_of_rows(&mut model.optimizer, model.touched, &ids, 6));
    refused(step_of_rows(&mut model.optimizer, model.touched, &[3, 1], if is_bad { 5 } else { 6 }));
    let grads = vec![1.0; if is_bad { 11 } else { 10 }];
    let mut step = model.optimizer.begin_step();
    step.dense(model.sharded, &grads);
    refused(step.finish().map(drop));
    let mut step = model.optimizer.begin_step();
    step.rows(model.touched, &[1], &[1.0; 3]);
    if is_bad {
        step.rows(model.touched, &[2], &[1.0; 3]);
    }
    refused(step.finish().map(drop));
    let mut step = model.optimizer.begin_step();
    if is_bad {
        step.rows(model.exact, &[1], &[1.0; 4]);
    } else {
        step.rows(model.touched, &[1], &[1.0; 3]);
    }
    refused(step.finish().map(drop));

    // An id of another optimizer.
    let other = Model::new(Settings::Plain, Device::Cpu)?;
    let table = if is_bad { other.touched } else { model.touched };
    refused(model.optimizer.gather(table, &[1]).map(drop));
    refused(step_of_rows(&mut model.optimizer, table, &[1], 3));
    assert!(model.optimizer.values(other.sharded).is_err());

    let rate = |is_other: bool| if is_other { 0.5 } else { 0.05 };
    model.optimizer.set_learning_rate(None, rate(is_bad))?;
    refused(step_of_rows(&mut model.optimizer, model.touched, &[3], 3));
    model.optimizer.set_learning_rate(None, 0.05)?;
    // A schedule that gives a rate out of range on one rank.
    let schedule = proxgrad_mpi::proxgrad::Schedule::function(move |_| if is_bad { -1.0 } else { 0.05 });
    model.optimizer.set_learning_rate(None, schedule)?;
    refused(step_of_rows(&mut model.optimizer, model.touched, &[3], 3));
    model.optimizer.set_learning_rate(None, 0.05)?;

    // No checkpoint; and a folder that cannot be made, because a file has its place.
    refused(model.optimizer.load(worker::folder().join("nothing")));
    let file = worker::folder().join("file");
    fs::write(&file, "").expect("a folder");
    refused(model.optimizer.save(file.join("checkpoint")));
    assert_eq!(before, state(&mut model)?, "refused calls have changed something");

    refused(if is_bad {
        model.optimizer.measure().map(drop)
    } else {
        model.optimizer.gather(model.touched, &[1]).map(drop)
    });
    refused(model.optimizer.measure().map(drop));
    refused(step_of_rows(&mut model.optimizer, model.touched, &[3], 3));
    Ok(errors)
}

fn step_of_rows(
    optimizer: &mut ShardedOptimizer,
    table: TableId,
    ids: &[u64],
    grads: usize,
) -> Result<(), Error> {
    let grads = vec![1.0; grads];
    let mut step = optimizer.begin_step();
    step.rows(table, ids, &grads);
    step.finish().map(drop)
}

/// All values and numbers of steps.
fn state(model: &mut Model) -> Result<String, Error> {
    let touched: Vec<u64> = (0..50).collect();
    let rows = model.optimizer.gather(model.touched, &touched)?;
    let exact: Vec<u64> = (0..EXACT.0).collect();
    let exact = model.optimizer.gather(model.exact, &exact)?;
    let dense = model.optimizer.values(model.sharded)?.to_vec();
    Ok(format!(
        "{rows:?} {exact:?} {dense:?} {} {:?}",
        model.optimizer.global_step()?,
        model.optimizer.report()?
    ))
}
