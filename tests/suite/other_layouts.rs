//! A snapshot goes into an optimizer of any other layout: arenas, windows, order, groups, shards of rows, other parameters.

use proxgrad::{Config, Error, Group, ParamId, RestoreOptions, Rows, Snapshot};
use proxgrad_testing::{Backend, Cpu, Gpu, Grad, Indices, Optimizer, Param};

use crate::common::{
    devices::{Device, all_gpus, gpu, on_every_device},
    numbers::bits,
    random::Random,
};

const SHAPES: [(&str, &[usize]); 4] =
    [("weight", &[40, 7]), ("bias", &[]), ("kernel", &[6, 2, 3]), ("table", &[90, 4])];

fn config() -> Config {
    Config { learning_rate: 0.1.into(), l1: 0.01, weight_decay: 0.0.into(), ..Config::default() }
}

/// How parameters are registered.
#[derive(Clone, Copy, Debug)]
struct Layout {
    reversed: bool,
    /// Whether some of them are in a group, with the same settings as the others.
    grouped: bool,
}

/// Values and gradients, by parameter.
struct Data {
    values: Vec<Vec<f32>>,
    grads: Vec<Vec<f32>>,
}

impl Data {
    fn new(seed: u64) -> Self {
        let mut random = Random::new(seed);
        let lens = SHAPES.map(|(_, shape)| shape.iter().product());
        Self {
            values: lens.map(|len| random.values(len)).into(),
            grads: lens.map(|len| random.grads(len)).into(),
        }
    }
}

fn start(device: &Device, layout: Layout, values: &[Vec<f32>]) -> (Box<dyn Optimizer>, Vec<ParamId>) {
    let mut optimizer = device.optimizer(config()).unwrap();
    let group =
        layout.grouped.then(|| optimizer.add_group(Group { l1: Some(0.01), ..Group::default() }).unwrap());
    let param = |at: usize| {
        let (name, shape) = SHAPES[at];
        let param = Param::new(name, shape, &values[at]);
        group.filter(|_| at.is_multiple_of(2)).map_or(param, |group| param.group(group))
    };
    let mut order: Vec<_> = (0..SHAPES.len()).collect();
    if layout.reversed {
        order.reverse();
    }
    let params: Vec<_> = order.iter().map(|&at| param(at)).collect();
    let ids = optimizer.add_params(&params).unwrap();
    let mut by_shape: Vec<_> = order.into_iter().zip(ids).collect();
    by_shape.sort_unstable();
    (optimizer, by_shape.into_iter().map(|(_, id)| id).collect())
}

fn step(optimizer: &mut dyn Optimizer, ids: &[ParamId], grads: &[Vec<f32>]) {
    let grads: Vec<_> = ids.iter().zip(grads).map(|(&id, grads)| (id, Grad::Dense(grads))).collect();
    optimizer.step(&grads).unwrap();
}

fn all_values(optimizer: &dyn Optimizer, ids: &[ParamId]) -> Vec<Vec<f32>> {
    ids.iter().map(|&id| optimizer.values(id).unwrap()).collect()
}

#[test]
fn a_snapshot_goes_from_every_layout_to_every_other() {
    let data = Data::new(501);
    let in_arenas: Vec<Gpu> = gpu().into_iter().map(Gpu::in_arenas).collect();
    let gpus = all_gpus().into_iter().chain(&in_arenas).map(|gpu| gpu as &Device);
    let devices: Vec<&Device> = [&Cpu as &Device].into_iter().chain(gpus).collect();
    let layouts = [(false, false), (true, false), (false, true), (true, true)];
    let layouts = layouts.map(|(reversed, grouped)| Layout { reversed, grouped });
    let snapshots: Vec<(Snapshot, Vec<Vec<f32>>)> = devices
        .iter()
        .zip(layouts.iter().cycle())
        .map(|(device, layout)| {
            let (mut optimizer, ids) = start(*device, *layout, &data.values);
            step(&mut *optimizer, &ids, &data.grads);
            (optimizer.snapshot().unwrap(), all_values(&*optimizer, &ids))
        })
        .collect();
    let state = |snapshot: &Snapshot| -> Vec<_> {
        let tensors = snapshot.tensors.iter().filter(|(name, _)| !name.starts_with("learning_rate"));
        tensors.map(|(name, tensor)| (name.clone(), tensor.clone())).collect()
    };
    for (from, (snapshot, values)) in snapshots.iter().enumerate() {
        let mut last: Option<Vec<Vec<u32>>> = None;
        for layout in layouts {
            // On the device that it is from, and on the one behind it.
            for to in [from, (from + 1) % devices.len()] {
                let (mut optimizer, ids) = start(devices[to], layout, values);
                optimizer.restore(snapshot).unwrap();
                assert_eq!(state(&optimizer.snapshot().unwrap()), state(snapshot), "{from} {to} {layout:?}");
                if to == from {
                    step(&mut *optimizer, &ids, &data.grads);
                    let values: Vec<_> =
                        all_values(&*optimizer, &ids).iter().map(|values| bits(values)).collect();
                    assert_eq!(last.get_or_insert_with(|| values.clone()), &values, "{from} {layout:?}");
                }
            }
        }
    }
}

