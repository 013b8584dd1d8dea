//! Checks whether a device's limits suffice for the kernels.

use super::plan::{
    limits::Limits,
    table::{TILED_SORT_WORKGROUP, WORKGROUP},
};
use crate::error::Error;

/// The most bytes of one binding that kernels use: a 32-bit index then never wraps.
const MAX_BINDING: u64 = u32::MAX as u64 / 256 * 256;

/// Bytes that a binding has to cover: more than the rule uniforms of one dispatch.
const MIN_BINDING: u32 = 1 << 14;

/// Bytes of workgroup memory that the kernels need at most: the counters of a sort in its serial form.
pub(super) const WORKGROUP_MEMORY: u32 = 9088;

/// The same for the tiled form of a sort: a tile, places of digits, and prefix sums. Where less is allowed, or workgroups are
/// too small, a device sorts in the serial form.
pub(super) const TILED_SORT_MEMORY: u32 = 11_328;

/// Storage buffers that a kernel binds at most.
pub(super) const STORAGE_BUFFERS: u32 = 8;

/// Uniform buffers that a kernel binds at most.
pub(super) const UNIFORM_BUFFERS: u32 = 2;

/// One more than the highest number of a binding, which is what the limit to bindings counts.
pub(super) const BINDINGS: u32 = 6;

