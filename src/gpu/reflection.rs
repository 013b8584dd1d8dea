//! The shaders, read without a GPU: every kernel is standard WGSL and needs no feature, and what WGSL and Rust both have
//! to say, struct layouts, bindings, entry points and constants, is the same.

use std::{
    any::type_name_of_val,
    collections::{BTreeSet, HashSet},
    fs,
    mem::offset_of,
    path::PathBuf,
};

use wgpu::{
    BindingType, BufferBindingType,
    naga::{
        AddressSpace, Expression, Literal, Module, Scalar, ShaderStage, StorageAccess, TypeInner,
        back::{PipelineConstants, pipeline_constants::process_overrides},
        front::wgsl,
        valid::{Capabilities, ValidationFlags, Validator},
    },
};

use super::kernels::{BUFFERS, SHARED, constants, entries, files};
use crate::{
    format::Format,
    gpu::plan::{
        Arena, BAD_ROWS, Current, DIGITS, Elements, GOOD_STEPS, GRAD_NORM, Kernel, LAG, LAGS, LARGEST, NONE,
        NONZERO, Orders, Pass, RULES, Rule, SCALE, SHARE, SKIPPED, Slot, Sort, Source, Storage, Told,
        Variant, WEIGHT_NORM,
    },
    lazy::LazyForm,
    lazy::{BIN, BLOCK_STEPS, MAX_STEPS},
    reduce::{CHUNK, LANES},
    row_groups::PIECE,
};

/// Every way in which a kernel is joined: values and gradients of any format, with f16 in words or as such.
fn variants(kernel: Kernel) -> impl Iterator<Item = (Variant, bool)> {
    const FORMATS: [Format; 3] = [Format::F32, Format::F16, Format::Bf16];
    let variant = move |values, grads| {
        kernel.variant(Variant {
            law: LazyForm::AdaptiveL2,
            alone: true,
            values,
            grads: of_copy(kernel, grads),
            stochastic: true,
        })
    };
    let of_values = move |values| FORMATS.into_iter().map(move |grads| variant(values, grads));
    let mut variants: Vec<Variant> = Vec::new();
    for variant in FORMATS.into_iter().flat_map(of_values) {
        if !variants.contains(&variant) {
            variants.push(variant);
        }
    }
    variants.into_iter().flat_map(|variant| [(variant, false), (variant, true)])
}

/// A copy is never in f32.
fn of_copy(kernel: Kernel, format: Format) -> Format {
    match (kernel, format) {
        (Kernel::Copied(..), Format::F32) => Format::F16,
        _ => format,
    }
}

/// With values and gradients in f32.
fn plain(kernel: Kernel) -> Variant {
    let (values, grads) = (Format::F32, of_copy(kernel, Format::F32));
    kernel.variant(Variant { law: LazyForm::AdaptiveL2, alone: true, values, grads, stochastic: false })
}

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
    joined(kernel, plain(kernel), false)
}

fn joined(kernel: Kernel, variant: Variant, native: bool) -> Module {
    let source = files(kernel, variant, native).1.join("\n");
    wgsl::parse_str(&source).unwrap_or_else(|error| panic!("{kernel:?}: {}", error.emit_to_string(&source)))
}

