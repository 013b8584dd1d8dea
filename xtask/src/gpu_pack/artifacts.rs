//! The programs that cargo has built, as it says with `--message-format=json`.

use std::path::{Path, PathBuf};

use crate::program::workspace_root;

/// A program that cargo has built.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Artifact {
    pub(super) path: PathBuf,
    /// The folder of its package, relative to the workspace; `.` for the library's.
    pub(super) package: String,
    /// `lib`, `bin` or `test`.
    kind: String,
    pub(super) target: String,
    /// Whether it runs tests.
    pub(super) is_test: bool,
}

impl Artifact {
    /// A name that no other test program has: `proxgrad-cli-cli` for `tests/cli`, `proxgrad-cli-bin` for unit tests.
    pub(super) fn name(&self) -> String {
        let package = self.package.rsplit('/').next().filter(|package| *package != ".").unwrap_or("proxgrad");
        let of = if self.kind == "test" { &self.target } else { &self.kind };
        format!("{package}-{of}")
    }
}

/// The programs in cargo's messages, in the order of their names.
///
/// # Errors
///
/// A message without what every program has.
pub(super) fn of_messages(messages: &str) -> Result<Vec<Artifact>, String> {
    let lines = messages.lines().filter(|line| line.contains(r#""executable":""#));
    let artifact = |line: &str| {
        artifact(line, workspace_root()).ok_or_else(|| format!("cannot read this message of cargo's: {line}"))
    };
    let mut all = lines.map(artifact).collect::<Result<Vec<_>, _>>()?;
    all.retain(|artifact| artifact.kind != "example" && artifact.kind != "bench");
    all.sort_by_key(Artifact::name);
    Ok(all)
}

fn artifact(line: &str, root: &Path) -> Option<Artifact> {
    let manifest = PathBuf::from(text(line, r#""manifest_path":""#)?);
    let package = manifest.parent()?.strip_prefix(root).ok()?.to_str()?.replace('\\', "/");
    let (_, target) = line.split_once(r#""target":{"#)?;
    let (_, profile) = target.split_once(r#""profile":{"#)?;
    Some(Artifact {
        path: text(line, r#""executable":""#)?.into(),
        package: if package.is_empty() { ".".to_owned() } else { package },
        kind: text(target, r#""kind":[""#)?,
        target: text(target, r#""name":""#)?,
        is_test: profile.split_once('}')?.0.contains(r#""test":true"#),
    })
}

/// The string that follows `key`, which ends with its opening quote.
fn text(line: &str, key: &str) -> Option<String> {
    let (_, rest) = line.split_once(key)?;
    let mut text = String::new();
    let mut rest = rest.chars();
    loop {
        match rest.next()? {
            '"' => return Some(text),
            // Paths escape nothing but quotes and backslashes.
            '\\' => text.push(rest.next()?),
            c => text.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MESSAGE: &str = r#"{"reason":"compiler-artifact","package_id":"path+file:///w/crates/proxgrad-cli#0.1.0","manifest_path":"/w/crates/proxgrad-cli/Cargo.toml","target":{"kind":["test"],"crate_types":["bin"],"name":"cli","src_path":"/w/x.rs","test":true},"profile":{"opt_level":"2","test":true},"features":[],"executable":"/w/a \"b\"/cli-1","fresh":false}"#;

    #[test]
    fn a_message_names_the_program_its_package_and_what_it_is() {
        let artifact = artifact(MESSAGE, Path::new("/w")).expect("a program");
        let want = Artifact {
            path: "/w/a \"b\"/cli-1".into(),
            package: "crates/proxgrad-cli".to_owned(),
            kind: "test".to_owned(),
            target: "cli".to_owned(),
            is_test: true,
        };
        assert_eq!((artifact.name().as_str(), artifact), ("proxgrad-cli-cli", want));
    }

    #[test]
    fn a_program_under_test_is_no_test_although_its_target_may_have_some() {
        let program = MESSAGE.replace(r#""2","test":true"#, r#""2","test":false"#);
        assert!(!artifact(&program, Path::new("/w")).expect("a program").is_test);
        let library = MESSAGE.replace("/w/crates/proxgrad-cli/", "/w/").replace(r#"["test"]"#, r#"["lib"]"#);
        let library = artifact(&library, Path::new("/w")).expect("a program");
        assert_eq!((library.package.as_str(), library.name().as_str()), (".", "proxgrad-lib"));
    }
}
