//! Clipping of gradients by norm and by value.

use proxgrad::{Config, Format, Group, Rounding, Rows, Shrinkage};
use proxgrad_testing::Cpu;

use super::params::{assert_sums_agree, config, every_kind, results, step};
use crate::common::{
    devices::{Device, all_devices, is_ieee, keeps_params_whole},
    random::Random,
};

#[test]
fn limits_agree_and_are_a_groups_own() {
    let all = every_kind(&mut Random::new(8), 3);
    let all: Vec<_> = all.into_iter().filter(|param| param.rows == Rows::Touched).collect();
    for (clip_norm, clip_value) in [(Some(3.0), None), (None, Some(0.25)), (Some(20.0), Some(0.5))] {
        let config = Config {
            clip_norm,
            clip_value,
            loss_scale: 4.0,
            ..config(Shrinkage::Documented, Rounding::Nearest)
        };
        for formats in [[Format::F32, Format::F32], [Format::Bf16, Format::F16]] {
            let run = |device: &Device| {
                let mut optimizer = device.optimizer(config.clone()).unwrap();
                let own = Group { clip_norm: Some(0.5), clip_value: Some(f64::INFINITY), ..Group::default() };
                let own = optimizer.add_group(own).unwrap();
                let params: Vec<_> = all
                    .iter()
                    .enumerate()
                    .map(|(i, param)| {
                        let param = param.as_param(&[]).formats(formats[0], formats[1]);
                        if i % 3 == 1 { param.group(own) } else { param }
                    })
                    .collect();
                let ids = optimizer.add_params(&params).unwrap();
                let mut norms = Vec::new();
                for number in 0..3 {
                    step(&mut *optimizer, &ids, &all, number);
                    norms.push(optimizer.report().unwrap().grad_norm);
                }
                (results(&mut *optimizer, &ids), norms)
            };
            let (want, want_norms) = run(&Cpu);
            assert!(want_norms.iter().all(|norm| *norm > 10.0), "{want_norms:?}");
            for device in all_devices() {
                let (got, norms) = run(device);
                // The squares of windows and of arenas are summed in another order.
                let is_exact = is_ieee(device) && keeps_params_whole(device);
                let what = format!("{clip_norm:?}, {clip_value:?}, {formats:?}, {}", device.describe());
                assert_sums_agree(&what, is_exact, formats, &got, &want);
                let is_near = |(got, want): (&f32, &f32)| (got - want).abs() <= 1e-5 * want;
                assert!(norms.iter().zip(&want_norms).all(is_near), "{what}: {norms:?}, not {want_norms:?}");
            }
        }
    }
}
