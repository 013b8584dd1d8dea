//! Tables of what the model expects.

use proxgrad_mpi::{
    Sharding,
    scaling::{Cost, Costs, Machine, Model, Network, Phase, Remedy, ScalingError, Step, Table, Workload},
};

use crate::options::Options;

/// The workload and the costs.
pub(crate) fn costs(costs: &Costs, options: &Options) {
    let Table { rows, width, entries, zipf, sharding, .. } = options.table;
    println!(
        "A table of {rows} × {width} ({sharding:?}), {entries} entries a rank by Zipf's law with exponent {zipf}; {} dense elements.",
        options.dense_elements
    );
    let ns = |cost: &Cost| 1e9 * cost.of(width);
    println!(
        "Nanoseconds for a row: route {:.2}, group {:.2}, update {:.2}, gather {:.2}; for a dense element: add {:.4}, update {:.4} ({}).",
        ns(&costs.route),
        ns(&costs.group),
        ns(&costs.update),
        ns(&costs.gather),
        1e9 * costs.dense_sum,
        1e9 * costs.dense_update,
        if options.costs.is_some() { "as given" } else { "measured here" }
    );
}

/// A step that was measured, beside what the model expects.
pub(crate) fn check(measured: f64, expected: f64) {
    println!(
        "Grouping and update of a step with such ids on this machine: {} ms measured, {} ms expected.",
        ms(measured),
        ms(expected)
    );
}

/// A step on each number of ranks, and what remedies against frequent rows save.
pub(crate) fn network(name: &str, model: &Model, ranks: &[usize]) -> Result<(), ScalingError> {
    let Network { latency, bandwidth } = model.machine().network;
    println!(
        "\n## {name}: {:.0} µs, {:.0} Gbit/s. Times in milliseconds.\n",
        1e6 * latency,
        8e-9 * bandwidth
    );
    let names: String = Phase::ALL.iter().map(|phase| format!(" {} |", phase.name())).collect();
    println!("| ranks | step |{names} bottleneck | efficiency | GB/rank | replicate | merge |");
    println!("|{}", "---|".repeat(Phase::ALL.len() + 7));
    for &ranks in ranks {
        let step = model.step(ranks)?;
        println!("{} {} |", line(&step), remedies(model, &step)?);
    }
    for (remedy, what) in
        [(Remedy::Replicate, "Replicating frequent rows"), (Remedy::Merge, "Merging equal rows")]
    {
        match model.pays_from(remedy, ranks)? {
            Some(ranks) => println!("\n{what} pays from {ranks} ranks on."),
            None => println!("\n{what} does not pay."),
        }
    }
    Ok(())
}

fn line(step: &Step) -> String {
    let times: String =
        Phase::ALL.iter().map(|&phase| format!(" {} |", ms(step.seconds_of(phase)))).collect();
    let fits = if step.fits { "" } else { " (does not fit)" };
    format!(
        "| {} | {} |{times} {} | {:.0} % | {:.2}{fits} |",
        step.ranks,
        ms(step.seconds()),
        step.bottleneck(),
        100.0 * step.efficiency,
        1e-9 * step.memory.total()
    )
}

/// Share of a step that each remedy saves.
fn remedies(model: &Model, step: &Step) -> Result<String, ScalingError> {
    let (replicated, merged) = (model.replicated(step.ranks)?, model.merged(step.ranks)?);
    let saved = |seconds: f64| 100.0 * seconds / step.seconds();
    let rows: u64 = replicated.rows.iter().sum();
    let replicate =
        if rows == 0 { "–".to_owned() } else { format!("{rows} rows: {:.0} %", saved(replicated.saves)) };
    Ok(format!("{replicate} | {:.0} %", saved(step.seconds() - merged.seconds())))
}

fn ms(seconds: f64) -> String {
    let ms = 1e3 * seconds;
    match ms {
        0.0 => "0".to_owned(),
        0.0..0.1 => format!("{ms:.3}"),
        0.1..10.0 => format!("{ms:.2}"),
        _ => format!("{ms:.0}"),
    }
}

/// How many times the mean the most loaded owner has of entries and of distinct rows.
pub(crate) fn loads(options: &Options) -> Result<(), ScalingError> {
    println!("\n## The most loaded owner, in times of the mean\n");
    println!("| ranks | entries, ranges | distinct rows, ranges | entries, hashed | distinct rows, hashed |");
    println!("|---|---|---|---|---|");
    let one = Cost { row: 1.0, element: 0.0 };
    let costs = Costs { group: one, update: one, ..Costs::default() };
    let machine = Machine { network: Network::ETHERNET_100G, costs, memory: options.memory };
    let model = |sharding| {
        let tables = vec![Table { sharding, ..options.table }];
        Model::new(machine, Workload { tables, ..Workload::default() })
    };
    let models = [model(Sharding::Ranges)?, model(Sharding::Hashed)?];
    for &ranks in &options.ranks {
        print!("| {ranks} |");
        for model in &models {
            let step = model.step(ranks)?;
            for time in
                step.phases.iter().filter(|time| [Phase::Grouping, Phase::Update].contains(&time.phase))
            {
                print!(" {:.2} |", time.seconds() / time.work.max(f64::MIN_POSITIVE));
            }
        }
        println!();
    }
    Ok(())
}

/// How a table of 1e9 × 64 with exact rows lies on 64 ranks, and on how many it fits.
pub(crate) fn billion(options: &Options) -> Result<(), ScalingError> {
    let table = Table { rows: 1_000_000_000, width: 64, state_planes: 1, exact_rows: true, ..options.table };
    let machine =
        Machine { network: Network::INFINIBAND_400G, costs: Costs::default(), memory: options.memory };
    let model = Model::new(machine, Workload { tables: vec![table], ..Workload::default() })?;
    let (step, gb) = (model.step(64)?, |bytes: f64| 1e-9 * bytes);
    println!("\n## 1e9 × 64 with exact rows on 64 GPUs of {:.0} GB\n", gb(options.memory));
    println!("| | GB of a rank | GB of all |\n|---|---|---|");
    let memory = step.memory;
    for (name, bytes) in [
        ("values", memory.values),
        ("accumulators", memory.state),
        ("last steps", memory.last_steps),
        ("messages, at most", memory.buffers),
        ("sum", memory.total()),
    ] {
        println!("| {name} | {:.3} | {:.1} |", gb(bytes), 64.0 * gb(bytes));
    }
    let fits = if step.fits { "It fits" } else { "It does not fit" };
    println!("\n{fits}: {:.1} % of the memory of a rank.", 100.0 * memory.total() / options.memory.max(1.0));
    for ranks in (0..16).map(|bit| 1 << bit) {
        if model.step(ranks)?.fits {
            println!("The smallest power of two of ranks on which it fits is {ranks}.");
            return Ok(());
        }
    }
    println!("It fits on no power of two up to 32,768 ranks.");
    Ok(())
}
