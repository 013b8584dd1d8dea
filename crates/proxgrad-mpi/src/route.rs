//! Ids sorted by the ranks that own their rows.

use crate::placement::Placement;

/// Distinct ids sorted by owner, and where each id is among them.
#[derive(Clone, Debug)]
pub(crate) struct Route {
    /// By owner: number of distinct ids.
    counts: Vec<u64>,
    /// Indices in the shards of owners, by owner.
    rows: Vec<u32>,
    /// By id: its place in `rows`.
    places: Vec<usize>,
}

impl Route {
    pub(crate) fn none(ranks: usize) -> Self {
        Self { counts: vec![0; ranks], rows: Vec::new(), places: Vec::new() }
    }

    /// # Errors
    /// What is wrong with an id.
    pub(crate) fn unique(placement: &Placement, ids: &[u64]) -> Result<Self, String> {
        check_ids(placement, ids)?;
        // Positions are in the order of owners, and of the rows in their shards.
        let positions: Vec<_> = ids.iter().map(|&id| placement.position(id)).collect();
        let mut order: Vec<usize> = (0..ids.len()).collect();
        order.sort_unstable_by_key(|&id| positions[id]);
        let mut route = Self::none(placement.ranks());
        route.places = vec![0; ids.len()];
        for same in order.chunk_by(|one, other| positions[*one] == positions[*other]) {
            let (owner, local) = placement.locate(ids[same[0]]);
            same.iter().for_each(|&id| route.places[id] = route.rows.len());
            route.rows.push(local_row(local));
            route.counts[owner] += 1;
        }
        Ok(route)
    }

    pub(crate) fn counts(&self) -> &[u64] {
        &self.counts
    }

    pub(crate) fn rows(&self) -> &[u32] {
        &self.rows
    }

    /// Copies the row of each id from the rows of distinct ids.
    pub(crate) fn expand(&self, rows: &[f32], width: usize) -> Vec<f32> {
        let mut expanded = Vec::with_capacity(self.places.len() * width);
        self.places.iter().for_each(|&place| expanded.extend(&rows[place * width..][..width]));
        expanded
    }
}

/// Refuses ids that are no rows.
pub(crate) fn check_ids(placement: &Placement, ids: &[u64]) -> Result<(), String> {
    let rows = placement.rows();
    match ids.iter().enumerate().find(|(_, id)| **id >= rows) {
        Some((at, id)) => Err(format!("ids[{at}] is {id}, but the table has {rows} rows")),
        None => Ok(()),
    }
}

/// An index in a shard.
pub(crate) fn local_row(local: u64) -> u32 {
    u32::try_from(local).expect("shards of more rows were refused at the start")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::placement::Sharding;

    #[test]
    fn equal_ids_travel_once_and_every_id_gets_its_row() {
        for sharding in [Sharding::Ranges, Sharding::Hashed] {
            for ranks in [1, 3, 4] {
                let placement = Placement::new(10, sharding, ranks);
                let ids = [7, 3, 7, 0, 9, 3, 3];
                let route = Route::unique(&placement, &ids).unwrap();
                assert_eq!((route.counts().iter().sum::<u64>(), route.rows().len()), (4, 4));
                let mut rows = Vec::new();
                let mut locals = route.rows().iter();
                for (owner, &count) in route.counts().iter().enumerate() {
                    for &local in locals.by_ref().take(usize::try_from(count).unwrap()) {
                        let row = placement.row(owner, local.into()) as f32;
                        rows.extend([row, -row]);
                    }
                }
                let expanded = route.expand(&rows, 2);
                let expected: Vec<_> = ids.iter().flat_map(|&id| [id as f32, -(id as f32)]).collect();
                assert_eq!(expanded, expected);
            }
        }
    }

    #[test]
    fn an_id_that_is_no_row_is_named_with_its_place() {
        let placement = Placement::new(10, Sharding::Hashed, 2);
        let error = Route::unique(&placement, &[3, 10]).unwrap_err();
        assert_eq!(error, "ids[1] is 10, but the table has 10 rows");
    }
}
