//! The shader files, and which of them a kernel is joined from.

use super::plan::{
    kernel::{Kernel, Marks, PartCount, Storage, Variant},
    table::File,
};
use crate::{format::Format, lazy::LazyForm, params::MAX_LAG, rule::RuleForm};

/// Lists shader files with their texts.
macro_rules! shaders {
    ($($path:literal),* $(,)?) => {
        [$(Shader { path: $path, text: include_str!(concat!("../../shaders/", $path, ".wgsl")) }),*]
    };
}

/// All files of the folder `shaders`, in the order of their paths.
pub(super) static SHADERS: [Shader; 151] = shaders![
    "buffer/all_reports",
    "buffer/all_results",
    "buffer/history",
    "buffer/report",
    "buffer/results",
    "buffer/scratch",
    "buffer/scratch_pairs",
    "buffer/table",
    "channel/chunk_sums",
    "channel/elements",
    "channel/rows",
    "common",
    "grads/three_parts",
    "grads/two_parts",
    "grads/whole",
    "kernel/arena",
    "kernel/check_finite",
    "kernel/dense",
    "kernel/gather_halves",
    "kernel/gather_words",
    "kernel/partial_sums",
    "kernel/patch/clip_norm",
    "kernel/patch/norm_sums",
    "kernel/patch/skip_step",
    "kernel/reduce_short",
    "kernel/reduce_workgroup",
    "kernel/rows",
    "kernel/rows_and_marks",
    "kernel/sort/count_bad_rows",
    "kernel/sort/count_digits",
    "kernel/sort/count_heads",
    "kernel/sort/group_small",
    "kernel/sort/scan_digits",
    "kernel/sort/scatter_entries",
    "kernel/sort/serial/count_digits",
    "kernel/sort/serial/count_heads",
    "kernel/sort/serial/group_small",
    "kernel/sort/serial/scan_digits",
    "kernel/sort/serial/scatter_entries",
    "kernel/sort/serial/write_heads",
    "kernel/sort/write_heads",
    "kernel/weight_stats",
    "kernel/whole_rows",
    "partial_source/device_sorted",
    "partial_source/host_table",
    "reduce/batched",
    "reduce/in_turn",
    "reduce/tree",
    "reduce_input/chunk_sums",
    "reduce_input/dense_channels",
    "reduce_input/dense_squares",
    "reduce_input/row_channels",
    "reduce_input/row_squares",
    "row/entries",
    "row/lanes",
    "row/piece",
    "row/sum",
    "row_before/caught_up",
    "row_before/stored",
    "row_grad/dense",
    "row_grad/entries",
    "row_op/catch_up",
    "row_op/mark",
    "row_op/update",
    "row_source/all",
    "row_source/device_sorted",
    "row_source/device_unique",
    "row_source/host_table",
    "rule/accumulator",
    "rule/adagrad_rda",
    "rule/element/lazy",
    "rule/element/touched",
    "rule/fobos",
    "rule/ftrl",
    "rule/gradient",
    "rule/lazy/adagrad_shrink",
    "rule/lazy/catch_up",
    "rule/lazy/closed_form",
    "rule/lazy/fobos_shrink",
    "rule/lazy/last_rate",
    "rule/lazy/rate_history",
    "rule/lazy/solve",
    "rule/no_planes",
    "rule/one_plane",
    "rule/power",
    "rule/proximal_adagrad",
    "rule/root",
    "rule/row/catch_up",
    "rule/row/group_ftrl",
    "rule/row/group_ftrl_parts",
    "rule/row/map/group_ftrl",
    "rule/row/map/rowwise_adagrad",
    "rule/row/rowwise_adagrad",
    "rule/soft_threshold",
    "rule/two_planes",
    "rule/uniforms",
    "rule/within",
    "scratch/none",
    "scratch/used",
    "sort/digit_places",
    "sort/digits",
    "sort/exchange",
    "sort/groups",
    "sort/heads",
    "sort/keys",
    "sort/prefix_sum",
    "sort/rank",
    "sort/serial/digits",
    "sort/serial/groups",
    "sort/serial/heads",
    "sort/serial/prefix_sum",
    "sort/serial/runs",
    "sort/sorted_rows",
    "sort/tile",
    "sort/tile_order",
    "sort_input/caller_buffers",
    "sort_input/caller_indices",
    "sort_input/scratch_entries",
    "sort_input/uploaded_indices",
    "storage/convert16",
    "storage/enable_f16",
    "storage/round16",
    "storage/scalar/elements",
    "storage/scalar/grads_f16",
    "storage/scalar/grads_f32",
    "storage/scalar/grads_packed",
    "storage/scalar/state",
    "storage/scalar/values_f16",
    "storage/scalar/values_f32",
    "storage/scalar/values_f32_and_copy",
    "storage/scalar/values_packed",
    "storage/vec4/elements",
    "storage/vec4/grads_f16",
    "storage/vec4/grads_f32",
    "storage/vec4/grads_packed",
    "storage/vec4/state",
    "storage/vec4/values_f16",
    "storage/vec4/values_f32",
    "storage/vec4/values_f32_and_copy",
    "storage/vec4/values_packed",
    "sum/norm",
    "sum/numbers",
    "sum/squares",
    "sum/squares_in_scratch",
    "uniform/element",
    "uniform/gather",
    "uniform/patch",
    "uniform/sort",
    "weights/pending",
    "weights/pending_rows",
    "weights/stored",
];

