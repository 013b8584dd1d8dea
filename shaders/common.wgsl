// Provides: LARGEST, NONE, WORKGROUP

// Constants that kernels of all families share.

// Threads in a workgroup; the host sets it.
override WORKGROUP: u32;

// The largest f32.
const LARGEST: f32 = 0x1.fffffep127f;

// No address, no row, no parameter group.
const NONE: u32 = 0xffffffffu;
