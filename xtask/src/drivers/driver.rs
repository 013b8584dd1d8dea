//! Drivers that the suite runs on. A driver is chosen by variables of the environment alone.

use std::fs;
use std::path::{Path, PathBuf};

use super::layers::Layers;
use super::page::Row;
use crate::command_line::CommandLine;
use crate::debian::Package;
use crate::program::{target_folder, workspace_root};

/// The feature of `proxgrad-testing` with all backends: on each driver the same program is run.
const OTHER_BACKENDS: &str = "proxgrad-testing/other-backends";

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
    /// A part of the names of the tests; all tests where it is empty.
    tests: &'static str,
    /// Tests that are left out.
    skipped: &'static [&'static str],
    /// Whether Vulkan's validation layers can look on.
    is_vulkan: bool,
}

/// SwiftShader, which is part of Chromium. 30 MB.
pub(crate) const SWIFTSHADER: Driver = Driver {
    key: "swiftshader",
    name: "SwiftShader (Vulkan)",
    choose: choose_swiftshader,
    tests: "",
    skipped: &[],
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
        // Mesa's OpenGL waits for ever, or ends the process, where it has no memory.
        skipped: &["a_device_without_memory_is_an_error_of_who_asks_for_more_and_no_hindrance_to_warm_steps"],
        is_vulkan: false,
        ..SWIFTSHADER
    },
    // It runs no kernels, so only refusals are what they are elsewhere. Of these one needs a device whose bindings may not
    // begin everywhere, and two also look at what kernels have done.
    Driver {
        key: "noop",
        name: "wgpu's `noop` backend",
        choose: choose_noop,
        tests: "refusals::",
        skipped: &[
            "buffers_that_cannot_be_bound_are_refused",
            "more_than_one_binding_covers_is_refused",
            "rows_are_refused_where_no_window_can_begin_and_end_between_them",
        ],
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
        // wgpu's devices on one adapter share a context of OpenGL, and panic where they wait for it for a second.
        ("RUST_TEST_THREADS", "1".into()),
    ])
}

fn choose_noop() -> Result<Variables, String> {
    Ok(vec![("WGPU_BACKEND", "noop".into()), ("WGPU_NOOP_BACKEND", "1".into())])
}

impl Driver {
    /// The command that runs the tests as every check of a change does, whose compiled suite is used.
    ///
    /// # Errors
    ///
    /// Why the driver is not here.
    pub(crate) fn suite(&self) -> Result<CommandLine, String> {
        Ok(self.line(&(self.choose)()?, "", &[self.tests]))
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
            Some(Ok(layers)) => layers.watch(self.tests(&variables)),
            Some(Err(reason)) => (self.tests(&variables).transcript(), Err(format!("not watched: {reason}"))),
            None => (self.tests(&variables).transcript(), Ok("–".into())),
        };
        Row::of_suite(self.name, version, said, messages)
    }

    /// What the adapter says about itself.
    fn version(&self, variables: &Variables) -> Result<String, String> {
        let test = ["a_gpu_says_which_adapter_and_driver_it_is", "--", "--nocapture"];
        let (passed, said) = self.line(variables, OTHER_BACKENDS, &test).transcript()?;
        let adapter = said.lines().find_map(|line| line.split_once("adapter: ")).map(|(_, adapter)| adapter);
        match adapter {
            Some(adapter) if passed => Ok(adapter.to_owned()),
            _ => Err(refusal(&said)),
        }
    }

    fn tests(&self, variables: &Variables) -> CommandLine {
        let skipped = self.skipped.iter().flat_map(|name| ["--skip", *name]);
        let end = if self.skipped.is_empty() { "" } else { "--" };
        let words: Vec<_> = [self.tests, end].into_iter().chain(skipped).collect();
        self.line(variables, OTHER_BACKENDS, &words)
    }

    /// All of the workspace, as elsewhere: another selection of packages may compile wgpu once more.
    fn line(&self, variables: &Variables, features: &str, test: &[&str]) -> CommandLine {
        let mut words = vec!["test", "--workspace", "--test", "suite"];
        if !features.is_empty() {
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
        let line = DRIVERS[3].tests(&variables).to_string();
        let first = "WGPU_BACKEND=noop WGPU_NOOP_BACKEND=1 cargo test --workspace --test suite --features \
                     proxgrad-testing/other-backends refusals:: -- --skip buffers_that";
        assert!(line.starts_with(first), "{line}");
        let line = SWIFTSHADER.line(&vec![], "", &[""]).to_string();
        assert_eq!(line, "cargo test --workspace --test suite");
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
