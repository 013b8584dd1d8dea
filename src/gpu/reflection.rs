//! Tests that read the shaders without a GPU: every kernel is standard WGSL, files define what their headers say, and what Rust
//! and WGSL both state (struct layouts, bindings, entry points, constants) is the same.

use std::{
    any::type_name_of_val,
    collections::{BTreeMap, BTreeSet},
    fs,
    mem::offset_of,
    path::{Path, PathBuf},
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

use super::{
    layouts::entries,
    limits::{BINDINGS, STORAGE_BUFFERS, TILED_SORT_MEMORY, UNIFORM_BUFFERS, WORKGROUP_MEMORY},
    plan::{
        bindings::BindGroup,
        kernel::{
            Axis, GradRows, GradientForm, IndexBuffers, Kernel, Marks, PartCount, PieceSums, ReduceInput,
            ReduceStage, RowSource, SortForm, SortInput, SortedRows, Storage, SumKind, UpdateSource, Variant,
            Weights,
        },
        report_layout::{
            BAD_ROWS, EXACT_LAGS, GOOD_STEPS, GRAD_NORM, LAG, LOSS_SCALE, MAX_ABS, NONZERO, SKIPPED,
            WEIGHT_NORM,
        },
        serial,
        table::{TILED_SORT_WORKGROUP, WORKGROUP},
        tiled,
        uniforms::{
            ArenaUniforms, ElementUniforms, GatherUniforms, MAX_RULES, MAX_TABLES, NONE, PatchHeader,
            RuleUniforms, SortUniforms, Uniforms,
        },
    },
    shaders::{JoinedShader, SHADERS},
};
use crate::{
    format::Format,
    lazy::{BIN_SHIFT, BLOCK_STEPS, LazyForm, MAX_STEPS},
    reduce::{CHUNK, PARTIAL_SUMS},
    row_groups::PIECE,
    rule::RuleForm,
};

mod operators;
mod plain;

/// A kernel, joined and compiled in one of its variants.
#[derive(Clone, Copy, Debug)]
struct Form {
    kernel: Kernel,
    variant: Variant,
    native_f16: bool,
}

impl Form {
    /// Values and gradients in f32, everything else in its most complicated form.
    fn plain(kernel: Kernel) -> Self {
        let [form, ..] = &Self::all_of(kernel)[..] else { panic!("{kernel:?} has no form") };
        *form
    }

    /// Every way in which a kernel is joined: values and gradients of any format, f16 as a type of the device or in words, values
    /// in f32 with a copy or without, gradients in any number of parts, exact rows that are marked by whomsoever.
    fn all_of(kernel: Kernel) -> Vec<Self> {
        const FORMATS: [Format; 3] = [Format::F32, Format::F16, Format::Bf16];
        let values_and_copies = FORMATS.map(|values| (values, None));
        let values_and_copies = values_and_copies.into_iter().chain([(Format::F32, Some(Format::F16))]);
        let formats = values_and_copies.flat_map(|of| FORMATS.map(|grads| (of, grads)));
        let marks = [Marks::OnlyThread, Marks::FirstThread, Marks::Later];
        let mut forms: Vec<Self> = Vec::new();
        let rules = || {
            RuleForm::ALL.into_iter().filter(|rule| {
                let is_any = matches!(kernel, Kernel::WeightStats(_));
                is_any || rule.takes_rows() == kernel.takes_rows()
            })
        };
        let parts_and_marks =
            || PartCount::all().into_iter().flat_map(|parts| marks.map(|marks| (parts, marks)));
        for ((((values, copy), grads), (parts, marks)), rule) in formats
            .flat_map(|of| parts_and_marks().map(move |with| (of, with)))
            .flat_map(|of| rules().map(move |rule| (of, rule)))
        {
            let is_lazy = matches!(kernel, Kernel::UpdateLazyRows(..) | Kernel::UpdateLazyWholeRows(_));
            // The files of rules have nothing to do with formats: one rule for elements and one for rows has all of them.
            let has_all = matches!(rule, RuleForm::ProximalAdagrad | RuleForm::RowwiseAdagrad);
            let is_plain = [values, grads] == [Format::F32; 2] && copy.is_none() && parts == PartCount::One;
            if !has_all && !is_plain {
                continue;
            }
            // Parts have nothing to do with the format of the values.
            if parts > PartCount::most(is_lazy, copy.is_some())
                || parts != PartCount::One && values != Format::F32
            {
                continue;
            }
            if marks == Marks::FirstThread
                && kernel.rows() == Some(RowSource::DeviceSorted)
                && !kernel.takes_rows()
            {
                continue;
            }
            let variant = kernel.variant(Variant {
                rule,
                lazy_form: LazyForm::AdaptiveL2,
                marks,
                values,
                grads,
                parts,
                copy,
                stochastic: true,
                gradient: GradientForm { unscales: true, decays: true },
            });
            if !forms.iter().any(|form| form.variant == variant) {
                forms.extend([false, true].map(|native_f16| Self { kernel, variant, native_f16 }));
            }
        }
        forms
    }

    fn all() -> impl Iterator<Item = Self> {
        Kernel::all().into_iter().flat_map(Self::all_of)
    }

    fn shader(self) -> JoinedShader {
        JoinedShader::new(self.kernel, self.variant, self.native_f16)
    }

    fn module(self) -> Module {
        let source = self.shader().text();
        wgsl::parse_str(&source).unwrap_or_else(|error| panic!("{self:?}: {}", error.emit_to_string(&source)))
    }
}

/// A member of a struct: name, type, offset and size in bytes.
type Member = (String, String, usize, usize);

/// The members of a Rust struct; does not compile while one is left out.
macro_rules! members {
    ($name:ident { $($field:ident),* $(,)? }) => {{
        let example = $name::default();
        let $name { $($field: _),* } = example;
        let members: Vec<Member> = vec![$((
            stringify!($field).to_owned(),
            type_name_of_val(&example.$field).rsplit("::").next().unwrap_or_default().to_owned(),
            offset_of!($name, $field),
            size_of_val(&example.$field),
        )),*];
        (stringify!($name), members, size_of::<$name>())
    }};
}

/// The members of a WGSL struct, and its size, if the module has the struct.
fn reflect(module: &Module, name: &str) -> Option<(Vec<Member>, usize)> {
    let mut types = module.types.iter().map(|(_, inner)| inner);
    let found = types.find(|inner| inner.name.as_deref() == Some(name))?;
    let TypeInner::Struct { members, span } = &found.inner else { panic!("{name} is no struct") };
    let members = members
        .iter()
        .map(|member| {
            let inner = &module.types[member.ty];
            let size = inner.inner.size(module.to_ctx()) as usize;
            (member.name.clone().expect("it is named"), type_name(inner), member.offset as usize, size)
        })
        .collect();
    Some((members, *span as usize))
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
    let rule = members!(RuleUniforms {
        learning_rate,
        l1,
        l2,
        threshold,
        scale,
        weight_decay,
        unscale,
        l1_over_l2,
        clip,
        seed,
        step,
        beta,
        l2_shrinkage,
        power_high,
        power_low,
        l21,
    });
    let element = members!(ElementUniforms {
        rule,
        thread_count,
        grid_stride,
        first_element,
        width,
        channel_width,
        first_group,
        group_stride,
        grad_part,
        row_table,
        piece_table,
        row_starts,
        entry_order,
        group_count,
        entry_groups,
        base_row,
        bound_rows,
        param_rows,
        row_width,
        means,
        partial_sums,
        chunk_sums,
        chunk_count,
        channel_count,
        factor,
        decay_per_occurrence,
        step_count,
        last_step,
        skipped_steps,
        noise_stream,
        noise_origin,
    });
    let sort = members!(SortUniforms {
        entry_count,
        grid_stride,
        param_rows,
        digit_bits,
        digit_shift,
        digit_count,
        run_length,
        block_count,
        entries,
        sorted,
        run_counts,
        block_counts,
        digit_totals,
        row_starts,
        group_count,
        entry_groups,
        first_index,
        index_buffer,
        table_count,
        first_workgroup,
    });
    let arena = members!(ArenaUniforms {
        first_block,
        thread_count,
        grid_stride,
        first_rule,
        block_count,
        dispatch_blocks
    });
    let gather = members!(GatherUniforms {
        thread_count,
        grid_stride,
        width,
        element_count,
        first_entry,
        old_rows,
        base_row,
        bound_rows,
        plane_count,
        plane,
        fills,
        fill,
        lag,
    });
    let header = members!(PatchHeader {
        targets,
        target_count,
        groups,
        exact_lags,
        exact_lag_count,
        sums,
        sum_count,
        limits,
        limit_count,
        norm,
        loss_scale_factor,
        loss_scale_window,
        is_step,
    });
    let structs = [rule, element, sort, arena, gather, header];
    let mut seen = BTreeSet::new();
    for kernel in Kernel::all() {
        let module = Form::plain(kernel).module();
        for (name, members, size) in &structs {
            if let Some(reflected) = reflect(&module, name) {
                assert_eq!(reflected, (members.clone(), *size), "{kernel:?}");
                seen.insert(*name);
            }
        }
    }
    assert_eq!(seen.len(), structs.len(), "only {seen:?} are in shaders");
    let others = [size_of::<ArenaUniforms>(), size_of::<PatchHeader>()];
    assert!(others.iter().all(|&size| size as u64 <= Uniforms::SIZE));

    for (name, offset) in [
        ("RULE_LEARNING_RATE", offset_of!(RuleUniforms, learning_rate)),
        ("RULE_THRESHOLD", offset_of!(RuleUniforms, threshold)),
        ("RULE_SCALE", offset_of!(RuleUniforms, scale)),
        ("RULE_WEIGHT_DECAY", offset_of!(RuleUniforms, weight_decay)),
        ("RULE_UNSCALE", offset_of!(RuleUniforms, unscale)),
        ("RULE_STEP", offset_of!(RuleUniforms, step)),
    ] {
        assert_eq!(constant(Kernel::SkipStep, name), offset as u64 / 4, "{name}");
    }
}

#[test]
fn bindings_are_those_of_the_table() {
    let mut bound = BTreeSet::new();
    for form in Form::all() {
        let (module, bind_groups) = (form.module(), form.kernel.bind_groups(form.variant));
        let mut used = BTreeSet::new();
        for (_, variable) in module.global_variables.iter() {
            let Some(binding) = variable.binding else { continue };
            let bind_group = bind_groups[binding.group as usize];
            let bind_group = bind_group.unwrap_or_else(|| panic!("{form:?} has no group {binding:?}"));
            assert_eq!(bind_group.number(), binding.group, "{form:?}");
            let entries = entries(bind_group);
            let entry = entries.iter().find(|entry| entry.binding == binding.binding);
            let entry = entry.unwrap_or_else(|| panic!("{form:?}: {bind_group:?} has no {binding:?}"));
            let BindingType::Buffer { ty, min_binding_size, .. } = entry.ty else {
                panic!("{form:?}: {binding:?} is no buffer")
            };
            let want = match variable.space {
                AddressSpace::Uniform => BufferBindingType::Uniform,
                AddressSpace::Storage { access } => {
                    BufferBindingType::Storage { read_only: !access.contains(StorageAccess::STORE) }
                }
                space => panic!("{form:?}: {binding:?} is in {space:?}"),
            };
            assert_eq!(ty, want, "{form:?}: {binding:?}");
            if let Some(size) = min_binding_size {
                let needed = module.types[variable.ty].inner.size(module.to_ctx());
                assert!(size.get() >= u64::from(needed), "{form:?}: {binding:?}");
            }
            used.insert(bind_group);
            bound.insert((bind_group, binding.binding));
        }
        let listed: BTreeSet<_> = bind_groups.into_iter().flatten().collect();
        assert_eq!(used, listed, "{form:?} lists bind groups that it does not use");
    }
    let all = BindGroup::ALL.iter().flat_map(|group| group.bindings().iter().map(|(at, _)| (*group, *at)));
    assert_eq!(bound, all.collect(), "bindings that no shader has");
}

#[test]
fn every_kind_of_bind_group_is_at_its_place_in_the_list() {
    for (index, bind_group) in BindGroup::ALL.into_iter().enumerate() {
        assert_eq!(bind_group as usize, index);
    }
}

#[test]
fn no_kernel_needs_more_than_devices_are_asked_for() {
    let workgroup_memory = |kernel: Kernel| {
        let form = Form::plain(kernel);
        let module = form.module();
        let info = Validator::new(ValidationFlags::all(), Capabilities::empty()).validate(&module).unwrap();
        let constants = form.shader().constants(kernel, form.variant, false).into_iter();
        let constants = constants.map(|(name, value)| (name.to_owned(), value)).collect();
        let (module, _) = process_overrides(&module, &info, None, &constants).unwrap();
        let own = module.global_variables.iter().filter(|(_, of)| of.space == AddressSpace::WorkGroup);
        own.map(|(_, of)| module.types[of.ty].inner.size(module.to_ctx())).sum::<u32>()
    };
    let (tiled, others): (Vec<_>, Vec<_>) =
        Kernel::all().into_iter().partition(|kernel| kernel.row().workgroup > WORKGROUP);
    assert_eq!(others.into_iter().map(workgroup_memory).max(), Some(WORKGROUP_MEMORY));
    assert_eq!(tiled.into_iter().map(workgroup_memory).max(), Some(TILED_SORT_MEMORY));

    let buffers = |form: Form, is_storage: bool| {
        let entries = form.kernel.bind_groups(form.variant).into_iter().flatten().flat_map(entries);
        let is_wanted = |entry: &wgpu::BindGroupLayoutEntry| {
            let storage =
                matches!(entry.ty, BindingType::Buffer { ty: BufferBindingType::Storage { .. }, .. });
            storage == is_storage
        };
        u32::try_from(entries.filter(is_wanted).count()).unwrap()
    };
    assert_eq!(Form::all().map(|form| buffers(form, true)).max(), Some(STORAGE_BUFFERS));
    assert_eq!(Form::all().map(|form| buffers(form, false)).max(), Some(UNIFORM_BUFFERS));
    let highest = BindGroup::ALL.into_iter().flat_map(entries).map(|entry| entry.binding).max();
    assert_eq!(highest, Some(BINDINGS - 1));
}

#[test]
fn every_kernel_is_valid_without_features_and_named_like_its_file() {
    for form in Form::all() {
        let shader = form.shader();
        let needs_f16 = shader.contains("storage/enable_f16");
        assert!(form.native_f16 || !needs_f16, "{form:?} needs a feature");
        let module = form.module();
        let capabilities = if needs_f16 { Capabilities::SHADER_FLOAT16 } else { Capabilities::empty() };
        let info = Validator::new(ValidationFlags::all(), capabilities).validate(&module);
        let info = info.unwrap_or_else(|error| panic!("{form:?}: {}", error.emit_to_string(&shader.text())));

        let [entry] = &module.entry_points[..] else { panic!("{form:?} has not one entry point") };
        let file = shader.files.last().unwrap().path.rsplit('/').next().unwrap();
        assert_eq!((entry.name.as_str(), entry.stage), (file, ShaderStage::Compute), "{form:?}");
        assert_eq!(shader.entry_point, file, "{form:?}");

        // The host sets all of these, and they have no defaults.
        let overrides: BTreeSet<_> = (module.overrides.iter())
            .filter_map(|(_, value)| value.name.as_deref().map(|name| (name, value.init.is_none())))
            .collect();
        let set =
            shader.constants(form.kernel, form.variant, false).into_iter().map(|(name, _)| (name, true));
        assert_eq!(overrides, set.collect(), "{form:?}");
        let of = |name: &str| (name.to_owned(), if name == "WORKGROUP" { 48.0 } else { 1.0 });
        let constants: PipelineConstants = overrides.iter().map(|(name, _)| of(name)).collect();
        let set = process_overrides(&module, &info, None, &constants).unwrap();
        assert_eq!(set.0.entry_points[0].workgroup_size, [48, 1, 1], "{form:?}");
    }
}

#[test]
fn the_list_of_shader_files_is_complete_and_every_file_is_used() {
    let mut paths = Vec::new();
    collect(&folder(), &mut paths);
    paths.sort();
    assert_eq!(SHADERS.iter().map(|shader| shader.path.to_owned()).collect::<Vec<_>>(), paths);
    let used: BTreeSet<_> =
        Form::all().flat_map(|form| form.shader().files).map(|file| file.path.to_owned()).collect();
    assert_eq!(used, paths.into_iter().collect());
}

/// Paths of all shader files below a folder, in `shaders` and without ending.
fn collect(from: &Path, paths: &mut Vec<String>) {
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, paths);
        } else {
            let path = path.strip_prefix(folder()).unwrap().with_extension("");
            paths.push(path.to_str().unwrap().replace('\\', "/"));
        }
    }
}

