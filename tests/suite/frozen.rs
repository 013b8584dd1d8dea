//! Frozen parameters keep every bit, and the others do not notice.

use proxgrad::{Config, Format, Group, Rounding, Rows};
use proxgrad_testing::{Backend, Grad, Optimizer, Param};

use crate::{
    common::{
        devices::{backends, gpu, on_every_device},
        numbers::bits,
        problem::Tensors,
        random::Random,
    },
    half::params::{dense, every_kind, start},
};

const STEPS: usize = 4;

fn config() -> Config {
    Config {
        learning_rate: 0.1.into(),
        l1: 0.01,
        weight_decay: 0.0.into(),
        grad_centralization: true,
        rounding: Rounding::Stochastic { seed: 7 },
        ..Config::default()
    }
}

fn tensors(optimizer: &mut dyn Optimizer, id: proxgrad::ParamId) -> Tensors {
    [optimizer.values(id).unwrap(), optimizer.accum(id).unwrap()]
}

fn same_bits([values, accum]: &Tensors, [other_values, other_accum]: &Tensors) -> bool {
    bits(values) == bits(other_values) && bits(accum) == bits(other_accum)
}

#[test]
fn frozen_parameters_keep_every_bit_and_others_are_updated_as_if_they_had_no_gradient() {
    let params = every_kind(&mut Random::new(31), STEPS);
    on_every_device(|device| {
        let formats = [Format::Bf16, Format::F32];
        let (mut frozen, ids) = start(device, &config(), formats, &params);
        let (mut other, other_ids) = start(device, &config(), formats, &params);
        for step in 0..STEPS {
            // Every third parameter is frozen in steps 1 and 2.
            let is_frozen = |at: usize| at % 3 == 1 && matches!(step, 1 | 2);
            for (at, &id) in ids.iter().enumerate() {
                if is_frozen(at) {
                    frozen.freeze(id).unwrap()
                } else {
                    frozen.thaw(id).unwrap()
                }
                assert_eq!(frozen.is_frozen(id).unwrap(), is_frozen(at));
            }
            let grads: Vec<_> = params.iter().map(|param| param.grads[step].as_grad()).collect();
            let all: Vec<_> = ids.iter().copied().zip(grads.iter().copied()).collect();
            frozen.step(&all).unwrap();
            let thawed = other_ids.iter().copied().zip(grads).enumerate();
            let thawed: Vec<_> = thawed.filter(|(at, _)| !is_frozen(*at)).map(|(_, grad)| grad).collect();
            other.step(&thawed).unwrap();
            for ((&id, &other_id), param) in ids.iter().zip(&other_ids).zip(&params) {
                let (got, want) = (tensors(&mut *frozen, id), tensors(&mut *other, other_id));
                assert!(same_bits(&got, &want), "{} at step {step} on {}", param.name, device.describe());
            }
        }
    });
}

#[test]
fn gradients_of_frozen_parameters_count_neither_for_the_norm_nor_as_an_overflow() {
    let in_arenas = gpu().map(proxgrad_testing::Gpu::in_arenas);
    let arenas = in_arenas.as_ref().map(|gpu| gpu as &dyn Backend);
    for device in backends().into_iter().map(|device| device as &dyn Backend).chain(arenas) {
        let config = Config { clip_norm: Some(1.0), skip_on_overflow: true, accum: 0.0, ..Config::default() };
        let mut optimizer = device.optimizer(config).unwrap();
        let params = ["a", "b", "c"].map(|name| Param::new(name, &[2], &[1.0, 2.0]));
        let ids = optimizer.add_params(&params).unwrap();
        optimizer.freeze(ids[1]).unwrap();
        let poison = [f32::NAN, f32::INFINITY];
        optimizer
            .step(&[
                (ids[0], Grad::Dense(&[3.0, 0.0])),
                (ids[1], Grad::Dense(&poison)),
                (ids[2], Grad::Dense(&[0.0, 4.0])),
            ])
            .unwrap();
        let report = optimizer.report().unwrap();
        assert_eq!((report.grad_norm, report.skipped_steps), (5.0, 0), "{}", device.describe());
        assert_eq!(optimizer.values(ids[1]).unwrap(), [1.0, 2.0]);
        assert_eq!(optimizer.accum(ids[1]).unwrap(), [0.0; 2]);
        let accum = [optimizer.accum(ids[0]).unwrap(), optimizer.accum(ids[2]).unwrap()].concat();
        assert!(
            accum.iter().zip([0.36, 0.0, 0.0, 0.64]).all(|(got, want)| (got - want).abs() < 1e-6),
            "{accum:?}"
        );
    }
}

