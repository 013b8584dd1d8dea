//! Copies to the host piece by piece, for tables that are too large for another one of their size.

use bytemuck::Pod;
use wgpu::{BufferSlice, Device, Queue};

use super::{
    history::History,
    optimizer::ProximalAdagrad,
    planes::elements_of,
    readback::{check_copy, copy_all},
    report,
};
use crate::{
    error::Error,
    lazy::RateHistory,
    state::{Data, Snapshot},
};

/// Bytes of a piece at most.
const PIECE: u64 = 1 << 24;

/// The state of an optimizer on a device, whose large tensors are copied to the host piece by piece
/// ([`ProximalAdagrad::snapshot_pieces`]).
#[derive(Debug)]
pub struct SnapshotPieces<'a> {
    rest: Snapshot,
    tensors: Vec<TensorPieces<'a>>,
}

impl<'a> SnapshotPieces<'a> {
    /// The tensors of the snapshot that are not large: counters and rates.
    pub fn rest(&self) -> &Snapshot {
        &self.rest
    }

    /// The other tensors of the snapshot: accumulators, and the last steps of exact rows.
    pub fn tensors(&self) -> &[TensorPieces<'a>] {
        &self.tensors
    }
}

/// A tensor of a snapshot on a device.
#[derive(Clone, Debug)]
pub struct TensorPieces<'a> {
    device: &'a Device,
    queue: &'a Queue,
    name: String,
    shape: Vec<usize>,
    /// Where it lies, one slice behind the other.
    slices: Vec<BufferSlice<'a>>,
    /// Of last steps: the rates that rows may have missed.
    history: Option<&'a RateHistory>,
    /// Of planes of state that share a buffer: their number, and which of them it is.
    plane: Option<[usize; 2]>,
}

impl<'a> TensorPieces<'a> {
    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The extents of its axes.
    pub fn shape(&self) -> &[usize] {
        &self.shape
    }

    /// Whether its elements are u64, those of last steps; otherwise they are f32, those of accumulators.
    pub fn is_u64(&self) -> bool {
        self.history.is_some()
    }

    /// Its elements in row-major order, at most 16 MiB of the device's memory in each piece. A copy is submitted when the iterator
    /// is advanced, and each future resolves as that of [`ProximalAdagrad::snapshot`] does. Let the device copy the next piece while
    /// one is written by advancing the iterator first.
    ///
    /// The futures return an error if the device is lost or has no memory for a copy.
    pub fn pieces(
        &self,
    ) -> impl Iterator<Item = impl Future<Output = Result<Data, Error>> + use<'a>> + use<'a> {
        let &Self { device, queue, history, plane, .. } = self;
        let mut rest: usize = self.shape.iter().product();
        // Whole runs of all planes are in one piece.
        let unit = plane.map_or(1, |[planes, _]| planes) * size_of::<u32>();
        self.slices.clone().into_iter().flat_map(move |slice| slices_of(slice, unit)).map(move |slice| {
            let words_of_plane = in_memory(slice.size()) / unit;
            let len = words_of_plane.min(rest);
            rest -= len;
            // Bits of f32, or last steps as the device counts them.
            let words = copy_all::<u32>(device, queue, &[slice]);
            async move {
                let words = words.await?.concat();
                let mut words = match plane {
                    Some([planes, plane]) => elements_of(&words, planes, plane),
                    None => words,
                };
                words.truncate(len);
                Ok(match history {
                    Some(history) => Data::U64(words.into_iter().map(|last| history.step_of(last)).collect()),
                    None => Data::F32(words.into_iter().map(f32::from_bits).collect()),
                })
            }
        })
    }
}

