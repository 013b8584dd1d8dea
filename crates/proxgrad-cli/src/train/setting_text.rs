//! Settings for people: names and values as a command line has them.

use serde_json::Value;

/// The name of a setting as an option has it.
pub(super) fn dashed(name: &str) -> String {
    name.replace('_', "-")
}

/// A value as a command line has it, but for lists, which may be long.
pub(super) fn text(value: &Value) -> String {
    match value {
        Value::Null => "none".to_owned(),
        Value::String(text) => text.clone(),
        Value::Array(values) => format!("a list of {} values", values.len()),
        Value::Object(schedule) => schedule.iter().map(|(name, arguments)| call(name, arguments)).collect(),
        Value::Number(number) => {
            let number = number.to_string();
            number.strip_suffix(".0").map_or(number.clone(), str::to_owned)
        }
        Value::Bool(_) => value.to_string(),
    }
}

/// A schedule with its arguments.
fn call(name: &str, arguments: &Value) -> String {
    let arguments = arguments.as_object().into_iter().flatten();
    let arguments: Vec<_> = arguments.map(|(name, value)| format!("{name}={}", text(value))).collect();
    format!("{name}({})", arguments.join(", "))
}
