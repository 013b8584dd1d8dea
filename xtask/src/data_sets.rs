//! The data sets behind the numbers of the pages: those of the repository, and downloads.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use crate::command_line::CommandLine;
use crate::program::{Program, target_folder, workspace_root};

/// Data that a command reads: the file to train on and the file to test on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Data {
    Digits,
    Sms,
    Agaricus,
    Rcv1,
}

/// Public addresses of data; the file is called like the last part. `docs/data.md` says more.
const AGARICUS: [&str; 2] = [
    "https://raw.githubusercontent.com/dmlc/xgboost/master/demo/data/agaricus.txt.train",
    "https://raw.githubusercontent.com/dmlc/xgboost/master/demo/data/agaricus.txt.test",
];
const RCV1: [&str; 2] = [
    "https://raw.githubusercontent.com/VowpalWabbit/vowpal_wabbit/master/test/train-sets/rcv1_small.dat",
    "https://raw.githubusercontent.com/VowpalWabbit/vowpal_wabbit/master/test/test-sets/rcv1_small_test.data",
];

impl Data {
    /// The files, downloaded where they are not there yet.
    ///
    /// # Errors
    ///
    /// The message to print where there is neither a file nor a way to download it.
    pub(crate) fn files(self, program: &Program) -> Result<[PathBuf; 2], String> {
        let folder = target_folder()?.join("data");
        match self {
            Self::Digits => {
                let files = ["digits.train.libsvm", "digits.test.libsvm"].map(|name| folder.join(name));
                program.line(["demo".as_ref(), "--save-data".as_ref(), folder.as_os_str()]).output()?;
                Ok(files)
            }
            Self::Sms => {
                Ok(["sms.train.vw", "sms.test.vw"].map(|name| workspace_root().join("data").join(name)))
            }
            Self::Agaricus => downloaded(&AGARICUS, &folder),
            Self::Rcv1 => downloaded(&RCV1, &folder),
        }
    }
}

/// Files of public addresses: from `PROXGRAD_DATA`, else from an earlier download, else downloaded.
fn downloaded(addresses: &[&str; 2], folder: &Path) -> Result<[PathBuf; 2], String> {
    let given = env::var_os("PROXGRAD_DATA").map(|folder| workspace_root().join(folder));
    let folder = given.as_deref().unwrap_or(folder);
    let files = addresses.map(|address| folder.join(address.rsplit('/').next().unwrap_or(address)));
    for (address, file) in addresses.iter().zip(&files).filter(|(_, file)| !file.is_file()) {
        if given.is_some() {
            return Err(format!("PROXGRAD_DATA has no {}", file.display()));
        }
        fs::create_dir_all(folder).map_err(|error| format!("cannot make {}: {error}", folder.display()))?;
        let part = file.with_extension("part");
        let args = ["--silent", "--show-error", "--fail", "--location", "--max-time", "60", "--output"];
        let args =
            args.iter().map(|arg| (*arg).into()).chain([part.clone().into_os_string(), (*address).into()]);
        CommandLine::new("curl", args).ask(&[0]).map_err(|error| {
            format!(
                "{error}; set PROXGRAD_DATA to a folder with {}",
                file.file_name().unwrap_or_default().display()
            )
        })?;
        fs::rename(&part, file).map_err(|error| format!("cannot rename {}: {error}", part.display()))?;
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_address_is_on_the_page_about_data() {
        let page = fs::read_to_string(workspace_root().join("docs/data.md")).expect("the page");
        for address in AGARICUS.iter().chain(&RCV1) {
            assert!(page.contains(address), "{address}");
        }
    }
}
