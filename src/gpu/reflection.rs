//! What WGSL and Rust both have to say, held together: struct layouts, bindings and entry points, read from the shaders
//! without a GPU.

use std::{any::type_name_of_val, mem::offset_of};

use wgpu::{
    BindingType, BufferBindingType,
    naga::{AddressSpace, Module, Scalar, ShaderStage, StorageAccess, TypeInner, front::wgsl},
};

use super::kernels::{entries, entry_point, source};
use crate::plan::{Kernel, Rule, Slot};

/// A member of a struct: name, type, offset and size in bytes.
type Member = (String, String, usize, usize);

/// The members of a Rust struct; does not compile while one is left out.
macro_rules! members {
    ($name:ident { $($field:ident),* $(,)? }) => {{
        let example = $name::default();
        let $name { $($field: _),* } = example;
        vec![$((
            stringify!($field).to_owned(),
            type_name_of_val(&example.$field).rsplit("::").next().unwrap_or_default().to_owned(),
            offset_of!($name, $field),
            size_of_val(&example.$field),
        )),*]
    }};
}

fn module(kernel: Kernel) -> Module {
    let source = source(kernel);
    wgsl::parse_str(&source).unwrap_or_else(|error| panic!("{kernel:?}: {}", error.emit_to_string(&source)))
}

/// The members of a WGSL struct, and its size.
fn reflect(module: &Module, name: &str) -> (Vec<Member>, usize) {
    let of_name = |inner: &&wgpu::naga::Type| inner.name.as_deref() == Some(name);
    let found = module.types.iter().map(|(_, inner)| inner).find(of_name).expect("the prelude has it");
    let TypeInner::Struct { members, span } = &found.inner else { panic!("{name} is no struct") };
    let members = members
        .iter()
        .map(|member| {
            let inner = &module.types[member.ty];
            let size = inner.inner.size(module.to_ctx()) as usize;
            (member.name.clone().expect("it is named"), type_name(inner), member.offset as usize, size)
        })
        .collect();
    (members, *span as usize)
}

/// As Rust spells it.
fn type_name(of: &wgpu::naga::Type) -> String {
    match (&of.name, &of.inner) {
        (Some(name), _) => name.clone(),
        (None, &TypeInner::Scalar(Scalar::F32)) => "f32".to_owned(),
        (None, &TypeInner::Scalar(Scalar::U32)) => "u32".to_owned(),
        (None, inner) => format!("{inner:?}"),
    }
}

#[test]
fn structs_have_the_same_members_at_the_same_offsets_in_both_languages() {
    let rule = members!(Rule { learning_rate, l1, l2, threshold, scale, weight_decay, unscale, adaptive });
    let slot = members!(Slot { rule, first, count, stride, width, table, groups, base_row, padding });
    for kernel in Kernel::ALL {
        let module = module(kernel);
        assert_eq!(reflect(&module, "Rule"), (rule.clone(), size_of::<Rule>()), "{kernel:?}");
        assert_eq!(reflect(&module, "Slot"), (slot.clone(), size_of::<Slot>()), "{kernel:?}");
    }
}

#[test]
fn bindings_are_those_of_the_layouts() {
    let layouts = entries();
    for kernel in Kernel::ALL {
        let module = module(kernel);
        let mut bound = 0;
        for (_, variable) in module.global_variables.iter() {
            let Some(binding) = variable.binding else { continue };
            let entry = layouts[binding.group as usize].iter().find(|entry| entry.binding == binding.binding);
            let entry = entry.unwrap_or_else(|| panic!("{kernel:?}: no layout has {binding:?}"));
            let BindingType::Buffer { ty, min_binding_size, .. } = entry.ty else {
                panic!("{kernel:?}: {binding:?} is no buffer")
            };
            let want = match variable.space {
                AddressSpace::Uniform => BufferBindingType::Uniform,
                AddressSpace::Storage { access } => {
                    BufferBindingType::Storage { read_only: !access.contains(StorageAccess::STORE) }
                }
                space => panic!("{kernel:?}: {binding:?} is in {space:?}"),
            };
            assert_eq!(ty, want, "{kernel:?}: {binding:?}");
            if let Some(size) = min_binding_size {
                let needed = module.types[variable.ty].inner.size(module.to_ctx());
                assert_eq!(size.get(), u64::from(needed), "{kernel:?}: {binding:?}");
            }
            bound += 1;
        }
        assert_eq!(bound, layouts.iter().flatten().count(), "{kernel:?}: bindings that no shader has");
    }
}

#[test]
fn the_entry_point_of_every_kernel_is_the_one_it_has() {
    for kernel in Kernel::ALL {
        let module = module(kernel);
        let found: Vec<_> =
            module.entry_points.iter().map(|entry| (entry.name.as_str(), entry.stage)).collect();
        assert_eq!(found, [(entry_point(kernel), ShaderStage::Compute)], "{kernel:?}");
    }
}
