//! The items of a module that tie it to other modules: its children, its `use` declarations, and paths in its
//! code.

use super::tokens::{Token, tokens};

/// What the text of one module says. Items under `#[cfg(test)]` are left out.
#[derive(Debug, Default)]
pub(super) struct Items {
    pub(super) children: Vec<Child>,
    pub(super) uses: Vec<Use>,
    /// Paths of at least two segments outside of `use` declarations.
    pub(super) paths: Vec<Path>,
}

/// `mod name;`, or `mod name { … }` with its items.
#[derive(Debug)]
pub(super) struct Child {
    pub(super) name: String,
    pub(super) inline: Option<Items>,
}

/// One leaf of a `use` tree.
#[derive(Debug)]
pub(super) struct Use {
    pub(super) path: Path,
    /// The name that the leaf brings into scope. A glob has none.
    pub(super) name: Option<String>,
}

/// The segments of a path, without generic arguments.
#[derive(Clone, Debug)]
pub(super) struct Path {
    pub(super) segments: Vec<String>,
    pub(super) line: usize,
}

impl Items {
    pub(super) fn of(source: &str) -> Self {
        Reader { tokens: &tokens(source), at: 0 }.items()
    }
}

struct Reader<'a> {
    tokens: &'a [Token<'a>],
    at: usize,
}

