//! Drivers that the suite runs on. A driver is chosen by variables of the environment alone.

use std::fs;
use std::path::{Path, PathBuf};

use super::layers::Layers;
use super::page::Row;
use crate::command_line::CommandLine;
use crate::debian::Package;
use crate::program::{target_folder, workspace_root};

type Variables = Vec<(&'static str, String)>;

/// A driver, and the tests that run on it.
pub(crate) struct Driver {
    /// Name on the command line.
    pub(crate) key: &'static str,
    pub(crate) name: &'static str,
    /// The variables that choose it.
    ///
    /// Ends with `Err` where the driver is not here and cannot be brought here.
    choose: fn() -> Result<Variables, String>,
    /// A feature of `proxgrad-testing` that it needs.
    feature: Option<&'static str>,
    /// A part of the names of the tests; all tests where it is empty.
    tests: &'static str,
    /// Whether Vulkan's validation layers can look on.
    is_vulkan: bool,
}

/// SwiftShader, which is part of Chromium. 30 MB.
pub(crate) const SWIFTSHADER: Driver = Driver {
    key: "swiftshader",
    name: "SwiftShader (Vulkan)",
    choose: choose_swiftshader,
    feature: None,
    tests: "",
    is_vulkan: true,
};

/// The drivers, in the order in which they are tested.
pub(crate) const DRIVERS: [Driver; 4] = [
    Driver { key: "lavapipe", name: "lavapipe (Vulkan)", choose: choose_lavapipe, ..SWIFTSHADER },
    SWIFTSHADER,
    Driver {
        key: "gles",
        name: "llvmpipe (OpenGL ES through EGL)",
        choose: choose_gl,
        feature: Some("other-backends"),
        tests: "",
        is_vulkan: false,
    },
    // It runs no kernels, so only refusals are what they are elsewhere.
    Driver {
        key: "noop",
        name: "wgpu's `noop` backend",
        choose: choose_noop,
        feature: Some("other-backends"),
        tests: "refusals::",
        is_vulkan: false,
    },
];

const CHROMIUM: Package = Package { name: "chromium-common", file: "usr/lib/chromium/libvk_swiftshader.so" };

fn choose_swiftshader() -> Result<Variables, String> {
    let library = CHROMIUM.bring()?;
    let manifest = target_folder()?.join("debian").join("swiftshader.json");
    let text = format!(
        r#"{{"file_format_version": "1.0.0", "ICD": {{"library_path": "{}", "api_version": "1.1.0"}}}}"#,
        library.display()
    );
    fs::write(&manifest, text).map_err(|error| format!("cannot write {}: {error}", manifest.display()))?;
    Ok(vulkan_with(&manifest))
}

fn choose_lavapipe() -> Result<Variables, String> {
    Ok(vulkan_with(&lavapipe_manifest(Path::new("/usr/share/vulkan/icd.d"))?))
}

fn lavapipe_manifest(folder: &Path) -> Result<PathBuf, String> {
    let missing = || "lavapipe is not installed; `cargo xtask setup` installs it".to_owned();
    let files = fs::read_dir(folder).map_err(|_| missing())?;
    let paths = files.filter_map(|entry| Some(entry.ok()?.path()));
    let is_lavapipe =
        |path: &PathBuf| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("lvp_icd."));
    paths.filter(is_lavapipe).min().ok_or_else(missing)
}

/// Older loaders read the second variable alone.
fn vulkan_with(manifest: &Path) -> Variables {
    let manifest = manifest.display().to_string();
    vec![
        ("WGPU_BACKEND", "vulkan".into()),
        ("VK_DRIVER_FILES", manifest.clone()),
        ("VK_ICD_FILENAMES", manifest),
    ]
}

fn choose_gl() -> Result<Variables, String> {
    Ok(vec![
        ("WGPU_BACKEND", "gl".into()),
        ("EGL_PLATFORM", "surfaceless".into()),
        ("LIBGL_ALWAYS_SOFTWARE", "1".into()),
    ])
}

