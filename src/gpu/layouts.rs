//! Bind group layouts and pipeline layouts, made from the table of bindings.

use wgpu::{BindGroupLayout, BindGroupLayoutEntry, BindingType, BufferBindingType, Device, ShaderStages};

use super::plan::bindings::{Access, BindGroup};

/// The layout of every kind of bind group.
#[derive(Debug)]
pub(super) struct Layouts {
    layouts: [BindGroupLayout; BindGroup::ALL.len()],
}

impl Layouts {
    pub(super) fn new(device: &Device) -> Self {
        Self { layouts: BindGroup::ALL.map(|bind_group| layout(device, bind_group)) }
    }

    pub(super) fn get(&self, bind_group: BindGroup) -> &BindGroupLayout {
        &self.layouts[bind_group as usize]
    }
}

fn layout(device: &Device, bind_group: BindGroup) -> BindGroupLayout {
    device.create_bind_group_layout(&wgpu::BindGroupLayoutDescriptor {
        label: Some(&format!("proxgrad {bind_group:?}")),
        entries: &entries(bind_group),
    })
}

/// The bindings of a kind of bind group, as wgpu describes them.
pub(super) fn entries(bind_group: BindGroup) -> Vec<BindGroupLayoutEntry> {
    let entry = |&(binding, access): &(u32, Access)| {
        let (ty, size) = match access {
            Access::Uniform(size) => (BufferBindingType::Uniform, std::num::NonZero::new(size)),
            Access::Read => (BufferBindingType::Storage { read_only: true }, None),
            Access::ReadWrite => (BufferBindingType::Storage { read_only: false }, None),
        };
        let ty = BindingType::Buffer { ty, has_dynamic_offset: size.is_some(), min_binding_size: size };
        BindGroupLayoutEntry { binding, visibility: ShaderStages::COMPUTE, ty, count: None }
    };
    bind_group.bindings().iter().map(entry).collect()
}
