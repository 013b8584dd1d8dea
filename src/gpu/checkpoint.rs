//! Checkpoints of the optimizer on a device: its state is copied to the host, and written back.

use std::ops::Range;

use super::{
    history::History,
    optimizer::ProximalAdagrad,
    param_buffers::initial_state,
    planes::{elements_of, interleaved},
    readback::copy_all,
    report,
    writes::Writes,
};
use crate::{
    error::Error,
    params::{RestoreOptions, RestoredState, TakenSteps},
    state::{Snapshot, SnapshotView},
};

impl ProximalAdagrad {
    /// The whole state, for a checkpoint, as it is after everything submitted so far.
    ///
    /// Exact rows that are behind are saved as they are, and are still behind once they are restored. So values and snapshot
    /// have to be of the same moment; the rows need not be flushed.
    ///
    /// The copies are submitted at once, and the future does not borrow the optimizer: steps may go on. The future resolves once the device has been polled after it finished them: by the
    /// browser, by the program's own `device.poll`, or by [`block_on`](super::block_on).
    ///
    /// # Errors
    /// The device was lost, or has no memory for the copies.
    pub fn snapshot(&self, queue: &wgpu::Queue) -> impl Future<Output = Result<Snapshot, Error>> + use<> {
        let ready = self.ready("taking a snapshot");
        let device = self.kernels.device();
        let states: Vec<_> = self.params.iter().map(|param| param.state.slice()).collect();
        let histories: Vec<_> = self.registry.exact_params().map(|param| self.history(param)).collect();
        let windows: Vec<_> = histories.iter().map(|history| history.layout.windows()).collect();
        let last_steps: Vec<_> = histories.into_iter().flat_map(History::last_steps).collect();
        let copies = ready.map(|()| {
            let report = copy_all::<u32>(device, queue, &[self.report.slice()]);
            (copy_all(device, queue, &states), copy_all(device, queue, &last_steps), report)
        });
        let draft = self.registry.draft_snapshot();
        let dynamic = self.registry.dynamic_loss_scale().cloned();
        let planes: Vec<_> = self
            .registry
            .infos()
            .iter()
            .map(|info| (info.planes(), info.state_shape().iter().product()))
            .collect();
        async move {
            let (states, last_steps, report) = copies?;
            let progress = report::progress(&report.await?.concat(), dynamic.as_ref())?;
            let mut of_windows = last_steps.await?.into_iter();
            let of_param = |count: u64| (0..count).filter_map(|_| of_windows.next()).flatten().collect();
            let states = states.await?.into_iter().zip(planes);
            let planes = states.flat_map(|(state, (planes, len))| planes_of(state, planes, len));
            Ok(draft.finish(planes, windows.into_iter().map(of_param), &progress).into_snapshot())
        }
    }

    /// Takes over the state of a snapshot, for the steps that are recorded and submitted from now on.
    ///
    /// Writes through the queue: submit what was recorded before first.
    ///
    /// # Errors
    /// A tensor that is missing, unknown, of another shape or type, or with values that no accumulator, rate or step can have; a
    /// lost device. Nothing changes then. Where the device has no memory for the writes, some may have been made: every later
    /// call returns [`Error::Poisoned`].
    pub fn restore(&mut self, queue: &wgpu::Queue, snapshot: &Snapshot) -> Result<(), Error> {
        self.restore_view(queue, &snapshot.view(), &RestoreOptions::default())
    }

    /// Takes over the state of a snapshot whose tensors are borrowed, which may have other parameters than the optimizer, if the
    /// options allow it. Waits for the device each time that it has written 64 MiB, so that a large table needs no second one of
    /// its size; a browser does not wait.
    ///
    /// # Errors
    /// As [`ProximalAdagrad::restore`]; options that name a parameter as missing that the optimizer does not have, or as
    /// unexpected that it has. Nothing changes then.
    pub fn restore_view(
        &mut self,
        queue: &wgpu::Queue,
        snapshot: &SnapshotView<'_>,
        options: &RestoreOptions,
    ) -> Result<(), Error> {
        self.ready("restoring a snapshot")?;
        let state = self.registry.read(snapshot, options)?;
        let kernels = self.kernels.clone();
        let written = kernels.status().guarded("restoring a snapshot", || self.write_state(queue, state));
        self.poison_on_error(written)
    }

    /// Writes the state of a snapshot to the device, and takes over what the host knows of it.
    fn write_state(&mut self, queue: &wgpu::Queue, state: RestoredState<'_>) -> Result<(), Error> {
        let RestoredState { accums, loss_scale, steps } = state;
        let device = self.kernels.device().clone();
        let mut writes = Writes::new(&device, queue);
        let mut accums = accums.into_iter();
        for (param, info) in self.params.iter().zip(self.registry.infos()) {
            let planes: Option<Vec<_>> = accums.by_ref().take(info.planes()).collect();
            match planes {
                Some(planes) => {
                    writes.write(&param.state.buffer, param.state.offset, &interleaved(&planes))?;
                }
                None => writes.fill(&param.state, &initial_state(info))?,
            }
        }
        let skipped_steps = steps.skipped;
        let TakenSteps { skipped, exact } = self.registry.restore(steps, self.registry.skips_on_overflow());
        self.recent_rates.clear();
        skipped.iter().for_each(|step_params| self.push_recent_rates(step_params));
        let lag = u32::try_from(skipped.len()).expect("it is at most MAX_LAG");
        let lags: Vec<_> = exact.iter().flatten().map(|rows| rows.lag).collect();
        self.report.restore(queue, skipped_steps, lag, &lags, loss_scale.as_ref());
        for (param, rows) in exact.into_iter().enumerate() {
            let (Some(rows), Some(history), Some(rate_history)) =
                (rows, &self.params[param].history, self.registry.rate_history(param))
            else {
                continue;
            };
            restore_history(&mut writes, history, &rows.last_steps, rate_history.words())?;
        }
        Ok(())
    }

    fn history(&self, param: usize) -> &History {
        self.params[param].history.as_ref().expect("its rows are exact")
    }
}

/// The planes of a state that was read back, each with so many elements.
fn planes_of(state: Vec<f32>, planes: usize, len: usize) -> Vec<Vec<f32>> {
    if planes == 1 {
        return vec![state];
    }
    let plane = |plane| {
        let mut elements = elements_of(&state, planes, plane);
        elements.truncate(len);
        elements
    };
    (0..planes).map(plane).collect()
}

/// Writes the last steps of all rows, and the rates for each window.
fn restore_history(
    writes: &mut Writes<'_>,
    history: &History,
    last_steps: &[u32],
    rates: &[u32],
) -> Result<(), Error> {
    let History { range, layout } = history;
    let mut write = |words: Range<u64>, contents: &[u32]| {
        writes.write(&range.buffer, words.start * size_of::<u32>() as u64, contents)
    };
    let mut rest = last_steps;
    for window in 0..layout.windows() {
        let own = layout.last_steps(window);
        let count = usize::try_from(own.end - own.start).expect("the rows are in memory");
        let (first, others) = rest.split_at(count);
        write(own, first)?;
        write(layout.rates(window), rates)?;
        rest = others;
    }
    Ok(())
}
