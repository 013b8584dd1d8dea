//! The memory of burn's tensors on wgpu: buffers that nothing else uses meanwhile.

use std::collections::HashSet;

use burn::{
    backend::{
        BackendTypes, Wgpu,
        cubecl::dtype_to_storage_type,
        wgpu::{AutoCompiler, CubeTensor, WgpuResource},
    },
    cubecl::{server::ServerError, std::tensor::into_contiguous, wgpu::WgpuServer},
    tensor::{DType, Int, Shape, Tensor},
};
use cubecl_runtime::storage::ManagedResource;
use proxgrad::wgpu;

use super::downcast::downcast;
use crate::error::Error;

type Server = WgpuServer<AutoCompiler>;
type FloatPrimitive = <Wgpu as BackendTypes>::FloatTensorPrimitive;
type IntPrimitive = <Wgpu as BackendTypes>::IntTensorPrimitive;

/// A tensor that was taken from burn, and that a call works with once it is [resolved](resolve).
pub(crate) struct Held {
    /// None where [`resolve`] has failed.
    state: Option<State>,
}

enum State {
    Resolved(Box<DeviceTensor>),
    /// A tensor of burn's fusion backend.
    #[cfg(feature = "fusion")]
    Fused(fused::Taken),
}

impl State {
    /// Copies a tensor whose elements do not lie one behind the other, or that begins in the middle of another one.
    fn resolved(cube: CubeTensor) -> Self {
        // Offsets of whole allocations are multiples of what the device needs.
        let is_whole = cube.handle.offset_start.is_none_or(|offset| offset == 0);
        let cube = if is_whole && cube.is_contiguous() { cube } else { copied(cube) };
        Self::Resolved(Box::new(DeviceTensor { cube }))
    }
}

/// Refuses a tensor whose elements cannot be had one behind the other.
fn check(cube: &CubeTensor) -> Result<(), String> {
    if cube.meta.is_tiled() { Err("burn stores it in tiles".to_owned()) } else { Ok(()) }
}

/// A tensor on burn's wgpu backend, without its rank, whose elements lie one behind the other.
pub(crate) struct DeviceTensor {
    cube: CubeTensor,
}

/// Which tensor an error is about.
#[derive(Clone, Copy)]
pub(crate) struct Role<'a> {
    pub(crate) name: &'a str,
    pub(crate) role: &'static str,
}

impl Role<'_> {
    pub(crate) fn unreachable(self, reason: impl ToString) -> Error {
        Error::Memory { name: self.name.to_owned(), role: self.role, reason: reason.to_string() }
    }
}

impl Held {
    /// Takes a tensor that does not track gradients.
    pub(crate) fn of_float<const D: usize>(tensor: Tensor<D>, role: Role<'_>) -> Result<Self, Error> {
        let primitive: FloatPrimitive =
            tensor.try_into_primitive::<Wgpu>().map_err(|error| role.unreachable(format!("{error:?}")))?;
        let state = match downcast::<_, CubeTensor>(primitive) {
            Ok(cube) => check(&cube).map(|()| State::resolved(cube)),
            Err(primitive) => take_float(primitive),
        };
        Ok(Self { state: Some(state.map_err(|reason| role.unreachable(reason))?) })
    }

    /// Takes a tensor of integers.
    pub(crate) fn of_int(tensor: Tensor<1, Int>, role: Role<'_>) -> Result<Self, Error> {
        let primitive: IntPrimitive =
            tensor.try_into_primitive::<Wgpu>().map_err(|error| role.unreachable(format!("{error:?}")))?;
        let state = match downcast::<_, CubeTensor>(primitive) {
            Ok(cube) => check(&cube).map(|()| State::resolved(cube)),
            Err(primitive) => take_int(primitive),
        };
        Ok(Self { state: Some(state.map_err(|reason| role.unreachable(reason))?) })
    }

    /// Returns it as a burn tensor.
    ///
    /// # Panics
    /// The burn operation that should have computed the tensor has failed; burn's own reads of the tensor panic as well.
    pub(crate) fn into_float<const D: usize>(mut self) -> Tensor<D> {
        release([&mut self]);
        let primitive = match self.state {
            Some(State::Resolved(tensor)) => {
                downcast(tensor.cube).unwrap_or_else(|_| unreachable!("`release` leaves no other ones"))
            }
            #[cfg(feature = "fusion")]
            Some(State::Fused(taken)) => taken.into_float(),
            None => panic!("the burn operation that computes a tensor has failed"),
        };
        Tensor::from_primitive::<Wgpu>(primitive)
    }
}

