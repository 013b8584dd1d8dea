use std::ops::Range;

use crate::{
    error::Error,
    state::{Data, Snapshot, Tensor},
};

/// The state of a table of four exact rows of three elements after seven steps, of two parameters whose names end like the
/// table's, and of a scalar.
fn whole() -> Snapshot {
    let tensors = [
        ("accum.bias", Tensor::f32(&[], vec![0.5])),
        ("accum.my.table", Tensor::f32(&[1], vec![0.25])),
        ("accum.table", Tensor::f32(&[4, 3], (0..12u8).map(f32::from).collect())),
        ("global_step", Tensor::counter(9)),
        ("last_touched.table", Tensor::u64(&[4], vec![7, 5, 6, 7])),
        ("missed_rates.table", Tensor::f32(&[2], vec![0.2, 0.1])),
        ("recorded_rates.table", Tensor::f32(&[1], vec![f32::INFINITY])),
        ("steps.my.table", Tensor::counter(3)),
        ("steps.table", Tensor::counter(7)),
    ];
    tensors.map(|(name, tensor)| (name.to_owned(), tensor)).into_iter().collect()
}

/// The snapshot with another tensor in place of one.
fn with(mut snapshot: Snapshot, name: &str, tensor: Tensor) -> Snapshot {
    snapshot.tensors.insert(name.to_owned(), tensor);
    snapshot
}

fn shard(rows: Range<usize>) -> Snapshot {
    whole().with_rows("table", rows).unwrap()
}

/// The message of the refusal to join a shard of the first row and another one.
fn refusal(other: Snapshot) -> String {
    Snapshot::join_rows("table", &[shard(0..1), other]).unwrap_err().to_string()
}

#[test]
fn a_shard_has_its_rows_of_the_table_and_every_other_tensor_as_it_was() {
    let of_table = |rows: usize, accums: &[u8], last_steps: &[u64]| {
        let accums = accums.iter().copied().map(f32::from).collect();
        let snapshot = with(whole(), "accum.table", Tensor::f32(&[rows, 3], accums));
        with(snapshot, "last_touched.table", Tensor::u64(&[rows], last_steps.to_vec()))
    };
    assert_eq!(shard(1..3), of_table(2, &[3, 4, 5, 6, 7, 8], &[5, 6]));
    assert_eq!(shard(0..4), whole());
    assert_eq!(shard(4..4), of_table(0, &[], &[]));
}

#[test]
fn rows_that_a_table_does_not_have_are_refused() {
    for rows in [2..5, 5..5, Range { start: 3, end: 2 }] {
        let result = whole().with_rows("table", rows.clone());
        assert_eq!(result, Err(Error::StateRows { tensor: "accum.table".to_owned(), rows, len: 4 }));
    }
    let missing = || Err(Error::StateMissing { tensor: "accum.tabel".to_owned() });
    assert_eq!(whole().with_rows("tabel", 0..1), missing());
    assert_eq!(Snapshot::join_rows("tabel", &[whole()]), missing());
    let wrong = with(whole(), "accum.table", Tensor::f32(&[4, 3], vec![0.5; 11]));
    assert!(matches!(wrong.with_rows("table", 0..1), Err(Error::ShardShape { .. })));
}

#[test]
fn shards_join_one_behind_the_other() {
    // As many rows as their sum, and not as their product.
    let shards = [shard(0..1), shard(1..1), shard(1..4)];
    assert_eq!(Snapshot::join_rows("table", &shards), Ok(whole()));
    let [first, _, last] = shards;
    let turned = Snapshot::join_rows("table", &[last, first]).unwrap();
    assert_eq!(turned.tensors["accum.table"].shape, [4, 3]);
    assert_eq!(turned.tensors["last_touched.table"].data, Data::U64(vec![5, 6, 7, 7]));
}

#[test]
fn the_rates_of_joined_shards_are_those_that_the_oldest_row_has_missed() {
    let rates = |rates: &[f32]| Tensor::f32(&[rates.len()], rates.to_vec());
    for (one, other, want) in [
        (&[0.2, 0.1][..], &[0.1][..], [0.2, 0.1]),
        (&[0.1], &[0.2, 0.1], [0.2, 0.1]),
        // Shards of one run do not differ so. What they share is taken of the first one.
        (&[0.2, 0.1], &[0.2, 0.3], [0.2, 0.1]),
    ] {
        let shards = [(0..2, one), (2..4, other)]
            .map(|(rows, missed)| with(shard(rows), "missed_rates.table", rates(missed)));
        let joined = Snapshot::join_rows("table", &shards).unwrap();
        assert_eq!(joined.tensors["missed_rates.table"], rates(&want), "{one:?} and {other:?}");
    }
}

#[test]
fn shards_of_different_steps_are_refused() {
    let rates = |shape: &[usize], rate| Tensor::f32(shape, vec![rate]);
    for (name, tensor) in [
        ("steps.table", Tensor::counter(8)),
        ("recorded_rates.table", rates(&[1], 0.1)),
        ("recorded_rates.table", rates(&[1, 1], f32::INFINITY)),
    ] {
        let want = format!(
            "tensor \"{name}\" differs between the shards; each optimizer must take the same steps, with a gradient without \
             entries where it has none"
        );
        assert_eq!(refusal(with(shard(1..4), name, tensor)), want);
    }
    let mut without_steps = shard(1..4);
    without_steps.tensors.remove("steps.table");
    assert!(refusal(without_steps).contains("\"steps.table\" differs"));
    // The steps of another parameter may differ.
    let other = with(shard(1..4), "steps.my.table", Tensor::counter(4));
    assert_eq!(Snapshot::join_rows("table", &[shard(0..1), other]), Ok(whole()));
}

#[test]
fn shards_whose_rows_do_not_fit_are_refused() {
    for (name, tensor, message) in [
        (
            "accum.table",
            Tensor::f32(&[2, 2], vec![0.5; 4]),
            "tensor \"accum.table\" is f32 [2, 2]; a shard must have rows like those of f32 [1, 3]",
        ),
        (
            "accum.table",
            Tensor::u64(&[2, 3], vec![5; 6]),
            "tensor \"accum.table\" is u64 [2, 3]; a shard must have rows like those of f32 [1, 3]",
        ),
        (
            "last_touched.table",
            Tensor::u64(&[2, 1], vec![5; 2]),
            "tensor \"last_touched.table\" is u64 [2, 1]; a shard must have rows like those of u64 [1]",
        ),
    ] {
        assert_eq!(refusal(with(shard(1..3), name, tensor)), message);
    }
}