impl<'a> Reader<'a> {
    /// The text of the token `ahead` tokens further on; empty past the end.
    fn text(&self, ahead: usize) -> &'a str {
        self.tokens.get(self.at + ahead).map_or("", |token| token.text)
    }

    fn is_next(&self, texts: &[&str]) -> bool {
        texts.iter().enumerate().all(|(ahead, text)| self.text(ahead) == *text)
    }

    fn is_word(&self, ahead: usize) -> bool {
        self.text(ahead).starts_with(|c: char| c.is_alphabetic() || c == '_')
    }

    /// Reads up to the end of the text, or past the brace that closes the module.
    fn items(&mut self) -> Items {
        let mut items = Items::default();
        let mut depth = 0;
        while self.at < self.tokens.len() {
            match self.text(0) {
                "#" if self.is_test_attribute() => self.skip_item(),
                "mod" if self.is_word(1) && [";", "{"].contains(&self.text(2)) => {
                    let name = self.text(1).to_owned();
                    let is_inline = self.text(2) == "{";
                    self.at += 3;
                    items.children.push(Child { name, inline: is_inline.then(|| self.items()) });
                }
                // `use<…>` is a bound of a type.
                "use" if self.text(1) != "<" => {
                    self.at += 1;
                    self.use_tree(&[], &mut items.uses);
                }
                // A visibility is no import.
                "pub" if self.is_next(&["pub", "(", "in"]) => self.skip_group(1),
                _ if self.is_word(0) && self.text(1) == "::" => items.paths.extend(self.path()),
                text => {
                    self.at += 1;
                    match text {
                        "{" => depth += 1,
                        "}" if depth == 0 => return items,
                        "}" => depth -= 1,
                        _ => {}
                    }
                }
            }
        }
        items
    }

    fn is_test_attribute(&self) -> bool {
        self.is_next(&["#", "[", "cfg", "(", "test", ")"])
            || self.is_next(&["#", "[", "cfg", "(", "all", "(", "test", ","])
    }

    /// Skips attributes and the item that they belong to.
    fn skip_item(&mut self) {
        while self.text(0) == "#" {
            self.skip_group(1);
        }
        loop {
            match self.text(0) {
                "(" | "[" => self.skip_group(0),
                "{" => return self.skip_group(0),
                ";" => return self.at += 1,
                "" | "}" => return,
                _ => self.at += 1,
            }
        }
    }

    /// Skips `ahead` tokens, and what stands between the bracket that follows and its partner.
    fn skip_group(&mut self, ahead: usize) {
        self.at += ahead;
        let mut depth = 0;
        while self.at < self.tokens.len() {
            match self.text(0) {
                "(" | "[" | "{" => depth += 1,
                ")" | "]" | "}" => depth -= 1,
                _ => {}
            }
            self.at += 1;
            if depth == 0 {
                return;
            }
        }
    }

    /// Reads one tree of a `use` declaration, whose segments follow those of `prefix`.
    fn use_tree(&mut self, prefix: &[String], uses: &mut Vec<Use>) {
        let mut segments = prefix.to_vec();
        let line = self.tokens.get(self.at).map_or(0, |token| token.line);
        loop {
            match self.text(0) {
                "::" => self.at += 1,
                "{" => {
                    self.at += 1;
                    while !["}", ""].contains(&self.text(0)) {
                        self.use_tree(&segments, uses);
                        if self.text(0) == "," {
                            self.at += 1;
                        }
                    }
                    return self.at += 1;
                }
                "*" => {
                    self.at += 1;
                    return uses.push(Use { path: Path { segments, line }, name: None });
                }
                word if self.is_word(0) => {
                    self.at += 1;
                    // `a::{self}` is `a`.
                    if word != "self" || segments.is_empty() {
                        segments.push(word.to_owned());
                    }
                    if self.text(0) == "::" {
                        continue;
                    }
                    let mut name = segments.last().cloned();
                    if self.text(0) == "as" {
                        name = Some(self.text(1).to_owned());
                        self.at += 2;
                    }
                    return uses.push(Use { path: Path { segments, line }, name });
                }
                _ => return self.at += 1,
            }
        }
    }

    /// Reads a path, which is one only where no field or method comes before it, as in `x.collect::<Y>()`.
    fn path(&mut self) -> Option<Path> {
        let line = self.tokens[self.at].line;
        let before = self.at.checked_sub(1).map_or("", |before| self.tokens[before].text);
        let mut segments = vec![self.text(0).to_owned()];
        self.at += 1;
        while self.text(0) == "::" && self.is_word(1) {
            segments.push(self.text(1).to_owned());
            self.at += 2;
        }
        (segments.len() > 1 && !["::", "."].contains(&before)).then_some(Path { segments, line })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn uses(source: &str) -> Vec<String> {
        let shown =
            |u: &Use| format!("{} as {}", u.path.segments.join("::"), u.name.as_deref().unwrap_or("*"));
        Items::of(source).uses.iter().map(shown).collect()
    }

    fn paths(source: &str) -> Vec<String> {
        Items::of(source).paths.iter().map(|path| path.segments.join("::")).collect()
    }

    #[test]
    fn a_tree_of_uses_has_a_path_for_each_leaf() {
        let source = "
            pub(crate) use crate::{a::{self, B as C, d::*}, e};
            use super::super::f::{G, H,};
            pub use {self::i::J, ::std::fmt as text};";
        let expected = [
            "crate::a as a",
            "crate::a::B as C",
            "crate::a::d as *",
            "crate::e as e",
            "super::super::f::G as G",
            "super::super::f::H as H",
            "self::i::J as J",
            "std::fmt as text",
        ];
        assert_eq!(uses(source), expected);
    }

    #[test]
    fn comments_strings_and_bounds_use_nothing() {
        let source = r#"
            //! use crate::a;
            /// [`b`](crate::b)
            fn f<'a>() -> impl Iterator + use<'a> { /* use crate::c; */ g("use crate::d;", "crate::e::f") }"#;
        assert!(uses(source).is_empty() && paths(source).is_empty());
    }

    #[test]
    fn what_is_compiled_for_tests_alone_is_left_out() {
        let source = "
            #[cfg(test)]
            use crate::a;
            #[cfg(all(test, feature = \"gpu\"))]
            #[expect(dead_code, reason = \"crate::b\")]
            fn f(x: [u8; 2]) { crate::c::d(); }
            #[cfg(feature = \"gpu\")]
            use crate::e;
            #[cfg(test)]
            mod tests { use super::*; mod inner { fn g() { crate::h::i(); } } }
            #[cfg(test)]
            mod files;
            use crate::j;";
        assert_eq!(uses(source), ["crate::e as e", "crate::j as j"]);
        assert!(paths(source).is_empty() && Items::of(source).children.is_empty());
    }

    #[test]
    fn paths_are_found_wherever_code_names_them() {
        let source = "
            fn f(x: &crate::a::B) -> <super::C as d::E>::F {
                x.g::<crate::h::I>().max(0..self::j::K).into_iter().collect::<Vec<_>>();
                x.l::m();
                $crate::n!(o::<p::Q>());
            }
            pub(in crate::r) struct S;";
        let expected = ["crate::a::B", "super::C", "d::E", "crate::h::I", "self::j::K", "crate::n", "p::Q"];
        assert_eq!(paths(source), expected);
    }

    #[test]
    fn modules_are_files_or_blocks_with_items_of_their_own() {
        let items = Items::of("mod a; pub mod b { use super::c; fn f() {} mod d {} } use e::f;");
        let names: Vec<_> =
            items.children.iter().map(|child| (&*child.name, child.inline.is_some())).collect();
        assert_eq!(names, [("a", false), ("b", true)]);
        let inner = items.children[1].inline.as_ref().expect("a block");
        assert_eq!((inner.uses.len(), inner.children.len(), items.uses.len()), (1, 1, 1));
    }
}