/// Finds out where tensors lie, after it has had burn execute the operations that it has fused but not executed. Everything
/// takes one call to burn, whatever the number of tensors.
///
/// # Errors
/// The position of a tensor whose memory cannot be reached, and the reason.
pub(crate) fn resolve<'a>(
    tensors: impl IntoIterator<Item = &'a mut Held>,
) -> Result<Vec<&'a mut DeviceTensor>, (usize, String)> {
    let tensors: Vec<_> = tensors.into_iter().collect();
    #[cfg(feature = "fusion")]
    let tensors = fused::resolve(tensors)?;
    let resolved = tensors.into_iter().map(|tensor| match &mut tensor.state {
        Some(State::Resolved(tensor)) => &mut **tensor,
        _ => unreachable!("all have been resolved"),
    });
    Ok(resolved.collect())
}

/// Hands resolved tensors over to burn's fusion backend, where there is one, in one call to burn.
pub(crate) fn release<'a>(tensors: impl IntoIterator<Item = &'a mut Held>) {
    #[cfg(feature = "fusion")]
    fused::release(tensors.into_iter().collect());
    #[cfg(not(feature = "fusion"))]
    tensors.into_iter().for_each(drop);
}

impl DeviceTensor {
    /// A copy in memory of its own, by burn's copy kernel: wgpu does not copy within one buffer, in which burn's tensors lie.
    fn copied(&self) -> Self {
        Self { cube: copied(self.cube.clone()) }
    }

    /// Whether nothing else holds the memory: no other tensor, no data that will be read from it when they are first used, as by
    /// burn's `into_data`, and no operation that is not submitted.
    fn is_unique(&self) -> bool {
        let memory = &self.cube.handle.memory;
        memory.can_mut() && !memory.is_bound()
    }

    pub(crate) fn dtype(&self) -> DType {
        self.cube.dtype
    }

    fn bytes(&self) -> u64 {
        (self.shape().num_elements() * self.cube.dtype.size()) as u64
    }

    pub(crate) fn shape(&self) -> &Shape {
        self.cube.meta.shape()
    }
}

/// The memory of some tensors, which neither moves nor is given to others as long as this exists.
pub(crate) struct Bound {
    /// With the bytes of the tensor, which may be a part of its memory.
    resources: Vec<(ManagedResource<WgpuResource>, u64)>,
    /// Positions of tensors whose memory something else holds, so that changes would be seen elsewhere.
    shared: Vec<usize>,
}

impl Bound {
    /// Finds the memory of tensors, and submits everything that burn has recorded so far. What is submitted to the queue
    /// from then on sees its results.
    pub(crate) fn new(tensors: &[&DeviceTensor]) -> Result<Self, String> {
        let Some(first) = tensors.first() else {
            return Ok(Self { resources: Vec::new(), shared: Vec::new() });
        };
        let client = &first.cube.client;
        // Each thread records for a stream of its own.
        let streams: HashSet<_> = tensors.iter().map(|tensor| tensor.cube.handle.stream).collect();
        // One task on the thread of the device, where each call would otherwise be one.
        let bound = client.exclusive(|| {
            client.flush()?;
            streams.into_iter().try_for_each(|stream| stream.executes(|| client.flush()))?;
            let shared = (0..tensors.len()).filter(|&position| !tensors[position].is_unique()).collect();
            let resources = tensors.iter().map(|tensor| {
                Ok((client.get_resource::<Server>(tensor.cube.handle.clone())?, tensor.bytes()))
            });
            let resources = resources.collect::<Result<_, ServerError>>()?;
            Ok::<_, ServerError>(Self { resources, shared })
        });
        bound.and_then(|bound| bound).map_err(|error| error.to_string())
    }

    /// The same for tensors of which the first ones will be changed. Those of them whose memory something else holds are
    /// replaced by copies. Also returns the number of copies.
    pub(crate) fn to_change(
        tensors: &mut [&mut DeviceTensor],
        changing: usize,
    ) -> Result<(Self, usize), String> {
        let bound = Self::of(tensors)?;
        let shared = bound.shared.iter().take_while(|position| **position < changing);
        let shared: Vec<_> = shared.copied().collect();
        if shared.is_empty() {
            return Ok((bound, 0));
        }
        drop(bound);
        for &position in &shared {
            *tensors[position] = tensors[position].copied();
        }
        Ok((Self::of(tensors)?, shared.len()))
    }

