// Needs: load_value
// Provides: current_value

// Values as they are in memory.

fn current_value(i: u32) -> f32 {
    return load_value(i).x;
}
