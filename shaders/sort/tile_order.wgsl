// Needs: STRIPS, THREADS, clear_counters, count_4, places_4, scan_counters, stage_4, staged_4, staged_run
// Provides: Slots, order_by_digit, rank_by_bits

// The order of a tile by a digit of eight bits, from two ranks by four bits each.

// Slots of a thread's entries in the sorted tile: of its first four strips, and of the other four.
struct Slots {
    low: vec4<u32>,
    high: vec4<u32>,
}

// Ranks the run of each thread by four bits from `shift` on.
fn rank_by_bits(lane: u32, low: vec4<u32>, high: vec4<u32>, shift: u32) -> Slots {
    let low_bits = (low >> vec4(shift)) & vec4(15u);
    let high_bits = (high >> vec4(shift)) & vec4(15u);
    clear_counters(lane);
    let low_before = count_4(low_bits, lane);
    let high_before = count_4(high_bits, lane);
    scan_counters(lane);
    let slots = Slots(places_4(low_bits, low_before, lane), places_4(high_bits, high_before, lane));
    // Counters are read before the words are used for something else.
    workgroupBarrier();
    return slots;
}

// The slots of the entries with these digits. Every thread of the workgroup has to call it.
fn order_by_digit(lane: u32, low_digits: vec4<u32>, high_digits: vec4<u32>) -> Slots {
    let strips = Slots(lane + STRIPS, lane + STRIPS + 4u * THREADS);
    let run = lane * 8u;
    stage_4(strips.low, low_digits);
    stage_4(strips.high, high_digits);
    workgroupBarrier();
    // Each word holds a digit, and above it the place in the tile.
    let low = staged_run(run) | ((run + vec4(0u, 1u, 2u, 3u)) << vec4(8u));
    let high = staged_run(run + 4u) | ((run + vec4(4u, 5u, 6u, 7u)) << vec4(8u));
    workgroupBarrier();
    let first = rank_by_bits(lane, low, high, 0u);
    stage_4(first.low, low);
    stage_4(first.high, high);
    workgroupBarrier();
    let next_low = staged_run(run);
    let next_high = staged_run(run + 4u);
    workgroupBarrier();
    let second = rank_by_bits(lane, next_low, next_high, 4u);
    stage_4(next_low >> vec4(8u), second.low);
    stage_4(next_high >> vec4(8u), second.high);
    workgroupBarrier();
    let slots = Slots(staged_4(strips.low), staged_4(strips.high));
    workgroupBarrier();
    return slots;
}
