// Provides: ELEMENTS_PER_THREAD

// Four consecutive elements a thread.

const ELEMENTS_PER_THREAD: u32 = 4u;
