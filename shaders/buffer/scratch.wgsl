// What the dispatches of a step leave for each other.

@group(3) @binding(0) var<storage, read_write> work: array<u32>;