/// Names in the header of a shader file, as its comments `// Needs:` and `// Provides:` list them.
#[derive(Debug, Default, PartialEq)]
struct Header {
    needs: BTreeSet<String>,
    provides: BTreeSet<String>,
}

/// The header that a shader file has.
fn header(text: &str) -> Header {
    let mut header = Header::default();
    let mut names = None;
    for line in text.lines().take_while(|line| line.starts_with("// ")) {
        let line = if let Some(line) = line.strip_prefix("// Needs: ") {
            names = Some(&mut header.needs);
            line
        } else if let Some(line) = line.strip_prefix("// Provides: ") {
            names = Some(&mut header.provides);
            line
        } else {
            &line[2..]
        };
        let names = names.as_mut().expect("the header comes first");
        names.extend(line.split(',').map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned));
    }
    header
}

/// The identifiers of a shader file outside of comments, apart from names of members.
fn identifiers(text: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for line in text.lines() {
        let code = line.split("//").next().unwrap_or_default();
        let mut previous = ' ';
        let mut rest = code;
        while let Some(start) = rest.find(|c: char| c.is_ascii_alphabetic() || c == '_') {
            let before = rest[..start].chars().next_back().unwrap_or(previous);
            let end = rest[start..].find(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
            let end = end.map_or(rest.len(), |end| start + end);
            if before != '.' && !before.is_ascii_digit() {
                found.insert(rest[start..end].to_owned());
            }
            previous = rest[start..end].chars().next_back().unwrap_or(' ');
            rest = &rest[end..];
        }
    }
    found
}

/// The names that a shader file declares at its top level.
fn declarations(text: &str) -> BTreeSet<String> {
    let name_in = |line: &str| {
        let line = line.rsplit_once(") var").map_or(line, |(_, var)| var);
        let line = line.strip_prefix("var").unwrap_or(line);
        let line =
            line.strip_prefix('<').and_then(|line| line.split_once('>')).map_or(line, |(_, name)| name);
        let keywords = ["fn ", "struct ", "alias ", "const ", "override "];
        let line = keywords.iter().find_map(|keyword| line.strip_prefix(keyword)).unwrap_or(line).trim();
        line.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).next().map(str::to_owned)
    };
    let is_declaration = |line: &&str| {
        ["fn ", "struct ", "alias ", "const ", "override ", "var<", "@group("]
            .iter()
            .any(|start| line.starts_with(start))
    };
    text.lines().filter(is_declaration).filter_map(name_in).collect()
}

