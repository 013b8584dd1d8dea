//! Slices of GPU buffers that cannot be bound, overlap, or cannot be read back.

use proxgrad::{
    Param, RowGrad,
    gpu::{self},
    wgpu::{self, BufferUsages},
};

use super::gpu_fixture::{APART, SharedBuffer};
use crate::common::devices::gpu;

#[test]
fn buffers_that_cannot_be_bound_are_refused() {
    let Some(gpu) = gpu() else { return };
    let mut fixture = SharedBuffer::new(gpu);
    let (weight, table) = (fixture.weight, fixture.table);
    let alignment = u64::from(gpu.device().limits().min_storage_buffer_offset_alignment);
    let grads = gpu.upload(&[1.0; 128]);
    let copy_only = gpu.device().create_buffer(&wgpu::BufferDescriptor {
        label: None,
        size: APART,
        usage: BufferUsages::COPY_DST | BufferUsages::UNIFORM,
        mapped_at_creation: false,
    });

    fixture.assert_refused(
        |step| step.dense(weight, copy_only.slice(..)),
        "parameter \"weight\": the buffer of its grads lacks STORAGE; add that to its usages",
    );
    fixture.assert_refused(
        |step| step.dense(weight, grads.slice(4..4 + APART)),
        &format!("parameter \"weight\": grads begin at byte 4; this device needs multiples of {alignment}"),
    );
    fixture.assert_refused(
        |step| {
            let values = grads.slice(8..8 + 32);
            step.rows(table, RowGrad::new(&[1], values))
        },
        &format!("parameter \"table\": grads begin at byte 8; this device needs multiples of {alignment}"),
    );

    // Slices of indices have the same requirements.
    let values = grads.slice(..64);
    for (indices, message) in [
        (copy_only.slice(..8), "the buffer of its indices lacks STORAGE; add that to its usages".to_owned()),
        (grads.slice(4..12), format!("indices begin at byte 4; this device needs multiples of {alignment}")),
        // A part of an element counts as one.
        (grads.slice(..9), "indices hold 3 elements; 2 are needed".to_owned()),
        (grads.slice(..12), "grads hold 16 elements; 24 are needed".to_owned()),
        (grads.slice(..4), "grads hold 16 elements; 8 are needed".to_owned()),
        (grads.slice(..0), "grads hold 16 elements; 0 are needed".to_owned()),
    ] {
        let message = format!("parameter \"table\": {message}");
        for indices in [gpu::Indices::Device(indices), gpu::Indices::DeviceUnique(indices)] {
            fixture.assert_refused(|step| step.rows(table, RowGrad { indices, values }), &message);
        }
    }

    let before = fixture.state();
    for (slice, message) in [
        (
            copy_only.slice(..),
            "parameter \"new\": the buffer of its values lacks STORAGE; add that to its usages".to_owned(),
        ),
        (
            grads.slice(4..4 + APART),
            format!("parameter \"new\": values begin at byte 4; this device needs multiples of {alignment}"),
        ),
    ] {
        let error = fixture.optimizer.add_param(Param::new("new", &[64], slice)).unwrap_err();
        assert_eq!(error.to_string(), message);
    }
    assert_eq!(fixture.state(), before);
}

#[test]
fn ranges_that_overlap_values_are_refused() {
    let Some(gpu) = gpu() else { return };
    let mut fixture = SharedBuffer::new(gpu);
    let (weight, table, values) = (fixture.weight, fixture.table, fixture.values.clone());
    for (range, other) in [(0..APART, "weight"), (2 * APART..3 * APART, "table")] {
        fixture.assert_refused(
            |step| step.dense(weight, values.slice(range)),
            &format!("parameter \"weight\": its grads overlap the values or accumulators of \"{other}\"; give each a range of its own"),
        );
    }
    let row_grads = gpu.upload(&[0.25; 64]);
    for (range, other) in [(0..8, "weight"), (2 * APART..2 * APART + 4, "table"), (APART..3 * APART, "table")]
    {
        let rows = (range.end - range.start) / 4;
        let grads = gpu.upload(&vec![0.25; usize::try_from(rows).unwrap() * 8]);
        fixture.assert_refused(
            |step| {
                let indices = gpu::Indices::Device(values.slice(range));
                step.rows(table, RowGrad { indices, values: grads.slice(..) })
            },
            &format!("parameter \"table\": its indices overlap the values or accumulators of \"{other}\"; give each a range of its own"),
        );
    }
    // Gradients of twelve rows that begin before the table and end in it.
    fixture.assert_refused(
        |step| {
            let values = values.slice(APART..2 * APART + 128);
            step.rows(table, RowGrad::new(&[0; 12], values))
        },
        "parameter \"table\": its grads overlap the values or accumulators of \"table\"; give each a range of its own",
    );

    let before = fixture.state();
    for (range, other) in [(0..APART, "weight"), (APART..3 * APART, "table"), (0..4 * APART, "table")] {
        let len = usize::try_from(range.end - range.start).unwrap() / size_of::<f32>();
        let error = fixture.optimizer.add_param(Param::new("new", &[len], values.slice(range))).unwrap_err();
        let message = format!(
            "parameter \"new\": its values overlap the values or accumulators of \"{other}\"; give each a range of its own"
        );
        assert_eq!(error.to_string(), message);
    }
    assert_eq!(fixture.state(), before);
    // Values, gradients and indices may lie in the gaps.
    fixture.step(|step| step.dense(weight, values.slice(APART..2 * APART))).unwrap();
    fixture
        .step(|step| {
            let indices = gpu::Indices::Device(values.slice(APART..APART + 32));
            step.rows(table, RowGrad { indices, values: row_grads.slice(..) })
        })
        .unwrap();
    fixture.optimizer.add_param(Param::new("new", &[64], values.slice(3 * APART..))).unwrap();
}

#[test]
fn downloads_that_cannot_be_are_refused() {
    let Some(gpu) = gpu() else { return };
    let no_source = gpu.device().create_buffer(&wgpu::BufferDescriptor {
        label: None,
        size: 16,
        usage: BufferUsages::STORAGE,
        mapped_at_creation: false,
    });
    let good = gpu.upload(&[1.0; 4]);
    for (slice, reason) in [
        (no_source.slice(..), "the buffer lacks COPY_SRC; add that to its usages"),
        (good.slice(..6), "6 bytes from byte 0 are not whole elements of 4 bytes"),
        (good.slice(2..), "14 bytes from byte 2 are not whole elements of 4 bytes"),
    ] {
        let message = format!("reading back from the device: {reason}");
        assert_eq!(gpu.download(slice).unwrap_err().to_string(), message);
    }
    assert_eq!(gpu.download(good.slice(4..12)).unwrap(), [1.0; 2]);
    assert_eq!(gpu.download(good.slice(16..)).unwrap(), Vec::<f32>::new());
}
