// Needs: Keys, STRIPS, THREADS, TILE, clear_counters, count_4, places_4, scan_counters, staged_run, tile_words, word_of
// Provides: bits_of, exchanged, run_of_keys, run_slots, sorted_by_bits, stage_4_in_half,
//     stage_half, stage_in_half, strip_slots

// The keys of one workgroup, 16 a thread, sorted by four bits at a time. They move between threads in two halves, because workgroup
// memory holds no more.

// Slots of the 16 keys that a thread holds: consecutive ones, or one of each strip.
fn run_slots(lane: u32) -> Keys {
    let first = lane * 16u + vec4(0u, 1u, 2u, 3u);
    return Keys(first, first + 4u, first + 8u, first + 12u);
}

fn strip_slots(lane: u32) -> Keys {
    let first = lane + STRIPS;
    return Keys(first, first + 4u * THREADS, first + 8u * THREADS, first + 12u * THREADS);
}

fn stage_in_half(half: u32, slot: u32, key: u32) {
    if slot / TILE == half {
        tile_words[word_of(slot % TILE)] = key;
    }
}

fn stage_4_in_half(half: u32, slots: vec4<u32>, keys: vec4<u32>) {
    stage_in_half(half, slots.x, keys.x);
    stage_in_half(half, slots.y, keys.y);
    stage_in_half(half, slots.z, keys.z);
    stage_in_half(half, slots.w, keys.w);
}

// Stages the keys whose slots are in one half of all; a barrier has to follow.
fn stage_half(half: u32, slots: Keys, keys: Keys) {
    stage_4_in_half(half, slots.a, keys.a);
    stage_4_in_half(half, slots.b, keys.b);
    stage_4_in_half(half, slots.c, keys.c);
    stage_4_in_half(half, slots.d, keys.d);
}

fn run_of_keys(slot: u32) -> Keys {
    return Keys(staged_run(slot), staged_run(slot + 4u), staged_run(slot + 8u), staged_run(slot + 12u));
}

// The keys of a thread's consecutive slots, once all keys are in these slots.
fn exchanged(lane: u32, slots: Keys, keys: Keys) -> Keys {
    var run = Keys();
    stage_half(0u, slots, keys);
    workgroupBarrier();
    if lane < THREADS / 2u {
        run = run_of_keys(lane * 16u);
    }
    workgroupBarrier();
    stage_half(1u, slots, keys);
    workgroupBarrier();
    if lane >= THREADS / 2u {
        run = run_of_keys(lane * 16u - TILE);
    }
    workgroupBarrier();
    return run;
}

fn bits_of(keys: Keys, shift: u32) -> Keys {
    let bits = vec4(15u);
    let by = vec4(shift);
    return Keys((keys.a >> by) & bits, (keys.b >> by) & bits, (keys.c >> by) & bits, (keys.d >> by) & bits);
}

// The keys of the workgroup sorted by four bits from `shift` on; every thread has to call it.
fn sorted_by_bits(lane: u32, keys: Keys, shift: u32) -> Keys {
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
    return exchanged(lane, slots, keys);
}
