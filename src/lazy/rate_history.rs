//! The rates of the steps that a parameter with exact rows took part in: what a row has to know of those it skipped.
//!
//! A row remembers the step it is up to date with, its *last_step*. Here are the sums from every last_step to now, in two levels:
//! from a step to the end of its block of 256, and from a block on. All summands are positive or around a center, and none
//! is ever subtracted again, so a gap of one step is as accurate as one of all, however the rates differ: f64 on the host,
//! each entry rounded once. Memory is bounded because rows are *swept*: at the end of every block a share of them is brought
//! up to date, so that no last_step is older than the record is long.
//!
//! All of it is a function of the number of steps and their rates alone, and `words` is what kernels read:
//! `shaders/rate_history.wgsl` is the twin of the functions that read it here.

use std::ops::Range;

use super::form::LazyForm;
use crate::rounding::to_f32;

/// Steps in a block, and blocks in the record. As `BLOCK_STEPS` and `MAX_STEPS` in `shaders/rate_history.wgsl` say.
pub(crate) const BLOCK_STEPS: usize = 256;
const BLOCKS: usize = 256;
pub(crate) const MAX_STEPS: usize = BLOCK_STEPS * BLOCKS;

/// Shares of the rows, each swept when a block ends, in turn: twice before the block in which the oldest last_step of a share
/// may lie is written over, so that a sweep can be lost with a step that was recorded and never submitted.
const SHARES: u64 = (BLOCKS as u64 - 1 - SKIPPED) / 2;

/// Blocks that steps may fill up which a device has skipped and the host has counted.
const SKIPPED: u64 = 8;

/// Low bits of a rate's f32 that are left out of its bin: rates of a bin are within 1/32 of its center.
/// As `BIN` in `shaders/rate_history.wgsl` says.
pub(crate) const BIN: u32 = 19;

/// Steps with rates near each other, as [`LazyForm::AdaptiveL2`] needs them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct RateRun {
    /// The rate they are near to.
    pub(crate) center: f32,
    pub(crate) steps: f32,
    /// Σd, Σd²/2 and Σd³/3, where d is how far a rate is from the center, as a share of it.
    pub(crate) sums: [f32; 3],
}

/// Sums over steps of one bin.
#[derive(Clone, Copy, Debug, Default)]
struct Sums {
    steps: u32,
    bin: u32,
    /// Only the first where rates are not binned.
    sums: [f64; 3],
}

/// The record of a parameter's rates.
#[derive(Clone, Debug)]
pub(crate) struct RateHistory {
    law: LazyForm,
    l2: f64,
    /// The most that a sum may be, so that a shrink stays in the range of f32.
    most: f64,
    /// Steps that the parameter took part in.
    step_count: u64,
    /// `[MAX_STEPS]`, each in the place of its step.
    rates: Vec<f32>,
    /// `[MAX_STEPS]` and `[BLOCKS]` entries.
    words: Vec<u32>,
    /// From every step of the block under way to the end of its run, or to now.
    of_steps: Vec<Sums>,
    /// From every block that is over to the end of the run of blocks that it lies in.
    of_blocks: Vec<Sums>,
    /// Where in the block its last run begins.
    run: usize,
    /// Blocks that are over and share a run with the last.
    alike: usize,
}

impl RateHistory {
    /// Without a step.
    pub(crate) fn new(law: LazyForm, l1: f64, l2: f64) -> Self {
        // A sum is of two entries.
        let largest = f64::from(f32::MAX) / 4.0;
        // The threshold l1·Σγ/√A may be taken at the smallest A.
        let shrunk = if law == LazyForm::Adaptive { f64::from(f32::MIN_POSITIVE).sqrt() } else { 1.0 };
        Self {
            law,
            l2,
            most: largest.min(largest * shrunk / l1.max(f64::MIN_POSITIVE)).min(largest / l2.max(1e-300)),
            step_count: 0,
            rates: vec![0.0; MAX_STEPS],
            words: vec![0; (MAX_STEPS + BLOCKS) * words_of(law)],
            of_steps: vec![Sums::default(); BLOCK_STEPS],
            of_blocks: vec![Sums::default(); BLOCKS],
            run: 0,
            alike: 0,
        }
    }

