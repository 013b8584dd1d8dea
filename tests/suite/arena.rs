//! Parameters in an arena are updated as if each had a buffer of its own, whatever their number, groups and
//! places.

use proxgrad::{
    Arena, Config, Error, Format, Group, Kernels, Member, Param, ParamId, ProximalAdagrad, Rounding, RowGrad,
    Shrinkage, gpu::block_on,
};
use proxgrad_testing::{Backend, Cpu, Gpu, Grad, Optimizer};

use crate::common::{
    devices::{Device, all_gpus, gpu, is_ieee},
    gpu_step::{new_encoder, submit_step},
    numbers::bits,
    param::{TestGrad, TestParam},
    problem::{Problem, Settings, tensors},
    random::Random,
    state::State,
};

const STEPS: usize = 2;

/// Parameters of all lengths, in this many groups with learning rates of their own.
fn problem(random: &mut Random, params: usize, groups: usize) -> Problem {
    let defaults = Settings {
        learning_rate: Some(0.1.into()),
        weight_decay: Some(0.01.into()),
        grad_centralization: None,
        l1: Some(0.2),
        l2: Some(0.3),
        accum: Some(0.1),
    };
    let group = |i: usize| Settings {
        learning_rate: Some((0.01 + 0.001 * i as f64).into()),
        grad_centralization: Some(i % 5 == 3),
        accum: Some(0.1 + 0.01 * (i % 7) as f64),
        ..Settings::default()
    };
    let params = (0..params).map(|i| {
        let shape =
            random.pick(&[vec![], vec![0], vec![1], vec![7], vec![3, 2, 5], vec![64], vec![255], vec![1025]]);
        let len = shape.iter().product();
        let name = format!("{}{i}", random.pick(&["weight", "beta"]));
        let values = random.values(len);
        let grads = (0..STEPS).map(|_| TestGrad::Dense(random.grads(len))).collect();
        // Every group has parameters, and some parameters are in no group.
        let group = Some(i % (groups + 1)).filter(|group| *group < groups);
        TestParam { group, ..TestParam::new(name, &shape, values, grads) }
    });
    let params = params.collect();
    let groups = (0..groups).map(group).collect();
    Problem { groups, params, ..Problem::new(Shrinkage::Adaptive, defaults) }
}

#[test]
fn parameters_in_an_arena_are_updated_as_if_each_were_alone() {
    let mut random = Random::new(41);
    for gpu in all_gpus() {
        for (params, groups) in [(1, 0), (40, 3), (150, 20)] {
            equals_separate_parameters(&problem(&mut random, params, groups), gpu);
        }
    }
    // More groups than the uniforms of one dispatch hold.
    if let Some(gpu) = gpu() {
        equals_separate_parameters(&problem(&mut random, 700, 600), gpu);
    }
}

#[track_caller]
fn equals_separate_parameters(problem: &Problem, gpu: &Gpu) {
    let what = format!("{} in {} groups", problem.params.len(), problem.groups.len());
    let in_arenas = problem.run(&gpu.in_arenas());
    problem.compare(&in_arenas).assert_passed(&what);
    // Arenas have kernels of their own, which a driver may contract differently.
    if is_ieee(gpu) {
        problem.assert_same_bits(&what, &problem.run(gpu), &in_arenas);
    }
}

#[test]
fn an_arena_without_a_parameter_outside_of_groups_is_updated_by_the_settings_of_the_optimizer() {
    let mut random = Random::new(44);
    let (values, grads) = (random.values(600), random.grads(600));
    let config = Config {
        learning_rate: 0.1.into(),
        l1: 0.1,
        l2: 0.3,
        shrinkage: Shrinkage::Adaptive,
        rounding: Rounding::Stochastic { seed: 5 },
        loss_scale: 4.0,
        ..Config::default()
    };
    let run = |device: &Device| {
        let mut optimizer = device.optimizer(config.clone()).unwrap();
        let group = Group { l1: Some(0.2), clip_norm: Some(10.0), ..Group::default() };
        let group = optimizer.add_group(group).unwrap();
        let param = |name, range: std::ops::Range<usize>| {
            let values = &values[range.clone()];
            (
                proxgrad_testing::Param::new(name, &[300], values)
                    .formats(Format::Bf16, Format::F32)
                    .group(group),
                range,
            )
        };
        let params = [param("a", 0..300), param("b", 300..600)];
        let ids = optimizer.add_params(&params.each_ref().map(|(param, _)| *param)).unwrap();
        let grads = ids.iter().zip(&params).map(|(id, (_, range))| (*id, Grad::Dense(&grads[range.clone()])));
        optimizer.step(&grads.collect::<Vec<_>>()).unwrap();
        tensors(&*optimizer, &ids)
    };
    let want = run(&Cpu);
    for gpu in all_gpus() {
        let got = run(&gpu.in_arenas());
        for ([got, _], [want, _]) in got.iter().zip(&want) {
            // An error of a few units of f32, also of the norm, decides the rounding of few elements.
            let differ = got.iter().zip(want).filter(|(got, want)| got != want).count();
            assert!(differ < 6, "{differ} on {}", gpu.describe());
        }
    }
}

