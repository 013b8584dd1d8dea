//! Translates every WGSL file of a folder with naga, as wgpu does for each backend, and prints how many of them each
//! language takes. Exits with 1 where one of them is refused.

use std::{env, error::Error, ffi::OsStr, fs, path::Path, process};

use naga::{
    Module, ShaderStage,
    back::{PipelineConstants, glsl, hlsl, msl, pipeline_constants::process_overrides, spv, wgsl},
    front,
    proc::BoundsCheckPolicies,
    valid::{Capabilities, ModuleInfo, ValidationFlags, Validator},
};

type Outcome = Result<(), Box<dyn Error>>;

/// A language, and the translation into it.
type Language = (&'static str, fn(&Module, &ModuleInfo) -> Outcome);

const LANGUAGES: [Language; 5] =
    [("SPIR-V", to_spirv), ("MSL", to_msl), ("HLSL", to_hlsl), ("GLSL ES 3.1", to_glsl), ("WGSL", to_wgsl)];

fn main() {
    let folder = env::args_os().nth(1).unwrap_or_default();
    match translate_all(Path::new(&folder)) {
        Ok(true) => {}
        Ok(false) => process::exit(1),
        Err(error) => {
            eprintln!("error: {}: {error}", Path::new(&folder).display());
            process::exit(1);
        }
    }
}

/// Prints a line `LANGUAGE: TAKEN of ALL` for each language. Returns whether each has taken all of its files.
fn translate_all(folder: &Path) -> Result<bool, Box<dyn Error>> {
    let mut taken = [0; LANGUAGES.len()];
    let mut all = [0; LANGUAGES.len()];
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension() != Some(OsStr::new("wgsl")) {
            continue;
        }
        let source = fs::read_to_string(&path)?;
        let (module, info) = valid(&source)?;
        for (at, (language, translate)) in LANGUAGES.iter().enumerate() {
            // GLSL has no f16, and no adapter of wgpu's GL backend has the feature that such kernels need.
            if language.starts_with("GLSL") && source.contains("enable f16;") {
                continue;
            }
            all[at] += 1;
            match translate(&module, &info) {
                Ok(()) => taken[at] += 1,
                Err(error) => eprintln!("{language}, {}: {error}", path.display()),
            }
        }
    }
    for ((language, _), (taken, all)) in LANGUAGES.iter().zip(taken.iter().zip(all)) {
        println!("{language}: {taken} of {all}");
    }
    Ok(taken == all && all[0] > 0)
}

fn valid(source: &str) -> Result<(Module, ModuleInfo), Box<dyn Error>> {
    let module = front::wgsl::parse_str(source).map_err(|error| error.emit_to_string(source))?;
    // What WebGPU has without features, and f16.
    let mut validator = Validator::new(ValidationFlags::all(), Capabilities::SHADER_FLOAT16);
    let info = validator.validate(&module).map_err(|error| error.emit_to_string(source))?;
    let (module, info) = process_overrides(&module, &info, None, &PipelineConstants::default())?;
    Ok((module.into_owned(), info.into_owned()))
}

fn to_spirv(module: &Module, info: &ModuleInfo) -> Outcome {
    spv::write_vec(module, info, &spv::Options::default(), None)?;
    Ok(())
}

fn to_msl(module: &Module, info: &ModuleInfo) -> Outcome {
    // Metal 2 and above have what wgpu asks for. Bindings are numbered by wgpu, so here they may be missing.
    let options =
        msl::Options { lang_version: (2, 4), fake_missing_bindings: true, ..msl::Options::default() };
    msl::write_string(module, info, &options, &msl::PipelineOptions::default())?;
    Ok(())
}

fn to_hlsl(module: &Module, info: &ModuleInfo) -> Outcome {
    let model = if module_has_f16(module) { hlsl::ShaderModel::V6_2 } else { hlsl::ShaderModel::V5_1 };
    let options =
        hlsl::Options { fake_missing_bindings: true, shader_model: model, ..hlsl::Options::default() };
    let mut text = String::new();
    hlsl::Writer::new(&mut text, &options, &hlsl::PipelineOptions::default()).write(module, info, None)?;
    Ok(())
}

fn to_glsl(module: &Module, info: &ModuleInfo) -> Outcome {
    let options = glsl::Options { version: glsl::Version::new_gles(310), ..glsl::Options::default() };
    let pipeline = glsl::PipelineOptions {
        shader_stage: ShaderStage::Compute,
        entry_point: module.entry_points.first().ok_or("no entry point")?.name.clone(),
        multiview: None,
    };
    let mut text = String::new();
    glsl::Writer::new(&mut text, module, info, &options, &pipeline, BoundsCheckPolicies::default())?
        .write()?;
    Ok(())
}

fn to_wgsl(module: &Module, info: &ModuleInfo) -> Outcome {
    wgsl::write_string(module, info, wgsl::WriterFlags::empty())?;
    Ok(())
}

fn module_has_f16(module: &Module) -> bool {
    let is_f16 = |inner: &naga::TypeInner| inner.scalar() == Some(naga::Scalar::F16);
    module.types.iter().any(|(_, ty)| is_f16(&ty.inner))
}