/// The limits that plans keep to. Whether the device is software is no limit, and set by the caller.
///
/// # Errors
/// A limit below what the kernels need.
pub(super) fn check(limits: &wgpu::Limits) -> Result<Limits, Error> {
    let binding = limits.max_storage_buffer_binding_size.min(limits.max_buffer_size).min(MAX_BINDING);
    let as_u32 = |limit: u64| u32::try_from(limit).unwrap_or(u32::MAX);
    for (limit, needed, allowed) in [
        ("max_compute_invocations_per_workgroup", WORKGROUP, limits.max_compute_invocations_per_workgroup),
        ("max_compute_workgroup_size_x", WORKGROUP, limits.max_compute_workgroup_size_x),
        ("max_compute_workgroups_per_dimension", 1, limits.max_compute_workgroups_per_dimension),
        ("max_storage_buffer_binding_size", MIN_BINDING, as_u32(limits.max_storage_buffer_binding_size)),
        ("max_buffer_size", MIN_BINDING, as_u32(limits.max_buffer_size)),
        ("max_uniform_buffer_binding_size", MIN_BINDING, as_u32(limits.max_uniform_buffer_binding_size)),
        ("max_compute_workgroup_storage_size", WORKGROUP_MEMORY, limits.max_compute_workgroup_storage_size),
        ("max_bind_groups", 4, limits.max_bind_groups),
        (
            "max_storage_buffers_per_shader_stage",
            STORAGE_BUFFERS,
            limits.max_storage_buffers_per_shader_stage,
        ),
        (
            "max_uniform_buffers_per_shader_stage",
            UNIFORM_BUFFERS,
            limits.max_uniform_buffers_per_shader_stage,
        ),
        ("max_bindings_per_bind_group", BINDINGS, limits.max_bindings_per_bind_group),
        (
            "max_dynamic_uniform_buffers_per_pipeline_layout",
            UNIFORM_BUFFERS,
            limits.max_dynamic_uniform_buffers_per_pipeline_layout,
        ),
    ] {
        if allowed < needed {
            let (needed, allowed) = (u64::from(needed), u64::from(allowed));
            return Err(Error::Limit { what: "a compute kernel".to_owned(), limit, needed, allowed });
        }
    }
    Ok(Limits {
        binding,
        workgroups: limits.max_compute_workgroups_per_dimension,
        uniform_alignment: limits.min_uniform_buffer_offset_alignment.into(),
        alignment: limits.min_storage_buffer_offset_alignment.into(),
        software: false,
        large_workgroups: limits
            .max_compute_invocations_per_workgroup
            .min(limits.max_compute_workgroup_size_x)
            >= TILED_SORT_WORKGROUP
            && limits.max_compute_workgroup_storage_size >= TILED_SORT_MEMORY,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gpu::plan::kernel::SortForm;

    /// Lowers a limit to this number, or raises it.
    type Set = fn(&mut wgpu::Limits, u32);

    /// Each limit that is checked, and what it has to be.
    const NEEDED: [(&str, u32, Set); 12] = [
        ("max_compute_invocations_per_workgroup", 64, |l, n| l.max_compute_invocations_per_workgroup = n),
        ("max_compute_workgroup_size_x", 64, |l, n| l.max_compute_workgroup_size_x = n),
        ("max_compute_workgroups_per_dimension", 1, |l, n| l.max_compute_workgroups_per_dimension = n),
        ("max_storage_buffer_binding_size", 1 << 14, |l, n| l.max_storage_buffer_binding_size = n.into()),
        ("max_buffer_size", 1 << 14, |l, n| l.max_buffer_size = n.into()),
        ("max_uniform_buffer_binding_size", 1 << 14, |l, n| l.max_uniform_buffer_binding_size = n.into()),
        ("max_compute_workgroup_storage_size", 9088, |l, n| l.max_compute_workgroup_storage_size = n),
        ("max_bind_groups", 4, |l, n| l.max_bind_groups = n),
        ("max_storage_buffers_per_shader_stage", 8, |l, n| l.max_storage_buffers_per_shader_stage = n),
        ("max_uniform_buffers_per_shader_stage", 2, |l, n| l.max_uniform_buffers_per_shader_stage = n),
        ("max_bindings_per_bind_group", 6, |l, n| l.max_bindings_per_bind_group = n),
        ("max_dynamic_uniform_buffers_per_pipeline_layout", 2, |l, n| {
            l.max_dynamic_uniform_buffers_per_pipeline_layout = n;
        }),
    ];

    #[test]
    fn every_limit_that_is_one_too_low_is_named_with_both_numbers() {
        for (name, number, set) in NEEDED {
            let mut limits = wgpu::Limits::default();
            set(&mut limits, number - 1);
            match check(&limits) {
                Err(Error::Limit { what, limit, needed, allowed }) => {
                    let (want, one_less) = (u64::from(number), u64::from(number) - 1);
                    assert_eq!((&*what, limit, needed, allowed), ("a compute kernel", name, want, one_less));
                }
                other => panic!("{name}: {other:?}"),
            }
        }
    }

    #[test]
    fn limits_that_just_suffice_are_taken() {
        let mut limits = wgpu::Limits::default();
        for (_, number, set) in NEEDED {
            set(&mut limits, number);
        }
        assert_eq!(check(&limits).unwrap().binding, 1 << 14);
    }

    #[test]
    fn the_tiled_sort_is_for_devices_with_limits_that_suffice_and_that_are_no_software() {
        let form = |set: &[(Set, u32)]| {
            let mut limits = wgpu::Limits::default();
            set.iter().for_each(|(set, number)| set(&mut limits, *number));
            check(&limits).unwrap().sort_form()
        };
        let sets: [(Set, u32); 3] = [
            (|l, n| l.max_compute_invocations_per_workgroup = n, 256),
            (|l, n| l.max_compute_workgroup_size_x = n, 256),
            (|l, n| l.max_compute_workgroup_storage_size = n, 11_328),
        ];
        assert_eq!(form(&sets), SortForm::Tiled);
        for (set, number) in sets {
            assert_eq!(form(&[(set, number - 1)]), SortForm::Serial);
        }
        let limits = check(&wgpu::Limits::default()).unwrap();
        assert_eq!(Limits { software: true, ..limits }.sort_form(), SortForm::Serial);
    }

    #[test]
    fn a_binding_is_no_larger_than_a_buffer_or_than_a_32_bit_index_reaches() {
        let with = |max_storage_buffer_binding_size, max_buffer_size| {
            let limits =
                wgpu::Limits { max_storage_buffer_binding_size, max_buffer_size, ..wgpu::Limits::default() };
            check(&limits).unwrap().binding
        };
        assert_eq!(with(1 << 20, 1 << 30), 1 << 20);
        assert_eq!(with(1 << 30, 1 << 20), 1 << 20);
        assert_eq!(with(1 << 40, 1 << 40), (1 << 32) - 256);
    }
}
