//! Each configuration on the GPU and on the CPU implementation: equal where that is promised, and elsewhere as
//! near as WGSL's accuracy table guarantees.

use std::{collections::BTreeMap, panic, time::Instant};

use proxgrad::{Data, Format, Report, Snapshot};
use proxgrad_testing::{Cpu, Gpu};

use super::{
    configuration::Configuration,
    run::{Observed, run},
    scenario::{CLIP_NORM, CLIP_VALUE, LARGEST_RATE, STEPS, Scenario},
};
use crate::common::{
    devices::{
        Device, exact_binding_gpu, gpu, in_all_forms, is_ieee, reassociates, small_binding_gpu,
        small_grid_gpu,
    },
    numbers::bits,
    param::TestGrad,
};

#[test]
fn all_pairs_of_settings_agree_on_gpu_and_cpu() {
    let all = Configuration::all();
    let mut failures = Vec::new();
    for configuration in &all {
        let start = Instant::now();
        let outcome = panic::catch_unwind(|| compare(configuration));
        println!("{:6.1?} {configuration}", start.elapsed());
        // A panic has printed its message.
        if let Err(message) = outcome.unwrap_or_else(|_| Err("a panic, see above".to_owned())) {
            failures.push(format!("{message}\n  PROXGRAD_TEST_CASE=\"{configuration}\""));
        }
    }
    assert!(failures.is_empty(), "{} of {} failed:\n{}", failures.len(), all.len(), failures.join("\n"));
}

/// The GPU that a configuration runs on.
fn device(configuration: &Configuration) -> Option<Gpu> {
    let gpu = match (configuration.of("device"), configuration.of("rows")) {
        ("windows", "exact") => exact_binding_gpu(configuration.has_binned_rates()),
        ("windows", _) => small_binding_gpu(),
        ("folds", _) => small_grid_gpu(),
        _ => gpu(),
    };
    let [software, hardware] = in_all_forms(gpu?);
    let gpu = if configuration.is("kernels", "software") { software } else { hardware }.clone();
    let gpu = if configuration.is("place", "arena") { gpu.in_arenas() } else { gpu };
    Some(if configuration.is("lock", "locked") { gpu.in_lock() } else { gpu })
}

fn compare(configuration: &Configuration) -> Result<(), String> {
    let scenario = Scenario::new(configuration);
    let want = run(&scenario, [&Cpu, &Cpu]);
    check(&scenario, &want);
    let Some(gpu) = device(configuration) else { return Ok(()) };
    let rooms: &[[&Device; 2]] =
        if scenario.is("read", "move") { &[[&gpu, &Cpu], [&Cpu, &gpu]] } else { &[[&gpu, &gpu]] };
    for [first, second] in rooms {
        let got = run(&scenario, [*first, *second]);
        let differ = Promise::new(&scenario, &gpu).compare(&got, &want);
        differ.map_err(|message| format!("{message}, on {} then {}", first.describe(), second.describe()))?;
    }
    Ok(())
}

/// Asserts that the settings of a run had an effect on the CPU implementation.
#[track_caller]
fn check(scenario: &Scenario, observed: &Observed) {
    let reports: Vec<Report> = observed.reports.iter().map(|(_, report)| *report).collect();
    let last = reports.last().unwrap();
    assert_eq!(last.skipped_steps, scenario.skipped.len() as u64);
    if !["resume", "move"].contains(&scenario.configuration.of("read")) {
        assert_eq!(last.bad_rows > 0, scenario.is("bad_rows", "some"));
    }
    assert!(last.weight_norm > 0.0 && last.nonzero > 0, "{last:?}");
    if !scenario.is("clip_norm", "none") {
        let mut most = reports.iter().map(|report| report.grad_norm).fold(0.0, f32::max);
        if !scenario.is("measure", "on") {
            // The only report is of the last step, whose gradient may be a small one.
            let norm = |grad: &TestGrad| grad.elements().iter().map(|g| g * g).sum::<f32>().sqrt();
            most = scenario.params[0].grads.iter().map(norm).fold(most, f32::max);
        }
        assert!(f64::from(most) > CLIP_NORM, "the limit of norms binds: {most}");
    }
    if scenario.is("clip_value", "binds") && scenario.is("clip_norm", "none") {
        let first = scenario.params[0].grads.iter().flat_map(TestGrad::elements);
        assert!(first.filter(|g| f64::from(g.abs()) > CLIP_VALUE).count() > 10, "the limit binds");
    }
}

/// The agreement that a scenario promises: equal results, or how far they may be apart.
struct Promise<'a> {
    scenario: &'a Scenario,
    values_are_equal: bool,
    norms_are_equal: bool,
    values: Tolerance,
    accums: Tolerance,
}

