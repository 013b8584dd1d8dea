//! Jobs on several threads.

use std::{
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use anyhow::Result;

/// The results of `job` for all items, in their order, computed by so many threads.
///
/// # Errors
/// The first error of a job; no further job begins then.
pub(super) fn map<T: Sync, R: Send>(
    items: &[T],
    threads: usize,
    job: impl Fn(&T) -> Result<R> + Sync,
) -> Result<Vec<R>> {
    let (next, results) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    let work = || -> Result<()> {
        while let Some((place, item)) = {
            let place = next.fetch_add(1, Ordering::Relaxed);
            items.get(place).map(|item| (place, item))
        } {
            // A thread that failed has no more to do, and neither have the others.
            let result = job(item).inspect_err(|_| next.store(items.len(), Ordering::Relaxed))?;
            results.lock().expect("no thread panics while it holds the lock").push((place, result));
        }
        Ok(())
    };
    thread::scope(|scope| {
        let threads: Vec<_> = (0..threads.max(1)).map(|_| scope.spawn(work)).collect();
        threads.into_iter().try_for_each(|thread| thread.join().expect("a job does not panic"))
    })?;
    let mut results = results.into_inner().expect("no thread panics while it holds the lock");
    results.sort_unstable_by_key(|(place, _)| *place);
    Ok(results.into_iter().map(|(_, result)| result).collect())
}

#[cfg(test)]
mod tests {
    use anyhow::bail;

    use super::*;

    #[test]
    fn results_are_in_the_order_of_the_items() {
        let items: Vec<u64> = (0..100).collect();
        for threads in [0, 1, 3] {
            let squares = map(&items, threads, |item| Ok(item * item)).unwrap();
            assert!(squares.iter().zip(&items).all(|(square, item)| *square == item * item));
        }
        assert!(map(&[], 2, |(): &()| Ok(())).unwrap().is_empty());
    }

    #[test]
    fn an_error_is_returned() {
        let error = map(&[1, 2, 3], 2, |item| if *item == 2 { bail!("two") } else { Ok(()) }).unwrap_err();
        assert_eq!(error.to_string(), "two");
    }
}
