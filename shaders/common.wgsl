// Provides: LARGEST, MIN_NORMAL, NONE, WORKGROUP

// Constants that kernels of all families share.

// Threads in a workgroup; the host sets it.
override WORKGROUP: u32;

// The largest f32.
const LARGEST: f32 = 0x1.fffffep127f;

// The smallest normal number. Smaller accumulators count as zero, as they do on devices that flush subnormal numbers.
const MIN_NORMAL: f32 = 0x1p-126f;

// No address, no row, no parameter group.
const NONE: u32 = 0xffffffffu;
