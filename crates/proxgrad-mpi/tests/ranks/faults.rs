//! Ranks that are killed or hang.

use std::{
    env,
    path::Path,
    process::Command,
    time::{Duration, Instant},
};

use fastrand::Rng;
use proxgrad_mpi::{Checkpoint, DenseParam, Device, Error, Setup, ShardedTable, proxgrad::Config};

use crate::{
    Test,
    bits::{bits_of, whole},
    launch::{Run, is_mpich, text_of},
    worker::{self, number, variable},
    workload::{Batch, Model, Settings},
};

pub(crate) const TESTS: &[Test] = &[
    ("faults::a_run_goes_on_from_its_last_checkpoint_after_a_rank_was_killed", killed),
    ("faults::a_rank_whose_program_fails_ends_all_ranks", failing),
    ("faults::a_rank_that_hangs_is_named_with_the_remedy", hanging),
    ("faults::a_rank_that_is_gone_is_named_where_the_launcher_lets_others_go_on", gone),
];

const STEPS: u64 = 40;
const SAVE_EVERY: u64 = 4;

/// Number of ranks that are killed; `PROXGRAD_MPI_KILLS` sets another one.
fn kills() -> u64 {
    env::var("PROXGRAD_MPI_KILLS").ok().and_then(|kills| kills.parse().ok()).unwrap_or(10)
}

fn killed() {
    let folder = tempfile::tempdir().unwrap();
    let uninterrupted = folder.path().join("uninterrupted");
    Run::new(3, "killed", &uninterrupted).succeed();
    let expected = bits_of(&whole(&uninterrupted));
    let (mut killed, mut with_checkpoint, mut in_save) = (0, 0, 0);
    for seed in 0..kills() {
        let mut random = Rng::with_seed(seed);
        let own = folder.path().join(seed.to_string());
        let ranks = random.usize(2..=4);
        let kill = Kill {
            rank: random.usize(..ranks),
            step: random.u64(..STEPS),
            in_save: seed % 2 == 0,
            delay: random.u64(..4000),
        };
        let output = kill.ask(Run::new(ranks, "killed", &own)).output();
        if !output.status.success() {
            killed += 1;
            in_save += u64::from(kill.in_save);
            let text = text_of(&output);
            assert!(
                text.contains(&kill.rank.to_string()) || is_mpich(),
                "the launcher names the rank: {text}"
            );
        }
        with_checkpoint += u64::from(is_complete(&own));
        Run::new(random.usize(1..=4), "killed", &own).succeed();
        assert_eq!(bits_of(&whole(&own)), expected, "{kill:?} of {ranks}");
        std::fs::remove_dir_all(&own).unwrap();
    }
    println!(
        "{} runs: {killed} ranks were killed, {in_save} of them in a save; {with_checkpoint} runs had a checkpoint",
        kills()
    );
    assert!(killed * 2 > kills(), "most delays are shorter than the run");
}

/// Whether there is a checkpoint, which has to be a whole one.
fn is_complete(folder: &Path) -> bool {
    if !folder.join("manifest.json").exists() {
        return false;
    }
    Checkpoint::open(folder).unwrap().verify().unwrap();
    true
}

/// Where a rank is killed.
#[derive(Debug)]
struct Kill {
    rank: usize,
    step: u64,
    /// In the first save from the step on, and not in the step.
    in_save: bool,
    /// Microseconds after the begin.
    delay: u64,
}

impl Kill {
    fn ask(&self, run: Run) -> Run {
        let Self { rank, step, in_save, delay } = self;
        run.env("KILL_RANK", rank)
            .env("KILL_STEP", step)
            .env("KILL_IN_SAVE", in_save)
            .env("KILL_DELAY", delay)
    }

    fn asked() -> Option<Self> {
        variable("KILL_RANK")?;
        Some(Self {
            rank: usize::try_from(number("KILL_RANK")).ok()?,
            step: number("KILL_STEP"),
            in_save: variable("KILL_IN_SAVE")? == "true",
            delay: number("KILL_DELAY"),
        })
    }

