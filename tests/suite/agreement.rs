//! The GPU, the CPU implementation and the float64 oracle compute the same for all shapes, settings and
//! device limits.

use proxgrad::{Centralization, RowDecay, Shrinkage};
use proxgrad_testing::{Cpu, Gpu};

use crate::common::{
    comparison::Comparison,
    devices::{Device, WINDOW, all_devices, backends, gpu, is_ieee, small_grid_gpu},
    numbers::bits,
    one_buffer::OneBuffer,
    oracle::Real,
    param::{TestGrad, TestParam},
    problem::{Problem, Settings, Tensors},
    random::Random,
    variants::SHRINKAGES,
};

const STEPS: usize = 3;

fn settings(
    learning_rate: [f64; STEPS],
    weight_decay: [f64; STEPS],
    l1: f64,
    l2: f64,
    accum: f64,
) -> Settings {
    Settings {
        learning_rate: Some(learning_rate[..].into()),
        weight_decay: Some(weight_decay[..].into()),
        grad_centralization: None,
        l1: Some(l1),
        l2: Some(l2),
        accum: Some(accum),
    }
}

/// A problem with the same constant settings for all parameters.
fn plain(shrinkage: Shrinkage) -> Problem {
    let defaults = settings([0.1; STEPS], [0.0; STEPS], 0.3, 0.7, 0.1);
    Problem::new(shrinkage, defaults)
}

/// A problem with four groups that use every setting; learning rates and weight decays change from step to
/// step and are 0 at some.
fn varied(shrinkage: Shrinkage) -> Problem {
    let groups = vec![
        Settings { accum: Some(0.0), l1: Some(0.05), ..Settings::default() },
        settings([0.0, 0.3, 0.01], [0.0, 0.1, 0.0], 0.0, 1.5, 0.5),
        Settings {
            l1: Some(0.0),
            l2: Some(0.0),
            weight_decay: Some(vec![0.0; STEPS].into()),
            ..Settings::default()
        },
        Settings::default(),
    ];
    let defaults = settings([0.1, 0.0, 0.25], [0.01, 0.2, 0.0], 0.1, 0.2, 0.2);
    Problem { loss_scales: vec![3.0], groups, ..Problem::new(shrinkage, defaults) }
}

impl Problem {
    /// Adds a parameter to the next group in turn, or to none. Every fourth parameter has no gradient at step
    /// 1.
    fn with(mut self, random: &mut Random, shape: &[usize], grad: &dyn Fn(&mut Random) -> TestGrad) -> Self {
        let index = self.params.len();
        let name = ["weight", "layer.beta", "alphabeta.w", "gamma", "Gamma"][index / 5 % 5];
        let turn = index % (self.groups.len() + 1);
        let grads = (0..STEPS)
            .map(|step| if index % 4 == 3 && step == 1 { TestGrad::None } else { grad(random) })
            .collect();
        let values = random.values(shape.iter().product());
        let param = TestParam::new(format!("{name}.{index}"), shape, values, grads);
        self.params.push(TestParam { group: turn.checked_sub(1), ..param });
        self
    }

    fn with_dense(self, random: &mut Random, shape: &[usize]) -> Self {
        let len = shape.iter().product();
        self.with(random, shape, &|random| TestGrad::Dense(random.grads(len)))
    }

    fn with_rows(self, random: &mut Random, shape: &[usize], entries: usize) -> Self {
        let width: usize = shape[1..].iter().product();
        let rows = u32::try_from(shape[0]).unwrap();
        self.with(random, shape, &|random| {
            TestGrad::rows(random.indices(entries, rows), random.grads(entries * width))
        })
    }
}

#[test]
fn large_tensors_whose_threads_take_several_places_agree_alone_and_in_an_arena() {
    let Some(gpu) = gpu() else { return };
    let mut random = Random::new(8);
    let mut problem = varied(Shrinkage::Documented);
    // The last one has a tail, which takes one element a thread.
    for len in [10, 77, 4 * 131_075, 4 * 200_001, 4 * 262_145 + 3] {
        problem = problem.with_dense(&mut random, &[len]);
    }
    let want = problem.run(&Cpu);
    let places = problem.run(gpu);
    let arena = problem.run(&gpu.in_arenas());
    for (what, got) in [("alone", places), ("in an arena", arena)] {
        problem.compare(&got).assert_passed(what);
        if is_ieee(gpu) {
            problem.assert_same_bits(what, &want, &got);
        }
    }
}