    /// The same for tensors of which each has memory of its own: all but the first of those that share it are replaced by copies.
    pub(crate) fn apart(tensors: &mut [&mut DeviceTensor]) -> Result<Self, String> {
        let bound = Self::of(tensors)?;
        let place = |position: &usize| {
            let slice = bound.slice(*position);
            (slice.buffer().clone(), slice.offset())
        };
        let mut order: Vec<_> = (0..tensors.len()).collect();
        order.sort_by_cached_key(place);
        let is_again = |pair: &&[usize]| place(&pair[0]) == place(&pair[1]);
        let again: Vec<_> = order.windows(2).filter(is_again).map(|pair| pair[1]).collect();
        if again.is_empty() {
            return Ok(bound);
        }
        drop(bound);
        for position in again {
            *tensors[position] = tensors[position].copied();
        }
        Self::of(tensors)
    }

    fn of(tensors: &[&mut DeviceTensor]) -> Result<Self, String> {
        Self::new(&tensors.iter().map(|tensor| &**tensor).collect::<Vec<_>>())
    }

    /// The memory of a tensor, by its position among those of [`Bound::new`]. 16-bit tensors with an odd number of elements
    /// include the two bytes behind them, which the library leaves as they are.
    pub(crate) fn slice(&self, position: usize) -> wgpu::BufferSlice<'_> {
        let (resource, bytes) = &self.resources[position];
        let resource = resource.resource();
        let size = bytes.next_multiple_of(size_of::<u32>() as u64);
        resource.buffer.slice(resource.offset..resource.offset + size)
    }
}

/// A copy whose elements lie one behind the other.
fn copied(cube: CubeTensor) -> CubeTensor {
    let CubeTensor { client, device, dtype, .. } = cube.clone();
    let copy = into_contiguous(&client, cube.binding(), dtype_to_storage_type(dtype));
    CubeTensor::new(client, copy.handle, *copy.metadata, device, dtype)
}

/// Records a copy between slices of the same length.
pub(crate) fn copy_slice(
    encoder: &mut wgpu::CommandEncoder,
    from: wgpu::BufferSlice<'_>,
    to: wgpu::BufferSlice<'_>,
) {
    encoder.copy_buffer_to_buffer(from.buffer(), from.offset(), to.buffer(), to.offset(), from.size());
}

/// Tensors of burn's fusion backend, whose operations are recorded and executed later.
///
/// One operation of this crate in burn's record takes any number of tensors out of it, and one puts any number in. A call to
/// burn for each tensor would hand over to burn's thread and wait for it each time, which takes much longer than the rest of
/// the step of a small tensor.
#[cfg(feature = "fusion")]
mod fused {
    use std::sync::{Arc, Mutex, PoisonError};

    use burn::backend::{
        fusion::{
            ExecutionError, FusionBackend, FusionRuntime, FusionTensor, get_client,
            stream::{Operation, StreamId},
        },
        ir::{CustomOpIr, HandleContainer, OperationIr, TensorIr},
        wgpu::{CubeBackend, CubeTensor},
    };

    use super::{super::downcast::downcast, FloatPrimitive, Held, State, check};

    type Runtime = <CubeBackend as FusionBackend>::FusionRuntime;
    type Fused = FusionTensor<Runtime>;
    type Handles = HandleContainer<<Runtime as FusionRuntime>::FusionHandle>;

    const OTHER: &str = "it is no tensor of burn's wgpu backend";
    const FAILED: &str = "the burn operation that computes it, or a tensor of the same step, has failed";

    pub(super) struct Taken {
        tensor: Fused,
        kind: Kind,
    }

    #[derive(Clone, Copy, Debug)]
    enum Kind {
        Float,
        Int,
    }

    impl Taken {
        pub(super) fn into_float(self) -> FloatPrimitive {
            downcast(self.tensor).unwrap_or_else(|_| unreachable!("it was one when it was taken"))
        }
    }

