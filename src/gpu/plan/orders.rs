//! What a step leaves to the device: whether it changes anything, at which rates, and how much smaller its gradients become.
//!
//! The host decides, and where only the device can know it says what to do in either case. A dispatch in front edits what
//! the others are told, and they obey as ever: no kernel that updates knows of it.

use std::mem::offset_of;

use bytemuck::{Pod, Zeroable};

use super::{
    Arena, Dispatch, GRAD_NORM, Kernel, NONE, Plan, Rule, Slot, Sort, Stage, Told, slot::RULES, word,
};
use crate::{format::Format, gpu::plan::Variant, lazy::LazyForm};

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

impl Control {
    /// Whether it is left to the device if a step changes anything.
    pub(super) fn decides(&self) -> bool {
        matches!(self.guarded, Some(Guarded::Step { .. }))
    }
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
                    law: LazyForm::Documented,
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        gpu::plan::{Grad, Limits, Part, Windows},
        rule::StepParams,
    };

    /// A guarded step of two tensors with different rates, as words.
    fn words() -> (Plan, Vec<u32>) {
        let limits = Limits { binding: 1 << 27, workgroups: 65_535, uniform_alignment: 256, alignment: 256 };
        let windows = [1000, 4099].map(|len| Windows::new(len, 1, 4, &limits));
        let params = [0.1, 0.2].map(|rate| StepParams::new(rate, 0.0, 0.0));
        let part = |i: usize| Part {
            windows: &windows[i],
            params: &params[i],
            lane: i,
            grad: Grad::Dense,
            formats: [Format::F32; 2],
            copy: None,
            stream: 0,
            stretches: &[],
            centralized: false,
            exact: None,
        };
        let lanes = params
            .iter()
            .enumerate()
            .map(|(limit, params)| LaneControl { rates: vec![[params.learning_rate, 0.0, 1.0, 0.0]], limit })
            .collect();
        let guarded = Some(Guarded::Step { loss_scale: None });
        let limits_of_norms = vec![1.0, f32::INFINITY];
        let control = Control { guarded, lanes, limits: limits_of_norms, norm: Some(GRAD_NORM) };
        let plan = Plan::new([0, 1].map(part).into_iter(), Some(&control), &limits).unwrap();
        let mut bytes = vec![0u8; usize::try_from(plan.size()).unwrap()];
        plan.upload(|offset, piece| {
            let offset = usize::try_from(offset).unwrap();
            bytes[offset..offset + piece.len()].copy_from_slice(piece);
        });
        (plan, bytemuck::pod_collect_to_vec(&bytes))
    }

    #[test]
    fn nothing_changes_before_it_is_decided_whether_anything_does() {
        let (plan, _) = words();
        let place = |of: fn(Kernel) -> bool| plan.dispatches.iter().position(|dispatch| of(dispatch.kernel));
        let last = |of: fn(Kernel) -> bool| plan.dispatches.iter().rposition(|dispatch| of(dispatch.kernel));
        let inspects = |kernel| matches!(kernel, Kernel::Inspect(..));
        let sums = |kernel| matches!(kernel, Kernel::Wide(_) | Kernel::Narrow(_));
        assert!(last(inspects) < place(|kernel| kernel == Kernel::Verdict));
        assert!(place(|kernel| kernel == Kernel::Verdict) < place(sums));
        assert!(last(sums) < place(|kernel| kernel == Kernel::Limit));
        assert!(place(|kernel| kernel == Kernel::Limit) < place(Kernel::updates));
    }

    #[test]
    fn what_is_edited_is_where_the_orders_say() {
        let (plan, words) = words();
        let orders: Orders = bytemuck::pod_read_unaligned(bytemuck::cast_slice(&words[..ORDERS as usize]));
        let word = |at: u32| words[(ORDERS + at) as usize];
        assert_eq!(orders.edit_count as usize, plan.told.len() - 1);
        for (edit, told) in (0..orders.edit_count).zip(&plan.told[1..]) {
            let Told::Slot(slot) = told else { panic!("{told:?}") };
            let [rule, lane, count, now, clock] = [0, 1, 2, 3, 4].map(|i| word(orders.edits + edit * 5 + i));
            assert_eq!(word(count), slot.count);
            assert_eq!(f32::from_bits(word(rule)), slot.rule.learning_rate);
            assert_eq!([now, clock], [NONE; 2]);
            let [rates, many, limit] = [0, 1, 2].map(|i| word(orders.lanes + lane * 3 + i));
            assert_eq!((f32::from_bits(word(rates)), many, limit), (slot.rule.learning_rate, 1, lane));
        }
        // No limit is 0.
        let limits = [0, 1].map(|limit| f32::from_bits(word(orders.limits + limit * 2)));
        assert_eq!((limits, orders.sum_count), ([1.0, 0.0], 2));
        let counts = [0, 1].map(|sum| word(orders.sums + sum * 3 + 1));
        assert_eq!(counts, [1, 1]);
    }
}
