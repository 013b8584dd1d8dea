//! Compilation ahead of the first step: steps of each kind are planned, and the kernels of the plans compiled.

use std::collections::HashSet;

use super::{
    buffer_range::BufferRange,
    kernels::Kernels,
    optimizer::ProximalAdagrad,
    plan::{
        control::{DeviceControl, OverflowCheck},
        kernel::{Kernel, Variant},
        limits::MIN_UPLOADED,
        parts::Parts,
        program::Program,
        report_layout::WEIGHT_NORM,
        scratch_layout::SLOTS,
    },
    segment::{RowSelection, Segment, Target},
};
use crate::{error::Error, row_groups::RowGroups};

/// A kind of call whose kernels [`Kernels::prepare`] compiles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Call {
    /// [`Step::dense`](super::Step::dense) and [`Step::arena`](super::Step::arena).
    Dense,
    /// [`Step::rows`](super::Step::rows) and [`ProximalAdagrad::flush_rows`] with indices in the host's memory.
    HostRows,
    /// The same with [`Indices::Device`](super::Indices::Device) or [`GroupedIndices`](super::GroupedIndices), and
    /// [`ProximalAdagrad::group_rows`].
    DeviceRows,
    /// The same with [`Indices::DeviceUnique`](super::Indices::DeviceUnique).
    DeviceUniqueRows,
    /// [`ProximalAdagrad::flush`], [`ProximalAdagrad::export`] and [`ProximalAdagrad::values`].
    Flush,
    /// [`ProximalAdagrad::measure`], [`ProximalAdagrad::send_report`] and [`Step::measure`](super::Step::measure).
    Measure,
}

impl Call {
    /// All kinds of calls.
    pub const ALL: [Self; 6] =
        [Self::Dense, Self::HostRows, Self::DeviceRows, Self::DeviceUniqueRows, Self::Flush, Self::Measure];
}

/// Numbers of entries of row gradients on the device from which on other kernels are needed: for any; for partial sums of
/// rows; for more than one workgroup sorts; for so many blocks, or tiles, that their counters are scanned.
const ENTRIES: [u64; 5] = [1, 65, 4097, 32_769, 131_073];

/// The same with indices in the host's memory: for any; for partial sums of rows.
const HOST_ENTRIES: [u32; 2] = [1, 129];

/// The same where the device groups indices in the host's memory: for any; for so many tiles that their counters are scanned.
const UPLOADED_ENTRIES: [usize; 2] = [MIN_UPLOADED as usize, 131_073];

impl Kernels {
    /// Compiles, ahead of the first step, all kernels that calls of these kinds need for the parameters that an optimizer has
    /// now, with the settings that it has now: the first step after a setting was changed may compile another one, and so
    /// may the first row gradient that one binding cannot cover. A step that is taken meanwhile waits for no more than the
    /// kernels that it needs itself.
    ///
    /// The work begins at once, on a thread of its own; in a browser, once the future is polled.
    ///
    /// ```
    /// # use proxgrad::{Config, Kernels, Param, ProximalAdagrad, gpu, wgpu};
    /// # let instance = gpu::instance()?;
    /// # let choice = match pollster::block_on(gpu::choose(&instance, gpu::DevicePreference::Gpu, None)) {
    /// #     Err(proxgrad::Error::NoAdapter(_)) if std::env::var_os("PROXGRAD_ALLOW_NO_GPU").is_some() => return Ok(()),
    /// #     choice => choice?,
    /// # };
    /// # let (device, queue) = pollster::block_on(gpu::open(choice.adapter.as_ref().unwrap()))?;
    /// # let weights = device.create_buffer(&wgpu::BufferDescriptor {
    /// #     label: None,
    /// #     size: 1024,
    /// #     usage: wgpu::BufferUsages::STORAGE,
    /// #     mapped_at_creation: false,
    /// # });
    /// let kernels = Kernels::new(&device)?;
    /// let mut optimizer = ProximalAdagrad::new(&kernels, Config::default())?;
    /// optimizer.add_param(Param::new("weight", &[256], weights.slice(..)))?;
    /// let ready = kernels.prepare(&optimizer, &[gpu::Call::Dense]);
    /// // … load data …
    /// gpu::block_on(&device, ready)?;
    /// # assert_eq!(kernels.pipeline_count(), 1);
    /// # Ok::<(), proxgrad::Error>(())
    /// ```
    ///
    /// # Errors
    /// A driver that cannot compile a kernel, a lost device.
    pub fn prepare(
        &self,
        optimizer: &ProximalAdagrad,
        calls: &[Call],
    ) -> impl Future<Output = Result<(), Error>> + use<> {
        let needed = optimizer
            .ready("compiling kernels")
            .map(|()| calls.iter().flat_map(|&call| optimizer.kernels_of(call)).collect());
        let compiled = needed.map(|needed| spawn(self.clone(), needed));
        async move { compiled?.await }
    }

