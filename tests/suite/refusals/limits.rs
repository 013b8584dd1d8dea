//! Work that exceeds a limit of the GPU.

use proxgrad::{
    Config, Error, Group, Param, ProximalAdagrad, RowGrad,
    gpu::{self},
    wgpu::{CommandEncoderDescriptor, Limits},
};
use proxgrad_testing::Gpu;

use super::gpu_fixture::SharedBuffer;
use crate::common::devices::{gpu, small_binding_gpu, small_grid_gpu};

#[test]
fn more_than_one_binding_covers_is_refused() {
    let Some(gpu) = small_binding_gpu() else { return };
    let mut fixture = SharedBuffer::new(gpu);
    let table = fixture.table;
    let grads = gpu.upload(&[1.0; 1 << 16]);

    // Rows of eight elements: 6145 of them are more than three bindings cover.
    let indices = [1; 6145];
    fixture.assert_refused(
        |step| {
            let values = grads.slice(..6145 * 32);
            step.rows(table, RowGrad::new(&indices, values))
        },
        "the row gradient of parameter \"table\" in bytes needs 196640, but the device allows 196608; \
         request a higher `max_storage_buffer_binding_size`",
    );

    // In a table of one column, the upload of indices takes more bytes than the gradients.
    let column = gpu.upload(&vec![1.0; 9000]);
    let column = fixture.optimizer.add_param(Param::new("column", &[9000], column.slice(..))).unwrap();
    let indices: Vec<u32> = (0..9000).collect();
    // 256 bytes of uniforms, then the rows, the first entry of each row, and the order of the entries.
    let needed = 256 + 4 * (9000 + 9001 + 9000);
    fixture.assert_refused(
        |step| {
            let values = grads.slice(..4 * 9000);
            step.rows(column, RowGrad::new(&indices, values))
        },
        &format!(
            "the upload of one step in bytes needs {needed}, but the device allows 65536; \
             request a higher `max_storage_buffer_binding_size`"
        ),
    );

    // The device needs memory between dispatches to sort indices.
    let by_device = |entries: u64, unique: bool| {
        let values = grads.slice(..4 * entries);
        let indices = if unique { gpu::Indices::DeviceUnique(values) } else { gpu::Indices::Device(values) };
        move |step: &mut proxgrad::Step<'_>| step.rows(column, RowGrad { indices, values })
    };
    const BINDING: &str = "max_storage_buffer_binding_size";
    let memory = "the memory between the dispatches of one step in bytes";
    fixture.assert_exceeds_limit(by_device(5_000, false), memory, BINDING);
    let indices = "the indices of parameter \"column\" in bytes";
    fixture.assert_exceeds_limit(by_device(16_385, false), indices, BINDING);
    fixture.assert_exceeds_limit(by_device(16_385, true), indices, BINDING);
    // Half as many entries fit, and more entries that need no sorting. None of these indices is a row.
    fixture.step(by_device(2_500, false)).unwrap();
    fixture.step(by_device(16_000, true)).unwrap();
    assert_eq!(fixture.state().3.bad_rows, 18_500);
}

#[test]
fn centralized_channels_that_no_binding_covers_are_refused() {
    let Some(gpu) = small_binding_gpu() else { return };
    let config = Config { grad_centralization: true, ..Config::default() };
    let mut optimizer = ProximalAdagrad::new(gpu.kernels(), config).unwrap();
    let plain = optimizer.add_group(Group { grad_centralization: Some(false), ..Group::default() }).unwrap();
    let values = gpu.upload(&[1.0; 40_000]);
    // Channels of 80,000 bytes: a window may begin only after every second one, because of the alignment.
    let new = Param::new("new", &[2, 20_000, 1], values.slice(..160_000));
    let error = optimizer.add_param(new).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the centralized gradient of parameter \"new\" in bytes needs 160000, but the device allows 65536; \
         request a higher `max_storage_buffer_binding_size`"
    );
    assert_eq!(optimizer.params().len(), 0);
    // The name and the values are free again, and without centralization a channel may be split.
    optimizer.add_param(new.group(plain)).unwrap();
}

#[test]
fn grids_that_do_not_fit_even_folded_are_refused() {
    let Some(gpu) = small_grid_gpu() else { return };
    let mut fixture = SharedBuffer::new(gpu);
    // 32 workgroups along each of two dimensions, of 64 threads that take four elements each.
    let large = gpu.upload(&vec![0.5; 32 * 32 * 64 * 4 + 4]);
    let grads = gpu.upload(&vec![0.5; 32 * 32 * 64 * 4 + 4]);
    let len = [32 * 32 * 64 * 4 + 4];
    let param = fixture.optimizer.add_param(Param::new("large", &len, large.slice(..))).unwrap();
    fixture.assert_exceeds_limit(
        |step| step.dense(param, grads.slice(..)),
        "a parameter folded into two dimensions of workgroups",
        "max_compute_workgroups_per_dimension",
    );
}

#[test]
fn rows_are_refused_where_no_window_can_begin_and_end_between_them() {
    let Some(gpu) = small_binding_gpu() else { return };
    // A window has 16,384 elements and begins at a multiple of 64, but multiples of 64 and 257 are 16,448
    // elements apart.
    const WIDTH: usize = 257;
    let mut optimizer = ProximalAdagrad::new(gpu.kernels(), Config::default()).unwrap();
    let values = gpu.upload(&[1.0; 100 * WIDTH]);
    let grads = gpu.upload(&[1.0; 100 * WIDTH]);
    let table = optimizer.add_param(Param::new("table", &[100, WIDTH], values.slice(..))).unwrap();

    let mut encoder = gpu.device().create_command_encoder(&CommandEncoderDescriptor::default());
    let mut step = optimizer.begin_step(&mut encoder);
    let row = RowGrad::new(&[63], grads.slice(..4 * WIDTH as u64));
    let error = step.rows(table, row).expect_err("row 63 is cut");
    assert!(matches!(error, Error::Limit { limit: "max_storage_buffer_binding_size", .. }), "{error}");
    let Error::Limit { needed, allowed, .. } = error else { unreachable!("as asserted") };
    assert!(needed > allowed, "{error}");

    // The step can go on with a dense gradient, whose windows may split rows.
    step.dense(table, grads.slice(..)).unwrap();
    step.finish().unwrap();
    gpu.queue().submit([encoder.finish()]);
    let values = gpu.download(values.slice(..)).unwrap();
    assert!(values.iter().all(|value| *value == values[0] && *value < 1.0));
}

#[test]
fn a_device_too_small_for_compute_kernels_is_refused() {
    if gpu().is_none() {
        return;
    }
    let limits = |_: &Limits| Limits { max_storage_buffers_per_shader_stage: 3, ..Limits::default() };
    assert_eq!(
        Gpu::with_limits(limits).unwrap_err().to_string(),
        "a compute kernel needs 8, but the device allows 3; \
         request a higher `max_storage_buffers_per_shader_stage`"
    );
}
