//! Steps of one parameter in 16 bits, compared with the same steps in f32 whose results are rounded.

use proxgrad::{
    Config, Format, ParamId, Rows, Shrinkage, Values, ValuesMut,
    cpu::{Param, ProximalAdagrad, RowGrad},
};
use proxgrad_testing::Stored;

use crate::common::{numbers::bits, variants::FORMATS};

/// A parameter and the indices of its gradients.
pub(super) struct Case {
    pub(super) shape: Vec<usize>,
    pub(super) rows: Rows,
    pub(super) config: Config,
    /// Indices by step; `None` for dense gradients.
    pub(super) indices: Option<Vec<Vec<u32>>>,
}

/// An optimizer with the parameter of a case.
struct Run<'a> {
    case: &'a Case,
    optimizer: ProximalAdagrad,
    param: ParamId,
}

impl Case {
    /// Runs some steps with values and gradients of every format.
    pub(super) fn check_formats(&self, steps: usize) {
        for values in FORMATS {
            for grads in FORMATS {
                self.check([values, grads], steps);
            }
        }
    }

    /// Steps in these formats give the bits of f32 steps that are rounded to the format of the values, each
    /// from the rounded values before it.
    fn check(&self, formats: [Format; 2], steps: usize) {
        let mut random = fastrand::Rng::with_seed(self.len() as u64);
        let (mut run, mut f32_run) = (self.start(), self.start());
        let mut stored = Stored::nearest(&numbers(&mut random, self.len()), formats[0]);
        for at in 0..steps {
            let grads = Stored::nearest(&numbers(&mut random, self.grads(at)), formats[1]);
            let (mut want, before) = (stored.to_f32(), bits_of(&stored));
            f32_run.step((&mut want).into(), (&grads.to_f32()).into(), at);
            run.step(stored.values_mut(), grads.values(), at);
            let what = format!("step {at} of {:?} in {formats:?}", self.shape);
            assert_eq!(bits_of(&stored), bits_of(&Stored::nearest(&want, formats[0])), "{what}");
            assert_eq!(bits(run.accum()), bits(f32_run.accum()), "{what}");
            self.check_untouched(&before, &bits_of(&stored), at);
        }
        self.check_flushes(&mut run, &mut f32_run, &stored, formats[0]);
    }

    fn check_untouched(&self, before: &[u32], after: &[u32], at: usize) {
        let Some(indices) = &self.indices else { return };
        for row in (0..self.shape[0]).filter(|row| !indices[at].contains(&(*row as u32))) {
            let elements = row * self.width()..(row + 1) * self.width();
            assert_eq!(before[elements.clone()], after[elements], "row {row} of {:?}", self.shape);
        }
    }

    /// An export, a measurement and flushes give what they give in f32, rounded.
    fn check_flushes(&self, run: &mut Run<'_>, f32_run: &mut Run<'_>, stored: &Stored, format: Format) {
        let values = stored.to_f32();
        let (mut exported, mut want) = (stored.clone(), values.clone());
        let mut exported_to_f32 = vec![0.0; values.len()];
        run.optimizer.export(run.param, stored.values(), exported.values_mut()).unwrap();
        f32_run.optimizer.export(f32_run.param, &values, &mut want).unwrap();
        run.optimizer.export(run.param, stored.values(), &mut exported_to_f32).unwrap();
        let want_bits = bits_of(&Stored::nearest(&want, format));
        assert_eq!(bits_of(&exported), want_bits, "export of {:?}", self.shape);
        assert_eq!(bits(&exported_to_f32), bits(&want), "export of {:?} to f32", self.shape);

        run.optimizer.measure([(run.param, stored.values())]).unwrap();
        // The norm is of up-to-date values that are not rounded.
        let norm = want.iter().map(|&value| f64::from(value).powi(2)).sum::<f64>().sqrt();
        assert!((f64::from(run.optimizer.report().weight_norm) - norm).abs() <= 1e-5 * norm);

        let mut flushed = stored.clone();
        if self.indices.is_some() {
            let mut want = values;
            let some: Vec<u32> = (0..self.shape[0] as u32).step_by(2).collect();
            run.optimizer.flush_rows(run.param, flushed.values_mut(), &some).unwrap();
            f32_run.optimizer.flush_rows(f32_run.param, &mut want, &some).unwrap();
            let want = bits_of(&Stored::nearest(&want, format));
            assert_eq!(bits_of(&flushed), want, "flush of rows of {:?}", self.shape);
        }
        run.optimizer.flush(run.param, flushed.values_mut()).unwrap();
        assert_eq!(bits_of(&flushed), want_bits, "flush of {:?}", self.shape);
    }

    fn start(&self) -> Run<'_> {
        let mut optimizer = ProximalAdagrad::new(self.config.clone()).unwrap();
        let param = optimizer.add_param(Param::new("weight", &self.shape).rows(self.rows)).unwrap();
        Run { case: self, optimizer, param }
    }

    fn len(&self) -> usize {
        self.shape.iter().product()
    }

    fn width(&self) -> usize {
        self.shape.iter().skip(1).product()
    }

    /// How many elements the gradient of a step has.
    fn grads(&self, at: usize) -> usize {
        self.indices.as_ref().map_or(self.len(), |indices| indices[at].len() * self.width())
    }
}

impl Run<'_> {
    fn step(&mut self, values: ValuesMut<'_>, grads: Values<'_>, at: usize) {
        let mut step = self.optimizer.begin_step();
        match &self.case.indices {
            None => step.dense(self.param, values, grads).unwrap(),
            Some(indices) => step.rows(self.param, values, RowGrad::new(&indices[at], grads)).unwrap(),
        }
        step.finish().unwrap();
    }

    fn accum(&self) -> &[f32] {
        self.optimizer.accum(self.param).unwrap()
    }
}

/// The bits of the elements, widened to f32, which is exact.
pub(super) fn bits_of(stored: &Stored) -> Vec<u32> {
    bits(&stored.to_f32())
}

/// Numbers in (−1, 1).
pub(super) fn numbers(random: &mut fastrand::Rng, len: usize) -> Vec<f32> {
    (0..len).map(|_| random.f32() * 2.0 - 1.0).collect()
}

pub(super) fn config(shrinkage: Shrinkage) -> Config {
    Config { learning_rate: 0.1.into(), l1: 0.02, l2: 0.1, shrinkage, ..Config::default() }
}
