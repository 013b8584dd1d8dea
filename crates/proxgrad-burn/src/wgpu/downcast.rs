//! Conversion between types that are equal, where only a feature of another crate decides whether they are.

use std::any::Any;

/// Returns the value as another type if that is its type, and the value as it was otherwise.
pub(crate) fn downcast<From: 'static, To: 'static>(value: From) -> Result<To, From> {
    let mut slot = Some(value);
    match (&mut slot as &mut dyn Any).downcast_mut::<Option<To>>() {
        Some(same) => Ok(same.take().expect("it was put there")),
        None => Err(slot.expect("it was put there")),
    }
}
