//! The bytes that travel are those of the formulas in `docs/machines.md`.

use std::fs;

use proxgrad_mpi::{
    DenseParam, Device, Error, Placement, Setup, ShardedTable, Sharding, Traffic, proxgrad::Config,
};

use crate::{Test, launch::Run, worker};

pub(crate) const TESTS: &[Test] = &[("traffic::bytes_are_those_of_the_formulas", bytes)];

const ROWS: u64 = 1000;
const WIDTH: usize = 6;
/// Elements of a dense parameter, two to a row.
const DENSE: [usize; 2] = [12, 2];

fn bytes() {
    for ranks in [1, 2, 3, 4] {
        let folder = tempfile::tempdir().unwrap();
        Run::new(ranks, "traffic", folder.path()).succeed();
        for rank in 0..ranks {
            let found = fs::read_to_string(folder.path().join(format!("traffic-{rank}"))).unwrap();
            assert_eq!(found, expected(rank, ranks), "rank {rank} of {ranks}");
        }
    }
}

fn ids(rank: usize) -> Vec<u64> {
    let mut random = fastrand::Rng::with_seed(rank as u64);
    (0..200 + rank * 10).map(|_| random.u64(..100)).collect()
}

/// The traffic of the start, a gather and a step.
pub(crate) fn run() -> Result<(), Error> {
    let mut setup = Setup::new(Config::default(), Device::Cpu)?;
    let table = setup.add_table(ShardedTable::new("table", ROWS, WIDTH), |_, values| values.fill(1.0));
    let dense = setup.add_dense(DenseParam::new("dense", &DENSE), &[0.5; 24]);
    let mut optimizer = setup.start()?;
    let start = optimizer.traffic()?;
    let ids = ids(optimizer.rank());
    let rows = optimizer.gather(table, &ids)?;
    let gathered = optimizer.traffic()?;
    let mut step = optimizer.begin_step();
    step.rows(table, &ids, &rows);
    step.dense(dense, &[0.1; 24]);
    step.finish()?;
    let stepped = optimizer.traffic()?;
    let path = worker::folder().join(format!("traffic-{}", optimizer.rank()));
    fs::write(path, format!("{} {}", text(&gathered, &start), text(&stepped, &gathered))).expect("a folder");
    Ok(())
}

fn text(now: &Traffic, before: &Traffic) -> String {
    let parts = |traffic: &Traffic| {
        [
            traffic.header_bytes,
            traffic.count_bytes,
            traffic.index_bytes,
            traffic.element_bytes,
            traffic.other_bytes,
        ]
    };
    let differences = parts(now).into_iter().zip(parts(before)).map(|(now, before)| now - before);
    format!("{:?}", differences.collect::<Vec<_>>())
}

/// By the formulas.
fn expected(rank: usize, ranks: usize) -> String {
    let placement = Placement::new(ROWS, Sharding::Hashed, ranks);
    let (others, width) = (ranks as u64 - 1, WIDTH as u64);
    let distinct = |rank: usize| {
        let mut ids = ids(rank);
        ids.sort_unstable();
        ids.dedup();
        ids
    };
    let is_of = |owner: usize| move |id: &&u64| placement.owner(**id) == owner;
    let asked = distinct(rank).iter().filter(|id| placement.owner(**id) != rank).count() as u64;
    let answered = (0..ranks)
        .filter(|other| *other != rank)
        .map(|other| distinct(other).iter().filter(is_of(rank)).count() as u64)
        .sum::<u64>();
    let gather = vec![Traffic::HEADER * others, 8 * others, 4 * asked, 4 * width * answered, 0];

    let entries = ids(rank).iter().filter(|id| placement.owner(**id) != rank).count() as u64;
    let rows = Placement::new(DENSE[0] as u64, Sharding::Ranges, ranks).positions(rank);
    let own = (rows.end - rows.start) * DENSE[1] as u64;
    // Its gradient without the own part goes out once, and the values of the own part to each other rank.
    let dense = 4 * (24 - own) + 4 * own * others;
    let step = vec![Traffic::HEADER * others, 16 * others, 4 * entries, 4 * width * entries + dense, 0];
    format!("{gather:?} {step:?}")
}
