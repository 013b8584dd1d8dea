//! Predictions for each kernel by itself, as a table of `docs/performance.md`.

use crate::{
    benches::row_gradient::RowGradient,
    prediction::{Forecast, dense_turns},
    sizes::Sizes,
};

/// GPUs of the table: one with memory of its own, and one that shares the memory of the processor.
const GPUS: [&str; 2] = ["H100 SXM", "Steam Deck"];

/// A kernel, or kernels that belong together, and what they are for.
struct KernelCase {
    kernels: &'static str,
    case: String,
    threads: u64,
    forecast: Forecast,
}

const fn forecast(bytes: u64, waits: u64, starts: u64, accesses: u64) -> Forecast {
    Forecast { variant: "ours", bytes, waits, starts, accesses }
}

/// Chunks of a reduction, each of which a workgroup of 64 threads sums up.
const fn chunks(n: u64) -> u64 {
    n.div_ceil(4096)
}

/// Accesses of a thread that takes every 64th of so many elements, in batches of 16, each of which waits for the one before.
fn batches(elements: u64) -> u64 {
    let each = elements.min(4096).div_ceil(64);
    each / 16 + each % 16
}

/// Dispatches that wait and accesses in turn of a norm behind so many sums of chunks: sums of sums until 64 are left, the sum
/// of these, and the limit.
fn fold(mut sums: u64) -> (u64, u64) {
    let (mut waits, mut accesses) = (2, 2 + 3);
    while sums > 64 {
        (waits, accesses) = (waits + 1, accesses + batches(sums));
        sums = chunks(sums);
    }
    (waits, accesses)
}

fn dense() -> Vec<KernelCase> {
    let case = |kernels, n: u64, bytes: u64, turns: u64| KernelCase {
        kernels,
        case: format!("{n} elements"),
        threads: n / 4 / turns,
        forecast: forecast(bytes * n, 1, 0, turns),
    };
    let update = |n: u64, bytes| case("`dense`", n, bytes, dense_turns(n / 4));
    let sizes = [1_000_000, 16_000_000, 1 << 26, 1 << 28];
    let copy = KernelCase { case: "1000000 elements and a 16-bit copy".to_owned(), ..update(1_000_000, 22) };
    let arena = KernelCase {
        kernels: "`arena`",
        case: "1000 tensors of 1000".to_owned(),
        threads: 256_000 / dense_turns(256_000),
        forecast: forecast(20 * 1024 * 1000, 1, 0, 3 * dense_turns(256_000)),
    };
    let check = [1_000_000, 1 << 28].map(|n| case("`check_finite`", n, 4, 1));
    sizes.map(|n| update(n, 20)).into_iter().chain([copy, arena]).chain(check).collect()
}

fn rows() -> Vec<KernelCase> {
    // Zipf, exponent 1.1, of a million rows: entries, distinct rows, and entries of the most frequent row.
    const ZIPF: [[u64; 3]; 4] =
        [[1000, 528, 124], [10_000, 3700, 1239], [100_000, 24_100, 12_400], [1_000_000, 137_000, 124_000]];
    let gradient = |[nnz, distinct, longest]: [u64; 3], width| {
        (RowGradient { rows: 1_000_000, width, nnz, distinct, longest }, nnz)
    };
    let update = |name: &str, of: [u64; 3]| {
        let (gradient, nnz) = gradient(of, 64);
        KernelCase {
            kernels: if gradient.update_dispatches() > 1 { "`partial_sums`, `rows`" } else { "`rows`" },
            case: format!("{nnz} entries, {name}, 64 wide"),
            threads: gradient.distinct * 16,
            forecast: forecast(
                gradient.fetched_bytes(),
                gradient.update_dispatches(),
                0,
                gradient.update_accesses(),
            ),
        }
    };
    let sort = |of: [u64; 3]| {
        let (gradient, nnz) = gradient(of, 1);
        KernelCase {
            kernels: "`sort/…`",
            case: format!("{nnz} entries, Zipf"),
            threads: if nnz <= 4096 { 256 } else { nnz.div_ceil(8) },
            forecast: forecast(
                gradient.sort_bytes(),
                gradient.sort_dispatches(),
                0,
                gradient.sort_accesses(),
            ),
        }
    };
    // Seven tables a slot, whose indices are in one buffer.
    let many_sorts = |of: [u64; 3]| {
        const TABLES: u64 = 26;
        let one = sort(of);
        KernelCase {
            case: format!("{TABLES} tables, {}", one.case),
            threads: TABLES * one.threads,
            forecast: Forecast {
                bytes: TABLES * one.forecast.bytes,
                starts: 3 * one.forecast.waits,
                ..one.forecast
            },
            ..one
        }
    };
    let unique = update("unique rows", [100_000, 100_000, 1]);
    let flush = KernelCase {
        kernels: "`rows_and_marks`, flush",
        case: "1000000 exact rows, 64 wide".to_owned(),
        threads: 16_000_000,
        forecast: forecast(1_000_000 * (64 * 12 + 2 * 32), 1, 0, 3),
    };
    let zipf = ZIPF.map(|of| update("Zipf", of));
    [unique]
        .into_iter()
        .chain(zipf)
        .chain(ZIPF.map(sort))
        .chain([ZIPF[0], ZIPF[2]].map(many_sorts))
        .chain([flush])
        .collect()
}

