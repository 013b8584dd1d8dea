//! Plans of exact rows: which rows are brought up to date, which are marked, and with which step.

use super::*;
use crate::{
    gpu::plan::{
        index_buffers::IndexPlace, input::PlanInput, kernel::Storage, limits::Limits, program::Program,
        uniforms::Uniforms, windows::Windows,
    },
    lazy::LazyForm,
    row_groups::RowGroups,
    rule::StepParams,
};

/// Rows of the table, and the last step of a row that is up to date.
const ROWS: u64 = 150;
const CURRENT: u32 = 7;
/// Rows in a window.
const WINDOW: u64 = 64;

const ALL: Kernel = Kernel::CatchUpRows(Storage::Vec4, RowSource::All);
const MARK_ALL: Kernel = Kernel::MarkRows(RowSource::All);

/// Stage, kernel and window of a dispatch; its first row group and number of threads, the first and the number of the
/// rows in its window, and the last step of a row that it has visited.
type Planned = (Stage, Kernel, usize, [u32; 5]);

/// The program for a table of this width with exact rows.
fn program(width: u64, task: LazyTask, swept: Range<u64>, work: Work<'_>) -> Program {
    let cut = Limits { binding: 4 * width * WINDOW, ..Limits::DEFAULT };
    let windows = Windows::new(ROWS * width, width, 4, 1, &cut);
    let params = StepParams::new(0.1, 0.5, 0.25);
    let lazy =
        LazyRows { form: LazyForm::Documented, current_step: CURRENT, rows: ROWS, swept, task, lag: None };
    let input = PlanInput { lazy: Some(lazy), ..PlanInput::plain(&windows, &params, work) };
    Program::new([input].into_iter(), None, &Limits::DEFAULT).unwrap()
}

/// The dispatches of the program, without those of the update where there is one.
fn planned(width: u64, task: LazyTask, swept: Range<u64>, work: Work<'_>) -> Vec<Planned> {
    let program = program(width, task, swept, work);
    let is_of_rows = |kernel| matches!(kernel, Kernel::CatchUpRows(..) | Kernel::MarkRows(_));
    let dispatches = program.dispatches.iter().filter(|dispatch| is_of_rows(dispatch.kernel));
    let all = dispatches.map(|dispatch| {
        let (Uniforms::Element(of) | Uniforms::ElementWithTable(of)) = program.uniforms[dispatch.uniforms]
        else {
            panic!("{dispatch:?}");
        };
        assert_eq!(of.step_count, CURRENT, "{dispatch:?}");
        assert_eq!((of.rule.l1, of.rule.l2), (0.5, 0.25), "{dispatch:?}");
        let numbers = [of.first_group, of.thread_count, of.base_row, of.bound_rows, of.last_step];
        (dispatch.stage, dispatch.kernel, dispatch.window, numbers)
    });
    all.collect()
}

fn groups() -> RowGroups {
    RowGroups { rows: vec![3, 70], starts: vec![0, 1, 2], order: vec![0, 1] }
}

#[test]
fn a_flush_visits_all_rows_window_by_window_and_then_marks_them() {
    let flushed = planned(12, LazyTask::Flush, 0..0, Work::Flush);
    let (stage, now) = (Stage::Prepare, CURRENT);
    // Three threads, of four elements each, take a row, so that some rows have threads in two workgroups.
    assert_eq!(
        flushed,
        [
            (stage, ALL, 0, [0, 192, 0, 64, now]),
            (stage, ALL, 1, [64, 192, 64, 64, now]),
            (stage, ALL, 2, [128, 66, 128, 22, now]),
            (stage, MARK_ALL, 0, [0, 64, 0, 64, now]),
            (stage, MARK_ALL, 1, [64, 64, 64, 64, now]),
            (stage, MARK_ALL, 2, [128, 22, 128, 22, now]),
        ]
    );
}

#[test]
fn rows_of_one_thread_are_marked_by_it() {
    for width in [1, 4] {
        let flushed = planned(width, LazyTask::Flush, 0..0, Work::Flush);
        assert_eq!(flushed.len(), 3, "width {width}: {flushed:?}");
        assert!(flushed.iter().all(|(_, kernel, ..)| matches!(kernel, Kernel::CatchUpRows(..))));
    }
}

