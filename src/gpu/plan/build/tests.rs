//! Programs of single inputs: dispatches, uniforms, tables, and the lists of the patch pass.

use super::*;
use crate::{
    gpu::plan::{
        control::{GroupControl, OverflowCheck},
        dense::ARENA_BLOCK,
        dispatch::Dispatch,
        index_buffers::IndexPlace,
        kernel::{Kernel, Storage, UpdateSource},
        report_layout::GRAD_NORM,
        uniforms::{ElementUniforms, NONE, PatchHeader, Uniforms},
        windows::Windows,
    },
    row_groups::RowGroups,
    rule::StepParams,
};

/// Parameters up to this length take one element at a time where four do not divide the length.
const MAX_SCALAR_ELEMENTS: u64 = 4096;

fn params() -> StepParams {
    StepParams::new(0.1, 0.0, 0.0)
}

fn program(len: u64, width: u64, rows: Option<&RowGroups>, limits: &Limits) -> Program {
    let windows = Windows::new(len, width, 4, 1, limits);
    let params = params();
    let work = rows.map_or(Work::Dense, Work::HostRows);
    Program::new([PlanInput::plain(&windows, &params, work)].into_iter(), None, limits).unwrap()
}

fn element_uniforms(program: &Program) -> Vec<ElementUniforms> {
    let element = |uniforms: &Uniforms| match uniforms {
        Uniforms::Element(element) | Uniforms::ElementWithTable(element) => *element,
        other => panic!("{other:?}"),
    };
    program.uniforms.iter().map(element).collect()
}

/// Kernel, window, first element or row group, and thread count of every dispatch.
fn summary(program: &Program) -> Vec<(Kernel, usize, u32, u32)> {
    let uniforms = element_uniforms(program);
    let of = |dispatch: &Dispatch| {
        let uniforms = uniforms[dispatch.uniforms];
        (
            dispatch.kernel,
            dispatch.window,
            uniforms.first_element + uniforms.first_group,
            uniforms.thread_count,
        )
    };
    program.dispatches.iter().map(of).collect()
}

fn upload(program: &Program) -> Vec<u8> {
    let mut bytes = vec![0u8; usize::try_from(program.upload_size()).unwrap()];
    program.upload(|offset, piece| {
        let offset = usize::try_from(offset).unwrap();
        bytes[offset..offset + piece.len()].copy_from_slice(piece);
    });
    bytes
}

#[test]
fn four_at_a_time_where_four_divide_and_a_tail_only_where_it_pays() {
    let dense = |len| summary(&program(len, 1, None, &Limits::DEFAULT));
    let (vec4, scalar) =
        (Kernel::UpdateDense(Storage::Vec4, false), Kernel::UpdateDense(Storage::Scalar, false));
    assert_eq!(dense(0), []);
    assert_eq!(dense(3), [(scalar, 0, 0, 3)]);
    assert_eq!(dense(8), [(vec4, 0, 0, 2)]);
    assert_eq!(dense(MAX_SCALAR_ELEMENTS - 1), [(scalar, 0, 0, 4095)]);
    assert_eq!(dense(MAX_SCALAR_ELEMENTS + 3), [(vec4, 0, 0, 1024), (scalar, 0, 4096, 3)]);
}

#[test]
fn threads_of_a_large_update_take_several_places_and_all_of_them_together_every_place_once() {
    for (places, turns) in [(1, 1), (131_071, 1), (131_072, 2), (200_000, 3), (262_144, 4), (1 << 22, 8)] {
        // The last number of elements has a tail, which another dispatch takes.
        for rest in [0, 3] {
            let program = program(places * 4 + rest, 1, None, &Limits::DEFAULT);
            let uniforms = element_uniforms(&program)[0];
            if rest > 0 && places == 1 {
                continue;
            }
            let (threads, width) = (u64::from(uniforms.thread_count), u64::from(uniforms.width));
            assert_eq!((width, width.div_ceil(threads)), (places, turns));
            assert!(turns == 1 || threads % 64 == 0, "{threads} threads for {places} places");
        }
    }
}