/// How far two elements may be apart.
#[derive(Clone, Copy)]
struct Tolerance {
    /// In part of the element.
    relative: f32,
    absolute: f32,
    /// The same for the few elements, one in twenty at most, that were rounded to 16 bits the other way.
    of_few: f32,
}

/// The largest relative error of a norm: of ten roundings, and of a tree that is summed in another order.
const NORM: f32 = 1e-5;

/// The largest error of a mean: of gradients below 10, with 64 roundings at most.
const MEAN: f32 = 10.0 * 64.0 * HALF_UNIT;

/// The largest differences of values of exact rows that catch up in other steps, as those of
/// `exact_rows::dense_equivalence`.
const CATCH_UP: [f32; 2] = [1e-5, 2e-6];

/// The largest relative error of a rounding to f32.
const HALF_UNIT: f32 = 1.0 / 16_777_216.0;

/// Weight decay of the scenarios times the largest value.
const DECAYED: f32 = 0.01 * LARGEST_VALUE;

/// No value of a scenario is larger.
const LARGEST_VALUE: f32 = 4.0;

/// Whether a tensor of a snapshot is a plane of the state of a parameter.
fn is_state(name: &str) -> bool {
    ["accum.", "linear.", "grad_sum."].iter().any(|plane| name.starts_with(plane))
}

/// The unit of the last place of numbers from 1 on.
fn unit(format: Option<Format>) -> f32 {
    match format {
        Some(Format::F16) => 2f32.powi(-10),
        Some(Format::Bf16) => 2f32.powi(-7),
        _ => 0.0,
    }
}

impl<'a> Promise<'a> {
    #[expect(clippy::cast_possible_truncation, reason = "small numbers")]
    fn new(scenario: &'a Scenario, gpu: &Gpu) -> Self {
        let is = |factor, level| scenario.is(factor, level);
        // The squares of windows, of arenas and of rows that are known to differ are summed in another order.
        let other_order = is("device", "windows")
            || is("place", "arena")
            || is("gradient", "unique")
            || is("gradient", "alternating");
        let sums_are_equal = is_ieee(gpu) && !other_order;
        let has_sums_of_three = !is("centralization", "off") && !is("decay", "none");
        let values_are_equal = is_ieee(gpu)
            && (sums_are_equal || is("clip_norm", "none"))
            && !(has_sums_of_three && reassociates(gpu))
            && !scenario.counts_skipped_steps();
        let (steps, rate) = (STEPS as f32, LARGEST_RATE as f32);
        let norm = if is("clip_norm", "none") { 0.0 } else { NORM };
        let mean = if is("centralization", "off") { 0.0 } else { MEAN };
        let catch_up = if is("rows", "exact") { CATCH_UP } else { [0.0; 2] };
        let unit = unit(Some(scenario.formats[0]));
        // A step moves a value by γ·g/√A, which is at most γ. Division and root have errors of up to 8 units,
        // g has the relative error of a norm that limits it and the absolute one of a mean, and √A is at least
        // √0.1. Then the value is rounded, and perhaps once more to 16 bits.
        let moved = 16.0 * HALF_UNIT + norm + mean / 0.1f32.sqrt();
        let values = Tolerance {
            relative: 2.0 * steps * HALF_UNIT + catch_up[0],
            absolute: steps * rate * moved + catch_up[1],
            of_few: steps * LARGEST_VALUE * unit,
        };
        // A grows by g² with |g| < 10, and g has an error where weight decay reads a value of 16 bits.
        let accums = Tolerance {
            relative: steps * (2.0 * HALF_UNIT + 2.0 * norm),
            absolute: steps * 2.0 * 10.0 * mean,
            of_few: steps * 2.0 * 10.0 * DECAYED * unit,
        };
        let norms_are_equal = sums_are_equal && values_are_equal;
        Self { scenario, values_are_equal, norms_are_equal, values, accums }
    }

    fn compare(&self, got: &Observed, want: &Observed) -> Result<(), String> {
        self.compare_tensors(&got.values, &want.values, self.values)?;
        self.compare_tensors(&got.accums, &want.accums, self.accums)?;
        for ((step, got), (_, want)) in got.reports.iter().zip(&want.reports) {
            let differ = self.compare_reports(got, want);
            differ.map_err(|what| format!("{what} after step {step}: {got:?}, not {want:?}"))?;
        }
        assert_eq!(got.snapshots.len(), want.snapshots.len());
        got.snapshots
            .iter()
            .zip(&want.snapshots)
            .try_for_each(|(got, want)| self.compare_snapshots(got, want))
    }