    /// As it is after `step_count` steps, of which the last had these rates; what came before them is not needed any more.
    pub(crate) fn replayed(&self, step_count: u64, rates: &[f32]) -> Self {
        let mut rate_history = Self { step_count: step_count - rates.len() as u64, ..self.emptied() };
        rates.iter().for_each(|&rate| rate_history.advance(rate));
        rate_history
    }

    fn emptied(&self) -> Self {
        Self {
            words: vec![0; self.words.len()],
            of_steps: vec![Sums::default(); BLOCK_STEPS],
            of_blocks: vec![Sums::default(); BLOCKS],
            run: 0,
            alike: 0,
            ..self.clone()
        }
    }

    pub(crate) fn law(&self) -> LazyForm {
        self.law
    }

    /// Steps that the parameter took part in.
    pub(crate) fn step_count(&self) -> u64 {
        self.step_count
    }

    /// The last_step of a row that is up to date.
    #[expect(clippy::cast_possible_truncation, reason = "no last_step is older than the record is long")]
    pub(crate) fn current_step(&self) -> u32 {
        self.step_count as u32
    }

    /// How many steps a row with this last_step has not seen.
    pub(crate) fn pending_steps(&self, last_step: u32) -> u64 {
        self.current_step().wrapping_sub(last_step).into()
    }

    /// The rates of the steps from one up to another.
    pub(crate) fn rates_between(&self, first: u64, end: u64) -> Vec<f32> {
        (first..end).map(|step| self.rates[place(step)]).collect()
    }

    /// The rows, of so many, to bring up to date before the next step. Twice in every block where steps may be `skipped`, and
    /// sweeps with them.
    pub(crate) fn sweep(&self, rows: u64, skipped: bool) -> Range<u64> {
        let period = if skipped { BLOCK_STEPS / 2 } else { BLOCK_STEPS } as u64;
        if self.step_count < BLOCK_STEPS as u64 || !self.step_count.is_multiple_of(period) {
            return 0..0;
        }
        let share = self.step_count / BLOCK_STEPS as u64 % SHARES;
        // In u128, so that no number of rows is too many.
        let end = |share: u64| u64::try_from(u128::from(rows) * u128::from(share) / u128::from(SHARES));
        end(share).expect("no more than rows")..end(share + 1).expect("no more than rows")
    }

    /// Takes note of a step.
    pub(crate) fn advance(&mut self, rate: f32) {
        let at = place(self.step_count) % BLOCK_STEPS;
        self.rates[place(self.step_count)] = rate;
        let step = self.sums_of(rate);
        if at == 0 || self.of_steps[self.run].bin != step.bin {
            self.run = at;
        }
        for i in self.run..=at {
            self.of_steps[i].add(step);
            self.write(place(self.step_count) - at + i, self.of_steps[i]);
        }
        self.step_count += 1;
        if at + 1 == BLOCK_STEPS {
            self.end_block();
        }
        let next = (at + 1) % BLOCK_STEPS;
        self.of_steps[next] = Sums::default();
        self.write(place(self.step_count), Sums::default());
        if self.law == LazyForm::AdaptiveL2 {
            if next == 0 {
                (0..BLOCKS).for_each(|block| self.write(MAX_STEPS + block, self.of_blocks[block]));
            }
            return;
        }
        // Up to now: what is over, and what has been of the block under way.
        let since = if next == 0 { 0.0 } else { self.of_steps[0].sums[0] };
        for (word, block) in self.words[MAX_STEPS..].iter_mut().zip(&self.of_blocks) {
            *word = to_f32((block.sums[0] + since).min(self.most)).to_bits();
        }
    }

    /// Blocks of one bin that follow each other become one run.
    fn end_block(&mut self) {
        let block = block_of(self.step_count - 1);
        let all = self.of_steps[0];
        let last = self.of_blocks[(block + BLOCKS - 1) % BLOCKS];
        let is_whole = self.run == 0;
        if !is_whole || last.bin != all.bin {
            self.alike = 0;
        }
        self.of_blocks[block] = Sums::default();
        if is_whole {
            self.alike = (self.alike + 1).min(BLOCKS - 1);
            for before in 0..self.alike {
                let block = (block + BLOCKS - before) % BLOCKS;
                self.of_blocks[block].add(all);
            }
        }
        // Nothing is known yet of the one that begins.
        self.of_blocks[block_of(self.step_count)] = Sums::default();
    }

