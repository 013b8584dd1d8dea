use super::{
    super::registry::ParamRegistry,
    options::RestoreOptions,
    read::{RestoredMarks, RestoredState, TakenSteps},
    write::Progress,
};
use crate::{
    config::{Config, Group},
    error::Error,
    lazy::MAX_STEPS,
    loss_scale::DynamicLossScale,
    rule::Rows,
    state::{Data, Snapshot, Tensor},
};

fn dynamic() -> DynamicLossScale {
    DynamicLossScale::new(8.0, 2.0, 3).unwrap()
}

/// A registry with `table`, of three exact rows, and a scalar `bias` in a group.
fn registry(dynamic_loss_scale: Option<DynamicLossScale>) -> ParamRegistry {
    let learning_rate = vec![0.1, 0.2, 0.3, 0.4].into();
    let config = Config { learning_rate, dynamic_loss_scale, ..Config::default() };
    let mut registry = ParamRegistry::new(config).unwrap();
    let learning_rate = Some(vec![0.5; 4].into());
    let group = registry.add_group(Group { learning_rate, ..Group::default() }).unwrap();
    let bias: &[usize] = &[];
    for (name, shape, group, rows) in
        [("table", &[3, 2][..], None, Rows::Exact), ("bias", bias, Some(group), Rows::Touched)]
    {
        let info = registry.draft(name, shape, group, rows).unwrap();
        registry.add(info);
    }
    registry
}

/// A snapshot after three steps of all parameters.
fn snapshot(last_steps: [u32; 3], progress: &Progress) -> Snapshot {
    let mut registry = registry(progress.loss_scale.clone());
    for _ in 0..3 {
        let step_params = registry.step_params().unwrap();
        registry.advance(0..2, &step_params);
    }
    registry
        .draft_snapshot()
        .finish([vec![1.5; 6], vec![2.5]], [last_steps.to_vec()], progress)
        .into_snapshot()
}

fn u64s(shape: &[usize], data: &[u64]) -> Tensor {
    Tensor { shape: shape.to_vec(), data: Data::U64(data.to_vec()) }
}

#[test]
fn a_restored_registry_writes_the_same_snapshot_again() {
    let loss_scale = Some(dynamic().resume(4.0, 2).unwrap());
    let written = snapshot([3, 1, 2], &Progress { loss_scale: loss_scale.clone(), ..Progress::default() });
    let names: Vec<_> = written.tensors.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        [
            "accum.bias",
            "accum.table",
            "global_step",
            "good_steps",
            "last_touched.table",
            "learning_rate",
            "learning_rate_group_0",
            "loss_scale",
            "missed_rates.table",
            "steps.table"
        ]
    );
    assert_eq!(written.tensors["missed_rates.table"], Tensor::f32(&[2], vec![0.2, 0.3]));

    let mut registry = registry(Some(dynamic()));
    let view = written.view();
    let RestoredState { accums, steps, loss_scale: restored } =
        registry.read(&view, &RestoreOptions::default()).unwrap();
    assert_eq!((&accums[..], &restored), (&[Some(&[1.5; 6][..]), Some(&[2.5])][..], &loss_scale));
    let accums: Vec<_> = accums.into_iter().flatten().map(<[f32]>::to_vec).collect();
    let TakenSteps { skipped, exact } = registry.restore(steps, true);
    assert_eq!((registry.step, skipped.len()), (3, 0));
    assert_eq!(exact, [Some(RestoredMarks { last_steps: vec![3, 1, 2], lag: 0 }), None]);
    let progress = Progress { loss_scale, ..Progress::default() };
    assert_eq!(registry.draft_snapshot().finish(accums, [vec![3, 1, 2]], &progress).into_snapshot(), written);
}

/// A device that has skipped one step of the table, and two steps in all.
fn behind() -> Progress {
    Progress { skipped: 2, lag: 2, exact_lags: vec![1], ..Progress::default() }
}

