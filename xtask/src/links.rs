//! A test of the pages: every link to a file of this repository, or to a heading, leads somewhere; and what a page
//! shows of a source file stands in that file.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Component, Path, PathBuf};

use crate::program::workspace_root;

/// Folders with pages.
const FOLDERS: [&str; 8] =
    ["", "data", "docs", "docs/hardware", "docs/import", "peers", "tests/fixtures", "tests/golden"];

/// The repository's address: the one in the manifest. The README has links with it, because the package registry
/// shows the README, too.
fn repository() -> String {
    let manifest = fs::read_to_string(workspace_root().join("Cargo.toml")).expect("the manifest");
    let line = manifest.lines().find_map(|line| line.strip_prefix("repository = \"")).expect("an address");
    line.trim_end_matches('"').to_owned()
}

/// A path of the repository, if the link names one by its full address.
fn in_repository(link: &str, repository: &str) -> Option<String> {
    let raw = repository.replace("//github.com/", "//raw.githubusercontent.com/");
    let prefixes =
        [format!("{repository}/blob/main/"), format!("{repository}/tree/main/"), format!("{raw}/main/")];
    prefixes.iter().find_map(|prefix| link.strip_prefix(prefix.as_str())).map(str::to_owned)
}

/// The lines of a page that are text, and those that are code.
fn lines(page: &str) -> impl Iterator<Item = (bool, &str)> {
    let mut in_code = false;
    page.lines().map(move |line| {
        let is_fence = line.trim_start().starts_with("```");
        let is_code = in_code || is_fence;
        in_code ^= is_fence;
        (is_code, line)
    })
}

/// Targets of `[text](target)`, of images, and of `[name]: target`.
fn links(page: &str) -> Vec<String> {
    let mut found = Vec::new();
    // Joined, because the text of a link may go on in the next line.
    let text: Vec<_> = lines(page).filter(|(is_code, _)| !is_code).map(|(_, line)| line).collect();
    for line in &text {
        let definition = line.strip_prefix('[').and_then(|rest| rest.split_once("]: "));
        found.extend(definition.map(|(_, target)| target.trim().to_owned()));
    }
    // Without what stands between backticks: `a[i](x)` is no link.
    let text: String = text.join("\n").split('`').step_by(2).collect();
    for (at, _) in text.match_indices("](") {
        let rest = &text[at + 2..];
        found.extend(rest.split_once(')').map(|(target, _)| target.to_owned()));
    }
    found
}

/// The anchors of a page's headings, as GitHub makes them.
fn anchors(page: &str) -> BTreeSet<String> {
    let mut times = BTreeMap::<String, usize>::new();
    let headings = lines(page).filter(|(is_code, line)| !is_code && line.starts_with('#'));
    let anchor = |(_, line): (bool, &str)| {
        let heading = line.trim_start_matches('#').trim().to_lowercase();
        let kept = heading.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
        let anchor: String = kept.map(|c| if c == ' ' { '-' } else { c }).collect();
        let seen = times.entry(anchor.clone()).or_default();
        *seen += 1;
        if *seen == 1 { anchor } else { format!("{anchor}-{}", *seen - 1) }
    };
    headings.map(anchor).collect()
}

/// A path without `.` and `..`.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => drop(plain.pop()),
            Component::CurDir => {}
            part => plain.push(part),
        }
    }
    plain
}

/// All pages, by their paths in the repository.
fn pages() -> BTreeMap<PathBuf, String> {
    let mut pages = BTreeMap::new();
    for folder in FOLDERS {
        for entry in fs::read_dir(workspace_root().join(folder)).expect("a folder of pages") {
            let path = entry.expect("an entry of a folder of pages").path();
            if path.extension().is_some_and(|extension| extension == "md") {
                let name = path.strip_prefix(workspace_root()).expect("a page of the repository");
                pages.insert(name.to_owned(), fs::read_to_string(&path).expect("a page"));
            }
        }
    }
    pages
}

