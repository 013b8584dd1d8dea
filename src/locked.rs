//! A handle to an optimizer that several threads step.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// A handle through which several threads step one optimizer: `use_locking` of MindSpore and TensorFlow.
///
/// Clones of a handle share the optimizer. Only the thread that holds the lock uses it, so every step is
/// applied whole. An optimizer of one thread needs no handle: a step borrows its optimizer mutably.
///
#[cfg_attr(feature = "gpu", doc = "On the GPU, [`Locked::step`] records and submits a step under the lock.")]
/// On the CPU a step writes values too, so keep these behind the same lock:
///
/// ```
/// use proxgrad::{Config, Locked, cpu::{Param, ProximalAdagrad}};
///
/// let mut optimizer = ProximalAdagrad::new(Config { learning_rate: 0.1.into(), ..Config::default() })?;
/// let weight = optimizer.add_param(Param::new("weight", &[2]))?;
/// let shared = Locked::new((optimizer, vec![1.0, -2.0]));
///
/// std::thread::scope(|scope| {
///     for _ in 0..4 {
///         let shared = shared.clone();
///         scope.spawn(move || {
///             let (optimizer, values) = &mut *shared.lock();
///             let mut step = optimizer.begin_step();
///             step.dense(weight, values, &[0.5, 0.2]).unwrap();
///             step.finish().unwrap();
///         });
///     }
/// });
/// assert_eq!(shared.lock().0.global_step(), 4);
/// # Ok::<(), proxgrad::Error>(())
/// ```
#[derive(Debug, Default)]
pub struct Locked<O> {
    shared: Arc<Mutex<O>>,
}

impl<O> Locked<O> {
    /// The first handle to an optimizer.
    pub fn new(optimizer: O) -> Self {
        Self { shared: Arc::new(Mutex::new(optimizer)) }
    }

    /// Waits for the lock. The optimizer belongs to the calling thread until the guard is dropped.
    pub fn lock(&self) -> MutexGuard<'_, O> {
        // A thread that panicked had not finished its step, and an unfinished step has changed nothing.
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The optimizer, if this is the last handle.
    ///
    /// # Errors
    /// This handle, if there are others.
    pub fn into_inner(self) -> Result<O, Self> {
        let mutex = Arc::try_unwrap(self.shared).map_err(|shared| Self { shared })?;
        Ok(mutex.into_inner().unwrap_or_else(PoisonError::into_inner))
    }
}

impl<O> Clone for Locked<O> {
    fn clone(&self) -> Self {
        Self { shared: Arc::clone(&self.shared) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_last_handle_gives_the_optimizer_back() {
        let first = Locked::new(7);
        let second = first.clone();
        let first = first.into_inner().unwrap_err();
        drop(second);
        assert_eq!(first.into_inner().unwrap(), 7);
    }

    #[test]
    fn a_panic_of_one_thread_does_not_stop_the_others() {
        let shared = Locked::new(1);
        let other = shared.clone();
        let panicked = std::thread::spawn(move || {
            let _guard = other.lock();
            panic!("on purpose");
        });
        assert!(panicked.join().is_err());
        *shared.lock() += 1;
        assert_eq!(*shared.lock(), 2);
    }
}