/// The members of a WGSL struct, and its size.
fn reflect(module: &Module, name: &str) -> (Vec<Member>, usize) {
    let of_name = |inner: &&wgpu::naga::Type| inner.name.as_deref() == Some(name);
    let found = module.types.iter().map(|(_, inner)| inner).find(of_name).expect("one of its files has it");
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
    let rule = members!(Rule {
        learning_rate,
        l1,
        l2,
        threshold,
        scale,
        weight_decay,
        unscale,
        ratio,
        clip,
        seed,
        step,
        unused,
    });
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
        all_rows,
        now,
        next_mark,
        ahead,
        stream,
        origin,
    });
    let sort = members!(Sort {
        count,
        stride,
        rows,
        bits,
        shift,
        digits,
        run,
        blocks,
        entries,
        sorted,
        columns,
        counters,
        totals,
        starts,
        groups,
        marks,
    });
    let arena = members!(Arena { first, count, stride, base, blocks });
    let orders = members!(Orders {
        edits,
        edit_count,
        lanes,
        clocks,
        clock_count,
        sums,
        sum_count,
        limits,
        limit_count,
        norm,
        factor,
        window,
        decides,
    });
    for kernel in Kernel::ALL {
        let module = module(kernel);
        if kernel == Kernel::Arena {
            assert_eq!(reflect(&module, "Arena"), (arena.clone(), size_of::<Arena>()));
            assert_eq!(reflect(&module, "Rule"), (rule.clone(), size_of::<Rule>()));
        } else if kernel.edits() {
            assert_eq!(reflect(&module, "Orders"), (orders.clone(), size_of::<Orders>()), "{kernel:?}");
        } else if kernel.sorts() {
            assert_eq!(reflect(&module, "Sort"), (sort.clone(), size_of::<Sort>()), "{kernel:?}");
        } else {
            assert_eq!(reflect(&module, "Rule"), (rule.clone(), size_of::<Rule>()), "{kernel:?}");
            assert_eq!(reflect(&module, "Slot"), (slot.clone(), size_of::<Slot>()), "{kernel:?}");
        }
    }
    assert!(
        [size_of::<Sort>(), size_of::<Slot>(), size_of::<Orders>()]
            .iter()
            .all(|&size| size as u64 <= Told::SIZE)
    );
    // Where a rule is edited.
    for (name, offset) in [
        ("LEARNING_RATE", offset_of!(Rule, learning_rate)),
        ("THRESHOLD", offset_of!(Rule, threshold)),
        ("SHRINK", offset_of!(Rule, scale)),
        ("WEIGHT_DECAY", offset_of!(Rule, weight_decay)),
        ("UNSCALE", offset_of!(Rule, unscale)),
        ("STEP", offset_of!(Rule, step)),
    ] {
        assert_eq!(constant(Kernel::Verdict, name), offset as u64 / 4, "{name}");
    }
}

#[test]
fn bindings_are_those_of_the_layouts() {
    let layouts = entries();
    let mut bound = HashSet::new();
    let all = Kernel::ALL.into_iter().flat_map(|kernel| variants(kernel).map(move |of| (kernel, of)));
    for (kernel, (variant, native)) in all {
        let module = joined(kernel, variant, native);
        for (_, variable) in module.global_variables.iter() {
            let Some(binding) = variable.binding else { continue };
            let group = match (kernel, binding.group) {
                (Kernel::Arena, 0) => 4,
                (Kernel::Arena, 3) => 5,
                (Kernel::Verdict | Kernel::Limit, 0) => 6,
                (_, group) => group as usize,
            };
            let entry = layouts[group].iter().find(|entry| entry.binding == binding.binding);
            let entry = entry.unwrap_or_else(|| panic!("{kernel:?}: no layout has {binding:?}"));
            assert!(group != 3 || kernel.works(), "{kernel:?} has no group 3");
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
            bound.insert((group, binding.binding));
        }
    }
    assert_eq!(bound.len(), layouts.iter().flatten().count(), "bindings that no shader has");
}

#[test]
fn no_kernel_needs_more_than_devices_are_asked_for() {
    let shared = |kernel: Kernel| {
        let module = module(kernel);
        let info = Validator::new(ValidationFlags::all(), Capabilities::empty()).validate(&module).unwrap();
        let constants = constants(kernel, plain(kernel)).into_iter();
        let constants = constants.map(|(name, value)| (name.to_owned(), value)).collect();
        let (module, _) = process_overrides(&module, &info, None, &constants).unwrap();
        let own = module.global_variables.iter().filter(|(_, of)| of.space == AddressSpace::WorkGroup);
        own.map(|(_, of)| module.types[of.ty].inner.size(module.to_ctx())).sum::<u32>()
    };
    assert_eq!(Kernel::ALL.into_iter().map(shared).max(), Some(SHARED));

    let is_storage = |entry: &&wgpu::BindGroupLayoutEntry| {
        matches!(entry.ty, BindingType::Buffer { ty: BufferBindingType::Storage { .. }, .. })
    };
    // Those of arenas are fewer.
    assert_eq!(entries()[..4].iter().flatten().filter(is_storage).count(), BUFFERS as usize);
}

