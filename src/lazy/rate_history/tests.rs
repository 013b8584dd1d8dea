use super::*;

/// `Σ ln(1 + γ·u)` over the rates that these runs replace.
fn logarithms(runs: &[RateRun], u: f64) -> f64 {
    let of_run = |run: &RateRun| {
        let z = f64::from(run.center) * u;
        let (r, [d, d2, d3]) = (z / (1.0 + z), run.sums.map(f64::from));
        f64::from(run.steps) * z.ln_1p() + r * (d - r * (d2 - r * d3))
    };
    runs.iter().map(of_run).sum()
}

/// All runs since this last step.
fn runs(history: &RateHistory, last_step: u32) -> Vec<RateRun> {
    let mut more = Vec::new();
    let first = history.runs_since(last_step, &mut more);
    if first.steps > 0.0 {
        more.insert(0, first);
    }
    more
}

type Rate = fn(u64) -> f64;

/// Schedules that stay, fall, rise, swing, jump, pause at 0 and cover nine decades.
fn schedules() -> Vec<(&'static str, Rate)> {
    vec![
        ("constant", |_| 0.1),
        ("nine decades down", |t| 10f64.powf(-9.0 * (t as f64 / 150_000.0))),
        ("nine decades up", |t| 1e-9 * 10f64.powf(9.0 * (t as f64 / 150_000.0))),
        ("warm-up", |t| 0.5 * (t.min(3000) as f64 / 3000.0)),
        ("cyclic", |t| 0.001 + 0.1 * (t % 1000) as f64 / 1000.0),
        ("jumps", |t| [1.0, 1e-9, 0.0, 3e-4][(t * 2_654_435_761 / 128 % 4) as usize]),
        ("staircase", |t| 0.9f64.powf((t / 777) as f64)),
    ]
}

/// Calls `check(name, history, rates)` after some numbers of steps of every schedule.
fn for_each_schedule(form: LazyForm, l2: f64, mut check: impl FnMut(&str, &RateHistory, &[f32])) {
    for (name, schedule) in schedules() {
        let mut history = RateHistory::new(form, 0.1, l2);
        let mut rates = Vec::new();
        // Within the first block, at its end, later in the record, and after three rounds of it.
        for end in [1, 3, 255, 256, 257, 5000, 65_536, 70_001, 200_000] {
            while history.step_count() < end {
                rates.push(to_f32(schedule(history.step_count())));
                history.advance(*rates.last().unwrap());
            }
            check(name, &history, &rates);
        }
    }
}

/// Numbers of missed steps, of every magnitude that the record has to cover.
fn gaps(step_count: usize) -> impl Iterator<Item = usize> {
    let all = [0, 1, 2, 3, 17, 254, 255, 256, 257, 511, 512, 1000, 4096, 20_000, 65_000, 65_280];
    all.into_iter().filter(move |&gap| gap <= step_count)
}

fn assert_near(what: &str, got: f64, want: f64, roundings: f64) {
    let most = roundings * 2f64.powi(-24) * want;
    assert!((got - want).abs() <= most, "{what}: {got}, not {want}: off by {:e}", (got / want - 1.0).abs());
}

#[test]
fn sums_over_any_gap_are_as_good_as_their_rounding() {
    for (form, l2) in [(LazyForm::Documented, 0.0), (LazyForm::Documented, 2.5), (LazyForm::Adaptive, 0.0)] {
        for_each_schedule(form, l2, |name, history, rates| {
            for gap in gaps(rates.len()) {
                let last_step = history.current_step().wrapping_sub(u32::try_from(gap).unwrap());
                let summand = |rate: &f32| match f64::from(*rate) {
                    rate if l2 > 0.0 => (rate * l2).ln_1p() / l2,
                    rate => rate,
                };
                let want: f64 = rates[rates.len() - gap..].iter().map(summand).sum();
                let got = history.sum_since(last_step).into();
                // Two entries and an addition.
                assert_near(&format!("{name}, {gap} of {} steps", rates.len()), got, want, 2.0);
            }
        });
    }
}

#[test]
fn runs_stand_for_all_of_their_rates() {
    for_each_schedule(LazyForm::AdaptiveL2, 1.0, |name, history, rates| {
        for gap in gaps(rates.len()) {
            let runs = runs(history, history.current_step().wrapping_sub(u32::try_from(gap).unwrap()));
            let steps: f64 = runs.iter().map(|run| f64::from(run.steps)).sum();
            assert_eq!(steps, gap as f64, "{name}");
            if name == "constant" {
                assert!(runs.len() <= 1, "{runs:?}");
            }
            for u in [1e-12, 1e-3, 0.3, 10.0, 1e9] {
                let rates = rates[rates.len() - gap..].iter();
                let want: f64 = rates.map(|rate| (f64::from(*rate) * u).ln_1p()).sum();
                assert_near(&format!("{name}, {gap} steps, u = {u}"), logarithms(&runs, u), want, 4.0);
            }
        }
    });
}