#[test]
fn dense_gradients_of_all_lengths_agree() {
    let mut random = Random::new(1);
    for build in [plain, varied] {
        for shrinkage in SHRINKAGES {
            let mut problem = build(shrinkage);
            for len in [
                0, 1, 2, 3, 4, 5, 7, 63, 64, 65, 255, 256, 257, 1001, 4095, 4096, 4097, 8192, 16_384, 16_385,
                100_003,
            ] {
                problem = problem.with_dense(&mut random, &[len]);
            }
            for shape in [&[][..], &[3, 7], &[2, 3, 5], &[1, 1], &[64, 3], &[5, 0, 3], &[11, 2, 9, 4]] {
                problem = problem.with_dense(&mut random, shape);
            }
            let (zeros, others) = problem.agrees(&format!("dense, {shrinkage:?}"), &all_devices());
            assert!(zeros > 10_000 && others > 10_000, "{zeros} zeros and {others} others prove little");
        }
    }
}

#[test]
fn row_gradients_of_all_widths_agree() {
    let mut random = Random::new(2);
    for build in [plain, varied] {
        for shrinkage in SHRINKAGES {
            let problem = build(shrinkage)
                .with_rows(&mut random, &[40_000], 400)
                .with_rows(&mut random, &[10_000, 3], 400)
                .with_rows(&mut random, &[10_000, 4], 400)
                .with_rows(&mut random, &[7_001, 5], 400)
                .with_rows(&mut random, &[2_503, 16], 400)
                .with_rows(&mut random, &[501, 100], 150)
                .with_rows(&mut random, &[300, 2, 3], 100)
                .with_rows(&mut random, &[1, 7], 9)
                .with_rows(&mut random, &[5, 1], 0)
                .with_dense(&mut random, &[20_001]);
            let (zeros, others) = problem.agrees(&format!("rows, {shrinkage:?}"), &all_devices());
            assert!(zeros > 1_000 && others > 1_000, "{zeros} zeros and {others} others prove little");
        }
    }
}

#[test]
fn centralized_gradients_of_all_widths_agree() {
    let mut random = Random::new(5);
    for build in [plain, varied] {
        for (centralization, row_decay) in [
            (Centralization::Convolutions, RowDecay::Once),
            (Centralization::MultiplesOf16, RowDecay::PerOccurrence),
        ] {
            let mut problem = Problem { centralization, row_decay, ..build(Shrinkage::Documented) };
            problem.defaults.grad_centralization = Some(true);
            // Equal gradients minus their mean are rounding errors, by which an element would move if A were
            // 0.
            problem.groups.iter_mut().for_each(|group| group.accum = group.accum.map(|_| 0.5));
            for shape in [
                &[3, 1, 1][..],
                &[7, 1, 3],
                &[5, 3, 3, 3],
                &[130, 16],
                &[9, 8, 8],
                &[5, 5, 13],
                &[700, 48],
                &[40, 16, 40],
                &[3, 64, 64],
                &[3, 17, 241],
                &[1, 16, 513],
                &[4, 16, 512],
            ] {
                // No more entries than one binding covers.
                let entries = 9.min(WINDOW / shape[1..].iter().product::<usize>());
                problem = problem.with_dense(&mut random, shape).with_rows(&mut random, shape, entries);
            }
            // Rows whose entries are summed in several pieces.
            problem =
                problem.with_rows(&mut random, &[2, 16, 1], 300).with_rows(&mut random, &[3, 16, 5], 200);
            let (zeros, others) = problem.agrees(&format!("{centralization:?}"), &all_devices());
            assert!(zeros > 10_000 && others > 10_000, "{zeros} zeros and {others} others prove little");
        }
    }
}

#[test]
fn elements_of_every_magnitude_agree() {
    let mut random = Random::new(4);
    for shrinkage in SHRINKAGES {
        for [value, grad] in
            [[1e-3, 1e-6], [1e6, 1e-9], [1e-12, 1e3], [1e15, 1e15], [1e-20, 1e-12], [1.0, 1e17]]
        {
            let mut problem =
                plain(shrinkage).with_dense(&mut random, &[1000]).with_rows(&mut random, &[200, 5], 150);
            for param in &mut problem.params {
                param.values.iter_mut().for_each(|element| *element *= value);
                for grads in &mut param.grads {
                    grads.elements_mut().iter_mut().for_each(|element| *element *= grad);
                }
            }
            problem.agrees(&format!("values × {value:e}, grads × {grad:e}, {shrinkage:?}"), &backends());
        }
    }
}

#[test]
fn where_the_accumulator_stays_zero_documented_shrinks_and_adaptive_leaves_alone() {
    // Two zeros, a gradient whose square is less than every f32, and one that moves its element.
    let grads = [0.0, -0.0, 1e-30, 0.5];
    for shrinkage in SHRINKAGES {
        for len in [4, 5] {
            let values = [1.0, -2.0, 3.0, 4.0, 5.0][..len].to_vec();
            let grads = TestGrad::Dense(grads.iter().copied().cycle().take(len).collect());
            let param = TestParam::new("weight", &[len], values, vec![grads]);
            let mut problem = Problem { params: vec![param], ..plain(shrinkage) };
            problem.defaults.accum = Some(0.0);
            problem.agrees(&format!("{shrinkage:?}"), &backends());
            for device in backends() {
                let [values, accum] = problem.run(device)[1].remove(0);
                assert_eq!(accum[..3], [0.0; 3]);
                let still = (0..3).filter(|&i| values[i] == problem.params[0].values[i]).count();
                match shrinkage {
                    Shrinkage::Documented => assert_eq!(still, 0, "{values:?}"),
                    // Division by 1 is exact only where all divisions are correctly rounded.
                    _ => assert!(still == 3 || !is_ieee(device), "{values:?}"),
                }
            }
        }
    }
}

