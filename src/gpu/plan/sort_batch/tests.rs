//! Plans of the sorts of many tables: how many dispatches wait for each other, and what each of them binds.

use super::*;
use crate::gpu::plan::{
    index_buffers::{IndexPlace, MAX_INDEX_BUFFERS},
    scratch_layout::SLOTS,
};

const ROWS: u64 = 1 << 20;

/// The sorts of tables with so many entries, whose indices lie one behind the other in one buffer or each in its own.
fn sorts(entries: &[u64], in_one_buffer: bool, limits: &Limits) -> Program {
    let mut offset = 0;
    let table = |(input, &entries): (usize, &u64)| {
        let own = IndexPlace { input, offset: 0 };
        let place = if in_one_buffer { IndexPlace { input: 0, offset } } else { own };
        offset += (4 * entries).next_multiple_of(256);
        (place, entries, ROWS)
    };
    let tables: Vec<_> = entries.iter().enumerate().map(table).collect();
    Program::sort_alone(&tables, limits).unwrap().0
}

fn waves(program: &Program) -> usize {
    program.dispatches.chunk_by(|a, b| a.wave == b.wave).count()
}

fn tables_of<'a>(program: &'a Program, dispatch: &Dispatch) -> &'a [SortUniforms] {
    let Uniforms::Sort(tables) = &program.uniforms[dispatch.uniforms] else { panic!("{dispatch:?}") };
    tables
}

#[test]
fn tables_in_one_buffer_wait_as_often_as_one_table() {
    for entries in [4_096, 10_000, 200_000] {
        let [one, many] = [1, 20].map(|count| sorts(&vec![entries; count], true, &Limits::DEFAULT));
        assert_eq!(waves(&many), waves(&one), "{entries}");
        assert_eq!(many.dispatches.len(), one.dispatches.len() * SLOTS, "{entries}");
        // One barrier for all buffers between two waves.
        assert_eq!(many.passes().count(), waves(&many), "{entries}");
    }
}

#[test]
fn tables_in_buffers_of_their_own_wait_for_those_that_a_dispatch_has_no_bindings_for() {
    let small = sorts(&[4_096; 26], false, &Limits::DEFAULT);
    assert_eq!((small.dispatches.len(), waves(&small)), (6, 2));
    let [one, many] = [1, 26].map(|count| sorts(&vec![10_000; count], false, &Limits::DEFAULT));
    // Another count and another scatter of the first digit.
    assert_eq!(waves(&many), waves(&one) + 2);
    for list in small.index_lists.iter().chain(&many.index_lists) {
        assert!((1..=MAX_INDEX_BUFFERS).contains(&list.len()));
    }
}

#[test]
fn every_entry_of_every_table_is_sorted_by_a_workgroup_of_its_own_table() {
    let entries: Vec<u64> = (1..200).map(|table| table * 61).collect();
    let program = sorts(&entries, true, &Limits { workgroups: 19, ..Limits::DEFAULT });
    let mut grouped = Vec::new();
    for dispatch in &program.dispatches {
        let tables = tables_of(&program, dispatch);
        assert!(tables.len() <= MAX_TABLES);
        let [x, y] = dispatch.workgroups;
        let ends = tables[1..].iter().map(|table| table.first_workgroup).chain([x * y]);
        for (table, end) in tables.iter().zip(ends) {
            assert_eq!(table.table_count as usize, tables.len());
            let workgroups = end - table.first_workgroup;
            match dispatch.kernel {
                Kernel::GroupSmall(..) => assert!(workgroups >= 1 && table.entry_count <= 4_096),
                Kernel::ScanDigits(_) => assert!(workgroups >= 1),
                _ => assert!(workgroups >= table.block_count),
            }
        }
        if matches!(dispatch.kernel, Kernel::GroupSmall(..) | Kernel::WriteHeads(_)) {
            grouped.extend(tables.iter().map(|table| u64::from(table.entry_count)));
        }
    }
    grouped.sort_unstable();
    assert_eq!(grouped, entries);
}

#[test]
fn tables_whose_passes_take_longer_than_waits_are_sorted_one_after_the_other() {
    let half = u64::from(MAX_ENTRIES) / 2;
    let together = sorts(&[half, 1, 1, 1, half], true, &Limits::DEFAULT);
    let apart = sorts(&[half, 1, 1, 1, half + 1], true, &Limits::DEFAULT);
    let alone = sorts(&[half], true, &Limits::DEFAULT);
    assert_eq!(waves(&together), waves(&alone));
    assert_eq!(waves(&apart), 2 * waves(&alone));
}

#[test]
fn bindings_cover_the_indices_that_are_found_in_them() {
    let limits = Limits { binding: 1 << 13, ..Limits::DEFAULT };
    let program = sorts(&[10; 99], true, &limits);
    let mut found = Vec::new();
    for dispatch in &program.dispatches {
        let list = &program.index_lists[dispatch.indices.unwrap()];
        for table in tables_of(&program, dispatch) {
            let binding = list[table.index_buffer as usize];
            assert!(u64::from(table.first_index + table.entry_count) * 4 <= limits.binding);
            found.push(binding.offset + u64::from(table.first_index) * 4);
        }
    }
    assert!(program.index_lists.iter().any(|list| list.len() > 1));
    found.sort_unstable();
    assert_eq!(found, (0..99).map(|table| table * 256).collect::<Vec<_>>());
}
