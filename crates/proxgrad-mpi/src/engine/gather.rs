//! Rows for a forward pass: asked for where they are needed, and sent by their owners.

use proxgrad::Rows;

use super::{
    prefetched::{Changed, Prefetched},
    state::{Arguments, Engine},
};
use crate::{
    error::Error,
    header::{Call, Digest},
    ranks::Ranks,
    route::Route,
};

/// Rows that a rank asks for, in the order in which they travel: by owner.
#[derive(Clone, Debug)]
pub(crate) struct GatherRequest {
    pub(crate) table: usize,
    /// By owner: number of rows.
    pub(crate) counts: Vec<u64>,
    /// Indices in the shards of their owners.
    pub(crate) rows: Vec<u32>,
    /// Why this rank refuses the call.
    pub(crate) refusal: Option<String>,
}

impl Engine {
    /// Elements of a row of a table.
    pub(crate) fn width(&self, table: usize) -> usize {
        self.params[table].width()
    }

    /// Distinct ids by owner, and what this rank asks for.
    pub(crate) fn route(&self, table: Result<usize, String>, ids: &[u64]) -> (Route, GatherRequest) {
        let ranks = self.ranks.size();
        let table = match table {
            Ok(table) => table,
            Err(reason) => return refused(ranks, reason),
        };
        let param = &self.params[table];
        let most = (Ranks::most_elements(ranks) / param.width().max(1)) as u64;
        let route = Route::unique(&param.placement, ids).and_then(|route| {
            let too_many = route.counts().iter().find(|count| **count > most);
            let refused = |count| {
                Err(format!("{count} rows of one rank are asked for, and {most} may be; ask for fewer"))
            };
            too_many.map_or(Ok(()), refused).map(|()| route)
        });
        match route {
            Ok(route) => {
                let (counts, rows) = (route.counts().to_vec(), route.rows().to_vec());
                (route, GatherRequest { table, counts, rows, refusal: None })
            }
            Err(reason) => refused(ranks, param.named(&reason)),
        }
    }

    /// The rows, in the order of the request.
    pub(crate) fn gather(&mut self, request: &GatherRequest) -> Result<Vec<f32>, Error> {
        let asked = self.exchange_rows(Call::Gather, request)?;
        let rows = self.send_rows(Call::Gather, request.table, &asked);
        self.own_rows(rows)
    }

    /// Asks for rows in advance. Rows of tables with exact rows follow when they are received, because every step changes all of
    /// them; the others are sent at once, and those that steps change in the meantime once more.
    pub(crate) fn prefetch(&mut self, id: u64, request: &GatherRequest) -> Result<(), Error> {
        let asked = self.exchange_rows(Call::Prefetch, request)?;
        let is_exact = self.params[request.table].mode == Rows::Exact;
        let (changed, early) = if is_exact {
            (Changed::All, Vec::new())
        } else {
            let early = self.send_rows(Call::Prefetch, request.table, &asked);
            (Changed::none(), self.own_rows(early)?)
        };
        let Asked { counts: asked, asking, rows } = asked;
        self.prefetched.push(Prefetched { id, table: request.table, asked, asking, rows, changed, early });
        Ok(())
    }

    /// The rows that were asked for in advance, as they are now.
    pub(crate) fn receive(&mut self, id: u64) -> Result<Vec<f32>, Error> {
        let digest = Digest::default().word(id);
        self.agree(Call::Receive, Arguments { digest, ..Arguments::default() })?;
        let Some(index) = self.prefetched.iter().position(|prefetched| prefetched.id == id) else {
            return Err(Error::refused(self.ranks.rank(), "the rows were not asked for, or no longer fit"));
        };
        let prefetched = self.prefetched.remove(index);
        if matches!(prefetched.changed, Changed::All) {
            let Prefetched { table, asked, asking, rows, .. } = prefetched;
            let rows = self.send_rows(Call::Receive, table, &Asked { counts: asked, asking, rows });
            return self.own_rows(rows);
        }
        self.send_changed(prefetched)
    }

