//! A click-through-rate model with three tables of rows, in the form of *Wide & Deep Learning for Recommender Systems*
//! (Cheng et al., 2016): a network on the rows of a user and an item, plus the sum of one weight for each of four crossed
//! features, which are hashed into a million buckets.
//!
//! ```text
//! cargo run --example wide_and_deep --features fusion
//! ```
//!
//! The impressions are drawn by a seeded generator: ids with Zipf's law, clicks from a hidden model of users, items, and a
//! few crosses of user segment and item category. The example shows
//!
//! * gradients of rows: a step costs what the rows of its batch cost, and not what the tables cost;
//! * exact rows: L1 reaches the rows that no batch names, and their weights become exactly zero;
//! * ids that are no row: they read zeros, a step leaves them out and counts them;
//! * a module and the state of its optimizer, saved and loaded: the loaded run continues with the same bits.
//!
//! Options: `--cpu` for burn's flex backend in place of wgpu, `--steps N` (default 1000), `--l1 X` (default 0.002) for the
//! tables.

use std::{error::Error, process::ExitCode, time::Instant};

use burn::{
    module::{Initializer, Module, ParamGroup},
    nn::{Linear, LinearConfig, loss::BinaryCrossEntropyLossConfig},
    optim::GradientsParams,
    tensor::{
        Device, Int, Tensor,
        activation::{relu, sigmoid},
    },
};
use proxgrad_burn::{
    Lookup, ProximalAdagradConfig, ProximalAdagradModule, RowTable, RowTableConfig,
    proxgrad::{Config, Group},
};

const USERS: u32 = 1_000_000;
const ITEMS: u32 = 100_000;
/// Elements of the row of a user or an item.
const WIDTH: usize = 16;
const BUCKETS: u32 = 1_000_000;
/// Crossed features of an impression.
const CROSSES: usize = 4;
const BATCH: usize = 2048;
const HELD_OUT: usize = 20_480;
/// Steps that the saved run and the loaded run take.
const CONTINUED: usize = 5;

#[derive(Module, Debug)]
struct Model {
    users: RowTable,
    items: RowTable,
    wide: RowTable,
    hidden: Linear,
    output: Linear,
}

impl Model {
    fn new(device: &Device) -> Self {
        let embedding = |rows| {
            let small = Initializer::Normal { mean: 0.0, std: 0.02 };
            RowTableConfig::new(rows as usize, WIDTH).with_initializer(small).init(device)
        };
        Self {
            users: embedding(USERS),
            items: embedding(ITEMS),
            wide: RowTableConfig::new(BUCKETS as usize, 1).with_initializer(Initializer::Zeros).init(device),
            hidden: LinearConfig::new(2 * WIDTH, 32).init(device),
            output: LinearConfig::new(32, 1).init(device),
        }
    }

    /// Reads the rows of a batch.
    fn read(&self, batch: &Batch) -> [Lookup; 3] {
        let Batch { users, items, crosses, .. } = batch;
        [(&self.users, users), (&self.items, items), (&self.wide, crosses)]
            .map(|(table, ids)| table.forward(ids.clone()))
    }

    /// Logits, `[batch]`.
    fn forward(&self, rows: &[Lookup; 3]) -> Tensor<1> {
        let [users, items, wide] = rows.each_ref().map(Lookup::rows);
        let deep = relu(self.hidden.forward(Tensor::cat(vec![users, items], 1)));
        let deep = self.output.forward(deep).squeeze_dim::<1>(1);
        let [entries, _] = wide.dims();
        deep + wide.reshape([entries / CROSSES, CROSSES]).sum_dim(1).squeeze_dim::<1>(1)
    }
}

fn settings(l1: f64) -> ProximalAdagradConfig {
    // A batch has one entry for most of its rows, whose gradient is about 1/BATCH: the accumulators begin below its
    // square, so that the first step of a row is a large one.
    let config = Config { learning_rate: 0.05.into(), l1, accum: 1e-8, ..Config::default() };
    let wide = Group { learning_rate: Some(0.1.into()), l1: Some(2.5 * l1), ..Group::default() };
    let network = Group { l1: Some(0.0), accum: Some(0.01), ..Group::default() };
    ProximalAdagradConfig::new(config)
        .with_group(ParamGroup::from_predicate("wide"), wide)
        .with_group(ParamGroup::from_any_predicates(vec!["hidden", "output"]), network)
        .with_exact_rows(ParamGroup::from_any_predicates(vec!["users", "wide"]))
}