#[test]
fn grids_are_folded_where_they_would_be_too_wide() {
    let limits = Limits { workgroups: 10, ..Limits::DEFAULT };
    let program = program(64 * 4 * 25, 1, None, &limits);
    // As evenly as possible: [10, 3] would have five idle workgroups.
    assert_eq!(program.dispatches[0].workgroups, [9, 3]);
    assert_eq!(element_uniforms(&program)[0].grid_stride, 9 * 64);
}

#[test]
fn grids_too_large_for_two_dimensions_are_refused() {
    let limits = Limits { workgroups: 4, ..Limits::DEFAULT };
    let windows = Windows::new(64 * 4 * 17, 1, 4, 1, &limits);
    let params = params();
    let input = PlanInput::plain(&windows, &params, Work::Dense);
    let error = Program::new([input].into_iter(), None, &limits).unwrap_err();
    assert!(matches!(error, Error::Limit { needed: 5, allowed: 4, .. }), "{error}");
}

#[test]
fn every_window_gets_the_rows_that_lie_in_it() {
    // 64 rows of width 4 a window.
    let limits = Limits { binding: 1024, ..Limits::DEFAULT };
    let groups =
        RowGroups { rows: vec![1, 63, 64, 130], starts: vec![0, 1, 2, 4, 5], order: vec![4, 3, 0, 2, 1] };
    let program = program(150 * 4, 4, Some(&groups), &limits);
    let kernel = Kernel::UpdateRows(Storage::Vec4, UpdateSource::HostTable);
    assert_eq!(summary(&program), [(kernel, 0, 0, 2), (kernel, 1, 2, 1), (kernel, 2, 3, 1)]);
    let uniforms = element_uniforms(&program);
    assert_eq!(uniforms.iter().map(|uniforms| uniforms.base_row).collect::<Vec<_>>(), [0, 64, 128]);
    assert_eq!(uniforms.iter().map(|uniforms| uniforms.noise_origin).collect::<Vec<_>>(), [0, 256, 512]);
    assert_eq!(program.table, [1, 63, 64, 130, 0, 1, 2, 4, 5, 4, 3, 0, 2, 1]);
    let addresses =
        |uniforms: &ElementUniforms| [uniforms.row_table, uniforms.row_starts, uniforms.entry_order];
    assert!(uniforms.iter().all(|uniforms| addresses(uniforms) == [192, 196, 201]));
}

#[test]
fn tables_beyond_a_binding_are_refused() {
    let indices: Vec<u32> = (0..100).collect();
    let groups = RowGroups { rows: indices.clone(), starts: (0..=100).collect(), order: indices };
    let limits = Limits { binding: 1024, ..Limits::DEFAULT };
    let windows = Windows::new(100, 1, 4, 1, &limits);
    let params = params();
    let input = PlanInput::plain(&windows, &params, Work::HostRows(&groups));
    let error = Program::new([input].into_iter(), None, &limits).unwrap_err();
    assert!(matches!(error, Error::Limit { needed: 1460, allowed: 1024, .. }), "{error}");
}

#[test]
fn an_upload_is_uniforms_at_their_stride_and_then_the_tables() {
    let groups = RowGroups { rows: vec![7], starts: vec![0, 1], order: vec![0] };
    let program = program(10, 1, Some(&groups), &Limits::DEFAULT);
    let bytes = upload(&program);
    let uniforms: ElementUniforms = bytemuck::pod_read_unaligned(&bytes[..size_of::<ElementUniforms>()]);
    assert_eq!(uniforms, element_uniforms(&program)[0]);
    assert_eq!(bytemuck::pod_collect_to_vec::<u8, u32>(&bytes[256..]), [7, 0, 1, 0]);
}

/// A step of two tensors with different rates that may be skipped, and its upload in words.
fn skippable_step() -> (Program, Vec<u32>) {
    let limits = Limits::DEFAULT;
    let windows = [1000, 4099].map(|len| Windows::new(len, 1, 4, 1, &limits));
    let params = [0.1, 0.2].map(|rate| StepParams::new(rate, 0.0, 0.0));
    let inputs =
        [0, 1].map(|i| PlanInput { group: i, ..PlanInput::plain(&windows[i], &params[i], Work::Dense) });
    let groups = params.iter().enumerate();
    let groups = groups.map(|(norm_limit, params)| {
        GroupControl::new(vec![[params.learning_rate, 0.0, 1.0, 0.0]], norm_limit)
    });
    let control = DeviceControl {
        overflow: Some(OverflowCheck::SkipStep { loss_scale: None }),
        groups: groups.collect(),
        norm_limits: vec![1.0, f32::INFINITY],
        norm: Some(GRAD_NORM),
    };
    let program = Program::new(inputs.into_iter(), Some(&control), &limits).unwrap();
    let words = bytemuck::pod_collect_to_vec(&upload(&program));
    (program, words)
}