    /// Sends rows that have changed since they were sent once more, each with its place among them.
    fn send_changed(&mut self, prefetched: Prefetched) -> Result<Vec<f32>, Error> {
        let Prefetched { table, asked, asking, rows, mut changed, mut early, .. } = prefetched;
        changed.sort();
        let (mut counts, mut places, mut changed_rows) = (Vec::new(), Vec::new(), Vec::new());
        let mut rest = &rows[..];
        for count in asked {
            let (own, others) = rest.split_at(count);
            rest = others;
            let before = places.len();
            let of_rank = (0u32..).zip(own).filter(|(_, row)| changed.contains(**row));
            for (place, &row) in of_rank {
                places.push(place);
                changed_rows.push(row);
            }
            counts.push((places.len() - before) as u64);
        }
        let call = Call::Receive.name();
        let arriving = self.ranks.exchange_counts(&counts, call);
        let (counts, arriving) = (sizes(&counts), sizes(&arriving));
        self.ranks.traffic.index_bytes += 4 * self.ranks.sent_to_others(&counts);
        let places = self.ranks.exchange(&places, &counts, &arriving, call);
        let asked = Asked { counts, asking: arriving.clone(), rows: changed_rows };
        let values = self.send_rows(Call::Receive, table, &asked);
        let values = self.own_rows(values)?;

        let width = self.params[table].width();
        let starts = asking.iter().scan(0, |next, count| {
            let start = *next;
            *next += count;
            Some(start)
        });
        let owners = starts.zip(arriving).flat_map(|(start, count)| std::iter::repeat_n(start, count));
        for ((start, place), entry) in owners.zip(places).zip(0..) {
            let at = (start + place as usize) * width;
            early[at..at + width].copy_from_slice(&values[entry * width..][..width]);
        }
        Ok(early)
    }

    /// Tells owners which rows are asked for; returns what this rank is asked for.
    fn exchange_rows(&mut self, call: Call, request: &GatherRequest) -> Result<Asked, Error> {
        let digest = Digest::default().word(request.table as u64);
        let refusal = request.refusal.as_deref();
        self.agree(call, Arguments { digest, refusal, ..Arguments::default() })?;
        let counts = self.ranks.exchange_counts(&request.counts, call.name());
        let (asking, counts) = (sizes(&request.counts), sizes(&counts));
        self.ranks.traffic.index_bytes += 4 * self.ranks.sent_to_others(&asking);
        let rows = self.ranks.exchange(&request.rows, &asking, &counts, call.name());
        Ok(Asked { counts, asking, rows })
    }

    /// Sends the rows that this rank is asked for; returns those that it has asked for. An error of this rank's device is returned
    /// beside them, once all ranks have exchanged what they could.
    fn send_rows(
        &mut self,
        call: Call,
        table: usize,
        asked: &Asked,
    ) -> (Vec<f32>, Result<(), proxgrad::Error>) {
        let width = self.params[table].width();
        let (values, outcome) = match self.local.gather(table, &asked.rows) {
            Ok(values) => (values, Ok(())),
            Err(error) => (vec![0.0; asked.rows.len() * width], Err(error)),
        };
        let elements = |counts: &[usize]| counts.iter().map(|count| count * width).collect::<Vec<_>>();
        let (sent, arriving) = (elements(&asked.counts), elements(&asked.asking));
        self.ranks.traffic.element_bytes += 4 * self.ranks.sent_to_others(&sent);
        (self.ranks.exchange(&values, &sent, &arriving, call.name()), outcome)
    }

    fn own_rows(
        &mut self,
        (rows, outcome): (Vec<f32>, Result<(), proxgrad::Error>),
    ) -> Result<Vec<f32>, Error> {
        self.own(outcome)?;
        Ok(rows)
    }

    /// Notes which rows a step has changed since they were sent in advance.
    pub(super) fn note_changes<'r>(&mut self, changes: impl Iterator<Item = (usize, &'r [u32])>) {
        for (param, changed_rows) in changes {
            for prefetched in self.prefetched.iter_mut().filter(|prefetched| prefetched.table == param) {
                prefetched.changed.add(changed_rows);
            }
        }
    }

    /// Notes that all rows have changed.
    pub(super) fn note_all_changed(&mut self) {
        for prefetched in &mut self.prefetched {
            prefetched.changed = Changed::All;
        }
    }
}

/// Rows that other ranks ask this one for.
struct Asked {
    /// By rank.
    counts: Vec<usize>,
    /// By rank: what this rank asks it for.
    asking: Vec<usize>,
    rows: Vec<u32>,
}

/// A request that this rank refuses.
fn refused(ranks: usize, reason: String) -> (Route, GatherRequest) {
    let (counts, rows) = (vec![0; ranks], Vec::new());
    (Route::none(ranks), GatherRequest { table: 0, counts, rows, refusal: Some(reason) })
}

fn sizes(counts: &[u64]) -> Vec<usize> {
    counts.iter().map(|&count| usize::try_from(count).expect("rows are in memory")).collect()
}
