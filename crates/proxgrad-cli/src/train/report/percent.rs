//! Shares in percent.

use crate::report::NONE;

/// A share in percent; there is none of nothing.
#[expect(clippy::cast_precision_loss, reason = "counts of examples are far below 2^53")]
pub(super) fn percent(part: u64, whole: u64) -> String {
    if whole == 0 { NONE.to_owned() } else { format!("{:.2} %", 100.0 * part as f64 / whole as f64) }
}