    pub(super) fn take_float<P: 'static>(primitive: P) -> Result<State, String> {
        let tensor = downcast(primitive).map_err(|_| OTHER.to_owned())?;
        Ok(State::Fused(Taken { tensor, kind: Kind::Float }))
    }

    pub(super) fn take_int<P: 'static>(primitive: P) -> Result<State, String> {
        let tensor = downcast(primitive).map_err(|_| OTHER.to_owned())?;
        Ok(State::Fused(Taken { tensor, kind: Kind::Int }))
    }

    /// Resolves those tensors that are not.
    pub(super) fn resolve(tensors: Vec<&mut Held>) -> Result<Vec<&mut Held>, (usize, String)> {
        let (mut positions, mut inputs, mut client) = (Vec::new(), Vec::new(), None);
        let mut tensors = tensors;
        for (position, held) in tensors.iter_mut().enumerate() {
            if let Some(State::Fused(Taken { tensor, kind })) =
                held.state.take_if(|state| matches!(state, State::Fused(_)))
            {
                client.get_or_insert_with(|| tensor.client.clone());
                positions.push(position);
                inputs.push((tensor.into_ir(), kind));
            }
        }
        let Some(client) = client else { return Ok(tensors) };
        let failed = |reason: String| (positions[0], reason);
        // First what the tensors depend on, so that the operation stands alone and burn finds the same one at every step.
        client.try_sync(|| ()).map_err(|error| failed(format!("{error:?}")))?;
        let nodes: Vec<_> = inputs.iter().map(|(node, _)| node.clone()).collect();
        let taken = Arc::default();
        let operation = TakeOut { inputs, taken: Arc::clone(&taken) };
        let description = OperationIr::Custom(CustomOpIr::new("proxgrad take", &nodes, &[]));
        client.register(StreamId::current(), description, operation);
        client.try_sync(|| ()).map_err(|error| failed(format!("{error:?}")))?;
        let cubes = std::mem::take(&mut *taken.lock().unwrap_or_else(PoisonError::into_inner));
        if cubes.len() != positions.len() {
            return Err(failed(FAILED.to_owned()));
        }
        let mut outcome = Ok(());
        for (position, cube) in positions.into_iter().zip(cubes) {
            if let Err(reason) = check(&cube) {
                outcome = Err((position, reason));
            }
            tensors[position].state = Some(State::resolved(cube));
        }
        outcome.map(|()| tensors)
    }

    /// Makes resolved tensors known to the fusion backend.
    pub(super) fn release(tensors: Vec<&mut Held>) {
        let (mut released, mut cubes) = (Vec::new(), Vec::new());
        for held in tensors {
            if let Some(State::Resolved(tensor)) =
                held.state.take_if(|state| matches!(state, State::Resolved(_)))
            {
                released.push(held);
                cubes.push(tensor.cube);
            }
        }
        let Some(first) = cubes.first() else { return };
        let client = get_client::<CubeBackend>(&first.device);
        let outputs: Vec<_> = cubes
            .iter()
            .map(|cube| TensorIr::uninit(client.create_empty_handle(), cube.meta.shape().clone(), cube.dtype))
            .collect();
        let description = OperationIr::Custom(CustomOpIr::new("proxgrad give", &[], &outputs));
        let cubes = outputs.into_iter().zip(cubes).collect();
        let operation = PutIn { cubes: Mutex::new(cubes) };
        let fused = client.register(StreamId::current(), description, operation);
        for (held, tensor) in released.into_iter().zip(fused) {
            held.state = Some(State::Fused(Taken { tensor, kind: Kind::Float }));
        }
    }

    /// Takes tensors out of burn's record.
    #[derive(Debug)]
    struct TakeOut {
        inputs: Vec<(TensorIr, Kind)>,
        taken: Arc<Mutex<Vec<CubeTensor>>>,
    }

    impl Operation<Runtime> for TakeOut {
        fn execute(&self, handles: &mut Handles) -> Result<(), ExecutionError> {
            let mut take = |(node, kind): &(TensorIr, Kind)| match kind {
                Kind::Float => handles.get_float_tensor::<CubeBackend>(node),
                Kind::Int => handles.get_int_tensor::<CubeBackend>(node),
            };
            let tensors = self.inputs.iter().map(&mut take).collect();
            *self.taken.lock().unwrap_or_else(PoisonError::into_inner) = tensors;
            Ok(())
        }
    }

    /// Puts float tensors into burn's record.
    #[derive(Debug)]
    struct PutIn {
        cubes: Mutex<Vec<(TensorIr, CubeTensor)>>,
    }

    impl Operation<Runtime> for PutIn {
        fn execute(&self, handles: &mut Handles) -> Result<(), ExecutionError> {
            let cubes = std::mem::take(&mut *self.cubes.lock().unwrap_or_else(PoisonError::into_inner));
            for (node, cube) in cubes {
                handles.register_float_tensor::<CubeBackend>(&node.id, cube);
            }
            Ok(())
        }
    }
}

#[cfg(feature = "fusion")]
use fused::{take_float, take_int};

#[cfg(not(feature = "fusion"))]
mod unfused {
    use super::State;

    const FUSED: &str = "burn was compiled with fusion; enable the feature `fusion` of proxgrad-burn too";

    pub(super) fn take<P>(_: P) -> Result<State, String> {
        Err(FUSED.to_owned())
    }
}

#[cfg(not(feature = "fusion"))]
use unfused::{take as take_float, take as take_int};
