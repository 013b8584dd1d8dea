// Needs: NONE, row_at, rows_at_4, sort
// Provides: KEY_DIGITS, KEY_POSITION, Keys, keys_4, keys_at, position_of_key, row_of_key, rows_4, rows_of

// Keys of entries that one workgroup sorts: the position in 12 bits, above it 20 bits of the row. Longer rows are sorted by their
// lower 20 bits first, then by the others.

// Bits of the position, and digits of four bits above it.
const KEY_POSITION: u32 = 12u;
const KEY_DIGITS: u32 = 5u;

// The keys of a thread's 16 entries.
struct Keys {
    a: vec4<u32>,
    b: vec4<u32>,
    c: vec4<u32>,
    d: vec4<u32>,
}

fn position_of_key(key: u32) -> u32 {
    return key & ((1u << KEY_POSITION) - 1u);
}

// The keys of the entries at four positions, with the bits of the rows from `shift` on; behind the last entry the highest key.
// Those keep their order in every pass, so they come last.
fn keys_4(positions: vec4<u32>, shift: u32) -> vec4<u32> {
    let rows = rows_at_4(min(positions, vec4(sort.entry_count - 1u)));
    let keys = ((rows >> vec4(shift)) << vec4(KEY_POSITION)) | positions;
    return select(vec4(NONE), keys, positions < vec4(sort.entry_count));
}

fn keys_at(positions: Keys, shift: u32) -> Keys {
    return Keys(
        keys_4(positions.a, shift), keys_4(positions.b, shift), keys_4(positions.c, shift),
        keys_4(positions.d, shift),
    );
}

// The row of an entry's last key.
fn row_of_key(key: u32) -> u32 {
    if sort.digit_count <= KEY_DIGITS {
        return key >> KEY_POSITION;
    }
    return row_at(min(position_of_key(key), sort.entry_count - 1u));
}

fn rows_of(keys: Keys) -> Keys {
    let by = vec4(KEY_POSITION);
    if sort.digit_count <= KEY_DIGITS {
        return Keys(keys.a >> by, keys.b >> by, keys.c >> by, keys.d >> by);
    }
    // The last keys hold the upper bits of rows alone.
    return Keys(rows_4(keys.a), rows_4(keys.b), rows_4(keys.c), rows_4(keys.d));
}

fn rows_4(keys: vec4<u32>) -> vec4<u32> {
    let mask = (1u << KEY_POSITION) - 1u;
    return rows_at_4(min(keys & vec4(mask), vec4(sort.entry_count - 1u)));
}
