// Provides: table

// The table of row groups that the host uploads. For each row gradient that the host has grouped: its distinct rows, where their
// entries start, and the order of entries.

@group(0) @binding(1) var<storage, read> table: array<u32>;
