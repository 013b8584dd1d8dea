//! Other buffers for the tensors of registered parameters, whose contents the caller has moved.

use std::collections::BTreeMap;

use wgpu::BufferSlice;

use super::{
    buffer_range::BufferRange,
    optimizer::{ProximalAdagrad, check_apart, check_bindable},
};
use crate::{error::Error, params::ParamId};

/// Where the tensors of a parameter lie from now on, for [`ProximalAdagrad::rebind`].
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    values: BufferSlice<'a>,
    accum: Option<BufferSlice<'a>>,
}

impl<'a> Place<'a> {
    /// The values in this slice, which is one as for [`Param::new`](super::Param::new); the accumulators stay where they are.
    pub fn new(values: BufferSlice<'a>) -> Self {
        Self { values, accum: None }
    }

    /// The accumulators in this slice, which is one as for [`Param::accum`](super::Param::accum).
    pub fn accum(self, accum: BufferSlice<'a>) -> Self {
        Self { accum: Some(accum), ..self }
    }
}

/// A parameter with the ranges that it had before it moved.
struct Move {
    param: usize,
    values: BufferRange,
    state: BufferRange,
    holds_state_of_caller: bool,
    is_unbound: bool,
}

impl ProximalAdagrad {
    /// Has later steps use other slices for the values of these parameters, and for their accumulators where a place names
    /// them: for frameworks whose allocator moves tensors, or that copy a tensor when a second owner appears. The call copies
    /// nothing; the caller moves the contents, before the next step that it submits. A 16-bit copy of the values stays where it
    /// is. Places in which a parameter lies already cost next to nothing.
    ///
    /// All parameters move together, so that they may exchange their places. Of two places for one parameter the last counts.
    ///
    /// ```
    /// # use proxgrad::{Config, Kernels, Param, Place, ProximalAdagrad, gpu, wgpu::{self, util::DeviceExt}};
    /// # let instance = gpu::instance()?;
    /// # let choice = match pollster::block_on(gpu::choose(&instance, gpu::DevicePreference::Gpu, None)) {
    /// #     Err(proxgrad::Error::NoAdapter(_)) if std::env::var_os("PROXGRAD_ALLOW_NO_GPU").is_some() => return Ok(()),
    /// #     choice => choice?,
    /// # };
    /// # let (device, queue) = pollster::block_on(gpu::open(choice.adapter.as_ref().unwrap()))?;
    /// # let buffer = |contents: &[f32]| device.create_buffer_init(&wgpu::util::BufferInitDescriptor {
    /// #     label: None,
    /// #     contents: bytemuck::cast_slice(contents),
    /// #     usage: wgpu::BufferUsages::STORAGE | wgpu::BufferUsages::COPY_SRC,
    /// # });
    /// # let (old, new) = (buffer(&[1.0, 2.0]), buffer(&[1.0, 2.0]));
    /// # let mut optimizer = ProximalAdagrad::new(&Kernels::new(&device)?, Config::default())?;
    /// let weight = optimizer.add_param(Param::new("weight", &[2], old.slice(..)))?;
    /// // The program has copied the contents of `old` to `new`.
    /// optimizer.rebind([(weight, Place::new(new.slice(..)))])?;
    /// # assert_eq!(gpu::block_on(&device, optimizer.values(&queue, weight))?, [1.0, 2.0]);
    /// # Ok::<(), proxgrad::Error>(())
    /// ```
    ///
    /// # Errors
    /// A parameter in an arena, an id of another optimizer; a slice that [`ProximalAdagrad::add_param`] would refuse, also
    /// because it overlaps a parameter that does not move; a lost device. Nothing changes then.
    pub fn rebind<'a>(
        &mut self,
        places: impl IntoIterator<Item = (ParamId, Place<'a>)>,
    ) -> Result<(), Error> {
        self.ready_to_record("moving parameters")?;
        let mut requested = BTreeMap::new();
        for (id, place) in places {
            requested.insert(self.movable(id)?, place);
        }
        requested.retain(|param, place| !self.lies_in(*param, place));
        // The ranges of unbound parameters are forgotten already, and others may lie there now.
        let bound: Vec<_> =
            requested.keys().copied().filter(|param| !self.params[*param].is_unbound).collect();
        bound.iter().for_each(|param| self.forget_values(*param));
        let mut done = Vec::with_capacity(requested.len());
        let moved = requested.iter().try_for_each(|(param, place)| {
            done.push(self.move_to(*param, place)?);
            Ok(())
        });
        if moved.is_err() {
            done.iter().for_each(|old: &Move| self.forget_values(old.param));
            done.into_iter().for_each(|old| self.put_back(old));
            bound.into_iter().for_each(|param| self.note_values(param));
        }
        moved
    }

