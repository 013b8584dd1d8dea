//! Time and memory of saving and loading the state of a large table, beside the crate `safetensors` and a plain copy.
//!
//! ```sh
//! cargo run -p proxgrad-safetensors --example large_file -- 100000000
//! ```
//!
//! Each line is measured in a process of its own, which has the accumulators in memory before the clock starts. *more memory*
//! is the growth of its peak (`VmHWM`, on Linux alone); pages of a mapped file count, although the system may drop them.

use std::{
    env, fs,
    path::Path,
    process::{Command, ExitCode},
    time::Instant,
};

use proxgrad::{
    Config, Data, Error, RestoreOptions,
    cpu::{Param, ProximalAdagrad},
    gpu, wgpu,
};
use proxgrad_safetensors::{Contents, Dtype, Options, Target, load, save};
use safetensors::{SafeTensors, tensor::TensorView};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

const WAYS: [&str; 8] = [
    "save: proxgrad-safetensors",
    "save: safetensors, without fsync",
    "save: plain bytes and fsync",
    "load: proxgrad-safetensors",
    "load: safetensors",
    "load: plain bytes",
    "save from a GPU: whole snapshot",
    "save from a GPU: in pieces",
];

fn main() -> Result<ExitCode> {
    let args: Vec<String> = env::args().skip(1).collect();
    let len = args.first().map_or(Ok(1_000_000), |len| len.parse::<usize>())?;
    if let [_, way, folder] = &args[..] {
        measure(len, way.parse()?, Path::new(folder))?;
        return Ok(ExitCode::SUCCESS);
    }
    let folder = tempfile::tempdir()?;
    println!("{len} accumulators, {} MB", len * 4 / 1_000_000);
    for way in 0..WAYS.len() {
        let mut child = Command::new(env::current_exe()?);
        let status = child.arg(len.to_string()).arg(way.to_string()).arg(folder.path()).status()?;
        if !status.success() {
            return Ok(ExitCode::FAILURE);
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Measures one way to save or to load.
fn measure(len: usize, way: usize, folder: &Path) -> Result<()> {
    if way >= 6 {
        return measure_gpu(len, way, folder);
    }
    let mut optimizer = ProximalAdagrad::new(Config::default())?;
    let table = optimizer.add_param(Param::new("table", &[len]))?;
    let [own, other, plain] = ["own", "other", "plain"].map(|name| folder.join(name));
    let mut copy = if way >= 4 { vec![1.0f32; len] } else { Vec::new() };
    let (before, started) = (reset_peak(), Instant::now());
    match way {
        0 => save(own, optimizer.snapshot_view(), [], &Options::default())?,
        1 => {
            let view = TensorView::new(Dtype::F32, vec![len], bytemuck::cast_slice(optimizer.accum(table)?))?;
            safetensors::serialize_to_file([("accum.table", view)], None, &other)?;
        }
        2 => {
            fs::write(&plain, bytemuck::cast_slice::<f32, u8>(optimizer.accum(table)?))?;
            fs::File::open(&plain)?.sync_all()?;
        }
        3 => {
            let state = load(own)?;
            optimizer.restore_view(&state.view(), &RestoreOptions::default())?;
        }
        4 => {
            let bytes = fs::read(other)?;
            let file = SafeTensors::deserialize(&bytes)?;
            bytemuck::cast_slice_mut(&mut copy).copy_from_slice(file.tensor("accum.table")?.data());
        }
        _ => {
            use std::io::Read;
            fs::File::open(plain)?.read_exact(bytemuck::cast_slice_mut(&mut copy))?;
        }
    }
    print(way, started, before);
    Ok(())
}

/// Measures a way to save from a device. The memory of a software driver counts as the process's own.
fn measure_gpu(len: usize, way: usize, folder: &Path) -> Result<()> {
    let instance = gpu::instance()?;
    let choice = pollster::block_on(gpu::choose(&instance, gpu::DevicePreference::Gpu, None))?;
    let (device, queue) = pollster::block_on(gpu::open(&choice.adapter.ok_or("there is no adapter")?))?;
    let size = (len * size_of::<f32>()) as u64;
    let usage = wgpu::BufferUsages::STORAGE;
    let values =
        device.create_buffer(&wgpu::BufferDescriptor { label: None, size, usage, mapped_at_creation: false });
    let mut optimizer = gpu::ProximalAdagrad::new(&gpu::Kernels::new(&device)?, Config::default())?;
    optimizer.add_param(gpu::Param::new("table", &[len], values.slice(..)))?;
    // The device writes the initial state with the first submission.
    queue.submit([]);
    device.poll(wgpu::PollType::wait_indefinitely())?;
    let path = folder.join("gpu");
    let (before, started) = (reset_peak(), Instant::now());
    if way == 6 {
        let snapshot = gpu::block_on(&device, optimizer.snapshot(&queue))?;
        save(path, &snapshot, [], &Options::default())?;
    } else {
        let state = gpu::block_on(&device, optimizer.snapshot_pieces(&queue))?;
        let rest = state.rest().view();
        let mut contents = Contents::of_state(&rest, [], &Options::default())?;
        for tensor in state.tensors() {
            let pieces = tensor.pieces().map(|piece| match gpu::block_on(&device, piece)? {
                Data::F32(piece) => Ok::<_, Error>(bytemuck::cast_slice(&piece).to_vec()),
                other => unreachable!("its rows are not exact: {other:?}"),
            });
            contents = contents.pieces(tensor.name(), Dtype::F32, tensor.shape(), pieces)?;
        }
        Target::open(path)?.write(contents)?;
    }
    print(way, started, before);
    Ok(())
}

fn print(way: usize, started: Instant, before: Option<u64>) {
    let (seconds, more) = (started.elapsed().as_secs_f64(), peak().zip(before));
    let more = more.map_or("unknown".to_owned(), |(after, before)| format!("{} MB", (after - before) / 1000));
    println!("{:<36}{seconds:>8.2} s{more:>14} more memory", WAYS[way]);
}

/// Begins to measure the peak anew, where the system can; returns it.
fn reset_peak() -> Option<u64> {
    // Linux takes the 5 as such a request.
    let _ = fs::write("/proc/self/clear_refs", "5");
    peak()
}

/// The most memory that the process has had since [`reset_peak`], in kB.
fn peak() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix(" kB")?.trim().parse().ok()
}
