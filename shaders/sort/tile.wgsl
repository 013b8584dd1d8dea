// Needs: THREADS, sort
// Provides: STRIPS, TILE, is_entry, stage_4, staged, staged_4, staged_run, tile_words, word_of

// Words of workgroup memory through which the threads of a workgroup exchange the 2048 entries of a tile. In global memory a
// thread takes every 256th entry of a tile, in strips, so that neighbouring threads read and write neighbouring words; it ranks
// eight consecutive ones, a run.

// Entries of a tile.
const TILE: u32 = 8u * THREADS;

// Offsets of a thread's entries in four consecutive strips.
const STRIPS: vec4<u32> = vec4(0u, THREADS, 2u * THREADS, 3u * THREADS);

// Every eighth word is followed by one that is not used, so that threads with runs of eight words use different memory banks.
var<workgroup> tile_words: array<u32, TILE + TILE / 8u>;

fn word_of(slot: u32) -> u32 {
    return slot + slot / 8u;
}

fn stage_4(slots: vec4<u32>, words: vec4<u32>) {
    tile_words[word_of(slots.x)] = words.x;
    tile_words[word_of(slots.y)] = words.y;
    tile_words[word_of(slots.z)] = words.z;
    tile_words[word_of(slots.w)] = words.w;
}

fn staged(slot: u32) -> u32 {
    return tile_words[word_of(slot)];
}

fn staged_4(slots: vec4<u32>) -> vec4<u32> {
    return vec4(staged(slots.x), staged(slots.y), staged(slots.z), staged(slots.w));
}

// Four consecutive words.
fn staged_run(slot: u32) -> vec4<u32> {
    return staged_4(slot + vec4(0u, 1u, 2u, 3u));
}

// Whether there are entries at these places: the last tile is not full.
fn is_entry(at: vec4<u32>) -> vec4<bool> {
    return at < vec4(sort.entry_count);
}