/// A shader file.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shader {
    /// Path in `shaders`, without ending.
    pub(super) path: &'static str,
    pub(super) text: &'static str,
}

impl Shader {
    /// # Panics
    /// There is no such file.
    fn find(path: &str) -> &'static Self {
        let index = SHADERS.binary_search_by(|shader| shader.path.cmp(path));
        &SHADERS[index.unwrap_or_else(|_| panic!("no shader file {path}"))]
    }
}

/// The shader of a kernel, joined from files.
#[derive(Debug)]
pub(super) struct JoinedShader {
    pub(super) entry_point: &'static str,
    /// In the order in which they are joined, the kernel's own file last.
    pub(super) files: Vec<&'static Shader>,
}

impl JoinedShader {
    /// `native_f16` says whether the device has the type f16.
    pub(super) fn new(kernel: Kernel, variant: Variant, native_f16: bool) -> Self {
        let row = kernel.row();
        // The check of a gradient looks at the bits of f32.
        let native_f16 = native_f16 && !matches!(kernel, Kernel::CheckFinite(_));
        let mut files = Self { entry_point: entry_point(kernel.file(variant)), files: Vec::new() };
        for file in row.files.into_iter().flatten() {
            match *file {
                File::Fixed(path) => files.add(path),
                File::Rule => rule_files(variant.rule).iter().for_each(|path| files.add(path)),
                File::State(_) if variant.rule.planes() == 0 => {}
                File::State(storage) => files.add(&format!("storage/{}/state", folder(storage))),
                File::Pending if variant.rule.takes_rows() => files.add("weights/pending_rows"),
                File::Pending => files.add("weights/pending"),
                File::LazyRule => {
                    lazy_files(variant.rule).into_iter().flatten().for_each(|path| files.add(path));
                }
                File::Values(storage) if variant.copy.is_some() => files.add_values_and_copy(storage),
                File::Values(storage) => files.add_tensor(storage, "values", variant.values, native_f16),
                File::Grads(storage) => {
                    files.add_tensor(storage, "grads", variant.grads, native_f16);
                    files.add(match variant.parts {
                        PartCount::One => "grads/whole",
                        PartCount::Two => "grads/two_parts",
                        PartCount::Three => "grads/three_parts",
                    });
                }
            }
        }
        files.add(&format!("kernel/{}", kernel.file(variant)));
        files
    }

    /// Adds the file that reads and writes values in f32 and their 16-bit copy, and before it the file that converts.
    fn add_values_and_copy(&mut self, storage: Storage) {
        self.add("storage/convert16");
        self.add(&format!("storage/{}/values_f32_and_copy", folder(storage)));
    }

    /// Adds the file that reads and writes a tensor of this format, and before it the files that convert 16 bits.
    fn add_tensor(&mut self, storage: Storage, tensor: &str, format: Format, native_f16: bool) {
        let form = match format {
            Format::F32 => "f32",
            Format::F16 if native_f16 => "f16",
            Format::F16 | Format::Bf16 => "packed",
        };
        if form == "f16" && !self.contains("storage/enable_f16") {
            // A directive: it stands in front of everything else.
            self.files.insert(0, Shader::find("storage/enable_f16"));
        }
        if form == "packed" || format != Format::F32 && tensor == "values" {
            self.add("storage/convert16");
        }
        if format != Format::F32 && tensor == "values" {
            self.add("storage/round16");
        }
        self.add(&format!("storage/{}/{tensor}_{form}", folder(storage)));
    }

    /// Adds a file, unless it is there already.
    fn add(&mut self, path: &str) {
        if !self.contains(path) {
            self.files.push(Shader::find(path));
        }
    }

    pub(super) fn contains(&self, path: &str) -> bool {
        self.files.iter().any(|file| file.path == path)
    }

    /// The source of the shader.
    pub(super) fn text(&self) -> String {
        self.files.iter().map(|file| file.text).collect::<Vec<_>>().join("\n")
    }

