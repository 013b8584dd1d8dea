//! A parallel loop: on threads of rayon with the feature `parallel`, on the calling thread alone without it.
//!
//! Results do not depend on threads: every element is computed by one job alone, whichever thread runs it.

#[cfg(feature = "parallel")]
use std::sync::atomic::{AtomicUsize, Ordering};

/// Elements in a job. With fewer, threads wait for each other to take jobs; with more, for the last job to
/// end.
pub(crate) const GRAIN: usize = 16 * 1024;

/// Elements that justify one more thread: about 20 µs of computation, where the start of a thread takes 5 to
/// 10 µs.
#[cfg(feature = "parallel")]
const START: usize = 5 * GRAIN;

/// Number of threads, including the calling one, to use for so many elements.
#[cfg(feature = "parallel")]
pub(crate) fn thread_count(elements: usize) -> usize {
    match elements / START {
        // Without a call to rayon, which would start its threads.
        0 | 1 => 1,
        threads => threads.min(rayon::current_num_threads()),
    }
}

/// Number of threads, including the calling one, to use for so many elements.
#[cfg(not(feature = "parallel"))]
pub(crate) fn thread_count(_elements: usize) -> usize {
    1
}

/// Runs every job on one of so many threads. Each thread has its own scratch memory.
#[cfg(feature = "parallel")]
pub(crate) fn parallel_for<J, S: Default>(
    threads: usize,
    jobs: impl Iterator<Item = J> + Send,
    run: impl Fn(J, &mut S) + Sync,
) {
    if threads <= 1 {
        return run_all(jobs, run);
    }
    // The iterator makes each job when a thread takes it: there is no list of jobs, and no thread has a fixed
    // share.
    let jobs = std::sync::Mutex::new(jobs);
    let take = || jobs.lock().expect("a job that panics does so after it was taken").next();
    let run_until_done = || run_all(std::iter::from_fn(take), &run);
    let done = AtomicUsize::new(1);
    // In place: the calling thread runs jobs too, and does not wait for other threads to wake up.
    rayon::in_place_scope(|scope| {
        for _ in 1..threads {
            scope.spawn(|_| {
                run_until_done();
                done.fetch_add(1, Ordering::Release);
            });
        }
        run_until_done();
        // A thread of the pool takes other jobs of the pool while it waits.
        if rayon::current_thread_index().is_none() {
            wait_for(&done, threads);
        }
    });
}

/// Waits a short time for the last jobs: to sleep and to be woken up takes longer than most of them.
#[cfg(feature = "parallel")]
fn wait_for(done: &AtomicUsize, threads: usize) {
    const YIELDS: usize = 200;
    const PAUSES: usize = 20;
    for _ in 0..YIELDS {
        if done.load(Ordering::Acquire) == threads {
            // Time for rayon's own bookkeeping at the end of a job.
            return (0..PAUSES).for_each(|_| std::hint::spin_loop());
        }
        std::thread::yield_now();
    }
}

/// Runs every job on the calling thread.
#[cfg(not(feature = "parallel"))]
pub(crate) fn parallel_for<J, S: Default>(
    _threads: usize,
    jobs: impl Iterator<Item = J> + Send,
    run: impl Fn(J, &mut S) + Sync,
) {
    run_all(jobs, run);
}

fn run_all<J, S: Default>(jobs: impl Iterator<Item = J>, run: impl Fn(J, &mut S)) {
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
