//! A snapshot holds the whole state: a run goes on from it to the same bits, on the same device and on the
//! other one.

use proxgrad::{
    Config, Data, Error, Group, ParamId, ProximalAdagrad, RestoreOptions, RowGrad, Rows, Schedule, Shrinkage,
    Snapshot, SnapshotView, Tensor, TensorView, gpu,
};
use proxgrad_testing::{Backend, Cpu, Gpu, Grad, Optimizer, Param};

use crate::common::{
    comparison::Comparison,
    devices::{Device, gpu, is_ieee, least_exact_binding_gpu, on_every_device},
    gpu_step::submit_step,
    param::{TestGrad, TestParam},
    problem::{Problem, Settings, tensors},
    random::Random,
    state::State,
};

const STEPS: usize = 6;

/// Lists of learning rates, one of them of a group, and parameters of every kind.
fn problem(shrinkage: Shrinkage) -> Problem {
    let mut random = Random::new(31);
    let defaults = Settings {
        learning_rate: Some(vec![0.1, 0.5, 0.02, 0.3, 0.2, 0.7].into()),
        weight_decay: Some(vec![0.01; STEPS].into()),
        grad_centralization: None,
        l1: Some(0.05),
        l2: Some(0.3),
        accum: Some(0.1),
    };
    let group =
        Settings { learning_rate: Some(vec![0.3; STEPS].into()), accum: Some(0.0), ..Settings::default() };
    let mut param = |name: &str, shape: &[usize], group| {
        let len = shape.iter().product();
        let grads = (0..STEPS).map(|_| TestGrad::Dense(random.grads(len))).collect();
        TestParam { group, ..TestParam::new(name, shape, random.values(len), grads) }
    };
    let mut params =
        vec![param("weight", &[33, 5], None), param("bias", &[], Some(0)), param("none", &[0, 4], None)];
    let mut table = param("table", &[20, 3], None);
    for grad in &mut table.grads {
        *grad = TestGrad::rows(random.indices(30, 20), random.grads(90));
    }
    params.push(table);
    Problem { loss_scales: vec![4.0], groups: vec![group], params, ..Problem::new(shrinkage, defaults) }
}

/// Some steps of a problem.
fn run(problem: &Problem, optimizer: &mut dyn Optimizer, ids: &[ParamId], steps: std::ops::Range<usize>) {
    for step in steps {
        optimizer.step(&problem.grads(step, ids)).unwrap();
    }
}

/// A new optimizer with the values and then the snapshot of another one.
fn resume(
    problem: &Problem,
    from: &dyn Optimizer,
    ids: &[ParamId],
    device: &Device,
) -> (Box<dyn Optimizer>, Vec<ParamId>) {
    let mut problem = problem.clone();
    for (param, &id) in problem.params.iter_mut().zip(ids) {
        param.values = from.values(id).unwrap();
    }
    let (mut resumed, ids) = problem.start(device);
    resumed.restore(&from.snapshot().unwrap()).unwrap();
    (resumed, ids)
}

#[test]
fn a_restored_run_goes_on_to_the_same_bits() {
    on_every_device(|device| {
        for shrinkage in [Shrinkage::Documented, Shrinkage::Adaptive] {
            let problem = problem(shrinkage);
            let (mut straight, ids) = problem.start(device);
            run(&problem, &mut *straight, &ids, 0..3);
            let (mut resumed, resumed_ids) = resume(&problem, &*straight, &ids, device);
            assert_eq!(State::of(&*resumed, &resumed_ids), State::of(&*straight, &ids));

            run(&problem, &mut *straight, &ids, 3..STEPS);
            run(&problem, &mut *resumed, &resumed_ids, 3..STEPS);
            assert_eq!(State::of(&*resumed, &resumed_ids), State::of(&*straight, &ids), "{shrinkage:?}");
        }
    });
}

#[test]
fn an_optimizer_goes_back_to_its_own_snapshot() {
    on_every_device(|device| {
        let problem = problem(Shrinkage::Documented);
        let (mut optimizer, ids) = problem.start(device);
        run(&problem, &mut *optimizer, &ids, 0..2);
        let snapshot = optimizer.snapshot().unwrap();
        run(&problem, &mut *optimizer, &ids, 2..5);
        assert_ne!(optimizer.snapshot().unwrap(), snapshot);
        optimizer.restore(&snapshot).unwrap();
        assert_eq!(optimizer.snapshot().unwrap(), snapshot);
        assert_eq!(optimizer.global_step(), 2);
    });
}

