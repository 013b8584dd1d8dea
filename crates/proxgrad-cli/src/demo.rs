//! `proxgrad demo`: softmax regression with L1 on handwritten digits, on the GPU and on the CPU.

use std::{
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::{Context, Result, bail};
use clap::Args as ClapArgs;

use crate::{
    data::Dataset,
    device::{Device, DeviceArgs, Opened},
    digits::{self, CLASSES, PIXELS, SIDE},
    report::{Report, WeightImages},
    stdout::line,
    train::{self, Fitted, Model, Position, RoundingArg, Settings},
};

/// Arguments of `proxgrad demo`.
#[derive(ClapArgs, Debug)]
pub(crate) struct Args {
    /// Write pictures and a page that holds them into this folder.
    #[arg(long, value_name = "DIR", default_value = "proxgrad-demo")]
    report: PathBuf,
    /// Write the digits into this folder as libsvm text for `proxgrad train`, and train nothing.
    #[arg(long, value_name = "DIR", conflicts_with_all = ["report", "adapter"])]
    save_data: Option<PathBuf>,
    /// Part of the adapter's name, in any case; `proxgrad info` lists them.
    #[arg(long, value_name = "SUBSTRING")]
    adapter: Option<String>,
}

/// One run of the demo.
struct Run {
    name: &'static str,
    fitted: Fitted,
    model: Model,
    errors: u64,
}

/// Runs the command.
///
/// # Errors
/// No adapter, a folder that cannot be written, runs that do not agree.
pub(crate) fn run(args: &Args) -> Result<ExitCode> {
    if let Some(folder) = &args.save_data {
        return save_data(folder);
    }
    let gpu = DeviceArgs { device: Device::Gpu, adapter: args.adapter.clone() };
    let (gpu, reason) = gpu.open()?;
    let mut report = Report::create(&args.report, "Handwritten digits, softmax regression with L1")?;
    let (train, test) = (digits::dataset(false)?, digits::dataset(true)?);
    line!("{} handwritten digits to train on, {} to test; 64 pixels, 10 classes", train.len(), test.len())?;
    line!("GPU: {reason}")?;
    let settings = settings();
    let runs = [
        run_on("GPU", &gpu, &settings, &train, &test)?,
        run_on("CPU", &Opened::Cpu, &settings, &train, &test)?,
    ];
    let agreement = Agreement::of(&runs, test.len());
    print(&runs, test.len(), &agreement)?;
    describe(&mut report, &runs, test.len(), &settings, &agreement)?;
    let page = report.finish()?;
    line!("report: {}", page.display())?;
    if !agreement.holds() {
        bail!("the GPU and the CPU do not agree");
    }
    Ok(ExitCode::SUCCESS)
}

/// Found by experiment: more L1 causes more errors, less L1 fewer zeros.
fn settings() -> Settings {
    Settings {
        learning_rate: 0.5,
        l1: 4e-3,
        rounding: RoundingArg::Nearest,
        batch: 240,
        epochs: 150,
        ..Settings::default()
    }
}

/// Writes the digits as libsvm text, one file to train on and one to test.
fn save_data(folder: &Path) -> Result<ExitCode> {
    fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    for (name, is_test) in [("digits.train.libsvm", false), ("digits.test.libsvm", true)] {
        let path = folder.join(name);
        fs::write(&path, digits::libsvm(is_test))
            .with_context(|| format!("cannot write {}", path.display()))?;
        line!("{}", path.display())?;
    }
    Ok(ExitCode::SUCCESS)
}

fn run_on(
    name: &'static str,
    device: &Opened,
    settings: &Settings,
    train: &Dataset,
    test: &Dataset,
) -> Result<Run> {
    let mut trainer = train::trainer(device, settings, train, Model::new(PIXELS, CLASSES))?;
    let fitted = train::fit(&mut *trainer, settings, train, Position::default(), name, &mut ())?;
    Ok(Run { name, fitted, errors: trainer.errors(test)?, model: trainer.model()? })
}

impl Run {
    fn zeros(&self) -> usize {
        self.model.weights.iter().filter(|weight| **weight == 0.0).count()
    }

    /// Test error, in percent.
    fn error(&self, tested: usize) -> f64 {
        percent(self.errors, tested)
    }

    fn row(&self, tested: usize) -> Vec<String> {
        vec![
            self.name.to_owned(),
            format!("{:.2} %", self.error(tested)),
            format!(
                "{} of {} ({:.1} %)",
                self.zeros(),
                PIXELS * CLASSES,
                percent(self.zeros() as u64, PIXELS * CLASSES)
            ),
            format!("{:.4}", self.fitted.train_loss),
            format!("{} in {:.1} s", self.fitted.steps, self.fitted.elapsed.as_secs_f64()),
        ]
    }
}

const HEADER: [&str; 5] = ["", "test error", "exact zeros", "training loss", "steps"];

/// The differences between the two runs.
struct Agreement {
    /// Percentage points of test error.
    error: f64,
    /// Weights that are zero in only one of the runs.
    zeros: usize,
    /// Largest difference of a weight.
    weight: f32,
}

impl Agreement {
    fn of([gpu, cpu]: &[Run; 2], tested: usize) -> Self {
        let pairs = || gpu.model.weights.iter().zip(&cpu.model.weights);
        Self {
            error: (gpu.error(tested) - cpu.error(tested)).abs(),
            zeros: pairs().filter(|(a, b)| (**a == 0.0) != (**b == 0.0)).count(),
            weight: pairs().map(|(a, b)| (a - b).abs()).fold(0.0, f32::max),
        }
    }

    /// Whether the differences are at most 0.3 points and 0.5 % of the weights: `exp` and `log` differ slightly between
    /// devices, and so do the runs.
    fn holds(&self) -> bool {
        self.error <= 0.3 && self.zeros * 200 <= PIXELS * CLASSES
    }

    fn text(&self) -> String {
        let Self { error, zeros, weight } = self;
        let verdict = if self.holds() { "agree" } else { "DO NOT AGREE" };
        format!(
            "GPU and CPU {verdict}: test errors differ by {error:.2} points, {zeros} weights are zero in one run \
             alone, no weight differs by more than {weight:.1e}."
        )
    }
}

fn print(runs: &[Run; 2], tested: usize, agreement: &Agreement) -> Result<()> {
    for cells in [HEADER.map(str::to_owned).to_vec(), runs[0].row(tested), runs[1].row(tested)] {
        line!("{:<5}{:<13}{:<24}{:<16}{}", cells[0], cells[1], cells[2], cells[3], cells[4])?;
    }
    line!("{}", agreement.text())
}

fn describe(
    report: &mut Report,
    runs: &[Run; 2],
    tested: usize,
    settings: &Settings,
    agreement: &Agreement,
) -> Result<()> {
    report.paragraph(&format!(
        "ProximalAdagrad, documented shrinkage, learning rate {}, L1 {}, batches of {}, {} epochs; digits from UCI's \
         Optical Recognition of Handwritten Digits (8 by 8 pixels), every fifth of them for testing.",
        settings.learning_rate, settings.l1, settings.batch, settings.epochs
    ));
    report.table(&HEADER, &runs.iter().map(|run| run.row(tested)).collect::<Vec<_>>());
    report.paragraph(&agreement.text());
    let classes: Vec<String> = (0..CLASSES).map(|class| class.to_string()).collect();
    let [gpu, _] = runs;
    let title = "Weights of the ten digits, trained on the GPU";
    report.images(
        "weights",
        &WeightImages { title, weights: &gpu.model.weights, side: SIDE, classes: &classes },
    )?;
    let curves: Vec<_> = runs.iter().map(|run| (run.name, &*run.fitted.curve)).collect();
    train::charts(report, &curves, (PIXELS * CLASSES) as u64)
}

#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
fn percent(part: u64, whole: usize) -> f64 {
    100.0 * part as f64 / whole as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::train::Precision;

    /// The learning rate is so small that most steps are less than half of the last bit of bf16.
    #[test]
    fn digits_in_bf16_need_stochastic_rounding() {
        let (train, test) = (digits::dataset(false).unwrap(), digits::dataset(true).unwrap());
        let run = |precision, rounding| {
            let settings = Settings {
                learning_rate: 0.03,
                l1: 0.0,
                batch: 8,
                epochs: 20,
                precision,
                rounding,
                ..settings()
            };
            let model = Model::new(PIXELS, CLASSES);
            let mut trainer = train::trainer(&Opened::Cpu, &settings, &train, model).unwrap();
            let fitted =
                train::fit(&mut *trainer, &settings, &train, Position::default(), "digits", &mut ()).unwrap();
            (percent(trainer.errors(&test).unwrap(), test.len()), fitted.train_loss)
        };
        let full = run(Precision::F32, RoundingArg::Nearest);
        let stochastic = run(Precision::Bf16, RoundingArg::Stochastic);
        let nearest = run(Precision::Bf16, RoundingArg::Nearest);
        assert!((stochastic.0 - full.0).abs() <= 0.5, "{stochastic:?}, not {full:?}");
        assert!((stochastic.1 - full.1).abs() <= 0.02 * full.1, "{stochastic:?}, not {full:?}");
        assert!(nearest.0 > full.0 + 1.0 && nearest.1 > 1.5 * full.1, "{nearest:?} beside {full:?}");
    }
}
