//! The costs of a rank, measured on this machine with the CPU implementation.

use std::{error::Error, hint::black_box, time::Instant};

use proxgrad::{
    Config,
    cpu::{Param, ProximalAdagrad, RowGrad},
};
use proxgrad_mpi::{
    Placement, Sharding,
    scaling::{Cost, Costs, Machine, Model, Network, Phase, Table, Workload},
};

/// Rows of the table: with 64 elements, 256 MiB of values and as much of accumulators, more than a cache has.
const ROWS: u32 = 1 << 20;
const ENTRIES: u32 = 1 << 16;
/// Entries of each row in the step with equal rows.
const EQUAL: u32 = 8;
const DENSE: usize = 1 << 22;
/// Ranks that entries are routed to.
const RANKS: usize = 64;
const ROUNDS: usize = 9;

/// Seconds for a row of one width.
struct OfWidth {
    route: f64,
    group: f64,
    update: f64,
    gather: f64,
}

/// Costs as functions of the width, from measurements at widths 1 and `width`.
pub(crate) fn costs(width: u64) -> Result<Costs, Box<dyn Error>> {
    let elements = usize::try_from(width)?;
    let (narrow, wide) = (of_width(1)?, of_width(elements)?);
    let cost = |narrow: f64, wide: f64| {
        let element = if width > 1 { ((wide - narrow) / (width - 1) as f64).max(0.0) } else { 0.0 };
        Cost { row: (wide - element * width as f64).max(0.0), element }
    };
    Ok(Costs {
        route: cost(narrow.route, wide.route),
        group: cost(narrow.group, wide.group),
        update: cost(narrow.update, wide.update),
        gather: cost(narrow.gather, wide.gather),
        dense_sum: dense_sum(),
        dense_update: dense_update()?,
    })
}

fn of_width(width: usize) -> Result<OfWidth, Box<dyn Error>> {
    let (mut rng, entries) = (fastrand::Rng::with_seed(1), f64::from(ENTRIES));
    // An odd multiplier makes a permutation of a power of two.
    let distinct: Vec<u32> = (0..ENTRIES).map(|entry| entry.wrapping_mul(0x9e37_79b1) % ROWS).collect();
    let mut equal: Vec<u32> = (0..ENTRIES).map(|entry| distinct[(entry / EQUAL) as usize]).collect();
    rng.shuffle(&mut equal);

    let grads = vec![1e-3f32; ENTRIES as usize * width];
    let mut values = vec![1.0f32; ROWS as usize * width];
    let [of_distinct, of_equal] = [&distinct, &equal].map(|ids| step_rows(&mut values, &grads, ids, width));
    let (of_distinct, of_equal) = (of_distinct? / entries, of_equal? / entries);
    // Of an entry: group + update, and group + update/EQUAL.
    let update = ((of_distinct - of_equal) * f64::from(EQUAL) / f64::from(EQUAL - 1)).max(0.0);
    let gather = median(|| gather(&values, &distinct, width)) / entries;
    let route = median(|| route(&distinct, &grads, width)) / entries;
    Ok(OfWidth { route, group: (of_distinct - update).max(0.0), update, gather })
}

/// The seconds of a row step.
fn step_rows(values: &mut [f32], grads: &[f32], ids: &[u32], width: usize) -> Result<f64, proxgrad::Error> {
    let mut optimizer = ProximalAdagrad::new(Config::default())?;
    let table = optimizer.add_param(Param::new("table", &[ROWS as usize, width]))?;
    let mut outcome = Ok(());
    let seconds = median(|| {
        let mut step = optimizer.begin_step();
        let added = step.rows(table, &mut *values, RowGrad::new(ids, grads));
        outcome = added.and_then(|()| step.finish());
    });
    outcome.map(|()| seconds)
}

