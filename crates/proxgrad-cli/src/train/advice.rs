//! Advice for runs in which L1 has made hardly any weight zero.

use super::{option_values::RowsArg, settings::Settings};

/// The share of non-zero weights above which L1 counts as without effect.
const LARGE_SHARE: f64 = 0.95;

/// A note that suggests other settings if L1 is set and nearly all weights are non-zero.
pub(super) fn advice(settings: &Settings, nonzero_share: f64) -> Option<String> {
    if settings.l1 <= 0.0 || nonzero_share <= LARGE_SHARE {
        return None;
    }
    let (share, l1) = (100.0 * nonzero_share, settings.l1);
    let remedy = match settings.rows {
        RowsArg::Touched if settings.rule.rule.needs_exact_rows() => {
            "with touched rows L1 shrinks a weight only in steps whose examples have its feature: add --rows exact, or \
             use --preset sparse"
                .to_owned()
        }
        _ => {
            format!("raise it, for instance --l1 {:e}, or add --epochs; --sweep-l1 compares strengths", ten_times(l1))
        }
    };
    Some(format!("note: with --l1 {l1}, {share:.1} % of the weights are not zero; {remedy}"))
}

/// Ten times the number, as short as the number is in decimal.
fn ten_times(number: f64) -> f64 {
    // The product is off by a rounding, as in 10 · 0.0003 = 0.0029999999999999996.
    format!("{:.6e}", 10.0 * number).parse().unwrap_or(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(options: &str, share: f64) -> Option<String> {
        let options: Vec<_> = options.split_whitespace().collect();
        advice(&Settings::of_options(&options), share)
    }

    #[test]
    fn the_remedy_depends_on_the_rows() {
        let said = of("--l1 0.001", 0.99).unwrap();
        assert!(said.contains("--l1 0.001, 99.0 %") && said.contains("--preset sparse"), "{said}");
        let said = of("--l1 0.0003 --rows exact", 0.99).unwrap();
        assert!(said.contains("--l1 3e-3,") && !said.contains("--preset"), "{said}");
    }

    #[test]
    fn rules_whose_weights_follow_from_sums_need_no_exact_rows() {
        let said = of("--l1 0.5 --rule ftrl", 0.99).unwrap();
        assert!(said.contains("--l1 5e0,") && !said.contains("--rows exact"), "{said}");
        assert!(of("--l1 0.5 --rule fobos", 0.99).unwrap().contains("--rows exact"));
    }

    #[test]
    fn there_is_no_advice_without_l1_or_where_weights_are_zero() {
        assert_eq!(of("", 1.0), None);
        assert_eq!(of("--l1 0.001", 0.95), None);
    }
}
