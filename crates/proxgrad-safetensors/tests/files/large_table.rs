//! A table on a device is saved piece by piece, as the page about state shows it.

use std::env;

use proxgrad::{
    Config, Data, Error, Kernels, Param, ProximalAdagrad, RestoreOptions, RowGrad, Rows, gpu,
    wgpu::{self, util::DeviceExt},
};
use proxgrad_safetensors::{Contents, Dtype, Options, Target, load};

use crate::fixture::Folder;

fn save_large(
    path: &str,
    optimizer: &ProximalAdagrad,
    device: &wgpu::Device,
    queue: &wgpu::Queue,
    (name, shape, values): (&str, &[usize], wgpu::BufferSlice<'_>),
) -> Result<(), Box<dyn std::error::Error>> {
    let target = Target::open(path)?;
    let state = gpu::block_on(device, optimizer.snapshot_pieces(queue))?;
    let rest = state.rest().view();
    let mut contents = Contents::of_state(&rest, [], &Options::default())?;
    for tensor in state.tensors() {
        let dtype = if tensor.is_u64() { Dtype::U64 } else { Dtype::F32 };
        let pieces = tensor.pieces().map(|piece| bytes_of(gpu::block_on(device, piece)?));
        contents = contents.pieces(tensor.name(), dtype, tensor.shape(), pieces)?;
    }
    let pieces = gpu::download_pieces::<f32>(device, queue, values)?;
    let pieces = pieces.map(|piece| bytes_of(Data::F32(gpu::block_on(device, piece)?)));
    let contents = contents.pieces(format!("values.{name}"), Dtype::F32, shape, pieces)?;
    Ok(target.write(contents)?)
}

fn bytes_of(piece: Data) -> Result<Vec<u8>, Error> {
    Ok(match piece {
        Data::F32(piece) => bytemuck::cast_slice(&piece).to_vec(),
        Data::U64(piece) => bytemuck::cast_slice(&piece).to_vec(),
        other => unreachable!("a snapshot has no {other:?}"),
    })
}

/// The best adapter's device; `None` where the environment allows that there is none.
fn open() -> Option<(wgpu::Device, wgpu::Queue)> {
    let instance = gpu::instance().unwrap();
    let adapter = match pollster::block_on(gpu::choose(&instance, gpu::DevicePreference::Gpu, None)) {
        Err(Error::NoAdapter(_)) if env::var_os("PROXGRAD_ALLOW_NO_GPU").is_some() => return None,
        choice => choice.unwrap().adapter.unwrap(),
    };
    Some(pollster::block_on(gpu::open(&adapter)).unwrap())
}

#[test]
fn a_table_on_a_device_is_saved_in_pieces_and_restored_without_a_copy() {
    let Some((device, queue)) = open() else { return };
    const ROWS: usize = 5 << 20;
    let buffer = |contents: &[f32]| {
        device.create_buffer_init(&wgpu::util::BufferInitDescriptor {
            label: None,
            contents: bytemuck::cast_slice(contents),
            usage: wgpu::BufferUsages::STORAGE | wgpu::BufferUsages::COPY_SRC,
        })
    };
    let values = buffer(&vec![0.5; ROWS]);
    let grads = buffer(&[0.25, -0.5]);
    let start = || {
        let kernels = Kernels::new(&device).unwrap();
        let config = Config { l1: 0.01, ..Config::default() };
        let mut optimizer = ProximalAdagrad::new(&kernels, config).unwrap();
        let param = Param::new("table", &[ROWS, 1], values.slice(..)).rows(Rows::Exact);
        let table = optimizer.add_param(param).unwrap();
        (optimizer, table)
    };
    let (mut optimizer, table) = start();
    for rows in [[0, 4 << 20], [7, 5]] {
        let mut encoder = device.create_command_encoder(&Default::default());
        let mut step = optimizer.begin_step(&mut encoder);
        step.rows(table, RowGrad::new(&rows, grads.slice(..))).unwrap();
        step.finish().unwrap();
        queue.submit([encoder.finish()]);
    }
    let folder = Folder::new();
    let path = folder.path("file");
    let of_table = ("table", &[ROWS, 1][..], values.slice(..));
    save_large(path.to_str().unwrap(), &optimizer, &device, &queue, of_table).unwrap();

    let state = load(&path).unwrap();
    let whole = gpu::block_on(&device, optimizer.snapshot(&queue)).unwrap();
    assert!(state.snapshot() == whole);
    let on_device: Vec<f32> =
        gpu::block_on(&device, gpu::download(&device, &queue, values.slice(..))).unwrap();
    assert!(state.values("table").unwrap().to_vec::<f32>().unwrap() == on_device);
    let (mut resumed, _) = start();
    resumed.restore_view(&queue, &state.view(), &RestoreOptions::default()).unwrap();
    assert!(gpu::block_on(&device, resumed.snapshot(&queue)).unwrap() == whole);
}

#[test]
fn the_page_shows_the_function_of_this_test() {
    let page = include_str!("../../../../docs/state.md");
    let own = include_str!("large_table.rs");
    let start = own.find("fn save_large(").unwrap();
    let end = own.find("\n/// The best adapter's device").unwrap();
    assert!(page.contains(own[start..end].trim_end()), "docs/state.md shows another function");
}
