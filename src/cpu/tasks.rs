//! Tasks: parts of a step that threads run, cut so that every element is computed by one thread alone.

use super::{
    channels::{self, Channels},
    dense::{self, Dense},
    lazy_rows::{self, Flush},
    rows::{self, RowUpdates},
    scratch::Scratch,
    split_channels::{self, ChannelChunks, SplitChannel},
    split_rows::{self, RowPieces, SplitRow},
};
use crate::threads::{GRAIN, parallel_for, thread_count};

/// A single row or channel that costs more elements is shared by threads: first its sum, then its update.
const SPLIT_COST: usize = 4 * GRAIN;

/// A task for one thread.
#[derive(Debug)]
pub(super) enum Task<'a> {
    Dense(Dense<'a>),
    Channels(Channels<'a>),
    Rows(RowUpdates<'a>),
    /// The first half of a channel that threads share.
    ChannelChunks(ChannelChunks<'a>),
    /// The first half of a row that threads share.
    RowPieces(RowPieces<'a>),
    /// The second half of a row that threads share.
    SplitRow(SplitRow<'a>),
    Flush(Flush<'a>),
}

/// Runs all tasks, on as many threads as they justify.
pub(super) fn run(mut tasks: Vec<Task<'_>>) {
    if tasks.is_empty() {
        return;
    }
    let threads = thread_count(cost(&tasks));
    if threads == 1 {
        return run_on(1, &mut tasks);
    }
    let mut shared = Vec::new();
    let mut first = Vec::with_capacity(tasks.len());
    for task in tasks {
        task.divide(&mut first, &mut shared);
    }
    first.extend(shared.iter_mut().map(Shared::sums));
    run_on(threads, &mut first);
    let mut second: Vec<_> = shared.into_iter().map(Shared::update).collect();
    run_on(threads, &mut second);
}

fn run_on(threads: usize, tasks: &mut [Task<'_>]) {
    // Enough jobs for threads to finish together. No more, because at the start of a job a processor cannot
    // prefetch yet.
    let grain = (cost(tasks) / threads / 16).clamp(GRAIN, 8 * GRAIN);
    parallel_for(threads, Jobs { tasks, grain }, Job::run);
}

fn cost(tasks: &[Task<'_>]) -> usize {
    tasks.iter().map(Task::cost).sum()
}

impl<'a> Task<'a> {
    /// Cost in elements of a dense gradient.
    fn cost(&self) -> usize {
        match self {
            Self::Dense(dense) => dense.len(),
            Self::Channels(channels) => channels.dense.len(),
            Self::Rows(rows) => rows.cost(),
            Self::ChannelChunks(chunks) => chunks.len(),
            Self::RowPieces(pieces) => pieces.cost(),
            Self::SplitRow(row) => row.cost(),
            Self::Flush(flush) => flush.len(),
        }
    }

    /// Splits off a task of about this cost, if this one costs at least twice as much and can be cut.
    fn cut(&mut self, cost: usize) -> Option<Self> {
        if self.cost() < 2 * cost {
            return None;
        }
        Some(match self {
            Self::Dense(dense) => Self::Dense(dense.cut(cost)),
            Self::Channels(channels) => Self::Channels(channels.cut(cost)),
            Self::Rows(rows) => Self::Rows(rows.cut(cost)),
            Self::ChannelChunks(chunks) => Self::ChannelChunks(chunks.cut(cost)),
            Self::RowPieces(pieces) => Self::RowPieces(pieces.cut(cost)),
            Self::SplitRow(_) => return None,
            Self::Flush(flush) => Self::Flush(flush.cut(cost)),
        })
    }

    /// Divides the task into tasks for one thread, and rows or channels that threads share.
    fn divide<'b>(self, alone: &mut Vec<Task<'b>>, shared: &mut Vec<Shared<'a>>)
    where
        'a: 'b,
    {
        match self {
            Self::Channels(channels) if channels.width > SPLIT_COST && !channels.takes_rows() => {
                shared.extend(channels.each().map(|channel| Shared::Channel(SplitChannel::new(channel))));
            }
            Self::Rows(mut rows) => {
                while let Some([before, row]) = rows.cut_large_row(SPLIT_COST) {
                    alone.push(Task::Rows(before));
                    shared.push(Shared::Row(SplitRow::new(row)));
                }
                alone.push(Task::Rows(rows));
            }
            other => alone.push(other),
        }
    }

    fn run(&mut self, scratch: &mut Scratch) {
        match self {
            Self::Dense(dense) => dense::run(dense, scratch),
            Self::Channels(channels) => channels::run(channels, scratch),
            Self::Rows(rows) => rows::run(rows, scratch),
            Self::ChannelChunks(chunks) => split_channels::sum_chunks(chunks, scratch),
            Self::RowPieces(pieces) => split_rows::sum_pieces(pieces),
            Self::SplitRow(row) => split_rows::update(row, scratch),
            Self::Flush(flush) => lazy_rows::run(flush, scratch),
        }
    }
}

/// A row or channel that threads share.
#[derive(Debug)]
enum Shared<'a> {
    Row(SplitRow<'a>),
    Channel(SplitChannel<'a>),
}

impl<'a> Shared<'a> {
    /// The first half: sums.
    fn sums(&mut self) -> Task<'_> {
        match self {
            Self::Row(row) => Task::RowPieces(row.pieces()),
            Self::Channel(channel) => Task::ChannelChunks(channel.chunks()),
        }
    }

    /// The second half: the update.
    fn update(self) -> Task<'a> {
        match self {
            Self::Row(row) => Task::SplitRow(row),
            Self::Channel(channel) => Task::Dense(channel.update()),
        }
    }
}

/// All tasks as jobs, which are made when threads take them.
#[derive(Debug)]
struct Jobs<'t, 'a> {
    tasks: &'t mut [Task<'a>],
    /// Cost of a job, about.
    grain: usize,
}

/// The work that a thread takes at once.
#[derive(Debug)]
#[expect(
    clippy::large_enum_variant,
    reason = "a job is run right where it is made; a box would cost an allocation for each"
)]
enum Job<'t, 'a> {
    /// A part of a task.
    Part(Task<'a>),
    /// Whole tasks.
    Whole(&'t mut [Task<'a>]),
}

impl<'t, 'a> Iterator for Jobs<'t, 'a> {
    type Item = Job<'t, 'a>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(part) = self.tasks.first_mut()?.cut(self.grain) {
            return Some(Job::Part(part));
        }
        let mut cost = 0;
        let fits = |task: &&Task<'_>| {
            cost += task.cost();
            cost < 2 * self.grain
        };
        // At least one task: one that cannot be cut may cost more.
        let count = self.tasks.iter().take_while(fits).count().max(1);
        self.tasks.split_off_mut(..count).map(Job::Whole)
    }
}

impl Job<'_, '_> {
    fn run(self, scratch: &mut Scratch) {
        match self {
            Self::Part(mut task) => task.run(scratch),
            Self::Whole(tasks) => tasks.iter_mut().for_each(|task| task.run(scratch)),
        }
    }
}
