//! Times of training steps inside burn, compared with burn's own embedding and AdaGrad, and with proxgrad alone.
//!
//! ```text
//! cargo run --example benchmark --features fusion -- [rows|module|library] [--quick] [--memory GIB]
//! ```
//!
//! Without a name, all three run. `--quick` measures small sizes in few rounds. `--memory` is the device memory that a case
//! may need, 10 GiB by default; cases that need more are skipped.
//!
//! All contenders of a case run in one process on one device, alternately. Every time ends when the device has finished. The
//! first steps of each contender are not measured, because burn compiles and tunes its kernels in them. Times are medians.
//! Ratios are those of each round: their median, and in brackets the lowest, the highest, and the ratio of the least times,
//! which other work on the machine disturbs least.

use std::{
    error::Error,
    time::{Duration, Instant},
};

use burn::{
    module::{Param, ParamId},
    nn::{Embedding, EmbeddingConfig},
    optim::{AdaGradConfig, GradientsParams, ModuleOptimizer},
    tensor::{Device, Distribution, Int, Tensor, TensorData, wgpu::WgpuSetup},
};
use proxgrad::{
    Config, Kernels, ProximalAdagrad,
    wgpu::{self, BufferUsages, util::DeviceExt},
};
use proxgrad_burn::{ProximalAdagradConfig, ProximalAdagradModule, RowTable, RowTableConfig, register_wgpu};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

const LEARNING_RATE: f64 = 1e-3;
/// Rows and width of the tables.
const TABLES: [[usize; 2]; 6] = [
    [10_000, 64],
    [100_000, 64],
    // The largest one of this width that a binding of 128 MiB covers, and a million rows that it covers.
    [500_000, 64],
    [1_000_000, 32],
    [1_000_000, 64],
    [10_000_000, 64],
];
/// Ids of one step.
const IDS: usize = 4096;
/// Lists of ids, which the steps use in turn.
const LISTS: usize = 4;
/// Exponent of Zipf's law: the k-th most frequent row has a share of about 1/k^s.
const EXPONENT: f64 = 1.1;

fn main() -> Result<()> {
    let options = Options::from_args()?;
    let (device, setup) = Device::wgpu_options().init_with_setup()?;
    register_wgpu(&device, &setup)?;
    device.seed(1);
    let (info, limits) = (setup.adapter.get_info(), setup.device.limits());
    let fusion = if cfg!(feature = "fusion") { "with" } else { "without" };
    println!("{} ({}, {}); burn {fusion} fusion", info.name, info.backend, info.driver_info);
    println!(
        "limits of the device: {} MiB a binding, {} MiB a buffer",
        limits.max_storage_buffer_binding_size >> 20,
        limits.max_buffer_size >> 20
    );
    let bench = Bench { options, device, setup };
    let is_asked = |name: &str| bench.options.name.as_deref().is_none_or(|asked| asked == name);
    if is_asked("rows") {
        bench.rows()?;
    }
    if is_asked("module") {
        bench.modules()?;
    }
    if is_asked("library") {
        bench.library()?;
    }
    Ok(())
}

/// Options of the command line.
struct Options {
    name: Option<String>,
    is_quick: bool,
    /// Device memory that a case may need, in bytes.
    memory: u64,
}

impl Options {
    fn from_args() -> Result<Self> {
        let mut options = Self { name: None, is_quick: false, memory: 10 << 30 };
        let mut args = std::env::args().skip(1);
        while let Some(arg) = args.next() {
            match arg.as_str() {
                "rows" | "module" | "library" => options.name = Some(arg),
                "--quick" => options.is_quick = true,
                "--memory" => {
                    let gibibytes: u64 = args.next().ok_or("--memory needs a number of GiB")?.parse()?;
                    options.memory = gibibytes.checked_mul(1 << 30).ok_or("--memory is out of range")?;
                }
                _ => {
                    return Err(
                        format!("unknown argument {arg}: rows, module, library, --quick, --memory").into()
                    );
                }
            }
        }
        Ok(options)
    }
}

/// The time of one step.
#[derive(Clone, Copy)]
struct Time {
    /// Until the call has returned.
    host: Duration,
    /// Until the device has finished as well.
    whole: Duration,
}

/// Runs one step after another.
trait Contender {
    fn step(&mut self) -> Result<Time>;
}

struct Bench {
    options: Options,
    device: Device,
    setup: WgpuSetup,
}

impl Bench {
    fn rounds(&self, rounds: usize) -> usize {
        if self.options.is_quick { 3 } else { rounds }
    }

