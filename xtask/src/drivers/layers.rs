//! Vulkan's validation layers, and the messages that they write.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use crate::command_line::{CommandLine, Transcript};
use crate::debian::Package;
use crate::program::target_folder;

/// The layers are those of Chromium: Debian's own package of them, `vulkan-validationlayers`, is older than WGSL in SPIR-V, and
/// checks no kernel.
const PACKAGE: Package =
    Package { name: "chromium-common", file: "usr/lib/chromium/libVkLayer_khronos_validation.so" };

/// Messages that are no fault of this library. A line has the name, a part of the text, and the reason.
const EXPECTED: &str = include_str!("expected-messages.txt");

/// The validation layers, unpacked.
pub(crate) struct Layers {
    library: PathBuf,
    /// For their manifest and settings.
    folder: PathBuf,
    version: String,
}

impl Layers {
    /// # Errors
    ///
    /// Why they cannot be brought here.
    pub(crate) fn bring() -> Result<Self, String> {
        let folder = target_folder()?.join("debian").join("layers");
        Ok(Self { library: PACKAGE.bring()?, folder, version: PACKAGE.version()? })
    }

    /// Runs a line with the layers. Returns its transcript, and how many messages there were; an error where one of
    /// them is not expected.
    pub(crate) fn watch(&self, line: CommandLine) -> (Result<Transcript, String>, Result<String, String>) {
        // Where the layers are not found, Vulkan's loader refuses to make an instance.
        let said = self.prepare().and_then(|()| self.with_layers(line).transcript());
        let messages = said.as_ref().map_err(Clone::clone).and_then(|(_, said)| judge(said));
        (said, messages.map(|count| format!("{count} (layers of Chromium {})", self.version)))
    }

    /// Tells the loader where the layers are, and the layers to write messages to stdout: a file would hold those of the
    /// newest instance alone.
    fn prepare(&self) -> Result<(), String> {
        let said = |error| format!("cannot write {}: {error}", self.folder.display());
        fs::create_dir_all(&self.folder).map_err(said)?;
        let manifest = format!(
            r#"{{"file_format_version": "1.2.0", "layer": {{"name": "VK_LAYER_KHRONOS_validation", "type": "GLOBAL",
               "library_path": "{}", "api_version": "1.4.300", "implementation_version": "1",
               "description": "validation", "instance_extensions": [
               {{"name": "VK_EXT_debug_utils", "spec_version": "1"}},
               {{"name": "VK_EXT_validation_features", "spec_version": "2"}}]}}}}"#,
            self.library.display()
        );
        fs::write(self.folder.join("validation.json"), manifest).map_err(said)?;
        let settings = "khronos_validation.debug_action = VK_DBG_LAYER_ACTION_LOG_MSG\n\
                        khronos_validation.report_flags = error,warn\n\
                        khronos_validation.enable_message_limit = false\n\
                        khronos_validation.log_filename = stdout\n";
        fs::write(self.folder.join("vk_layer_settings.txt"), settings).map_err(said)
    }

    /// The line with the layers switched on, by Vulkan's loader and by wgpu.
    fn with_layers(&self, line: CommandLine) -> CommandLine {
        line.env("VK_LAYER_PATH", &self.folder)
            .env("VK_INSTANCE_LAYERS", "VK_LAYER_KHRONOS_validation")
            .env("VK_LAYER_SETTINGS_PATH", &self.folder)
            .env("WGPU_VALIDATION", "1")
    }
}

/// The number of messages that are not expected, which is 0, and of those that are; an error with the former.
fn judge(log: &str) -> Result<String, String> {
    let (expected, others): (Vec<_>, Vec<_>) = messages(log).partition(is_expected);
    if others.is_empty() {
        let known = expected.len();
        return Ok(if known == 0 { "0".into() } else { format!("0, besides {known} that are expected") });
    }
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    others.iter().for_each(|message| *counts.entry(message.name).or_default() += 1);
    let listed: Vec<_> = counts.iter().map(|(name, count)| format!("{count} × {name}")).collect();
    Err(listed.join(", "))
}

#[derive(Debug, PartialEq, Eq)]
struct Message<'a> {
    /// For example `VUID-vkCmdDispatch-None-02699`.
    name: &'a str,
    text: &'a str,
}

/// The messages of a log, each of which begins with a line such as `Validation Error: [ NAME ] | …`.
fn messages(log: &str) -> impl Iterator<Item = Message<'_>> {
    log.split("Validation ").skip(1).filter_map(|text| {
        let (severity, rest) = text.split_once(": [ ")?;
        let is_message = ["Error", "Warning", "Performance Warning"].contains(&severity);
        let (name, text) = rest.split_once(" ]").filter(|_| is_message)?;
        Some(Message { name, text })
    })
}

fn is_expected(message: &Message<'_>) -> bool {
    expected_messages().any(|[name, part, _]| message.name == name && message.text.contains(part))
}

/// Name, part of the text, and reason of the messages that are expected.
fn expected_messages() -> impl Iterator<Item = [&'static str; 3]> {
    let lines = EXPECTED.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    lines.map(|line| {
        let mut columns = line.splitn(3, " | ");
        [(); 3].map(|()| columns.next().unwrap_or_default())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOG: &str = "Validation Error: [ VUID-a ] | MessageID = 0x2\nvkCreateShaderModule(): text [ x ]\n\n\
                       Validation Warning: [ BestPractices-b ] Object 0\n\
                       Validation Error: [ VUID-a ] | MessageID = 0x2\n    Objects: 1\n";

    #[test]
    fn messages_are_counted_by_name_and_are_faults_unless_they_are_expected() {
        let names: Vec<_> = messages(LOG).map(|message| message.name).collect();
        assert_eq!(names, ["VUID-a", "BestPractices-b", "VUID-a"]);
        assert_eq!(judge(LOG), Err("1 × BestPractices-b, 2 × VUID-a".to_owned()));
        assert_eq!(judge(""), Ok("0".to_owned()));
    }

    #[test]
    fn an_expected_message_is_expected_with_its_text_alone() {
        let with = |text: &str| format!("Validation Error: [ VUID-StandaloneSpirv-None-10684 ] | {text}\n");
        assert_eq!(
            judge(&with("the Workgroup storage class has an explicit layout")),
            Ok("0, besides 1 that are expected".to_owned())
        );
        assert!(judge(&with("the Function storage class has an explicit layout")).is_err());
    }

    #[test]
    fn every_expected_message_has_a_reason() {
        for [name, part, reason] in expected_messages() {
            assert!(name.contains('-') && !part.is_empty(), "{name}");
            assert!(reason.split_whitespace().count() > 4, "{name}: {reason}");
        }
    }
}
