//! Tells the program which burn it is built with: burn has no constant for that, `Cargo.lock` does.

use std::error::Error;
use std::fs;

fn main() -> Result<(), Box<dyn Error>> {
    let lock = fs::read_to_string("Cargo.lock")?;
    let version = lock
        .split_once("\nname = \"burn\"\nversion = \"")
        .and_then(|(_, rest)| rest.split_once('"'))
        .ok_or("Cargo.lock does not name burn")?
        .0;
    println!("cargo::rustc-env=BURN_VERSION={version}");
    println!("cargo::rerun-if-changed=Cargo.lock");
    Ok(())
}
