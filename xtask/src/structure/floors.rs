//! Floors: an order of the rooms of a folder, in which imports point down only.
//!
//! A room is a file of the folder, or a folder in it together with the file of the same name.

use std::collections::BTreeSet;

use super::imports::Import;

/// The rooms of a folder, floor by floor, the highest one first. A file may import from its own room and from
/// lower floors.
pub(super) struct Floors {
    pub(super) folder: &'static str,
    /// The name `*` stands for one room of all that are not listed.
    pub(super) rooms: &'static [&'static [&'static str]],
}

impl Floors {
    /// A text for each room that is on no floor, and for each import that does not point down.
    pub(super) fn violations(&self, files: &[String], imports: &[Import]) -> Vec<String> {
        let rooms: BTreeSet<_> = files.iter().filter_map(|file| self.room(file)).collect();
        let unlisted = rooms.into_iter().filter(|room| self.floor(room).is_none());
        let unlisted = unlisted.map(|room| self.advice(room, imports));
        let upwards = imports.iter().filter_map(|import| self.violation(import));
        unlisted.chain(upwards).collect()
    }

    /// The room of a file. The file beside the folder, such as `src/gpu.rs`, is a room too.
    fn room<'a>(&self, file: &'a str) -> Option<&'a str> {
        let path = file.strip_suffix(".rs")?;
        if path == self.folder {
            return path.rsplit('/').next();
        }
        path.strip_prefix(self.folder)?.strip_prefix('/')?.split('/').next()
    }

    /// Index of the floor of a room, counted from the top.
    fn floor(&self, room: &str) -> Option<usize> {
        let of = |name| self.rooms.iter().position(|rooms| rooms.contains(&name));
        of(room).or_else(|| of("*"))
    }

    fn violation(&self, import: &Import) -> Option<String> {
        let (from, to) = (self.room(&import.from)?, self.room(&import.to)?);
        let (above, below) = (self.floor(from)?, self.floor(to)?);
        let is_listed = |room| self.rooms.iter().any(|rooms| rooms.contains(&room));
        let is_one_room = from == to || !is_listed(from) && !is_listed(to);
        let direction = if above == below { "sideways" } else { "up" };
        (above >= below && !is_one_room).then(|| format!("{direction}, from {from} to {to}: {import}"))
    }

    /// Where a new room belongs: above what it imports, below what imports it.
    fn advice(&self, room: &str, imports: &[Import]) -> String {
        let others = |of: fn(&Import) -> [&String; 2]| {
            let pairs = imports.iter().map(|import| of(import).map(|file| self.room(file)));
            let others = pairs.filter(|[this, other]| *this == Some(room) && this != other);
            let others: BTreeSet<_> = others.filter_map(|[_, other]| other).collect();
            if others.is_empty() { "nothing".to_owned() } else { Vec::from_iter(others).join(", ") }
        };
        format!(
            "{}/{room} is on no floor: list it in xtask/src/structure.rs, below {} and above {}",
            self.folder,
            others(|import| [&import.to, &import.from]),
            others(|import| [&import.from, &import.to]),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::super::imports::{Sources, imports};
    use super::*;

    /// Violations in a crate with these files, whose names are given without folder and extension.
    fn violations(floors: &Floors, files: &[(&str, &str)]) -> Vec<String> {
        let sources: Sources =
            files.iter().map(|(name, text)| (format!("src/{name}.rs"), (*text).to_owned())).collect();
        let (files, imports) = imports("src/lib.rs", &sources);
        floors.violations(&files, &imports)
    }

    #[test]
    fn imports_point_to_lower_floors_or_stay_in_their_room() {
        let floors = Floors { folder: "src", rooms: &[&["lib"], &["a", "b"], &["c"]] };
        let files = [
            ("lib", "mod a; mod b; mod c; pub use a::A;"),
            ("a", "mod part; pub use part::A; use crate::c::C;"),
            ("a/part", "use crate::c::C;"),
            ("b", "use crate::a::A;"),
            ("c", "mod part; fn f() { crate::b::g(); }"),
            ("c/part", "use crate::A;"),
        ];
        let expected = [
            "sideways, from b to a: src/b.rs:1 imports src/a.rs: crate::a::A",
            "up, from c to b: src/c.rs:1 imports src/b.rs: crate::b::g",
            "up, from c to lib: src/c/part.rs:1 imports src/lib.rs: crate::A",
        ];
        assert_eq!(violations(&floors, &files), expected);
    }

    #[test]
    fn a_room_on_no_floor_is_told_where_it_belongs() {
        let floors = Floors { folder: "src", rooms: &[&["lib"], &["a"], &["c"]] };
        let files = [
            ("lib", "mod a; mod b; mod c; mod d;"),
            ("a", "use crate::b::B;"),
            ("b", "use crate::c::C;"),
            ("c", ""),
            ("d", ""),
        ];
        let expected = [
            "src/b is on no floor: list it in xtask/src/structure.rs, below a and above c",
            "src/d is on no floor: list it in xtask/src/structure.rs, below nothing and above nothing",
        ];
        assert_eq!(violations(&floors, &files), expected);
    }

    #[test]
    fn rooms_that_are_not_listed_can_be_one_room() {
        let floors = Floors { folder: "src/gpu", rooms: &[&["*"], &["plan"], &["limits"]] };
        let files = [
            ("lib", "mod gpu; mod state;"),
            ("gpu", "mod limits; mod plan; mod record; mod step; pub use step::S;"),
            ("gpu/limits", ""),
            ("gpu/plan", "mod part; use super::limits::L; use crate::state::T;"),
            ("gpu/plan/part", "use crate::gpu::S; use super::super::step::S;"),
            ("gpu/record", "use super::plan::P; use super::step::S;"),
            ("gpu/step", "use super::record::R;"),
            ("state", ""),
        ];
        let expected = [
            "up, from plan to gpu: src/gpu/plan/part.rs:1 imports src/gpu.rs: crate::gpu::S",
            "up, from plan to step: src/gpu/plan/part.rs:1 imports src/gpu/step.rs: super::super::step::S",
        ];
        assert_eq!(violations(&floors, &files), expected);
    }
}
