//! What a step leaves to the device: whether it changes anything, at which rates, and how much smaller its gradients become.
//!
//! The host decides, and where only the device can know it says what to do in either case. A dispatch in front edits what
//! the others are told, and they obey as ever: no kernel that updates knows of it.

use std::mem::offset_of;

use bytemuck::{Pod, Zeroable};

use super::{Arena, Dispatch, Kernel, NONE, Plan, Rule, Slot, Sort, Stage, Told, slot::RULES, word};
use crate::{catch_up::Law, format::Format, plan::Variant};

/// By how many steps the host's count may be ahead of what was taken: the rates of as many steps are sent along.
pub(crate) const MOST_LAG: u32 = 1024;

/// What the kernels that edit are told, in front of all else. The twin of `Orders` in `shaders/orders.wgsl`.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Pod, Zeroable)]
pub(crate) struct Orders {
    pub(crate) edits: u32,
    pub(crate) edit_count: u32,
    pub(crate) lanes: u32,
    pub(crate) clocks: u32,
    pub(crate) clock_count: u32,
    pub(crate) sums: u32,
    pub(crate) sum_count: u32,
    pub(crate) limits: u32,
    pub(crate) limit_count: u32,
    pub(crate) norm: u32,
    pub(crate) factor: f32,
    pub(crate) window: u32,
    pub(crate) decides: u32,
}

/// What is left to the device.
#[derive(Clone, Debug, Default)]
pub(crate) struct Control {
    /// Whether the step may be skipped. Where it is not one, exact rows still have to know how many were.
    pub(crate) guarded: Option<Guarded>,
    /// By lane.
    pub(crate) lanes: Vec<LaneControl>,
    /// The most that norms may be.
    pub(crate) limits: Vec<f32>,
    /// Where in the report the norm of everything goes, where anybody wants to know it.
    pub(crate) norm: Option<u32>,
}

/// How a step may be skipped.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Guarded {
    /// It is none.
    No,
    /// It is where a gradient is not finite; the loss scale changes by a factor, and grows after so many steps.
    Step { loss_scale: Option<(f32, u32)> },
}

/// What of a lane is left to the device.
#[derive(Clone, Debug, Default)]
pub(crate) struct LaneControl {
    /// Learning rate, threshold, scale and weight decay of the step, and of those before it.
    pub(crate) rates: Vec<[f32; 4]>,
    /// Which of the limits it has.
    pub(crate) limit: usize,
}

/// Whose something is that is told.
#[derive(Clone, Copy, Debug)]
pub(super) struct Owner {
    pub(super) lane: usize,
    pub(super) clock: Option<u32>,
}

/// Words in front of those that are edited.
const ORDERS: u32 = 13;
const _: () = assert!(size_of::<Orders>() == ORDERS as usize * size_of::<u32>());

/// Where something is, as `Edit` in `shaders/orders.wgsl` says.
type Edit = [u32; 5];

impl Plan {
    /// Plans what edits the others.
    pub(super) fn order(&mut self, control: &Control) {
        let wants_norm = !self.sums.is_empty();
        for (kernel, stage, is_planned) in [
            (Kernel::Verdict, Stage::Verdict, control.guarded.is_some()),
            (Kernel::Limit, Stage::Limit, wants_norm),
        ] {
            if is_planned {
                let variant = Variant {
                    law: Law::Documented,
                    alone: false,
                    values: Format::F32,
                    grads: Format::F32,
                    stochastic: false,
                };
                let workgroups = [1, 1];
                let (part, window, slot, rules) = (NO_PART, 0, 0, None);
                self.dispatches.push(Dispatch {
                    kernel,
                    variant,
                    stage,
                    part,
                    window,
                    slot,
                    rules,
                    workgroups,
                });
            }
        }
        // What needs them binds it, used or not.
        self.work.take(1);
    }