    /// Releases the values of these parameters, and accumulators of [`Param::accum`](super::Param::accum): the caller may move
    /// them, or use their memory for something else, until [`ProximalAdagrad::rebind`] says where they lie. Calls that use the
    /// values before that return [`Error::Unbound`]. What was submitted before still uses them.
    ///
    /// # Errors
    /// A parameter in an arena, an id of another optimizer. Nothing changes then.
    pub fn unbind(&mut self, params: impl IntoIterator<Item = ParamId>) -> Result<(), Error> {
        let params = params.into_iter().map(|id| self.movable(id)).collect::<Result<Vec<_>, _>>()?;
        for param in params {
            if !self.params[param].is_unbound {
                self.forget_values(param);
                self.params[param].is_unbound = true;
            }
        }
        Ok(())
    }

    /// Index of a parameter that is in no arena.
    fn movable(&self, id: ParamId) -> Result<usize, Error> {
        let param = self.registry.index(id)?;
        if self.params[param].arena.is_some() {
            return Err(Error::PlaceInArena { name: self.registry.infos()[param].name.clone() });
        }
        Ok(param)
    }

    /// Whether a parameter's tensors lie in this place already.
    fn lies_in(&self, param: usize, place: &Place<'_>) -> bool {
        let is_in = |range: &BufferRange, slice: &BufferSlice<'_>| {
            range.buffer == *slice.buffer() && range.offset == slice.offset() && range.size == slice.size()
        };
        let buffers = &self.params[param];
        !buffers.is_unbound
            && is_in(&buffers.values, &place.values)
            && place.accum.is_none_or(|accum| buffers.holds_state_of_caller && is_in(&buffers.state, &accum))
    }

    /// Moves a parameter whose ranges are not in the overlap map; returns where it was.
    fn move_to(&mut self, param: usize, place: &Place<'_>) -> Result<Move, Error> {
        let info = &self.registry.infos()[param];
        let buffers = &self.params[param];
        let values = self.check_values(place.values, buffers.values.format, info)?;
        if let Some(copy) = &buffers.copy {
            check_apart(copy, "copy", info, &values)?;
        }
        let accum = place.accum.map(|accum| self.check_accum(accum, info, &values)).transpose()?;
        let kept_state = (accum.is_none() && buffers.holds_state_of_caller).then_some(&buffers.state);
        if let Some(state) = kept_state {
            check_apart(state, "accum", info, &values)?;
        }
        // What stays was forgotten with the values, so that another parameter may lie there now.
        for (range, role) in
            buffers.copy.iter().map(|copy| (copy, "copy")).chain(kept_state.map(|state| (state, "accum")))
        {
            self.overlap_map.check(range, info, role, self.registry.infos())?;
        }
        // Trying to bind takes longer than all else. A range that was bound before needs no second try.
        if values != buffers.values {
            check_bindable(&self.kernels, info, "values", &values)?;
        }
        if let Some(accum) = accum.as_ref().filter(|accum| **accum != buffers.state) {
            check_bindable(&self.kernels, info, "accum", accum)?;
        }
        let buffers = &mut self.params[param];
        let old = Move {
            param,
            values: std::mem::replace(&mut buffers.values, values),
            state: buffers.state.clone(),
            holds_state_of_caller: buffers.holds_state_of_caller,
            is_unbound: std::mem::take(&mut buffers.is_unbound),
        };
        if let Some(accum) = accum {
            buffers.state = accum;
            buffers.holds_state_of_caller = true;
        }
        self.note_values(param);
        Ok(old)
    }

    fn put_back(&mut self, old: Move) {
        let buffers = &mut self.params[old.param];
        buffers.values = old.values;
        buffers.state = old.state;
        buffers.holds_state_of_caller = old.holds_state_of_caller;
        buffers.is_unbound = old.is_unbound;
    }
}
