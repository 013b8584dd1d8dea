//! A step as a program collects it.

use crate::{
    engine::StepRequest,
    error::Error,
    header::{MEASURE, OVERFLOW},
    optimizer::ShardedOptimizer,
    param::{DenseId, Layout, ParamInfo, TableId},
    ranks::Ranks,
    route::{check_ids, local_row},
};

/// A step that collects the gradients of this rank until it is finished. What is wrong with a gradient is reported by
/// [`Step::finish`], on all ranks.
#[must_use = "a step that is not finished changes nothing, and other ranks wait for it"]
pub struct Step<'a> {
    optimizer: &'a mut ShardedOptimizer,
    grads: Vec<Grad<'a>>,
    measures_norm: bool,
    refusal: Option<String>,
}

/// A gradient of one parameter.
struct Grad<'a> {
    param: usize,
    /// Of a row gradient.
    ids: &'a [u64],
    grads: &'a [f32],
}

impl ShardedOptimizer {
    /// Begins a step. Gradients are collected and checked on this rank until all ranks finish the step.
    pub fn begin_step(&mut self) -> Step<'_> {
        Step { optimizer: self, grads: Vec::new(), measures_norm: false, refusal: None }
    }
}

impl<'a> Step<'a> {
    /// Adds a row gradient: `ids` are rows of the whole table in any order, also repeated, and `grads` is `[ids, width]`. All ranks
    /// give the same tables a gradient in a step; one without entries is empty.
    ///
    /// The entries of all ranks, one rank behind the other, are the row gradient of the step. How they are divided among ranks
    /// changes no bit of the result.
    pub fn rows(&mut self, table: TableId, ids: &'a [u64], grads: &'a [f32]) {
        let index = match self.optimizer.index_of_table(table) {
            Ok(index) => index,
            Err(reason) => return self.refuse(reason),
        };
        let param = &self.optimizer.params[index];
        let width = param.width();
        if let Err(reason) = check_ids(&param.placement, ids) {
            let reason = param.named(&reason);
            self.refuse(reason);
        } else if grads.len() != ids.len() * width {
            let (got, want) = (grads.len(), ids.len() * width);
            let reason = param.named(&format!("grads hold {got} elements; {want} are needed"));
            self.refuse(reason);
        } else {
            self.push(index, ids, grads);
        }
    }

    /// Adds gradients of a dense parameter, one behind the other, each with as many elements as it has values: one, or none, or one
    /// for each part of this rank's batch. The step takes the sum over all ranks in the order of ranks and parts.
    ///
    /// Sums depend on their order. Divide a batch into the same parts on any number of ranks to get the same bits on all of them.
    pub fn dense(&mut self, param: DenseId, grads: &'a [f32]) {
        let index = match self.optimizer.index_of_dense(param) {
            Ok(index) => index,
            Err(reason) => return self.refuse(reason),
        };
        let info = &self.optimizer.params[index];
        let len: usize = info.shape.iter().product();
        if len > 0 && !grads.len().is_multiple_of(len) || len == 0 && !grads.is_empty() {
            let reason =
                info.named(&format!("grads hold {} elements; a multiple of {len} is needed", grads.len()));
            self.refuse(reason);
        } else {
            self.push(index, &[], grads);
        }
    }

    /// Requests the norm of the gradients of this step, for the [report](ShardedOptimizer::report). It is the same for any number of
    /// ranks. With a [limit](proxgrad::Config::clip_norm) to the norm every step measures it.
    pub fn measure(&mut self) {
        self.measures_norm = true;
    }

