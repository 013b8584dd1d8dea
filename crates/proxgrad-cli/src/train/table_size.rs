//! The memory that the table of weights takes, compared with what there is before any of it is allocated.

use std::{fs, ops::RangeInclusive};

use anyhow::{Result, bail};
use proxgrad::{Format, wgpu};

use super::{model::outputs, settings::Settings};
use crate::{
    data::{Classes, HASH_BITS, Vocabulary},
    device::Opened,
};

/// The table of weights of a run, and what is kept beside it.
#[derive(Clone, Copy, Debug)]
pub(super) struct TableSize {
    rows: u64,
    outputs: u64,
    /// Bytes of a weight in the storage format.
    weight: u64,
    /// Bytes of the optimizer's state of a weight.
    state: u64,
    /// Whether rows are exact.
    exact: bool,
    /// Whether the run makes a model, for a file or for predictions.
    makes_model: bool,
    remedy: Remedy,
}

/// Option that makes the table of weights smaller.
#[derive(Clone, Copy, Debug)]
enum Remedy {
    /// Fewer bits of the hash, which the table has been given.
    FewerBits,
    /// A hash, where every feature has a row of its own.
    Bits,
    /// Nothing, where the table is that of a saved model.
    None,
}

/// Bytes of an f32, of the accumulator of a weight, and of the last step of an exact row.
const WORD: u64 = size_of::<f32>() as u64;

impl TableSize {
    /// The table of a run. `resumes` says whether it is that of a saved model.
    pub(super) fn new(
        vocabulary: &Vocabulary,
        classes: &Classes,
        settings: &Settings,
        (makes_model, resumes): (bool, bool),
    ) -> Self {
        let remedy = match vocabulary.is_hashed() {
            _ if resumes => Remedy::None,
            true => Remedy::FewerBits,
            false => Remedy::Bits,
        };
        let weight = if settings.precision.format() == Format::F32 { WORD } else { WORD / 2 };
        let (rows, outputs) = (vocabulary.len() as u64, outputs(classes.len()) as u64);
        let (state, exact) = (settings.rule.rule.state_bytes(), settings.exact());
        Self { rows, outputs, weight, state, exact, makes_model, remedy }
    }

    /// Refuses a table for which the device has no room.
    ///
    /// # Errors
    /// A limit of the device, or more memory than the machine has free.
    pub(super) fn check(&self, device: &Opened) -> Result<()> {
        match device {
            Opened::Cpu => self.check_memory(free_memory()),
            Opened::Gpu { device, .. } => self.check_limits(&device.limits()),
        }
    }

    fn check_memory(&self, free: u64) -> Result<()> {
        let fits = |table: &Self| table.host_bytes().is_some_and(|bytes| bytes <= free);
        if fits(self) {
            return Ok(());
        }
        let needed = self.host_bytes().map_or("more bytes than 64 bits count".to_owned(), size);
        bail!(
            "{self} needs {needed} of memory, and {} are free; {}",
            size(free),
            self.advice(fits, "free some memory")
        );
    }

    fn check_limits(&self, limits: &wgpu::Limits) -> Result<()> {
        // The kernels of this program bind the weights as a whole; the optimizer divides what it keeps.
        let weights = limits.max_storage_buffer_binding_size.min(limits.max_buffer_size);
        let too_large = |table: &Self| {
            let weights = (table.bytes_of(table.weight), "max_storage_buffer_binding_size", weights);
            let accums = (table.bytes_of(WORD), "max_buffer_size", limits.max_buffer_size);
            [weights, accums].into_iter().find(|(bytes, _, most)| bytes.is_none_or(|bytes| bytes > *most))
        };
        let Some((bytes, limit, most)) = too_large(self) else { return Ok(()) };
        let needed =
            bytes.map_or("more bytes than 64 bits count".to_owned(), |bytes| format!("{bytes} bytes"));
        let advice = self.advice(|table| too_large(table).is_none(), "use --device cpu");
        bail!("{self} needs {needed} in one buffer, and the device allows {most} ({limit}); {advice}");
    }

    /// Bytes of something that takes so many for each weight; `None` where 64 bits cannot count them.
    fn bytes_of(&self, each: u64) -> Option<u64> {
        self.rows.checked_mul(self.outputs)?.checked_mul(each)
    }

    /// Bytes of the host's memory that a run on the CPU needs at once, at most.
    fn host_bytes(&self) -> Option<u64> {
        let [weights, words, state] = [self.weight, WORD, self.state].map(|each| self.bytes_of(each));
        let (weights, words, state, rows) = (weights?, words?, state?, self.rows.checked_mul(WORD)?);
        // Weights and state; a copy of the weights, and last steps.
        let kept =
            [weights, state].into_iter().chain(self.exact.then_some([weights, rows]).into_iter().flatten());
        // A measurement of exact rows copies them in f32, with their last steps. A file has the weights in f32, twice where rows
        // are behind, the state, and last steps in 64 bits.
        let measured = if self.exact { words.checked_add(rows)? } else { 0 };
        let saved = match (self.makes_model, self.exact) {
            (false, _) => 0,
            (true, false) => words.checked_add(state)?,
            (true, true) => words.checked_mul(2)?.checked_add(state)?.checked_add(rows.checked_mul(2)?)?,
        };
        kept.chain([measured.max(saved)]).try_fold(0_u64, u64::checked_add)
    }