impl ProximalAdagrad {
    /// The whole state, as [`ProximalAdagrad::snapshot`] returns it, with large tensors in pieces: a table of many gigabytes needs
    /// neither a second one of its size on the device nor one on the host.
    ///
    /// The state has to stay as it is until all pieces are read: submit nothing meanwhile that was recorded before.
    ///
    /// ```
    /// # use proxgrad::{Config, Data, Kernels, Param, ProximalAdagrad, gpu, wgpu::{self, util::DeviceExt}};
    /// # let instance = gpu::instance()?;
    /// # let choice = match pollster::block_on(gpu::choose(&instance, gpu::DevicePreference::Gpu, None)) {
    /// #     Err(proxgrad::Error::NoAdapter(_)) if std::env::var_os("PROXGRAD_ALLOW_NO_GPU").is_some() => return Ok(()),
    /// #     choice => choice?,
    /// # };
    /// # let (device, queue) = pollster::block_on(gpu::open(choice.adapter.as_ref().unwrap()))?;
    /// # let table = device.create_buffer_init(&wgpu::util::BufferInitDescriptor {
    /// #     label: None,
    /// #     contents: bytemuck::cast_slice(&[1.0f32; 6]),
    /// #     usage: wgpu::BufferUsages::STORAGE | wgpu::BufferUsages::COPY_SRC,
    /// # });
    /// # let mut optimizer = ProximalAdagrad::new(&Kernels::new(&device)?, Config::default())?;
    /// # optimizer.add_param(Param::new("table", &[3, 2], table.slice(..)))?;
    /// let pieces = gpu::block_on(&device, optimizer.snapshot_pieces(&queue))?;
    /// assert!(pieces.rest().tensors.contains_key("global_step"));
    /// for tensor in pieces.tensors() {
    ///     assert_eq!((tensor.name(), tensor.shape()), ("accum.table", &[3, 2][..]));
    ///     for piece in tensor.pieces() {
    ///         let piece = gpu::block_on(&device, piece)?; // to be written to a file
    ///         assert_eq!(piece, Data::F32(vec![0.1; 6]));
    ///     }
    /// }
    /// # Ok::<(), proxgrad::Error>(())
    /// ```
    ///
    /// # Errors
    /// The device was lost, or has no memory for a copy.
    pub fn snapshot_pieces<'a>(
        &'a self,
        queue: &'a Queue,
    ) -> impl Future<Output = Result<SnapshotPieces<'a>, Error>> {
        let ready = self.ready("taking a snapshot");
        let device = self.kernels.device();
        let draft = self.registry.draft_snapshot();
        let dynamic = self.registry.dynamic_loss_scale().cloned();
        async move {
            ready?;
            let report = copy_all::<u32>(device, queue, &[self.report.slice()]).await?;
            let progress = report::progress(&report.concat(), dynamic.as_ref())?;
            let tensor = |(name, shape), slices, history, plane| TensorPieces {
                device,
                queue,
                name,
                shape,
                slices,
                history,
                plane,
            };
            let names = draft.planes().map(|(name, shape)| (name, shape.to_vec()));
            let params = self.params.iter().zip(self.registry.infos());
            let planes = params.flat_map(|(param, info)| {
                let planes = info.planes();
                (0..planes).map(move |plane| (param, (planes > 1).then_some([planes, plane])))
            });
            let mut tensors: Vec<_> = names
                .zip(planes)
                .map(|(of, (param, plane))| tensor(of, vec![param.state.slice()], None, plane))
                .collect();
            let mut oldest = Vec::new();
            for ((name, rows), param) in draft.last_touched().zip(self.registry.exact_params()) {
                let rates = self.registry.rate_history(param);
                let slices = self.params[param].history.iter().flat_map(History::last_steps).collect();
                let last_steps = tensor((name, vec![rows]), slices, rates, None);
                oldest.push(least(&last_steps).await?);
                tensors.push(last_steps);
            }
            Ok(SnapshotPieces { rest: draft.rest(oldest, &progress), tensors })
        }
    }
}

/// The least of a tensor's counters; `None` where it has no elements.
async fn least(tensor: &TensorPieces<'_>) -> Result<Option<u64>, Error> {
    let mut least = None;
    for piece in tensor.pieces() {
        if let Data::U64(counters) = piece.await? {
            least = counters.into_iter().chain(least).min();
        }
    }
    Ok(least)
}

/// Copies a slice to the host as [`download`](super::download) does, at most 16 MiB in each piece. A copy is submitted when the
/// iterator is advanced; the contents have to stay as they are until then.
///
/// # Errors
/// As [`download`](super::download): at once where the slice cannot be copied, else of the future.
pub fn download_pieces<'a, T: Pod>(
    device: &'a Device,
    queue: &'a Queue,
    source: BufferSlice<'a>,
) -> Result<impl Iterator<Item = impl Future<Output = Result<Vec<T>, Error>> + use<T>> + use<'a, T>, Error> {
    check_copy(source, size_of::<T>())?;
    let piece = move |slice| {
        let contents = copy_all(device, queue, &[slice]);
        async move { Ok(contents.await?.into_iter().flatten().collect()) }
    };
    Ok(slices_of(source, size_of::<T>()).map(piece))
}

fn in_memory(bytes: u64) -> usize {
    usize::try_from(bytes).expect("a piece is in memory")
}

/// The pieces of a slice: whole elements of so many bytes, and whole words.
fn slices_of(slice: BufferSlice<'_>, element: usize) -> impl Iterator<Item = BufferSlice<'_>> {
    let unit = element.max(1) as u64 * wgpu::COPY_BUFFER_ALIGNMENT;
    let size = (PIECE / unit).max(1) * unit;
    let pieces = slice.size().div_ceil(size);
    (0..pieces).map(move |piece| slice.slice(piece * size..((piece + 1) * size).min(slice.size())))
}