#[test]
fn a_snapshot_does_not_tell_where_parameters_live() {
    let Some(gpu) = gpu() else { return };
    let problem = problem(&mut Random::new(42), 60, 4);
    let arena = gpu.in_arenas();
    let devices: [&Device; 2] = [gpu, &arena];
    for (from, to) in [(0, 1), (1, 0)] {
        let (mut one, ids) = problem.start(devices[from]);
        problem.step(&mut *one, &ids, 0);
        let (mut other, others) = problem.start(devices[to]);
        other.restore(&one.snapshot().unwrap()).unwrap();
        let accums = |optimizer: &dyn Optimizer, ids: &[ParamId]| -> Vec<_> {
            tensors(optimizer, ids).into_iter().map(|[_, accum]| bits(&accum)).collect()
        };
        assert!(accums(&*one, &ids) == accums(&*other, &others), "from {from} to {to}");
        assert!(one.snapshot().unwrap().tensors == other.snapshot().unwrap().tensors, "from {from} to {to}");
    }
}

/// Two arenas and a parameter in none, all in one buffer with their gradients.
struct Mixed {
    gpu: &'static Gpu,
    optimizer: ProximalAdagrad,
    buffer: proxgrad::wgpu::Buffer,
    arenas: [Arena; 2],
}

const SHAPES: [&[usize]; 3] = [&[5], &[40, 3], &[300]];

impl Mixed {
    fn new(gpu: &'static Gpu) -> Self {
        let config = Config { learning_rate: 0.1.into(), l1: 0.01, ..Config::default() };
        let mut optimizer = ProximalAdagrad::new(gpu.kernels(), config).unwrap();
        let group = optimizer.add_group(Group { l1: Some(0.3), ..Group::default() }).unwrap();
        let buffer = gpu.upload(&vec![0.75; 16_384]);
        let arena = |prefix: &str, optimizer: &ProximalAdagrad| {
            let names: Vec<_> = (0..SHAPES.len()).map(|i| format!("{prefix}{i}")).collect();
            let member = |i: usize| Member::new(&names[i], SHAPES[i]);
            Arena::new(optimizer, &[member(0), member(1).group(group), member(2)]).unwrap()
        };
        let arenas = [arena("a", &optimizer), arena("b", &optimizer)];
        Self { gpu, optimizer, buffer, arenas }
    }

    fn contents(&self) -> Vec<f32> {
        self.gpu.download(self.buffer.slice(..)).unwrap()
    }
}

