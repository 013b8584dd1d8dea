//! `proxgrad train --checkpoint-every`: what a run that is killed leaves, and how it goes on.

use std::{collections::BTreeMap, env, fs, path::Path, process::Command, thread, time::Duration};

use crate::{
    fixtures::header,
    program::{Running, devices, path, proxgrad},
    train::Problem,
};

/// Trains in batches of 8 with a checkpoint after so many steps, until the process is killed some time later; returns
/// the path of that checkpoint.
pub(crate) fn killed_after(problem: &Problem, steps: u64, options: &[&str]) -> String {
    let (train, model) = (problem.path("train"), problem.path("killed"));
    let checkpoint = format!("{model}.step-{steps}");
    // That of an earlier call.
    let _ = fs::remove_file(&checkpoint);
    let every = steps.to_string();
    let fixed = ["train", &train, "--batch", "8", "--epochs", "100000"];
    let saving = ["--save", &model, "--checkpoint-every", &every, "--keep", "100000"];
    let mut running = Running::start(&[&fixed[..], &saving, options].concat());
    // It is kept beside the newest once there is a newer one.
    running.wait_for(&format!("saved {model}"));
    running.wait_for(&format!("saved {model}"));
    running.kill();
    assert!(Path::new(&checkpoint).exists());
    checkpoint
}

/// Makes every fiftieth example too large for f16 at some loss scale, so that steps are skipped from the first to the
/// last.
fn with_overflows(problem: &Problem) {
    let path = problem.path("train");
    let text = fs::read_to_string(&path).unwrap();
    let lines = text.lines().enumerate().map(|(i, line)| match i % 50 {
        49 => format!("{line} {}:{}", 70 + i / 50, 4f32.powi(4 + i32::try_from(i / 50).unwrap())),
        _ => line.to_owned(),
    });
    let lines: Vec<_> = lines.collect();
    fs::write(&path, lines.join("\n")).unwrap();
}

#[test]
fn a_run_that_was_killed_goes_on_from_a_checkpoint_with_the_same_bits() {
    let exact = ["--rows", "exact", "--l1", "0.002", "--l2", "0.001"];
    let cosine = "cosine_decay(min_lr=0.01, max_lr=1, decay_steps=150)";
    let cases: [(&[&str], bool); 5] = [
        (&["--l1", "0.002", "--weight-decay", "0.001"], false),
        (&["--schedule", cosine, "--rows", "exact", "--l1", "0.002"], false),
        (&["--precision", "bf16", "--shrinkage", "adaptive"], false),
        (&["--precision", "f16", "--loss-scale", "dynamic", "--order", "file"], true),
        (&["--precision", "f16", "--loss-scale", "dynamic", "--clip-norm", "1", "--l1", "0.001"], true),
    ];
    for (case, (options, overflows)) in cases.into_iter().enumerate() {
        let problem = Problem::new(if case == 0 { 4 } else { 2 });
        if overflows {
            with_overflows(&problem);
        }
        let exact = if [2, 3].contains(&case) { &exact[..] } else { &[] };
        let rate = if options.contains(&"--schedule") { &[][..] } else { &["--learning-rate", "0.5"] };
        for device in devices() {
            let options = [&["--device", device], rate, options, exact].concat();
            // 75 steps an epoch, 150 in all.
            let whole = problem.model(&options, &["--epochs", "2"]);
            for steps in [50, 100] {
                let killed = killed_after(&problem, steps, &options);
                let is_first = steps < 75;
                let epochs = if is_first { "2" } else { "1" };
                let own = header(&fs::read(&killed).unwrap());
                assert_eq!(own["epoch_steps"], if is_first { steps } else { steps - 75 }, "{own}");
                let rest =
                    ["--resume", &killed, "--epochs", epochs, "--checkpoint-every", "7", "--keep", "2"];
                let resumed = problem.model(&[], &[&["--device", device], &rest[..]].concat());
                assert!(resumed == whole, "case {case} on {device}, resumed after {steps} steps");
            }
        }
    }
}

#[test]
fn checkpoints_do_not_change_a_bit_of_the_result() {
    let problem = Problem::new(2);
    for device in devices() {
        let options = ["--device", device, "--rows", "exact", "--l1", "0.002", "--precision", "bf16"];
        let without = problem.model(&options, &["--epochs", "2"]);
        let with = problem.model(&options, &["--epochs", "2", "--checkpoint-every", "4", "--keep", "3"]);
        assert!(without == with, "{device}");
        // The newest is that of the end.
        for (step, is_there) in [(140, false), (144, true), (148, true), (150, false)] {
            let path = problem.path(&format!("saved.step-{step}"));
            assert_eq!(fs::remove_file(&path).is_ok(), is_there, "{path}");
        }
    }
}