#[test]
fn parameters_may_be_missing_or_unexpected_only_where_the_caller_says_so() {
    for rows in [Rows::Touched, Rows::Exact] {
        on_every_device(|device| {
            let grads = Grad::rows(Indices::from(&[1u32]), &[0.5, 0.5]);
            let make = |names: [&str; 2]| {
                let mut optimizer = device.optimizer(config()).unwrap();
                let param = |name| Param::new(name, &[3, 2], &[0.5; 6]).rows(rows);
                let ids = names.map(|name| optimizer.add_param(param(name)).unwrap());
                optimizer.step(&[(ids[0], grads), (ids[1], grads)]).unwrap();
                (optimizer, ids)
            };
            let (old, _) = make(["body", "head"]);
            let snapshot = old.snapshot().unwrap();
            let (mut new, ids) = make(["body", "other"]);
            new.step(&[(ids[0], grads), (ids[1], grads)]).unwrap();
            let before = new.snapshot().unwrap();
            let mut restore = |options: RestoreOptions| new.restore_view(&snapshot.view(), &options);
            let none = RestoreOptions::default;
            let error = restore(none()).unwrap_err();
            assert!(
                matches!(&error, Error::StateMissing { tensor, .. } if tensor == "accum.other"),
                "{error}"
            );
            let error = restore(none().allow_missing(["other"])).unwrap_err();
            assert!(matches!(&error, Error::StateExtra { tensor, .. } if tensor == "accum.head"), "{error}");
            let error = restore(none().allow_missing(["othr"]).allow_unexpected(["head"])).unwrap_err();
            assert!(matches!(&error, Error::MissingUnknown { name, .. } if name == "othr"), "{error}");
            let error =
                restore(none().allow_missing(["other"]).allow_unexpected(["head", "body"])).unwrap_err();
            assert!(matches!(&error, Error::UnexpectedKnown { name, .. } if name == "body"), "{error}");
            assert_eq!(new.snapshot().unwrap(), before);

            let options = none().allow_missing(["other", "body"]).allow_unexpected(["head", "none"]);
            new.restore_view(&snapshot.view(), &options).unwrap();
            let restored = new.snapshot().unwrap();
            for (name, tensor) in restored.tensors.iter().filter(|(name, _)| name.ends_with(".body")) {
                assert_eq!(tensor, &snapshot.tensors[name], "{name}");
            }
            let mut fresh = device.optimizer(config()).unwrap();
            fresh.add_param(Param::new("other", &[3, 2], &[0.5; 6]).rows(rows)).unwrap();
            let fresh = fresh.snapshot().unwrap();
            for (name, tensor) in restored.tensors.iter().filter(|(name, _)| name.ends_with(".other")) {
                assert_eq!(tensor, &fresh.tensors[name], "{name}");
            }
            assert_eq!(new.global_step(), 1);
            // The new parameter misses no steps.
            new.step(&[(ids[0], grads), (ids[1], grads)]).unwrap();
            if rows == Rows::Exact {
                assert_eq!(new.snapshot().unwrap().tensors["steps.other"], proxgrad::Tensor::counter(1));
            }
            // A part of a parameter's state is missing, which no option allows.
            let mut damaged = snapshot.clone();
            damaged.tensors.retain(|name, _| name != "accum.body" && !name.ends_with(".head"));
            damaged.tensors.insert("steps.body".to_owned(), proxgrad::Tensor::counter(1));
            let result = new.restore_view(&damaged.view(), &none().allow_missing(["other", "body"]));
            assert!(matches!(result, Err(Error::StateMissing { .. })), "{result:?}");
        });
    }
}

