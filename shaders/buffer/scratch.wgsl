// Provides: scratch

// Results that the dispatches of a step leave for later ones.

@group(3) @binding(0) var<storage, read_write> scratch: array<u32>;