    /// Writes down what can be edited, behind the tables.
    pub(super) fn write_orders(&mut self, control: &Control) {
        let edits: Vec<Edit> = self.edits().collect();
        let mut orders = Orders {
            edit_count: word(edits.len() as u64),
            sum_count: word(self.sums.len() as u64),
            limit_count: word(control.limits.len() as u64),
            norm: control.norm.unwrap_or(GRAD_NORM),
            ..Orders::default()
        };
        if let Some(Guarded::Step { loss_scale }) = control.guarded {
            (orders.factor, orders.window) = loss_scale.unwrap_or((1.0, 0));
            orders.decides = 1;
        }
        let mut clocks: Vec<u32> = self.owners.iter().filter_map(|owner| owner.clock).collect();
        clocks.sort_unstable();
        clocks.dedup();
        orders.clock_count = word(clocks.len() as u64);
        orders.clocks = self.write(clocks);
        orders.edits = self.write(edits.into_iter().flatten());
        let mut sums = std::mem::take(&mut self.sums);
        // In the order of parameters, whatever that of gradients: sums depend on it.
        sums.sort_by_key(|(stream, _)| *stream);
        orders.sums = self.write(sums.into_iter().flat_map(|(_, sum)| sum));
        let limit = |limit: &f32| [if limit.is_finite() { limit.to_bits() } else { 0 }, 0];
        orders.limits = self.write(control.limits.iter().flat_map(limit));
        let lanes = control.lanes.iter().map(|lane| {
            let rates = self.write(lane.rates.iter().flatten().map(|number| number.to_bits()));
            [rates, word(lane.rates.len() as u64), word(lane.limit as u64)]
        });
        let lanes: Vec<_> = lanes.collect();
        orders.lanes = self.write(lanes.into_iter().flatten());
        self.told[0] = Told::Orders(orders);
    }

    /// Puts words behind the tables; says where they are, counted from where editing begins.
    fn write(&mut self, words: impl IntoIterator<Item = u32>) -> u32 {
        let at = word((self.told_size + size_of_val(&*self.table) as u64) / size_of::<u32>() as u64) - ORDERS;
        self.table.extend(words);
        at
    }

    fn edits(&self) -> impl Iterator<Item = Edit> {
        let places = self.told.iter().zip(&self.offsets).zip(&self.owners);
        places.skip(1).flat_map(|((told, &offset), &owner)| self.edits_of(told, offset / 4 - ORDERS, owner))
    }

    fn edits_of(&self, told: &Told, at: u32, owner: Owner) -> Vec<Edit> {
        let of = |offset: usize| at + word(offset as u64 / 4);
        match told {
            Told::Slot(_) | Told::Listed(_) => {
                let rule = [of(offset_of!(Slot, rule)), word(owner.lane as u64)];
                let count = of(offset_of!(Slot, count));
                let clock = owner.clock.map_or([NONE, NONE], |clock| [of(offset_of!(Slot, now)), clock]);
                vec![[rule[0], rule[1], count, clock[0], clock[1]]]
            }
            Told::Sort(_) => vec![[NONE, 0, of(offset_of!(Sort, count)), NONE, NONE]],
            Told::Arena(_) => vec![[NONE, 0, of(offset_of!(Arena, count)), NONE, NONE]],
            Told::Rules(first) => {
                let rules = *first..self.rules.len().min(first + RULES);
                let size = size_of::<Rule>();
                rules
                    .clone()
                    .map(|lane| [of((lane - first) * size), word(lane as u64), NONE, NONE, NONE])
                    .collect()
            }
            Told::Orders(_) => Vec::new(),
        }
    }
}

/// No part of the step in particular.
pub(super) const NO_PART: usize = usize::MAX;

/// Words of the report, as `shaders/report.wgsl` has them.
pub(crate) const BAD_ROWS: u32 = 0;
pub(crate) const SKIPPED: u32 = 3;
pub(crate) const LAG: u32 = 4;
pub(crate) const GOOD_STEPS: u32 = 5;
pub(crate) const GRAD_NORM: u32 = 6;
pub(crate) const WEIGHT_NORM: u32 = 7;
pub(crate) const LARGEST: u32 = 8;
pub(crate) const NONZERO: u32 = 9;
pub(crate) const SCALE: u32 = 64;
pub(crate) const LAGS: u32 = 128;
/// All of them: the clocks of 3968 parameters with exact rows are the last.
pub(crate) const REPORT: u32 = 4096;