#[test]
fn a_model_in_the_middle_of_an_epoch_predicts_with_all_steps_applied() {
    let problem = Problem::new(2);
    let (train, test) = (problem.path("train"), problem.path("test"));
    let [model, touched] = ["model", "touched"].map(|name| problem.path(name));
    let scores = |model: &str| {
        let output = proxgrad(&["predict", &test, "--print", "score", "--model", model]);
        assert_eq!(output.code(), Some(0), "{}", output.stderr());
        output.stdout().to_owned()
    };
    // Without regularisation exact rows are touched rows.
    for (rows, path) in [("exact", &model), ("touched", &touched)] {
        let options =
            ["--device", "cpu", "--rows", rows, "--save", path, "--checkpoint-every", "70", "--keep", "2"];
        proxgrad(&[&["train", &train, "--json"], &options[..]].concat()).json();
    }
    let [exact, touched] = [&model, &touched].map(|path| scores(&format!("{path}.step-70")));
    assert!(exact == touched && exact != scores(&model));
}

#[test]
fn files_that_the_run_has_not_written_stay() {
    let problem = Problem::new(2);
    let model = problem.path("model");
    let others = ["model.step-1", "model.step-3", "model.step-x"].map(|name| problem.path(name));
    others.iter().for_each(|path| fs::write(path, "another program's").unwrap());
    let options = ["--device", "cpu", "--save", &model, "--checkpoint-every", "25", "--keep", "2"];
    let run = problem.train(&options);
    run.json();
    for path in others {
        assert_eq!(fs::read_to_string(&path).unwrap(), "another program's", "{path}");
    }
    assert!(
        problem.train(&["--resume", &format!("{model}.step-50"), "--device", "cpu"]).json()["steps"] == 25
    );
    assert!(!Path::new(&problem.path("model.step-25")).exists());
    let saved = run.stderr().lines().filter(|line| line.starts_with("saved ")).count();
    assert_eq!(saved, 3, "{}", run.stderr());

    problem.train(&["--checkpoint-every", "25"]).refused("--save");
    problem.train(&["--save", &model, "--keep", "2"]).refused("--checkpoint-every");
    problem.train(&["--save", &model, "--checkpoint-every", "0"]).refused("0 is not in 1..");
}

#[test]
fn what_was_saved_is_said() {
    let problem = Problem::new(2);
    let model = problem.path("model");
    let run = problem.train(&["--device", "cpu", "--l1", "0.02", "--rows", "exact", "--save", &model]);
    let (bytes, nonzero) = (fs::metadata(&model).unwrap().len(), &run.json()["nonzero"]);
    let line = format!(
        "saved {model}: {bytes} bytes, 60 features, {nonzero} non-zero weights, after step 75, the last of epoch 1"
    );
    assert!(run.stderr().lines().any(|said| said == line), "«{line}» in {}", run.stderr());
}

/// Steps of an epoch, and of a run, in the test of runs that are killed while they save.
const STEPS: [u64; 2] = [10, 150];

/// Trains so that a model is saved after every step.
fn saving<'a>(train: &'a str, model: &'a str, keep: &'a str) -> Vec<&'a str> {
    // 600 examples in batches of 60.
    let run = ["train", train, "--batch", "60", "--epochs", "15", "--device", "cpu"];
    let settings = ["--rows", "exact", "--l1", "0.002", "--learning-rate", "0.5"];
    [&run[..], &settings, &["--save", model, "--checkpoint-every", "1", "--keep", keep]].concat()
}

/// The models after each step.
fn models(problem: &Problem) -> BTreeMap<u64, Vec<u8>> {
    let path = problem.path("each");
    proxgrad(&[&saving(&problem.path("train"), &path, "1000")[..], &["--json"]].concat()).json();
    let model = |step| if step == STEPS[1] { path.clone() } else { format!("{path}.step-{step}") };
    (1..=STEPS[1]).map(|step| (step, fs::read(model(step)).unwrap())).collect()
}

