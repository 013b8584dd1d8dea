//! `pack.json`: what is in a pack, and from which commit it was made.

use std::fmt;

use super::artifacts::Artifact;
use crate::command_line::CommandLine;
use crate::peers;
use crate::program::workspace_root;

/// A test that needs the adapter, a golden value of none, and a second: if it fails, so will most others.
const SMOKE: (&str, &str) = ("proxgrad-testing-suite", "agreement::dense_gradients_of_all_lengths_agree");

/// What is in a pack.
pub(super) struct Document {
    commit: String,
    rustc: String,
    /// Names of the test programs, each with the folder of its package.
    tests: Vec<(String, String)>,
}

impl Document {
    /// # Errors
    ///
    /// Where git or the compiler do not answer.
    pub(super) fn gather(tests: &[Artifact]) -> Result<Self, String> {
        let git = |args: &[&str]| CommandLine::new("git", args).current_dir(workspace_root()).output();
        let changed = if git(&["status", "--porcelain"])?.trim().is_empty() { "" } else { " and changes" };
        Ok(Self {
            commit: format!("{}{changed}", git(&["rev-parse", "HEAD"])?.trim()),
            rustc: CommandLine::new("rustc", ["--version"]).output()?.trim().to_owned(),
            tests: tests.iter().map(|test| (test.name(), test.package.clone())).collect(),
        })
    }
}

impl fmt::Display for Document {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tests = self.tests.iter().map(|(name, package)| object(&[("name", name), ("package", package)]));
        let peers = peers::in_python().map(|(name, folder, args)| {
            let args: Vec<_> = args.iter().map(|arg| quoted(arg)).collect();
            format!(
                r#"{{"name": {}, "folder": {}, "args": [{}]}}"#,
                quoted(name),
                quoted(folder),
                args.join(", ")
            )
        });
        let (program, filter) = SMOKE;
        write!(
            f,
            r#"{{"version": {}, "commit": {}, "rustc": {},
 "smoke": {},
 "tests": {},
 "peers": {}}}
"#,
            quoted(env!("CARGO_PKG_VERSION")),
            quoted(&self.commit),
            quoted(&self.rustc),
            object(&[("program", program), ("filter", filter)]),
            list(tests),
            list(peers)
        )
    }
}

fn object(fields: &[(&str, &str)]) -> String {
    let fields: Vec<_> =
        fields.iter().map(|(key, text)| format!("{}: {}", quoted(key), quoted(text))).collect();
    format!("{{{}}}", fields.join(", "))
}

fn list(documents: impl Iterator<Item = String>) -> String {
    format!("[{}]", documents.collect::<Vec<_>>().join(",\n  "))
}

/// A string of JSON. Names, commits and versions hold no control characters.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', r"\\").replace('"', "\\\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_document_names_commit_tests_and_peers() {
        let document = Document {
            commit: "0123 and changes".to_owned(),
            rustc: "rustc \"1\"".to_owned(),
            tests: vec![("proxgrad-lib".to_owned(), ".".to_owned())],
        };
        let text = document.to_string();
        for part in [
            r#""commit": "0123 and changes", "rustc": "rustc \"1\"""#,
            r#""tests": [{"name": "proxgrad-lib", "package": "."}]"#,
            r#"{"name": "tensorflow (XLA)", "folder": "tensorflow", "args": ["--xla"]}"#,
            r#"{"name": "torch (triton)", "folder": "torch", "args": ["triton"]}"#,
        ] {
            assert!(text.contains(part), "{part} is not in {text}");
        }
    }
}
