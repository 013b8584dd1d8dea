//! Circles of imports: sets of files that all reach one another.

use std::collections::{BTreeMap, BTreeSet};

use super::imports::Import;

/// The strongly connected components of more than one file, as a text for each: its files and the imports
/// among them.
pub(super) fn circles(imports: &[Import]) -> Vec<String> {
    let mut targets: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for Import { from, to, .. } in imports {
        targets.entry(from).or_default().push(to);
    }
    let reached: BTreeMap<&str, BTreeSet<&str>> =
        targets.keys().map(|&file| (file, reachable(file, &targets))).collect();
    let components: BTreeSet<Vec<&str>> = reached
        .iter()
        .map(|(file, others)| others.iter().copied().filter(|other| reaches(&reached, other, file)).collect())
        .filter(|component: &Vec<_>| !component.is_empty())
        .collect();
    components.iter().map(|files| describe(files, imports)).collect()
}

fn reaches(reached: &BTreeMap<&str, BTreeSet<&str>>, from: &str, to: &str) -> bool {
    reached.get(from).is_some_and(|files| files.contains(to))
}

/// All files that are imported by `file`, directly or through others; `file` itself only where it is in a
/// circle.
fn reachable<'a>(file: &'a str, targets: &BTreeMap<&str, Vec<&'a str>>) -> BTreeSet<&'a str> {
    let mut reached = BTreeSet::new();
    let mut open = vec![file];
    while let Some(file) = open.pop() {
        open.extend(targets.get(file).into_iter().flatten().filter(|&&target| reached.insert(target)));
    }
    reached
}

fn describe(files: &[&str], imports: &[Import]) -> String {
    let within =
        |import: &&Import| [&import.from, &import.to].iter().all(|file| files.contains(&file.as_str()));
    let lines: Vec<_> = imports.iter().filter(within).map(|import| format!("\n    {import}")).collect();
    format!("{} files in a circle: {}{}", files.len(), files.join(", "), lines.concat())
}

#[cfg(test)]
mod tests {
    use super::super::imports::{Sources, imports};
    use super::*;

    #[test]
    fn a_circle_is_listed_with_the_imports_that_tie_it() {
        let files = [
            ("lib", "mod a; mod b; mod c; mod d; use a::X;"),
            ("a", "use crate::b::X; use crate::d::Y;"),
            ("b", "use crate::c::X;"),
            ("c", "\nfn f(x: crate::a::X) {}"),
            ("d", ""),
        ];
        let sources: Sources = files.map(|(name, text)| (format!("src/{name}.rs"), text.to_owned())).into();
        let expected = "3 files in a circle: src/a.rs, src/b.rs, src/c.rs
    src/a.rs:1 imports src/b.rs: crate::b::X
    src/b.rs:1 imports src/c.rs: crate::c::X
    src/c.rs:2 imports src/a.rs: crate::a::X";
        assert_eq!(circles(&imports("src/lib.rs", &sources).1), [expected]);
    }
}
