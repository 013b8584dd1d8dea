//! The programs that `proxgrad bench` is measured beside, each in an environment of its own under
//! `target/peers`.
//!
//! `peers/README.md` says what they are and what they are asked.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use crate::command_line::CommandLine;
use crate::host::in_path;
use crate::program::{as_typed, workspace_root};
use crate::python::Environment;

/// A peer: its name in the report, and how it is installed.
#[derive(Debug)]
struct Peer {
    name: &'static str,
    kind: Kind,
}

#[derive(Debug)]
enum Kind {
    /// `peers/FOLDER/peer.py`, with the packages of `peers/FOLDER/requirements.txt`.
    Python { folder: &'static str, args: &'static [&'static str] },
    /// A variant of `peers/torch/peer.py`, which takes several GB to install and runs on NVIDIA's GPUs alone.
    Torch { variant: &'static str },
    /// A program of the package `peers/burn`.
    Burn { bin: &'static str, features: &'static [&'static str] },
}

const PEERS: &[Peer] = &[
    Peer { name: "tensorflow", kind: Kind::Python { folder: "tensorflow", args: &[] } },
    Peer { name: "tensorflow (XLA)", kind: Kind::Python { folder: "tensorflow", args: &["--xla"] } },
    Peer { name: "mindspore", kind: Kind::Python { folder: "mindspore", args: &[] } },
    Peer { name: "torch (foreach)", kind: Kind::Torch { variant: "foreach" } },
    Peer { name: "torch (fused)", kind: Kind::Torch { variant: "fused" } },
    Peer { name: "torch (sparse)", kind: Kind::Torch { variant: "sparse" } },
    Peer { name: "torch (compiled)", kind: Kind::Torch { variant: "compiled" } },
    Peer { name: "torch (triton)", kind: Kind::Torch { variant: "triton" } },
    Peer { name: "burn", kind: Kind::Burn { bin: "burn-plain", features: &[] } },
    Peer { name: "burn (fusion)", kind: Kind::Burn { bin: "burn-fusion", features: &["fusion"] } },
];

/// Installs the peers that are missing, and returns the arguments of `proxgrad bench` for all of them.
///
/// A peer that cannot be installed is no error: the report says which one is missing, and why.
pub(crate) fn args() -> Vec<OsString> {
    let mut environments = Environments::new();
    PEERS.iter().flat_map(|peer| peer.args(peer.kind.make(&mut environments))).collect()
}

/// Name, folder and arguments of each peer that is a Python script.
pub(crate) fn in_python() -> impl Iterator<Item = (&'static str, &'static str, Vec<&'static str>)> {
    PEERS.iter().filter_map(|peer| match peer.kind {
        Kind::Python { folder, args } => Some((peer.name, folder, args.to_vec())),
        Kind::Torch { variant } => Some((peer.name, TORCH, vec![variant])),
        Kind::Burn { .. } => None,
    })
}

/// Whether an environment could be made, by the folder of its peer. Two peers may share an environment, and
/// one that failed is not tried again.
type Environments = BTreeMap<&'static str, Result<(), String>>;

impl Peer {
    fn args(&self, made: Result<CommandLine, String>) -> [OsString; 2] {
        match made {
            Ok(line) => ["--peer".into(), format!("{}={line}", self.name).into()],
            Err(reason) => {
                eprintln!("warning: `{}` will be missing: {reason}", self.name);
                ["--peer-missing".into(), format!("{}={reason}", self.name).into()]
            }
        }
    }
}

impl Kind {
    /// Installs the peer where it is missing, and returns the command line that starts it.
    fn make(&self, environments: &mut Environments) -> Result<CommandLine, String> {
        match self {
            Self::Python { folder, args } => in_environment(folder, args, environments),
            Self::Torch { variant } => {
                nvidia_gpu()?;
                in_environment(TORCH, &[variant], environments)
            }
            Self::Burn { bin, features } => {
                burn_build(bin, features).run_aside().map_err(|error| format!("{error}; {BURN_NEEDS}"))?;
                Ok(CommandLine::new(burn_program(bin), [""; 0]))
            }
        }
    }
}

/// Makes the environment of a peer where it is missing, and returns the command line that starts the peer.
fn in_environment(
    folder: &'static str,
    args: &[&str],
    environments: &mut Environments,
) -> Result<CommandLine, String> {
    let environment = environment(folder);
    environments.entry(folder).or_insert_with(|| environment.make()).clone()?;
    Ok(environment.line(args.iter().map(OsString::from)))
}

/// The folder of the peers that run on NVIDIA's GPUs.
const TORCH: &str = "torch";

/// Whether NVIDIA's driver is here, without which nothing of several GB is installed.
fn nvidia_gpu() -> Result<(), String> {
    // The file is that of the driver on Linux. The tool is there on Windows as well.
    if Path::new("/dev/nvidiactl").exists() || in_path("nvidia-smi") {
        return Ok(());
    }
    Err("it needs an NVIDIA GPU with its driver, and there is neither /dev/nvidiactl nor nvidia-smi"
        .to_owned())
}

const BURN_NEEDS: &str = "cargo says above why; burn needs Rust 1.95 or newer";

/// The command line that builds a program of `peers/burn`; cargo builds only what has changed.
fn burn_build(bin: &str, features: &[&str]) -> CommandLine {
    let manifest = source_of("burn").join("Cargo.toml").into_os_string();
    let mut args: Vec<OsString> = ["build", "--release", "--bin", bin].map(OsString::from).into();
    args.extend(["--manifest-path".into(), manifest, "--target-dir".into(), made_in("burn").into()]);
    if !features.is_empty() {
        args.extend(["--features".into(), features.join(",").into()]);
    }
    CommandLine::cargo(args)
}

fn burn_program(bin: &str) -> PathBuf {
    made_in("burn").join("release").join(format!("{bin}{}", std::env::consts::EXE_SUFFIX))
}

fn environment(folder: &str) -> Environment {
    Environment { path: made_in(folder), source: source_of(folder), script: "peer.py" }
}

fn source_of(folder: &str) -> PathBuf {
    as_typed(workspace_root().join("peers").join(folder))
}

fn made_in(folder: &str) -> PathBuf {
    as_typed(workspace_root().join("target").join("peers").join(folder))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn every_peer_has_its_sources_and_a_name_of_its_own() {
        for (i, peer) in PEERS.iter().enumerate() {
            let files: &[&str] = match &peer.kind {
                Kind::Python { folder, .. } => &[folder, "requirements.txt", "peer.py"],
                Kind::Torch { .. } => &[TORCH, "requirements.txt", "peer.py", "kernels.py"],
                Kind::Burn { .. } => &["burn", "Cargo.toml", "src/lib.rs"],
            };
            let folder = workspace_root().join("peers").join(files[0]);
            assert!(files[1..].iter().all(|file| folder.join(file).is_file()), "{peer:?}");
            assert!(PEERS[..i].iter().all(|other| other.name != peer.name), "{peer:?}");
            // `NAME=COMMAND`
            assert!(!peer.name.contains('='), "{peer:?}");
        }
    }

    #[test]
    fn a_peer_is_passed_on_as_a_line_and_a_missing_one_as_a_reason() {
        let peer = Peer { name: "burn (fusion)", kind: Kind::Burn { bin: "b", features: &[] } };
        let line = CommandLine::new("a folder/python", ["-B", "peer.py"]);
        assert_eq!(peer.args(Ok(line)), ["--peer", "burn (fusion)='a folder/python' -B peer.py"]);
        assert_eq!(peer.args(Err("no pip".into())), ["--peer-missing", "burn (fusion)=no pip"]);
    }

    #[test]
    fn torch_is_installed_for_an_nvidia_gpu_alone_and_its_variants_are_those_of_the_script() {
        let mut environments = Environments::new();
        let script = fs::read_to_string(source_of(TORCH).join("peer.py")).expect("the script");
        for peer in PEERS {
            let Kind::Torch { variant } = peer.kind else { continue };
            assert!(script.contains(&format!("\n    \"{variant}\": \"")), "{variant}");
            assert_eq!(peer.name, format!("torch ({variant})"));
            if nvidia_gpu().is_err() {
                let missing = peer.kind.make(&mut environments).expect_err("there is no GPU for it");
                assert!(missing.contains("NVIDIA GPU"), "{missing}");
            }
        }
        assert!(nvidia_gpu().is_ok() || environments.is_empty());
    }

    #[test]
    fn burn_is_compiled_apart_from_the_workspace() {
        let line = burn_build("burn-fusion", &["fusion"]).to_string();
        let parts = ["cargo build --release --bin burn-fusion ", "peers/burn ", " --features fusion"];
        assert!(parts.iter().all(|part| line.contains(part)) || cfg!(windows), "{line}");
        assert!(!burn_build("burn-plain", &[]).to_string().contains("--features"));
    }
}