    fn sums_of(&self, rate: f32) -> Sums {
        let exact = f64::from(rate);
        match self.law {
            LazyForm::Documented if self.l2 > 0.0 => Sums::plain((exact * self.l2).ln_1p() / self.l2),
            LazyForm::Documented | LazyForm::Adaptive => Sums::plain(exact),
            LazyForm::AdaptiveL2 if rate < f32::MIN_POSITIVE => Sums { steps: 1, ..Sums::default() },
            LazyForm::AdaptiveL2 => {
                let bin = rate.to_bits() >> BIN;
                let d = exact / f64::from(center_of(bin)) - 1.0;
                Sums { steps: 1, bin, sums: [d, d * d / 2.0, d * d * d / 3.0] }
            }
        }
    }

    fn write(&mut self, entry: usize, sums: Sums) {
        if self.law == LazyForm::AdaptiveL2 {
            let [d, d2, d3] = sums.sums.map(|sum| to_f32(sum).to_bits());
            self.words[4 * entry..][..4].copy_from_slice(&[d, d2, d3, sums.bin << BIN | sums.steps]);
        } else {
            self.words[entry] = to_f32(sums.sums[0].min(self.most)).to_bits();
        }
    }

    /// The sum over the steps since a last_step, where rates are not binned.
    #[inline(always)]
    pub(crate) fn sum_since(&self, last_step: u32) -> f32 {
        let entry = |entry: usize| f32::from_bits(self.words[entry]);
        let (own, now) = (last_step as usize / BLOCK_STEPS, self.current_step() as usize / BLOCK_STEPS);
        let sum = entry(place(last_step.into()));
        if own == now { sum } else { sum + entry(MAX_STEPS + (own + 1) % BLOCKS) }
    }

    /// The runs of the steps since a last_step, where rates are binned: the first, and those behind it, of which there are
    /// none where rates move slowly.
    #[inline(always)]
    pub(crate) fn runs_since(&self, last_step: u32, more: &mut Vec<RateRun>) -> RateRun {
        let now = self.current_step();
        let (mut at, mut bin, mut first) = (last_step, 0, None);
        let mut run = RateRun::NONE;
        // Rather an end than an endless search, should somebody have restored nonsense.
        while (now.wrapping_sub(at).wrapping_sub(1) as usize) < MAX_STEPS {
            let [sums @ .., last] = self.entry_at(at);
            let steps = last & STEP_COUNT_MASK;
            if last >> BIN != bin {
                if run.steps > 0.0 {
                    if first.is_none() { first = Some(run) } else { more.push(run) }
                }
                bin = last >> BIN;
                run = RateRun { center: center_of(bin), ..RateRun::NONE };
            }
            run.add(steps, sums);
            at = at.wrapping_add(steps.max(1));
        }
        let Some(first) = first else { return run };
        more.push(run);
        first
    }

    /// What begins at a step: a run of blocks, or else of steps.
    #[inline(always)]
    fn entry_at(&self, at: u32) -> [u32; 4] {
        let (entries, _) = self.words.as_chunks::<4>();
        let place = place(at.into());
        let block = entries[MAX_STEPS + place / BLOCK_STEPS];
        let is_block = place.is_multiple_of(BLOCK_STEPS) && block[3] & STEP_COUNT_MASK > 0;
        if is_block { block } else { entries[place] }
    }

    /// All that kernels read.
    pub(crate) fn words(&self) -> &[u32] {
        &self.words
    }

    /// The most words of news.
    pub(crate) fn max_dirty_words(&self) -> u64 {
        ((2 * BLOCK_STEPS + BLOCKS) * words_of(self.law)) as u64
    }

