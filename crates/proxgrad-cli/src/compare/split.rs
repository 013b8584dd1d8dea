//! A part of the training data that is held out, to choose learning rates on.

use crate::data::Dataset;

/// One example of so many is held out.
const OF: usize = 5;

/// Splits a data set into examples to train on and examples that are held out, at random, by the seed.
pub(super) fn split(dataset: &Dataset, seed: u64) -> [Dataset; 2] {
    let mut order: Vec<_> = (0..dataset.len()).collect();
    fastrand::Rng::with_seed(seed).shuffle(&mut order);
    let (held_out, rest) = order.split_at((dataset.len() / OF).max(1).min(dataset.len()));
    [rest, held_out].map(|examples| {
        let mut examples = examples.to_vec();
        // As in the file.
        examples.sort_unstable();
        part(dataset, &examples)
    })
}

/// These examples of a data set.
fn part(dataset: &Dataset, examples: &[usize]) -> Dataset {
    let mut part = Dataset::new();
    for &example in examples {
        let (features, values) = dataset.example(example);
        features.iter().zip(values).for_each(|(&feature, &value)| part.push_entry(feature, value));
        let ended = part.end_example(dataset.labels[example]);
        ended.expect("a part has no more entries than the whole");
    }
    part
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_example_is_in_one_of_the_parts() {
        let mut dataset = Dataset::new();
        for example in 0..23 {
            (0..example % 3).for_each(|i| dataset.push_entry(10 * example + i, 1.5));
            dataset.end_example(example).unwrap();
        }
        let parts = split(&dataset, 7);
        assert_eq!(parts.each_ref().map(Dataset::len), [19, 4]);
        let mut labels: Vec<_> = parts.iter().flat_map(|part| part.labels.clone()).collect();
        labels.sort_unstable();
        assert_eq!(labels, dataset.labels);
        for part in &parts {
            for (i, &label) in part.labels.iter().enumerate() {
                assert_eq!(part.example(i), dataset.example(label as usize));
            }
        }
        assert_eq!(split(&dataset, 7), parts);
        assert_ne!(split(&dataset, 8), parts);
    }
}
