// Copies those rows of a table that lie in the bound part of it, to their places one behind the other.

struct Uniforms {
    // Elements of a row.
    width: u32,
    // Elements to copy.
    elements: u32,
    // Invocations of the dispatch.
    invocations: u32,
    // First row of the bound part.
    first_row: u32,
    // Rows of the bound part.
    rows_of_part: u32,
    unused_1: u32,
    unused_2: u32,
    unused_3: u32,
}

@group(0) @binding(0) var<uniform> uniforms: Uniforms;
@group(0) @binding(1) var<storage, read> rows: array<u32>;
@group(0) @binding(2) var<storage, read> part: array<f32>;
@group(0) @binding(3) var<storage, read_write> gathered: array<f32>;

@compute @workgroup_size(64)
fn gather(@builtin(global_invocation_id) id: vec3<u32>) {
    for (var i = id.x; i < uniforms.elements; i += uniforms.invocations) {
        let row = rows[i / uniforms.width] - uniforms.first_row;
        if (row < uniforms.rows_of_part) {
            gathered[i] = part[row * uniforms.width + i % uniforms.width];
        }
    }
}