/// Runs that save after every step are killed at random moments; `PROXGRAD_TEST_RUNS` sets their number.
#[test]
fn whoever_is_killed_while_saving_leaves_whole_models_and_temporary_files_alone() {
    let runs = env::var("PROXGRAD_TEST_RUNS").map_or(10, |runs| runs.parse().expect("a number of runs"));
    let problem = Problem::new(2);
    let models = models(&problem);
    let (train, model, rest) = (problem.path("train"), problem.path("killed/model"), problem.path("rest"));
    let folder = Path::new(&model).parent().unwrap();
    let mut random = fastrand::Rng::with_seed(7);
    let (mut seen, mut temporary) = (BTreeMap::new(), 0);
    for run in 0..runs {
        fs::create_dir(folder).unwrap();
        let mut running = Running::start(&saving(&train, &model, "3"));
        running.wait_for(&format!("saved {model}"));
        thread::sleep(Duration::from_micros(random.u64(0..300_000)));
        running.kill();

        let step_of = |bytes: &[u8]| {
            let own = header(bytes);
            own["epochs"].as_u64().unwrap() * STEPS[0] + own["epoch_steps"].as_u64().unwrap_or(0)
        };
        let mut kept = 0;
        for entry in fs::read_dir(folder).unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            if name.starts_with(".proxgrad-") && name.ends_with(".tmp") {
                temporary += 1;
                continue;
            }
            let bytes = fs::read(folder.join(&name)).unwrap();
            let step = step_of(&bytes);
            assert!(bytes == models[&step], "run {run}: {name} is not the model after step {step}");
            match name.strip_prefix("model.step-") {
                Some(number) => assert_eq!(number, step.to_string(), "run {run}"),
                None => assert_eq!(name, "model", "run {run}"),
            }
            kept += 1;
            *seen.entry(step).or_insert(0) += 1;
        }
        // One more than asked for where it was killed before the oldest was removed.
        assert!((1..=4).contains(&kept), "run {run}: {kept} models");
        let step = step_of(&fs::read(&model).unwrap());
        if run % 10 == 0 && step < STEPS[1] {
            let epochs = ((STEPS[1] - step).div_ceil(STEPS[0])).to_string();
            let resume =
                ["train", &train, "--resume", &model, "--epochs", &epochs, "--save", &rest, "--json"];
            proxgrad(&[&resume[..], &["--device", "cpu"]].concat()).json();
            assert!(fs::read(&rest).unwrap() == models[&STEPS[1]], "run {run}, resumed after step {step}");
        }
        fs::remove_dir_all(folder).unwrap();
    }
    println!("{runs} runs killed; models of {} steps, {temporary} temporary files", seen.len());
}

/// A process that may write 4 KiB to a file gets an error like that of a full disk, where it ignores the signal.
#[cfg(unix)]
#[test]
fn a_full_disk_leaves_the_model_before_and_nothing_else() {
    let problem = Problem::new(4);
    let (train, model) = (problem.path("train"), problem.path("model"));
    let small = problem.path("small");
    fs::write(&small, "0 1:1\n1 2:1\n2 3:1\n3 4:1\n").unwrap();
    proxgrad(&["train", &small, "--device", "cpu", "--save", &model]).stdout();
    let before = fs::read(&model).unwrap();
    let files = || fs::read_dir(Path::new(&model).parent().unwrap()).unwrap().count();
    let count = files();
    for more in [&[][..], &["--checkpoint-every", "10", "--keep", "2"]] {
        let script = "trap '' XFSZ; ulimit -f 8; exec \"$0\" train \"$@\"";
        // 4096 weights.
        let options = ["--bits", "12", "--device", "cpu", "--json", "--save", &model];
        let mut shell = Command::new("sh");
        let shell = shell.args(["-c", script]).arg(path()).arg(&train).args(options).args(more);
        let output = shell.output().unwrap();
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{stderr}");
        assert!(stderr.contains(&format!("cannot save to {model}: writing it: ")), "{stderr}");
        assert!(fs::read(&model).unwrap() == before && files() == count, "{stderr}");
        assert_eq!(stderr.matches("cannot save to").count(), 1, "{stderr}");
    }
}

#[test]
fn what_killed_runs_have_left_is_named_and_stays() {
    let problem = Problem::new(2);
    let (model, left) = (problem.path("model"), problem.path(".proxgrad-AbCdEf.tmp"));
    fs::write(&left, [0; 100]).unwrap();
    let run = problem.train(&["--device", "cpu", "--save", &model]);
    let warnings = run.warnings();
    let named =
        format!("temporary files beside {model}: 1 (.proxgrad-*.tmp, 100 bytes in all); unless another run");
    assert!(warnings.iter().any(|line| line.starts_with(&named)), "{warnings:?}");
    assert!(Path::new(&left).exists());
}
