//! The sizes of a case, and how they are written.

use serde::Serialize;

/// The sizes of a case; a size that does not apply is `None`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Sizes {
    /// The name of the bench.
    pub bench: &'static str,
    /// Tensors in one step.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tensors: Option<u64>,
    /// Elements of a tensor.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub n: Option<u64>,
    /// Rows of the table.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rows: Option<u64>,
    /// Elements of a row.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub width: Option<u64>,
    /// Entries of the row gradient.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nnz: Option<u64>,
    /// Rows that have entries.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub distinct: Option<u64>,
}

impl Sizes {
    /// The sizes for people, such as `n = 1e6`.
    pub fn text(&self) -> String {
        let named = [
            ("tensors", self.tensors),
            ("n", self.n),
            ("rows", self.rows),
            ("width", self.width),
            ("nnz", self.nnz),
            ("distinct rows", self.distinct),
        ];
        let parts = named.iter().filter_map(|(name, size)| Some(format!("{name} = {}", short((*size)?))));
        parts.collect::<Vec<_>>().join(", ")
    }

    /// The name of the bench and the sizes, for people.
    pub fn title(&self) -> String {
        format!("{}, {}", self.bench, self.text())
    }
}

/// A round number in few characters: `16e6` for 16,000,000. Other numbers are written out.
fn short(number: u64) -> String {
    let (mut factor, mut zeros) = (number, 0);
    while factor >= 10 && factor.is_multiple_of(10) {
        (factor, zeros) = (factor / 10, zeros + 1);
    }
    // In thousands, unless the number is a power of ten.
    let zeros = if factor == 1 { zeros } else { zeros / 3 * 3 };
    if zeros < 3 { number.to_string() } else { format!("{}e{zeros}", number / 10u64.pow(zeros)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn round_numbers_are_short_and_others_exact() {
        let cases =
            [(0, "0"), (1, "1"), (100, "100"), (1000, "1e3"), (16_000_000, "16e6"), (12_345, "12345")];
        for (number, text) in
            cases.into_iter().chain([(100_000, "1e5"), (40_960, "40960"), (250_000, "250e3")])
        {
            assert_eq!(short(number), text);
        }
    }

    #[test]
    fn sizes_that_do_not_apply_are_left_out_of_text_and_json() {
        let sizes = Sizes { bench: "rows", rows: Some(1_000_000), width: Some(16), ..Sizes::default() };
        assert_eq!(sizes.title(), "rows, rows = 1e6, width = 16");
        assert_eq!(serde_json::to_string(&sizes).unwrap(), r#"{"bench":"rows","rows":1000000,"width":16}"#);
    }
}
