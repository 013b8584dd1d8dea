//! The same bits for any number of ranks, and those of one optimizer of the library.

use std::{fs, path::Path};

use proxgrad_mpi::{
    Checkpoint, Whole,
    proxgrad::{
        Data, Rows, Snapshot,
        cpu::{Param, ProximalAdagrad, RowGrad},
    },
};

use crate::{
    Test,
    launch::Run,
    workload::{Batch, EXACT, PARTS, REPLICATED, SHARDED, Settings, TINY, TOUCHED, dense_values, init},
};

pub(crate) const TESTS: &[Test] = &[
    ("bits::any_number_of_ranks_gives_the_bits_of_one", any_number_of_ranks),
    ("bits::one_rank_gives_the_bits_of_the_library", one_rank),
];

/// Beyond 256 steps, from which on steps bring rows up to date that no gradient names.
const STEPS: u64 = 300;

fn train(folder: &Path, settings: Settings, ranks: usize, sharding: &str) {
    let run = Run::new(ranks, "train", folder).env("STEPS", STEPS).env("SHARDING", sharding);
    run.env("SETTINGS", format!("{settings:?}")).succeed();
}

fn any_number_of_ranks() {
    for settings in Settings::ALL {
        let folder = tempfile::tempdir().unwrap();
        let mut expected = None;
        for ranks in [1, 2, 3, 4, 8] {
            let own = folder.path().join(ranks.to_string());
            train(&own, settings, ranks, if ranks == 3 { "Ranges" } else { "Hashed" });
            let whole = whole(&own);
            let reports: Vec<_> = (0..ranks)
                .map(|rank| fs::read_to_string(own.join(format!("rank-{rank}.txt"))).unwrap())
                .collect();
            assert!(reports.iter().all(|report| *report == reports[0]), "reports differ among {ranks} ranks");
            let found = (bits_of(&whole), reports[0].clone());
            let expected = expected.get_or_insert_with(|| found.clone());
            assert_eq!(
                found.1, expected.1,
                "{settings:?}, {ranks} ranks: report, dense values, gathered rows"
            );
            assert_eq!(found.0, expected.0, "{settings:?}, {ranks} ranks");
        }
        let (_, report) = expected.unwrap();
        if settings == Settings::Skipped {
            assert!(!report.contains("skipped_steps: 0,"), "{report}");
        }
    }
}

fn one_rank() {
    for settings in Settings::ALL {
        let folder = tempfile::tempdir().unwrap();
        // Values and state are compared row by row, so it does not matter how rows are divided.
        train(folder.path(), settings, 3, "Hashed");
        let found = whole(folder.path());
        let expected = library(settings);
        if matches!(settings, Settings::Plain | Settings::Ftrl) {
            assert_eq!(bits_of(&found), bits_of(&expected), "{settings:?}");
        }
        for (name, values) in &expected.values {
            for (found, expected) in found.values[name].iter().zip(values) {
                let tolerance = 2e-6 + 1e-5 * expected.abs();
                assert!((found - expected).abs() <= tolerance, "{settings:?}, {name}: {found} {expected}");
            }
        }
        let skipped = |whole: &Whole| whole.snapshot.tensors.get("skipped_steps").cloned();
        assert_eq!(skipped(&found), skipped(&expected));
    }
}

pub(crate) fn whole(folder: &Path) -> Whole {
    let checkpoint = Checkpoint::open(folder).unwrap();
    checkpoint.verify().unwrap();
    checkpoint.whole().unwrap()
}

/// Names, shapes and bits of all values and of the state.
pub(crate) fn bits_of(whole: &Whole) -> Vec<(String, Vec<usize>, Vec<u64>)> {
    let state = whole.snapshot.tensors.iter().map(|(name, tensor)| {
        let bits = match &tensor.data {
            Data::F32(data) => data.iter().map(|value| value.to_bits().into()).collect(),
            Data::U64(data) => data.clone(),
            _ => panic!("{name} is of another type"),
        };
        (name.clone(), tensor.shape.clone(), bits)
    });
    let values = whole.values.iter().map(|(name, values)| {
        (name.clone(), vec![values.len()], values.iter().map(|value| value.to_bits().into()).collect())
    });
    state.chain(values).collect()
}

/// Trains with one optimizer of the library.
fn library(settings: Settings) -> Whole {
    let mut optimizer = ProximalAdagrad::new(settings.config()).unwrap();
    let group = optimizer.add_group(settings.group()).unwrap();
    let shape = |(rows, width): (u64, usize)| [usize::try_from(rows).unwrap(), width];
    let ids = [
        optimizer.add_param(Param::new("touched", &shape(TOUCHED))).unwrap(),
        optimizer.add_param(Param::new("exact", &shape(EXACT)).rows(Rows::Exact)).unwrap(),
        optimizer.add_param(Param::new("tiny", &shape(TINY)).rows(Rows::Exact)).unwrap(),
        optimizer.add_param(Param::new("sharded", &SHARDED)).unwrap(),
        optimizer.add_param(Param::new("replicated", &REPLICATED).group(group)).unwrap(),
        optimizer.add_param(Param::new("scalar", &[]).group(group)).unwrap(),
    ];
    let table = |(rows, width): (u64, usize)| {
        let mut values = vec![0.0; usize::try_from(rows).unwrap() * width];
        values.chunks_mut(width).zip(0..).for_each(|(values, row)| init(row, values));
        values
    };
    let mut values =
        [table(TOUCHED), table(EXACT), table(TINY), dense_values(10), dense_values(7), dense_values(1)];
    for step in 0..STEPS {
        let batch = Batch::new(settings, step);
        if step % 7 == 2 {
            // As ranks gather rows, in the same order of random numbers.
            let mut random = fastrand::Rng::with_seed(step);
            for ((id, values), rows) in ids.iter().zip(&mut values).zip([TOUCHED.0, EXACT.0]) {
                let ids: Vec<u64> = (0..random.usize(..20)).map(|_| random.u64(..rows)).collect();
                optimizer.flush_rows(*id, &mut values[..], &ids).unwrap();
            }
        }
        let sums = [&batch.sharded, &batch.replicated, &batch.scalar].map(|grads| sum_of_parts(grads));
        let mut taking = optimizer.begin_step();
        let [touched, exact, tiny, dense @ ..] = &mut values;
        if batch.has_tables {
            taking.rows(ids[0], touched, RowGrad::new(&batch.touched.0, &batch.touched.1)).unwrap();
            taking.rows(ids[1], exact, RowGrad::new(&batch.exact.0, &batch.exact.1)).unwrap();
            taking.rows(ids[2], tiny, RowGrad::new(&batch.tiny.0, &batch.tiny.1)).unwrap();
        }
        if batch.has_dense {
            for ((id, values), sum) in ids[3..].iter().zip(dense).zip(&sums) {
                taking.dense(*id, values, sum).unwrap();
            }
        }
        taking.finish().unwrap();
    }
    let names = ["touched", "exact", "tiny", "sharded", "replicated", "scalar"].map(str::to_owned);
    let mut whole = Whole::default();
    let snapshot: Snapshot = optimizer.snapshot();
    (whole.snapshot, whole.values) = (snapshot, names.into_iter().zip(values).collect());
    whole
}

fn sum_of_parts(grads: &[f32]) -> Vec<f32> {
    let mut parts = grads.chunks(grads.len() / PARTS);
    let mut sum = parts.next().unwrap().to_vec();
    parts.for_each(|part| sum.iter_mut().zip(part).for_each(|(sum, grad)| *sum += grad));
    sum
}
