//! The formulas against simulated steps, and the properties of a model.

use super::{simulation::simulate, *};
use crate::placement::Sharding;

const ROWS: Cost = Cost { row: 1.0, element: 0.0 };

/// Counts: a byte takes a second, and so does each entry or row in `costs`.
fn counting(costs: Costs) -> Machine {
    Machine { network: Network { latency: 0.0, bandwidth: 1.0 }, costs, memory: 1e12 }
}

fn model(machine: Machine, table: Table) -> Model {
    Model::new(machine, Workload { tables: vec![table], ..Workload::default() }).unwrap()
}

fn tables() -> impl Iterator<Item = Table> {
    let shardings = [Sharding::Ranges, Sharding::Hashed];
    shardings.into_iter().flat_map(|sharding| {
        [(5_000, 0.0, 2_000), (20_000, 0.8, 4_000), (300_000, 1.05, 3_000), (2_000, 1.4, 5_000)].map(
            |(rows, zipf, entries)| Table { rows, zipf, entries, width: 3, sharding, ..Table::default() },
        )
    })
}

#[track_caller]
fn close(formula: f64, simulated: f64, tolerance: f64, what: &str) {
    let error = (formula - simulated).abs() / simulated.max(1.0);
    assert!(error < tolerance, "{what}: {formula} by the formula, {simulated} simulated");
}

#[test]
fn loads_of_the_most_loaded_rank_are_those_of_simulated_steps() {
    for table in tables() {
        for ranks in [1, 2, 5, 16] {
            let (simulated, what) = (simulate(&table, ranks, 0, 20), format!("{ranks} ranks, {table:?}"));
            let with = |costs| model(counting(costs), table).step(ranks).unwrap();
            let step = with(Costs { group: ROWS, update: ROWS, ..Costs::default() });
            close(step.seconds_of(Phase::Grouping), simulated.entries, 0.01, &what);
            close(step.seconds_of(Phase::Update), simulated.distinct, 0.01, &what);
            let bytes = table.entry_bytes() as f64;
            close(step.seconds_of(Phase::Exchange), bytes * simulated.exchanged, 0.01, &what);
            let gathered = step.seconds_of(Phase::Gather);
            close(gathered, bytes * simulated.gathered, 0.01, &what);
            let answered = Costs { gather: ROWS, ..Costs::default() };
            close(with(answered).seconds_of(Phase::Gather) - gathered, simulated.answered, 0.02, &what);
        }
    }
}

#[test]
fn merged_entries_are_those_of_simulated_steps() {
    for table in tables() {
        for ranks in [2, 7] {
            let simulated = simulate(&table, ranks, 0, 20);
            let step =
                model(counting(Costs { group: ROWS, ..Costs::default() }), table).merged(ranks).unwrap();
            let bytes = table.entry_bytes() as f64;
            close(step.seconds_of(Phase::Exchange), bytes * simulated.gathered, 0.01, "exchange");
            close(step.seconds_of(Phase::Grouping), simulated.answered, 0.01, "grouping");
            close(step.seconds_of(Phase::Routing), table.entries as f64, 1e-12, "merging");
        }
    }
}

#[test]
fn entries_of_replicated_rows_stay_on_their_ranks() {
    for table in tables() {
        // Replication costs nothing where only grouping takes time, so all rows that can be are replicated.
        let costs = Costs { group: ROWS, ..Costs::default() };
        let machine = Machine { network: Network { latency: 0.0, bandwidth: f64::MAX }, ..counting(costs) };
        let replicated = model(machine, table).replicated(4).unwrap();
        let simulated = simulate(&table, 4, replicated.rows[0], 20);
        let grouped = replicated.step.seconds_of(Phase::Grouping);
        close(grouped, simulated.entries + simulated.kept, 0.01, &format!("{replicated:?}"));
    }
}

