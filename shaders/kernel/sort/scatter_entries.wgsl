// Needs: DIGITS, STRIPS, THREADS, TILE, WORKGROUP, begin_block, digit_places, digits_of, entry_at, is_entry, order_by_digit,
//     scratch, set_places, sort, stage_4, staged_4
// Provides: Strips, digits_or_last, scatter_entries, set_offset, set_offsets, strips_at, write_entry, write_strips

// Moves every entry to its place by one digit; entries with the same digit keep their order. A tile is sorted in workgroup memory
// first, so that neighbouring threads write neighbouring entries.

// Entries of a thread in four strips.
struct Strips {
    rows: vec4<u32>,
    positions: vec4<u32>,
}

fn strips_at(at: vec4<u32>) -> Strips {
    let places = min(at, vec4(sort.entry_count - 1u));
    let x = entry_at(places.x);
    let y = entry_at(places.y);
    let z = entry_at(places.z);
    let w = entry_at(places.w);
    return Strips(vec4(x.x, y.x, z.x, w.x), vec4(x.y, y.y, z.y, w.y));
}

// The digits of these entries; behind the last entry the highest digit, so that nothing there goes in front of an entry.
fn digits_or_last(at: vec4<u32>, rows: vec4<u32>) -> vec4<u32> {
    return select(vec4(DIGITS - 1u), digits_of(rows), is_entry(at));
}

// Lets the place of a digit count from the first slot of the tile, where the digit begins at a slot.
fn set_offset(slot: u32, digit: u32, last: u32) {
    if slot == 0u || digit != last {
        digit_places[digit] -= slot;
    }
}

fn set_offsets(first: u32, slots: vec4<u32>, rows: vec4<u32>) {
    let last = digits_or_last(first + slots - 1u, staged_4(max(slots, vec4(1u)) - 1u));
    let digits = digits_or_last(first + slots, rows);
    set_offset(slots.x, digits.x, last.x);
    set_offset(slots.y, digits.y, last.y);
    set_offset(slots.z, digits.z, last.z);
    set_offset(slots.w, digits.w, last.w);
}

fn write_entry(at: u32, slot: u32, digit: u32, entry: vec2<u32>) {
    if at < sort.entry_count {
        scratch[sort.sorted / 2u + digit_places[digit] + slot] = entry;
    }
}

fn write_strips(first: u32, slots: vec4<u32>, rows: vec4<u32>) {
    let digits = digits_of(rows);
    let positions = staged_4(slots);
    write_entry(first + slots.x, slots.x, digits.x, vec2(rows.x, positions.x));
    write_entry(first + slots.y, slots.y, digits.y, vec2(rows.y, positions.y));
    write_entry(first + slots.z, slots.z, digits.z, vec2(rows.z, positions.z));
    write_entry(first + slots.w, slots.w, digits.w, vec2(rows.w, positions.w));
}

@compute @workgroup_size(WORKGROUP)
fn scatter_entries(@builtin(workgroup_id) id: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
    let tile = begin_block(id);
    let first = tile * TILE;
    let low = lane + STRIPS;
    let high = low + 4u * THREADS;
    let low_entries = strips_at(first + low);
    let high_entries = strips_at(first + high);
    set_places(lane, tile);
    let slots = order_by_digit(
        lane, digits_or_last(first + low, low_entries.rows), digits_or_last(first + high, high_entries.rows),
    );
    stage_4(slots.low, low_entries.rows);
    stage_4(slots.high, high_entries.rows);
    workgroupBarrier();
    let low_rows = staged_4(low);
    let high_rows = staged_4(high);
    set_offsets(first, low, low_rows);
    set_offsets(first, high, high_rows);
    workgroupBarrier();
    stage_4(slots.low, low_entries.positions);
    stage_4(slots.high, high_entries.positions);
    workgroupBarrier();
    write_strips(first, low, low_rows);
    write_strips(first, high, high_rows);
}
