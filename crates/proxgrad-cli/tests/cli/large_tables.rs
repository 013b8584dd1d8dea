//! Tables of weights that are much larger than the data: time that does not grow with them, and sizes that are refused.

use std::{
    fs,
    time::{Duration, Instant},
};

use tempfile::TempDir;

use crate::{
    fixtures::tensors,
    program::{devices, proxgrad},
    train::Problem,
};

#[test]
fn the_points_of_the_curve_cost_the_rows_of_the_data_and_not_the_table() {
    let problem = Problem::new(2);
    for device in devices() {
        for rows in ["touched", "exact"] {
            // 200 steps, and as many points.
            let seconds = |bits| {
                let options =
                    ["--device", device, "--rows", rows, "--bits", bits, "--batch", "3", "--l1", "1e-3"];
                let run =
                    proxgrad(&[&["train", &problem.path("train"), "--json"], &options[..]].concat()).json();
                (run["seconds"].as_f64().unwrap(), run["nonzero"].as_u64().unwrap())
            };
            let ((small, few), (large, many)) = (seconds("16"), seconds("24"));
            // Without collisions, which both tables have hardly any of, the models are the same.
            assert!(few.abs_diff(many) <= 2, "{device} {rows}: {few} and {many}");
            assert!(
                large < 8.0 * small + 1.5,
                "{device} {rows}: {large} s, and {small} s with 256 times fewer rows"
            );
        }
    }
}

#[test]
fn weights_that_the_data_does_not_name_are_counted_while_they_shrink() {
    let problem = Problem::new(2);
    let (first, second, model) = (problem.path("first"), problem.path("second"), problem.path("model"));
    fs::write(&first, "0 1:1 2:1 3:2\n1 4:1 5:1 6:2\n".repeat(20)).unwrap();
    fs::write(&second, "0 7:1 8:1\n1 9:1\n".repeat(20)).unwrap();
    for device in devices() {
        for precision in ["f32", "bf16"] {
            let run = |options: &[&str]| {
                let fixed = ["train", "--json", "--device", device, "--save", &model, "--batch", "1"];
                proxgrad(&[&fixed, options].concat()).json()
            };
            let new = ["--bits", "12", "--rows", "exact", "--precision", precision, "--l1", "1e-3"];
            let before = run(&[&[&first[..]][..], &new].concat());
            assert_eq!(before["nonzero"], 6);
            let mut left = Vec::new();
            for l1 in ["1e-3", "0.3"] {
                let saved = fs::read(&model).unwrap();
                let after = run(&[&second, "--resume", &model, "--l1", l1]);
                let weights = tensors(&fs::read(&model).unwrap())["weight"].clone();
                let nonzero = weights.chunks_exact(4).filter(|weight| **weight != [0; 4]).count();
                assert_eq!(after["nonzero"], nonzero, "{device} {precision} {l1}");
                left.push(nonzero);
                fs::write(&model, saved).unwrap();
            }
            assert_eq!(left[0], 9, "{device} {precision}");
            assert!(left[1] <= 3, "{device} {precision}: the rows of the first run do not shrink: {left:?}");
        }
    }
}

#[test]
fn a_table_without_room_is_refused_at_once_with_the_bits_that_fit() {
    let dir = TempDir::new().unwrap();
    let (data, model) = (dir.path().join("data"), dir.path().join("model"));
    // With so many classes, the table is larger than any machine.
    fs::write(&data, (0..3000).map(|label| format!("{label} 1:1\n")).collect::<String>()).unwrap();
    let (data, model) = (data.to_str().unwrap(), model.to_str().unwrap());
    for device in devices() {
        // Only Linux tells how much memory there is.
        if *device == "cpu" && !cfg!(target_os = "linux") {
            continue;
        }
        let started = Instant::now();
        let output = proxgrad(&["train", data, "--bits", "30", "--device", device, "--save", model]);
        output.refused("the table of weights with 1073741824 rows and 3000 columns needs ");
        output.refused(" is the most that fits; or ");
        // Most of it is the start of the driver.
        assert!(started.elapsed() < Duration::from_secs(10), "{device}: {:?}", started.elapsed());
        assert!(!fs::exists(model).unwrap());
    }
}