fn norms() -> Vec<KernelCase> {
    let norm = |kernels, n: u64, bytes: u64| {
        let (waits, accesses) = fold(chunks(n));
        KernelCase {
            kernels,
            case: format!("{n} elements"),
            threads: chunks(n) * 64,
            forecast: forecast(bytes * n, 1 + waits, 0, batches(n) + accesses),
        }
    };
    let clip = "`reduce_workgroup`, `patch/norm_sums`, `patch/clip_norm`";
    let many = {
        // Four at a time.
        let (waits, accesses) = fold(chunks(100_000));
        KernelCase {
            kernels: clip,
            case: "100 tensors of 100000".to_owned(),
            threads: 100 * chunks(100_000) * 64,
            forecast: forecast(4 * 10_000_000, 25 + waits, 75, 25 * batches(100_000) + accesses),
        }
    };
    let of_rows = {
        let (waits, accesses) = fold(100_000);
        KernelCase {
            kernels: "`reduce_short`, `reduce_workgroup`, `patch/…`",
            case: "100000 unique rows, 64 wide".to_owned(),
            threads: 6_400_000,
            forecast: forecast(4 * 6_400_000, 1 + waits, 0, 4 + accesses),
        }
    };
    let means = KernelCase {
        kernels: "`reduce_short`, means",
        case: "37000 channels of 27".to_owned(),
        threads: 18_500 * 64,
        forecast: forecast(8 * 999_000, 1, 0, 2),
    };
    let sizes = [1_000_000, 16_000_000, 1 << 28];
    let stats = sizes.map(|n| norm("`weight_stats`, `patch/…`", n, 4));
    sizes.map(|n| norm(clip, n, 4)).into_iter().chain([many, of_rows, means]).chain(stats).collect()
}

/// The table in Markdown.
fn kernel_table() -> String {
    let header = "| kernels | case | threads | MB | dispatches that wait / others | accesses in turn | \
                  H100 SXM µs | Steam Deck µs |\n|---|---|---|---|---|---|---|---|\n";
    let row = |of: KernelCase| {
        let KernelCase { kernels, case, threads, forecast } = of;
        let on = |gpu: &str| {
            let mut predictions = forecast.predictions(Sizes::default());
            predictions.find(|one| one.gpu == gpu).map_or(0.0, |one| one.predicted_us)
        };
        let [discrete, integrated] = GPUS.map(on);
        let Forecast { bytes, waits, starts, accesses, .. } = forecast;
        let megabytes = bytes.div_ceil(100_000);
        format!(
            "| {kernels} | {case} | {threads} | {}.{} | {waits} / {starts} | {accesses} | {discrete:.0} | {integrated:.0} |\n",
            megabytes / 10,
            megabytes % 10,
        )
    };
    header.to_owned() + &[dense(), rows(), norms()].into_iter().flatten().map(row).collect::<String>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_the_documentation_is_the_one_of_the_model() {
        // A test program may run where it was not compiled, and is then told at run time.
        let package =
            std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
        let page = std::path::Path::new(&package).join("../../docs/performance.md");
        let page = std::fs::read_to_string(page).unwrap();
        let table = kernel_table();
        assert!(page.contains(&table), "docs/performance.md should have this table:\n{table}");
    }
}
