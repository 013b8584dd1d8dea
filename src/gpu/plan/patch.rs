//! Plans the patch pass: the dispatches that patch the uniforms of the others, and the lists of what they patch.

use std::mem::offset_of;

use super::{
    control::{DeviceControl, OverflowCheck},
    dispatch::{Dispatch, Stage, Wave},
    kernel::{Kernel, Variant},
    limits::Limits,
    program::{Program, SquareSum, UniformsOwner, word},
    report_layout::GRAD_NORM,
    uniforms::{
        ArenaUniforms, ElementUniforms, MAX_RULES, NONE, PatchHeader, RuleUniforms, SortUniforms, Uniforms,
    },
};

/// Words of the header, from whose end on addresses are counted.
const HEADER_WORDS: u32 = 13;
const _: () = assert!(size_of::<PatchHeader>() == (HEADER_WORDS * WORD) as usize);

/// Bytes of a word.
const WORD: u32 = 4;

/// Addresses in the uniforms of one dispatch, as `PatchTarget` in `shaders/uniform/patch.wgsl` has them.
type PatchTarget = [u32; 5];

impl Program {
    /// Makes room for the header in front of all other uniforms.
    pub(super) fn reserve_patch_header(&mut self, limits: &Limits) {
        let owner = UniformsOwner { group: 0, lag: None };
        self.push_uniforms(Uniforms::Patch(PatchHeader::default()), owner, limits);
    }

    /// Plans the dispatches that patch the others.
    pub(super) fn push_patches(&mut self, control: &DeviceControl, limits: &Limits) {
        if control.overflow.is_some() {
            self.push_patch(Kernel::SkipStep, Stage::Decide, 0, [1, 1]);
        }
        if !self.sums.is_empty() {
            let workgroups = limits.fold(word(self.sums.len() as u64));
            self.push_patch(Kernel::NormSums, Stage::Clip, 0, workgroups);
            self.push_patch(Kernel::ClipNorm, Stage::Clip, 1, [1, 1]);
            // Sums are read from the buffers of all slots, even where nothing is left in one.
            self.scratch.iter_mut().for_each(|scratch| {
                scratch.allocate(1);
            });
        }
    }

    fn push_patch(&mut self, kernel: Kernel, stage: Stage, level: usize, workgroups: [u32; 2]) {
        self.dispatches.push(Dispatch {
            kernel,
            variant: Variant::ONLY,
            stage,
            input: None,
            window: 0,
            uniforms: 0,
            rules: None,
            indices: None,
            workgroups,
            slot: 0,
            binds_slot: false,
            wave: Wave { turn: 0, level },
            begins_pass: false,
        });
    }

    /// Writes the header, and behind the tables the lists of what can be patched.
    pub(super) fn write_patch_lists(&mut self, control: &DeviceControl) {
        let targets: Vec<PatchTarget> = self.patch_targets().collect();
        let mut header = PatchHeader {
            target_count: word(targets.len() as u64),
            sum_count: word(self.sums.len() as u64),
            limit_count: word(control.norm_limits.len() as u64),
            norm: control.norm.unwrap_or(GRAD_NORM),
            ..PatchHeader::default()
        };
        if let Some(OverflowCheck::SkipStep { loss_scale }) = control.overflow {
            (header.loss_scale_factor, header.loss_scale_window) = loss_scale.unwrap_or((1.0, 0));
            header.is_step = 1;
        }
        let mut lags: Vec<u32> = self.owners.iter().filter_map(|owner| owner.lag).collect();
        lags.sort_unstable();
        lags.dedup();
        header.exact_lag_count = word(lags.len() as u64);
        header.exact_lags = self.append(lags);
        header.targets = self.append(targets.into_iter().flatten());
        let mut sums = std::mem::take(&mut self.sums);
        // In the order of parameters, whatever the order of gradients: the bits of the norm depend on it.
        sums.sort_by_key(|sum| sum.noise_stream);
        let entry = |sum: SquareSum| [word(sum.slot as u64), sum.address, sum.count, sum.norm_limit];
        header.sums = self.append(sums.into_iter().flat_map(entry));
        // Behind each limit there is room for its sum of squares, two words; 0 stands for no limit.
        let limit = |limit: &f32| [if limit.is_finite() { limit.to_bits() } else { 0 }, 0, 0];
        header.limits = self.append(control.norm_limits.iter().flat_map(limit));
        let groups = control.groups.iter().map(|group| {
            let rates = self.append(group.rates.iter().flatten().map(|rate| rate.to_bits()));
            [rates, word(group.rates.len() as u64), word(group.norm_limit as u64)]
        });
        let groups: Vec<_> = groups.collect();
        header.groups = self.append(groups.into_iter().flatten());
        self.uniforms[0] = Uniforms::Patch(header);
    }

    /// Appends words to the table; returns their address, counted from the end of the header.
    fn append(&mut self, words: impl IntoIterator<Item = u32>) -> u32 {
        let address = self.end_of_table() - HEADER_WORDS;
        self.table.extend(words);
        address
    }

    fn patch_targets(&self) -> impl Iterator<Item = PatchTarget> {
        let others = self.uniforms_with_offsets().skip(1);
        others.flat_map(|(uniforms, offset, owner)| {
            self.targets_in(uniforms, offset / WORD - HEADER_WORDS, owner)
        })
    }

    /// What can be patched in uniforms with this address.
    fn targets_in(&self, uniforms: &Uniforms, address: u32, owner: UniformsOwner) -> Vec<PatchTarget> {
        let member = |offset: usize| address + word(offset as u64) / WORD;
        match uniforms {
            Uniforms::Element(_) | Uniforms::ElementWithTable(_) => {
                let rule = member(offset_of!(ElementUniforms, rule));
                let thread_count = member(offset_of!(ElementUniforms, thread_count));
                let step_count = member(offset_of!(ElementUniforms, step_count));
                let [step_count, lag] = owner.lag.map_or([NONE, NONE], |lag| [step_count, lag]);
                vec![[rule, word(owner.group as u64), thread_count, step_count, lag]]
            }
            Uniforms::Sort(tables) | Uniforms::SortWithTable(tables) => {
                let entry_count =
                    |table| member(table * size_of::<SortUniforms>() + offset_of!(SortUniforms, entry_count));
                (0..tables.len()).map(|table| [NONE, 0, entry_count(table), NONE, NONE]).collect()
            }
            Uniforms::Arena(_) => {
                vec![[NONE, 0, member(offset_of!(ArenaUniforms, thread_count)), NONE, NONE]]
            }
            Uniforms::Rules(first) => {
                let groups = *first..self.rules.len().min(first + MAX_RULES);
                let rule = |group: usize| member((group - first) * size_of::<RuleUniforms>());
                groups.map(|group| [rule(group), word(group as u64), NONE, NONE, NONE]).collect()
            }
            Uniforms::Patch(_) => Vec::new(),
        }
    }
}
