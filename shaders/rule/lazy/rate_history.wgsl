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

// The sum over the steps from one to the last that the host has counted.
fn sum_from(at: u32) -> f32 {
    let own = at / BLOCK;
    let sum = sum_at(at % STEPS);
    let is_last = own == (slot.now + slot.ahead) / BLOCK;
    return select(sum + sum_at(STEPS + (own + 1u) % (STEPS / BLOCK)), sum, is_last);
}

// The sum over the steps since a mark.
fn sum_since(mark: u32) -> f32 {
    let sum = sum_from(mark);
    if slot.ahead == 0u {
        return sum;
    }
    // Less those that the host has counted and that were skipped, or rather as many rates at the end.
    return max(sum - sum_from(slot.now), 0.0);
}

fn stretch_at(place: u32) -> vec4<u32> {
    let entry = slot.all_rows + place * 4u;
    return vec4(history[entry], history[entry + 1u], history[entry + 2u], history[entry + 3u]);
}

// What begins at a step: a stretch of blocks, or else of steps, no longer than there were steps.
fn entry_at(at: u32) -> vec4<u32> {
    let place = at % STEPS;
    let blocks = stretch_at(STEPS + place / BLOCK);
    let of_blocks = blocks.w & COUNTED;
    let most = slot.now - at;
    if at % BLOCK == 0u && of_blocks > 0u && (slot.ahead == 0u || of_blocks <= most) {
        return blocks;
    }
    let steps = stretch_at(place);
    if slot.ahead == 0u || (steps.w & COUNTED) <= most {
        return steps;
    }
    let rest = stretch_at(slot.now % STEPS);
    let sums = bitcast<vec3<f32>>(steps.xyz) - bitcast<vec3<f32>>(rest.xyz);
    return vec4(bitcast<vec3<u32>>(sums), steps.w - (rest.w & COUNTED));
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