#[test]
fn nothing_changes_before_it_is_decided_whether_anything_does() {
    let (program, _) = skippable_step();
    let kernels: Vec<_> = program.dispatches.iter().map(|dispatch| dispatch.kernel).collect();
    let first = |is: fn(&Kernel) -> bool| kernels.iter().position(is);
    let last = |is: fn(&Kernel) -> bool| kernels.iter().rposition(is);
    let checks = |kernel: &Kernel| matches!(kernel, Kernel::CheckFinite(_));
    let sums = |kernel: &Kernel| matches!(kernel, Kernel::ReduceWorkgroup(_) | Kernel::ReduceShort(_));
    let updates = |kernel: &Kernel| matches!(kernel, Kernel::UpdateDense(..));
    assert!(last(checks) < first(|kernel| *kernel == Kernel::SkipStep));
    assert!(first(|kernel| *kernel == Kernel::SkipStep) < first(sums));
    assert!(last(sums) < first(|kernel| *kernel == Kernel::ClipNorm));
    assert!(first(|kernel| *kernel == Kernel::ClipNorm) < first(updates));
}

#[test]
fn patch_targets_are_where_the_header_says() {
    const HEADER_WORDS: usize = size_of::<PatchHeader>() / size_of::<u32>();
    let (program, words) = skippable_step();
    let header: PatchHeader = bytemuck::pod_read_unaligned(bytemuck::cast_slice(&words[..HEADER_WORDS]));
    let word = |address: u32| words[HEADER_WORDS + address as usize];
    assert_eq!(header.target_count as usize, program.uniforms.len() - 1);
    for (target, uniforms) in (0..header.target_count).zip(&program.uniforms[1..]) {
        let Uniforms::Element(uniforms) = uniforms else { panic!("{uniforms:?}") };
        let [rule, group, thread_count, step_count, lag] =
            [0, 1, 2, 3, 4].map(|i| word(header.targets + target * 5 + i));
        assert_eq!(word(thread_count), uniforms.thread_count);
        assert_eq!(f32::from_bits(word(rule)), uniforms.rule.learning_rate);
        assert_eq!([step_count, lag], [NONE; 2]);
        let [rates, count, limit] = [0, 1, 2].map(|i| word(header.groups + group * 3 + i));
        assert_eq!((f32::from_bits(word(rates)), count, limit), (uniforms.rule.learning_rate, 1, group));
    }
    // 0 stands for no limit.
    let limits = [0, 1].map(|limit| f32::from_bits(word(header.limits + limit * 2)));
    assert_eq!((limits, header.sum_count), ([1.0, 0.0], 2));
    let slots_and_counts = [0, 1].map(|sum| [0, 2].map(|at| word(header.sums + sum * 4 + at)));
    assert_eq!(slots_and_counts, [[0, 1], [1, 2]]);
}

#[test]
fn uploaded_indices_are_sorted_where_they_lie_in_the_upload() {
    let indices: Vec<u32> = (0..5000).rev().collect();
    let limits = Limits::DEFAULT;
    let windows = Windows::new(5000, 1, 4, 1, &limits);
    let params = params();
    let work = Work::UploadedRows { indices: &indices, param_rows: 5000 };
    let program =
        Program::new([PlanInput::plain(&windows, &params, work)].into_iter(), None, &limits).unwrap();
    let first = program.dispatches.iter().filter(|dispatch| dispatch.kernel.reads_uploaded_indices());
    let addresses: Vec<_> = first
        .map(|dispatch| match &program.uniforms[dispatch.uniforms] {
            Uniforms::SortWithTable(sorts) => sorts[0].first_index as usize,
            other => panic!("{other:?}"),
        })
        .collect();
    // The count and the scatter of the first digit.
    assert_eq!(addresses.len(), 2);
    let words: Vec<u32> = bytemuck::pod_collect_to_vec(&upload(&program));
    assert!(addresses.iter().all(|&at| words[at..at + 5000] == indices));
}