#[test]
fn a_short_step_is_that_of_formulas_worked_out_by_hand() {
    // One row of 3 elements on rank 1 of 2 (Placement: rank 0 owns rows 0..0); 10 entries of 16 bytes from rank 0 to 1.
    let table = Table { rows: 1, width: 3, entries: 10, sharding: Sharding::Ranges, ..Table::default() };
    let network = Network { latency: 1000.0, bandwidth: 2.0 };
    let costs = Costs {
        group: Cost { row: 1.0, element: 2.0 },
        dense_sum: 0.5,
        dense_update: 3.0,
        ..Costs::default()
    };
    let machine = Machine { network, costs, memory: 0.0 };
    let workload = Workload {
        tables: vec![table],
        dense_elements: 8,
        dense_parameters: 2,
        dense_state_planes: 1,
        compute: 5.0,
    };
    let step = Model::new(machine, workload).unwrap().step(2).unwrap();
    let seconds = Phase::ALL.map(|phase| step.seconds_of(phase));
    let expected = [
        2.0 * (1000.0 + 72.0 / 2.0), // headers of 48 + 8·3 bytes, for the gradients and the gather
        0.0,
        1000.0 + 160.0 / 2.0,
        20.0 * 7.0,
        0.0,
        2000.0 + 16.0 / 2.0,
        2000.0 + 2.0 * 4.0 * 4.0 / 2.0 + 4.0 * 0.5 + 4.0 * 3.0,
        1000.0 + 150.0 / 2.0,
        5.0,
    ];
    for ((phase, seconds), expected) in Phase::ALL.iter().zip(seconds).zip(expected) {
        close(seconds, expected, 1e-12, phase.name());
    }
    assert!(!step.fits);
    // 8 elements: values, gradients, half of the state.
    assert_eq!((step.memory.values, step.memory.state, step.memory.dense), (12.0, 12.0, 32.0 + 32.0 + 16.0));
}

#[test]
fn one_rank_sends_nothing_and_is_fully_efficient() {
    for table in tables() {
        let model = model(
            Machine { network: Network { latency: 1.0, bandwidth: 1.0 }, ..counting(Costs::default()) },
            table,
        );
        for step in [model.step(1).unwrap(), model.merged(1).unwrap(), model.replicated(1).unwrap().step] {
            assert!(
                step.phases.iter().all(|phase| phase.latency == 0.0 && phase.transfer < 1e-6),
                "{step:?}"
            );
            assert!(step.seconds() < 1e-6);
        }
    }
    let busy = model(counting(Costs { update: ROWS, ..Costs::default() }), Table::default());
    assert_eq!(busy.step(1).unwrap().efficiency, 1.0);
}

#[test]
fn more_ranks_take_longer_and_need_less_memory_for_a_table() {
    let costs = Costs { group: Cost { row: 1e-8, element: 1e-9 }, update: ROWS, ..Costs::default() };
    let machine = Machine { network: Network::ETHERNET_100G, costs, memory: 1e12 };
    for sharding in [Sharding::Ranges, Sharding::Hashed] {
        let table = Table { rows: 1_000_000_000, sharding, ..Table::default() };
        let model = model(machine, table);
        let steps: Vec<_> = (0..11).map(|bit| model.step(1 << bit).unwrap()).collect();
        for pair in steps.windows(2) {
            for phase in [Phase::Headers, Phase::Exchange, Phase::Grouping, Phase::Gather, Phase::AllReduce] {
                assert!(pair[1].seconds_of(phase) > pair[0].seconds_of(phase), "{phase:?}, {sharding:?}");
            }
            assert!(pair[1].memory.values < pair[0].memory.values);
        }
        let [ethernet, infiniband] = [Network::ETHERNET_100G, Network::INFINIBAND_400G]
            .map(|network| super::tests::model(Machine { network, ..machine }, table).step(64).unwrap());
        assert!(infiniband.seconds() < ethernet.seconds() && infiniband.efficiency > ethernet.efficiency);
    }
}

#[test]
fn hashed_rows_spread_ids_in_order_of_frequency() {
    let entries_of_most_loaded = |sharding| {
        let table = Table { rows: 1_000_000_000, sharding, zipf: 0.9, ..Table::default() };
        let step = model(counting(Costs { group: ROWS, ..Costs::default() }), table).step(64).unwrap();
        step.seconds_of(Phase::Grouping) / table.entries as f64
    };
    assert!(entries_of_most_loaded(Sharding::Ranges) > 30.0);
    assert!(entries_of_most_loaded(Sharding::Hashed) < 3.0);
}