#[test]
fn arenas_and_others_share_a_step_and_a_buffer_and_touch_nothing_else() {
    let Some(gpu) = gpu() else { return };
    let mut mixed = Mixed::new(gpu);
    let buffer = mixed.buffer.clone();
    let size = mixed.arenas[0].size();
    assert!(size <= 4 << 10, "{size}");
    let place = |kibibyte: u64, bytes: u64| buffer.slice(kibibyte << 10..(kibibyte << 10) + bytes);
    let ids = [8, 16].map(|at| {
        let arena = &mixed.arenas[usize::from(at == 16)];
        mixed.optimizer.add_arena(arena, place(at, size)).unwrap()
    });
    let alone = mixed.optimizer.add_param(Param::new("alone", &[10, 2], place(24, 80))).unwrap();
    let before = mixed.contents();
    let table = mixed.optimizer.arena_params(ids[1]).unwrap()[1];

    submit_step(gpu, &mut mixed.optimizer, |step| {
        step.arena(ids[0], place(32, size))?;
        // Of the other arena only some rows of one parameter.
        step.rows(table, RowGrad::new(&[7u32, 2, 7], place(40, 36)))?;
        step.dense(alone, place(48, 80))
    })
    .unwrap();

    let after = mixed.contents();
    let rows = 16 * 256 + in_elements(mixed.arenas[1].range(1).start);
    let own = |i: usize| {
        let in_arena = (8 * 256..8 * 256 + in_elements(size)).contains(&i);
        let row = i.checked_sub(rows).map(|column| column / 3);
        in_arena || matches!(row, Some(2 | 7)) || (24 * 256..24 * 256 + 20).contains(&i)
    };
    for i in 0..before.len() {
        let changed = before[i].to_bits() != after[i].to_bits();
        assert!(own(i) || !changed, "element {i} belongs to no value with a gradient, but changed");
    }
    for member in 0..SHAPES.len() {
        let range = mixed.arenas[0].range(member);
        assert_eq!(mixed.arenas[0].elements(member), range.start / 4..range.end / 4);
        let elements = 8 * 256 + in_elements(range.start)..8 * 256 + in_elements(range.end);
        assert!(elements.clone().all(|i| before[i] != after[i]), "member {member} stayed as it was");
        let id = mixed.optimizer.arena_params(ids[0]).unwrap()[member];
        let accum = gpu.download(mixed.optimizer.accum(id).unwrap()).unwrap();
        assert_eq!(accum.len(), elements.len());
        assert!(accum.iter().all(|a| (a - (0.1 + 0.75 * 0.75)).abs() < 1e-6), "{accum:?}");
    }
}

fn in_elements(bytes: u64) -> usize {
    usize::try_from(bytes / 4).unwrap()
}