/// 2³³ elements, which take 32 GiB in f32.
const MANY: u64 = 1 << 33;

/// The limits of a usual device, and of one whose bindings have almost 4 GiB.
const LARGE_LIMITS: [Limits; 2] =
    [Limits::DEFAULT, Limits { binding: u32::MAX as u64 / 256 * 256, ..Limits::DEFAULT }];

#[test]
fn dense_updates_of_more_elements_than_32_bits_count_visit_each_of_them_once() {
    for limits in &LARGE_LIMITS {
        for width in [1, 4, 1 << 20, 1 << 32, 1 << 33] {
            let program = program(MANY, width, None, limits);
            let places = element_uniforms(&program).into_iter().map(|uniforms| u64::from(uniforms.width));
            let of_one = |dispatch: &Dispatch| match dispatch.kernel {
                Kernel::UpdateDense(Storage::Vec4, _) => 4,
                _ => 1,
            };
            let elements: u64 = places.zip(program.dispatches.iter().map(of_one)).map(|(n, of)| n * of).sum();
            assert_eq!(elements, MANY, "rows of {width}");
        }
    }
}

#[test]
fn arenas_and_statistics_of_more_elements_than_32_bits_count_are_planned() {
    let params = params();
    for limits in &LARGE_LIMITS {
        let windows = Windows::new(MANY, 1 << 32, 4, 1, limits);
        let window_count = windows.iter().count();
        let stats = PlanInput::plain(&windows, &params, Work::Stats);
        let stats = Program::new([stats].into_iter(), None, limits).unwrap();
        let last = stats.dispatches.iter().map(|dispatch| dispatch.window).max();
        assert_eq!(last, Some(window_count - 1));

        let windows = Windows::new(MANY, ARENA_BLOCK, 4, 1, limits);
        let step_params = [params];
        let arena = PlanInput::plain(&windows, &params, Work::Arena(&step_params));
        let arena = Program::new([arena].into_iter(), None, limits).unwrap();
        let blocks = |uniforms: &Uniforms| match uniforms {
            Uniforms::Arena(arena) => Some((arena.first_block, arena.dispatch_blocks)),
            _ => None,
        };
        let mut end = 0;
        for (first, count) in arena.uniforms.iter().filter_map(blocks) {
            assert_eq!(first, end);
            end += count;
        }
        assert_eq!(u64::from(end) * ARENA_BLOCK, MANY);
    }
}

#[test]
fn row_gradients_reach_the_last_row_of_a_table_of_more_elements_than_32_bits_count() {
    const WIDTH: u64 = 4;
    let last = u32::try_from(MANY / WIDTH - 1).unwrap();
    let groups = RowGroups { rows: vec![0, last], starts: vec![0, 1, 2], order: vec![0, 1] };
    let params = params();
    for limits in &LARGE_LIMITS {
        let of_host = program(MANY, WIDTH, Some(&groups), limits);
        let rows =
            |uniforms: &ElementUniforms| uniforms.base_row..=uniforms.base_row + (uniforms.bound_rows - 1);
        let visited: Vec<_> = element_uniforms(&of_host).iter().map(rows).collect();
        assert!(visited.len() == 2 && visited[0].contains(&0) && visited[1].contains(&last), "{visited:?}");

        let windows = Windows::new(MANY, WIDTH, 4, 1, limits);
        for unique in [false, true] {
            let work = Work::DeviceRows {
                indices: IndexPlace::default(),
                entries: 1000,
                param_rows: MANY / WIDTH,
                unique,
            };
            let input = PlanInput::plain(&windows, &params, work);
            let program = Program::new([input].into_iter(), None, limits).unwrap();
            let updates = program.dispatches.iter().filter(|dispatch| dispatch.stage == Stage::Update);
            assert_eq!(updates.count(), windows.iter().count());
        }
    }
}
