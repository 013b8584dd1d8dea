//! Plans updates with dense gradients: of a parameter, and of a whole arena.

use super::{
    dispatch::Stage,
    kernel::{Kernel, ReduceInput, WholeRows},
    planner::{Planner, row_width, vec4_and_rest},
    program::word,
    table::WORKGROUP,
    uniforms::{ArenaUniforms, ElementUniforms, MAX_RULES, RuleUniforms, Uniforms},
};
use crate::rule::StepParams;

/// Elements of a block of an arena, which have the same rule uniforms: four for each thread of a workgroup.
pub(crate) const ARENA_BLOCK: u64 = 4 * WORKGROUP as u64;

/// Threads that keep a device busy, each with three loads of 16 bytes on their way, and the most places that a thread takes where
/// there may be more threads than that.
const BUSY_THREADS: u64 = 1 << 16;
const MAX_TURNS: u64 = 8;

/// Threads of a dense update of so many places; of whole blocks where these are whole blocks.
fn threads(places: u64) -> u64 {
    match (places / BUSY_THREADS).clamp(1, MAX_TURNS) {
        1 => places,
        // Workgroups begin at multiples of a cache line in every turn.
        turns => places.div_ceil(turns).next_multiple_of(WORKGROUP.into()),
    }
}

impl Planner<'_> {
    pub(super) fn dense(&mut self) {
        self.dense_squares();
        if self.input.params.rule.takes_rows() {
            return self.dense_whole_rows();
        }
        let width = self.input.windows.width;
        let centralized = self.input.centralized;
        for (window, range) in self.input.windows.iter().enumerate() {
            let len = range.end - range.start;
            let uniforms = self.with_lazy_state(self.uniforms());
            let mut uniforms = ElementUniforms { channel_width: row_width(width), ..uniforms };
            if centralized {
                uniforms.means = self.means(ReduceInput::DenseChannels, window, len / width, width, uniforms);
            }
            for (storage, first, places) in vec4_and_rest(len) {
                let uniforms = ElementUniforms {
                    first_element: word(first),
                    thread_count: word(threads(places)),
                    width: word(places),
                    ..uniforms
                };
                self.push(Stage::Update, Kernel::UpdateDense(storage, centralized), window, uniforms);
            }
        }
    }

    /// Plans updates of all rows, each as a whole.
    fn dense_whole_rows(&mut self) {
        let width = self.input.windows.width;
        let centralized = self.input.centralized;
        for (window, range) in self.input.windows.iter().enumerate() {
            let rows = self.input.rows_of(&range);
            let count = rows.end - rows.start;
            let mut uniforms = ElementUniforms {
                first_group: word(rows.start),
                base_row: word(rows.start),
                bound_rows: word(count),
                ..self.uniforms()
            };
            if centralized {
                uniforms.means = self.means(ReduceInput::DenseChannels, window, count, width, uniforms);
            }
            let kernel = Kernel::UpdateWholeRows(WholeRows::Dense(centralized));
            self.whole_rows(Stage::Update, kernel, window, count, uniforms);
        }
    }

    /// `step_params` are those of all parameter groups.
    pub(super) fn arena(&mut self, step_params: &[StepParams]) {
        self.arena_squares();
        if self.program.rules.is_empty() {
            self.program.rules = step_params.iter().map(RuleUniforms::from).collect();
            let pieces = (0..step_params.len()).step_by(MAX_RULES);
            self.program.rule_pieces =
                pieces.map(|first| self.push_uniforms(Uniforms::Rules(first))).collect();
        }
        let block_count = word(self.input.windows.len / ARENA_BLOCK);
        for (window, range) in self.input.windows.iter().enumerate() {
            let places = (range.end - range.start) / 4;
            let dispatch_blocks = word(places / u64::from(WORKGROUP));
            let thread_count = word(threads(places));
            let (workgroups, grid_stride) = self.grid(thread_count);
            let first_block = word(range.start / ARENA_BLOCK);
            for first_rule in (0..word(step_params.len() as u64)).step_by(MAX_RULES) {
                let uniforms = ArenaUniforms {
                    first_block,
                    thread_count,
                    grid_stride,
                    first_rule,
                    block_count,
                    dispatch_blocks,
                };
                let uniforms = Uniforms::Arena(uniforms);
                self.push_dispatch(Stage::Update, Kernel::UpdateArena, window, workgroups, uniforms);
            }
        }
    }
}
