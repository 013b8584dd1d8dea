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

impl DeviceTensor {
    /// Takes a tensor that does not track gradients, and executes the operations that burn has fused but not executed.
    pub(crate) fn of_float<const D: usize>(tensor: Tensor<D>, role: Role<'_>) -> Result<Self, Error> {
        let primitive: FloatPrimitive =
            tensor.try_into_primitive::<Wgpu>().map_err(|error| role.unreachable(format!("{error:?}")))?;
        match downcast::<_, CubeTensor>(primitive) {
            Ok(cube) => Self::contiguous(cube),
            Err(primitive) => resolve_float(primitive).and_then(Self::contiguous),
        }
        .map_err(|reason| role.unreachable(reason))
    }

    /// Takes a tensor of integers.
    pub(crate) fn of_int(tensor: Tensor<1, Int>, role: Role<'_>) -> Result<Self, Error> {
        let primitive: IntPrimitive =
            tensor.try_into_primitive::<Wgpu>().map_err(|error| role.unreachable(format!("{error:?}")))?;
        match downcast::<_, CubeTensor>(primitive) {
            Ok(cube) => Self::contiguous(cube),
            Err(primitive) => resolve_int(primitive).and_then(Self::contiguous),
        }
        .map_err(|reason| role.unreachable(reason))
    }

    /// Copies a tensor whose elements do not lie one behind the other, or that begins in the middle of another one.
    fn contiguous(cube: CubeTensor) -> Result<Self, String> {
        if cube.meta.is_tiled() {
            return Err("burn stores it in tiles".to_owned());
        }
        // Offsets of whole allocations are multiples of what the device needs.
        let is_whole = cube.handle.offset_start.is_none_or(|offset| offset == 0);
        if is_whole && cube.is_contiguous() {
            return Ok(Self { cube });
        }
        Ok(Self { cube: copied(cube) })
    }

    /// The tensor as one of burn's again.
    pub(crate) fn into_float<const D: usize>(self) -> Tensor<D> {
        match downcast::<_, FloatPrimitive>(self.cube) {
            Ok(primitive) => Tensor::from_primitive::<Wgpu>(primitive),
            Err(cube) => register_float(cube),
        }
    }

    /// A copy in memory of its own, by burn's copy kernel: wgpu does not copy within one buffer, in which burn's tensors lie.
    pub(crate) fn copied(&self) -> Self {
        Self { cube: copied(self.cube.clone()) }
    }

    /// Whether nothing else holds the memory, so that changes are not seen elsewhere.
    pub(crate) fn is_unique(&self) -> bool {
        self.cube.handle.can_mut()
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
}

impl Bound {
    /// Finds the memory of tensors, and submits everything that burn has recorded so far. What is submitted to the queue
    /// from then on sees its results.
    pub(crate) fn new(tensors: &[&DeviceTensor]) -> Result<Self, String> {
        let Some(first) = tensors.first() else { return Ok(Self { resources: Vec::new() }) };
        let client = &first.cube.client;
        let handles: Vec<_> =
            tensors.iter().map(|tensor| (tensor.cube.handle.clone(), tensor.bytes())).collect();
        // Each thread records for a stream of its own.
        let streams: HashSet<_> = handles.iter().map(|(handle, _)| handle.stream).collect();
        // One task on the thread of the device, where each call would otherwise be one.
        let bound = client.exclusive(|| {
            let resources = handles
                .into_iter()
                .map(|(handle, bytes)| Ok((client.get_resource::<Server>(handle)?, bytes)))
                .collect::<Result<_, ServerError>>()?;
            client.flush()?;
            streams.into_iter().try_for_each(|stream| stream.executes(|| client.flush()))?;
            Ok::<_, ServerError>(resources)
        });
        let resources = bound.and_then(|resources| resources).map_err(|error| error.to_string())?;
        Ok(Self { resources })
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
#[cfg(feature = "fusion")]
mod fused {
    use burn::{
        backend::{
            Wgpu,
            fusion::{FusionBackend, FusionTensor, NoOp, stream::StreamId},
            ir::{InitOperationIr, OperationIr},
            wgpu::{CubeBackend, CubeTensor},
        },
        tensor::Tensor,
    };

    use super::super::downcast::downcast;
    use super::FloatPrimitive;

    type Fused = FusionTensor<<CubeBackend as FusionBackend>::FusionRuntime>;

    const OTHER: &str = "it is no tensor of burn's wgpu backend";

    /// Executes what the tensor depends on.
    pub(super) fn resolve_float<P: 'static>(primitive: P) -> Result<CubeTensor, String> {
        let tensor: Fused = downcast(primitive).map_err(|_| OTHER.to_owned())?;
        Ok(tensor.client.clone().resolve_tensor_float::<CubeBackend>(tensor))
    }

    /// Executes what the tensor depends on.
    pub(super) fn resolve_int<P: 'static>(primitive: P) -> Result<CubeTensor, String> {
        let tensor: Fused = downcast(primitive).map_err(|_| OTHER.to_owned())?;
        Ok(tensor.client.clone().resolve_tensor_int::<CubeBackend>(tensor))
    }

    /// Makes a tensor known to the fusion backend.
    pub(super) fn register_float<const D: usize>(cube: CubeTensor) -> Tensor<D> {
        let client = burn::backend::fusion::get_client::<CubeBackend>(&cube.device);
        let (shape, dtype) = (cube.meta.shape().clone(), cube.dtype);
        let init = InitOperationIr::create(shape, dtype, || client.register_tensor_handle(cube.into()));
        let mut tensor =
            client.register(StreamId::current(), OperationIr::Init(init), NoOp::<CubeBackend>::new());
        let tensor: FloatPrimitive = downcast(tensor.remove(0))
            .unwrap_or_else(|_: Fused| unreachable!("it was one when it was taken"));
        Tensor::from_primitive::<Wgpu>(tensor)
    }
}

#[cfg(feature = "fusion")]
use fused::{register_float, resolve_float, resolve_int};

#[cfg(not(feature = "fusion"))]
mod unfused {
    use burn::{backend::wgpu::CubeTensor, tensor::Tensor};

    const FUSED: &str = "burn was compiled with fusion; enable the feature `fusion` of proxgrad-burn too";

    pub(super) fn resolve<P>(_: P) -> Result<CubeTensor, String> {
        Err(FUSED.to_owned())
    }

    pub(super) fn register_float<const D: usize>(_: CubeTensor) -> Tensor<D> {
        unreachable!("{FUSED}")
    }
}

#[cfg(not(feature = "fusion"))]
use unfused::{register_float, resolve as resolve_float, resolve as resolve_int};