#[test]
fn snapshots_move_from_gpu_to_cpu_and_back() {
    let Some(gpu) = gpu() else { return };
    let problem = problem(Shrinkage::Documented);
    for (first, second) in [(gpu as &Device, &Cpu as &Device), (&Cpu, gpu)] {
        let (mut here, ids) = problem.start(first);
        run(&problem, &mut *here, &ids, 0..3);
        let (mut there, resumed_ids) = resume(&problem, &*here, &ids, second);
        assert_eq!(
            State::of(&*there, &resumed_ids),
            State::of(&*here, &ids),
            "moved to the {}",
            second.name()
        );

        for step in 3..STEPS {
            let before = tensors(&*there, &resumed_ids);
            run(&problem, &mut *there, &resumed_ids, step..step + 1);
            let mut comparison = Comparison::default();
            for (param, (before, after)) in
                problem.params.iter().zip(before.iter().zip(&tensors(&*there, &resumed_ids)))
            {
                problem.compare_step(param, step, before, after, &mut comparison);
            }
            comparison.assert_passed(&format!("step {step} on the {}", second.name()));
        }
        if is_ieee(gpu) {
            run(&problem, &mut *here, &ids, 3..STEPS);
            assert_eq!(State::of(&*there, &resumed_ids), State::of(&*here, &ids));
        }
    }
}

#[test]
fn a_snapshot_holds_step_accumulators_and_rates_by_name() {
    on_every_device(|device| {
        let problem = problem(Shrinkage::Documented);
        let (mut optimizer, ids) = problem.start(device);
        run(&problem, &mut *optimizer, &ids, 0..2);
        let Snapshot { tensors, .. } = optimizer.snapshot().unwrap();
        let names: Vec<_> = tensors.keys().map(String::as_str).collect();
        assert_eq!(
            names,
            [
                "accum.bias",
                "accum.none",
                "accum.table",
                "accum.weight",
                "global_step",
                "learning_rate",
                "learning_rate_group_0"
            ]
        );
        assert_eq!(tensors["global_step"], Tensor::counter(2));
        // The learning rates of the next step.
        assert_eq!(tensors["learning_rate"], Tensor::f32(&[], vec![0.02]));
        assert_eq!(tensors["learning_rate_group_0"], Tensor::f32(&[], vec![0.3]));
        for (param, &id) in problem.params.iter().zip(&ids) {
            let accum = Tensor::f32(&param.shape, optimizer.accum(id).unwrap());
            assert_eq!(tensors[&format!("accum.{}", param.name)], accum);
        }
        assert!(optimizer.accum(ids[0]).unwrap().iter().any(|accum| *accum > 0.1), "nothing happened");
    });
}

/// An optimizer with the parameters `weight` and, in a group, `bias`, after one step.
fn start(device: &Device) -> (Box<dyn Optimizer>, [ParamId; 2]) {
    let mut optimizer = device.optimizer(Config::default()).unwrap();
    let group = optimizer.add_group(Group::default()).unwrap();
    let ids = [
        optimizer.add_param(Param::new("weight", &[2, 2], &[1.0, 2.0, 3.0, 4.0])).unwrap(),
        optimizer.add_param(Param::new("bias", &[], &[0.5]).group(group)).unwrap(),
    ];
    optimizer.step(&ids.map(|id| (id, Grad::Dense(if id == ids[0] { &[0.5; 4] } else { &[0.5] })))).unwrap();
    (optimizer, ids)
}