    /// Values of the shader's pipeline-overridable constants; `software` says whether a processor plays the GPU.
    pub(super) fn constants(
        &self,
        kernel: Kernel,
        variant: Variant,
        software: bool,
    ) -> Vec<(&'static str, f64)> {
        let flag = |is| f64::from(u8::from(is));
        let by_file = [
            ("common", "WORKGROUP", f64::from(kernel.row().workgroup)),
            ("row/piece", "LOADS_IN_TURN", flag(software)),
            ("row/piece", "MAX_SUMMAND", kernel.max_summand().into()),
            ("rule/proximal_adagrad", "ADAPTIVE", flag(variant.lazy_form != LazyForm::Documented)),
            ("rule/lazy/rate_history", "BINNED", flag(variant.lazy_form == LazyForm::AdaptiveL2)),
            ("rule/lazy/catch_up", "ONE_THREAD_ROWS", flag(variant.marks == Marks::OnlyThread)),
            ("rule/lazy/solve", "ONE_THREAD_ROWS", flag(variant.marks == Marks::OnlyThread)),
            ("row_before/caught_up", "MARKS_ROWS", flag(variant.marks == Marks::FirstThread)),
            ("rule/gradient", "UNSCALES", flag(variant.gradient.unscales)),
            ("rule/gradient", "DECAYS", flag(variant.gradient.decays)),
            ("storage/convert16", "VALUES_BF16", flag(variant.values == Format::Bf16)),
            ("storage/convert16", "GRADS_BF16", flag(variant.grads == Format::Bf16)),
            ("storage/convert16", "STOCHASTIC", flag(variant.stochastic)),
            ("storage/vec4/values_f32_and_copy", "COPY_BF16", flag(variant.copy == Some(Format::Bf16))),
            ("storage/scalar/values_f32_and_copy", "COPY_BF16", flag(variant.copy == Some(Format::Bf16))),
            ("kernel/patch/skip_step", "MAX_LAG", f64::from(MAX_LAG)),
        ];
        let used = by_file.into_iter().filter(|(file, ..)| self.contains(file));
        used.map(|(_, name, value)| (name, value)).collect()
    }
}

/// The files of an update rule.
fn rule_files(rule: RuleForm) -> &'static [&'static str] {
    match rule {
        RuleForm::ProximalAdagrad => &[
            "rule/one_plane",
            "rule/within",
            "rule/soft_threshold",
            "rule/accumulator",
            "rule/proximal_adagrad",
        ],
        RuleForm::Ftrl => &["rule/two_planes", "rule/within", "rule/accumulator", "rule/root", "rule/ftrl"],
        RuleForm::FtrlPower => {
            &["rule/two_planes", "rule/within", "rule/accumulator", "rule/power", "rule/ftrl"]
        }
        RuleForm::AdagradRda => &["rule/two_planes", "rule/within", "rule/accumulator", "rule/adagrad_rda"],
        RuleForm::Fobos => &["rule/no_planes", "rule/within", "rule/soft_threshold", "rule/fobos"],
        RuleForm::RowwiseAdagrad => {
            &["rule/one_plane", "rule/within", "rule/soft_threshold", "rule/row/rowwise_adagrad"]
        }
        RuleForm::GroupFtrl => &[
            "rule/two_planes",
            "rule/within",
            "rule/accumulator",
            "rule/row/group_ftrl_parts",
            "rule/row/group_ftrl",
        ],
    }
}

/// The files that bring exact rows up to date, besides the history: those that a rule shares with its updates, and its own.
fn lazy_files(rule: RuleForm) -> [&'static [&'static str]; 2] {
    match rule {
        RuleForm::ProximalAdagrad => [
            rule_files(rule),
            &[
                "rule/lazy/rate_history",
                "rule/lazy/closed_form",
                "rule/lazy/adagrad_shrink",
                "rule/lazy/catch_up",
            ],
        ],
        RuleForm::Ftrl | RuleForm::FtrlPower | RuleForm::AdagradRda => {
            [rule_files(rule), &["rule/lazy/last_rate", "rule/lazy/solve"]]
        }
        RuleForm::Fobos => [
            &["rule/no_planes", "rule/within", "rule/soft_threshold"],
            &[
                "rule/lazy/rate_history",
                "rule/lazy/closed_form",
                "rule/lazy/fobos_shrink",
                "rule/lazy/catch_up",
            ],
        ],
        RuleForm::RowwiseAdagrad => [
            &["rule/one_plane", "rule/within", "rule/soft_threshold"],
            &["rule/lazy/rate_history", "rule/lazy/closed_form", "rule/row/map/rowwise_adagrad"],
        ],
        RuleForm::GroupFtrl => [
            &["rule/two_planes", "rule/within", "rule/row/group_ftrl_parts"],
            &["rule/lazy/last_rate", "rule/row/map/group_ftrl"],
        ],
    }
}

/// The last component of a path.
fn entry_point(path: &'static str) -> &'static str {
    path.rsplit('/').next().unwrap_or(path)
}

fn folder(storage: Storage) -> &'static str {
    match storage {
        Storage::Vec4 => "vec4",
        Storage::Scalar => "scalar",
    }
}