    /// Why tensors of this size, of which a case needs so many at a time, cannot be had.
    fn obstacle(&self, bytes: u64, count: u64) -> Option<String> {
        let limits = self.setup.device.limits();
        let binding = limits.max_storage_buffer_binding_size.min(limits.max_buffer_size);
        if bytes > binding {
            return Some(format!(
                "a tensor of {} needs more than one binding ({})",
                mib(bytes),
                mib(binding)
            ));
        }
        let needed = bytes.saturating_mul(count);
        if needed > self.options.memory {
            return Some(format!(
                "{count} tensors of {} need more than --memory ({})",
                mib(bytes),
                mib(self.options.memory)
            ));
        }
        None
    }

    /// Bytes that burn's allocator has in use, and bytes that it has taken from the device.
    fn memory(&self) -> Result<Option<[u64; 2]>> {
        sync(&self.device)?;
        Ok(self.device.memory_pool_usage().map(|usage| [usage.bytes_in_use, usage.bytes_reserved]))
    }

    /// Returns memory of tensors that are gone.
    fn clean_up(&self) -> Result<()> {
        sync(&self.device)?;
        self.device.memory_cleanup();
        sync(&self.device)
    }
}

fn sync(device: &Device) -> Result<()> {
    device.sync().map_err(|error| format!("burn failed: {error:?}").into())
}

/// Runs the contenders in turn; returns the times of each, by round.
fn alternate(rounds: usize, contenders: &mut [&mut dyn Contender]) -> Result<Vec<Vec<Time>>> {
    const WARM_UP: usize = 6;
    for _ in 0..WARM_UP {
        for contender in &mut *contenders {
            contender.step()?;
        }
    }
    let mut times = vec![Vec::new(); contenders.len()];
    for _ in 0..rounds {
        for (contender, times) in contenders.iter_mut().zip(&mut times) {
            times.push(contender.step()?);
        }
    }
    Ok(times)
}

fn median(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_by(f64::total_cmp);
    let middle = numbers.len() / 2;
    if numbers.len().is_multiple_of(2) {
        0.5 * (numbers[middle - 1] + numbers[middle])
    } else {
        numbers[middle]
    }
}

fn duration(times: &[Time], of: impl Fn(&Time) -> Duration) -> String {
    let seconds = median(times.iter().map(|time| of(time).as_secs_f64()).collect());
    if seconds < 1e-2 { format!("{:.0} µs", 1e6 * seconds) } else { format!("{:.1} ms", 1e3 * seconds) }
}

fn whole(times: &[Time]) -> String {
    duration(times, |time| time.whole)
}

fn host(times: &[Time]) -> String {
    duration(times, |time| time.host)
}

/// How many times as long as the second one the first one has taken: by round, and by the least times of both.
fn ratio(first: &[Time], second: &[Time]) -> String {
    let ratios = first.iter().zip(second).map(|(a, b)| a.whole.as_secs_f64() / b.whole.as_secs_f64());
    let ratios: Vec<_> = ratios.collect();
    let least_time =
        |times: &[Time]| times.iter().map(|time| time.whole.as_secs_f64()).fold(f64::INFINITY, f64::min);
    let of_least = least_time(first) / least_time(second);
    let least = ratios.iter().copied().fold(f64::INFINITY, f64::min);
    let most = ratios.iter().copied().fold(0.0, f64::max);
    format!("{:.2} ({least:.2} to {most:.2}; {of_least:.2})", median(ratios))
}

#[expect(clippy::cast_precision_loss, reason = "it is printed with one digit")]
fn mib(bytes: u64) -> String {
    format!("{:.1} MiB", bytes as f64 / f64::from(1 << 20))
}

fn config() -> ProximalAdagradConfig {
    // The learning rate is the default one, which is 1e-3: the trait form accepts no other.
    ProximalAdagradConfig::new(Config { l1: 1e-4, ..Config::default() })
}

// Embedding tables.