#[test]
fn extreme_machines_have_the_bottleneck_they_are_made_for() {
    let table = Table { zipf: 0.0, ..Table::default() };
    let bottleneck = |network, costs, table| {
        let machine = Machine { network, costs, memory: 1e12 };
        let Bottleneck { phase, cause, share } = model(machine, table).step(32).unwrap().bottleneck();
        assert!(share > 0.3 && share <= 1.0);
        (phase, cause)
    };
    let idle = Model::new(counting(Costs::default()), Workload::default()).unwrap().step(1).unwrap();
    assert_eq!(idle.bottleneck(), Bottleneck { phase: Phase::Compute, cause: Cause::Work, share: 0.0 });
    let (slow, far) = (Network { latency: 0.0, bandwidth: 1.0 }, Network { latency: 1.0, bandwidth: 1e15 });
    let none = Network { latency: 0.0, bandwidth: 1e15 };
    let update = Costs { update: ROWS, ..Costs::default() };
    let group = Costs { group: ROWS, ..Costs::default() };
    assert_eq!(bottleneck(slow, Costs::default(), table), (Phase::Exchange, Cause::Bandwidth));
    let (phase, cause) = bottleneck(far, Costs::default(), table);
    assert_eq!((phase == Phase::Headers || phase == Phase::Gather, cause), (true, Cause::Latency));
    assert_eq!(bottleneck(none, update, table), (Phase::Update, Cause::Work));
    let skewed = Table { zipf: 1.2, sharding: Sharding::Ranges, ..table };
    assert_eq!(bottleneck(none, group, skewed), (Phase::Grouping, Cause::MostLoadedRank));
    assert_eq!(bottleneck(slow, Costs::default(), skewed), (Phase::Exchange, Cause::MostLoadedRank));
}

#[test]
fn remedies_pay_where_rows_are_frequent_and_nowhere_else() {
    let costs = Costs { group: Cost { row: 5e-8, element: 1e-9 }, ..Costs::default() };
    let machine = Machine { network: Network::ETHERNET_100G, costs, memory: 1e12 };
    let ranks = [1, 2, 4, 8, 16, 32, 64];
    let sparse = Costs { update: ROWS, ..costs };
    assert_eq!(
        model(Machine { costs: sparse, ..machine }, Table::default()).replicated(1).unwrap().rows,
        [0]
    );
    let frequent = model(machine, Table { zipf: 1.2, ..Table::default() });
    let replicated = frequent.replicated(64).unwrap();
    let plain = frequent.step(64).unwrap().seconds();
    assert!(replicated.rows[0] > 0 && replicated.saves > 0.1 * plain);
    close(plain - replicated.saves, replicated.step.seconds(), 1e-9, "saves");
    let from = frequent.pays_from(Remedy::Replicate, &ranks).unwrap().unwrap();
    assert!(from > 1 && from < 64, "{from}");
    assert!(frequent.merged(64).unwrap().seconds() < plain);

    let even = model(machine, Table { zipf: 0.0, rows: 1_000_000_000, ..Table::default() });
    assert_eq!(even.replicated(64).unwrap().rows, [0]);
    assert_eq!(even.replicated(64).unwrap().saves, 0.0);
    for remedy in [Remedy::Replicate, Remedy::Merge] {
        assert_eq!(even.pays_from(remedy, &ranks).unwrap(), None);
    }
}

#[test]
fn a_billion_rows_lie_on_64_ranks_with_so_many_bytes() {
    let table = Table { rows: 1_000_000_000, exact_rows: true, ..Table::default() };
    let step = model(counting(Costs { group: ROWS, ..Costs::default() }), table).step(64).unwrap();
    let Memory { values, state, last_steps, dense, buffers } = step.memory;
    assert_eq!((values, state, last_steps, dense), (4e9, 4e9, 62.5e6, 0.0));
    // 260 bytes for each entry that is sent, and for each that the most loaded rank receives.
    let entries = table.entries as f64 + step.seconds_of(Phase::Grouping);
    close(buffers, 260.0 * entries, 0.01, "buffers");
    assert!(step.fits && step.memory.total() > 8.1e9);
}

#[test]
fn numbers_without_a_meaning_are_refused() {
    let machine = counting(Costs::default());
    let refused = |machine: Machine, table: Table, compute: f64| {
        let outcome = Model::new(machine, Workload { tables: vec![table], compute, ..Workload::default() });
        outcome.unwrap_err().to_string()
    };
    let network = Network { latency: f64::NAN, bandwidth: 1.0 };
    let table = Table::default();
    let message = refused(Machine { network, ..machine }, table, 0.0);
    assert_eq!(message, "network.latency is NaN, but has to be finite and not negative");
    let network = Network { latency: 0.0, bandwidth: 0.0 };
    assert!(refused(Machine { network, ..machine }, table, 0.0).contains("network.bandwidth is 0"));
    assert!(refused(machine, Table { rows: 0, ..table }, 0.0).contains("table.rows"));
    assert!(refused(machine, Table { zipf: -1.0, ..table }, 0.0).contains("table.zipf is -1"));
    assert!(refused(machine, table, f64::INFINITY).contains("compute is inf"));
    assert_eq!(model(machine, table).step(0), Err(ScalingError::NoRanks));
}
