// Provides: scratch

// Results that the dispatches of a step leave for later ones, read and written in pairs of words.

@group(3) @binding(0) var<storage, read_write> scratch: array<vec2<u32>>;
