//! Any settings: an optimizer refuses them, or steps with finite gradients keep its state finite.

#![no_main]

use arbitrary::Arbitrary;
use libfuzzer_sys::fuzz_target;
use proxgrad::{Error, ParamId, Rows};
use proxgrad_fuzz::{
    number::{Element, cycled},
    settings::{AnyConfig, AnyFormat, AnyGroup},
    state::assert_finite,
};
use proxgrad_testing::{Backend, Cpu, Grad, Optimizer, Param};

#[derive(Arbitrary, Debug)]
struct Input {
    config: AnyConfig,
    group: AnyGroup,
    formats: [AnyFormat; 2],
    values: Vec<Element>,
    grads: Vec<Element>,
    steps: u8,
    rows: Vec<u8>,
}

fuzz_target!(|input: Input| {
    let Ok(mut optimizer) = Cpu.optimizer(input.config.0.clone()) else { return };
    let Ok(params) = input.params(&mut *optimizer) else { return };
    for step in 0..input.steps % 5 {
        let before = optimizer.global_step();
        match input.step(&mut *optimizer, &params, step.into()) {
            Ok(()) => {}
            Err(error) => {
                assert!(!error.to_string().is_empty());
                assert_eq!(optimizer.global_step(), before);
            }
        }
        params.iter().for_each(|(param, _)| assert_finite(&mut *optimizer, *param));
    }
    let snapshot = optimizer.snapshot().expect("a snapshot");
    optimizer.restore(&snapshot).expect("its own snapshot");
    assert_eq!(optimizer.snapshot(), Ok(snapshot));
    let report = optimizer.report().expect("a report");
    assert!(report.weight_norm >= 0.0 && report.loss_scale >= 0.0, "{report:?}");
    params.iter().for_each(|(param, _)| {
        optimizer.flush(*param).expect("own parameter");
        assert_finite(&mut *optimizer, *param);
    });
});

const SHAPES: [(&str, &[usize], Rows, bool); 6] = [
    ("scalar", &[], Rows::Touched, false),
    ("dense", &[2, 3, 2], Rows::Touched, false),
    ("table", &[4, 2], Rows::Touched, true),
    ("beta", &[2, 16], Rows::Touched, true),
    ("exact", &[4, 2], Rows::Exact, true),
    ("empty", &[0, 2], Rows::Touched, true),
];

impl Input {
    /// Parameters of every kind with the optimizer's settings, and with those of the group.
    fn params(&self, optimizer: &mut dyn Optimizer) -> Result<Vec<(ParamId, usize)>, Error> {
        let group = optimizer.add_group(self.group.0.clone())?;
        let mut params = Vec::new();
        for group in [None, Some(group)] {
            for (at, (name, shape, rows, _)) in SHAPES.into_iter().enumerate() {
                let [values, grads] = self.formats.map(|format| format.0);
                let numbers = stored(cycled(&self.values, shape.iter().product(), Element::finite), values);
                let name = format!("{name} {}", group.is_some());
                let param = Param::new(&name, shape, &numbers).rows(rows).formats(values, grads);
                let param = group.map_or(param, |group| param.group(group));
                match optimizer.add_param(param) {
                    Ok(param) => params.push((param, at)),
                    Err(error) => assert!(matches!(error, Error::ExactDecay { .. }), "{error}"),
                }
            }
        }
        Ok(params)
    }

    fn step(
        &self,
        optimizer: &mut dyn Optimizer,
        params: &[(ParamId, usize)],
        step: usize,
    ) -> Result<(), Error> {
        let indices: Vec<u32> = self.rows.iter().skip(step).take(200).map(|row| u32::from(row % 4)).collect();
        let grads: Vec<(Vec<f32>, Vec<u32>)> = params
            .iter()
            .map(|(_, at)| {
                let (_, shape, _, has_rows) = SHAPES[*at];
                let rows = shape.first().copied().unwrap_or_default();
                let indices: Vec<u32> =
                    indices.iter().copied().filter(|row| (*row as usize) < rows).collect();
                let width: usize = shape.iter().skip(1).product();
                let len = if has_rows { indices.len() * width } else { shape.iter().product() };
                let grads = self.grads.get(step..).unwrap_or_default();
                (stored(cycled(grads, len, Element::finite), self.formats[1].0), indices)
            })
            .collect();
        let grads: Vec<_> = params
            .iter()
            .zip(&grads)
            .map(|((param, at), (values, indices))| {
                let rows = SHAPES[*at].3;
                (*param, if rows { Grad::rows(indices, values) } else { Grad::Dense(values) })
            })
            .collect();
        optimizer.step(&grads)
    }
}

/// The numbers, or 0 in place of those that are not finite in a storage format.
fn stored(numbers: Vec<f32>, format: proxgrad::Format) -> Vec<f32> {
    let rounded = proxgrad_testing::Stored::nearest(&numbers, format).to_f32();
    let finite = |(number, rounded): (f32, f32)| if rounded.is_finite() { number } else { 0.0 };
    numbers.into_iter().zip(rounded).map(finite).collect()
}
