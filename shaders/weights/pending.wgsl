// Needs: caught_up, load_state, load_value, uniforms
// Provides: current_value

// Values of exact rows as they are once the rows are brought up to date, without changing them.

fn current_value(i: u32) -> f32 {
    let row = i / uniforms.row_width;
    return caught_up(uniforms.rule, load_value(i), load_state(i), row).x;
}
