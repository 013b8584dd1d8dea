//! The name of a feature.

use serde::Serialize;

/// The name of a feature. Two features have the same name only where the program that a format comes from takes them
/// for one.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub(super) enum Name<'a> {
    /// libsvm: a whole number without leading zeros.
    Index { index: &'a str },
    /// Vowpal Wabbit: `|namespace feature`; both may be empty.
    Named { namespace: &'a str, feature: &'a str },
    /// Vowpal Wabbit: `|namespace feature:text`, a category; the feature may be empty.
    Text { namespace: &'a str, feature: &'a str, text: &'a str },
    /// Vowpal Wabbit: `|namespace :value`, the feature without a name at this place among those of its namespace.
    Position { namespace: &'a str, position: usize },
}

impl<'a> Name<'a> {
    /// The name as one string, which is the key of the vocabulary and stands in saved models; built in `buffer`.
    ///
    /// No two names have the same key: names have neither spaces nor `|`, features have no `:`, and the first `^` ends
    /// a namespace, unless a `|` says that the namespace has a `^` itself.
    #[inline]
    pub(super) fn key<'b>(&self, buffer: &'b mut String) -> &'b str
    where
        'a: 'b,
    {
        buffer.clear();
        match *self {
            Self::Index { index } => return index,
            Self::Named { namespace, feature } => {
                [namespace, end(namespace), feature].iter().for_each(|part| buffer.push_str(part));
            }
            Self::Text { namespace, feature, text } => {
                buffer.extend([namespace, end(namespace), feature, ":", text]);
            }
            Self::Position { namespace, position } => {
                buffer.extend([namespace, end(namespace), " ", &position.to_string()]);
            }
        }
        buffer
    }
}

/// What separates a namespace from what follows.
fn end(namespace: &str) -> &'static str {
    if namespace.contains('^') { "|" } else { "^" }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    #[test]
    fn no_two_names_have_the_same_key() {
        let parts = ["", "a", "^", "a^", "^a", "a^b", "b"];
        let mut names = vec![Name::Index { index: "0" }, Name::Index { index: "10" }];
        for namespace in parts {
            names.extend([0, 1, 10].map(|position| Name::Position { namespace, position }));
            for feature in parts {
                names.push(Name::Named { namespace, feature });
                let texts = ["x", "^", ":", "a:b", ":0"];
                names.extend(texts.map(|text| Name::Text { namespace, feature, text }));
            }
        }
        let mut seen = HashMap::new();
        for name in &names {
            let mut key = String::new();
            if let Some(other) = seen.insert(name.key(&mut key).to_owned(), name) {
                panic!("{name:?} and {other:?} are both {key:?}");
            }
        }
        assert_eq!(seen.len(), 2 + 7 * 3 + 7 * 7 * 6);
    }

    // Models that were saved with these keys must go on loading.
    #[test]
    fn keys_stay_what_they_are() {
        let key = |name: Name<'_>| name.key(&mut String::new()).to_owned();
        assert_eq!(key(Name::Index { index: "3" }), "3");
        assert_eq!(key(Name::Named { namespace: "f", feature: "a" }), "f^a");
        assert_eq!(key(Name::Named { namespace: "", feature: "a^b" }), "^a^b");
        assert_eq!(key(Name::Named { namespace: "a^b", feature: "c" }), "a^b|c");
        assert_eq!(key(Name::Text { namespace: "f", feature: "a", text: "x" }), "f^a:x");
        assert_eq!(key(Name::Position { namespace: "f", position: 0 }), "f^ 0");
    }
}
