//! Flushes of some rows.

use proxgrad::Shrinkage;
use proxgrad_testing::Indices;

use super::fixture::table_with_pending_steps;
use crate::common::{devices::on_every_device, state::State};

#[test]
fn a_partial_flush_brings_its_rows_up_to_date_and_no_others() {
    on_every_device(|device| {
        for indices in
            [Indices::from(&[3u32, 1, 3]), Indices::Device(&[3, 1, 3]), Indices::DeviceUnique(&[1, 3])]
        {
            let (mut whole, id) = table_with_pending_steps(device, Shrinkage::Documented);
            let stale = whole.values(id).unwrap();
            whole.flush(id).unwrap();
            let current = whole.values(id).unwrap();
            let (mut optimizer, id) = table_with_pending_steps(device, Shrinkage::Documented);
            let before = State::of(&*optimizer, &[id]);
            assert_eq!(optimizer.exported(id).unwrap(), current);
            assert_eq!(State::of(&*optimizer, &[id]), before, "an export changes nothing");
            let copy = optimizer.caught_up(id, indices).unwrap();
            assert_eq!(State::of(&*optimizer, &[id]), before, "the catch-up of a copy changes nothing");
            optimizer.flush_rows(id, indices).unwrap();
            let got = optimizer.values(id).unwrap();
            assert_eq!(
                copy, got,
                "the rows of a copy and those of the parameter are brought up to date alike"
            );
            for row in 0..5 {
                let elements = 2 * row..2 * row + 2;
                let want = if [1, 3].contains(&row) { &current } else { &stale };
                assert_eq!(got[elements.clone()], want[elements], "row {row}, {indices:?}");
            }
            assert_ne!(got[2 * 3..2 * 4], stale[2 * 3..2 * 4]);
            // Flushing the same rows again changes nothing, and flushing the rest gives the values of a whole
            // flush.
            optimizer.flush_rows(id, indices).unwrap();
            assert_eq!(optimizer.values(id).unwrap(), got);
            optimizer.flush(id).unwrap();
            assert_eq!(optimizer.values(id).unwrap(), current);
        }
    });
}

#[test]
fn rows_that_do_not_exist_are_refused_or_counted_and_nothing_else_is_disturbed() {
    on_every_device(|device| {
        let (mut optimizer, id) = table_with_pending_steps(device, Shrinkage::Adaptive);
        let before = State::of(&*optimizer, &[id]);
        let error = optimizer.flush_rows(id, Indices::from(&[0u32, 5])).unwrap_err();
        assert_eq!(error.to_string(), "parameter \"table\": indices[1] is 5, but it has 5 rows");
        assert_eq!(optimizer.caught_up(id, Indices::from(&[0u32, 5])).unwrap_err(), error);
        assert_eq!(State::of(&*optimizer, &[id]), before);
        for (indices, bad) in
            [(Indices::Device(&[9, 2, 5, 2]), 2), (Indices::DeviceUnique(&[u32::MAX, 2]), 3)]
        {
            optimizer.flush_rows(id, indices).unwrap();
            assert_eq!(optimizer.bad_rows().unwrap(), bad);
        }
        let (mut other, other_id) = table_with_pending_steps(device, Shrinkage::Adaptive);
        other.flush_rows(other_id, Indices::from(&[2u32])).unwrap();
        assert_eq!(optimizer.values(id).unwrap(), other.values(other_id).unwrap());
    });
}
