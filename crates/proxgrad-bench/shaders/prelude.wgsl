// Joined in front of every yardstick: the uniforms of a dispatch. The Rust twin is `Uniforms` in src/yardsticks.rs.

// Threads of a workgroup; the host sets it.
override WORKGROUP: u32;

struct Uniforms {
    // Threads that have an element or an entry to update.
    count: u32,
    // Threads of a row: its elements, divided by the columns that a thread updates.
    width: u32,
    // The entry at which the bound gradients begin.
    first_entry: u32,
    // The row at which the bound values begin.
    base_row: u32,
    // Rows in the bound values.
    row_count: u32,
    // γ
    learning_rate: f32,
    // γ·l1
    threshold: f32,
    // 1 / (1 + γ·l2)
    scale: f32,
}

@group(0) @binding(0) var<uniform> uniforms: Uniforms;

// The index of a thread in a grid that is folded into two dimensions.
fn thread_index(id: vec3<u32>, workgroups: vec3<u32>) -> u32 {
    return id.x + id.y * workgroups.x * WORKGROUP;
}

// The threads of a grid.
fn thread_count(workgroups: vec3<u32>) -> u32 {
    return workgroups.x * workgroups.y * WORKGROUP;
}