#[test]
fn snapshots_that_do_not_fit_are_refused_and_change_nothing() {
    let set = |name: &'static str, tensor: Tensor| {
        move |snapshot: &mut Snapshot| {
            snapshot.tensors.insert(name.to_owned(), tensor.clone());
        }
    };
    let remove = |name: &'static str| {
        move |snapshot: &mut Snapshot| {
            snapshot.tensors.remove(name).unwrap();
        }
    };
    type Spoil = Box<dyn Fn(&mut Snapshot)>;
    let missing = |name: &str| {
        format!(
            "the snapshot has no tensor \"{name}\"; it was not taken of an optimizer with these parameters"
        )
    };
    let misfit = |name: &str, got: &str, want: &str| {
        format!("the snapshot's tensor \"{name}\" is {got}; this optimizer needs {want}")
    };
    let value = |value: &str, position: usize| {
        format!(
            "the snapshot's tensor \"accum.weight\" holds {value} at {position}; \
             it must be finite and at least 0"
        )
    };
    let accum = |data: [f32; 4]| set("accum.weight", Tensor::f32(&[2, 2], data.to_vec()));
    let words = |shape: &[usize], data: &[u64]| Tensor::u64(shape, data.to_vec());
    let cases: Vec<(Spoil, String)> = vec![
        (Box::new(remove("global_step")), missing("global_step")),
        (Box::new(remove("accum.weight")), missing("accum.weight")),
        (Box::new(remove("accum.bias")), missing("accum.bias")),
        (
            Box::new(set("global_step", words(&[], &[u64::MAX]))),
            "the snapshot's tensor \"global_step\" counts 18446744073709551615; it must be at most 4611686018427387904"
                .to_owned(),
        ),
        (
            Box::new(set("learning_rate", Tensor::f32(&[], vec![f32::NAN]))),
            "the snapshot's tensor \"learning_rate\" holds NaN at 0; it must be finite and at least 0".to_owned(),
        ),
        (
            Box::new(set("learning_rate_group_7", Tensor::f32(&[], vec![-1.0]))),
            "the snapshot's tensor \"learning_rate_group_7\" holds -1 at 0; it must be finite and at least 0"
                .to_owned(),
        ),
        (
            Box::new(set("accum.stranger", Tensor::f32(&[1], vec![0.1]))),
            "the snapshot has a tensor \"accum.stranger\" that this optimizer does not know; \
             register that parameter first"
                .to_owned(),
        ),
        (
            Box::new(set("accum.weight", Tensor::f32(&[4], vec![0.1; 4]))),
            misfit("accum.weight", "f32 [4]", "f32 [2, 2]"),
        ),
        (
            Box::new(set("accum.weight", Tensor::f32(&[2, 2], vec![0.1; 3]))),
            misfit("accum.weight", "f32 [2, 2] of 3 elements", "f32 [2, 2]"),
        ),
        (
            Box::new(set("accum.weight", words(&[2, 2], &[1; 4]))),
            misfit("accum.weight", "u64 [2, 2]", "f32 [2, 2]"),
        ),
        (
            Box::new(set("accum.bias", Tensor::f32(&[1], vec![0.1]))),
            misfit("accum.bias", "f32 [1]", "f32 []"),
        ),
        (
            Box::new(set("global_step", Tensor::f32(&[], vec![3.0]))),
            misfit("global_step", "f32 []", "u64 []"),
        ),
        (Box::new(set("global_step", words(&[1], &[3]))), misfit("global_step", "u64 [1]", "u64 []")),
        (
            Box::new(set("global_step", words(&[], &[]))),
            misfit("global_step", "u64 [] of 0 elements", "u64 []"),
        ),
        (Box::new(set("learning_rate", words(&[], &[1]))), misfit("learning_rate", "u64 []", "f32 []")),
        (Box::new(accum([0.1, f32::NAN, 0.1, -1.0])), value("NaN", 1)),
        (Box::new(accum([0.1, 0.1, 0.1, -1.0])), value("-1", 3)),
        (Box::new(accum([f32::INFINITY, 0.1, 0.1, 0.1])), value("inf", 0)),
    ];
    on_every_device(|device| {
        for (spoil, message) in &cases {
            let (mut optimizer, ids) = start(device);
            let mut snapshot = optimizer.snapshot().unwrap();
            // Two changes that would be seen if the snapshot were restored in part.
            snapshot.tensors.insert("global_step".to_owned(), Tensor::counter(100));
            snapshot.tensors.insert("accum.bias".to_owned(), Tensor::f32(&[], vec![7.0]));
            spoil(&mut snapshot);
            let before = State::of(&*optimizer, &ids);
            let error = optimizer.restore(&snapshot).expect_err(message);
            assert_eq!(&error.to_string(), message);
            assert_eq!(State::of(&*optimizer, &ids), before, "changed by: {message}");
        }
    });
}

#[test]
fn a_restore_needs_no_rates_and_takes_those_of_other_groups() {
    on_every_device(|device| {
        let (mut optimizer, ids) = start(device);
        let mut snapshot = optimizer.snapshot().unwrap();
        snapshot.tensors.retain(|name, _| !name.starts_with("learning_rate"));
        snapshot.tensors.insert("learning_rate_group_5".to_owned(), Tensor::f32(&[], vec![0.5]));
        snapshot.tensors.insert("accum.bias".to_owned(), Tensor::f32(&[], vec![7.0]));
        let rate = optimizer.lr(None).unwrap();
        optimizer.restore(&snapshot).unwrap();
        assert_eq!(optimizer.accum(ids[1]).unwrap(), [7.0]);
        assert_eq!(optimizer.lr(None).unwrap(), rate);
    });
}

