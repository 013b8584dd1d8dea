//! The bench `half`: one tensor stored in 16 bits, and steps that check or clip their gradients, against plain f32.

use anyhow::Result;
use proxgrad::{
    Config, Format, Kernels, Param, ProximalAdagrad, Rounding, Shrinkage, cpu,
    half::{bf16, f16},
    wgpu,
};
use proxgrad_testing::Stored;

use crate::{
    bench::{Bench, Quantity},
    contender::{Contender, Role},
    inputs::{BYTES_PER_ELEMENT, GRAD, VALUE, config, filled, index},
    machine::Machine,
    prediction::Forecast,
    sizes::Sizes,
    workload::Workload,
};

pub(super) const BENCH: Bench = Bench {
    name: "half",
    about: "One tensor in 16 bits, and steps that look at their gradients first, against f32",
    quantity: Quantity::RatioTo("f32"),
    workloads,
    for_gpus: Vec::new,
};

fn workloads(quick: bool) -> Vec<Box<dyn Workload>> {
    let sizes: &[u64] = if quick { &[1_000, 100_000] } else { &[100_000, 1_000_000, 10_000_000] };
    sizes.iter().map(|&n| Box::new(Half { n }) as Box<dyn Workload>).collect()
}

/// One tensor of `n` elements, a multiple of 4.
struct Half {
    n: u64,
}

/// What distinguishes a contender.
#[derive(Clone, Copy)]
struct Variant {
    name: &'static str,
    /// Storage format of values and gradients.
    format: Format,
    /// Whether shaders use the f16 type of the device.
    native: bool,
    /// The settings that differ.
    set: fn(Config) -> Config,
    /// Whether there is a copy of the values in bf16.
    copied: bool,
    /// Further bytes that move for each element.
    more: u64,
}

fn plain(config: Config) -> Config {
    config
}

fn stochastic(config: Config) -> Config {
    Config { rounding: Rounding::Stochastic { seed: 1 }, ..config }
}

fn skipping(config: Config) -> Config {
    Config { skip_on_overflow: true, ..config }
}

fn limited(config: Config) -> Config {
    Config { clip_norm: Some(1e9), ..config }
}

const VARIANTS: [Variant; 9] = [
    Variant { name: "f32", format: Format::F32, native: false, set: plain, copied: false, more: 0 },
    Variant { name: "f16", format: Format::F16, native: false, set: plain, copied: false, more: 0 },
    Variant { name: "f16_native", format: Format::F16, native: true, set: plain, copied: false, more: 0 },
    Variant { name: "bf16", format: Format::Bf16, native: false, set: plain, copied: false, more: 0 },
    Variant {
        name: "bf16_stochastic",
        format: Format::Bf16,
        native: false,
        set: stochastic,
        copied: false,
        more: 0,
    },
    Variant { name: "f32_skip", format: Format::F32, native: false, set: skipping, copied: false, more: 4 },
    Variant { name: "bf16_skip", format: Format::Bf16, native: false, set: skipping, copied: false, more: 2 },
    Variant {
        name: "f32_clip_norm",
        format: Format::F32,
        native: false,
        set: limited,
        copied: false,
        more: 4,
    },
    Variant { name: "f32_bf16_copy", format: Format::F32, native: false, set: plain, copied: true, more: 2 },
];

impl Variant {
    fn role(&self) -> Role {
        if self.name == "f32" { Role::Baseline } else { Role::Ours }
    }

    /// Values and accumulators are read and written, gradients read: 20 bytes an element in f32, 14 in 16 bits.
    fn bytes(&self, n: u64) -> u64 {
        let of_values_and_grads = 3 * (4 - self.format.bytes());
        (BYTES_PER_ELEMENT - of_values_and_grads + self.more) * n
    }

    fn config(&self) -> Config {
        (self.set)(config(Shrinkage::Documented))
    }
}

