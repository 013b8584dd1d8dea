// Joined in front of every kernel of `proxgrad bench`: what a dispatch is told. The Rust twin is `Job` in
// src/yardsticks.rs.

// Threads in a workgroup; the host sets it.
override WORKGROUP: u32;

struct Job {
    // Threads that have work.
    count: u32,
    // Elements in a row, as many at a time as a thread takes.
    width: u32,
    // The first entry of which the bound gradients are.
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

@group(0) @binding(0) var<uniform> job: Job;

// The index of a thread in a grid that is folded where it would be too wide.
fn thread_index(id: vec3<u32>, workgroups: vec3<u32>) -> u32 {
    return id.x + id.y * workgroups.x * WORKGROUP;
}