#[test]
fn what_is_wrong_with_an_arena_is_named_and_changes_nothing() {
    let Some(gpu) = gpu() else { return };
    let mut mixed = Mixed::new(gpu);
    let (buffer, size) = (mixed.buffer.clone(), mixed.arenas[0].size());
    let place = |kibibyte: u64, bytes: u64| buffer.slice(kibibyte << 10..(kibibyte << 10) + bytes);
    let config = || Config { learning_rate: 0.1.into(), ..Config::default() };
    let mut other = ProximalAdagrad::new(gpu.kernels(), config()).unwrap();
    let foreign_group = other.add_group(Group::default()).unwrap();
    let new = |members: &[Member<'_>]| Arena::new(&mixed.optimizer, members).unwrap_err().to_string();

    assert_eq!(
        new(&[Member::new("w", &[1]), Member::new("w", &[2])]),
        "a parameter named \"w\" exists already; names identify parameters and must differ"
    );
    assert_eq!(
        new(&[Member::new("w", &[1]).group(foreign_group)]),
        "this group id belongs to another optimizer; use the ids that this one returned"
    );
    let large = [Member::new("a", &[1 << 40]), Member::new("b", &[1 << 40])];
    assert!(
        new(&large).starts_with("an arena of 2 parameters in bytes needs 4398046511104"),
        "{}",
        new(&large)
    );
    let huge = [Member::new("a", &[1 << 61])];
    assert!(new(&huge).contains("more elements than can be addressed"), "{}", new(&huge));

    let [arena, second] = mixed.arenas.clone();
    assert_eq!(
        other.add_arena(&arena, place(8, size)).unwrap_err().to_string(),
        "this arena id belongs to another optimizer; use the ids that this one returned"
    );
    let add = |optimizer: &mut ProximalAdagrad, values| {
        optimizer.add_arena(&arena, values).unwrap_err().to_string()
    };
    assert_eq!(
        add(&mut mixed.optimizer, place(8, size - 4)),
        format!(
            "parameter \"arena of a0 and 2 more\": values hold {} elements; {} are needed",
            size / 4 - 1,
            size / 4
        )
    );
    let misaligned = add(&mut mixed.optimizer, buffer.slice(4..size + 4));
    assert!(misaligned.contains("values begin at byte 4; this device needs multiples of"), "{misaligned}");
    let first = mixed.optimizer.add_arena(&arena, place(8, size)).unwrap();
    assert_eq!(
        add(&mut mixed.optimizer, place(16, size)),
        "a parameter named \"a0\" exists already; names identify parameters and must differ"
    );
    let overlapping = mixed.optimizer.add_arena(&second, place(9, size)).unwrap_err().to_string();
    assert!(overlapping.starts_with(
        "parameter \"arena of b0 and 2 more\": its values overlap the values or accumulators of \"a"
    ));
    let second = mixed.optimizer.add_arena(&second, place(16, size)).unwrap();
    assert_eq!(mixed.optimizer.params().count(), 6);
    let ids = mixed.optimizer.arena_params(first).unwrap().to_vec();
    assert!(matches!(other.arena_params(first), Err(Error::ForeignId { what: "arena", .. })));

    let before = mixed.contents();
    let state = |optimizer: &ProximalAdagrad| {
        format!("{:?}", block_on(gpu.device(), optimizer.snapshot(gpu.queue())).unwrap())
    };
    let was = state(&mixed.optimizer);
    let mut encoder = new_encoder(gpu);
    let mut step = mixed.optimizer.begin_step(&mut encoder);
    let refused =
        |result: Result<(), Error>, message: &str| assert_eq!(result.unwrap_err().to_string(), message);
    let twice = |name: &str| {
        format!("parameter \"{name}\" already has a gradient in this step; sum the two, or take two steps")
    };
    assert!(step.arena(first, place(32, size + 4)).unwrap_err().to_string().contains("grads hold"));
    assert!(
        step.arena(first, place(7, size))
            .unwrap_err()
            .to_string()
            .contains("its grads overlap the values or accumulators of")
    );
    step.arena(first, place(32, size)).unwrap();
    refused(step.arena(first, place(36, size)), &twice("arena of a0 and 2 more"));
    refused(step.dense(ids[2], place(40, 1200)), &twice("a2"));
    drop(step);
    let mut step = mixed.optimizer.begin_step(&mut encoder);
    step.dense(ids[2], place(40, 1200)).unwrap();
    refused(step.arena(first, place(32, size)), &twice("a2"));
    step.arena(second, place(32, size)).unwrap();
    drop(step);
    gpu.queue().submit([encoder.finish()]);
    assert!((bits(&mixed.contents()), state(&mixed.optimizer)) == (bits(&before), was));
}

#[test]
fn an_arena_of_nothing_is_one() {
    let Some(gpu) = gpu() else { return };
    let mut optimizer =
        ProximalAdagrad::new(&Kernels::new(gpu.device()).unwrap(), Config::default()).unwrap();
    let buffer = gpu.upload(&[1.0; 64]);
    let none = Arena::new(&optimizer, &[]).unwrap();
    let empty = Arena::new(&optimizer, &[Member::new("empty", &[0, 3])]).unwrap();
    assert_eq!((none.size(), none.len(), none.is_empty()), (0, 0, true));
    assert_eq!((empty.size(), empty.len(), empty.range(0)), (0, 1, 0..0));
    for arena in [none, empty] {
        let id = optimizer.add_arena(&arena, buffer.slice(..0)).unwrap();
        let param = optimizer.add_param(Param::new(&format!("p{}", arena.len()), &[4], buffer.slice(..16)));
        if arena.is_empty() {
            param.unwrap();
        }
        submit_step(gpu, &mut optimizer, |step| step.arena(id, buffer.slice(..0))).unwrap();
    }
    assert_eq!(optimizer.global_step(), 2);
    assert!(gpu.download(buffer.slice(..)).unwrap().iter().all(|value| *value == 1.0));
}

#[test]
fn every_state_is_the_same_in_an_arena() {
    let problem = problem(&mut Random::new(43), 30, 2);
    let Some(gpu) = gpu() else { return };
    let states = [gpu.clone(), gpu.in_arenas()].map(|gpu| {
        let (mut optimizer, ids) = problem.start(&gpu);
        (0..STEPS).for_each(|step| problem.step(&mut *optimizer, &ids, step));
        State::of(&*optimizer, &ids)
    });
    // What the first test compares in any case are values and accumulators; here it is all of the state, of
    // which values and accumulators are equal only where two kernels agree to the last bit.
    if is_ieee(gpu) {
        assert!(states[0] == states[1]);
    } else {
        assert_eq!(states[0].outline(), states[1].outline());
    }
}
