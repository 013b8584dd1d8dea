//! What WGSL and Rust both have to say, held together: struct layouts, bindings and entry points, read from the shaders
//! without a GPU.

use std::{any::type_name_of_val, collections::HashSet, mem::offset_of};

use wgpu::{
    BindingType, BufferBindingType,
    naga::{AddressSpace, Module, Scalar, ShaderStage, StorageAccess, TypeInner, front::wgsl},
};

use super::kernels::{entries, files};
use crate::plan::{Kernel, Rule, Slot, Sort, Told};

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
    let source = files(kernel).1.join("\n");
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
    let slot = members!(Slot {
        rule,
        first,
        count,
        stride,
        width,
        rows,
        starts,
        order,
        groups,
        base_row,
        row_count,
        means,
        partials,
        chunks,
        factor,
        per_occurrence,
        resident,
    });
    let sort = members!(Sort {
        count,
        stride,
        rows,
        shift,
        blocks,
        keys,
        positions,
        sorted_keys,
        sorted_positions,
        counters,
        counter_count,
        distinct,
        starts,
        groups,
        padding_1,
        padding_2,
    });
    for kernel in Kernel::ALL {
        let module = module(kernel);
        if kernel.sorts() {
            assert_eq!(reflect(&module, "Sort"), (sort.clone(), size_of::<Sort>()), "{kernel:?}");
        } else {
            assert_eq!(reflect(&module, "Rule"), (rule.clone(), size_of::<Rule>()), "{kernel:?}");
            assert_eq!(reflect(&module, "Slot"), (slot.clone(), size_of::<Slot>()), "{kernel:?}");
        }
    }
    assert!(size_of::<Sort>() as u64 <= Told::SIZE && size_of::<Slot>() as u64 <= Told::SIZE);
}

#[test]
fn bindings_are_those_of_the_layouts() {
    let layouts = entries();
    let mut bound = HashSet::new();
    for kernel in Kernel::ALL {
        let module = module(kernel);
        for (_, variable) in module.global_variables.iter() {
            let Some(binding) = variable.binding else { continue };
            let entry = layouts[binding.group as usize].iter().find(|entry| entry.binding == binding.binding);
            let entry = entry.unwrap_or_else(|| panic!("{kernel:?}: no layout has {binding:?}"));
            assert!(binding.group != 3 || kernel.works(), "{kernel:?} has no group 3");
            assert!(binding.group != 1 || !kernel.sorts(), "{kernel:?} has no group 1");
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
                assert!(size.get() >= u64::from(needed), "{kernel:?}: {binding:?}");
            }
            bound.insert((binding.group, binding.binding));
        }
    }
    assert_eq!(bound.len(), layouts.iter().flatten().count(), "bindings that no shader has");
}

#[test]
fn the_entry_point_of_every_kernel_is_the_one_it_has() {
    for kernel in Kernel::ALL {
        let module = module(kernel);
        let found: Vec<_> =
            module.entry_points.iter().map(|entry| (entry.name.as_str(), entry.stage)).collect();
        assert_eq!(found, [(files(kernel).0, ShaderStage::Compute)], "{kernel:?}");
    }
}
