// Needs: KEY_DIGITS, KEY_POSITION, Keys, MARKED_ENTRIES, THREADS, TILE, WORKGROUP, end_groups, exchanged, heads_of, keys_at,
//     position_of_key, row_of_key, rows_of, run_slots, scratch, sort, sorted_by_bits, stage_half, staged, strip_slots,
//     sums_before, tile_words, write_heads_4
// Provides: group_small, positions_of, sorted_keys, write_groups, write_half, write_word

// Sorts and groups the entries of a row gradient in one workgroup, where there are so few that dispatches would take longer than
// the work. Each thread holds 16 of them.

fn positions_of(keys: Keys) -> Keys {
    let mask = vec4((1u << KEY_POSITION) - 1u);
    return Keys(keys.a & mask, keys.b & mask, keys.c & mask, keys.d & mask);
}

// The sorted keys, 16 consecutive ones a thread.
fn sorted_keys(lane: u32) -> Keys {
    let strips = strip_slots(lane);
    var keys = exchanged(lane, strips, keys_at(strips, 0u));
    for (var digit = 0u; digit < sort.digit_count; digit += 1u) {
        if digit == KEY_DIGITS {
            keys = keys_at(positions_of(keys), KEY_DIGITS * 4u);
        }
        keys = sorted_by_bits(lane, keys, KEY_POSITION + digit % KEY_DIGITS * 4u);
    }
    return keys;
}

// Writes the row or the position of a staged entry: words take turns.
fn write_word(first: u32, word: u32) {
    let at = first + word / 2u;
    if at < sort.entry_count {
        let key = staged(word / 2u);
        let is_row = word % 2u == 0u;
        scratch[sort.sorted + at * 2u + word % 2u] = select(position_of_key(key), row_of_key(key), is_row);
    }
}

// Writes the entries of one half of the slots, neighbouring threads neighbouring words.
fn write_half(lane: u32, half: u32, keys: Keys) {
    stage_half(half, run_slots(lane), keys);
    workgroupBarrier();
    for (var word = lane; word < 2u * TILE; word += 4u * THREADS) {
        write_word(half * TILE, word);
        write_word(half * TILE, word + THREADS);
        write_word(half * TILE, word + 2u * THREADS);
        write_word(half * TILE, word + 3u * THREADS);
    }
    workgroupBarrier();
}

// Writes where the rows begin.
fn write_groups(lane: u32, rows: Keys) {
    tile_words[lane] = rows.d.w;
    workgroupBarrier();
    let last = select(tile_words[max(lane, 1u) - 1u], ~rows.a.x, lane == 0u);
    let first = lane * 16u;
    let a = heads_of(first, rows.a, last);
    let b = heads_of(first + 4u, rows.b, rows.a.w);
    let c = heads_of(first + 8u, rows.c, rows.b.w);
    let d = heads_of(first + 12u, rows.d, rows.c.w);
    let heads = a + b + c + d;
    let group = sums_before(lane, heads.x + heads.y + heads.z + heads.w).x;
    var next = write_heads_4(first, rows.a, a, group);
    next = write_heads_4(first + 4u, rows.b, b, next);
    next = write_heads_4(first + 8u, rows.c, c, next);
    next = write_heads_4(first + 12u, rows.d, d, next);
    if first < sort.entry_count {
        if first % MARKED_ENTRIES == 0u {
            scratch[sort.entry_groups + first / MARKED_ENTRIES] = group + a.x - 1u;
        }
        if first + 16u >= sort.entry_count {
            end_groups(next);
        }
    }
}

@compute @workgroup_size(WORKGROUP)
fn group_small(@builtin(local_invocation_index) lane: u32) {
    let keys = sorted_keys(lane);
    write_half(lane, 0u, keys);
    write_half(lane, 1u, keys);
    write_groups(lane, rows_of(keys));
}
