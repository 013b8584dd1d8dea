//! A step of all ranks: gradients travel to the owners of their rows, and every rank updates its shards.

use super::{
    dense, norms,
    state::{Arguments, Engine},
};
use crate::{
    error::Error,
    exact_sum::{ExactSum, WORDS},
    header::{Call, Digest, MEASURE, OVERFLOW},
    local::ShardGrad,
    param::{Layout, ParamInfo},
};

/// The gradients of one rank, in the order in which they travel: by the rank that receives them, then by parameter.
#[derive(Clone, Debug, Default)]
pub(crate) struct StepRequest {
    /// Indices of the parameters with a gradient, in ascending order.
    pub(crate) params: Vec<usize>,
    /// `[ranks, params]`: entries of a row gradient, or dense gradients.
    pub(crate) counts: Vec<u64>,
    /// Indices of rows in the shards of their owners.
    pub(crate) rows: Vec<u32>,
    pub(crate) grads: Vec<f32>,
    /// Whether a gradient is not finite, and whether the norm is asked for.
    pub(crate) flags: u64,
    /// Why this rank refuses the step.
    pub(crate) refusal: Option<String>,
}

/// Outcome of a step.
#[derive(Debug, Default)]
pub(crate) struct StepReply {
    pub(crate) is_skipped: bool,
    /// New values of dense parameters, by the index of the parameter.
    pub(crate) dense: Vec<(usize, Vec<f32>)>,
}

/// What a rank has received for one parameter: entries in order of the ranks that have sent them, or the sum of dense gradients.
struct Received {
    param: usize,
    rows: Vec<u32>,
    grads: Vec<f32>,
}

const CALL: &str = "step";

impl Engine {
    pub(crate) fn step(&mut self, request: &StepRequest) -> Result<StepReply, Error> {
        let (rates, refusal) = match self.rates() {
            Ok(rates) => (rates, request.refusal.clone()),
            Err(error) => ((0.0, Digest::default()), Some(error.to_string())),
        };
        let digest = request.params.iter().fold(rates.1, |digest, &param| digest.word(param as u64));
        let (learning_rate, refusal) = (rates.0, refusal.as_deref());
        let arguments = Arguments { digest, flags: request.flags, learning_rate, refusal };
        let flags = self.agree(Call::Step, arguments)?;
        if self.decisions.skips_on_overflow() && flags & OVERFLOW != 0 {
            return Ok(self.skip());
        }
        let mut received = self.exchange_grads(request);
        let is_measured = flags & MEASURE != 0 || self.decisions.has_limits();
        if self.overflows_or_clips(&mut received, is_measured) {
            return Ok(self.skip());
        }
        self.update(&received)
    }

    /// The learning rate of parameters in no group, and a digest of everything that depends on the step number.
    fn rates(&self) -> Result<(f64, Digest), proxgrad::Error> {
        let rate = self.local.learning_rate(None)?;
        let mut digest = Digest::default().word(self.decisions.loss_scale().to_bits());
        for (index, param) in self.params.iter().enumerate() {
            let rate = self.local.learning_rate(param.group.map(|group| group.id))?;
            digest = digest.word(rate.to_bits()).word(self.local.weight_decay(index)?.to_bits());
        }
        Ok((rate, digest))
    }

    fn skip(&mut self) -> StepReply {
        self.decisions.count_step(true);
        StepReply { is_skipped: true, dense: Vec::new() }
    }

    /// Sends gradients to the owners of their rows; sums up the dense ones.
    fn exchange_grads(&mut self, request: &StepRequest) -> Vec<Received> {
        let (ranks, own) = (self.ranks.size(), self.ranks.rank());
        let params: Vec<_> = request.params.iter().map(|&param| &self.params[param]).collect();
        let counts = self.ranks.exchange_counts(&request.counts, CALL);
        let elements = |counts: &[u64], receiver: usize| Elements::new(&params, counts, receiver);
        let of_rank = |counts: &[u64], rank: usize| counts[rank * params.len()..][..params.len()].to_vec();
        let sent: Vec<_> = (0..ranks).map(|rank| elements(&of_rank(&request.counts, rank), rank)).collect();
        let arriving: Vec<_> = (0..ranks).map(|rank| elements(&of_rank(&counts, rank), own)).collect();
        let rows_of = |elements: &[Elements]| elements.iter().map(|e| e.rows).collect::<Vec<_>>();
        let grads_of = |elements: &[Elements]| elements.iter().map(|e| e.grads).collect::<Vec<_>>();
        self.ranks.traffic.index_bytes += 4 * self.ranks.sent_to_others(&rows_of(&sent));
        self.ranks.traffic.element_bytes += 4 * self.ranks.sent_to_others(&grads_of(&sent));
        let rows = if params.iter().any(|param| param.layout == Layout::Table) {
            self.ranks.exchange(&request.rows, &rows_of(&sent), &rows_of(&arriving), CALL)
        } else {
            Vec::new()
        };
        let grads = self.ranks.exchange(&request.grads, &grads_of(&sent), &grads_of(&arriving), CALL);
        sort_by_param(&request.params, &params, &counts, own, &rows, &grads)
    }