    fn compare_tensors(
        &self,
        got: &[(String, Vec<f32>)],
        want: &[(String, Vec<f32>)],
        tolerance: Tolerance,
    ) -> Result<(), String> {
        assert_eq!(got.len(), want.len());
        for ((name, got), (also, want)) in got.iter().zip(want) {
            assert_eq!((name, got.len()), (also, want.len()));
            let tolerance = if name.starts_with("copy") { self.of_copies(tolerance) } else { tolerance };
            self.compare_elements(name, got, want, tolerance)?;
        }
        Ok(())
    }

    /// A copy of values that differ may be rounded the other way, and again at each step.
    fn of_copies(&self, tolerance: Tolerance) -> Tolerance {
        Tolerance { of_few: LARGEST_VALUE * unit(self.scenario.copy), ..tolerance }
    }

    fn compare_elements(
        &self,
        name: &str,
        got: &[f32],
        want: &[f32],
        Tolerance { relative, absolute, of_few }: Tolerance,
    ) -> Result<(), String> {
        let within = |absolute: f32| {
            move |(got, want): &(&f32, &f32)| (**got - **want).abs() <= relative * want.abs() + absolute
        };
        let pairs = || got.iter().zip(want);
        let fits = |pair: (&f32, &f32)| match self.values_are_equal {
            // Zeros of both signs are equal.
            true => pair.0 == pair.1,
            false => within(absolute + of_few)(&pair),
        };
        if let Some(at) = pairs().position(|pair| !fits(pair)) {
            return Err(format!("{name}: element {at} is {:e}, not {:e}", got[at], want[at]));
        }
        let near = pairs().filter(within(absolute)).count();
        if !self.values_are_equal && got.len() - near > got.len() / 20 + 2 {
            return Err(format!("{name}: only {near} of {} elements are what they should be", got.len()));
        }
        // Rounding may decide whether an element is zero, but of few.
        let zeros = |(got, want): &(&f32, &f32)| (**got == 0.0) != (**want == 0.0);
        let differ = got.iter().zip(want).filter(zeros).count();
        if differ > got.len() / 50 + 2 {
            return Err(format!("{name}: {differ} of {} elements are zero in one run only", got.len()));
        }
        Ok(())
    }

    fn compare_reports(&self, got: &Report, want: &Report) -> Result<(), &'static str> {
        let counts = |report: &Report| (report.skipped_steps, report.bad_rows);
        if counts(got) != counts(want) || got.loss_scale != want.loss_scale {
            return Err("counts or loss scale");
        }
        let Tolerance { relative, absolute, of_few } = self.values;
        let len = self.scenario.params.iter().map(|param| param.values.len()).sum::<usize>() as f32;
        // A norm differs by no more than the norm of the differences.
        let of_values = absolute * len.sqrt() + of_few * (len / 20.0 + 2.0).sqrt();
        let numbers_fit = [
            (got.grad_norm, want.grad_norm, [NORM, 0.0]),
            (got.weight_norm, want.weight_norm, [relative + NORM, of_values]),
            (got.max_abs, want.max_abs, [relative, absolute + of_few]),
        ]
        .into_iter()
        .all(|(got, want, [relative, absolute])| match self.norms_are_equal {
            true => got == want,
            false => (got - want).abs() <= relative * want + absolute,
        });
        if !numbers_fit {
            return Err("norms");
        }
        let most = if self.values_are_equal { 0 } else { want.nonzero / 50 + 2 };
        if got.nonzero.abs_diff(want.nonzero) > most { Err("nonzero values") } else { Ok(()) }
    }

    fn compare_snapshots(&self, got: &Snapshot, want: &Snapshot) -> Result<(), String> {
        let starts_with = |name: &String, prefixes: &[&str]| prefixes.iter().any(|p| name.starts_with(p));
        // A device alone records steps before it knows that they are skipped.
        let is_of_both = |name: &&String| !starts_with(name, &["recorded_"]);
        let names =
            |snapshot: &Snapshot| snapshot.tensors.keys().filter(is_of_both).cloned().collect::<Vec<_>>();
        assert_eq!(names(got), names(want));
        // The step that a row is up to date with depends on when the row was swept.
        let is_compared = |name: &&String| {
            let of_rows = starts_with(name, &["last_touched.", "missed_rates."]);
            is_of_both(name) && !(of_rows && self.scenario.sweeps_in_other_steps())
        };
        let tensors: BTreeMap<_, _> = got.tensors.iter().filter(|(name, _)| is_compared(name)).collect();
        for (name, got) in tensors {
            let want = &want.tensors[name];
            match (&got.data, &want.data) {
                (Data::F32(got), Data::F32(want)) if is_state(name) => {
                    self.compare_elements(name, got, want, self.accums)?;
                }
                (Data::F32(got), Data::F32(want)) if bits(got) == bits(want) => {}
                (got_data, want_data) if got_data == want_data && got.shape == want.shape => {}
                _ => return Err(format!("{name} of a snapshot is {got:?}, not {want:?}")),
            }
        }
        Ok(())
    }
}
