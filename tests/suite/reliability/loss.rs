//! A device that is lost, at every moment and for every call.

use proxgrad::{Error, gpu, wgpu};

use super::fixture::Fixture;
use crate::common::{devices::gpu, gpu_step::new_encoder};

/// A way in which a device is lost.
type Loss = (&'static str, fn(&mut Fixture));

const LOSSES: [Loss; 6] = [
    ("destroyed", |f| f.gpu.device().destroy()),
    ("destroyed and its buffers released", |f| {
        f.gpu.device().destroy();
        f.wait();
    }),
    ("destroyed after steps that were waited for", |f| {
        f.step().unwrap();
        f.step().unwrap();
        f.gpu.device().destroy();
        f.wait();
    }),
    ("destroyed between recording and submitting", |f| {
        f.step().unwrap();
        let mut encoder = new_encoder(&f.gpu);
        f.record(&mut encoder).unwrap();
        f.gpu.device().destroy();
        f.gpu.queue().submit([encoder.finish()]);
        f.wait();
    }),
    ("destroyed with reports on their way", |f| {
        f.step().unwrap();
        let mut encoder = new_encoder(&f.gpu);
        assert!(f.optimizer.send_report(&mut encoder).unwrap());
        f.gpu.queue().submit([encoder.finish()]);
        f.wait();
        let mut encoder = new_encoder(&f.gpu);
        assert!(f.optimizer.send_report(&mut encoder).unwrap());
        f.gpu.queue().submit([encoder.finish()]);
        f.gpu.device().destroy();
        f.wait();
    }),
    ("reported by the program", |f| {
        f.step().unwrap();
        let lost = f.gpu.kernels().device_lost_callback();
        lost(wgpu::DeviceLostReason::Unknown, "the driver was reset".to_owned());
    }),
];

#[test]
fn every_call_on_a_lost_device_says_so_each_time() {
    if gpu().is_none() {
        return;
    }
    for (how, lose) in LOSSES {
        let mut fixture = Fixture::new();
        lose(&mut fixture);
        let steps = fixture.optimizer.global_step();
        for (what, call) in Fixture::CALLS.into_iter().chain(Fixture::CALLS) {
            // What does not go through the kernels cannot know what the program has reported.
            if how == "reported by the program"
                && ["new kernels", "download", "download_pieces"].contains(&what)
            {
                continue;
            }
            match call(&mut fixture) {
                Err(error @ Error::DeviceLost { .. }) => {
                    assert!(error.to_string().contains("open a new device"), "{error}");
                }
                other => panic!("{what} on a device {how}: {other:?}"),
            }
        }
        assert_eq!(fixture.optimizer.global_step(), steps, "{how}");
    }
}

#[test]
fn every_call_may_be_the_first_that_notices_a_loss() {
    if gpu().is_none() {
        return;
    }
    for (what, call) in Fixture::CALLS {
        let mut fixture = Fixture::new();
        fixture.step().unwrap();
        fixture.gpu.device().destroy();
        let outcome = call(&mut fixture);
        assert!(matches!(outcome, Err(Error::DeviceLost { .. })), "{what}: {outcome:?}");
    }
}

#[test]
fn readbacks_on_their_way_end_in_an_error_or_in_what_was_copied() {
    if gpu().is_none() {
        return;
    }
    for polls in [false, true] {
        let mut fixture = Fixture::new();
        fixture.step().unwrap();
        let device = fixture.gpu.device().clone();
        let snapshot = fixture.optimizer.snapshot(fixture.gpu.queue());
        let report = fixture.optimizer.report(fixture.gpu.queue());
        let values = fixture.optimizer.values(fixture.gpu.queue(), fixture.targets.dense);
        device.destroy();
        if polls {
            fixture.wait();
        }
        let is_right = |outcome: Result<bool, Error>| match outcome {
            Ok(is_right) => is_right,
            Err(error) => matches!(error, Error::DeviceLost { .. }),
        };
        let step = |snapshot: proxgrad::Snapshot| {
            snapshot.tensors["global_step"].data == proxgrad::Data::U64(vec![1])
        };
        assert!(is_right(gpu::block_on(&device, snapshot).map(step)));
        assert!(is_right(gpu::block_on(&device, report).map(|report| report.skipped_steps == 0)));
        assert!(is_right(gpu::block_on(&device, values).map(|values| values[0] < 1.0)));
    }
}

#[test]
fn the_reason_that_the_program_reports_is_in_every_later_error() {
    let Some(gpu) = gpu() else { return };
    let gpu = gpu.with_own_kernels().unwrap();
    let lost = gpu.kernels().device_lost_callback();
    assert_eq!(gpu.kernels().check_device(), Ok(()));
    lost(wgpu::DeviceLostReason::Unknown, "the driver was reset".to_owned());
    lost(wgpu::DeviceLostReason::Destroyed, String::new());
    let error = gpu.kernels().check_device().unwrap_err().to_string();
    assert!(error.contains("(Unknown: the driver was reset)"), "{error}");
}

#[test]
fn the_callback_for_a_loss_stays_the_programs() {
    if gpu().is_none() {
        return;
    }
    let mut fixture = Fixture::new();
    let (sender, receiver) = std::sync::mpsc::channel();
    let lost = fixture.gpu.kernels().device_lost_callback();
    fixture.gpu.device().set_device_lost_callback(move |reason, message| {
        lost(reason, message);
        sender.send(reason).unwrap();
    });
    fixture.step().unwrap();
    fixture.gpu.device().destroy();
    fixture.wait();
    assert_eq!(receiver.try_recv(), Ok(wgpu::DeviceLostReason::Destroyed));
    let error = fixture.step().unwrap_err().to_string();
    assert!(error.contains("(Destroyed)"), "{error}");
}
