// What the dispatches of a step leave for each other, two words at a time. Another view of work.wgsl.

@group(3) @binding(0) var<storage, read_write> work: array<vec2<u32>>;
