//! The learning rates of the steps that a parameter with exact rows took part in, summed so that the steps
//! that a row has missed can be looked up.
//!
//! Each row has a *last step*, the number of steps that it is up to date with. The record holds sums from
//! every possible last step to the current step, in two levels: from each step to the end of its *block* of
//! 256 steps, and from each block to the current step. Nothing here is ever subtracted from a sum, and all
//! summands are positive or distances from the center of a bin, so the sum over one step is as accurate as
//! the sum over all, however the rates differ. Sums are f64 on the host, and each entry is rounded once.
//!
//! The record is a ring of [`MAX_STEPS`] steps. To keep every last step inside it, rows are *swept*: at the
//! end of each block one part of the rows is brought up to date, whether or not a gradient names them.
//!
//! Rules whose values follow from their state need the rate of the last step alone: entries of steps are rates then, those of
//! blocks are 0.
//!
//! The content depends on the number of steps and their rates alone. Kernels read [`RateHistory::words`];
//! `shaders/rule/lazy/rate_history.wgsl` is the twin of the functions here that read them.

use std::ops::Range;

use super::{
    form::LazyForm,
    rate_run::{RateRun, RunEntry, RunSums},
};
use crate::rounding::to_f32;

/// Steps in a block. The same constant in the shader is compared with this one by a test.
pub(crate) const BLOCK_STEPS: usize = 256;
/// Blocks in the record.
const BLOCKS: usize = 256;
/// Steps in the record. The same constant in the shader is compared with this one by a test.
pub(crate) const MAX_STEPS: usize = BLOCK_STEPS * BLOCKS;

/// Blocks in reserve for steps that the host has counted and a device has skipped.
const RESERVED_BLOCKS: u64 = 8;

/// Number of parts that the rows are swept in, one part for each block in turn.
///
/// A part is swept twice before the block of its oldest last step is overwritten, so one sweep may be lost
/// with a step that was recorded and never submitted.
const SWEEP_PARTS: u64 = (BLOCKS as u64 - 1 - RESERVED_BLOCKS) / 2;

/// The rates of the last [`MAX_STEPS`] steps that a parameter took part in, and sums over them.
///
/// A run is a sequence of consecutive steps with rates of one bin. Where rates are not binned, all of them
/// have bin 0.
#[derive(Clone, Debug)]
pub(crate) struct RateHistory {
    form: LazyForm,
    l2: f64,
    /// Upper limit of a sum, so that a shrink stays in the range of f32.
    max_sum: f64,
    /// Number of steps that the parameter took part in.
    step_count: u64,
    /// `[MAX_STEPS]`: the rate of each step, at its [`ring_index`].
    rates: Vec<f32>,
    /// `[MAX_STEPS]` entries of steps, then `[BLOCKS]` entries of blocks, of [`words_per_entry`] words each.
    words: Vec<u32>,
    /// `[BLOCK_STEPS]`: sums from each step of the current block to the end of its run.
    step_sums: Vec<RunSums>,
    /// `[BLOCKS]`: sums from each finished block to the end of the run of whole blocks that it belongs to.
    block_sums: Vec<RunSums>,
    /// Index in the current block of the first step of its last run.
    run_start: usize,
    /// Number of finished blocks at the end that form one run.
    run_blocks: usize,
}

impl RateHistory {
    /// A history of no steps.
    pub(crate) fn new(form: LazyForm, l1: f64, l2: f64) -> Self {
        // A sum is the sum of two entries.
        let largest = f64::from(f32::MAX) / 4.0;
        // The threshold l1·Σγ/√A may be taken at the smallest A.
        let shrunk = if form == LazyForm::Adaptive { f64::from(f32::MIN_POSITIVE).sqrt() } else { 1.0 };
        let max_sum = largest.min(largest * shrunk / l1.max(f64::MIN_POSITIVE)).min(largest / l2.max(1e-300));
        Self::empty(form, l2, max_sum, 0)
    }

    /// A history with the same settings after `step_count` steps, of which the last had these rates. Earlier
    /// steps are left out, so no row may have missed them.
    pub(crate) fn replayed(&self, step_count: u64, rates: &[f32]) -> Self {
        let first = step_count - rates.len() as u64;
        let mut replayed = Self::empty(self.form, self.l2, self.max_sum, first);
        rates.iter().for_each(|&rate| replayed.advance(rate));
        replayed
    }

    fn empty(form: LazyForm, l2: f64, max_sum: f64, step_count: u64) -> Self {
        Self {
            form,
            l2,
            max_sum,
            step_count,
            rates: vec![0.0; MAX_STEPS],
            words: vec![0; (MAX_STEPS + BLOCKS) * words_per_entry(form)],
            step_sums: vec![RunSums::default(); BLOCK_STEPS],
            block_sums: vec![RunSums::default(); BLOCKS],
            run_start: 0,
            run_blocks: 0,
        }
    }

    /// A history with other strengths after the same steps, none of which any row may have missed; `None` where the closed form
    /// would be another one.
    pub(crate) fn with_strengths(&self, form: LazyForm, l1: f64, l2: f64) -> Option<Self> {
        (form == self.form).then(|| Self::new(form, l1, l2).replayed(self.step_count, &[]))
    }

