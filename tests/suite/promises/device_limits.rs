//! A device with a limit below what the kernels need is refused, and the error names the limit.

use proxgrad::{Error, wgpu::Limits};
use proxgrad_testing::Gpu;

use crate::common::devices::gpu;

#[test]
fn a_device_with_any_limit_too_low_is_refused_with_its_name_and_both_numbers() {
    if gpu().is_none() {
        return;
    }
    let usual = Limits::default;
    for (name, number, limits) in [
        (
            "max_compute_invocations_per_workgroup",
            32,
            Limits { max_compute_invocations_per_workgroup: 32, ..usual() },
        ),
        ("max_compute_workgroup_size_x", 32, Limits { max_compute_workgroup_size_x: 32, ..usual() }),
        (
            "max_compute_workgroups_per_dimension",
            0,
            Limits { max_compute_workgroups_per_dimension: 0, ..usual() },
        ),
        (
            "max_storage_buffer_binding_size",
            4096,
            Limits { max_storage_buffer_binding_size: 4096, ..usual() },
        ),
        ("max_buffer_size", 4096, Limits { max_buffer_size: 4096, ..usual() }),
        (
            "max_uniform_buffer_binding_size",
            4096,
            Limits { max_uniform_buffer_binding_size: 4096, ..usual() },
        ),
        (
            "max_compute_workgroup_storage_size",
            4096,
            Limits { max_compute_workgroup_storage_size: 4096, ..usual() },
        ),
        (
            "max_uniform_buffers_per_shader_stage",
            1,
            Limits { max_uniform_buffers_per_shader_stage: 1, ..usual() },
        ),
        ("max_bindings_per_bind_group", 2, Limits { max_bindings_per_bind_group: 2, ..usual() }),
        ("max_bind_groups", 3, Limits { max_bind_groups: 3, ..usual() }),
        (
            "max_storage_buffers_per_shader_stage",
            7,
            Limits { max_storage_buffers_per_shader_stage: 7, ..usual() },
        ),
        (
            "max_dynamic_uniform_buffers_per_pipeline_layout",
            1,
            Limits { max_dynamic_uniform_buffers_per_pipeline_layout: 1, ..usual() },
        ),
    ] {
        match Gpu::with_limits(|_| limits).map(drop) {
            Err(Error::Limit { what, limit, needed, allowed, .. }) => {
                assert_eq!((&*what, limit, allowed), ("a compute kernel", name, number));
                assert!(needed > allowed, "{limit}: {needed}");
            }
            other => panic!("{name}: {other:?}"),
        }
    }
}