#[test]
fn a_tensor_of_more_workgroups_than_fit_one_dimension_agrees() {
    // 65,535 workgroups of 64 threads with four elements each, and some elements more.
    const FOLD: usize = 64 * 4 * 65_535;
    const LEN: usize = FOLD + 256 + 3;
    // Periods without a common factor, so that a wrong offset or width is noticed.
    let wave = |len: usize, period: u16| -> Vec<f32> {
        let wave: Vec<_> = (0..period).map(|i| f32::from(i) / f32::from(period) * 2.0 - 1.0).collect();
        wave.iter().copied().cycle().take(len).collect()
    };
    let problem = Problem {
        params: vec![TestParam::new(
            "weight",
            &[LEN],
            wave(LEN, 1013),
            vec![TestGrad::Dense(wave(LEN, 1009))],
        )],
        ..plain(Shrinkage::Documented)
    };
    let run = |device: &Device| {
        let (mut optimizer, ids) = problem.start(device);
        let grad = problem.params[0].grads[0].as_grad();
        optimizer.step(&[(ids[0], grad)]).unwrap();
        [optimizer.values(ids[0]).unwrap(), optimizer.accum(ids[0]).unwrap()]
    };
    let cpu = run(&Cpu);
    // The oracle would take seconds for all of the 16 million elements.
    compare_large(&problem, &cpu, "the CPU implementation", (0..LEN).step_by(97));
    let Some(gpu) = gpu() else { return };
    let got = run(gpu);
    if !is_ieee(gpu) {
        return compare_large(&problem, &got, "the GPU", 0..LEN);
    }
    compare_large(&problem, &got, "the GPU", (0..LEN).step_by(97).chain(FOLD - 600..LEN));
    for (got, want) in got.iter().zip(&cpu) {
        let wrong = (0..LEN).find(|&i| got[i].to_bits() != want[i].to_bits());
        assert_eq!(wrong.map(|i| (i, got[i], want[i])), None);
    }
}

/// Compares some elements of the first parameter after the first step with the oracle.
#[track_caller]
fn compare_large(problem: &Problem, after: &Tensors, what: &str, elements: impl Iterator<Item = usize>) {
    let param = &problem.params[0];
    let rule = problem.rule(param, 0);
    let TestGrad::Dense(grads) = &param.grads[0] else { panic!("its gradient is dense") };
    let mut comparison = Comparison::default();
    for i in elements {
        let g = rule.gradients(&param.values[i..][..1], &[Real::exact(grads[i])], 1)[0];
        let (before, after) = ([param.values[i], 0.1], [after[0][i], after[1][i]]);
        comparison.element(&rule, before, g, after, || format!("element {i}"));
    }
    comparison.assert_passed(what);
}

#[test]
fn values_and_gradients_in_one_foreign_buffer_agree_and_nothing_else_in_it_changes() {
    let mut random = Random::new(3);
    for gpu in [gpu(), small_grid_gpu()].into_iter().flatten() {
        for shrinkage in SHRINKAGES {
            let problem = varied(shrinkage)
                .with_dense(&mut random, &[33])
                .with_rows(&mut random, &[50, 3], 70)
                .with_dense(&mut random, &[5_001])
                .with_rows(&mut random, &[9, 2, 4], 30)
                .with_dense(&mut random, &[8, 8])
                .with_dense(&mut random, &[0]);
            run_in_one_buffer(&problem, gpu);
        }
    }
}

#[track_caller]
fn run_in_one_buffer(problem: &Problem, gpu: &Gpu) {
    let mut run = OneBuffer::new(problem, gpu);
    let mut comparison = Comparison::default();
    let mut want = run.contents();
    let mut accums = run.accums();
    for step in 0..STEPS {
        run.step(step);
        let contents = run.contents();
        let after = run.accums();
        for (i, param) in problem.params.iter().enumerate() {
            let values = run.values(i);
            let old = [want[values.clone()].to_vec(), accums[i].clone()];
            let new = [contents[values.clone()].to_vec(), after[i].clone()];
            problem.compare_step(param, step, &old, &new, &mut comparison);
            want[values].copy_from_slice(&new[0]);
        }
        // Apart from the values, the whole buffer has to be as it was.
        assert_eq!(bits(&contents), bits(&want), "step {step} wrote outside of the values");
        accums = after;
    }
    comparison.assert_passed("everything in one buffer");
}
