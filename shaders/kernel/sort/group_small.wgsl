// Needs: KEY_DIGITS, KEY_POSITION, Keys, MARKED_ENTRIES, THREADS, TILE, WORKGROUP, end_groups, heads_of, keys_at,
//     position_of_key, row_of_key, rows_of, run_of_keys, scratch, slots_by_bits, sort, sorts, stage_half, staged, strip_slots,
//     sums_before, tile_words, workgroup_index, write_heads_4
// Provides: exchanged, group_small, positions_of, sorted_keys, write_groups, write_word

// Sorts and groups the entries of row gradients, each in one workgroup, where there are so few that dispatches would take longer
// than the work. Each thread holds 16 of them.

fn positions_of(keys: Keys) -> Keys {
    let mask = vec4((1u << KEY_POSITION) - 1u);
    return Keys(keys.a & mask, keys.b & mask, keys.c & mask, keys.d & mask);
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

// The keys of a thread's consecutive slots, once all keys are in these slots. The last time, neighbouring threads also write
// neighbouring words of the entries.
fn exchanged(lane: u32, slots: Keys, keys: Keys, writes: bool) -> Keys {
    var run = Keys();
    for (var half = 0u; half < 2u; half += 1u) {
        stage_half(lane, half, slots, keys);
        workgroupBarrier();
        if lane / (THREADS / 2u) == half {
            run = run_of_keys(lane % (THREADS / 2u) * 16u);
        }
        if writes {
            for (var word = lane; word < 2u * TILE; word += THREADS) {
                write_word(half * TILE, word);
            }
        }
        workgroupBarrier();
    }
    return run;
}

// Sorts the keys, 16 consecutive ones a thread, and writes the entries.
fn sorted_keys(lane: u32, digit_count: u32) -> Keys {
    var slots = strip_slots(lane);
    // Positions of the entries; keys of the rows' lower bits, and then of the upper ones.
    var keys = slots;
    for (var digit = 0u; digit <= digit_count; digit += 1u) {
        let is_sorted = digit == digit_count;
        if digit % KEY_DIGITS == 0u && !is_sorted {
            keys = keys_at(positions_of(keys), digit * 4u);
        }
        keys = exchanged(lane, slots, keys, is_sorted);
        if !is_sorted {
            slots = slots_by_bits(lane, keys, KEY_POSITION + digit % KEY_DIGITS * 4u);
        }
    }
    return keys;
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
fn group_small(@builtin(workgroup_id) id: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
    let table = workgroup_index(id);
    if table >= sorts[0].table_count {
        return;
    }
    sort = sorts[table];
    write_groups(lane, rows_of(sorted_keys(lane, sorts[table].digit_count)));
}