impl Bench {
    /// Forward pass, backward pass and optimizer step of a table alone.
    fn rows(&self) -> Result<()> {
        println!("\nrows: {IDS} ids a step by Zipf's law, f32");
        println!("burn: Embedding + AdaGrad; proxgrad: RowTable + ProximalAdagradModule\n");
        println!(
            "| table | distinct | burn | proxgrad | burn / proxgrad | burn, its optimizer | proxgrad, its optimizer \
             | ratio |\n|---|---|---|---|---|---|---|---|"
        );
        let sizes = if self.options.is_quick { &TABLES[..1] } else { &TABLES };
        let mut notes = Vec::new();
        for &size in sizes {
            let [rows, width] = size;
            let name = format!("{rows} × {width}");
            let bytes = (rows * width * size_of::<f32>()) as u64;
            // The table, the accumulators, the gradient, and what the update of the accumulators has in between.
            let burns = self.obstacle(bytes, 6);
            if let Some(reason) = self.obstacle(bytes, 2) {
                println!("| {name} | – | skipped | skipped | – | – | – | – |");
                notes.push(format!("{name} skipped: {reason}"));
                continue;
            }
            let lists = ids(rows);
            notes.extend(self.table_memory(size, bytes, &lists, burns.as_ref())?);
            self.table_times(size, &lists, burns.as_ref())?;
            notes.extend(burns.map(|reason| format!("{name}: burn skipped: {reason}")));
            self.clean_up()?;
        }
        notes.iter().for_each(|note| println!("\n{note}"));
        Ok(())
    }

    fn table_times(&self, size: [usize; 2], lists: &[Vec<u32>], no_burn: Option<&String>) -> Result<()> {
        let [rows, width] = size;
        let rounds = self.rounds(if rows > 100_000 { 7 } else { 15 });
        let distinct = distinct(&lists[0]);
        let mut ours = OurTable::new(&self.device, size, lists)?;
        if no_burn.is_some() {
            let whole_step = alternate(rounds, &mut [&mut Whole(&mut ours)])?;
            let optimizer = alternate(rounds, &mut [&mut OptimizerOnly(&mut ours)])?;
            let [whole_step, optimizer] = [&whole_step[0], &optimizer[0]].map(|times| whole(times));
            println!(
                "| {rows} × {width} | {distinct} | skipped | {whole_step} | – | skipped | {optimizer} | – |"
            );
            return Ok(());
        }
        let mut burns = BurnTable::new(&self.device, size, lists)?;
        let steps = alternate(rounds, &mut [&mut Whole(&mut burns), &mut Whole(&mut ours)])?;
        let updates =
            alternate(rounds, &mut [&mut OptimizerOnly(&mut burns), &mut OptimizerOnly(&mut ours)])?;
        println!(
            "| {rows} × {width} | {distinct} | {} | {} | {} | {} | {} | {} |",
            whole(&steps[0]),
            whole(&steps[1]),
            ratio(&steps[0], &steps[1]),
            whole(&updates[0]),
            whole(&updates[1]),
            ratio(&updates[0], &updates[1])
        );
        Ok(())
    }

    /// Bytes in burn's memory pools, for each contender alone.
    fn table_memory(
        &self,
        size: [usize; 2],
        bytes: u64,
        lists: &[Vec<u32>],
        no_burn: Option<&String>,
    ) -> Result<Vec<String>> {
        let [rows, width] = size;
        let mut notes = Vec::new();
        if no_burn.is_none() {
            let note = self.memory_of(|| BurnTable::new(&self.device, size, lists))?;
            notes.extend(note.map(|note| format!("{rows} × {width}, memory, burn: {note}")));
        }
        let note = self.memory_of(|| OurTable::new(&self.device, size, lists))?;
        let own = mib(bytes);
        notes.extend(note.map(|note| {
            format!("{rows} × {width}, memory, proxgrad: {note}; outside the pools: {own} of accumulators")
        }));
        Ok(notes)
    }

    fn memory_of<T: Table>(&self, make: impl FnOnce() -> Result<T>) -> Result<Option<String>> {
        self.clean_up()?;
        let Some(before) = self.memory()? else { return Ok(None) };
        let mut table = make()?;
        for _ in 0..3 {
            table.forward_backward()?;
            sync(&self.device)?;
            table.update()?;
            sync(&self.device)?;
        }
        let Some(between) = self.memory()? else { return Ok(None) };
        table.forward_backward()?;
        let Some(with_gradient) = self.memory()? else { return Ok(None) };
        let added = |now: [u64; 2], which: usize| mib(now[which].saturating_sub(before[which]));
        let note = format!(
            "burn's pools hold {} between steps and {} with the gradient, and have taken {} from the device",
            added(between, 0),
            added(with_gradient, 0),
            added(with_gradient, 1)
        );
        drop(table);
        self.clean_up()?;
        Ok(Some(note))
    }
}