#[test]
fn rows_whose_threads_share_a_workgroup_are_marked_by_one_of_them_unless_a_thread_takes_several_rows() {
    let groups = groups();
    let device =
        |unique| Work::DeviceRows { entries: 2, indices: IndexPlace::default(), param_rows: ROWS, unique };
    let (host, sorted, unique) = (Work::HostRows(&groups), device(false), device(true));
    // 3, 65 and 5 threads do not divide 64.
    for (width, shares) in [(8, true), (2, true), (256, true), (12, false), (260, false), (5, false)] {
        for (task, work, by_first) in [
            (LazyTask::Flush, Work::Flush, shares),
            (LazyTask::Flush, host, shares),
            (LazyTask::Update, host, shares),
            (LazyTask::Update, unique, shares),
            (LazyTask::Update, sorted, false),
        ] {
            let program = program(width, task, 0..0, work);
            let is_mark = |kernel| matches!(kernel, Kernel::MarkRows(_));
            let marks = program.dispatches.iter().filter(|dispatch| is_mark(dispatch.kernel)).count();
            // The indices of the host lie in two windows, and those of the device may be in each of three.
            let windows = if matches!(work, Work::HostRows(_)) { 2 } else { 3 };
            assert_eq!(marks, if by_first { 0 } else { windows }, "{width} {task:?} {work:?}");
            let visits = |kernel| matches!(kernel, Kernel::CatchUpRows(..) | Kernel::UpdateLazyRows(..));
            let want = if by_first { Marks::FirstThread } else { Marks::Later };
            let visits = program.dispatches.iter().filter(|dispatch| visits(dispatch.kernel));
            assert!(visits.clone().count() > 0);
            assert!(visits.map(|dispatch| dispatch.variant.marks).all(|marks| marks == want), "{width}");
        }
    }
}

#[test]
fn a_copy_is_brought_up_to_date_without_marks_and_statistics_visit_no_rows() {
    let exported = planned(12, LazyTask::Export, 0..0, Work::Flush);
    assert_eq!(exported, planned(12, LazyTask::Flush, 0..0, Work::Flush)[..3]);
    assert_eq!(planned(12, LazyTask::Export, 0..0, Work::Stats), []);
}

#[test]
fn a_dense_gradient_brings_all_rows_up_to_date_with_the_step_that_it_takes() {
    let before = planned(12, LazyTask::Update, 0..0, Work::Dense);
    let flushed = planned(12, LazyTask::Flush, 0..0, Work::Flush);
    let next = flushed.into_iter().map(|(stage, kernel, window, [first, threads, base, bound, _])| {
        (stage, kernel, window, [first, threads, base, bound, CURRENT + 1])
    });
    assert_eq!(before, next.collect::<Vec<_>>());
}

#[test]
fn a_row_gradient_is_preceded_by_the_sweep_and_marks_the_rows_that_it_names() {
    let groups = groups();
    let mark_some = Kernel::MarkRows(RowSource::HostTable);
    let named = [
        (Stage::Finish, mark_some, 0, [0, 1, 0, 64, CURRENT + 1]),
        (Stage::Finish, mark_some, 1, [1, 1, 64, 64, CURRENT + 1]),
    ];
    let work = || Work::HostRows(&groups);
    assert_eq!(planned(12, LazyTask::Update, 0..0, work()), named);
    let (stage, now) = (Stage::Prepare, CURRENT);
    assert_eq!(
        planned(12, LazyTask::Update, 60..70, work()),
        [
            (stage, ALL, 0, [60, 12, 0, 64, now]),
            (stage, ALL, 1, [64, 18, 64, 64, now]),
            (stage, MARK_ALL, 0, [60, 4, 0, 64, now]),
            (stage, MARK_ALL, 1, [64, 6, 64, 64, now]),
            named[0],
            named[1],
        ]
    );
}

#[test]
fn a_flush_of_named_rows_takes_those_of_each_window() {
    let groups = groups();
    let some = Kernel::CatchUpRows(Storage::Vec4, RowSource::HostTable);
    assert_eq!(
        planned(12, LazyTask::Flush, 0..0, Work::HostRows(&groups)),
        [
            (Stage::Prepare, some, 0, [0, 3, 0, 64, CURRENT]),
            (Stage::Prepare, some, 1, [1, 3, 64, 64, CURRENT]),
            (Stage::Finish, Kernel::MarkRows(RowSource::HostTable), 0, [0, 1, 0, 64, CURRENT]),
            (Stage::Finish, Kernel::MarkRows(RowSource::HostTable), 1, [1, 1, 64, 64, CURRENT]),
        ]
    );
}

#[test]
fn rows_without_elements_are_neither_visited_nor_marked() {
    assert_eq!(planned(0, LazyTask::Flush, 0..0, Work::Flush), []);
}
