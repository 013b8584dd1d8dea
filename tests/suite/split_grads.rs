//! Row gradients that one binding of the device cannot cover are bound in parts, and nothing else changes.

use proxgrad::{
    Centralization, Config, Error, Format, Indices, Param, ProximalAdagrad, RowGrad, Rows, Shrinkage, cpu,
    gpu::block_on, half::f16, wgpu,
};
use proxgrad_testing::Gpu;

use crate::common::{
    devices::{exact_binding_gpu, gpu, is_ieee, small_binding_gpu},
    gpu_step::{new_encoder, submit_step},
    numbers::bits,
    param::IndexSource,
    random::Random,
};

/// Two steps of a table, with rows named once or often.
#[derive(Clone, Debug)]
struct Case {
    shape: [usize; 2],
    entries: usize,
    source: IndexSource,
    rows: Rows,
    /// Format of the gradients.
    format: Format,
    has_copy: bool,
    config: Config,
}

impl Case {
    /// A step with indices of the device needs more memory than one binding covers where there are more entries.
    fn new(width: usize, entries: usize, source: IndexSource) -> Self {
        Self {
            shape: [2600, width],
            entries,
            source,
            rows: Rows::Touched,
            format: Format::F32,
            has_copy: false,
            config: Config { learning_rate: 0.1.into(), l1: 0.01, ..Config::default() },
        }
    }

    /// The bits of values, accumulators and copy after two steps, and those of the last norm, with the number of bad rows.
    fn run(&self, gpu: &Gpu) -> (Vec<Vec<u32>>, u32, u64) {
        let mut random = Random::new(77);
        let values = gpu.upload(&random.values(self.shape[0] * self.shape[1]));
        let copy = gpu.upload(&vec![0.0; (self.shape[0] * self.shape[1]).div_ceil(2)]);
        let mut optimizer = ProximalAdagrad::new(gpu.kernels(), self.config.clone()).unwrap();
        let param = Param::new("table", &self.shape, values.slice(..)).grads(self.format).rows(self.rows);
        let param = if self.has_copy { param.copy(copy.slice(..), Format::Bf16) } else { param };
        let id = optimizer.add_param(param).unwrap();
        for _ in 0..2 {
            let (indices, grads) = self.grad(&mut random, gpu);
            let on_device = gpu.upload(bytemuck::cast_slice(&indices));
            let mut group = |indices| {
                let mut encoder = new_encoder(gpu);
                let grouped = optimizer.group_rows(&mut encoder, id, indices).unwrap();
                gpu.queue().submit([encoder.finish()]);
                grouped
            };
            let grouped;
            let indices = match self.source {
                IndexSource::Host => (&indices).into(),
                IndexSource::Grouped => {
                    grouped = group(Indices::Device(on_device.slice(..)));
                    (&grouped).into()
                }
                IndexSource::Device => Indices::Device(on_device.slice(..)),
                IndexSource::DeviceUnique => Indices::DeviceUnique(on_device.slice(..)),
            };
            submit_step(gpu, &mut optimizer, |step| {
                step.measure();
                step.rows(id, RowGrad { indices, values: grads.slice(..self.size()) })
            })
            .unwrap();
        }
        let report = block_on(gpu.device(), optimizer.report(gpu.queue())).unwrap();
        let tensors = [values.slice(..), optimizer.accum(id).unwrap(), copy.slice(..)];
        let tensors = tensors.map(|tensor| bits(&gpu.download(tensor).unwrap()));
        (tensors.into(), report.grad_norm.to_bits(), report.bad_rows)
    }

    /// Bytes of a gradient.
    fn size(&self) -> u64 {
        let element = if self.format == Format::F32 { 4 } else { 2 };
        ((self.entries * self.shape[1]) as u64 * element).next_multiple_of(4)
    }

