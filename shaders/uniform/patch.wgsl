// What the dispatches behind this one are told, to be edited where only the device knows what is right. The Rust twins are in
// src/plan/orders.rs.

// Threads in the one workgroup; the host sets it.
override WORKGROUP: u32;

const NONE: u32 = 0xffffffffu;

struct Orders {
    // Where in `words` it is said what can be edited, for every dispatch, and how often that is.
    edits: u32,
    edit_count: u32,
    // Where lanes are: parameters with the same rates.
    lanes: u32,
    // Where the clocks are of parameters with exact rows, and how many.
    clocks: u32,
    clock_count: u32,
    // Where sums of squares are listed, and how many.
    sums: u32,
    sum_count: u32,
    // Where limits of norms are, and how many.
    limits: u32,
    limit_count: u32,
    // Which word of the report gets the norm of all sums.
    norm: u32,
    // How the loss scale changes, and after how many steps: 0 where it does not.
    factor: f32,
    window: u32,
    // Whether there is a step to decide of.
    decides: u32,
}

// In words each, NONE for what there is not.
struct Edit {
    // Where the rule of a dispatch is, and of which lane it is.
    rule: u32,
    lane: u32,
    // Where it is said how much it does.
    count: u32,
    // Where it is said which step it is for exact rows, the mark that comes of it, and by how many steps the host is ahead;
    // and whose clock that is.
    now: u32,
    clock: u32,
}

// Where rates of the lane are, of the step under way and of those before it, how many, and which limit it has.
struct Lane {
    rates: u32,
    rate_count: u32,
    limit: u32,
}

struct Told {
    orders: Orders,
    words: array<u32>,
}

@group(0) @binding(0) var<storage, read_write> told: Told;

fn edit_at(i: u32) -> Edit {
    let at = told.orders.edits + i * 5u;
    return Edit(
        told.words[at],
        told.words[at + 1u],
        told.words[at + 2u],
        told.words[at + 3u],
        told.words[at + 4u]
    );
}

fn lane_at(i: u32) -> Lane {
    let at = told.orders.lanes + i * 3u;
    return Lane(told.words[at], told.words[at + 1u], told.words[at + 2u]);
}

// Where members of a rule are.
const LEARNING_RATE: u32 = 0u;
const THRESHOLD: u32 = 3u;
const SHRINK: u32 = 4u;
const WEIGHT_DECAY: u32 = 5u;
const UNSCALE: u32 = 6u;
const STEP: u32 = 10u;
