// Provides: result_of, results0, results1, results2, results3

// Scratch memory of all slots, which earlier dispatches have written.

@group(3) @binding(0) var<storage, read> results0: array<u32>;
@group(3) @binding(1) var<storage, read> results1: array<u32>;
@group(3) @binding(2) var<storage, read> results2: array<u32>;
@group(3) @binding(3) var<storage, read> results3: array<u32>;

fn result_of(slot: u32, at: u32) -> u32 {
    switch slot {
        case 0u: {
            return results0[at];
        }
        case 1u: {
            return results1[at];
        }
        case 2u: {
            return results2[at];
        }
        default: {
            return results3[at];
        }
    }
}