#[test]
fn a_schedule_without_a_rate_in_range_leaves_its_rate_out_of_a_snapshot() {
    on_every_device(|device| {
        for rate in [f64::NAN, f64::INFINITY, -1.0, 1e300] {
            let learning_rate = Schedule::function(move |step| if step == 0 { 0.1 } else { rate });
            let config = Config { learning_rate, ..Config::default() };
            let mut optimizer = device.optimizer(config).unwrap();
            let weight = optimizer.add_param(Param::new("weight", &[1], &[1.0])).unwrap();
            assert!(optimizer.snapshot().unwrap().tensors.contains_key("learning_rate"));
            optimizer.step(&[(weight, Grad::Dense(&[0.5]))]).unwrap();
            let snapshot = optimizer.snapshot().unwrap();
            assert!(!snapshot.tensors.contains_key("learning_rate"), "{rate}: {snapshot:?}");
            optimizer.restore(&snapshot).unwrap();
            assert_eq!(optimizer.snapshot(), Ok(snapshot));
        }
    });
}

#[test]
fn a_shape_that_cannot_be_counted_is_refused_like_any_other() {
    on_every_device(|device| {
        let (mut optimizer, ids) = start(device);
        let before = State::of(&*optimizer, &ids);
        let mut snapshot = optimizer.snapshot().unwrap();
        let endless = Tensor::f32(&[usize::MAX, usize::MAX], vec![0.1; 4]);
        snapshot.tensors.insert("accum.weight".to_owned(), endless);
        let error = optimizer.restore(&snapshot).unwrap_err();
        assert!(matches!(error, Error::StateMismatch { .. }), "{error}");
        assert_eq!(State::of(&*optimizer, &ids), before);
    });
}

#[test]
fn accumulators_at_the_edge_of_their_range_are_taken() {
    on_every_device(|device| {
        let (mut optimizer, ids) = start(device);
        let mut snapshot = optimizer.snapshot().unwrap();
        let edges = vec![0.0, f32::MIN_POSITIVE, f32::MAX, -0.0];
        snapshot.tensors.insert("accum.weight".to_owned(), Tensor::f32(&[2, 2], edges.clone()));
        snapshot.tensors.insert("global_step".to_owned(), Tensor::counter(u64::from(u32::MAX) + 7));
        optimizer.restore(&snapshot).unwrap();
        assert_eq!(optimizer.accum(ids[0]).unwrap(), edges);
        assert_eq!(optimizer.global_step(), u64::from(u32::MAX) + 7);
        optimizer.step(&[(ids[0], Grad::Dense(&[0.0; 4]))]).unwrap();
        assert_eq!(optimizer.global_step(), u64::from(u32::MAX) + 8);
    });
}

#[test]
fn a_snapshot_of_more_than_one_copy_at_a_time_has_every_accumulator_in_its_place() {
    // A snapshot copies 64 MiB at a time.
    const LEN: usize = 5 << 20;
    let Some(gpu) = gpu() else { return };
    let accums = [1.0, 2.0, 0.0, 3.0, 4.0, 5.0];
    let mut optimizer = gpu.optimizer(Config::default()).unwrap();
    for (i, accum) in accums.iter().enumerate() {
        let group = optimizer.add_group(Group { accum: Some(*accum), ..Group::default() }).unwrap();
        let len = if *accum == 0.0 { 0 } else { LEN };
        let (name, values) = (format!("p{i}"), vec![0.0; len]);
        let param = Param::new(&name, std::slice::from_ref(&len), &values).group(group);
        optimizer.add_param(param).unwrap();
    }
    let snapshot = optimizer.snapshot().unwrap();
    for (i, &want) in accums.iter().enumerate() {
        let Data::F32(accum) = &snapshot.tensors[&format!("accum.p{i}")].data else { panic!("they are f32") };
        assert_eq!(accum.len(), if want == 0.0 { 0 } else { LEN });
        assert!(accum.iter().all(|a| f64::from(*a) == want), "p{i}");
    }
}

/// All tensors of a snapshot in pieces, put together.
fn joined(gpu: &Gpu, optimizer: &ProximalAdagrad) -> (Snapshot, Vec<usize>) {
    let pieces = gpu::block_on(gpu.device(), optimizer.snapshot_pieces(gpu.queue())).unwrap();
    let mut tensors = pieces.rest().tensors.clone();
    let mut counts = Vec::new();
    for tensor in pieces.tensors() {
        let (mut floats, mut counters, mut count) = (Vec::new(), Vec::new(), 0);
        for piece in tensor.pieces() {
            count += 1;
            match gpu::block_on(gpu.device(), piece).unwrap() {
                Data::F32(piece) => floats.extend(piece),
                Data::U64(piece) => counters.extend(piece),
                other => panic!("a snapshot has no {other:?}"),
            }
        }
        assert_eq!(tensor.is_u64(), tensor.name().starts_with("last_touched."), "{}", tensor.name());
        let shape = tensor.shape();
        let data = if tensor.is_u64() { Tensor::u64(shape, counters) } else { Tensor::f32(shape, floats) };
        assert_eq!(tensors.insert(tensor.name().to_owned(), data), None);
        counts.push(count);
    }
    (tensors.into_iter().collect(), counts)
}