/// An embedding table with its optimizer.
trait Table {
    fn device(&self) -> &Device;
    /// Looks rows up, and keeps the gradient of the sum of them times a fixed tensor. The sum itself is not computed: on a
    /// software adapter, burn's sum of so many elements takes longer than all the rest.
    fn forward_backward(&mut self) -> Result<()>;
    /// The optimizer step with that gradient.
    fn update(&mut self) -> Result<()>;
}

struct Whole<'a, T>(&'a mut T);

impl<T: Table> Contender for Whole<'_, T> {
    fn step(&mut self) -> Result<Time> {
        let start = Instant::now();
        self.0.forward_backward()?;
        self.0.update()?;
        let host = start.elapsed();
        sync(self.0.device())?;
        Ok(Time { host, whole: start.elapsed() })
    }
}

struct OptimizerOnly<'a, T>(&'a mut T);

impl<T: Table> Contender for OptimizerOnly<'_, T> {
    fn step(&mut self) -> Result<Time> {
        self.0.forward_backward()?;
        sync(self.0.device())?;
        let start = Instant::now();
        self.0.update()?;
        let host = start.elapsed();
        sync(self.0.device())?;
        Ok(Time { host, whole: start.elapsed() })
    }
}

struct BurnTable {
    device: Device,
    table: Option<Embedding>,
    optimizer: ModuleOptimizer,
    lists: Vec<Tensor<2, Int>>,
    factors: Tensor<3>,
    step: usize,
    grads: GradientsParams,
}

impl BurnTable {
    fn new(device: &Device, [rows, width]: [usize; 2], lists: &[Vec<u32>]) -> Result<Self> {
        let device = device.clone().autodiff();
        let lists = lists.iter().map(|ids| id_tensor(ids, &device).unsqueeze()).collect();
        let factors = Tensor::random([1, IDS, width], Distribution::Normal(0.0, 1.0), &device);
        let table = EmbeddingConfig::new(rows, width).init(&device);
        // Parameters are made when they are used first.
        table.weight.val();
        sync(&device)?;
        Ok(Self {
            table: Some(table),
            optimizer: AdaGradConfig::new().init(),
            lists,
            factors,
            step: 0,
            grads: GradientsParams::new(),
            device,
        })
    }
}

impl Table for BurnTable {
    fn device(&self) -> &Device {
        &self.device
    }

    fn forward_backward(&mut self) -> Result<()> {
        let table = self.table.as_ref().ok_or(LOST)?;
        let rows = table.forward(self.lists[self.step % LISTS].clone());
        self.step += 1;
        let terms = rows * self.factors.clone();
        self.grads = GradientsParams::from_grads(terms.backward(), table);
        Ok(())
    }

    fn update(&mut self) -> Result<()> {
        let table = self.table.take().ok_or(LOST)?;
        let grads = std::mem::take(&mut self.grads);
        self.table = Some(self.optimizer.step(LEARNING_RATE, table, grads));
        Ok(())
    }
}

/// After a step that has failed.
const LOST: &str = "an earlier step has failed";

struct OurTable {
    device: Device,
    table: Option<RowTable>,
    optimizer: ProximalAdagradModule,
    lists: Vec<Tensor<1, Int>>,
    factors: Tensor<2>,
    step: usize,
    grads: Vec<proxgrad_burn::RowGradient>,
}

impl OurTable {
    fn new(device: &Device, [rows, width]: [usize; 2], lists: &[Vec<u32>]) -> Result<Self> {
        let device = device.clone().autodiff();
        let lists = lists.iter().map(|ids| id_tensor(ids, &device)).collect();
        let factors = Tensor::random([IDS, width], Distribution::Normal(0.0, 1.0), &device);
        let table = RowTableConfig::new(rows, width).init(&device);
        let optimizer = config().init_module(&table)?;
        sync(&device)?;
        Ok(Self { table: Some(table), optimizer, lists, factors, step: 0, grads: Vec::new(), device })
    }
}

impl Table for OurTable {
    fn device(&self) -> &Device {
        &self.device
    }

    fn forward_backward(&mut self) -> Result<()> {
        let table = self.table.as_ref().ok_or(LOST)?;
        let lookup = table.forward(self.lists[self.step % LISTS].clone());
        self.step += 1;
        let terms = lookup.rows() * self.factors.clone();
        self.grads = vec![lookup.row_gradient(&mut terms.backward())];
        Ok(())
    }

    fn update(&mut self) -> Result<()> {
        let table = self.table.take().ok_or(LOST)?;
        let rows = std::mem::take(&mut self.grads);
        let stepped = self.optimizer.step_rows(table, GradientsParams::new(), rows);
        self.table = Some(stepped.map_err(proxgrad_burn::Error::from)?);
        Ok(())
    }
}