    /// The remedy for a table that is too large; `fits` says whether another table has room.
    fn advice(&self, fits: impl Fn(&Self) -> bool, otherwise: &str) -> String {
        let bits: RangeInclusive<u32> = HASH_BITS;
        let most = bits.rev().find(|bits| fits(&Self { rows: 1 << bits, ..*self }));
        match (self.remedy, most) {
            (Remedy::FewerBits, Some(most)) => format!("--bits {most} is the most that fits; or {otherwise}"),
            (Remedy::Bits, Some(most)) => {
                format!("--bits {most} hashes the features into the most rows that fit; or {otherwise}")
            }
            _ => otherwise.to_owned(),
        }
    }
}

impl std::fmt::Display for TableSize {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { rows, outputs, .. } = self;
        let columns = if *outputs == 1 { "1 column".to_owned() } else { format!("{outputs} columns") };
        write!(f, "the table of weights with {rows} rows and {columns}")
    }
}

/// A number of bytes for people.
#[expect(clippy::cast_precision_loss, reason = "one digit is printed behind the point")]
fn size(bytes: u64) -> String {
    format!("{:.1} GB", bytes as f64 / 1e9)
}

/// The memory that programs can still take, where the system tells it; else as much as an allocation can have.
fn free_memory() -> u64 {
    let told = fs::read_to_string("/proc/meminfo").ok().and_then(|text| available(&text));
    told.unwrap_or(isize::MAX as u64)
}

/// The bytes that a text as that of Linux's `/proc/meminfo` says are available.
fn available(text: &str) -> Option<u64> {
    let line = text.lines().find_map(|line| line.strip_prefix("MemAvailable:"))?;
    line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok()?.checked_mul(1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(bits: u32, outputs: u64) -> TableSize {
        TableSize {
            rows: 1 << bits,
            outputs,
            weight: 4,
            state: 4,
            exact: false,
            makes_model: false,
            remedy: Remedy::FewerBits,
        }
    }

    #[test]
    fn a_table_without_room_is_refused_with_the_bits_that_fit() {
        let free = 3_000_000_000;
        assert!(table(28, 1).check_memory(free).is_ok());
        assert_eq!(
            table(30, 1).check_memory(free).unwrap_err().to_string(),
            "the table of weights with 1073741824 rows and 1 column needs 8.6 GB of memory, and 3.0 GB are free; \
             --bits 28 is the most that fits; or free some memory"
        );
        let exact = TableSize { exact: true, ..table(28, 1) };
        let error = exact.check_memory(free).unwrap_err().to_string();
        assert!(error.contains("needs 6.4 GB") && error.contains("--bits 26 is the most"), "{error}");
        let huge = TableSize { rows: u64::MAX, remedy: Remedy::None, ..table(1, 3) };
        let error = huge.check_memory(free).unwrap_err().to_string();
        assert!(error.ends_with("3 columns needs more bytes than 64 bits count of memory, and 3.0 GB are free; free some memory"), "{error}");
    }

    #[test]
    fn a_table_beyond_a_limit_of_the_device_is_refused_with_the_bits_that_fit() {
        let limits = wgpu::Limits::default();
        assert_eq!(limits.max_storage_buffer_binding_size, 1 << 27);
        assert!(table(25, 1).check_limits(&limits).is_ok());
        assert_eq!(
            table(30, 1).check_limits(&limits).unwrap_err().to_string(),
            "the table of weights with 1073741824 rows and 1 column needs 4294967296 bytes in one buffer, and the device allows \
             134217728 (max_storage_buffer_binding_size); --bits 25 is the most that fits; or use --device cpu"
        );
        // Weights in 16 bits leave the accumulators, which are in f32, as the larger ones.
        let half = TableSize { weight: 2, remedy: Remedy::Bits, ..table(27, 1) };
        let error = half.check_limits(&limits).unwrap_err().to_string();
        assert!(
            error.contains("(max_storage_buffer_binding_size); --bits 26 hashes the features into"),
            "{error}"
        );
        let error = TableSize { weight: 2, ..table(26, 3) }.check_limits(&limits).unwrap_err().to_string();
        assert!(error.contains("(max_storage_buffer_binding_size); --bits 24 is the most"), "{error}");
    }

    #[test]
    fn free_memory_is_what_linux_tells() {
        let text = "MemTotal:       24000000 kB\nMemFree:          100000 kB\nMemAvailable:   22000000 kB\n";
        assert_eq!(available(text), Some(22_528_000_000));
        assert_eq!(available("MemTotal: 1 kB\n"), None);
        assert!(free_memory() > 0);
    }
}
