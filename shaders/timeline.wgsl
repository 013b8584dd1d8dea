// The steps that rows are up to date with, and the rates of those that they may have missed. The Rust twin is
// src/timeline.rs.

// Steps in a block, and in the record.
const BLOCK: u32 = 256u;
const STEPS: u32 = 65536u;

// Low bits of a rate that are left out of its bin; below them an entry counts its steps.
const BIN: u32 = 19u;
const COUNTED: u32 = (1u << BIN) - 1u;

// Whether entries are records of rates near each other and not sums.
override BINNED: bool;

// [rows] marks: the step that each row is up to date with. Then an entry for every step, and one for every block: a word,
// or four where rates are binned.
@group(1) @binding(2) var<storage, read_write> history: array<u32>;

fn mark_of(row: u32) -> u32 {
    return history[slot.base_row + row];
}

fn set_mark(row: u32) {
    history[slot.base_row + row] = slot.next_mark;
}

fn sum_at(entry: u32) -> f32 {
    return bitcast<f32>(history[slot.all_rows + entry]);
}

// The sum over the steps since a mark.
fn sum_since(mark: u32) -> f32 {
    let own = mark / BLOCK;
    let sum = sum_at(mark % STEPS);
    return select(sum + sum_at(STEPS + (own + 1u) % (STEPS / BLOCK)), sum, own == slot.now / BLOCK);
}

// What begins at a step: a stretch of blocks, or else of steps.
fn entry_at(at: u32) -> vec4<u32> {
    let place = at % STEPS;
    let block = slot.all_rows + (STEPS + place / BLOCK) * 4u;
    let is_block = at % BLOCK == 0u && (history[block + 3u] & COUNTED) > 0u;
    let entry = select(slot.all_rows + place * 4u, block, is_block);
    return vec4(history[entry], history[entry + 1u], history[entry + 2u], history[entry + 3u]);
}

fn center_of(bin: u32) -> f32 {
    return bitcast<f32>(select((bin << BIN) | (1u << (BIN - 1u)), 0u, bin == 0u));
}

// Σ ln(1 + γ·u) over the steps since a mark: steps one after the other with rates in one bin are taken together.
fn logarithms_since(mark: u32, u: vec4<f32>) -> vec4<f32> {
    var of_centers = vec4<f32>();
    var around = vec4<f32>();
    var bin = 0u;
    var steps = 0.0;
    var sums = vec3<f32>();
    var at = mark;
    loop {
        // Rather an end than an endless search, should somebody have restored nonsense.
        let is_over = slot.now - at - 1u >= STEPS;
        var entry = vec4<u32>();
        if !is_over {
            entry = entry_at(at);
        }
        if is_over || entry.w >> BIN != bin {
            of_centers += logarithms_of_centers(center_of(bin), steps, u);
            around += logarithms_around(center_of(bin), sums, u);
            bin = entry.w >> BIN;
            steps = 0.0;
            sums = vec3<f32>();
        }
        if is_over {
            break;
        }
        steps += f32(entry.w & COUNTED);
        sums += bitcast<vec3<f32>>(entry.xyz);
        at += max(entry.w & COUNTED, 1u);
    }
    // At the very end: some compilers would reassociate sums of three with a product among them.
    return of_centers + around;
}
