//! Text as a schedule of the command line.

#![no_main]

use libfuzzer_sys::fuzz_target;
use proxgrad::{Config, Schedule, Tensor, cpu};

#[allow(dead_code, reason = "the target calls a part of the program's modules")]
#[path = "../../crates/proxgrad-cli/src/train"]
mod train {
    mod schedule_text;

    pub(crate) fn parse(text: &str) -> Result<proxgrad::Schedule, String> {
        schedule_text::parse(text)
    }
}

fuzz_target!(|text: &str| {
    match train::parse(text) {
        Ok(schedule) => {
            if let Schedule::List(values) = &schedule {
                assert!(values.len() <= text.len(), "{text:?}");
            }
            train_with(schedule);
        }
        Err(message) => assert!(!message.is_empty()),
    }
});

/// Takes steps with a schedule, unless the library refuses it.
fn train_with(schedule: Schedule) {
    let config = Config { learning_rate: schedule, ..Config::default() };
    let Ok(mut optimizer) = cpu::ProximalAdagrad::new(config) else { return };
    let weight = optimizer.add_param(cpu::Param::new("weight", &[1])).expect("a parameter");
    let mut value = [1.0];
    for step in [0, 1, 2, 3, 1000, 1 << 40, 1 << 62] {
        let mut snapshot = optimizer.snapshot();
        snapshot.tensors.insert("global_step".to_owned(), Tensor::counter(step));
        optimizer.restore(&snapshot).expect("a step number in range");
        let rate = optimizer.lr_of(weight);
        let mut next = optimizer.begin_step();
        next.dense(weight, &mut value, &[0.5]).expect("a gradient");
        let taken = next.finish();
        assert!(rate.is_ok() || taken.is_err());
        assert!(value[0].is_finite());
    }
}