    async fn compile_all(self, needed: HashSet<(Kernel, Variant)>) -> Result<(), Error> {
        // Without scopes wgpu's handler of uncaptured errors would panic.
        let internal = self.device().push_error_scope(wgpu::ErrorFilter::Internal);
        let memory = self.device().push_error_scope(wgpu::ErrorFilter::OutOfMemory);
        let validation = self.device().push_error_scope(wgpu::ErrorFilter::Validation);
        for (kernel, variant) in needed {
            self.pipeline(kernel, variant)?;
        }
        // Scopes are popped in the opposite order.
        let errors = [validation.pop(), memory.pop(), internal.pop()];
        for error in errors {
            if let Some(error) = error.await {
                return Err(failed(error.to_string()));
            }
        }
        Ok(())
    }
}

#[cfg(not(target_family = "wasm"))]
fn spawn(
    kernels: Kernels,
    needed: HashSet<(Kernel, Variant)>,
) -> impl Future<Output = Result<(), Error>> + use<> {
    let (sender, receiver) = futures_intrusive::channel::shared::oneshot_channel();
    let compile = move || {
        let device = kernels.device().clone();
        // Nobody waits any more where the future was dropped.
        let _ = sender.send(super::readback::block_on(&device, kernels.compile_all(needed)));
    };
    let thread = std::thread::Builder::new().name("proxgrad kernels".to_owned()).spawn(compile);
    async move {
        thread.map_err(|error| failed(error.to_string()))?;
        let result = receiver.receive().await;
        result.unwrap_or_else(|| Err(failed("the thread has panicked".to_owned())))
    }
}

#[cfg(target_family = "wasm")]
fn spawn(
    kernels: Kernels,
    needed: HashSet<(Kernel, Variant)>,
) -> impl Future<Output = Result<(), Error>> + use<> {
    kernels.compile_all(needed)
}

fn failed(reason: String) -> Error {
    Error::Device { doing: "compiling kernels", reason }
}

impl ProximalAdagrad {
    /// The kernels that calls of a kind need: those of plans for every parameter and arena.
    fn kernels_of(&self, call: Call) -> HashSet<(Kernel, Variant)> {
        let params = (0..self.params.len()).map(Target::Param);
        let arenas = (0..self.arenas.len()).map(Target::Arena);
        let segments = params.chain(arenas).flat_map(|target| self.segments_of(target, call));
        segments.flat_map(|segment| self.kernels_of_segment(&segment, call)).collect()
    }