    /// The closed form that the sums are for.
    pub(crate) fn form(&self) -> LazyForm {
        self.form
    }

    /// Number of steps that the parameter took part in.
    pub(crate) fn step_count(&self) -> u64 {
        self.step_count
    }

    /// The last step of a row that is up to date: the low 32 bits of the step count.
    #[expect(clippy::cast_possible_truncation, reason = "last steps lie within MAX_STEPS of each other")]
    pub(crate) fn current_step(&self) -> u32 {
        self.step_count as u32
    }

    /// Number of steps that a row with this last step has missed.
    pub(crate) fn pending_steps(&self, last_step: u32) -> u64 {
        self.current_step().wrapping_sub(last_step).into()
    }

    /// The number of steps that a row with this last step is up to date with.
    pub(crate) fn step_of(&self, last_step: u32) -> u64 {
        self.step_count - self.pending_steps(last_step)
    }

    /// Rates of the steps `first..end`, which must be among the last [`MAX_STEPS`].
    pub(crate) fn rates_between(&self, first: u64, end: u64) -> Vec<f32> {
        (first..end).map(|step| self.rates[ring_index(step)]).collect()
    }

    /// The rows, of so many, to bring up to date before the next step: one part when a block has ended, else
    /// none.
    ///
    /// Where a device may skip steps, and the sweep with them, the same part is also swept in the middle of
    /// the block.
    pub(crate) fn sweep(&self, rows: u64, may_skip: bool) -> Range<u64> {
        let period = if may_skip { BLOCK_STEPS / 2 } else { BLOCK_STEPS } as u64;
        if self.step_count < BLOCK_STEPS as u64 || !self.step_count.is_multiple_of(period) {
            return 0..0;
        }
        let part = self.step_count / BLOCK_STEPS as u64 % SWEEP_PARTS;
        // In u128, because the product may be beyond u64.
        let end = |part: u64| u64::try_from(u128::from(rows) * u128::from(part) / u128::from(SWEEP_PARTS));
        end(part).expect("no more than rows")..end(part + 1).expect("no more than rows")
    }

    /// Appends a step with this learning rate.
    pub(crate) fn advance(&mut self, rate: f32) {
        let index = ring_index(self.step_count);
        let in_block = index % BLOCK_STEPS;
        self.rates[index] = rate;
        if self.form == LazyForm::LastRate {
            self.words[index] = rate.to_bits();
            self.step_count += 1;
            return;
        }
        let step = self.sums_of(rate);
        if in_block == 0 || self.step_sums[self.run_start].bin != step.bin {
            self.run_start = in_block;
        }
        for i in self.run_start..=in_block {
            self.step_sums[i].add(step);
            self.write(index - in_block + i, self.step_sums[i]);
        }
        self.step_count += 1;
        let next_in_block = (in_block + 1) % BLOCK_STEPS;
        if next_in_block == 0 {
            self.end_block();
        }
        // A row that is up to date has missed nothing.
        self.step_sums[next_in_block] = RunSums::default();
        self.write(ring_index(self.step_count), RunSums::default());
        self.write_blocks(next_in_block);
    }

    /// Takes up the current block, whose last step was just appended, into the sums of blocks. Whole blocks
    /// of one bin that follow each other form one run.
    fn end_block(&mut self) {
        let block = block_index(self.step_count - 1);
        let sums = self.step_sums[0];
        let before = self.block_sums[(block + BLOCKS - 1) % BLOCKS];
        let is_one_run = self.run_start == 0;
        if !is_one_run || before.bin != sums.bin {
            self.run_blocks = 0;
        }
        self.block_sums[block] = RunSums::default();
        if is_one_run {
            self.run_blocks = (self.run_blocks + 1).min(BLOCKS - 1);
            for back in 0..self.run_blocks {
                self.block_sums[(block + BLOCKS - back) % BLOCKS].add(sums);
            }
        }
        // The block that begins now overwrites the oldest one.
        self.block_sums[block_index(self.step_count)] = RunSums::default();
    }

    /// Writes the entries of all blocks. `steps` is the number of steps in the current block.
    fn write_blocks(&mut self, steps: usize) {
        if self.form == LazyForm::AdaptiveL2 {
            // Sums over runs of whole blocks change only when a block ends.
            if steps == 0 {
                (0..BLOCKS).for_each(|block| self.write(MAX_STEPS + block, self.block_sums[block]));
            }
            return;
        }
        // To the current step: the finished blocks, and the steps of the current block.
        let current = if steps == 0 { 0.0 } else { self.step_sums[0].sums[0] };
        // A copy, so that no store of the loop could change it.
        let max_sum = self.max_sum;
        for (word, block) in self.words[MAX_STEPS..].iter_mut().zip(&self.block_sums) {
            *word = to_f32((block.sums[0] + current).min(max_sum)).to_bits();
        }
    }