fn id_tensor(ids: &[u32], device: &Device) -> Tensor<1, Int> {
    let ids: Vec<i64> = ids.iter().map(|id| i64::from(*id)).collect();
    Tensor::from_data(TensorData::new(ids, [IDS]), device)
}

/// Lists of row ids by Zipf's law as a continuous power law, whose distribution function can be inverted. Frequent rows are
/// spread over the table.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "tables have fewer than 2^32 rows, and the results are below that"
)]
fn ids(rows: usize) -> Vec<Vec<u32>> {
    let mut random = fastrand::Rng::with_seed(7);
    let power = 1.0 - EXPONENT;
    let rest = 1.0 - ((rows + 1) as f64).powf(power);
    // Shares no factor with powers of ten, which are the numbers of rows.
    let spread = 6_180_339_887_u64;
    let mut id = || {
        let x = (1.0 - random.f64() * rest).powf(1.0 / power);
        let rank = (x.floor() as u64).clamp(1, rows as u64) - 1;
        (rank * spread % rows as u64) as u32
    };
    (0..LISTS).map(|_| (0..IDS).map(|_| id()).collect()).collect()
}

fn distinct(ids: &[u32]) -> usize {
    ids.iter().collect::<std::collections::HashSet<_>>().len()
}

// Modules of many parameters, with gradients that are there already.

type Module = Vec<Param<Tensor<1>>>;
type Grads = Vec<(ParamId, Tensor<1>)>;

impl Bench {
    /// Steps of equal parameters: proxgrad's two forms, and burn's AdaGrad.
    fn modules(&self) -> Result<()> {
        println!("\nmodule: the optimizer step of parameters with fixed gradients, f32");
        println!("burn: AdaGrad; module: ProximalAdagradModule; trait: ProximalAdagradConfig::init\n");
        println!(
            "| parameters | burn | module | burn / module | burn, host | module, host | trait | trait / module |\n\
             |---|---|---|---|---|---|---|---|"
        );
        let sizes: &[[usize; 2]] = if self.options.is_quick {
            &[[20, 4096]]
        } else {
            &[[100, 4096], [1000, 4096], [100, 65_536], [1000, 64]]
        };
        for &[count, len] in sizes {
            let mut ours = InBurn::new(&self.device, count, len, |module| Ok(config().init_module(module)?))?;
            let rounds = self.rounds(if count < 1000 { 15 } else { 7 });
            let mut burns = InBurn::new(&self.device, count, len, |_| Ok(AdaGradConfig::new().init()))?;
            let with_burn = alternate(rounds, &mut [&mut burns, &mut ours])?;
            drop(burns);
            let mut traits = InBurn::new(&self.device, count, len, |_| Ok(config().init()?))?;
            let with_trait = alternate(rounds, &mut [&mut traits, &mut ours])?;
            println!(
                "| {count} × {len} | {} | {} | {} | {} | {} | {} | {} |",
                whole(&with_burn[0]),
                whole(&with_burn[1]),
                ratio(&with_burn[0], &with_burn[1]),
                host(&with_burn[0]),
                host(&with_burn[1]),
                whole(&with_trait[0]),
                ratio(&with_trait[0], &with_trait[1])
            );
            self.clean_up()?;
        }
        Ok(())
    }

    /// Steps through burn, and by the library in buffers of its own on the same device.
    fn library(&self) -> Result<()> {
        println!(
            "\nlibrary: the step of ProximalAdagradModule, and of proxgrad alone on the same wgpu device, f32\n"
        );
        println!(
            "| parameters | in burn | alone | in burn / alone | in burn, host | alone, host |\n|---|---|---|---|---|---|"
        );
        let sizes: &[[usize; 2]] = if self.options.is_quick {
            &[[20, 4096]]
        } else {
            &[[10, 1_000_000], [100, 65_536], [100, 4096], [1000, 4096]]
        };
        for &[count, len] in sizes {
            let mut ours = InBurn::new(&self.device, count, len, |module| Ok(config().init_module(module)?))?;
            let mut alone = Alone::new(&self.device, &self.setup, &ours)?;
            let times = alternate(self.rounds(15), &mut [&mut ours, &mut alone])?;
            let [in_burn, alone] = &times[..] else { unreachable!("there are two contenders") };
            println!(
                "| {count} × {len} | {} | {} | {} | {} | {} |",
                whole(in_burn),
                whole(alone),
                ratio(in_burn, alone),
                host(in_burn),
                host(alone)
            );
            self.clean_up()?;
        }
        Ok(())
    }
}