    fn kernels_of_segment(&self, segment: &Segment, call: Call) -> Vec<(Kernel, Variant)> {
        let step_params = self.registry.catch_up_params();
        let control = if segment.grads.is_some() {
            self.step_control(std::slice::from_ref(segment), &step_params, call == Call::Measure)
        } else {
            let overflow = self.registry.skips_on_overflow().then_some(OverflowCheck::NoStep);
            let norm = matches!(segment.rows, RowSelection::Stats).then_some(WEIGHT_NORM);
            let control = DeviceControl { norm, ..self.device_control(overflow, &step_params) };
            (overflow.is_some() || norm.is_some()).then_some(control)
        };
        let input = |index_input| segment.plan_input(self, &step_params, index_input);
        let sweep: Vec<_> =
            if segment.grads.is_some() { input(0).sweep_kernels().collect() } else { Vec::new() };
        // Parameters that share a slot are sorted together, and their indices may be in several buffers.
        let is_sorted_with_others = self.params.len() > SLOTS && segment.indices().is_some();
        let counts = [1, SLOTS + 1].into_iter().take(if is_sorted_with_others { 2 } else { 1 });
        let dispatches = counts.flat_map(|count| {
            let program = Program::new((0..count).map(input), control.as_ref(), self.kernels.limits());
            // A call that the device's limits refuse needs no kernels.
            program.map(|program| program.dispatches).unwrap_or_default()
        });
        dispatches.map(|dispatch| (dispatch.kernel, dispatch.variant)).chain(sweep).collect()
    }

    /// Segments of a parameter or arena that take every kernel which calls of a kind may need.
    fn segments_of(&self, target: Target, call: Call) -> Vec<Segment> {
        let dense = RowSelection::Dense;
        let Target::Param(param) = target else {
            let is_dense = matches!(call, Call::Dense | Call::Measure);
            return if is_dense { vec![self.update(target, dense)] } else { Vec::new() };
        };
        let has_rows = self.registry.infos()[param].shape.first().is_some_and(|&rows| rows > 0);
        let is_exact = self.registry.rate_history(param).is_some();
        let rows = match call {
            Call::HostRows => self.host_rows(),
            Call::DeviceRows => ENTRIES.map(|entries| self.device_rows(param, entries, false)).into(),
            Call::DeviceUniqueRows => vec![self.device_rows(param, 1, true)],
            Call::Dense => return vec![self.update(target, dense)],
            Call::Measure => {
                return vec![self.update(target, dense), Segment::without_grads(param, RowSelection::Stats)];
            }
            Call::Flush if is_exact => {
                let copy = self.params[param].values.clone();
                return vec![
                    Segment::without_grads(param, RowSelection::Flush),
                    Segment::of_copy(param, RowSelection::Flush, copy),
                ];
            }
            Call::Flush => return Vec::new(),
        };
        if !has_rows {
            return Vec::new();
        }
        let flush = |rows: &RowSelection| Segment::without_grads(param, rows.clone());
        let flushes: Vec<_> = rows.iter().filter(|_| is_exact).map(flush).collect();
        rows.into_iter().map(|rows| self.update(target, rows)).chain(flushes).collect()
    }

    /// A segment with a gradient. It is planned but never recorded, so any buffer stands for the gradient.
    fn update(&self, target: Target, rows: RowSelection) -> Segment {
        let grads = Some(self.buffers(target).values.clone());
        Segment { target, grads, parts: Parts::WHOLE, rows, copy: None }
    }

    /// Rows that the host groups, and those that it leaves to the device, if it does.
    fn host_rows(&self) -> Vec<RowSelection> {
        let limits = self.kernels.limits();
        let grouped = HOST_ENTRIES.map(|entries| RowSelection::Host(row_with(entries)));
        let uploaded = UPLOADED_ENTRIES.into_iter().filter(|&entries| limits.groups_uploaded(entries as u64));
        grouped.into_iter().chain(uploaded.map(|entries| RowSelection::Uploaded(vec![0; entries]))).collect()
    }

    fn device_rows(&self, param: usize, entries: u64, unique: bool) -> RowSelection {
        let size = entries * size_of::<u32>() as u64;
        RowSelection::Device {
            indices: BufferRange { size, reach: size, ..self.params[param].values.clone() },
            unique,
        }
    }
}

/// The first row, with so many entries.
fn row_with(entries: u32) -> RowGroups {
    RowGroups { rows: vec![0], starts: vec![0, entries], order: (0..entries).collect() }
}
