//! A step as work for threads: parts of parameters, cut so that every element is computed by one thread alone.

use super::{
    channels::Channels,
    dense::Dense,
    exact::Flush,
    heavy::{Heavy, Pieces},
    rows::{Rows, Scratch},
    wide::{Chunks, Wide},
};
use crate::threads::{GRAIN, parallel_for, thread_count};

/// Elements from which on threads share a single row or channel: first its sum, then its update.
const HEAVY: usize = 4 * GRAIN;

/// What one thread can do by itself.
#[derive(Debug)]
pub(super) enum Work<'a> {
    Dense(Dense<'a>),
    Channels(Channels<'a>),
    Rows(Rows<'a>),
    Pieces(Pieces<'a>),
    Chunks(Chunks<'a>),
    Heavy(Heavy<'a>),
    Flush(Flush<'a>),
}

/// Does all of the work, on as many threads as it is worth.
pub(super) fn run(mut work: Vec<Work<'_>>) {
    if work.is_empty() {
        return;
    }
    let threads = thread_count(elements(&work));
    if threads == 1 {
        return run_on(1, &mut work);
    }
    let mut shared = Vec::new();
    let mut first = Vec::with_capacity(work.len());
    for work in work {
        work.divide(&mut first, &mut shared);
    }
    first.extend(shared.iter_mut().map(Shared::sums));
    run_on(threads, &mut first);
    let mut then: Vec<_> = shared.into_iter().map(Shared::update).collect();
    run_on(threads, &mut then);
}

fn run_on(threads: usize, work: &mut [Work<'_>]) {
    // Enough jobs for threads to finish together, and few beginnings, where no processor knows yet what to read ahead.
    let grain = (elements(work) / threads / 16).clamp(GRAIN, 8 * GRAIN);
    parallel_for(threads, Jobs { work, grain }, Job::run);
}

fn elements(work: &[Work<'_>]) -> usize {
    work.iter().map(Work::elements).sum()
}

impl<'a> Work<'a> {
    /// How much it is, in elements of a dense gradient.
    fn elements(&self) -> usize {
        match self {
            Self::Dense(dense) => dense.elements(),
            Self::Channels(channels) => channels.dense.elements(),
            Self::Rows(rows) => rows.elements(),
            Self::Pieces(pieces) => pieces.elements(),
            Self::Chunks(chunks) => chunks.elements(),
            Self::Heavy(heavy) => heavy.elements(),
            Self::Flush(flush) => flush.elements(),
        }
    }

    /// Takes work on about so many elements off the front, if it is much more than that and can be cut.
    fn cut(&mut self, elements: usize) -> Option<Self> {
        if self.elements() < 2 * elements {
            return None;
        }
        Some(match self {
            Self::Dense(dense) => Self::Dense(dense.cut(elements)),
            Self::Channels(channels) => Self::Channels(channels.cut(elements)),
            Self::Rows(rows) => Self::Rows(rows.cut(elements)),
            Self::Pieces(pieces) => Self::Pieces(pieces.cut(elements)),
            Self::Chunks(chunks) => Self::Chunks(chunks.cut(elements)),
            Self::Flush(flush) => Self::Flush(flush.cut(elements)),
            Self::Heavy(_) => return None,
        })
    }

    /// Takes out what threads share.
    fn divide<'b>(self, alone: &mut Vec<Work<'b>>, shared: &mut Vec<Shared<'a>>)
    where
        'a: 'b,
    {
        match self {
            Self::Channels(channels) if channels.width > HEAVY => {
                shared.extend(channels.each().map(|channel| Shared::Channel(Wide::new(channel))));
            }
            Self::Rows(mut rows) => {
                while let Some((light, heavy)) = rows.cut_heavy(HEAVY) {
                    alone.push(Work::Rows(light));
                    shared.push(Shared::Row(heavy));
                }
                alone.push(Work::Rows(rows));
            }
            other => alone.push(other),
        }
    }

    fn run(&mut self, scratch: &mut Scratch) {
        match self {
            Self::Dense(dense) => dense.run(&mut scratch.room),
            Self::Channels(channels) => channels.run(&mut scratch.room, &mut scratch.sums),
            Self::Rows(rows) => rows.run(scratch),
            Self::Pieces(pieces) => pieces.run(),
            Self::Chunks(chunks) => chunks.run(&mut scratch.room),
            Self::Heavy(heavy) => heavy.run(scratch),
            Self::Flush(flush) => flush.run(&mut scratch.room, &mut scratch.missed),
        }
    }
}

/// A row or channel that threads share.
#[derive(Debug)]
enum Shared<'a> {
    Row(Heavy<'a>),
    Channel(Wide<'a>),
}

impl<'a> Shared<'a> {
    /// What comes first.
    fn sums(&mut self) -> Work<'_> {
        match self {
            Self::Row(row) => Work::Pieces(row.pieces()),
            Self::Channel(channel) => Work::Chunks(channel.chunks()),
        }
    }

    /// What is left to do then.
    fn update(self) -> Work<'a> {
        match self {
            Self::Row(row) => Work::Heavy(row),
            Self::Channel(channel) => Work::Dense(channel.update()),
        }
    }
}

/// All of the work as jobs, made as they are taken.
#[derive(Debug)]
struct Jobs<'w, 'a> {
    work: &'w mut [Work<'a>],
    /// Elements of a job, about.
    grain: usize,
}

/// What a thread takes at once.
#[derive(Debug)]
#[expect(
    clippy::large_enum_variant,
    reason = "it is used up where it is made; a box would be allocated for each"
)]
enum Job<'w, 'a> {
    Cut(Work<'a>),
    Whole(&'w mut [Work<'a>]),
}

impl<'w, 'a> Iterator for Jobs<'w, 'a> {
    type Item = Job<'w, 'a>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(cut) = self.work.first_mut()?.cut(self.grain) {
            return Some(Job::Cut(cut));
        }
        let mut elements = 0;
        let fits = |work: &&Work<'_>| {
            elements += work.elements();
            elements < 2 * self.grain
        };
        // At least one: what cannot be cut may be more than that.
        let count = self.work.iter().take_while(fits).count().max(1);
        self.work.split_off_mut(..count).map(Job::Whole)
    }
}

impl Job<'_, '_> {
    fn run(self, scratch: &mut Scratch) {
        match self {
            Self::Cut(mut work) => work.run(scratch),
            Self::Whole(work) => work.iter_mut().for_each(|work| work.run(scratch)),
        }
    }
}
