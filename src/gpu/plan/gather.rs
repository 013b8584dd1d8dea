//! Dispatches that copy rows of a table to the places that they have in a new table.

use std::ops::Range;

use super::{
    kernel::{GatherUnit, Kernel},
    limits::Limits,
    program::word,
    uniforms::GatherUniforms,
};

/// Rows from which on a list of rows may be bound: no device asks for a coarser alignment of bindings than 256 bytes.
const ALIGNED: u64 = 64;

/// What is copied of each row.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Gathered {
    pub(crate) unit: GatherUnit,
    /// Elements of a row.
    pub(crate) width: u64,
    /// Rows of the old table.
    pub(crate) old_rows: u64,
    /// Number of planes in which the elements lie.
    pub(crate) planes: u64,
    /// What elements of new rows are set to; `None` to leave them as they are.
    pub(crate) fill: Option<u32>,
}

/// A dispatch that copies from one part of the old table to one part of the new table.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Gather {
    pub(crate) kernel: Kernel,
    pub(crate) uniforms: GatherUniforms,
    pub(crate) workgroups: [u32; 2],
    /// Indices of the parts.
    pub(crate) old_part: usize,
    pub(crate) new_part: usize,
    /// The part of the list of rows that it binds.
    pub(crate) list: Range<u64>,
}

/// The dispatches for a table that is bound in these parts, which are ranges of rows.
pub(crate) fn gathers(
    gathered: Gathered,
    old_parts: &[Range<u64>],
    new_parts: &[Range<u64>],
    limits: &Limits,
) -> Vec<Gather> {
    let Gathered { unit, width, old_rows, planes, fill } = gathered;
    let mut gathers = Vec::new();
    for (new_part, rows) in new_parts.iter().enumerate() {
        let elements = (rows.end - rows.start) * width;
        let threads = match unit {
            GatherUnit::Words => elements,
            GatherUnit::Halves => elements.div_ceil(2),
        };
        if threads == 0 {
            continue;
        }
        let (workgroups, grid_stride) = limits.grid(word(threads));
        let list = rows.start / ALIGNED * ALIGNED..rows.end;
        for (old_part, old) in old_parts.iter().enumerate() {
            for plane in 0..planes {
                let uniforms = GatherUniforms {
                    thread_count: word(threads),
                    grid_stride,
                    width: word(width),
                    element_count: word(elements),
                    first_entry: word(rows.start - list.start),
                    old_rows: word(old_rows),
                    base_row: word(old.start),
                    bound_rows: word(old.end - old.start),
                    plane_count: word(planes),
                    plane: word(plane),
                    // New rows are filled by the first dispatch of each part.
                    fills: u32::from(fill.is_some() && old_part == 0),
                    fill: fill.unwrap_or_default(),
                    lag: 0,
                };
                let kernel = Kernel::Gather(unit);
                gathers.push(Gather { kernel, uniforms, workgroups, old_part, new_part, list: list.clone() });
            }
        }
    }
    gathers
}

#[cfg(test)]
mod tests {
    use std::slice::from_ref;

    use super::*;

    /// What the kernel does, for a table of one plane.
    fn run(
        gathered: Gathered,
        sources: &[u32],
        old_parts: &[Range<u64>],
        new_parts: &[Range<u64>],
    ) -> Vec<u32> {
        let in_memory = |at: u64| usize::try_from(at).unwrap();
        let width = gathered.width;
        let old: Vec<u32> = (0..word(gathered.old_rows * width)).collect();
        let mut new = vec![9999; sources.len() * in_memory(width)];
        for gather in gathers(gathered, old_parts, new_parts, &Limits::DEFAULT) {
            let uniforms = gather.uniforms;
            let list = &sources[in_memory(gather.list.start)..in_memory(gather.list.end)];
            // A part alone, as it is bound.
            let Range { start, end } = &old_parts[gather.old_part];
            let old = &old[in_memory(start * width)..in_memory(end * width)];
            let new = &mut new[in_memory(new_parts[gather.new_part].start * width)..];
            for element in 0..uniforms.element_count {
                let source = list[(uniforms.first_entry + element / uniforms.width) as usize];
                if source >= uniforms.old_rows {
                    if uniforms.fills != 0 {
                        new[element as usize] = uniforms.fill;
                    }
                } else if source.wrapping_sub(uniforms.base_row) < uniforms.bound_rows {
                    let row = source - uniforms.base_row;
                    new[element as usize] = old[(row * uniforms.width + element % uniforms.width) as usize];
                }
            }
        }
        new
    }

    #[test]
    fn every_row_comes_from_its_source_whatever_the_parts() {
        let sources: Vec<u32> =
            (0..200).map(|row| if row % 7 == 3 { u32::MAX } else { row * 37 % 150 }).collect();
        let gathered =
            Gathered { unit: GatherUnit::Words, width: 3, old_rows: 150, planes: 1, fill: Some(5555) };
        let want: Vec<u32> = sources
            .iter()
            .flat_map(|&source| (0..3).map(move |i| if source >= 150 { 5555 } else { source * 3 + i }))
            .collect();
        let cuts = |rows: u64, step: usize| -> Vec<Range<u64>> {
            (0..rows).step_by(step).map(|start| start..(start + step as u64).min(rows)).collect()
        };
        for (old_step, new_step) in [(150, 200), (64, 200), (150, 64), (64, 128), (37, 70), (1, 1)] {
            let got = run(gathered, &sources, &cuts(150, old_step), &cuts(200, new_step));
            assert_eq!(got, want, "{old_step} {new_step}");
        }
        let kept = Gathered { fill: None, ..gathered };
        let kept = run(kept, &sources, &cuts(150, 64), &cuts(200, 64));
        assert!(kept.iter().zip(&want).all(|(&kept, &want)| kept == if want == 5555 { 9999 } else { want }));
    }

    #[test]
    fn lists_of_rows_are_bound_where_a_binding_may_begin() {
        let gathered = Gathered { unit: GatherUnit::Halves, width: 5, old_rows: 9, planes: 1, fill: None };
        let gathers = gathers(gathered, from_ref(&(0..9)), &[0..70, 70..140, 140..141], &Limits::DEFAULT);
        let lists: Vec<_> =
            gathers.iter().map(|gather| (gather.list.clone(), gather.uniforms.first_entry)).collect();
        assert_eq!(lists, [(0..70, 0), (64..140, 6), (128..141, 12)]);
        // The last word has one element.
        assert_eq!((gathers[2].uniforms.thread_count, gathers[2].uniforms.element_count), (3, 5));
    }

    #[test]
    fn planes_are_copied_one_by_one_and_rows_without_elements_by_nobody() {
        let gathered = Gathered { unit: GatherUnit::Words, width: 2, old_rows: 9, planes: 3, fill: None };
        let planes: Vec<_> = gathers(gathered, from_ref(&(0..9)), from_ref(&(0..4)), &Limits::DEFAULT)
            .iter()
            .map(|of| of.uniforms.plane)
            .collect();
        assert_eq!(planes, [0, 1, 2]);
        assert_eq!(
            gathers(
                Gathered { width: 0, ..gathered },
                from_ref(&(0..9)),
                from_ref(&(0..4)),
                &Limits::DEFAULT
            ),
            []
        );
    }
}
