//! The largest weights of a model.

use super::model::Model;

/// A weight with its feature, a row of the weights, and its output, a column.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Weight {
    pub(super) row: usize,
    pub(super) output: usize,
    pub(super) value: f32,
}

/// The sign of a weight.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Sign {
    Positive,
    Negative,
}

/// The `count` largest weights of this sign by their size, of one output or of all; of equal ones the first.
pub(super) fn largest(model: &Model, output: Option<usize>, sign: Sign, count: usize) -> Vec<Weight> {
    let columns = output.map_or(0..model.outputs, |output| output..output + 1);
    let rows = model.weights.chunks_exact(model.outputs).enumerate();
    let weights = rows.flat_map(|(row, weights)| {
        columns.clone().map(move |output| Weight { row, output, value: weights[output] })
    });
    let has_sign = |weight: &Weight| match sign {
        Sign::Positive => weight.value > 0.0,
        Sign::Negative => weight.value < 0.0,
    };
    let mut found: Vec<_> = weights.filter(has_sign).collect();
    let order = |a: &Weight, b: &Weight| {
        let by_size = b.value.abs().total_cmp(&a.value.abs());
        by_size.then((a.row, a.output).cmp(&(b.row, b.output)))
    };
    if count < found.len() {
        found.select_nth_unstable_by(count, order);
        found.truncate(count);
    }
    found.sort_unstable_by(order);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_largest_are_by_size_and_then_by_row() {
        let weights = vec![0.0, -1.0, 3.0, 2.0, -0.0, -5.0, 3.0, 0.0];
        let model = Model { outputs: 2, weights, ..Model::default() };
        let found = |output, sign, count| -> Vec<(usize, usize, f32)> {
            let found = largest(&model, output, sign, count);
            found.iter().map(|weight| (weight.row, weight.output, weight.value)).collect()
        };
        assert_eq!(found(None, Sign::Positive, 2), [(1, 0, 3.0), (3, 0, 3.0)]);
        assert_eq!(found(None, Sign::Positive, 9), [(1, 0, 3.0), (3, 0, 3.0), (1, 1, 2.0)]);
        assert_eq!(found(Some(1), Sign::Negative, 9), [(2, 1, -5.0), (0, 1, -1.0)]);
        assert_eq!(found(Some(0), Sign::Negative, 9), []);
    }
}
