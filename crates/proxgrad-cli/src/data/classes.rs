//! The classes of a model: the labels of its training data.

use std::collections::HashMap;

use thiserror::Error;

use super::{
    error::{LineError, TooMany},
    label::Label,
    span::Span,
};

/// The most labels that an error lists.
const LISTED: usize = 20;

/// The label of each class, ascending, so that the larger of two is class 1, the positive class.
#[derive(Debug, PartialEq)]
pub(crate) struct Classes {
    labels: Vec<i64>,
}

/// The reason why names cannot be the classes of a model.
#[derive(Debug, Error, PartialEq)]
pub(crate) enum ClassesError {
    /// A name that is no label.
    #[error("expected whole numbers as class names, found {name:?}")]
    Name { name: String },
    /// Names that are not ascending, as classes are.
    #[error("expected class names in ascending order, found {next} after {last}")]
    Order { last: i64, next: i64 },
    /// A single class, or none.
    #[error("expected at least two class names, found {count}")]
    Few { count: usize },
    /// More classes than an index can represent.
    #[error(transparent)]
    TooMany(#[from] TooMany),
}

impl Classes {
    /// The classes of a saved model, by [`Self::names`].
    ///
    /// # Errors
    ///
    /// When they are not at least two whole numbers in ascending order.
    pub(crate) fn from_names(names: &[String]) -> Result<Self, ClassesError> {
        let label = |name: &String| {
            let label = Label::parse(Span::of_line(name));
            label.map(|label| label.number).map_err(|_| ClassesError::Name { name: name.clone() })
        };
        let labels = names.iter().map(label).collect::<Result<Vec<_>, _>>()?;
        if let Some(pair) = labels.windows(2).find(|pair| pair[0] >= pair[1]) {
            return Err(ClassesError::Order { last: pair[0], next: pair[1] });
        }
        if labels.len() < 2 {
            return Err(ClassesError::Few { count: labels.len() });
        }
        TooMany::check(labels.len(), "classes")?;
        Ok(Self { labels })
    }

    /// The number of classes, at least 2.
    pub(crate) fn len(&self) -> usize {
        self.labels.len()
    }

    /// `[classes]`; each label as a whole number: "-1", "0", "3".
    pub(crate) fn names(&self) -> Vec<String> {
        self.labels.iter().map(i64::to_string).collect()
    }

    /// `[classes]`; each label, ascending.
    pub(crate) fn labels(&self) -> &[i64] {
        &self.labels
    }

    /// The class of a label.
    ///
    /// # Errors
    ///
    /// When it is none of the classes.
    pub(super) fn class(&self, label: Label<'_>) -> Result<u32, LineError> {
        let index = self.labels.binary_search(&label.number).map_err(|_| self.unknown(label))?;
        TooMany::check(index, "classes").map_err(|error| LineError::too_many(label.at, error))
    }

    fn unknown(&self, label: Label<'_>) -> LineError {
        let mut names: Vec<_> = self.labels.iter().take(LISTED).map(i64::to_string).collect();
        if self.len() > LISTED {
            names.push(format!("… {}", self.labels[self.len() - 1]));
        }
        LineError::new(label.at, format!("a label that occurs in training ({})", names.join(", ")))
    }
}

/// Labels, numbered in their order of appearance until all are known and can be sorted.
#[derive(Default)]
pub(super) struct SeenClasses {
    /// Label to number.
    numbers: HashMap<i64, u32>,
}

impl SeenClasses {
    /// The number of a label; a new label gets the next number.
    ///
    /// # Errors
    ///
    /// When 32 bits cannot count the labels.
    pub(super) fn class(&mut self, label: Label<'_>) -> Result<u32, LineError> {
        let next = TooMany::check(self.numbers.len(), "classes");
        let next = next.map_err(|error| LineError::too_many(label.at, error))?;
        Ok(*self.numbers.entry(label.number).or_insert(next))
    }

    /// The label, where there is only one.
    pub(super) fn only(&self) -> Option<i64> {
        let mut labels = self.numbers.keys();
        labels.next().copied().filter(|_| labels.next().is_none())
    }

    /// Sorts the classes and renumbers `labels` accordingly.
    pub(super) fn sort(self, labels: &mut [u32]) -> Classes {
        let mut seen: Vec<_> = self.numbers.into_iter().collect();
        seen.sort_unstable();
        let mut class_of = vec![0; seen.len()];
        for (class, &(_, number)) in (0..).zip(&seen) {
            class_of[number as usize] = class;
        }
        for label in labels {
            *label = class_of[*label as usize];
        }
        Classes { labels: seen.into_iter().map(|(label, _)| label).collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(|&name| name.to_owned()).collect()
    }

    #[test]
    fn names_make_the_same_classes_again() {
        let saved = names(&["-1", "0", "10"]);
        assert_eq!(Classes::from_names(&saved).map(|classes| classes.names()), Ok(saved));
    }

    #[test]
    fn names_that_no_training_makes_are_refused() {
        let cases: [(&[&str], &str); 5] = [
            (&["0", "spam"], "expected whole numbers as class names, found \"spam\""),
            (&["0", "0.5"], "expected whole numbers as class names, found \"0.5\""),
            (&["1", "-1"], "expected class names in ascending order, found -1 after 1"),
            (&["1", "1.0"], "expected class names in ascending order, found 1 after 1"),
            (&["1"], "expected at least two class names, found 1"),
        ];
        for (input, expected) in cases {
            let error = Classes::from_names(&names(input)).unwrap_err();
            assert_eq!(error.to_string(), expected, "{input:?}");
        }
    }

    #[test]
    fn sorting_renumbers_labels() {
        let numbers = HashMap::from([(5, 0), (-3, 1), (0, 2)]);
        let mut labels = [0, 1, 2, 0];
        let classes = SeenClasses { numbers }.sort(&mut labels);
        assert_eq!(classes.names(), ["-3", "0", "5"]);
        assert_eq!(labels, [2, 0, 1, 2]);
    }

    #[test]
    fn an_unknown_label_lists_no_more_than_it_must() {
        let classes = Classes { labels: (0..100).collect() };
        let label = Label { number: 100, at: Span::of_line("100") };
        assert_eq!(
            classes.class(label).unwrap_err().to_string(),
            "1: expected a label that occurs in training \
             (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, … 99), found \"100\""
        );
    }
}