/// One step; returns the loss, on the device.
fn step(
    optimizer: &mut ProximalAdagradModule,
    model: Model,
    batch: &Batch,
) -> Result<(Model, Tensor<1>), Box<dyn Error>> {
    // Before rows are read, those that are exact have to be up to date.
    let Batch { users, items, crosses, labels } = batch;
    let ids = [(&model.users, users), (&model.items, items), (&model.wide, crosses)];
    let ids = ids.map(|(table, ids)| (table.id(), ids.clone()));
    let model = optimizer.flush_rows(model, ids)?;

    let rows = model.read(batch);
    let loss_of = BinaryCrossEntropyLossConfig::new().with_logits(true).init(&labels.device());
    let loss = loss_of.forward(model.forward(&rows), labels.clone());
    let mut grads = loss.backward();
    let row_grads = rows.map(|rows| rows.row_gradient(&mut grads));
    let grads = GradientsParams::from_grads(grads, &model);
    Ok((optimizer.step_rows(model, grads, row_grads)?, loss.inner()))
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Box<dyn Error>> {
    let options = Options::from_args()?;
    let device = if options.cpu { Device::flex() } else { proxgrad_burn::init_wgpu()? };
    device.seed(1);
    let autodiff = device.clone().autodiff();

    let mut random = fastrand::Rng::with_seed(1);
    let batches = options.steps + CONTINUED;
    let batches: Vec<_> = (0..batches).map(|_| Impressions::draw(BATCH, &mut random)).collect();
    let held_out = Impressions::draw(HELD_OUT, &mut random);
    let (batches, last) = batches.split_at(options.steps);

    let mut model = Model::new(&autodiff);
    let mut optimizer = settings(options.l1).init_module(&model)?;
    println!("{} weights on {device:?}, batches of {BATCH} impressions", model.num_params());
    println!("{:>5}  {:>8}  {:>12}", "step", "loss", "ms per step");
    let report_every = (options.steps / 10).max(1);
    let mut seconds = 0.0;
    for (chunk, first) in batches.chunks(report_every).zip((0..).step_by(report_every)) {
        let begin = Instant::now();
        // Summed on the device, so that a step does not wait for it.
        let mut total = Tensor::<1>::zeros([1], &device);
        for impressions in chunk {
            let loss;
            (model, loss) = step(&mut optimizer, model, &impressions.on(&autodiff))?;
            total = total + loss;
        }
        let loss = total.try_into_scalar::<f32>()? / chunk.len() as f32;
        let elapsed = begin.elapsed().as_secs_f64();
        seconds += elapsed;
        println!("{:>5}  {loss:>8.4}  {:>12.1}", first + chunk.len(), 1e3 * elapsed / chunk.len() as f64);
    }

    println!("The first steps include the compilation of kernels.");

    model = optimizer.flush(model)?;
    let auc_of_model = auc(&scores(&model, &held_out, &device)?, &held_out.clicks);
    let best = auc(&held_out.hidden_logits, &held_out.clicks);
    println!(
        "\nAUC on {HELD_OUT} held-out impressions: {auc_of_model:.4} (the hidden model itself: {best:.4})"
    );

    let shares = print_zeros(&model)?;
    let (model, bad_rows) = step_with_unknown_ids(&mut optimizer, model, &batches[0], &autodiff)?;
    save_load_and_continue(optimizer, model, &options, last, &autodiff)?;

    println!(
        "\nThree tables with 2.1 million rows were trained on {} batches in {seconds:.0} s. No step had a gradient of a whole \
         table: row gradients name the rows of a batch.",
        options.steps,
    );
    println!(
        "The users and the crosses have exact rows: L1 reaches all of their rows at every step, and {:.1} % and {:.1} % of \
         their weights are exactly zero. The items do not: L1 reaches a row when a batch names it, and {:.1} % are zero. \
         `--l1 0` shows the AUC without L1.",
        shares[0], shares[2], shares[1],
    );
    println!(
        "{bad_rows} ids that are no row of their table read zeros; the step left them out and counted them."
    );
    println!("The saved and loaded run took {CONTINUED} more steps with the same losses, bit for bit.");
    Ok(())
}

/// Prints the zeros of each table; returns their shares in percent: users, items, crosses.
fn print_zeros(model: &Model) -> Result<[f64; 3], Box<dyn Error>> {
    // A copy without autodiff. It is dropped before the next step, which would otherwise copy the tables.
    let model = model.valid();
    println!(
        "\n{:<6}  {:>7}  {:>21}  {:>20}",
        "table", "rows", "weights exactly zero", "rows of zeros alone"
    );
    let mut shares = [0.0; 3];
    let tables = [("users", &model.users), ("items", &model.items), ("wide", &model.wide)];
    for ((name, table), share) in tables.into_iter().zip(&mut shares) {
        let weight = table.weight.val();
        let [rows, width] = weight.dims();
        let zero_rows =
            weight.clone().abs().max_dim(1).equal_elem(0.0).int().sum().try_into_scalar::<i32>()?;
        let zeros = weight.equal_elem(0.0).int().sum().try_into_scalar::<i32>()?;
        *share = 100.0 * f64::from(zeros) / (rows * width) as f64;
        let of_rows = 100.0 * f64::from(zero_rows) / rows as f64;
        println!("{name:<6}  {rows:>7}  {zeros:>12} ({share:>4.1} %)  {zero_rows:>11} ({of_rows:>4.1} %)");
    }
    Ok(shares)
}

/// Takes a step whose batch has ids that are no row: those of an item that is newer than the table, and of no item.
/// Returns their number.
fn step_with_unknown_ids(
    optimizer: &mut ProximalAdagradModule,
    model: Model,
    impressions: &Impressions,
    device: &Device,
) -> Result<(Model, u64), Box<dyn Error>> {
    let mut impressions = impressions.clone();
    impressions.items[..2].copy_from_slice(&[ITEMS.cast_signed(), -1]);
    let (model, loss) = step(optimizer, model, &impressions.on(device))?;
    let loss = loss.try_into_scalar::<f32>()?;
    let bad_rows = optimizer.report()?.bad_rows;
    println!("\nA step with the items {ITEMS} and -1: loss {loss:.4}, {bad_rows} entries left out");
    Ok((model, bad_rows))
}

/// Saves a run, and continues it and the loaded one, which is an error where their losses differ.
fn save_load_and_continue(
    mut optimizer: ProximalAdagradModule,
    model: Model,
    options: &Options,
    batches: &[Impressions],
    device: &Device,
) -> Result<(), Box<dyn Error>> {
    let directory = tempfile::tempdir()?;
    let paths = ["model.bpk", "optimizer.bpk"].map(|name| directory.path().join(name));
    let begin = Instant::now();
    // At the same moment; exact rows need not be up to date.
    model.clone().save_file(&paths[0])?;
    optimizer.save(&paths[1])?;
    let saved = begin.elapsed().as_secs_f64();
    let original = losses(&mut optimizer, model, batches, device)?;
    drop(optimizer);

    let begin = Instant::now();
    // The module first, because the optimizer is made for its parameters.
    let model = Model::new(device).try_load_file(&paths[0])?;
    let mut optimizer = settings(options.l1).init_module(&model)?;
    optimizer.load(&paths[1])?;
    let read = begin.elapsed().as_secs_f64();
    let loaded = losses(&mut optimizer, model, batches, device)?;

    let mut bytes = 0;
    for path in &paths {
        bytes += std::fs::metadata(path)?.len();
    }
    println!(
        "\n{:.0} MB of module and state, saved in {saved:.1} s and loaded in {read:.1} s",
        bytes as f64 / 1e6
    );
    println!("losses of the next steps, original run: {original:?}\n{:>40}{loaded:?}", "loaded run: ");
    if original.iter().zip(&loaded).any(|(original, loaded)| original.to_bits() != loaded.to_bits()) {
        return Err("the loaded run has other losses".into());
    }
    Ok(())
}

fn losses(
    optimizer: &mut ProximalAdagradModule,
    mut model: Model,
    batches: &[Impressions],
    device: &Device,
) -> Result<Vec<f32>, Box<dyn Error>> {
    let mut losses = Vec::new();
    for impressions in batches {
        let loss;
        (model, loss) = step(optimizer, model, &impressions.on(device))?;
        losses.push(loss.try_into_scalar::<f32>()?);
    }
    Ok(losses)
}

/// Probabilities of clicks.
fn scores(model: &Model, impressions: &Impressions, device: &Device) -> Result<Vec<f32>, Box<dyn Error>> {
    let model = model.valid();
    let rows = model.read(&impressions.on(device));
    Ok(sigmoid(model.forward(&rows)).try_into_data()?.try_into_vec()?)
}

/// Area under the ROC curve: the share of pairs of a click and none in which the click has the higher score, where a tie
/// counts half. From the sum of the ranks of the clicks; equal scores have the mean of their ranks.
fn auc(scores: &[f32], clicks: &[bool]) -> f64 {
    let mut order: Vec<usize> = (0..scores.len()).collect();
    order.sort_by(|a, b| scores[*a].total_cmp(&scores[*b]));
    let (mut rank_sum, mut before) = (0.0, 0);
    for ties in order.chunk_by(|a, b| scores[*a] == scores[*b]) {
        let mean_rank = before as f64 + 0.5 * (ties.len() + 1) as f64;
        rank_sum += mean_rank * ties.iter().filter(|i| clicks[**i]).count() as f64;
        before += ties.len();
    }
    let positive = clicks.iter().filter(|click| **click).count() as f64;
    let negative = clicks.len() as f64 - positive;
    (rank_sum - 0.5 * positive * (positive + 1.0)) / (positive * negative)
}

/// Impressions in host memory.
#[derive(Clone)]
struct Impressions {
    users: Vec<i32>,
    items: Vec<i32>,
    /// Buckets, [`CROSSES`] for each impression.
    crosses: Vec<i32>,
    clicks: Vec<bool>,
    /// Of the probabilities by which the clicks were drawn.
    hidden_logits: Vec<f32>,
}

/// Impressions on a device.
struct Batch {
    users: Tensor<1, Int>,
    items: Tensor<1, Int>,
    crosses: Tensor<1, Int>,
    labels: Tensor<1, Int>,
}

impl Impressions {
    fn draw(count: usize, random: &mut fastrand::Rng) -> Self {
        let mut drawn = Self {
            users: Vec::new(),
            items: Vec::new(),
            crosses: Vec::new(),
            clicks: Vec::new(),
            hidden_logits: Vec::new(),
        };
        for _ in 0..count {
            let (user, item) = (zipf(USERS, random), zipf(ITEMS, random));
            let (segment, category, hour) = (user % 500, item % 300, random.u32(..24));
            let crosses = [(segment, category), (segment, hour), (category, hour), (user, item)];
            let buckets = (0..).zip(crosses).map(|(kind, (a, b))| {
                let hash = seeded([1, kind, a, b]).u32(..BUCKETS);
                hash.cast_signed()
            });
            let logit = hidden_logit(user, item, segment, category);
            drawn.users.push(user.cast_signed());
            drawn.items.push(item.cast_signed());
            drawn.crosses.extend(buckets);
            drawn.clicks.push(random.f32() < 1.0 / (1.0 + (-logit).exp()));
            drawn.hidden_logits.push(logit);
        }
        drawn
    }

    fn on(&self, device: &Device) -> Batch {
        let ids = |ids: &[i32]| Tensor::from_ints(ids, device);
        let labels: Vec<i32> = self.clicks.iter().map(|click| i32::from(*click)).collect();
        Batch {
            users: ids(&self.users),
            items: ids(&self.items),
            crosses: ids(&self.crosses),
            labels: ids(&labels),
        }
    }
}

/// A number below `count`; n has a probability of ln(1 + 1/(n + 1))/ln(count + 1), about in proportion to 1/(n + 1).
fn zipf(count: u32, random: &mut fastrand::Rng) -> u32 {
    let drawn = (random.f64() * f64::from(count + 1).ln()).exp();
    #[expect(clippy::cast_possible_truncation, reason = "the fraction is not wanted")]
    let whole = drawn as u32;
    (whole - 1).min(count - 1)
}

/// The hidden model: how much a user clicks, how much an item is clicked, and one in twenty pairs of a segment and a
/// category, which makes clicks likelier or less likely.
fn hidden_logit(user: u32, item: u32, segment: u32, category: u32) -> f32 {
    let uniform = |seed| 2.0 * seeded(seed).f32() - 1.0;
    let mut pair = seeded([4, segment, category, 0]);
    let of_pair = if pair.u8(..20) == 0 { 5.0 * (pair.f32() - 0.5) } else { 0.0 };
    1.5 * uniform([2, user, 0, 0]) + 1.5 * uniform([3, item, 0, 0]) + of_pair - 1.0
}

/// A generator whose numbers are a function of four numbers.
fn seeded(numbers: [u32; 4]) -> fastrand::Rng {
    let hash = numbers.iter().fold(0u64, |hash, number| {
        (hash ^ u64::from(*number)).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(31)
    });
    fastrand::Rng::with_seed(hash)
}

struct Options {
    cpu: bool,
    steps: usize,
    l1: f64,
}

impl Options {
    fn from_args() -> Result<Self, Box<dyn Error>> {
        let mut options = Self { cpu: false, steps: 1000, l1: 0.002 };
        let mut args = std::env::args().skip(1);
        while let Some(arg) = args.next() {
            let mut value = || args.next().ok_or_else(|| format!("{arg} needs a value"));
            match &*arg {
                "--cpu" => options.cpu = true,
                "--steps" => options.steps = value()?.parse()?,
                "--l1" => options.l1 = value()?.parse()?,
                other => return Err(format!("there is no option {other}").into()),
            }
        }
        if options.steps == 0 {
            return Err("at least one step is needed".into());
        }
        Ok(options)
    }
}