#[test]
fn skipped_steps_are_not_steps_of_a_snapshot() {
    let Snapshot { tensors } = snapshot([2, 1, 2], &behind());
    assert_eq!(tensors["global_step"], Tensor::counter(1));
    assert_eq!([&tensors["skipped_steps"], &tensors["recorded_steps"]], [&Tensor::counter(2); 2]);
    assert_eq!(tensors["learning_rate"], Tensor::f32(&[], vec![0.2]));
    assert_eq!(tensors["steps.table"], Tensor::counter(2));
    assert_eq!(tensors["last_touched.table"], u64s(&[3], &[2, 1, 2]));
    assert_eq!(tensors["missed_rates.table"], Tensor::f32(&[1], vec![0.2]));
    assert_eq!(tensors["recorded_rates.table"], Tensor::f32(&[1], vec![0.3]));
}

#[test]
fn a_registry_that_counts_ahead_goes_on_with_the_steps_that_were_recorded() {
    let written = snapshot([2, 1, 2], &behind());
    let mut registry = registry(None);
    let view = written.view();
    let steps = registry.read(&view, &RestoreOptions::default()).unwrap().steps;
    assert_eq!(steps.skipped, 2);
    let TakenSteps { skipped, exact } = registry.restore(steps, true);
    // The rates of the steps that are recorded and not taken.
    let rates: Vec<_> = skipped.iter().map(|groups| groups[0].learning_rate).collect();
    assert_eq!((registry.step, rates), (3, vec![0.2, 0.3]));
    assert_eq!(exact, [Some(RestoredMarks { last_steps: vec![2, 1, 2], lag: 1 }), None]);
    let accums = || [vec![1.5; 6], vec![2.5]];
    assert_eq!(
        registry.draft_snapshot().finish(accums(), [vec![2, 1, 2]], &behind()).into_snapshot(),
        written
    );
}

#[test]
fn a_registry_that_does_not_count_ahead_keeps_recorded_rates_until_its_next_step() {
    let written = snapshot([2, 1, 2], &behind());
    let mut registry = registry(None);
    let view = written.view();
    let steps = registry.read(&view, &RestoreOptions::default()).unwrap().steps;
    let TakenSteps { skipped, exact } = registry.restore(steps, false);
    assert_eq!((registry.step, skipped.len()), (1, 0));
    assert_eq!(exact, [Some(RestoredMarks { last_steps: vec![2, 1, 2], lag: 0 }), None]);
    let progress = Progress { skipped: 2, ..Progress::default() };
    let write = |registry: &ParamRegistry| {
        registry
            .draft_snapshot()
            .finish([vec![1.5; 6], vec![2.5]], [vec![2, 1, 2]], &progress)
            .into_snapshot()
    };
    assert_eq!(write(&registry), written);
    let step_params = registry.step_params().unwrap();
    registry.advance([1].into_iter(), &step_params);
    let names = ["recorded_steps", "recorded_rates.table"];
    assert!(names.iter().all(|name| !write(&registry).tensors.contains_key(*name)));
}

#[test]
fn a_list_that_ends_with_the_recorded_steps_is_used_up_from_the_steps_taken_on() {
    let mut written = snapshot([2, 1, 2], &behind());
    let mut registry = registry(None);
    // The steps taken and recorded are as many as the lists have values.
    for name in ["skipped_steps", "recorded_steps"] {
        written.tensors.insert(name.to_owned(), Tensor::counter(3));
    }
    let view = written.view();
    let steps = registry.read(&view, &RestoreOptions::default()).unwrap().steps;
    let TakenSteps { skipped, exact } = registry.restore(steps, true);
    assert_eq!((registry.step, skipped.len()), (1, 0));
    assert_eq!(exact[0].as_ref().map(|rows| rows.lag), Some(0));
    let progress = Progress { skipped: 3, ..Progress::default() };
    let draft = registry.draft_snapshot();
    assert_eq!(draft.finish([vec![1.5; 6], vec![2.5]], [vec![2, 1, 2]], &progress).into_snapshot(), written);
}

