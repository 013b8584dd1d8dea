//! Times and bytes of the exchange among ranks: of gathers, of steps, and of rows that are asked for in advance.
//!
//! ```text
//! cargo build --release --example exchange
//! mpirun -n 4 target/release/examples/exchange
//! ```
//!
//! Options: `--rows N` of a table, `--rounds N` of a measurement, `--compute MS` for the computation that rows are prefetched during,
//! and `--busy` to have it use a core of each rank; without it the ranks sleep meanwhile, as while an accelerator computes.
//! Times are medians over rounds of the slowest rank. `RAYON_NUM_THREADS=1` keeps a rank to one core.
//!
//! The program fails if the counted bytes are not the computed ones.

mod bytes;
#[path = "../common/mod.rs"]
mod common;
mod compute;
mod ids;
mod overlap;
mod ranks;
mod settings;
mod step;

use std::{env, error::Error, process::ExitCode};

use compute::Computation;
use settings::{Case, Settings};

fn main() -> ExitCode {
    proxgrad_mpi::run(run)
}

fn run() -> Result<(), Box<dyn Error>> {
    let settings = Settings::new(env::args().skip(1))?;
    let cases = Settings::cases().map(|(width, entries)| Case::new(&settings, width, entries));
    let mut cases = cases.collect::<Result<Vec<_>, _>>()?;
    let (rank, ranks) = cases.first().map_or((0, 0), |case| (case.optimizer.rank(), case.optimizer.ranks()));
    let printer = Printer { is_on: rank == 0 };
    printer.print(&format!("{ranks} ranks, tables of {} rows, {} rounds", settings.rows, settings.rounds));
    print_steps(&printer, &mut cases)?;
    print_overlaps(&printer, &settings, &mut cases)?;
    print_bytes(&printer, &mut cases)
}

/// Prints on one rank alone.
struct Printer {
    is_on: bool,
}

impl Printer {
    fn print(&self, line: &str) {
        if self.is_on {
            println!("{line}");
        }
    }
}

fn print_steps(printer: &Printer, cases: &mut [Case<'_>]) -> Result<(), Box<dyn Error>> {
    printer.print("\nGathers and steps in ms, by whose rows the ids are. The difference is the exchange, and with it the");
    printer.print(
        "wait for the rank with the most entries, which owns `load` times as many as each rank gives.",
    );
    printer.print(" width entries | gather: own      all  exchange | step: own      all  exchange  load");
    for case in cases {
        let times = step::measure(case)?;
        let ([gather_own, gather], [step_own, step]) = (times.gather, times.step);
        printer.print(&format!(
            "{:>6} {:>7} | {gather_own:>11.3} {gather:>8.3} {:>9.3} | {step_own:>9.3} {step:>8.3} {:>9.3} {:>5.2}",
            case.width,
            case.entries,
            gather - gather_own,
            step - step_own,
            times.load
        ));
    }
    Ok(())
}

fn print_overlaps(
    printer: &Printer,
    settings: &Settings,
    cases: &mut [Case<'_>],
) -> Result<(), Box<dyn Error>> {
    let computation = Computation::new(settings);
    let kind = if settings.is_busy { "on the cores" } else { "elsewhere, the cores are free" };
    printer.print(&format!(
        "\nA computation of {} ms ({kind}), a step, and the rows of the next batch.",
        settings.compute
    ));
    printer.print("By `gather` (g), and by `prefetch` and `receive` (p): ms of posting, of the step, of the rows after it, which");
    printer.print("include the wait for ranks whose step takes longer, and of the whole round; KiB of all ranks for the rows.");
    printer.print(" width entries rows    | post | step: g       p | rows: g       p | round: g       p | KiB: g        p");
    for case in cases {
        for (name, table) in [("touched", case.touched), ("exact", case.exact)] {
            let [g, p] = overlap::measure(case, table, &computation)?;
            let pairs = [(g.step, p.step), (g.rows, p.rows), (g.whole, p.whole)];
            let pairs = pairs.map(|(g, p)| format!("{g:>7.2} {p:>7.2}"));
            let [g_kib, p_kib] = [g.bytes, p.bytes].map(|bytes| bytes as f64 / 1024.0);
            printer.print(&format!(
                "{:>6} {:>7} {name:<7} | {:>4.2} | {} | {} | {:>16} | {g_kib:>6.0} {p_kib:>8.0}",
                case.width, case.entries, p.post, pairs[0], pairs[1], pairs[2]
            ));
        }
    }
    Ok(())
}

fn print_bytes(printer: &Printer, cases: &mut [Case<'_>]) -> Result<(), Box<dyn Error>> {
    printer.print("\nBytes that all ranks send to others, counted and computed.");
    printer.print(" width entries | leaving   step: counted  computed | distinct gather: counted  computed");
    let mut differ = 0;
    for case in cases {
        let bytes = bytes::count(case)?;
        let ([step, of_step], [gather, of_gather]) = (bytes.step, bytes.gather);
        printer.print(&format!(
            "{:>6} {:>7} | {:>7} {step:>15} {of_step:>9} | {:>8} {gather:>15} {of_gather:>9}",
            case.width, case.entries, bytes.entries, bytes.distinct
        ));
        differ += usize::from(step != of_step) + usize::from(gather != of_gather);
    }
    if differ > 0 {
        Err(format!("{differ} counts of bytes differ from the computed ones").into())
    } else {
        Ok(())
    }
}