/// Names of local variables, parameters and members: identifiers behind `let` or `var`, or in front of a colon.
fn locals(text: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    for line in text.lines().map(|line| line.split("//").next().unwrap_or_default()) {
        let words: Vec<_> = line.split(|c| !word(c)).filter(|word| !word.is_empty()).collect();
        let declared =
            words.windows(2).filter(|pair| pair[0] == "let" || pair[0] == "var").map(|pair| pair[1]);
        let typed = line.match_indices(':').filter_map(|(at, _)| line[..at].rsplit(|c| !word(c)).next());
        found.extend(declared.chain(typed).map(str::to_owned));
    }
    found
}

#[test]
fn shader_files_need_and_provide_what_their_headers_say() {
    let provided: BTreeSet<String> = SHADERS.iter().flat_map(|shader| declarations(shader.text)).collect();
    for shader in &SHADERS {
        let provides = declarations(shader.text);
        let mut needs: BTreeSet<_> = identifiers(shader.text).intersection(&provided).cloned().collect();
        needs.retain(|name| !provides.contains(name) && !locals(shader.text).contains(name));
        assert_eq!(header(shader.text), Header { needs, provides }, "{}", shader.path);
    }
}

#[test]
fn kernels_are_joined_from_the_files_that_they_need_and_no_others() {
    for form in Form::all() {
        let files = form.shader().files;
        let headers: Vec<_> = files.iter().map(|file| header(file.text)).collect();
        let mut providers: BTreeMap<&str, &str> = BTreeMap::new();
        for (file, header) in files.iter().zip(&headers) {
            for name in &header.provides {
                let other = providers.insert(name, file.path);
                assert_eq!(other, None, "{form:?}: {} also provides {name}", file.path);
            }
        }
        let needed: BTreeSet<_> = headers.iter().flat_map(|header| &header.needs).collect();
        for name in &needed {
            assert!(providers.contains_key(name.as_str()), "{form:?}: nothing provides {name}");
        }
        let (_, others) = files.split_last().unwrap();
        for (file, header) in others.iter().zip(&headers) {
            let is_directive = file.path == "storage/enable_f16";
            let is_needed = header.provides.iter().any(|name| needed.contains(name));
            assert!(is_directive || is_needed, "{form:?} does not need {}", file.path);
        }
    }
}

