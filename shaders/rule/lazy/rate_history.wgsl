// Needs: history, logarithms_around, logarithms_of_centers, uniforms
// Provides: BINNED, BIN_SHIFT, BLOCK_STEPS, MAX_STEPS, STEP_COUNT_MASK, center_of, logarithms_since, run_at, run_from,
//     sum_at, sum_from, sum_since

// The rates of the steps that a row may have missed. The Rust twin is src/lazy/rate_history.rs.

// Steps in a block, and steps that the history covers.
const BLOCK_STEPS: u32 = 256u;
const MAX_STEPS: u32 = 65536u;

// Low bits of a rate that its bin leaves out; in an entry they count the steps.
const BIN_SHIFT: u32 = 19u;
const STEP_COUNT_MASK: u32 = (1u << BIN_SHIFT) - 1u;

// Whether entries are runs of rates of one bin, or sums.
override BINNED: bool;

fn sum_at(entry: u32) -> f32 {
    return bitcast<f32>(history[uniforms.bound_rows + entry]);
}

// The sum over the steps from `step` to the last that the host has counted.
fn sum_from(step: u32) -> f32 {
    let block = step / BLOCK_STEPS;
    let sum = sum_at(step % MAX_STEPS);
    let is_last = block == (uniforms.step_count + uniforms.skipped_steps) / BLOCK_STEPS;
    let next_block = (block + 1u) % (MAX_STEPS / BLOCK_STEPS);
    return select(sum + sum_at(MAX_STEPS + next_block), sum, is_last);
}

// The sum over the steps since the one that a row is up to date with.
fn sum_since(last_step: u32) -> f32 {
    let sum = sum_from(last_step);
    if uniforms.skipped_steps == 0u {
        return sum;
    }
    // The host has counted steps that were skipped: as many rates at the end do not belong to this row.
    return max(sum - sum_from(uniforms.step_count), 0.0);
}

fn run_at(place: u32) -> vec4<u32> {
    let entry = uniforms.bound_rows + place * 4u;
    return vec4(history[entry], history[entry + 1u], history[entry + 2u], history[entry + 3u]);
}

// The run of blocks that begins at a step, or the run of steps, no longer than the steps that were taken.
fn run_from(step: u32) -> vec4<u32> {
    let place = step % MAX_STEPS;
    let blocks = run_at(MAX_STEPS + place / BLOCK_STEPS);
    let block_steps = blocks.w & STEP_COUNT_MASK;
    let most = uniforms.step_count - step;
    let fits = uniforms.skipped_steps == 0u || block_steps <= most;
    if step % BLOCK_STEPS == 0u && block_steps > 0u && fits {
        return blocks;
    }
    let steps = run_at(place);
    if uniforms.skipped_steps == 0u || (steps.w & STEP_COUNT_MASK) <= most {
        return steps;
    }
    let rest = run_at(uniforms.step_count % MAX_STEPS);
    let sums = bitcast<vec3<f32>>(steps.xyz) - bitcast<vec3<f32>>(rest.xyz);
    return vec4(bitcast<vec3<u32>>(sums), steps.w - (rest.w & STEP_COUNT_MASK));
}

fn center_of(bin: u32) -> f32 {
    return bitcast<f32>(select((bin << BIN_SHIFT) | (1u << (BIN_SHIFT - 1u)), 0u, bin == 0u));
}

// Σ ln(1 + γ·u) over the steps since the one that a row is up to date with; consecutive steps with rates in one bin are taken
// together.
fn logarithms_since(last_step: u32, u: vec4<f32>) -> vec4<f32> {
    var of_centers = vec4<f32>();
    var around = vec4<f32>();
    var bin = 0u;
    var steps = 0.0;
    var sums = vec3<f32>();
    var step = last_step;
    loop {
        // Ends also where a restored history is inconsistent.
        let is_over = uniforms.step_count - step - 1u >= MAX_STEPS;
        var run = vec4<u32>();
        if !is_over {
            run = run_from(step);
        }
        if is_over || run.w >> BIN_SHIFT != bin {
            of_centers += logarithms_of_centers(center_of(bin), steps, u);
            around += logarithms_around(center_of(bin), sums, u);
            bin = run.w >> BIN_SHIFT;
            steps = 0.0;
            sums = vec3<f32>();
        }
        if is_over {
            break;
        }
        steps += f32(run.w & STEP_COUNT_MASK);
        sums += bitcast<vec3<f32>>(run.xyz);
        step += max(run.w & STEP_COUNT_MASK, 1u);
    }
    // Added last: some compilers reassociate sums of three with a product among them.
    return of_centers + around;
}
