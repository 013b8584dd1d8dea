//! `cargo xtask test --drivers`: the suite on every driver that is here or can be brought here, Vulkan's validation layers,
//! and the compilers of other platforms.

mod driver;
mod layers;
mod page;
mod translation;

use std::fs;

use crate::program::workspace_root;
use driver::{DRIVERS, SWIFTSHADER};
use page::{Row, with_section};

/// Name of the compilers on the command line.
const COMPILERS: &str = "compilers";

/// The integration tests on SwiftShader, without the random configurations beside those of all pairs.
///
/// # Errors
///
/// The message to print where the driver cannot be brought here, or tests fail.
pub(crate) fn swiftshader() -> Result<(), String> {
    SWIFTSHADER.suite()?.env("PROXGRAD_TEST_CASES", "0").check()
}

/// Runs what is named, or everything, and writes the section "Drivers" of `docs/reliability.md`, in which the other rows stay.
/// Returns the exit code: 1 where a driver that is here did not pass.
///
/// # Errors
///
/// The message to print where nothing has a name, or where the section cannot be written.
pub(crate) fn test(names: &[String]) -> Result<i32, String> {
    let known: Vec<_> = DRIVERS.iter().map(|driver| driver.key).chain([COMPILERS]).collect();
    if let Some(name) = names.iter().find(|name| !known.contains(&name.as_str())) {
        return Err(format!("no driver is called `{name}`; there are: {}", known.join(", ")));
    }
    let is_named = |key: &str| names.is_empty() || names.iter().any(|name| name == key);
    let test = |driver: &driver::Driver| {
        if is_named(driver.key) { driver.test() } else { Row::kept(driver.name) }
    };
    let drivers: Vec<_> = DRIVERS.iter().map(test).collect();
    let compilers = if is_named(COMPILERS) { translation::test() } else { translation::kept() };
    let page = workspace_root().join("docs/reliability.md");
    let before = fs::read_to_string(&page).unwrap_or_default();
    let text = with_section(&before, &drivers, &compilers);
    fs::write(&page, text).map_err(|error| format!("cannot write {}: {error}", page.display()))?;
    let rows = drivers.iter().chain(&compilers);
    rows.clone().filter(|row| !row.is_kept()).for_each(|row| eprintln!("{}: {}", row.name, row.outcome));
    Ok(i32::from(rows.into_iter().any(Row::has_failed)))
}