#[test]
fn a_snapshot_in_pieces_has_the_tensors_of_the_whole_one() {
    let gpus = [gpu(), least_exact_binding_gpu(false)];
    for gpu in gpus.into_iter().flatten() {
        let config = Config { skip_on_overflow: true, learning_rate: 0.1.into(), ..Config::default() };
        let mut optimizer = ProximalAdagrad::new(gpu.kernels(), config).unwrap();
        let values = gpu.upload(&vec![0.5; 1024]);
        let slice = |first: u64, len: u64| values.slice(first * 4..(first + len) * 4);
        let table = proxgrad::Param::new("table", &[200, 2], slice(0, 400)).rows(Rows::Exact);
        let table = optimizer.add_param(table).unwrap();
        let bias = optimizer.add_param(proxgrad::Param::new("bias", &[], slice(448, 1))).unwrap();
        optimizer.add_param(proxgrad::Param::new("none", &[0, 3], slice(512, 0)).rows(Rows::Exact)).unwrap();
        for grad in [0.5, f32::INFINITY, 0.25] {
            let (grads, bias_grads) = (gpu.upload(&[0.5; 4]), gpu.upload(&[grad]));
            submit_step(gpu, &mut optimizer, |step| {
                step.rows(table, RowGrad::new(&[7, 190], grads.slice(..)))?;
                step.dense(bias, bias_grads.slice(..))
            })
            .unwrap();
        }
        let whole = gpu::block_on(gpu.device(), optimizer.snapshot(gpu.queue())).unwrap();
        let (snapshot, _) = joined(gpu, &optimizer);
        assert_eq!(snapshot, whole);
        assert_eq!(snapshot.tensors["skipped_steps"], Tensor::counter(1));
    }
}

#[test]
fn a_large_table_comes_and_goes_in_pieces() {
    let Some(gpu) = gpu() else { return };
    // 84 MB: six pieces, and more than is written at a time.
    let shape = [210, 100_000];
    let len = 210 * 100_000;
    let values = gpu.upload(&vec![0.5; len]);
    let start = || {
        let mut optimizer = ProximalAdagrad::new(gpu.kernels(), Config::default()).unwrap();
        let param = proxgrad::Param::new("table", &shape, values.slice(..));
        let id = optimizer.add_param(param).unwrap();
        (optimizer, id)
    };
    let (mut optimizer, id) = start();
    let accums: Vec<f32> = (0..len).map(|i| (i % 1_000_003) as f32).collect();
    let tensors =
        [("global_step", TensorView::u64(&[], &[7])), ("accum.table", TensorView::f32(&shape[..], &accums))];
    let snapshot: SnapshotView<'_> = tensors.into_iter().collect();
    optimizer.restore_view(gpu.queue(), &snapshot, &RestoreOptions::default()).unwrap();
    let (got, counts) = joined(gpu, &optimizer);
    assert_eq!(counts, [6]);
    assert!(got.tensors["accum.table"] == Tensor::f32(&shape, accums), "an accumulator is not where it was");

    let pieces =
        gpu::download_pieces::<f32>(gpu.device(), gpu.queue(), optimizer.accum(id).unwrap()).unwrap();
    let pieces: Vec<_> = pieces.map(|piece| gpu::block_on(gpu.device(), piece).unwrap().len()).collect();
    assert_eq!(pieces, [1 << 22, 1 << 22, 1 << 22, 1 << 22, 1 << 22, len - (5 << 22)]);
    // The initial state, which is written in pieces, too.
    let none: SnapshotView<'_> = [("global_step", TensorView::u64(&[], &[9]))].into_iter().collect();
    let options = RestoreOptions::default().allow_missing(["table"]);
    optimizer.restore_view(gpu.queue(), &none, &options).unwrap();
    let (got, _) = joined(gpu, &optimizer);
    assert!(
        got.tensors["accum.table"] == Tensor::f32(&shape, vec![0.1; len]),
        "an accumulator is not initial"
    );
}