    /// Whether the sum of dense gradients overflows on some rank, where steps are skipped for that. Otherwise scales gradients down
    /// where their norm is beyond its limit.
    fn overflows_or_clips(&mut self, received: &mut [Received], is_measured: bool) -> bool {
        let is_dense = |received: &Received| self.params[received.param].layout != Layout::Table;
        let skips = self.decisions.skips_on_overflow();
        let has_sums = skips && received.iter().any(is_dense);
        if !has_sums && !is_measured {
            return false;
        }
        let overflows = |received: &Received| received.grads.iter().any(|grad| !grad.is_finite());
        let mut words = vec![u64::from(skips && received.iter().any(overflows))];
        if is_measured {
            let mut sums = vec![ExactSum::default(); self.decisions.limits()];
            for Received { param, rows, grads } in received.iter() {
                let param = &self.params[*param];
                let sum = &mut sums[self.decisions.limit_of(param.group)];
                match param.layout {
                    Layout::Table => norms::add_rows(sum, rows, grads, param.width()),
                    Layout::Sharded | Layout::Replicated => sum.add_all(grads),
                }
            }
            words.extend(sums.into_iter().flat_map(ExactSum::words));
        }
        let sums = self.ranks.sum(&words, CALL);
        if sums[0] > 0 {
            return true;
        }
        if is_measured {
            debug_assert_eq!((sums.len() - 1) % WORDS, 0);
            let factors = self.decisions.clip(&sums[1..]);
            for received in received {
                let factor = factors[self.decisions.limit_of(self.params[received.param].group)];
                if factor != 1.0 {
                    received.grads.iter_mut().for_each(|grad| *grad *= factor);
                }
            }
        }
        false
    }

    /// Takes the step of this rank's shards.
    fn update(&mut self, received: &[Received]) -> Result<StepReply, Error> {
        let rank = self.ranks.rank();
        let mut stored = Vec::new();
        for Received { param, grads, .. } in received {
            let info = &self.params[*param];
            let mut grads = match info.layout {
                Layout::Table => Vec::new(),
                Layout::Sharded => grads.clone(),
                Layout::Replicated => dense::all_gather(&mut self.ranks, info, grads),
            };
            if info.layout != Layout::Table {
                grads.resize(info.stored_shape(rank).iter().product(), 0.0);
            }
            stored.push(grads);
        }
        let grads: Vec<_> = received
            .iter()
            .zip(&stored)
            .map(|(Received { param, rows, grads }, stored)| {
                let is_table = self.params[*param].layout == Layout::Table;
                let grad =
                    if is_table { ShardGrad::Rows { rows, values: grads } } else { ShardGrad::Dense(stored) };
                (*param, grad)
            })
            .collect();
        let mut outcome = self.local.step(&grads, self.decisions.loss_scale());
        self.decisions.count_step(false);
        self.note_changes(received.iter().map(|received| (received.param, &received.rows[..])));
        let mut dense = Vec::new();
        for Received { param, .. } in received {
            let info = &self.params[*param];
            if info.layout == Layout::Table {
                continue;
            }
            let values = self.local.stored_values(*param);
            let mut values = values.unwrap_or_else(|error| {
                outcome = Err(error);
                vec![0.0; info.stored_len(rank)]
            });
            values.truncate(info.stored_len(rank));
            if info.layout == Layout::Sharded {
                values = dense::all_gather(&mut self.ranks, info, &values);
            }
            dense.push((*param, values));
        }
        self.own(outcome)?;
        Ok(StepReply { is_skipped: false, dense })
    }
}

/// Numbers of elements that travel from one rank to another.
struct Elements {
    rows: usize,
    grads: usize,
}

impl Elements {
    fn new(params: &[&ParamInfo], counts: &[u64], receiver: usize) -> Self {
        let (mut rows, mut grads) = (0, 0);
        for (param, &count) in params.iter().zip(counts) {
            let count = usize::try_from(count).expect("entries are in memory");
            match param.layout {
                Layout::Table => {
                    rows += count;
                    grads += count * param.width();
                }
                Layout::Sharded | Layout::Replicated => grads += count * param.part_len(receiver),
            }
        }
        Self { rows, grads }
    }
}

/// Sorts what all ranks have sent by parameter. Entries keep the order of the ranks, and with it that of their positions in the
/// whole batch; dense gradients are summed in this order.
fn sort_by_param(
    indices: &[usize],
    params: &[&ParamInfo],
    counts: &[u64],
    rank: usize,
    mut rows: &[u32],
    mut grads: &[f32],
) -> Vec<Received> {
    let new = |&param: &usize| Received { param, rows: Vec::new(), grads: Vec::new() };
    let mut sorted: Vec<_> = indices.iter().map(new).collect();
    for counts in counts.chunks(params.len().max(1)) {
        for ((received, param), &count) in sorted.iter_mut().zip(params).zip(counts) {
            let elements = Elements::new(&[param], &[count], rank);
            let (own_rows, other_rows) = rows.split_at(elements.rows);
            let (own_grads, other_grads) = grads.split_at(elements.grads);
            (rows, grads) = (other_rows, other_grads);
            received.rows.extend(own_rows);
            match param.layout {
                Layout::Table => received.grads.extend(own_grads),
                Layout::Sharded | Layout::Replicated => {
                    dense::add_all(&mut received.grads, own_grads, param.part_len(rank));
                }
            }
        }
    }
    for (received, param) in sorted.iter_mut().zip(params) {
        if param.layout != Layout::Table {
            received.grads.resize(param.part_len(rank), 0.0);
        }
    }
    sorted
}