    /// Writes one entry.
    fn write(&mut self, entry: usize, sums: RunSums) {
        if self.form == LazyForm::AdaptiveL2 {
            self.words[4 * entry..][..4].copy_from_slice(&sums.to_entry().0);
        } else {
            self.words[entry] = to_f32(sums.sums[0].min(self.max_sum)).to_bits();
        }
    }

    /// What a step with this rate adds to sums.
    fn sums_of(&self, rate: f32) -> RunSums {
        let exact = f64::from(rate);
        match self.form {
            LazyForm::Documented if self.l2 > 0.0 => RunSums::unbinned((exact * self.l2).ln_1p() / self.l2),
            LazyForm::Documented | LazyForm::Adaptive => RunSums::unbinned(exact),
            LazyForm::AdaptiveL2 => RunSums::binned(rate),
            LazyForm::LastRate => RunSums::default(),
        }
    }

    /// The rate of the last step; 0 before the first one.
    pub(crate) fn last_rate(&self) -> f32 {
        self.step_count.checked_sub(1).map_or(0.0, |last| self.rates[ring_index(last)])
    }

    /// The sum over the steps that a row with this last step has missed, where rates are summed up.
    #[inline(always)]
    pub(crate) fn sum_since(&self, last_step: u32) -> f32 {
        let sum_at = |entry: usize| f32::from_bits(self.words[entry]);
        let (block, current) = (last_step as usize / BLOCK_STEPS, self.current_step() as usize / BLOCK_STEPS);
        let sum = sum_at(ring_index(last_step.into()));
        if block == current { sum } else { sum + sum_at(MAX_STEPS + (block + 1) % BLOCKS) }
    }

    /// The runs of the steps that a row with this last step has missed, where rates are binned: returns the
    /// first one and appends the others to `more`. There are no others where rates move slowly.
    #[inline(always)]
    pub(crate) fn runs_since(&self, last_step: u32, more: &mut Vec<RateRun>) -> RateRun {
        let current = self.current_step();
        let (mut at, mut bin, mut first) = (last_step, 0, None);
        let mut run = RateRun::NONE;
        // The bound ends the loop for a last step outside the record too, which no valid state has.
        while (current.wrapping_sub(at).wrapping_sub(1) as usize) < MAX_STEPS {
            let entry = self.entry_at(at);
            if entry.bin() != bin {
                if run.steps > 0.0 {
                    if first.is_none() { first = Some(run) } else { more.push(run) }
                }
                bin = entry.bin();
                run = RateRun::in_bin(bin);
            }
            run.add(entry);
            at = at.wrapping_add(entry.steps().max(1));
        }
        let Some(first) = first else { return run };
        more.push(run);
        first
    }

    /// The longest entry that begins at a step: a run of whole blocks, else of steps.
    #[inline(always)]
    fn entry_at(&self, step: u32) -> RunEntry {
        let (entries, _) = self.words.as_chunks::<4>();
        let index = ring_index(step.into());
        let block = RunEntry(entries[MAX_STEPS + index / BLOCK_STEPS]);
        let is_block = index.is_multiple_of(BLOCK_STEPS) && block.steps() > 0;
        if is_block { block } else { RunEntry(entries[index]) }
    }

    /// All entries, as kernels read them.
    pub(crate) fn words(&self) -> &[u32] {
        &self.words
    }

    /// Upper limit of the number of words in [`RateHistory::dirty_ranges`].
    pub(crate) fn max_dirty_words(&self) -> u64 {
        ((2 * BLOCK_STEPS + BLOCKS) * words_per_entry(self.form)) as u64
    }

    /// The words that may have changed since the start of the previous block, as ranges: the index of the
    /// first word, and the words.
    ///
    /// They reach back further than one step, so that the words of a step that was recorded and never
    /// submitted are sent again with the next one.
    pub(crate) fn dirty_ranges(&self) -> impl Iterator<Item = (usize, &[u32])> {
        let size = words_per_entry(self.form);
        let current = ring_index(self.step_count);
        let block = current / BLOCK_STEPS * BLOCK_STEPS;
        let previous = (block + MAX_STEPS - BLOCK_STEPS) % MAX_STEPS;
        let blocks = MAX_STEPS..MAX_STEPS + BLOCKS;
        let entries = if previous < block {
            [previous..current + 1, 0..0, blocks]
        } else {
            [previous..previous + BLOCK_STEPS, block..current + 1, blocks]
        };
        let entries = entries.into_iter().filter(|range| !range.is_empty());
        entries.map(move |range| (range.start * size, &self.words[range.start * size..range.end * size]))
    }
}

/// Words of an entry: the bits of a sum, those of a rate, or a [`RunEntry`].
fn words_per_entry(form: LazyForm) -> usize {
    if form == LazyForm::AdaptiveL2 { 4 } else { 1 }
}

/// Index in the record of a step, and of its entry.
fn ring_index(step: u64) -> usize {
    usize::try_from(step % MAX_STEPS as u64).expect("the record is in memory")
}

/// Index in the record of a step's block.
fn block_index(step: u64) -> usize {
    ring_index(step) / BLOCK_STEPS
}

#[cfg(test)]
mod tests;
