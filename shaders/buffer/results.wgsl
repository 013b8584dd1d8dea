// Provides: result, results, results4

// Scratch memory that earlier dispatches have written and this one only reads: updates of several parameters that read the same
// buffer run side by side, while a buffer that may be written orders all dispatches that bind it.

@group(3) @binding(0) var<storage, read> results: array<vec4<u32>>;

fn result(at: u32) -> u32 {
    return results[at / 4u][at % 4u];
}

// Four results, of which the first is at a multiple of four words.
fn results4(at: u32) -> vec4<u32> {
    return results[at / 4u];
}
