//! How well scores separate two classes: the curves of ROC and of precision and recall, and the areas under them.

/// Points of a curve that are closer to the last one along both axes are left out: no picture shows them, and there may be as
/// many as examples.
const CLOSEST: f64 = 1e-4;

/// The examples with a score of at least some threshold, taken as positive, for every threshold that there is.
#[derive(Debug, PartialEq)]
pub(super) struct Ranking {
    /// The area under the ROC curve: the probability that a positive example has a larger score than a negative one, where
    /// equal scores count as half.
    pub(super) area: f64,
    /// The sum of the precisions, each weighted by the recall that its threshold adds.
    pub(super) average_precision: f64,
    /// The share of positive examples.
    pub(super) positive_share: f64,
    /// False positive rate and true positive rate.
    pub(super) roc: Vec<(f64, f64)>,
    /// Recall and precision.
    pub(super) precision_recall: Vec<(f64, f64)>,
}

impl Ranking {
    /// Ranks examples by score; each says whether it is positive. `None` where all of them are, or none is.
    #[expect(
        clippy::cast_precision_loss,
        reason = "counts are far below 2^53, and a large area needs no last bit"
    )]
    pub(super) fn of(mut scored: Vec<(f32, bool)>) -> Option<Self> {
        let positives = scored.iter().filter(|(_, is_positive)| *is_positive).count();
        let negatives = scored.len() - positives;
        if positives == 0 || negatives == 0 {
            return None;
        }
        // The largest first. -0 is 0.
        scored.iter_mut().for_each(|(score, _)| *score += 0.0);
        scored.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let rate = |count: usize, of: usize| count as f64 / of as f64;
        let (mut true_positives, mut false_positives) = (0, 0);
        // Pairs of a positive and a negative example: 2 where the positive one has the larger score, 1 where they are equal.
        let (mut halves, mut average_precision) = (0_u128, 0.0);
        let (mut roc, mut precision_recall) = (vec![(0.0, 0.0)], Vec::new());
        for equal in scored.chunk_by(|a, b| a.0.total_cmp(&b.0).is_eq()) {
            let positive = equal.iter().filter(|(_, is_positive)| *is_positive).count();
            let negative = equal.len() - positive;
            halves += negative as u128 * (2 * true_positives + positive) as u128;
            true_positives += positive;
            false_positives += negative;
            let precision = rate(true_positives, true_positives + false_positives);
            average_precision += rate(positive, positives) * precision;
            let is_last = true_positives + false_positives == scored.len();
            let recall = rate(true_positives, positives);
            extend(&mut roc, (rate(false_positives, negatives), recall), is_last);
            extend(&mut precision_recall, (recall, precision), is_last);
        }
        let pairs = positives as u128 * negatives as u128;
        Some(Self {
            area: halves as f64 / (2 * pairs) as f64,
            average_precision,
            positive_share: rate(positives, scored.len()),
            roc,
            precision_recall,
        })
    }
}

/// Adds a point to a curve where it is visible beside the last one, or is the end of the curve.
fn extend(curve: &mut Vec<(f64, f64)>, (x, y): (f64, f64), is_end: bool) {
    let is_close = |&(last_x, last_y): &(f64, f64)| (x - last_x).abs().max((y - last_y).abs()) < CLOSEST;
    if is_end || !curve.last().is_some_and(is_close) {
        curve.push((x, y));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ranking(scores: &[f32], labels: &[u8]) -> Option<Ranking> {
        Ranking::of(scores.iter().copied().zip(labels.iter().map(|label| *label == 1)).collect())
    }

    #[test]
    fn curves_and_areas_are_those_computed_by_hand() {
        // Of the 2 · 2 pairs, 3 are in order.
        let found = ranking(&[0.1, 0.4, 0.35, 0.8], &[0, 0, 1, 1]).unwrap();
        let expected = Ranking {
            area: 0.75,
            // 1/2 · 1 + 1/2 · 2/3
            average_precision: 0.5 + 0.5 * (2.0 / 3.0),
            positive_share: 0.5,
            roc: vec![(0.0, 0.0), (0.0, 0.5), (0.5, 0.5), (0.5, 1.0), (1.0, 1.0)],
            precision_recall: vec![(0.5, 1.0), (0.5, 0.5), (1.0, 2.0 / 3.0), (1.0, 0.5)],
        };
        assert_eq!(found, expected);
    }

    /// `roc_auc_score` and `average_precision_score` of scikit-learn 1.9, of the same numbers; many scores are equal.
    #[test]
    fn areas_are_those_of_scikit_learn() {
        let positive = |i: u16| u32::from(i) * (31 * u32::from(i) + 17) % 7 < 3;
        let score = |i: u16| f32::from((u32::from(i) * 7919 % 101) as u8) / 8.0 - 6.0;
        let random = (0..200).map(|i| (score(i), positive(i))).collect();
        let useful =
            (0..200).map(|i| (score(i) + if positive(i) { 4.0 } else { 0.0 }, positive(i))).collect();
        for (scored, area, average_precision) in [
            (random, 0.486_536_107_711_138_25, 0.428_387_557_423_217_46),
            (useful, 0.755_966_952_264_381_8, 0.742_944_549_861_466_1),
        ] {
            let found = Ranking::of(scored).unwrap();
            assert!((found.area - area).abs() < 1e-15, "{} is not {area}", found.area);
            let difference = found.average_precision - average_precision;
            assert!(difference.abs() < 1e-14, "{} is not {average_precision}", found.average_precision);
            assert_eq!(found.positive_share, 0.43);
        }
    }

    #[test]
    fn curves_of_many_examples_have_few_points_and_reach_their_ends() {
        let scored = (0..300_000_u32).map(|i| ((i * 7 % 300_007) as f32, i % 3 == 0)).collect();
        let Ranking { roc, precision_recall, .. } = Ranking::of(scored).unwrap();
        for curve in [&roc, &precision_recall] {
            assert!((1_000..30_000).contains(&curve.len()), "{} points", curve.len());
        }
        assert_eq!((roc[0], roc[roc.len() - 1]), ((0.0, 0.0), (1.0, 1.0)));
        assert_eq!(precision_recall.last(), Some(&(1.0, 1.0 / 3.0)));
    }

    #[test]
    fn equal_scores_count_as_half() {
        let areas = [
            (&[1.0, 1.0][..], &[0, 1][..], 0.5),
            (&[0.0, -0.0], &[0, 1], 0.5),
            (&[2.0, 1.0, 1.0], &[1, 1, 0], 0.75),
            (&[3.0, 2.0, 1.0], &[1, 1, 0], 1.0),
            (&[3.0, 2.0, 1.0], &[0, 0, 1], 0.0),
            (&[f32::INFINITY, f32::MAX], &[1, 0], 1.0),
        ];
        for (scores, labels, area) in areas {
            assert_eq!(ranking(scores, labels).map(|ranking| ranking.area), Some(area), "{scores:?}");
        }
    }

    #[test]
    fn the_order_of_the_examples_does_not_matter() {
        let scored: Vec<_> = (0..50_u16).map(|i| (f32::from(i * 37 % 11), i % 3 == 0)).collect();
        let reversed = scored.iter().rev().copied().collect();
        assert_eq!(Ranking::of(scored), Ranking::of(reversed));
    }

    #[test]
    fn one_class_alone_cannot_be_ranked() {
        for labels in [&[][..], &[1, 1], &[0, 0]] {
            assert_eq!(ranking(&[1.0, 2.0][..labels.len()], labels), None);
        }
    }
}