#[test]
fn files_of_a_folder_provide_the_same_names() {
    let needed: BTreeSet<_> = SHADERS.iter().flat_map(|shader| header(shader.text).needs).collect();
    // What a file provides to others; helpers of its own do not count.
    let interface = |path: &str| -> BTreeSet<String> {
        let shader = SHADERS.iter().find(|shader| shader.path == path);
        let shader = shader.unwrap_or_else(|| panic!("there is no {path}"));
        header(shader.text).provides.intersection(&needed).cloned().collect()
    };
    for folder in [
        "channel/",
        "grads/",
        "partial_source/",
        "reduce_input/",
        "row_op/",
        "row_source/",
        "rule/element/",
        "scratch/",
        "sort_input/",
        "weights/",
        "storage/vec4/values_",
        "storage/vec4/grads_",
    ] {
        let paths = SHADERS.iter().map(|shader| shader.path).filter(|path| path.starts_with(folder));
        let interfaces: Vec<_> = paths.map(interface).collect();
        assert!(interfaces.len() > 1 && !interfaces[0].is_empty(), "{folder} is no interface");
        assert!(interfaces.windows(2).all(|pair| pair[0] == pair[1]), "{folder}: {interfaces:?}");
    }
    for shader in SHADERS.iter().filter(|shader| shader.path.starts_with("storage/vec4/")) {
        let twin = shader.path.replace("vec4", "scalar");
        assert_eq!(interface(shader.path), interface(&twin), "{twin}");
    }
}