#[test]
fn every_kernel_is_valid_without_features_and_named_like_its_file() {
    for (kernel, (variant, native)) in
        Kernel::ALL.into_iter().flat_map(|kernel| variants(kernel).map(move |of| (kernel, of)))
    {
        let what = format!("{kernel:?}, {variant:?}, {native}");
        let (name, files) = files(kernel, variant, native);
        let needs = files.iter().any(|file| file.contains("enable "));
        assert!(native || !needs, "{what} needs a feature");
        let module = joined(kernel, variant, native);
        let capabilities = if needs { Capabilities::SHADER_FLOAT16 } else { Capabilities::empty() };
        let info = Validator::new(ValidationFlags::all(), capabilities).validate(&module);
        let info = info.unwrap_or_else(|error| panic!("{what}: {}", error.emit_to_string(&files.join("\n"))));

        let [entry] = &module.entry_points[..] else { panic!("{what} has not one entry point") };
        assert_eq!((entry.name.as_str(), entry.stage), (name, ShaderStage::Compute), "{what}");
        let own = fs::read_to_string(folder().join(name).with_extension("wgsl")).unwrap();
        assert_eq!(files.last(), Some(&own.as_str()), "{what}");

        // These are the host's to say, and there is nothing else to be said.
        let overrides: BTreeSet<_> = (module.overrides.iter())
            .filter_map(|(_, value)| value.name.as_deref().map(|name| (name, value.init.is_none())))
            .collect();
        let said = constants(kernel, variant).into_iter().map(|(name, _)| (name, true));
        assert_eq!(overrides, said.collect(), "{what}");
        let of = |name: &str| (name.to_owned(), if name == "WORKGROUP" { 48.0 } else { 1.0 });
        let constants: PipelineConstants = overrides.iter().map(|(name, _)| of(name)).collect();
        let set = process_overrides(&module, &info, None, &constants).unwrap();
        assert_eq!(set.0.entry_points[0].workgroup_size, [48, 1, 1], "{what}");
    }
}

#[test]
fn no_file_is_forgotten() {
    let contents = |path: fs::DirEntry| fs::read_to_string(path.path()).unwrap();
    let there: BTreeSet<_> = fs::read_dir(folder()).unwrap().map(|path| contents(path.unwrap())).collect();
    let all = Kernel::ALL.into_iter().flat_map(|kernel| variants(kernel).map(move |of| (kernel, of)));
    let joined = all.flat_map(|(kernel, (variant, native))| files(kernel, variant, native).1);
    assert_eq!(there, joined.map(str::to_owned).collect());
}

#[test]
fn storage_has_the_same_functions_in_every_format() {
    let functions = |storage, variant, native| {
        let module = joined(Kernel::Dense(storage, Source::Uploaded), variant, native);
        let names = module.functions.iter().map(|(_, function)| function.name.clone().unwrap());
        names.filter(|name| name.starts_with("load_") || name.starts_with("store_")).collect::<BTreeSet<_>>()
    };
    for storage in [Storage::Quads, Storage::Singles] {
        let kernel = Kernel::Dense(storage, Source::Uploaded);
        let want = functions(storage, plain(kernel), false);
        for (variant, native) in variants(kernel) {
            assert_eq!(functions(storage, variant, native), want, "{variant:?}, {native}");
        }
    }
}

