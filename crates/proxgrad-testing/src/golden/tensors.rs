//! The values of a parameter and the tensors of its state, by name.

use std::collections::BTreeMap;

use super::failure::Failure;

/// The name of the values; all other tensors are state.
pub(crate) const PARAM: &str = "param";

/// The values and the state of one parameter, or what a file expects of them.
pub(crate) type Tensors<T = Vec<f32>> = BTreeMap<String, T>;

/// Pairs each tensor of the optimizer with what a file expects of it.
///
/// # Errors
/// The file expects other tensors than there are: with fewer, it would check less than it seems to.
pub(crate) fn paired<'a, T>(
    got: &'a Tensors,
    want: &'a Tensors<T>,
) -> Result<impl Iterator<Item = (&'a String, &'a Vec<f32>, &'a T)>, Failure> {
    if got.keys().ne(want.keys()) {
        let (want, got) = (names(want), names(got));
        return Err(Failure::Malformed(format!("it expects the tensors {want}; there are {got}")));
    }
    Ok(got.iter().zip(want.values()).map(|((name, got), want)| (name, got, want)))
}

fn names<T>(tensors: &Tensors<T>) -> String {
    tensors.keys().map(String::as_str).collect::<Vec<_>>().join(", ")
}
