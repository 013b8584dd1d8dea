//! A parameter whose steps in 16 bits are held against those in f32.

use proxgrad::{
    Config, Format, ParamId, Rows, Shrinkage, Values, ValuesMut,
    cpu::{Param, ProximalAdagrad, RowGrad},
    half::{bf16, f16},
};

/// Elements of one format or another.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Owned {
    F32(Vec<f32>),
    F16(Vec<f16>),
    Bf16(Vec<bf16>),
}

impl Owned {
    pub(super) fn narrowed(format: Format, values: &[f32]) -> Self {
        match format {
            Format::F32 => Self::F32(values.to_vec()),
            Format::F16 => Self::F16(values.iter().copied().map(f16::from_f32).collect()),
            Format::Bf16 => Self::Bf16(values.iter().copied().map(bf16::from_f32).collect()),
        }
    }

    pub(super) fn read(&self) -> Values<'_> {
        match self {
            Self::F32(values) => values.into(),
            Self::F16(values) => values.into(),
            Self::Bf16(values) => values.into(),
        }
    }

    pub(super) fn lend(&mut self) -> ValuesMut<'_> {
        match self {
            Self::F32(values) => values.into(),
            Self::F16(values) => values.into(),
            Self::Bf16(values) => values.into(),
        }
    }

    pub(super) fn wide(&self) -> Vec<f32> {
        self.read().to_f32()
    }

    pub(super) fn bits(&self) -> Vec<u32> {
        bits(&self.wide())
    }
}

pub(super) fn bits(values: &[f32]) -> Vec<u32> {
    values.iter().map(|value| value.to_bits()).collect()
}

pub(super) fn numbers(random: &mut fastrand::Rng, len: usize) -> Vec<f32> {
    (0..len).map(|_| random.f32() * 2.0 - 1.0).collect()
}

pub(super) fn config(shrinkage: Shrinkage) -> Config {
    Config { learning_rate: 0.1.into(), l1: 0.02, l2: 0.1, shrinkage, ..Config::default() }
}

pub(super) const FORMATS: [Format; 3] = [Format::F32, Format::F16, Format::Bf16];

/// A parameter and its gradients, step by step; without indices dense.
pub(super) struct Case {
    pub(super) shape: Vec<usize>,
    pub(super) rows: Rows,
    pub(super) config: Config,
    /// Of each step.
    pub(super) indices: Option<Vec<Vec<u32>>>,
}

impl Case {
    pub(super) fn optimizer(&self) -> (ProximalAdagrad, ParamId) {
        let mut optimizer = ProximalAdagrad::new(self.config.clone()).unwrap();
        let param = optimizer.add_param(Param::new("weight", &self.shape).rows(self.rows)).unwrap();
        (optimizer, param)
    }

    pub(super) fn len(&self) -> usize {
        self.shape.iter().product()
    }

    pub(super) fn grads(&self, step: usize) -> usize {
        let width: usize = self.shape.iter().skip(1).product();
        self.indices.as_ref().map_or(self.len(), |indices| indices[step].len() * width)
    }

    pub(super) fn step(
        &self,
        optimizer: &mut ProximalAdagrad,
        param: ParamId,
        values: ValuesMut<'_>,
        grads: Values<'_>,
        at: usize,
    ) {
        let mut step = optimizer.begin_step();
        match &self.indices {
            None => step.dense(param, values, grads).unwrap(),
            Some(indices) => step.rows(param, values, RowGrad::new(&indices[at], grads)).unwrap(),
        }
        step.finish().unwrap();
    }

    /// Some steps in these formats give the bits of the f32 implementation, narrowed step by step.
    pub(super) fn check(&self, values: Format, grads: Format, steps: usize) {
        let mut random = fastrand::Rng::with_seed(self.len() as u64);
        let ((mut half, own), (mut full, its)) = (self.optimizer(), self.optimizer());
        let mut stored = Owned::narrowed(values, &numbers(&mut random, self.len()));
        for at in 0..steps {
            let grads = Owned::narrowed(grads, &numbers(&mut random, self.grads(at)));
            let (mut wide, before) = (stored.wide(), stored.bits());
            self.step(&mut full, its, (&mut wide).into(), (&grads.wide()).into(), at);
            self.step(&mut half, own, stored.lend(), grads.read(), at);
            let context = format!(
                "{:?} of {values:?} by {grads:?} at step {at}",
                self.shape,
                grads = grads.read().len()
            );
            assert_eq!(stored.bits(), Owned::narrowed(values, &wide).bits(), "{context}");
            assert_eq!(bits(half.accum(own).unwrap()), bits(full.accum(its).unwrap()), "{context}");
            self.check_untouched(&before, &stored.bits(), at);
        }
        self.check_flushes(&mut half, own, &mut full, its, &stored);
    }

    pub(super) fn check_untouched(&self, before: &[u32], after: &[u32], at: usize) {
        let Some(indices) = &self.indices else { return };
        let width: usize = self.shape[1..].iter().product();
        for row in (0..self.shape[0]).filter(|row| !indices[at].contains(&(*row as u32))) {
            let elements = row * width..(row + 1) * width;
            assert_eq!(before[elements.clone()], after[elements], "row {row} of {:?}", self.shape);
        }
    }

    pub(super) fn check_flushes(
        &self,
        half: &mut ProximalAdagrad,
        own: ParamId,
        full: &mut ProximalAdagrad,
        its: ParamId,
        stored: &Owned,
    ) {
        let format = match stored {
            Owned::F32(_) => Format::F32,
            Owned::F16(_) => Format::F16,
            Owned::Bf16(_) => Format::Bf16,
        };
        let wide = stored.wide();
        let (mut got, mut want) = (stored.clone(), wide.clone());
        let mut of_f32 = vec![0.0; wide.len()];
        half.export(own, stored.read(), got.lend()).unwrap();
        full.export(its, &wide, &mut want).unwrap();
        half.export(own, stored.read(), &mut of_f32).unwrap();
        let want_narrow = Owned::narrowed(format, &want);
        assert_eq!(got.bits(), want_narrow.bits(), "export of {:?}", self.shape);
        assert_eq!(bits(&of_f32), bits(&want), "export of {:?} to f32", self.shape);

        half.measure([(own, stored.read())]).unwrap();
        // As they are once up to date, and before they are rounded.
        let sum: f64 = want.iter().map(|&value| f64::from(value).powi(2)).sum();
        assert!((f64::from(half.report().weight_norm) - sum.sqrt()).abs() <= 1e-5 * sum.sqrt());

        let mut flushed = stored.clone();
        if self.indices.is_some() {
            let mut wide = wide.clone();
            let some: Vec<u32> = (0..self.shape[0] as u32).step_by(2).collect();
            half.flush_rows(own, flushed.lend(), &some).unwrap();
            full.flush_rows(its, &mut wide, &some).unwrap();
            assert_eq!(flushed.bits(), Owned::narrowed(format, &wide).bits(), "rows of {:?}", self.shape);
        }
        half.flush(own, flushed.lend()).unwrap();
        assert_eq!(flushed.bits(), want_narrow.bits(), "flush of {:?}", self.shape);
    }

    pub(super) fn check_formats(&self, steps: usize) {
        for values in FORMATS {
            for grads in FORMATS {
                self.check(values, grads, steps);
            }
        }
    }
}

pub(super) const SHRINKAGES: [Shrinkage; 2] = [Shrinkage::Documented, Shrinkage::Adaptive];