#[test]
fn parameters_of_an_arena_that_share_a_block_are_frozen_one_by_one() {
    let Some(gpu) = gpu() else { return };
    let mut random = Random::new(32);
    let lens = [3, 5, 64, 200, 1, 0, 300, 7, 1000, 2];
    let params: Vec<_> = lens
        .iter()
        .enumerate()
        .map(|(i, &len)| dense(&mut random, &format!("p{i}"), &[len], STEPS))
        .collect();
    for formats in [[Format::F32; 2], [Format::F16, Format::Bf16]] {
        for frozen in 0..lens.len() {
            let (mut arena, ids) = start(&gpu.in_arenas(), &config(), formats, &params);
            let (mut alone, alone_ids) = start(gpu, &config(), formats, &params);
            for step in 0..STEPS {
                for (optimizer, ids) in [(&mut arena, &ids), (&mut alone, &alone_ids)] {
                    match step {
                        1 => optimizer.freeze(ids[frozen]).unwrap(),
                        3 => optimizer.thaw(ids[frozen]).unwrap(),
                        _ => {}
                    }
                    let grads = ids.iter().zip(&params);
                    let grads: Vec<_> = grads.map(|(&id, param)| (id, param.grads[step].as_grad())).collect();
                    optimizer.step(&grads).unwrap();
                }
            }
            for (at, (&id, &alone_id)) in ids.iter().zip(&alone_ids).enumerate() {
                let (got, want) = (tensors(&mut *arena, id), tensors(&mut *alone, alone_id));
                assert!(same_bits(&got, &want), "p{at} where p{frozen} was frozen, {formats:?}");
            }
        }
    }
}

#[test]
fn a_parameter_and_its_group_can_be_added_between_steps() {
    on_every_device(|device| {
        let mut optimizer = device.optimizer(config()).unwrap();
        let first = optimizer.add_param(Param::new("first", &[2], &[1.0; 2])).unwrap();
        optimizer.step(&[(first, Grad::Dense(&[0.5; 2]))]).unwrap();
        let group = optimizer.add_group(Group { l1: Some(0.2), ..Group::default() }).unwrap();
        let late = Param::new("late", &[3, 2], &[1.0; 6]).group(group).rows(Rows::Exact);
        let late = optimizer.add_param(late).unwrap();
        optimizer.step(&[(first, Grad::Dense(&[0.5; 2])), (late, Grad::rows(&[2u32], &[0.5; 2]))]).unwrap();
        let mut fresh = device.optimizer(config()).unwrap();
        let group = fresh.add_group(Group { l1: Some(0.2), ..Group::default() }).unwrap();
        let param = Param::new("late", &[3, 2], &[1.0; 6])
            .group(group)
            .rows(Rows::Exact)
            .formats(Format::F32, Format::F32);
        let id = fresh.add_param(param).unwrap();
        fresh.step(&[(id, Grad::rows(&[2u32], &[0.5; 2]))]).unwrap();
        assert_eq!(optimizer.exported(late).unwrap(), fresh.exported(id).unwrap());
        assert_eq!(optimizer.accum(late).unwrap(), fresh.accum(id).unwrap());
    });
}
