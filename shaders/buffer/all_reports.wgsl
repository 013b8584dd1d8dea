// Needs: OVERFLOW, report
// Provides: report1, report2, report3, take_overflow

// The reports of the slots behind the first.

@group(3) @binding(2) var<storage, read_write> report1: array<atomic<u32>>;
@group(3) @binding(3) var<storage, read_write> report2: array<atomic<u32>>;
@group(3) @binding(4) var<storage, read_write> report3: array<atomic<u32>>;

// Whether a gradient of the current step is not finite, whichever slot its check has reported to. Clears the flags for the next
// step.
fn take_overflow() -> bool {
    let first = atomicExchange(&report[OVERFLOW], 0u) | atomicExchange(&report1[OVERFLOW], 0u);
    let others = atomicExchange(&report2[OVERFLOW], 0u) | atomicExchange(&report3[OVERFLOW], 0u);
    return (first | others) != 0u;
}
