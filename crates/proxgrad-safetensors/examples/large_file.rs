//! Time and memory of saving and loading the state of a large table, beside the crate `safetensors` and a plain copy.
//!
//! ```sh
//! cargo run --release -p proxgrad-safetensors --example large_file -- 100000000
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
    Config, RestoreOptions,
    cpu::{Param, ProximalAdagrad},
};
use proxgrad_safetensors::{Options, load, save};
use safetensors::{Dtype, SafeTensors, tensor::TensorView};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

const WAYS: [&str; 6] = [
    "save: proxgrad-safetensors",
    "save: safetensors, without fsync",
    "save: plain bytes and fsync",
    "load: proxgrad-safetensors",
    "load: safetensors",
    "load: plain bytes",
];

fn main() -> Result<ExitCode> {
    let args: Vec<String> = env::args().skip(1).collect();
    let len = args.first().map_or(Ok(100_000_000), |len| len.parse::<usize>())?;
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
    let mut optimizer = ProximalAdagrad::new(Config::default())?;
    let table = optimizer.add_param(Param::new("table", &[len]))?;
    let [own, other, plain] = ["own", "other", "plain"].map(|name| folder.join(name));
    let mut copy = if way >= 4 { vec![1.0f32; len] } else { Vec::new() };
    let (before, started) = (peak(), Instant::now());
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
    let (seconds, more) = (started.elapsed().as_secs_f64(), peak().zip(before));
    let more = more.map_or("unknown".to_owned(), |(after, before)| format!("{} MB", (after - before) / 1000));
    println!("{:<36}{seconds:>8.2} s{more:>14} more memory", WAYS[way]);
    Ok(())
}

/// The most memory that the process has had so far, in kB.
fn peak() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix(" kB")?.trim().parse().ok()
}
