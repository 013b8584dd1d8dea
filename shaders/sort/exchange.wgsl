// Needs: Keys, STRIPS, THREADS, TILE, clear_counters, count_4, places_4, scan_counters, staged_run, tile_words, word_of
// Provides: bits_of, run_of_keys, slots_by_bits, stage_4_in_half, stage_half, strip_slots, word_in_half

// Places of the keys of one workgroup, 16 a thread: where they go that are sorted by four bits. They move between threads in two
// halves, because workgroup memory holds no more.

// One slot of each strip.
fn strip_slots(lane: u32) -> Keys {
    let first = lane + STRIPS;
    return Keys(first, first + 4u * THREADS, first + 8u * THREADS, first + 12u * THREADS);
}

// The word of a slot in one half of all, or a word of the thread's own that nobody reads, which saves a branch.
fn word_in_half(lane: u32, half: u32, slot: u32) -> u32 {
    return select(lane * 9u + 8u, word_of(slot % TILE), slot / TILE == half);
}

fn stage_4_in_half(lane: u32, half: u32, slots: vec4<u32>, keys: vec4<u32>) {
    tile_words[word_in_half(lane, half, slots.x)] = keys.x;
    tile_words[word_in_half(lane, half, slots.y)] = keys.y;
    tile_words[word_in_half(lane, half, slots.z)] = keys.z;
    tile_words[word_in_half(lane, half, slots.w)] = keys.w;
}

// Stages the keys whose slots are in one half of all; a barrier has to follow.
fn stage_half(lane: u32, half: u32, slots: Keys, keys: Keys) {
    stage_4_in_half(lane, half, slots.a, keys.a);
    stage_4_in_half(lane, half, slots.b, keys.b);
    stage_4_in_half(lane, half, slots.c, keys.c);
    stage_4_in_half(lane, half, slots.d, keys.d);
}

// 16 consecutive staged keys.
fn run_of_keys(slot: u32) -> Keys {
    return Keys(staged_run(slot), staged_run(slot + 4u), staged_run(slot + 8u), staged_run(slot + 12u));
}

fn bits_of(keys: Keys, shift: u32) -> Keys {
    let bits = vec4(15u);
    let by = vec4(shift);
    return Keys((keys.a >> by) & bits, (keys.b >> by) & bits, (keys.c >> by) & bits, (keys.d >> by) & bits);
}

// The slots of the keys once they are sorted by four bits from `shift` on; every thread of the workgroup has to call it.
fn slots_by_bits(lane: u32, keys: Keys, shift: u32) -> Keys {
    let bits = bits_of(keys, shift);
    clear_counters(lane);
    let a = count_4(bits.a, lane);
    let b = count_4(bits.b, lane);
    let c = count_4(bits.c, lane);
    let d = count_4(bits.d, lane);
    scan_counters(lane);
    let slots = Keys(
        places_4(bits.a, a, lane), places_4(bits.b, b, lane), places_4(bits.c, c, lane), places_4(bits.d, d, lane),
    );
    // Counters are read before the words are used for keys.
    workgroupBarrier();
    return slots;
}