/// The seconds of a row step whose ids follow Zipf's law, measured and as the model expects them of these costs.
pub(crate) fn check(costs: Costs, width: u64, zipf: f64) -> Result<(f64, f64), Box<dyn Error>> {
    let (elements, mut rng) = (usize::try_from(width)?, fastrand::Rng::with_seed(2));
    let mut cumulative: Vec<f64> = (1..=ROWS).map(|k| f64::from(k).powf(-zipf)).collect();
    (1..cumulative.len()).for_each(|row| cumulative[row] += cumulative[row - 1]);
    let total = cumulative[cumulative.len() - 1];
    let draw =
        |uniform: f64| cumulative.partition_point(|&sum| sum <= uniform * total).min(ROWS as usize - 1);
    let ids = (0..ENTRIES).map(|_| u32::try_from(draw(rng.f64()))).collect::<Result<Vec<_>, _>>()?;
    let mut values = vec![1.0f32; ROWS as usize * elements];
    let measured = step_rows(&mut values, &vec![1e-3f32; ENTRIES as usize * elements], &ids, elements)?;

    let table = Table { rows: ROWS.into(), width, entries: ENTRIES.into(), zipf, ..Table::default() };
    let machine = Machine { network: Network::ETHERNET_100G, costs, memory: 0.0 };
    let step = Model::new(machine, Workload { tables: vec![table], ..Workload::default() })?.step(1)?;
    Ok((measured, step.seconds_of(Phase::Grouping) + step.seconds_of(Phase::Update)))
}

/// Copies rows to a message.
fn gather(values: &[f32], ids: &[u32], width: usize) {
    let mut message = Vec::with_capacity(ids.len() * width);
    for &id in ids {
        let start = id as usize * width;
        message.extend_from_slice(&values[start..start + width]);
    }
    black_box(message);
}

/// Puts entries in the order of the owners of their rows.
fn route(ids: &[u32], grads: &[f32], width: usize) {
    let placement = Placement::new(u64::from(ROWS), Sharding::Hashed, RANKS);
    let places: Vec<(usize, u64)> = ids.iter().map(|&id| placement.locate(u64::from(id))).collect();
    let mut starts = [0; RANKS + 1];
    places.iter().for_each(|&(owner, _)| starts[owner + 1] += 1);
    (0..RANKS).for_each(|owner| starts[owner + 1] += starts[owner]);
    let (mut locals, mut message) = (vec![0; ids.len()], vec![0.0; grads.len()]);
    for (&(owner, local), grad) in places.iter().zip(grads.chunks_exact(width)) {
        let place = starts[owner];
        starts[owner] += 1;
        locals[place] = local;
        message[place * width..(place + 1) * width].copy_from_slice(grad);
    }
    black_box((locals, message));
}

fn dense_sum() -> f64 {
    let (mut sum, grad) = (vec![0.0f32; DENSE], vec![1e-3f32; DENSE]);
    let seconds = median(|| {
        black_box(&mut sum).iter_mut().zip(black_box(&grad)).for_each(|(sum, grad)| *sum += grad);
    });
    seconds / DENSE as f64
}

fn dense_update() -> Result<f64, proxgrad::Error> {
    let mut optimizer = ProximalAdagrad::new(Config::default())?;
    let weight = optimizer.add_param(Param::new("weight", &[DENSE]))?;
    let (mut values, grads) = (vec![1.0f32; DENSE], vec![1e-3f32; DENSE]);
    let mut outcome = Ok(());
    let seconds = median(|| {
        let mut step = optimizer.begin_step();
        let added = step.dense(weight, &mut values, &grads);
        outcome = added.and_then(|()| step.finish());
    });
    outcome.map(|()| seconds / DENSE as f64)
}

/// The median of the seconds of several rounds, after one that is not counted.
fn median(mut run: impl FnMut()) -> f64 {
    run();
    let mut seconds: Vec<f64> = (0..ROUNDS)
        .map(|_| {
            let start = Instant::now();
            run();
            start.elapsed().as_secs_f64()
        })
        .collect();
    seconds.sort_by(f64::total_cmp);
    seconds[ROUNDS / 2]
}
