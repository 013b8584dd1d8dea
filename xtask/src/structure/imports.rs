//! Which file of a crate imports which: paths resolved along the tree of modules.

use std::collections::BTreeMap;
use std::fmt;

use super::items::{Items, Path, Use};

/// Source texts by path, such as `src/rule/lazy.rs`.
pub(super) type Sources = BTreeMap<String, String>;

/// One file names an item of another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Import {
    pub(super) from: String,
    pub(super) to: String,
    line: usize,
    path: String,
}

impl fmt::Display for Import {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{} imports {}: {}", self.from, self.line, self.to, self.path)
    }
}

/// The modules of one crate. The first one is the crate's root.
#[derive(Default)]
struct Modules {
    modules: Vec<Module>,
}

struct Module {
    file: String,
    /// Index of the parent; the root is its own.
    parent: usize,
    children: BTreeMap<String, usize>,
    uses: Vec<Use>,
    paths: Vec<Path>,
}

/// Files of the crate whose root is the file `root`, and its imports, the first one for every pair of files.
///
/// Modules behind `#[cfg(test)]` are no part of it.
pub(super) fn imports(root: &str, sources: &Sources) -> (Vec<String>, Vec<Import>) {
    let mut modules = Modules::default();
    let folder = root.rsplit_once('/').map_or("", |(folder, _)| folder);
    modules.add(Items::of(&sources[root]), root, folder, 0, sources);

    let mut imports = BTreeMap::new();
    for (index, module) in modules.modules.iter().enumerate() {
        for path in module.uses.iter().map(|u| &u.path).chain(&module.paths) {
            let Some(target) = modules.resolve(index, &path.segments) else { continue };
            let (from, to) = (&module.file, &modules.modules[target.module].file);
            if from != to {
                imports.entry((from, to)).or_insert_with(|| Import {
                    from: from.clone(),
                    to: to.clone(),
                    line: path.line,
                    path: path.segments.join("::"),
                });
            }
        }
    }
    let mut files: Vec<_> = modules.modules.iter().map(|module| module.file.clone()).collect();
    files.sort();
    files.dedup();
    (files, imports.into_values().collect())
}

/// Where a path leads.
#[derive(Clone, Copy)]
struct Target {
    module: usize,
    /// Whether the path names an item of the module, and not the module itself.
    is_item: bool,
}

impl Modules {
    /// Adds a module and those below it, and returns its index. Files of its children lie in `folder`.
    fn add(&mut self, items: Items, file: &str, folder: &str, parent: usize, sources: &Sources) -> usize {
        let index = self.modules.len();
        let Items { children, uses, paths } = items;
        let file = file.to_owned();
        self.modules.push(Module { file: file.clone(), parent, children: BTreeMap::new(), uses, paths });
        for child in children {
            let below = format!("{folder}/{}", child.name);
            let (items, file) = match child.inline {
                Some(items) => (items, file.clone()),
                None => {
                    let file = [format!("{below}.rs"), format!("{below}/mod.rs")]
                        .into_iter()
                        .find(|file| sources.contains_key(file))
                        .unwrap_or_else(|| {
                            panic!("{file} has `mod {};`, but no {below}.rs is there", child.name)
                        });
                    (Items::of(&sources[&file]), file)
                }
            };
            let added = self.add(items, &file, &below, index, sources);
            self.modules[index].children.insert(child.name, added);
        }
        index
    }

    /// The module that a path leads to from `module`, or whose item it names; `None` outside of the crate.
    ///
    /// A re-export is an item of the module that re-exports.
    fn resolve(&self, module: usize, path: &[String]) -> Option<Target> {
        let (first, rest) = path.split_first()?;
        let found = &self.modules[module];
        let start = match first.as_str() {
            "crate" => Target { module: 0, is_item: false },
            "self" => Target { module, is_item: false },
            "super" => Target { module: found.parent, is_item: false },
            name => match found.children.get(name) {
                Some(&module) => Target { module, is_item: false },
                None => self.resolve_used(module, name)?,
            },
        };
        Some(rest.iter().fold(start, |target, segment| self.step(target, segment)))
    }