#[test]
fn constants_are_the_same_in_both_languages() {
    let chunk_sums = Kernel::ReduceWorkgroup(ReduceStage::ChunkSums(SumKind::Numbers));
    let catch_up = Kernel::UpdateLazyRows(Storage::Vec4, UpdateSource::HostTable);
    for (kernel, name, want) in [
        (Kernel::ScanDigits(SortForm::Tiled), "MAX_TABLES", MAX_TABLES as u64),
        (Kernel::GroupSmall(SortForm::Serial, IndexBuffers::One), "DIGITS", serial::DIGITS.into()),
        (Kernel::ScanDigits(SortForm::Tiled), "DIGITS", tiled::DIGITS.into()),
        (Kernel::ScanDigits(SortForm::Tiled), "GROUP_TILES", tiled::GROUP_TILES.into()),
        (Kernel::CountHeads(SortForm::Tiled), "TILE", tiled::TILE.into()),
        (Kernel::CountHeads(SortForm::Tiled), "THREADS", TILED_SORT_WORKGROUP.into()),
        (Kernel::CountHeads(SortForm::Serial), "MARKED_ENTRIES", PIECE as u64),
        (
            Kernel::PartialSums(Storage::Scalar, PieceSums::Update(SortedRows::DeviceSorted)),
            "PIECE",
            PIECE as u64,
        ),
        (chunk_sums, "DEPTH", (CHUNK / PARTIAL_SUMS) as u64),
        (Kernel::UpdateDense(Storage::Vec4, true), "NONE", NONE.into()),
        (Kernel::WeightStats(Weights::Stored), "CHUNK", CHUNK as u64),
        (Kernel::UpdateArena, "MAX_RULES", MAX_RULES as u64),
        (Kernel::UpdateArena, "STATE_PLANES", RuleForm::ProximalAdagrad.planes() as u64),
        (catch_up, "BLOCK_STEPS", BLOCK_STEPS as u64),
        (catch_up, "MAX_STEPS", MAX_STEPS as u64),
        (catch_up, "BIN_SHIFT", BIN_SHIFT.into()),
        (Kernel::SkipStep, "BAD_ROWS", BAD_ROWS.into()),
        (Kernel::SkipStep, "SKIPPED", SKIPPED.into()),
        (Kernel::SkipStep, "LAG", LAG.into()),
        (Kernel::SkipStep, "GOOD_STEPS", GOOD_STEPS.into()),
        (Kernel::SkipStep, "GRAD_NORM", GRAD_NORM.into()),
        (Kernel::SkipStep, "WEIGHT_NORM", WEIGHT_NORM.into()),
        (Kernel::SkipStep, "MAX_ABS", MAX_ABS.into()),
        (Kernel::SkipStep, "NONZERO", NONZERO.into()),
        (Kernel::SkipStep, "LOSS_SCALE", LOSS_SCALE.into()),
        (Kernel::SkipStep, "EXACT_LAGS", EXACT_LAGS.into()),
    ] {
        assert_eq!(constant(kernel, name), want, "{name}");
    }
}

