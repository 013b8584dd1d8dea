//! Thinning: a line of any length, reduced to the points that a picture can show.

/// The most points of a drawn line: more than a picture of 800 pixels can show.
const MAX_POINTS: usize = 1000;

/// The first and last points, and the lowest and highest of each interval between them; at most 1000 points.
///
/// The extremes keep spikes of a loss, which every n-th point would lose.
pub(super) fn thinned(points: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let [first, between @ .., last] = points else { return points.to_vec() };
    if points.len() <= MAX_POINTS {
        return points.to_vec();
    }
    let interval = between.len().div_ceil((MAX_POINTS - 2) / 2);
    let mut kept = vec![*first];
    kept.extend(between.chunks(interval).flat_map(extremes));
    kept.push(*last);
    kept
}

/// The lowest and the highest point, in the order of the line; one point where they are equal.
fn extremes(points: &[(f64, f64)]) -> impl Iterator<Item = (f64, f64)> {
    let by_y = |a: &usize, b: &usize| points[*a].1.total_cmp(&points[*b].1);
    let lowest = (0..points.len()).min_by(by_y);
    let highest = (0..points.len()).max_by(by_y);
    let first = lowest.min(highest);
    let second = lowest.max(highest).filter(|_| lowest != highest);
    first.into_iter().chain(second).map(|at| points[at])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(len: u32) -> Vec<(f64, f64)> {
        (0..len).map(|i| (f64::from(i), f64::from(i * 7919 % 1013))).collect()
    }

    #[test]
    fn a_long_line_is_thinned_and_keeps_its_ends_and_spikes() {
        for len in [1001, 1002, 1500, 1997, 100_000] {
            let mut points = line(len);
            points[500].1 = 1e9;
            points[700].1 = -1e9;
            let kept = thinned(&points);
            assert!(kept.len() <= MAX_POINTS, "{len} points leave {}", kept.len());
            assert!(kept.len() > MAX_POINTS / 4, "{len} points leave only {}", kept.len());
            assert_eq!(
                (kept[0], *kept.last().unwrap()),
                (points[0], *points.last().unwrap()),
                "{len} points"
            );
            assert!(kept.contains(&points[500]) && kept.contains(&points[700]), "{len} points");
            assert!(kept.is_sorted_by(|a, b| a.0 < b.0), "{len} points");
        }
    }

    #[test]
    fn a_short_line_is_kept_whole() {
        for len in [0, 1, 2, 3, 1000] {
            assert_eq!(thinned(&line(len)), line(len), "{len} points");
        }
    }
}