#[test]
fn tensors_that_cannot_be_are_refused_with_name_and_numbers() {
    let written = snapshot([3, 1, 2], &Progress { loss_scale: Some(dynamic()), ..Progress::default() });
    let rates = |len| Tensor::f32(&[len], vec![0.1; len]);
    let cases = [
        (
            vec![("last_touched.table", u64s(&[3], &[3, 0, 2]))],
            "the snapshot's tensor \"last_touched.table\" holds 0 at 1; a row is up to date with a step from 1 to 3",
        ),
        (
            vec![("steps.table", Tensor::counter(1))],
            "the snapshot's tensor \"missed_rates.table\" is f32 [2]; this optimizer needs f32 [1]",
        ),
        (
            vec![("steps.table", Tensor::counter(1 << 40)), ("missed_rates.table", rates(MAX_STEPS))],
            "the snapshot's tensor \"missed_rates.table\" is f32 [65536]; this optimizer needs f32 [65535]",
        ),
        (
            vec![("skipped_steps", Tensor::counter(1 << 63))],
            "the snapshot's tensor \"skipped_steps\" counts 9223372036854775808; it must be at most 4611686018427387904",
        ),
        (
            vec![("recorded_steps", Tensor::counter(1))],
            "the snapshot's tensor \"recorded_steps\" counts 1; it must be at most 0",
        ),
        (
            vec![("skipped_steps", Tensor::counter(5000)), ("recorded_steps", Tensor::counter(1025))],
            "the snapshot's tensor \"recorded_steps\" counts 1025; it must be at most 1024",
        ),
        (
            vec![("skipped_steps", Tensor::counter(5)), ("recorded_rates.table", rates(1))],
            "the snapshot's tensor \"recorded_rates.table\" is f32 [1]; this optimizer needs f32 [0]",
        ),
        (
            vec![
                ("skipped_steps", Tensor::counter(1)),
                ("recorded_steps", Tensor::counter(1)),
                ("recorded_rates.table", Tensor::f32(&[1], vec![f32::NAN])),
            ],
            "the snapshot's tensor \"recorded_rates.table\" holds NaN at 0; it must be finite and at least 0",
        ),
        (
            vec![
                ("skipped_steps", Tensor::counter(7)),
                ("recorded_steps", Tensor::counter(7)),
                ("recorded_rates.table", rates(7)),
                ("steps.table", Tensor::counter(1 << 40)),
                ("missed_rates.table", rates(MAX_STEPS - 7)),
            ],
            "the snapshot's tensor \"missed_rates.table\" is f32 [65529]; this optimizer needs f32 [65528]",
        ),
        (
            vec![("recorded_rates.bias", rates(0))],
            "the snapshot has a tensor \"recorded_rates.bias\" that this optimizer does not know; \
             register that parameter first",
        ),
        (
            vec![("good_steps", Tensor::counter(3))],
            "good_steps of DynamicLossScale is 3; it must be below window, which is 3",
        ),
        (
            vec![("loss_scale", Tensor::f32(&[], vec![0.5]))],
            "scale of DynamicLossScale is 0.5; it must be at least 1 and at most 2^126",
        ),
    ];
    for (changes, message) in cases {
        let mut snapshot = written.clone();
        snapshot.tensors.extend(changes.into_iter().map(|(name, tensor)| (name.to_owned(), tensor)));
        assert_eq!(
            registry(Some(dynamic()))
                .read(&snapshot.view(), &RestoreOptions::default())
                .unwrap_err()
                .to_string(),
            message
        );
    }
    let without = registry(None).read(&written.view(), &RestoreOptions::default()).unwrap_err();
    assert_eq!(without, Error::StateExtra { tensor: "good_steps".to_owned() });
}
