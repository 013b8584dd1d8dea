//! Threads for work that can be cut: rayon's with the feature `parallel`, the calling one alone without.
//!
//! Nothing here decides a result: work is cut so that every element is computed by one job alone, whichever thread
//! takes it.

#[cfg(feature = "parallel")]
use std::sync::atomic::{AtomicUsize, Ordering};

/// Elements that a job is worth. Fewer, and threads wait for each other; more, and the last one to finish is waited
/// for.
pub(crate) const GRAIN: usize = 16 * 1024;

/// Elements for which a thread is worth its start: about 20 µs, where starting takes 5 to 10.
#[cfg(feature = "parallel")]
const START: usize = 5 * GRAIN;

/// How many threads, the calling one among them, are worth their start for work on so many elements.
#[cfg(feature = "parallel")]
pub(crate) fn thread_count(elements: usize) -> usize {
    match elements / START {
        // Without asking rayon, which would start its threads.
        0 | 1 => 1,
        threads => threads.min(rayon::current_num_threads()),
    }
}

/// How many threads, the calling one among them, are worth their start for work on so many elements.
#[cfg(not(feature = "parallel"))]
pub(crate) fn thread_count(_elements: usize) -> usize {
    1
}

/// Runs every job, each on one of so many threads; every thread has a scratch of its own.
#[cfg(feature = "parallel")]
pub(crate) fn parallel_for<J, S: Default>(
    threads: usize,
    jobs: impl Iterator<Item = J> + Send,
    run: impl Fn(J, &mut S) + Sync,
) {
    if threads <= 1 {
        return work(jobs, run);
    }
    // Jobs are made as they are taken: no list of them is needed, and no thread has a share that it must finish.
    let jobs = std::sync::Mutex::new(jobs);
    let take = || jobs.lock().expect("a job that panics does so after it was taken").next();
    let work = || work(std::iter::from_fn(take), &run);
    let done = AtomicUsize::new(1);
    // In place: the calling thread works too, rather than wait for others to wake up.
    rayon::in_place_scope(|scope| {
        for _ in 1..threads {
            scope.spawn(|_| {
                work();
                done.fetch_add(1, Ordering::Release);
            });
        }
        work();
        // A thread of the pool finds something to do by itself.
        if rayon::current_thread_index().is_none() {
            wait_for(&done, threads);
        }
    });
}

/// Waits a little for the last jobs: to be put to sleep and woken up takes longer than most of them.
#[cfg(feature = "parallel")]
fn wait_for(done: &AtomicUsize, threads: usize) {
    const YIELDS: usize = 200;
    const PAUSES: usize = 20;
    for _ in 0..YIELDS {
        if done.load(Ordering::Acquire) == threads {
            // What rayon itself has to say of a job's end.
            return (0..PAUSES).for_each(|_| std::hint::spin_loop());
        }
        std::thread::yield_now();
    }
}

/// Runs every job.
#[cfg(not(feature = "parallel"))]
pub(crate) fn parallel_for<J, S: Default>(
    _threads: usize,
    jobs: impl Iterator<Item = J> + Send,
    run: impl Fn(J, &mut S) + Sync,
) {
    work(jobs, run);
}

fn work<J, S: Default>(jobs: impl Iterator<Item = J>, run: impl Fn(J, &mut S)) {
    let mut scratch = S::default();
    jobs.for_each(|job| run(job, &mut scratch));
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

    use super::*;

    #[test]
    fn every_job_is_run_once_on_any_number_of_threads() {
        for threads in [1, 2, 8, 50] {
            let runs: Vec<AtomicUsize> = (0..1000).map(|_| AtomicUsize::new(0)).collect();
            parallel_for(threads, runs.iter(), |run, _: &mut ()| {
                run.fetch_add(1, Relaxed);
            });
            assert!(runs.iter().all(|run| run.load(Relaxed) == 1), "{threads} threads");
        }
    }

    #[test]
    fn little_work_stays_on_the_calling_thread() {
        assert_eq!(thread_count(0), 1);
        assert_eq!(thread_count(2 * GRAIN), 1);
        let caller = std::thread::current().id();
        parallel_for(1, 0..100, |_, _: &mut ()| assert_eq!(std::thread::current().id(), caller));
    }
}