    /// Starts a program that kills this one.
    fn carry_out(self) {
        let (seconds, process) = (self.delay as f64 / 1e6, std::process::id());
        let script = format!("sleep {seconds}; kill -9 {process}");
        let mut killer = Command::new("sh").args(["-c", &script]).spawn().expect("a shell");
        std::thread::spawn(move || killer.wait());
    }
}

/// Trains from the last checkpoint on, and saves one every few steps. All settings but skipped steps, so that a batch is a step.
pub(crate) fn run_killed() -> Result<(), Error> {
    let mut model = Model::new(Settings::Plain, Device::Cpu)?;
    let folder = worker::folder();
    let mut kill = Kill::asked().filter(|kill| kill.rank == model.optimizer.rank());
    if folder.join("manifest.json").exists() {
        model.optimizer.load(&folder)?;
    }
    let mut due = |in_save: bool, step: u64| {
        let is_due = kill.as_ref().is_some_and(|kill| kill.in_save == in_save && step >= kill.step);
        if is_due {
            kill.take().expect("it is there").carry_out();
        }
    };
    for step in model.optimizer.global_step()?..STEPS {
        due(false, step);
        model.step(&Batch::new(Settings::Plain, step), step)?;
        if (step + 1) % SAVE_EVERY == 0 {
            due(true, step);
            model.optimizer.save(&folder)?;
        }
    }
    Ok(())
}

/// A rank whose program fails ends all ranks, which do not wait for it.
fn failing() {
    let folder = tempfile::tempdir().unwrap();
    let start = Instant::now();
    let output = Run::new(3, "failing", folder.path()).output();
    let text = text_of(&output);
    assert!(!output.status.success() && text.contains("error: on rank 1: rank 1: l1 is -1"), "{text}");
    assert!(start.elapsed() < Duration::from_secs(30));
}

pub(crate) fn run_failing() -> Result<(), Error> {
    let mut model = Model::new(Settings::Plain, Device::Cpu)?;
    for step in 0..STEPS {
        if step == 5 && model.optimizer.rank() == 1 {
            return Setup::new(Config { l1: -1.0, ..Config::default() }, Device::Cpu).map(drop);
        }
        model.step(&Batch::new(Settings::Plain, step), step)?;
    }
    Ok(())
}

fn hanging() {
    let folder = tempfile::tempdir().unwrap();
    let output = Run::new(3, "hanging", folder.path()).env("SIGNAL", "STOP").output();
    assert_names_rank(&text_of(&output));
    assert!(!output.status.success());
}

fn gone() {
    let folder = tempfile::tempdir().unwrap();
    if is_mpich() {
        // Its launcher ends all ranks, with or without `-disable-auto-cleanup`.
        let output = Run::new(3, "hanging", folder.path()).env("SIGNAL", "KILL").output();
        let text = text_of(&output);
        assert!(!output.status.success() && text.contains("Killed (signal 9)"), "{text}");
        return;
    }
    let run = Run::with_options(&["--enable-recovery"], 3, "hanging", folder.path());
    assert_names_rank(&text_of(&run.env("SIGNAL", "KILL").output()));
}

fn assert_names_rank(text: &str) {
    let expected =
        "rank 1 has not answered for 2 s in step: ended, or hanging. End all ranks, and start the run again";
    assert!(text.contains(expected), "{text}");
}

/// A rank stops in front of a step.
pub(crate) fn run_hanging() -> Result<(), Error> {
    let mut setup = Setup::new(Config::default(), Device::Cpu)?;
    setup.patience(Duration::from_secs(2));
    let table = setup.add_table(ShardedTable::new("table", 10, 2), |_, _| {});
    let dense = setup.add_dense(DenseParam::new("dense", &[3]), &[1.0; 3]);
    let mut optimizer = setup.start()?;
    for step in 0..20 {
        if step == 10 && optimizer.rank() == 1 {
            let signal = variable("SIGNAL").expect("a signal");
            let process = std::process::id().to_string();
            Command::new("kill").args(["-s", &signal, &process]).status().expect("kill");
            std::thread::sleep(Duration::from_secs(60));
        }
        let ids = [step % 10];
        let mut taking = optimizer.begin_step();
        taking.rows(table, &ids, &[1.0; 2]);
        taking.dense(dense, &[1.0; 3]);
        taking.finish()?;
    }
    Ok(())
}