fn choose_noop() -> Result<Variables, String> {
    Ok(vec![("WGPU_BACKEND", "noop".into()), ("WGPU_NOOP_BACKEND", "1".into())])
}

impl Driver {
    /// The command that runs the tests.
    ///
    /// # Errors
    ///
    /// Why the driver is not here.
    pub(crate) fn suite(&self) -> Result<CommandLine, String> {
        let variables = (self.choose)()?;
        Ok(self.line(&variables, &[self.tests]))
    }

    /// Runs the tests, with the validation layers where they can look on.
    pub(crate) fn test(&self) -> Row {
        eprintln!("==> {}", self.name);
        let variables = match (self.choose)() {
            Ok(variables) => variables,
            Err(reason) => return Row::not_run(self.name, reason),
        };
        let version = match self.version(&variables) {
            Ok(version) => version,
            Err(reason) => return Row::refused(self.name, reason),
        };
        let layers = self.is_vulkan.then(Layers::bring);
        let (said, messages) = match &layers {
            Some(Ok(layers)) => layers.watch(self.line(&variables, &[self.tests])),
            Some(Err(reason)) => {
                (self.line(&variables, &[self.tests]).transcript(), Err(format!("not watched: {reason}")))
            }
            None => (self.line(&variables, &[self.tests]).transcript(), Ok("–".into())),
        };
        Row::of_suite(self.name, version, said, messages)
    }

    /// What the adapter says about itself.
    fn version(&self, variables: &Variables) -> Result<String, String> {
        let test = ["a_gpu_says_which_adapter_and_driver_it_is", "--", "--nocapture"];
        let (passed, said) = self.line(variables, &test).transcript()?;
        let adapter = said.lines().find_map(|line| line.split_once("adapter: ")).map(|(_, adapter)| adapter);
        match adapter {
            Some(adapter) if passed => Ok(adapter.to_owned()),
            _ => Err(refusal(&said)),
        }
    }

    /// All of the workspace, so that the suite which other commands have compiled is used.
    fn line(&self, variables: &Variables, test: &[&str]) -> CommandLine {
        let mut words = vec!["test", "--workspace", "--test", "suite"];
        let features = self.feature.map(|feature| format!("proxgrad-testing/{feature}"));
        if let Some(features) = &features {
            words.extend(["--features", features]);
        }
        words.extend(test.iter().filter(|word| !word.is_empty()));
        let line = CommandLine::cargo(words).current_dir(workspace_root());
        variables.iter().fold(line, |line, (name, value)| line.env(name, value))
    }
}

/// The reason in the output of a test that found no device: the line behind that of the panic.
fn refusal(said: &str) -> String {
    let mut lines = said.lines().skip_while(|line| !line.contains("panicked at"));
    lines.nth(1).unwrap_or("no device").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_driver_is_chosen_by_variables_alone() {
        let variables = choose_noop().expect("it is part of wgpu");
        let line = DRIVERS[3].line(&variables, &["refusals::"]).to_string();
        assert_eq!(
            line,
            "WGPU_BACKEND=noop WGPU_NOOP_BACKEND=1 cargo test --workspace --test suite --features \
             proxgrad-testing/other-backends refusals::"
        );
    }

    #[test]
    fn the_reason_of_a_device_that_cannot_be_opened_is_found_in_the_output() {
        let said = "running 1 test\nthread 'x' panicked at a.rs:1:2:\nno adapter was found\nThese tests\n";
        assert_eq!(refusal(said), "no adapter was found");
    }

    #[test]
    fn a_folder_without_lavapipe_is_answered_with_the_command_that_installs_it() {
        let error = lavapipe_manifest(Path::new("/nonexistent")).expect_err("no such folder");
        assert!(error.contains("cargo xtask setup"), "{error}");
    }
}