    /// Indices, some of which are no rows where only the device knows them, and gradients in a buffer that has more.
    fn grad(&self, random: &mut Random, gpu: &Gpu) -> (Vec<u32>, wgpu::Buffer) {
        let rows = u32::try_from(self.shape[0]).unwrap();
        let indices = match self.source {
            IndexSource::Host => random.indices(self.entries, rows / 20),
            IndexSource::Device | IndexSource::Grouped => random.indices(self.entries, rows + 50),
            IndexSource::DeviceUnique => random.permutation(rows + 50)[..self.entries].to_vec(),
        };
        let grads = random.grads(self.entries * self.shape[1] + 1000);
        let grads = match self.format {
            Format::F32 => gpu.upload(&grads),
            _ => {
                let halves: Vec<u16> = grads.iter().map(|&grad| f16::from_f32(grad).to_bits()).collect();
                gpu.upload(&bytemuck::pod_collect_to_vec::<u16, f32>(&halves))
            }
        };
        (indices, grads)
    }

    #[track_caller]
    fn gives_the_same_in_parts(&self, whole: &Gpu, parts: &Gpu) {
        assert!(
            self.size() > parts.device().limits().max_storage_buffer_binding_size,
            "{self:?} is bound whole"
        );
        let (want, got) = (self.run(whole), self.run(parts));
        assert_eq!(got.2, want.2, "{self:?}: bad rows");
        assert!(got.2 > 0 || self.source == IndexSource::Host, "{self:?}: no bad rows prove little");
        if is_ieee(whole) {
            assert_eq!(got.1, want.1, "{self:?}: norm");
            for (tensor, (got, want)) in ["values", "accum", "copy"].iter().zip(got.0.iter().zip(&want.0)) {
                let differ = got.iter().zip(want).filter(|(got, want)| got != want).count();
                assert_eq!((differ, got.len()), (0, want.len()), "{self:?}: {tensor}");
            }
        }
    }
}

const SOURCES: [IndexSource; 4] =
    [IndexSource::Host, IndexSource::Device, IndexSource::DeviceUnique, IndexSource::Grouped];

#[test]
fn row_gradients_in_parts_give_the_same_bits_wherever_indices_are() {
    let (Some(whole), Some(parts)) = (gpu(), small_binding_gpu()) else { return };
    for source in SOURCES {
        for (width, entries) in [(12, 1999), (20, 2000), (9, 2400), (45, 700)] {
            Case::new(width, entries, source).gives_the_same_in_parts(whole, parts);
        }
    }
}

#[test]
fn centralized_and_limited_row_gradients_in_parts_give_the_same_bits() {
    let (Some(whole), Some(parts)) = (gpu(), small_binding_gpu()) else { return };
    for source in SOURCES {
        for (width, entries) in [(16, 1500), (80, 400)] {
            let case = Case::new(width, entries, source);
            let config = Config {
                grad_centralization: true,
                centralization: Centralization::MultiplesOf16,
                weight_decay: 0.1.into(),
                clip_norm: Some(1.0),
                skip_on_overflow: true,
                ..case.config.clone()
            };
            Case { config, ..case }.gives_the_same_in_parts(whole, parts);
        }
    }
}

#[test]
fn row_gradients_of_16_bits_in_parts_give_the_same_bits() {
    let (Some(whole), Some(parts)) = (gpu(), small_binding_gpu()) else { return };
    for parts in [parts, &parts.portable().unwrap()] {
        for source in SOURCES {
            for (width, entries) in [(20, 2001), (27, 2001)] {
                let case = Case::new(width, entries, source);
                Case { format: Format::F16, has_copy: true, ..case }.gives_the_same_in_parts(whole, parts);
            }
        }
    }
}

#[test]
fn row_gradients_of_exact_rows_in_parts_give_the_same_bits() {
    let (Some(whole), Some(parts)) = (gpu(), exact_binding_gpu(true)) else { return };
    for source in SOURCES {
        for (width, has_copy) in [(200, false), (200, true), (201, false), (201, true)] {
            let case = Case::new(width, 2500, source);
            let config = Config { shrinkage: Shrinkage::Adaptive, l2: 0.1, ..case.config.clone() };
            let case = Case { rows: Rows::Exact, has_copy, config, ..case };
            case.gives_the_same_in_parts(whole, parts);
        }
    }
}