    /// What has changed in the words since any step of the block before: where, and which. More than since the last step,
    /// so that a step that was recorded and never submitted takes nothing of others along.
    pub(crate) fn dirty_ranges(&self) -> impl Iterator<Item = (usize, &[u32])> {
        let size = words_of(self.law);
        let (first, now) = (place(self.step_count) / BLOCK_STEPS * BLOCK_STEPS, place(self.step_count));
        let before = (first + MAX_STEPS - BLOCK_STEPS) % MAX_STEPS;
        let pieces = if before < first {
            [before..now + 1, 0..0, MAX_STEPS..MAX_STEPS + BLOCKS]
        } else {
            [before..before + BLOCK_STEPS, first..now + 1, MAX_STEPS..MAX_STEPS + BLOCKS]
        };
        let pieces = pieces.into_iter().filter(|piece| !piece.is_empty());
        pieces.map(move |piece| (piece.start * size, &self.words[piece.start * size..piece.end * size]))
    }
}

/// The bits of a word that count steps.
const STEP_COUNT_MASK: u32 = (1 << BIN) - 1;

/// Words of an entry.
pub(crate) fn words_of(law: LazyForm) -> usize {
    if law == LazyForm::AdaptiveL2 { 4 } else { 1 }
}

/// Where in the record a step is.
fn place(step: u64) -> usize {
    usize::try_from(step % MAX_STEPS as u64).expect("the record is in memory")
}

/// Where in the record its block is.
fn block_of(step: u64) -> usize {
    place(step) / BLOCK_STEPS
}

fn center_of(bin: u32) -> f32 {
    if bin == 0 { 0.0 } else { f32::from_bits(bin << BIN | 1 << (BIN - 1)) }
}

impl Sums {
    fn plain(sum: f64) -> Self {
        Self { steps: 1, bin: 0, sums: [sum, 0.0, 0.0] }
    }

    fn add(&mut self, other: Self) {
        self.steps += other.steps;
        self.bin = other.bin;
        self.sums.iter_mut().zip(other.sums).for_each(|(sum, more)| *sum += more);
    }
}

impl RateRun {
    /// Of no steps.
    pub(crate) const NONE: Self = Self { center: 0.0, steps: 0.0, sums: [0.0; 3] };

