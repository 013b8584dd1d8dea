//! The bench `sort`: the sort of a row gradient's indices on the device alone, in each of its forms.

use std::cell::OnceCell;

use anyhow::Result;
use proxgrad::{Kernels, gpu::RowSort, wgpu};

use super::{row_gradient::RowGradient, zipf};
use crate::{
    bench::{Bench, Quantity},
    contender::{Contender, Role},
    machine::Machine,
    prediction::Forecast,
    sizes::Sizes,
    workload::Workload,
};

pub(super) const BENCH: Bench = Bench {
    name: "sort",
    about: "The device's sort of row indices alone: the form for GPUs (tiled) against that for software (serial)",
    quantity: Quantity::RatioTo("serial"),
    workloads,
    for_gpus: Vec::new,
};

const ROWS: u64 = 1_000_000;

fn workloads(quick: bool) -> Vec<Box<dyn Workload>> {
    let entries: &[u64] = if quick { &[1_000, 10_000] } else { &[1_000, 10_000, 100_000, 1_000_000] };
    entries.iter().map(|&nnz| Box::new(Sort { nnz, drawn: OnceCell::new() }) as Box<dyn Workload>).collect()
}

/// Row indices of a gradient.
struct Sort {
    /// Number of indices.
    nnz: u64,
    /// The indices and their sizes, which are drawn when the case is measured.
    drawn: OnceCell<(Vec<u32>, RowGradient)>,
}

impl Sort {
    fn drawn(&self) -> &(Vec<u32>, RowGradient) {
        self.drawn.get_or_init(|| {
            let indices = zipf::indices(self.nnz, ROWS);
            let distinct = zipf::distinct(&indices);
            let longest = zipf::longest(&indices);
            (indices, RowGradient { rows: ROWS, width: 1, nnz: self.nnz, distinct, longest })
        })
    }

    /// Bytes that must move: indices read, rows and positions written, and the first entry of each distinct row.
    fn bytes(&self) -> u64 {
        let (_, gradient) = self.drawn();
        12 * gradient.nnz + 4 * gradient.distinct
    }
}

impl Workload for Sort {
    fn sizes(&self) -> Sizes {
        self.drawn().1.sizes(BENCH.name)
    }

    fn on_gpu(&self, machine: &Machine) -> Result<Vec<Contender<'static>>> {
        let indices = machine.gpu.words("indices", &self.drawn().0)?;
        let mut contenders = Vec::new();
        for (variant, role, software) in [("serial", Role::Baseline, true), ("tiled", Role::Ours, false)] {
            let kernels = Kernels::for_software(&machine.gpu.device, software)?;
            let mut sort = RowSort::new(&kernels, &[(indices.slice(..), u32::try_from(ROWS)?)])?;
            let record = move |encoder: &mut wgpu::CommandEncoder| Ok(sort.record(encoder)?);
            contenders.push(machine.contender(variant, role, self.bytes(), record));
        }
        Ok(contenders)
    }

    fn on_cpu(&self) -> Result<Vec<Contender<'static>>> {
        let indices = self.drawn().0.clone();
        let sort = move || {
            let mut entries: Vec<_> = (0u32..).zip(&indices).map(|(at, row)| [*row, at]).collect();
            entries.sort_by_key(|[row, _]| *row);
            std::hint::black_box(&entries);
            Ok(())
        };
        Ok(vec![Contender::on_cpu("std_sort", Role::Baseline, self.bytes(), sort)])
    }

    fn forecasts(&self) -> Vec<Forecast> {
        let (_, gradient) = self.drawn();
        vec![Forecast {
            variant: "tiled",
            bytes: gradient.sort_bytes(),
            waits: gradient.sort_dispatches(),
            starts: 0,
            accesses: gradient.sort_accesses(),
        }]
    }
}