/// One table, and the same table in shards of rows, each in an optimizer of its own.
#[test]
fn shards_of_rows_join_to_the_whole_table_and_back() {
    const CUTS: [usize; 4] = [0, 13, 14, 40];
    for rows in [Rows::Touched, Rows::Exact] {
        on_every_device(|device| {
            let mut random = Random::new(502);
            let values = random.values(40 * 3);
            let make = |values: &[f32]| {
                let mut optimizer = device.optimizer(config()).unwrap();
                let shape = [values.len() / 3, 3];
                let table = optimizer.add_param(Param::new("table", &shape, values).rows(rows)).unwrap();
                let shared = optimizer.add_param(Param::new("shared", &[2], &[1.0, 2.0])).unwrap();
                (optimizer, [table, shared])
            };
            let (mut whole, ids) = make(&values);
            let ranges: Vec<_> = CUTS.windows(2).map(|cut| cut[0]..cut[1]).collect();
            let mut shards: Vec<_> =
                ranges.iter().map(|range| make(&values[range.start * 3..range.end * 3])).collect();
            for _ in 0..30 {
                let indices = random.indices(8, 40);
                let grads = random.grads(8 * 3);
                let shared = Grad::Dense(&[0.1, 0.2]);
                whole
                    .step(&[(ids[0], Grad::rows(Indices::from(&indices), &grads)), (ids[1], shared)])
                    .unwrap();
                for ((shard, ids), range) in shards.iter_mut().zip(&ranges) {
                    let own = indices
                        .iter()
                        .zip(grads.chunks(3))
                        .filter(|(row, _)| range.contains(&(**row as usize)));
                    let (own_rows, own): (Vec<_>, Vec<_>) =
                        own.map(|(row, grads)| (*row as usize - range.start, grads)).unzip();
                    let own = own.concat();
                    let grad = Grad::rows(Indices::from(&own_rows), &own);
                    shard.step(&[(ids[0], grad), (ids[1], shared)]).unwrap();
                }
            }
            let snapshot = whole.snapshot().unwrap();
            let of_shards: Vec<_> = shards.iter().map(|(shard, _)| shard.snapshot().unwrap()).collect();
            assert_eq!(Snapshot::join_rows("table", &of_shards).unwrap(), snapshot);
            for (((shard, ids), range), before) in shards.iter_mut().zip(&ranges).zip(&of_shards) {
                shard.step(&[(ids[1], Grad::Dense(&[0.5, 0.5]))]).unwrap();
                shard.restore(&snapshot.with_rows("table", range.clone()).unwrap()).unwrap();
                assert_eq!(&shard.snapshot().unwrap(), before);
            }
        });
    }
}

#[test]
fn rows_that_are_not_there_and_shards_that_do_not_fit_are_refused() {
    let start = |rows: usize, steps: usize| {
        let mut optimizer = Cpu.optimizer(config()).unwrap();
        let shape = [rows, 3];
        let param = Param::new("table", &shape, &[0.5; 12][..rows * 3]).rows(Rows::Exact);
        let id = optimizer.add_param(param).unwrap();
        (0..steps)
            .for_each(|_| optimizer.step(&[(id, Grad::rows(Indices::from(&[0u32]), &[0.5; 3]))]).unwrap());
        optimizer.snapshot().unwrap()
    };
    let snapshot = start(4, 2);
    assert_eq!(
        snapshot.with_rows("table", 2..5).unwrap_err().to_string(),
        "tensor \"accum.table\" has 4 rows, and those from 2 to 5 were to be taken"
    );
    assert!(matches!(snapshot.with_rows("tabel", 0..1), Err(Error::StateMissing { .. })));
    let mut scalar = snapshot.clone();
    scalar.tensors.insert("accum.bias".to_owned(), proxgrad::Tensor::f32(&[], vec![0.5]));
    assert_eq!(
        scalar.with_rows("bias", 0..1).unwrap_err().to_string(),
        "tensor \"accum.bias\" is f32 []; a shard must have rows"
    );
    assert!(matches!(Snapshot::join_rows("table", &[]), Err(Error::StateMissing { .. })));
    assert!(matches!(
        Snapshot::join_rows("tabel", std::slice::from_ref(&snapshot)),
        Err(Error::StateMissing { .. })
    ));
    let result = Snapshot::join_rows("table", &[snapshot.clone(), start(2, 3)]);
    assert!(matches!(result, Err(Error::ShardSteps { .. })), "{result:?}");
    // Numbers that cannot be are for the optimizer to refuse.
    let mut strange = snapshot.clone();
    strange.tensors.insert("recorded_rates.table".to_owned(), proxgrad::Tensor::f32(&[1], vec![f32::NAN]));
    let halves = [0..2, 2..4].map(|rows| strange.with_rows("table", rows).unwrap());
    assert_eq!(format!("{:?}", Snapshot::join_rows("table", &halves).unwrap()), format!("{strange:?}"));
    let mut wide = start(2, 2);
    wide.tensors.insert("accum.table".to_owned(), proxgrad::Tensor::f32(&[1, 6], vec![0.1; 6]));
    let result = Snapshot::join_rows("table", &[snapshot, wide]);
    assert_eq!(
        result.unwrap_err().to_string(),
        "tensor \"accum.table\" is f32 [1, 6]; a shard must have rows like those of f32 [4, 3]"
    );
}
