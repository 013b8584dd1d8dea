// Provides: result, results4, scratch

// Scratch memory: results that the dispatches of a step leave for later ones.

@group(3) @binding(0) var<storage, read_write> scratch: array<u32>;

fn result(at: u32) -> u32 {
    return scratch[at];
}

// Four results, of which the first is at a multiple of four words.
fn results4(at: u32) -> vec4<u32> {
    return vec4(scratch[at], scratch[at + 1u], scratch[at + 2u], scratch[at + 3u]);
}