#[test]
fn twins_have_the_same_functions() {
    let functions = |kernel| {
        let module = module(kernel);
        module.functions.iter().map(|(_, function)| function.name.clone().unwrap()).collect::<BTreeSet<_>>()
    };
    let of = |storage, source| functions(Kernel::Rows(storage, source));
    for source in [Source::Uploaded, Source::Computed, Source::Grouped, Source::Indexed] {
        assert_eq!(of(Storage::Quads, source), of(Storage::Singles, source));
    }
    let computed = of(Storage::Quads, Source::Computed);
    for source in [Source::Grouped, Source::Indexed] {
        assert_eq!(of(Storage::Quads, source), computed);
    }
    // Only what others have left can be read back, and only there something is left.
    let uploaded = of(Storage::Quads, Source::Uploaded);
    assert_eq!(computed.difference(&uploaded).collect::<Vec<_>>(), ["store_partial"]);
    assert!(uploaded.is_subset(&computed));

    // Exact rows have a history to know of, and otherwise the same.
    let flush = functions(Kernel::Flush(Storage::Quads, Source::Every));
    for storage in [Storage::Quads, Storage::Singles] {
        for source in [Source::Uploaded, Source::Computed, Source::Grouped, Source::Indexed] {
            let exact = functions(Kernel::Exact(storage, source));
            assert!(of(storage, source).is_subset(&exact));
        }
        assert_eq!(functions(Kernel::Flush(storage, Source::Every)), flush);
        assert_eq!(functions(Kernel::Flush(storage, Source::Uploaded)), flush);
    }

    for kernel in [Kernel::Count, Kernel::Scatter] {
        assert_eq!(functions(kernel(Pass::First)), functions(kernel(Pass::Later)));
    }
    // What only the device knows it looks up.
    let places = functions(Kernel::Pieces(Storage::Quads, Source::Grouped));
    let heavy = functions(Kernel::Pieces(Storage::Quads, Source::Computed));
    assert_eq!(places.difference(&heavy).collect::<Vec<_>>(), ["row_at"]);
    assert!(heavy.is_subset(&places));
}

#[test]
fn constants_are_the_same_in_both_languages() {
    let pieces = Kernel::Pieces(Storage::Singles, Source::Grouped);
    for (kernel, name, want) in [
        (Kernel::Group, "DIGITS", DIGITS.into()),
        (Kernel::Split, "MARKED", PIECE as u64),
        (pieces, "PIECE", PIECE as u64),
        (Kernel::Wide(Elements::Folded), "DEPTH", (CHUNK / LANES) as u64),
        (Kernel::Rows(Storage::Quads, Source::Computed), "NONE", NONE.into()),
        (Kernel::Arena, "RULES", RULES as u64),
        (Kernel::Scan, "NONE", NONE.into()),
        (Kernel::Mark(Source::Every), "BLOCK", BLOCK_STEPS as u64),
        (Kernel::Mark(Source::Every), "STEPS", MAX_STEPS as u64),
        (Kernel::Mark(Source::Every), "BIN", BIN.into()),
        (Kernel::Measure(Current::Stored), "SHARE", SHARE),
        (Kernel::Verdict, "BAD_ROWS", BAD_ROWS.into()),
        (Kernel::Verdict, "SKIPPED", SKIPPED.into()),
        (Kernel::Verdict, "LAG", LAG.into()),
        (Kernel::Verdict, "GOOD_STEPS", GOOD_STEPS.into()),
        (Kernel::Verdict, "GRAD_NORM", GRAD_NORM.into()),
        (Kernel::Verdict, "WEIGHT_NORM", WEIGHT_NORM.into()),
        (Kernel::Verdict, "LARGEST", LARGEST.into()),
        (Kernel::Verdict, "NONZERO", NONZERO.into()),
        (Kernel::Verdict, "SCALE", SCALE.into()),
        (Kernel::Verdict, "LAGS", LAGS.into()),
        (Kernel::Verdict, "NONE", NONE.into()),
    ] {
        assert_eq!(constant(kernel, name), want, "{name}");
    }
}

/// A constant of a kernel's.
fn constant(kernel: Kernel, name: &str) -> u64 {
    let module = module(kernel);
    let found = module.constants.iter().find(|(_, constant)| constant.name.as_deref() == Some(name));
    let (_, constant) = found.unwrap_or_else(|| panic!("{kernel:?} has no {name}"));
    let Expression::Literal(Literal::U32(got)) = module.global_expressions[constant.init] else {
        panic!("{name} is not a number")
    };
    got.into()
}

fn folder() -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "shaders"].iter().collect()
}