/// A constant of a kernel.
fn constant(kernel: Kernel, name: &str) -> u64 {
    let module = Form::plain(kernel).module();
    let found = module.constants.iter().find(|(_, constant)| constant.name.as_deref() == Some(name));
    let (_, constant) = found.unwrap_or_else(|| panic!("{kernel:?} has no {name}"));
    let Expression::Literal(Literal::U32(got)) = module.global_expressions[constant.init] else {
        panic!("{name} is not a number")
    };
    got.into()
}

#[test]
fn all_forms_of_a_kernel_are_listed_once() {
    let kernels = Kernel::all();
    let mut sorted = kernels.clone();
    sorted.sort_unstable();
    sorted.dedup();
    assert_eq!((kernels.len(), sorted.len()), (109, 109));
    for kernel in [
        Kernel::CountDigits(SortForm::Tiled, SortInput::ScratchEntries),
        Kernel::ReduceShort(ReduceInput::RowSquares(GradRows::DeviceUnique)),
        Kernel::UpdateDense(Storage::Scalar, true),
    ] {
        assert!(kernels.contains(&kernel), "{kernel:?}");
    }
}

fn folder() -> PathBuf {
    // A test program may run where it was not compiled, and is then told at run time.
    let package = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
    PathBuf::from(package).join("shaders")
}