/// An optimizer of a module.
trait Optimize {
    fn optimize(&mut self, module: Module, grads: GradientsParams) -> Result<Module>;
}

impl Optimize for ModuleOptimizer {
    fn optimize(&mut self, module: Module, grads: GradientsParams) -> Result<Module> {
        Ok(self.step(LEARNING_RATE, module, grads))
    }
}

impl Optimize for ProximalAdagradModule {
    fn optimize(&mut self, module: Module, grads: GradientsParams) -> Result<Module> {
        Ok(self.step(module, grads).map_err(proxgrad_burn::Error::from)?)
    }
}

struct InBurn<O> {
    device: Device,
    module: Module,
    grads: Grads,
    optimizer: O,
}

impl<O> InBurn<O> {
    fn new(
        device: &Device,
        count: usize,
        len: usize,
        make: impl FnOnce(&Module) -> Result<O>,
    ) -> Result<Self> {
        // Parameters belong to a device that differentiates, as they do in training.
        let device = device.clone().autodiff();
        let random = || Tensor::<1>::random([len], Distribution::Normal(0.0, 1.0), &device);
        let module: Vec<_> = (0..count).map(|_| Param::from_tensor(random())).collect();
        let grads = module.iter().map(|param| (param.id, random().inner())).collect();
        sync(&device)?;
        Ok(Self { optimizer: make(&module)?, device, module, grads })
    }
}

impl<O: Optimize> Contender for InBurn<O> {
    /// The map of gradients is made before the clock starts: in training, the backward pass leaves it.
    fn step(&mut self) -> Result<Time> {
        let mut grads = GradientsParams::new();
        self.grads.iter().for_each(|(id, grad)| grads.register(*id, grad.clone()));
        let module = std::mem::take(&mut self.module);

        let start = Instant::now();
        self.module = self.optimizer.optimize(module, grads)?;
        let host = start.elapsed();
        sync(&self.device)?;
        Ok(Time { host, whole: start.elapsed() })
    }
}

/// proxgrad in buffers of its own, a buffer for each tensor.
struct Alone {
    /// To wait in the same way.
    device: Device,
    wgpu: wgpu::Device,
    queue: wgpu::Queue,
    optimizer: ProximalAdagrad,
    params: Vec<(proxgrad::ParamId, wgpu::Buffer)>,
}

impl Alone {
    /// With the values and gradients of another contender.
    fn new<O>(device: &Device, setup: &WgpuSetup, other: &InBurn<O>) -> Result<Self> {
        let buffer = |tensor: Tensor<1>| -> Result<wgpu::Buffer> {
            let elements: Vec<f32> =
                tensor.into_data().try_into_vec().map_err(|error| format!("no f32: {error:?}"))?;
            let contents: Vec<_> = elements.iter().flat_map(|element| element.to_le_bytes()).collect();
            let usage = BufferUsages::STORAGE | BufferUsages::COPY_SRC;
            let new = wgpu::util::BufferInitDescriptor { label: None, contents: &contents, usage };
            Ok(setup.device.create_buffer_init(&new))
        };
        let kernels = Kernels::new(&setup.device)?;
        let mut optimizer = ProximalAdagrad::new(&kernels, Config { l1: 1e-4, ..Config::default() })?;
        let mut params = Vec::new();
        for (index, (param, (_, grad))) in other.module.iter().zip(&other.grads).enumerate() {
            let (name, values) = (index.to_string(), buffer(param.val())?);
            let shape = param.dims();
            let new = proxgrad::Param::new(&name, &shape, values.slice(..));
            params.push((optimizer.add_param(new)?, buffer(grad.clone())?));
        }
        let (wgpu, queue) = (setup.device.clone(), setup.queue.clone());
        Ok(Self { device: device.clone(), wgpu, queue, optimizer, params })
    }
}

impl Contender for Alone {
    fn step(&mut self) -> Result<Time> {
        let start = Instant::now();
        let mut encoder = self.wgpu.create_command_encoder(&Default::default());
        let mut step = self.optimizer.begin_step(&mut encoder);
        for (id, grad) in &self.params {
            step.dense(*id, grad.slice(..))?;
        }
        step.finish()?;
        self.queue.submit([encoder.finish()]);
        let host = start.elapsed();
        sync(&self.device)?;
        Ok(Time { host, whole: start.elapsed() })
    }
}
