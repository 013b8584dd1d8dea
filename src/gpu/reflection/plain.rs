//! Kernels as plain WGSL, in which constants stand in place of overrides, for compilers other than naga.

use std::{collections::BTreeMap, env, fs, path::Path};

use wgpu::naga::front::wgsl;

use super::{Axis, Form, Kernel};

impl Form {
    /// The source with a constant of the same name and type in place of each override.
    fn plain_text(self, software: bool) -> String {
        let shader = self.shader();
        let constants = shader.constants(self.kernel, self.variant, software);
        let values: BTreeMap<_, _> = constants.into_iter().collect();
        shader.text().lines().map(|line| plain_line(line, &values) + "\n").collect()
    }
}

/// A line, in which `override NAME: TYPE;` becomes a constant.
fn plain_line(line: &str, values: &BTreeMap<&str, f64>) -> String {
    let Some(declared) = line.strip_prefix("override ") else { return line.to_owned() };
    let (name, of) = declared.split_once(": ").unwrap_or_else(|| panic!("{line} has no type"));
    let of = of.split([' ', ';']).next().unwrap_or_default();
    let value = values.get(name).unwrap_or_else(|| panic!("{name} has no value"));
    let value = match of {
        "bool" => (*value != 0.0).to_string(),
        // With a point or an exponent, which makes it a number of any size.
        "f32" => format!("{value:?}"),
        _ => value.to_string(),
    };
    format!("const {name}: {of} = {of}({value});")
}

/// By text, the name of the first kernel that is compiled from it.
fn all_plain_texts() -> BTreeMap<String, String> {
    let mut texts = BTreeMap::new();
    for (index, form) in Form::all().enumerate() {
        for software in [false, true] {
            let name = || {
                format!("{index:04}-{}{}", form.shader().entry_point, if software { "-software" } else { "" })
            };
            texts.entry(form.plain_text(software)).or_insert_with(name);
        }
    }
    texts
}

/// Where `PROXGRAD_TEST_SHADERS` names a folder, the kernels are written there, which `cargo xtask test --drivers` gives to
/// other compilers.
#[test]
fn kernels_are_wgsl_without_overrides_too() {
    let texts = all_plain_texts();
    assert!(texts.len() > 200, "{}", texts.len());
    assert!(texts.keys().all(|text| !text.contains("override ")));
    for kernel in Kernel::all() {
        let text = Form::plain(kernel).plain_text(false);
        assert!(texts.contains_key(&text), "{kernel:?}");
        wgsl::parse_str(&text).unwrap_or_else(|error| panic!("{kernel:?}: {}", error.emit_to_string(&text)));
    }
    if let Some(folder) = env::var_os("PROXGRAD_TEST_SHADERS") {
        let folder = Path::new(&folder);
        fs::create_dir_all(folder).unwrap();
        for (text, name) in &texts {
            fs::write(folder.join(format!("{name}.wgsl")), text).unwrap();
        }
    }
}