    /// Where a name leads that a `use` declaration brought into the scope of `module`.
    fn resolve_used(&self, module: usize, name: &str) -> Option<Target> {
        let used = self.modules[module].uses.iter().find(|used| used.name.as_deref() == Some(name))?;
        // `use name;` and `use name::name;` are of another crate.
        if used.path.segments[0] == name { None } else { self.resolve(module, &used.path.segments) }
    }

    fn step(&self, target: Target, segment: &str) -> Target {
        let module = &self.modules[target.module];
        match (segment, module.children.get(segment)) {
            _ if target.is_item => target,
            ("super", _) => Target { module: module.parent, is_item: false },
            (_, Some(&child)) => Target { module: child, is_item: false },
            (_, None) => Target { is_item: true, ..target },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The imports of a crate with these files, as `from -> to`; without folder and extension.
    fn arrows(files: &[(&str, &str)]) -> Vec<String> {
        let sources =
            files.iter().map(|(name, text)| (format!("src/{name}.rs"), (*text).to_owned())).collect();
        let short = |file: &str| file.trim_start_matches("src/").trim_end_matches(".rs").to_owned();
        let (_, imports) = imports("src/lib.rs", &sources);
        imports.iter().map(|import| format!("{} -> {}", short(&import.from), short(&import.to))).collect()
    }

    #[test]
    fn an_item_through_a_module_file_is_of_that_file() {
        let files = [
            ("lib", "mod plan; mod step;"),
            ("plan", "mod kernel; pub(crate) use kernel::Kernel;"),
            ("plan/kernel", "pub(crate) struct Kernel;"),
            ("step", "use crate::plan::Kernel;"),
        ];
        assert_eq!(arrows(&files), ["plan -> plan/kernel", "step -> plan"]);
    }

    #[test]
    fn a_path_that_passes_through_a_module_file_is_none_of_it() {
        let files = [
            ("lib", "mod plan; mod step;"),
            ("plan", "pub(crate) mod kernel; mod input;"),
            ("plan/kernel", "pub(crate) struct Kernel;"),
            ("plan/input", "use super::kernel::Kernel;"),
            ("step", "fn f() { crate::plan::kernel::g(); }"),
        ];
        assert_eq!(arrows(&files), ["plan/input -> plan/kernel", "step -> plan/kernel"]);
    }

    #[test]
    fn names_in_scope_lead_where_their_use_says() {
        let files = [
            ("lib", "mod a; mod b; mod c; fn f() { c::inner::g(); }"),
            (
                "a",
                "use crate::c as d; use std::fmt; use half; fn f() { d::inner::g(); fmt::h(); half::i(); }",
            ),
            ("b", "use crate::c::Item; fn f() { Item::inner::<u8>(); }"),
            ("c", "pub(crate) mod inner;"),
            ("c/inner", "pub(crate) fn g() {}"),
        ];
        assert_eq!(arrows(&files), ["a -> c", "a -> c/inner", "b -> c", "lib -> c/inner"]);
    }

    #[test]
    fn an_inline_module_belongs_to_its_file() {
        let files = [
            ("lib", "mod a; mod b;"),
            ("a", "pub(crate) mod inner { use super::Own; use super::super::b::X; mod deep; }"),
            ("a/inner/deep", ""),
            ("b", "fn f(x: crate::a::inner::Y) {}"),
        ];
        assert_eq!(arrows(&files), ["a -> b", "b -> a"]);
    }

    #[test]
    fn a_macro_that_is_used_by_path_is_an_item() {
        let files = [
            ("lib", "mod a; mod b;"),
            ("a", "macro_rules! m { () => { $crate::b::f() } } pub(crate) use m;"),
            ("b", "crate::a::m!();"),
        ];
        assert_eq!(arrows(&files), ["a -> b", "b -> a"]);
    }
}
