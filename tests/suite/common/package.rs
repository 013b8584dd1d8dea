//! Where the files lie that tests read.

use std::{env, path::PathBuf};

/// The folder of this package: a test program may run where it was not compiled, and is then told at run time.
pub(crate) fn package_folder() -> PathBuf {
    env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into()).into()
}
