// Needs: NONE, row_at, sort
// Provides: KEY_DIGITS, KEY_POSITION, Keys, key_of, keys_4, keys_at, position_of_key, row_of_key, rows_4, rows_of

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

// The key of the entry at a position, with the bits of the row from `shift` on; behind the last entry the highest key. Those keep
// their order in every pass, so they come last.
fn key_of(position: u32, shift: u32) -> u32 {
    let row = row_at(min(position, sort.entry_count - 1u));
    return select(NONE, ((row >> shift) << KEY_POSITION) | position, position < sort.entry_count);
}

fn keys_4(positions: vec4<u32>, shift: u32) -> vec4<u32> {
    return vec4(
        key_of(positions.x, shift), key_of(positions.y, shift), key_of(positions.z, shift),
        key_of(positions.w, shift),
    );
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
    let at = min(keys & vec4(mask), vec4(sort.entry_count - 1u));
    return vec4(row_at(at.x), row_at(at.y), row_at(at.z), row_at(at.w));
}