    /// Takes the step on all ranks, or skips it on all of them. Returns whether it was taken.
    ///
    /// # Errors
    /// A gradient of a wrong length, a second gradient of a parameter, an id that is no row, more entries than MPI counts, with the
    /// rank that has it; a schedule that has ended; ranks that give other parameters a gradient, have another learning rate or
    /// step number, make other calls, or are silent. Nothing changes then. Where the device of a rank fails, that rank returns the
    /// error, and all ranks with their next call.
    pub fn finish(self) -> Result<bool, Error> {
        let Self { optimizer, mut grads, measures_norm, mut refusal } = self;
        grads.sort_by_key(|grad| grad.param);
        let mut request = StepRequest::default();
        let is_finite = |grad: &Grad<'_>| grad.grads.iter().all(|grad| grad.is_finite());
        request.flags |= if grads.iter().all(is_finite) { 0 } else { OVERFLOW };
        request.flags |= if measures_norm { MEASURE } else { 0 };
        if refusal.is_none() {
            refusal = fill(&mut request, &optimizer.params, &grads, optimizer.ranks).err();
        }
        request.params = grads.iter().map(|grad| grad.param).collect();
        request.refusal = refusal;
        let reply = optimizer.engine().call(move |engine| engine.step(&request))?;
        for (param, values) in reply.dense {
            optimizer.dense[param] = values;
        }
        Ok(!reply.is_skipped)
    }

    fn push(&mut self, param: usize, ids: &'a [u64], grads: &'a [f32]) {
        if self.grads.iter().any(|grad| grad.param == param) {
            let reason = self.optimizer.params[param].named("it has a gradient in this step already");
            self.refuse(reason);
        } else {
            self.grads.push(Grad { param, ids, grads });
        }
    }

    fn refuse(&mut self, reason: String) {
        self.refusal.get_or_insert(reason);
    }
}

/// Sorts gradients by the ranks that receive them.
///
/// # Errors
/// More elements for one rank than MPI counts.
fn fill(
    request: &mut StepRequest,
    params: &[ParamInfo],
    grads: &[Grad<'_>],
    ranks: usize,
) -> Result<(), String> {
    let owners: Vec<_> = grads.iter().map(|grad| owners_of(&params[grad.param], grad.ids)).collect();
    let most = Ranks::most_elements(ranks);
    for rank in 0..ranks {
        let (before, rows_before) = (request.grads.len(), request.rows.len());
        for (grad, owners) in grads.iter().zip(&owners) {
            let param = &params[grad.param];
            let count = match owners {
                Some(owners) => {
                    let of_rank = &owners[rank];
                    let width = param.width();
                    for &entry in of_rank {
                        request.rows.push(local_row(param.placement.locate(grad.ids[entry]).1));
                        request.grads.extend(&grad.grads[entry * width..][..width]);
                    }
                    of_rank.len()
                }
                None => push_parts(&mut request.grads, param, grad.grads, rank),
            };
            request.counts.push(count as u64);
        }
        let count = (request.grads.len() - before).max(request.rows.len() - rows_before);
        if count > most {
            return Err(format!(
                "a step has {count} elements of gradients for rank {rank}, and {most} may be; divide the batch"
            ));
        }
    }
    Ok(())
}

/// By rank: the entries of rows that it owns, in their order; `None` for a dense gradient.
fn owners_of(param: &ParamInfo, ids: &[u64]) -> Option<Vec<Vec<usize>>> {
    if param.layout != Layout::Table {
        return None;
    }
    let placement = &param.placement;
    let mut owners = vec![Vec::new(); placement.ranks()];
    ids.iter().enumerate().for_each(|(entry, &id)| owners[placement.owner(id)].push(entry));
    Some(owners)
}

/// Appends a rank's part of each gradient; returns their number.
fn push_parts(to: &mut Vec<f32>, param: &ParamInfo, grads: &[f32], rank: usize) -> usize {
    let len: usize = param.shape.iter().product();
    if len == 0 {
        return 0;
    }
    let start = usize::try_from(param.placement.positions(rank).start).expect("rows are in memory");
    let part = start * param.width()..start * param.width() + param.part_len(rank);
    grads.chunks_exact(len).for_each(|grad| to.extend(&grad[part.clone()]));
    grads.len() / len
}
