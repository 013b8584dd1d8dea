//! Bind groups of buffer ranges, and a cache of the last ones of each kind.

use wgpu::{BindGroupEntry, BindingResource, Buffer};

use super::{
    buffer_range::BufferRange,
    history::{History, HistoryLayout},
    kernels::Kernels,
    plan::{bindings::BindGroup, windows::Windows},
};
use crate::error::Error;

/// What fails where a bind group cannot be made.
pub(super) const BINDING: &str = "binding buffers";

/// A range of a buffer in bytes as a binding.
pub(super) fn binding(buffer: &Buffer, offset: u64, size: u64) -> BindingResource<'_> {
    BindingResource::Buffer(wgpu::BufferBinding { buffer, offset, size: std::num::NonZero::new(size) })
}

/// Makes a bind group of this kind; `resources` are in the order of its bindings.
pub(super) fn bind(
    kernels: &Kernels,
    bind_group: BindGroup,
    resources: &[BindingResource<'_>],
) -> wgpu::BindGroup {
    let bindings = bind_group.bindings().iter().zip(resources);
    let entries: Vec<_> = bindings
        .map(|(&(binding, _), resource)| BindGroupEntry { binding, resource: resource.clone() })
        .collect();
    kernels.device().create_bind_group(&wgpu::BindGroupDescriptor {
        label: Some(&format!("proxgrad {bind_group:?}")),
        layout: kernels.layouts().get(bind_group),
        entries: &entries,
    })
}

/// A buffer range to bind.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Resource {
    pub(super) range: BufferRange,
    pub(super) extent: Extent,
}

impl Resource {
    /// The history of exact rows.
    pub(super) fn history(history: &History) -> Self {
        Self { range: history.range.clone(), extent: Extent::History(history.layout) }
    }

    /// The binding for a window, which has an index and a range of elements.
    fn binding(&self, window: usize, elements: &std::ops::Range<u64>) -> BindingResource<'_> {
        match self.extent {
            Extent::Window => self.range.binding(elements.clone()),
            Extent::History(layout) => self.range.binding(layout.words(window as u64)),
            Extent::Whole => self.range.binding(self.range.elements()),
        }
    }
}

/// How much of a buffer range a dispatch binds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Extent {
    /// The window of elements that the dispatch is for.
    Window,
    /// The history of the rows in the window that the dispatch is for.
    History(HistoryLayout),
    Whole,
}

/// The bind groups of one kind for the buffer ranges that were bound last, so that using them again costs nothing. Two sets of
/// ranges, for programs that alternate between two gradient buffers.
#[derive(Debug, Default)]
pub(super) struct BindGroupCache {
    sets: [Option<BoundSet>; 2],
    /// The recording that last used the cache.
    recording: u64,
}

#[derive(Debug)]
struct BoundSet {
    resources: Vec<Resource>,
    /// By window, or one for all windows.
    groups: Vec<wgpu::BindGroup>,
}

impl BindGroupCache {
    /// Makes bind groups for these resources, unless the last ones are for the same. `recording` numbers the recordings; within
    /// one of them the resources stay the same.
    ///
    /// # Errors
    /// wgpu does not bind a buffer. The cache is as before then.
    pub(super) fn bind<const N: usize>(
        &mut self,
        kernels: &Kernels,
        bind_group: BindGroup,
        windows: &Windows,
        recording: u64,
        resources: impl FnOnce() -> [Option<Resource>; N],
    ) -> Result<(), Error> {
        if self.recording == recording {
            return Ok(());
        }
        let resources = resources();
        let resources = || resources.iter().flatten();
        let fits =
            |set: &Option<BoundSet>| set.as_ref().is_some_and(|set| set.resources.iter().eq(resources()));
        if !fits(&self.sets[0]) {
            if !fits(&self.sets[1]) {
                let resources: Vec<_> = resources().cloned().collect();
                let make = || Ok(make_groups(kernels, bind_group, windows, &resources));
                let groups = kernels.status().guarded(BINDING, make)?;
                self.sets[1] = Some(BoundSet { resources, groups });
            }
            self.sets.swap(0, 1);
        }
        self.recording = recording;
        Ok(())
    }

    /// The bind group for a window of the resources bound last.
    pub(super) fn get(&self, window: usize) -> &wgpu::BindGroup {
        let set = self.sets[0].as_ref().expect("`bind` comes first");
        if let [group] = &set.groups[..] { group } else { &set.groups[window] }
    }
}

fn make_groups(
    kernels: &Kernels,
    bind_group: BindGroup,
    windows: &Windows,
    resources: &[Resource],
) -> Vec<wgpu::BindGroup> {
    let group = |(window, elements): (usize, std::ops::Range<u64>)| {
        let bindings: Vec<_> = resources.iter().map(|resource| resource.binding(window, &elements)).collect();
        bind(kernels, bind_group, &bindings)
    };
    if resources.iter().all(|resource| resource.extent == Extent::Whole) {
        return vec![group((0, 0..0))];
    }
    windows.iter().enumerate().map(group).collect()
}