#[test]
fn an_infinite_element_in_any_part_skips_the_step() {
    let Some(gpu) = small_binding_gpu() else { return };
    let values = gpu.upload(&[1.0; 8000]);
    let config = Config { skip_on_overflow: true, ..Config::default() };
    let mut optimizer = ProximalAdagrad::new(gpu.kernels(), config).unwrap();
    let table = optimizer.add_param(Param::new("table", &[1000, 8], values.slice(..))).unwrap();
    let indices = vec![3u32; 5000];
    let at = [0, 13_400, 16_384, 26_700, 39_999];
    for bad in at {
        let mut grads = vec![1.0; 40_000];
        grads[bad] = f32::INFINITY;
        let grads = gpu.upload(&grads);
        submit_step(gpu, &mut optimizer, |step| step.rows(table, RowGrad::new(&indices, grads.slice(..))))
            .unwrap();
    }
    let report = block_on(gpu.device(), optimizer.report(gpu.queue())).unwrap();
    assert_eq!(report.skipped_steps, at.len() as u64);
    assert!(gpu.download(values.slice(..)).unwrap().iter().all(|&value| value == 1.0));
}

#[test]
fn a_million_entries_of_64_elements_fit_the_bindings_that_every_device_has() {
    let Some(gpu) = gpu() else { return };
    const ROWS: u32 = 100_000;
    const ENTRIES: usize = 1_000_000;
    const WIDTH: usize = 64;
    let usual = Gpu::with_limits(|_| wgpu::Limits::default()).unwrap();
    assert!((ENTRIES * WIDTH * 4) as u64 > usual.device().limits().max_storage_buffer_binding_size);
    let indices: Vec<u32> = (0u32..).take(ENTRIES).map(|i| i.wrapping_mul(2_654_435_761) % ROWS).collect();
    let grads: Vec<f32> = (0..ENTRIES * WIDTH).map(|i| ((i * 7919) % 1024) as f32 / 512.0 - 1.0).collect();
    let run = |source: IndexSource| -> Result<Vec<u32>, Error> {
        let values = usual.upload(&vec![0.5; ROWS as usize * WIDTH]);
        let mut optimizer = ProximalAdagrad::new(usual.kernels(), Config::default())?;
        let table = optimizer.add_param(Param::new("table", &[ROWS as usize, WIDTH], values.slice(..)))?;
        let on_device = usual.upload(bytemuck::cast_slice(&indices));
        let grads = usual.upload(&grads);
        let indices = match source {
            IndexSource::Host => (&indices).into(),
            _ => Indices::Device(on_device.slice(..)),
        };
        submit_step(&usual, &mut optimizer, |step| {
            step.rows(table, RowGrad { indices, values: grads.slice(..) })
        })?;
        Ok(bits(&usual.download(values.slice(..))?))
    };
    let (host, device) = (run(IndexSource::Host).unwrap(), run(IndexSource::Device).unwrap());
    if is_ieee(gpu) {
        let mut values = vec![0.5; ROWS as usize * WIDTH];
        let mut optimizer = cpu::ProximalAdagrad::new(Config::default()).unwrap();
        let table = optimizer.add_param(cpu::Param::new("table", &[ROWS as usize, WIDTH])).unwrap();
        let mut step = optimizer.begin_step();
        step.rows(table, &mut values, cpu::RowGrad::new(&indices, &grads)).unwrap();
        step.finish().unwrap();
        assert!(host == bits(&values), "GPU and CPU differ");
        assert!(device == host, "indices of host and device differ");
    }
    let moved = host.iter().filter(|&&value| value != 0.5f32.to_bits()).count();
    assert!(moved > host.len() / 2, "{moved} values of {} have moved", host.len());
}
