// Provides: ELEMENTS_PER_THREAD

// One element a thread; the other three components of a vector mean nothing.

const ELEMENTS_PER_THREAD: u32 = 1u;