/// A 32-bit word that holds a number in f32, or twice in a 16-bit format.
fn word(number: f32, format: Format) -> f32 {
    let twice = |bits: u16| f32::from_bits(u32::from(bits) << 16 | u32::from(bits));
    match format {
        Format::F32 => number,
        Format::F16 => twice(f16::from_f32(number).to_bits()),
        Format::Bf16 => twice(bf16::from_f32(number).to_bits()),
        other => unreachable!("no variant of this benchmark has {other:?}"),
    }
}

impl Workload for Half {
    fn sizes(&self) -> Sizes {
        Sizes { bench: BENCH.name, n: Some(self.n), ..Sizes::default() }
    }

    fn on_gpu(&self, machine: &Machine) -> Result<Vec<Contender<'static>>> {
        let n = index(self.n)?;
        let has_f16 = machine.gpu.device.features().contains(wgpu::Features::SHADER_F16);
        let portable = Kernels::portable(&machine.gpu.device)?;
        let mut contenders = Vec::new();
        for variant in VARIANTS.iter().filter(|variant| has_f16 || !variant.native) {
            let kernels = if variant.native { &machine.kernels } else { &portable };
            let record = self.gpu_step(machine, kernels, variant, n)?;
            contenders.push(machine.contender(variant.name, variant.role(), variant.bytes(self.n), record));
        }
        Ok(contenders)
    }

    fn on_cpu(&self) -> Result<Vec<Contender<'static>>> {
        let n = index(self.n)?;
        let mut contenders = Vec::new();
        for variant in VARIANTS.iter().filter(|variant| !variant.native && !variant.copied) {
            let step = cpu_step(variant, n)?;
            contenders.push(Contender::on_cpu(variant.name, variant.role(), variant.bytes(self.n), step));
        }
        Ok(contenders)
    }

    fn forecasts(&self) -> Vec<Forecast> {
        let forecast = |variant: &Variant, waits| Forecast {
            variant: variant.name,
            bytes: variant.bytes(self.n),
            waits,
            starts: 0,
            accesses: waits,
        };
        // Checking the gradients and deciding on the step are dispatches of their own.
        vec![forecast(&VARIANTS[0], 1), forecast(&VARIANTS[3], 1), forecast(&VARIANTS[5], 3)]
    }
}

impl Half {
    fn gpu_step(
        &self,
        machine: &Machine,
        kernels: &Kernels,
        variant: &Variant,
        n: usize,
    ) -> Result<impl FnMut(&mut wgpu::CommandEncoder) -> Result<()> + use<>> {
        let words = n / if variant.format == Format::F32 { 1 } else { 2 };
        let values = machine.gpu.filled("values", words, word(VALUE, variant.format))?;
        let grads = machine.gpu.filled("grads", words, word(GRAD, variant.format))?;
        let mut optimizer = ProximalAdagrad::new(kernels, variant.config())?;
        let shape = [n];
        let param = Param::new("weight", &shape, values.slice(..)).format(variant.format);
        let copy = machine.gpu.filled("copy", n / 2, word(VALUE, Format::Bf16))?;
        let with_copy = if variant.copied { param.copy(copy.slice(..), Format::Bf16) } else { param };
        let weight = optimizer.add_param(with_copy)?;
        Ok(move |encoder: &mut wgpu::CommandEncoder| {
            let mut step = optimizer.begin_step(encoder);
            step.dense(weight, grads.slice(..))?;
            Ok(step.finish()?)
        })
    }
}

fn cpu_step(variant: &Variant, n: usize) -> Result<impl FnMut() -> Result<()> + use<>> {
    let [mut values, grads] =
        [filled(n, VALUE)?, filled(n, GRAD)?].map(|numbers| Stored::of(numbers, variant.format));
    let mut optimizer = cpu::ProximalAdagrad::new(variant.config())?;
    let weight = optimizer.add_param(cpu::Param::new("weight", &[n]))?;
    Ok(move || {
        let mut step = optimizer.begin_step();
        step.dense(weight, values.values_mut(), grads.values())?;
        Ok(step.finish()?)
    })
}
