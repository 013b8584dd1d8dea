// Provides: NONE, WORKGROUP

// Constants that kernels of all families share.

// Threads in a workgroup; the host sets it.
override WORKGROUP: u32;

// No address, no row, no parameter group.
const NONE: u32 = 0xffffffffu;