/// What is wrong with a link, if anything.
fn fault(name: &Path, link: &str, pages: &BTreeMap<PathBuf, String>, repository: &str) -> Option<String> {
    let own = in_repository(link, repository);
    if own.is_none() && (link.contains("://") || link.starts_with("mailto:")) {
        return None;
    }
    let (path, anchor) =
        own.as_deref().unwrap_or(link).split_once('#').unwrap_or((own.as_deref().unwrap_or(link), ""));
    let folder = if own.is_some() { Path::new("") } else { name.parent().unwrap_or(Path::new("")) };
    let path = if path.is_empty() && own.is_none() { name.to_owned() } else { plain(&folder.join(path)) };
    if !workspace_root().join(&path).exists() {
        return Some(format!("{}: {link}: there is no {}", name.display(), path.display()));
    }
    if !anchor.is_empty() && !pages.get(&path).is_some_and(|page| anchors(page).contains(anchor)) {
        return Some(format!("{}: {link}: {} has no heading #{anchor}", name.display(), path.display()));
    }
    None
}

#[test]
fn every_link_within_the_repository_leads_somewhere() {
    let (pages, repository) = (pages(), repository());
    let links: Vec<_> =
        pages.iter().flat_map(|(name, page)| links(page).into_iter().map(move |link| (name, link))).collect();
    assert!(links.len() > 50, "only {} links were found", links.len());
    let faults: Vec<_> =
        links.iter().filter_map(|(name, link)| fault(name, link, &pages, &repository)).collect();
    assert!(faults.is_empty(), "{} links lead nowhere:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn every_reference_of_a_page_is_defined() {
    let mut faults = Vec::new();
    for (name, page) in pages() {
        let text: Vec<_> = lines(&page).filter(|(is_code, _)| !is_code).map(|(_, line)| line).collect();
        let text = text.join("\n");
        let used = text.match_indices("][").filter_map(|(at, _)| text[at + 2..].split_once(']'));
        let undefined = used.filter(|(name, _)| !text.contains(&format!("\n[{name}]: ")));
        faults.extend(undefined.map(|(reference, _)| format!("{}: [{reference}]", name.display())));
    }
    assert!(faults.is_empty(), "{} references without a definition:\n{}", faults.len(), faults.join("\n"));
}

/// The registry of packages shows the README, and the library's documentation the pages of its guide, without the files
/// around them.
#[test]
fn the_readme_and_the_pages_of_the_guide_name_files_by_full_addresses() {
    let guide = fs::read_to_string(workspace_root().join("src/guide.rs")).expect("the guide");
    let included: Vec<_> =
        guide.split("include_str!(\"../").skip(1).filter_map(|rest| rest.split_once('"')).collect();
    assert!(included.len() > 5 && included.iter().any(|(name, _)| *name == "README.md"), "{included:?}");
    let pages = pages();
    for (name, _) in included {
        let is_relative = |link: &String| !link.contains("://") && !link.starts_with('#');
        let relative: Vec<_> = links(&pages[Path::new(name)]).into_iter().filter(is_relative).collect();
        assert!(relative.is_empty(), "{name}: {relative:?}");
    }
}

/// `<!-- examples/NAME.rs -->` above a snippet: the snippet is a part of that file, which runs it on a device.
#[test]
fn snippets_stand_in_the_examples_that_run_them() {
    let mut found = 0;
    for (name, page) in pages() {
        for (at, _) in page.match_indices("<!-- examples/") {
            let (file, rest) = page[at + 5..].split_once(" -->").expect("the end of a comment");
            let (_, rest) = rest.split_once("```rust").expect("a snippet below the comment");
            let (_, rest) = rest.split_once('\n').expect("lines of the snippet");
            let (snippet, _) = rest.split_once("```").expect("the end of the snippet");
            let source = fs::read_to_string(workspace_root().join(file)).expect("the example");
            // In the example the snippet stands in a module: further to the right, with other line breaks.
            let squeezed =
                |text: &str| text.replace("pub(crate) ", "").split_whitespace().collect::<String>();
            assert!(
                squeezed(&source).contains(&squeezed(snippet)),
                "{}: this snippet is not in {file}:\n{snippet}",
                name.display()
            );
            found += 1;
        }
    }
    assert!(found > 0, "no page has a snippet of an example");
}

#[test]
fn links_are_found_where_they_are_links() {
    let page = "A [link](a.md#b),\nan ![image](i.svg), `no[1](x)`, [long\ntext](c).\n```text\n[code](d)\n```\n[n]: e\n";
    assert_eq!(links(page), ["e", "a.md#b", "i.svg", "c"]);
}

#[test]
fn anchors_are_made_as_github_makes_them() {
    let page = "# A `b`, c-d\n## 16 bits, and the check\n```sh\n# no heading\n```\n# A b c-d\n";
    assert_eq!(Vec::from_iter(anchors(page)), ["16-bits-and-the-check", "a-b-c-d", "a-b-c-d-1"]);
}
