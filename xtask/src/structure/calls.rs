//! Names of what submits, maps, reads back or waits. A step does none of it, so each of them may stand in a few files of the
//! GPU implementation alone.

use super::tokens::tokens;

/// A name, and the files of `src/gpu` that may use it.
pub(super) struct Reserved {
    pub(super) name: &'static str,
    pub(super) files: &'static [&'static str],
}

/// The uses in `file` of names that are reserved for others. `text` is the source text, of which the tests are left out.
pub(super) fn violations(file: &str, text: &str, reserved: &[Reserved]) -> Vec<String> {
    let code = text.split("#[cfg(test)]\nmod tests").next().unwrap_or(text);
    let mut found = Vec::new();
    for token in tokens(code) {
        for Reserved { name, files } in reserved {
            let may_use = files.iter().any(|other| file == format!("src/gpu/{other}.rs"));
            if token.text == *name && !may_use {
                found.push(format!("{file}:{}: {name}", token.line));
            }
        }
    }
    found
}

#[test]
fn a_name_is_found_in_code_but_not_in_comments_strings_tests_or_files_that_may_use_it() {
    let reserved = [Reserved { name: "submit", files: &["locked"] }];
    let text = "// queue.submit()\nlet text = \".submit\";\nqueue\n    .submit([]);\nlet submit_all = 1;\n\
                #[cfg(test)]\nmod tests { queue.submit([]) }";
    assert_eq!(violations("src/gpu/step.rs", text, &reserved), ["src/gpu/step.rs:4: submit"]);
    assert!(violations("src/gpu/locked.rs", text, &reserved).is_empty());
}