#[test]
fn the_closed_form_needs_few_runs_where_rates_move_slowly() {
    let mut history = RateHistory::new(LazyForm::AdaptiveL2, 0.1, 1.0);
    // A decade in a hundred thousand steps.
    (0..65_000).for_each(|t| history.advance(to_f32(0.1 * 10f64.powf(-f64::from(t) / 1e5))));
    let count = |gap: u32| runs(&history, history.current_step() - gap).len();
    assert_eq!([count(100), count(1000)].map(|count| count <= 2), [true; 2]);
    assert!(count(60_000) <= 40, "a bin is a sixteenth wide");
}

#[test]
fn a_record_can_be_replayed_from_the_oldest_last_step_with_the_same_bits() {
    for form in LazyForm::ALL {
        let mut history = RateHistory::new(form, 0.1, 0.5);
        let rate = |t: u64| to_f32(0.1 + 0.05 * ((t % 700) as f64 / 700.0));
        (0..70_123).for_each(|t| history.advance(rate(t)));
        for gap in [0u32, 1, 100, 123, 124, 5000, 64_000] {
            let end = history.step_count();
            let mut again = history.replayed(end, &history.rates_between(end - u64::from(gap), end));
            let mut whole = history.clone();
            let last_step = history.current_step() - gap;
            for more in 0..600 {
                for since in [last_step, last_step + gap / 2, whole.current_step()] {
                    if form == LazyForm::LastRate {
                        // Rows that have missed nothing do not ask for it.
                        let is_behind = since != whole.current_step();
                        assert!(!is_behind || again.last_rate() == whole.last_rate());
                    } else if form == LazyForm::AdaptiveL2 {
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
fn every_row_is_swept_before_its_last_step_is_overwritten_even_if_a_sweep_is_lost() {
    for rows in [0u16, 1, 3, 254, 255, 256, 1000, 12_345] {
        for lost in [None, Some(0), Some(1), Some(2)] {
            let mut history = RateHistory::new(LazyForm::Adaptive, 0.1, 0.0);
            let mut last_steps = vec![0u64; rows.into()];
            for block in 1..2000 {
                // Only the ends of blocks matter.
                history.step_count = block * BLOCK_STEPS as u64;
                let oldest = last_steps.iter().min().copied().unwrap_or(history.step_count);
                // The block that begins now overwrites the oldest one, so the last steps of the record are in one less.
                let age = (history.step_count - oldest) / BLOCK_STEPS as u64;
                assert!(age < BLOCKS as u64 - RESERVED_BLOCKS, "{rows} rows are {age} blocks old");
                let swept = history.sweep(rows.into(), false);
                // A sweep costs no step more than its part of the rows.
                assert!(swept.end - swept.start <= u64::from(rows).div_ceil(123), "{rows} rows: {swept:?}");
                // In one of three rounds, so never twice in a row.
                if lost != Some(block / SWEEP_PARTS % 3) {
                    let [start, end] = [swept.start, swept.end].map(|row| usize::try_from(row).unwrap());
                    last_steps[start..end].fill(history.step_count);
                }
            }
            history.step_count += 1;
            assert_eq!(history.sweep(rows.into(), true), 0..0);
            history.step_count = 2 * BLOCK_STEPS as u64 + 128;
            let again = history.sweep(rows.into(), true);
            history.step_count = 2 * BLOCK_STEPS as u64;
            assert_eq!(history.sweep(rows.into(), false), again);
        }
    }
}

#[test]
fn no_row_is_swept_before_the_first_block_has_ended() {
    let mut history = RateHistory::new(LazyForm::Adaptive, 0.1, 0.0);
    for step in 0..=BLOCK_STEPS {
        history.step_count = step as u64;
        let swept = [false, true].map(|may_skip| !history.sweep(1 << 40, may_skip).is_empty());
        assert_eq!(swept, [step == BLOCK_STEPS; 2], "{step}");
    }
}

#[test]
fn blocks_of_one_bin_are_one_entry_and_others_are_not() {
    let entries = |rate: fn(u64) -> f32, blocks: u64| {
        let mut history = RateHistory::new(LazyForm::AdaptiveL2, 0.1, 1.0);
        (0..blocks * BLOCK_STEPS as u64).for_each(|t| history.advance(rate(t)));
        let mut steps = Vec::new();
        let mut at = 0;
        while at < history.current_step() {
            let entry = history.entry_at(at);
            steps.push(entry.steps() as usize);
            at += entry.steps();
        }
        steps
    };
    assert_eq!(entries(|_| 0.1, 200), [200 * BLOCK_STEPS]);
    // Rates below the smallest normal number are in the bin of 0.
    assert_eq!([f32::MIN_POSITIVE, f32::MIN_POSITIVE / 2.0].map(|rate| RunSums::binned(rate).bin), [16, 0]);
    // Another bin from block 3 on, and in the middle of block 5.
    let jump = |t: u64| if t < 3 * BLOCK_STEPS as u64 { 0.1 } else { 0.2 };
    assert_eq!(entries(jump, 7), [3 * BLOCK_STEPS, 4 * BLOCK_STEPS]);
    let within = |t: u64| if t < 5 * BLOCK_STEPS as u64 + 100 { 0.1 } else { 0.2 };
    assert_eq!(entries(within, 7), [5 * BLOCK_STEPS, 100, BLOCK_STEPS - 100, BLOCK_STEPS]);
}

#[test]
fn sums_stay_accurate_over_a_hundred_million_steps() {
    // Where a single sum from the start would have lost all digits of a rate.
    let mut history = RateHistory::new(LazyForm::Adaptive, 0.1, 0.0);
    history.step_count = 100_000_000;
    (0..1000).for_each(|_| history.advance(1.0));
    (0..10).for_each(|_| history.advance(1e-9));
    assert_eq!(history.sum_since(history.current_step() - 1), 1e-9);
    assert_near("ten", history.sum_since(history.current_step() - 10).into(), 1e-8, 3.0);
}

#[test]
fn last_steps_are_told_apart_where_the_step_count_is_beyond_u32() {
    let mut history = RateHistory::new(LazyForm::Adaptive, 0.1, 0.0);
    history.step_count = (1 << 32) + 5;
    assert_eq!((history.step_count(), history.current_step()), (4_294_967_301, 5));
    for (last_step, pending) in [(5, 0), (4, 1), (0, 5), (u32::MAX, 6)] {
        let got = (history.pending_steps(last_step), history.step_of(last_step));
        assert_eq!(got, (pending, 4_294_967_301 - pending), "{last_step}");
    }
}

#[test]
fn a_record_with_other_strengths_goes_on_at_the_same_step() {
    let mut history = RateHistory::new(LazyForm::Documented, 0.1, 0.0);
    (0..300).for_each(|_| history.advance(0.5));
    let mut other = history.with_strengths(LazyForm::Documented, 0.1, 2.0).unwrap();
    assert_eq!((other.form(), other.step_count(), other.sum_since(300)), (LazyForm::Documented, 300, 0.0));
    other.advance(0.5);
    // ln(1 + 0.5·2)/2
    assert_near("one step", other.sum_since(300).into(), 0.346_573_590_279_972_65, 1.0);
    assert!(history.with_strengths(LazyForm::Adaptive, 0.1, 0.0).is_none());
}

#[test]
fn sums_end_where_a_shrink_could_leave_the_range_of_f32() {
    let quarter = f32::MAX / 4.0;
    for (form, l1, most) in [
        (LazyForm::Documented, 0.0, quarter),
        (LazyForm::Documented, 0.5, quarter),
        (LazyForm::Documented, 8.0, quarter / 8.0),
        (LazyForm::Adaptive, 0.0, quarter),
        // The square root of the smallest normal number is 2⁻⁶³.
        (LazyForm::Adaptive, 1.0, quarter / 2f32.powi(63)),
        (LazyForm::Adaptive, 8.0, quarter / 2f32.powi(66)),
    ] {
        let mut history = RateHistory::new(form, l1, 0.0);
        history.advance(f32::MAX);
        assert_eq!(history.sum_since(0), most, "{form:?} with {l1}");
        (0..BLOCK_STEPS).for_each(|_| history.advance(f32::MAX));
        // The steps to the end of the first block, and the step after it.
        assert_eq!(history.sum_since(1), 2.0 * most, "{form:?} with {l1}");
    }
}

#[test]
fn dirty_ranges_are_all_that_a_device_needs_to_have_the_same_words() {
    for form in LazyForm::ALL {
        let mut history = RateHistory::new(form, 0.1, 0.5);
        let mut device = history.words().to_vec();
        let mut most_words = 0;
        for t in 0..140_000u64 {
            // Every fifth step is recorded and never submitted.
            if t % 5 != 3 {
                for (at, words) in history.dirty_ranges() {
                    device[at..at + words.len()].copy_from_slice(words);
                }
                // Several times in each block, also in the one with which the ring begins again.
                assert!(t % 97 != 0 || device == history.words(), "{form:?} after {t} steps");
            }
            let dirty_words = history.dirty_ranges().map(|(_, words)| words.len() as u64).sum();
            most_words = most_words.max(dirty_words);
            history.advance(to_f32(0.1 + 0.1 * ((t / 300 % 7) as f64)));
        }
        assert_eq!(most_words, history.max_dirty_words(), "{form:?}");
    }
}