    #[inline(always)]
    #[expect(clippy::cast_precision_loss, reason = "no more than the record has steps")]
    fn add(&mut self, steps: u32, sums: [u32; 3]) {
        self.steps += steps as f32;
        self.sums.iter_mut().zip(sums).for_each(|(sum, more)| *sum += f32::from_bits(more));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a sum law adds up, and what a run stands for.
    fn of(runs: &[RateRun], u: f64) -> f64 {
        let of = |run: &RateRun| {
            let z = f64::from(run.center) * u;
            let (r, [d, d2, d3]) = (z / (1.0 + z), run.sums.map(f64::from));
            f64::from(run.steps) * z.ln_1p() + r * (d - r * (d2 - r * d3))
        };
        runs.iter().map(of).sum()
    }

    /// All of them.
    fn runs(rate_history: &RateHistory, last_step: u32) -> Vec<RateRun> {
        let mut more = Vec::new();
        let first = rate_history.runs_since(last_step, &mut more);
        if first.steps > 0.0 {
            more.insert(0, first);
        }
        more
    }

    type Rate = fn(u64) -> f64;

    /// Schedules that rise, fall, stay, jump, rest and run over nine decades.
    fn schedules() -> Vec<(&'static str, Rate)> {
        vec![
            ("constant", |_| 0.1),
            ("nine decades down", |t| 10f64.powf(-9.0 * (t as f64 / 150_000.0))),
            ("nine decades up", |t| 1e-9 * 10f64.powf(9.0 * (t as f64 / 150_000.0))),
            ("warm-up", |t| 0.5 * (t.min(3000) as f64 / 3000.0)),
            ("cyclic", |t| 0.001 + 0.1 * (t % 1000) as f64 / 1000.0),
            ("jumps", |t| [1.0, 1e-9, 0.0, 3e-4][place(t * 2_654_435_761 / 128) % 4]),
            ("staircase", |t| 0.9f64.powf((t / 777) as f64)),
        ]
    }

    /// Calls `check(name, rate_history, steps, rates)` at the end of runs of every schedule.
    fn for_each_schedule(law: LazyForm, l2: f64, mut check: impl FnMut(&str, &RateHistory, &[f32])) {
        for (name, schedule) in schedules() {
            let mut rate_history = RateHistory::new(law, 0.1, l2);
            let mut rates = Vec::new();
            // Within the first block, at its end, in the middle, and three times around.
            for end in [1, 3, 255, 256, 257, 5000, 65_536, 70_001, 200_000] {
                while rate_history.step_count() < end {
                    rates.push(to_f32(schedule(rate_history.step_count())));
                    rate_history.advance(*rates.last().unwrap());
                }
                check(name, &rate_history, &rates);
            }
        }
    }

    /// Gaps of every size that the record has to cover.
    fn gaps(step_count: usize) -> impl Iterator<Item = usize> {
        let all = [0, 1, 2, 3, 17, 254, 255, 256, 257, 511, 512, 1000, 4096, 20_000, 65_000, 65_280];
        all.into_iter().filter(move |&gap| gap <= step_count)
    }

    fn assert_near(what: &str, got: f64, want: f64, roundings: f64) {
        let most = roundings * 2f64.powi(-24) * want;
        assert!(
            (got - want).abs() <= most,
            "{what}: {got}, not {want}: off by {:e}",
            (got / want - 1.0).abs()
        );
    }

    #[test]
    fn sums_over_any_gap_are_as_good_as_their_rounding() {
        for (law, l2) in [(LazyForm::Documented, 0.0), (LazyForm::Documented, 2.5), (LazyForm::Adaptive, 0.0)]
        {
            for_each_schedule(law, l2, |name, rate_history, rates| {
                for gap in gaps(rates.len()) {
                    let last_step = rate_history.current_step().wrapping_sub(u32::try_from(gap).unwrap());
                    let summand = |rate: &f32| match f64::from(*rate) {
                        rate if l2 > 0.0 => (rate * l2).ln_1p() / l2,
                        rate => rate,
                    };
                    let want: f64 = rates[rates.len() - gap..].iter().map(summand).sum();
                    let got = rate_history.sum_since(last_step).into();
                    // Two entries and an addition.
                    assert_near(&format!("{name}, {gap} of {} steps", rates.len()), got, want, 2.0);
                }
            });
        }
    }

    #[test]
    fn runs_stand_for_all_of_their_rates() {
        for_each_schedule(LazyForm::AdaptiveL2, 1.0, |name, rate_history, rates| {
            for gap in gaps(rates.len()) {
                let runs =
                    runs(rate_history, rate_history.current_step().wrapping_sub(u32::try_from(gap).unwrap()));
                let steps: f64 = runs.iter().map(|run| f64::from(run.steps)).sum();
                assert_eq!(steps, gap as f64, "{name}");
                if name == "constant" {
                    assert!(runs.len() <= 1, "{runs:?}");
                }
                for u in [1e-12, 1e-3, 0.3, 10.0, 1e9] {
                    let rates = rates[rates.len() - gap..].iter();
                    let want: f64 = rates.map(|rate| (f64::from(*rate) * u).ln_1p()).sum();
                    assert_near(&format!("{name}, {gap} steps, u = {u}"), of(&runs, u), want, 4.0);
                }
            }
        });
    }

    #[test]
    fn the_closed_form_needs_few_runs_where_rates_move_slowly() {
        let mut rate_history = RateHistory::new(LazyForm::AdaptiveL2, 0.1, 1.0);
        // A decade in a hundred thousand steps.
        (0..65_000).for_each(|t| rate_history.advance(to_f32(0.1 * 10f64.powf(-f64::from(t) / 1e5))));
        let count = |gap: u32| runs(&rate_history, rate_history.current_step() - gap).len();
        assert_eq!([count(100), count(1000)].map(|count| count <= 2), [true; 2]);
        assert!(count(60_000) <= 40, "a bin is a sixteenth wide");
    }

    #[test]
    fn a_record_can_be_replayed_from_the_oldest_mark_with_the_same_bits() {
        for law in LazyForm::ALL {
            let mut rate_history = RateHistory::new(law, 0.1, 0.5);
            let rate = |t: u64| to_f32(0.1 + 0.05 * ((t % 700) as f64 / 700.0));
            (0..70_123).for_each(|t| rate_history.advance(rate(t)));
            for gap in [0, 1, 100, 123, 124, 5000, 64_000] {
                let mut again = rate_history.replayed(
                    rate_history.step_count(),
                    &rate_history.rates_between(rate_history.step_count() - gap, rate_history.step_count()),
                );
                let mut whole = rate_history.clone();
                let last_step = rate_history.current_step() - u32::try_from(gap).unwrap();
                for more in 0..600 {
                    for since in
                        [last_step, last_step + u32::try_from(gap).unwrap() / 2, whole.current_step()]
                    {
                        if law == LazyForm::AdaptiveL2 {
                            assert_eq!(runs(&again, since), runs(&whole, since));
                        } else {
                            assert_eq!(again.sum_since(since).to_bits(), whole.sum_since(since).to_bits());
                        }
                    }
                    again.advance(rate(more));
                    whole.advance(rate(more));
                }
            }
        }
    }

    #[test]
    fn every_row_is_swept_before_its_mark_is_written_over_even_if_a_sweep_is_lost() {
        for rows in [0u16, 1, 3, 254, 255, 256, 1000, 12_345] {
            for lost in [None, Some(0), Some(1), Some(2)] {
                let mut rate_history = RateHistory::new(LazyForm::Adaptive, 0.1, 0.0);
                let mut last_steps = vec![0u64; rows.into()];
                for block in 1..2000 {
                    // Only the ends of blocks matter.
                    rate_history.step_count = block * BLOCK_STEPS as u64;
                    let swept = rate_history.sweep(rows.into(), false);
                    // In one of three rounds, so never twice in a row.
                    if lost != Some(block / SHARES % 3) {
                        last_steps[place(swept.start)..place(swept.end)].fill(rate_history.step_count);
                    }
                    let oldest = last_steps.iter().min().copied().unwrap_or(rate_history.step_count);
                    let age = (rate_history.step_count - oldest) / BLOCK_STEPS as u64;
                    assert!(age < BLOCKS as u64 - SKIPPED, "{rows} rows are {age} blocks old");
                }
                rate_history.step_count += 1;
                assert_eq!(rate_history.sweep(rows.into(), true), 0..0);
                rate_history.step_count = 2 * BLOCK_STEPS as u64 + 128;
                let again = rate_history.sweep(rows.into(), true);
                rate_history.step_count = 2 * BLOCK_STEPS as u64;
                assert_eq!(rate_history.sweep(rows.into(), false), again);
            }
        }
    }

    #[test]
    fn sums_stay_accurate_over_a_hundred_million_steps() {
        // Where a single sum from the start would have lost all digits of a rate.
        let mut rate_history = RateHistory::new(LazyForm::Adaptive, 0.1, 0.0);
        rate_history.step_count = 100_000_000;
        (0..1000).for_each(|_| rate_history.advance(1.0));
        (0..10).for_each(|_| rate_history.advance(1e-9));
        assert_eq!(rate_history.sum_since(rate_history.current_step() - 1), 1e-9);
        assert_near("ten", rate_history.sum_since(rate_history.current_step() - 10).into(), 1e-8, 3.0);
    }

    #[test]
    fn dirty_ranges_are_all_that_a_device_needs_to_have_the_same_words() {
        for law in LazyForm::ALL {
            let mut rate_history = RateHistory::new(law, 0.1, 0.5);
            let mut device = rate_history.words().to_vec();
            for t in 0..140_000u64 {
                // Every fifth step is recorded and never submitted.
                if t % 5 != 3 {
                    for (at, words) in rate_history.dirty_ranges() {
                        device[at..at + words.len()].copy_from_slice(words);
                    }
                    assert!(t % 1000 != 0 || device == rate_history.words(), "{law:?} after {t} steps");
                }
                rate_history.advance(to_f32(0.1 + 0.1 * ((t / 300 % 7) as f64)));
            }
        }
    }
}
