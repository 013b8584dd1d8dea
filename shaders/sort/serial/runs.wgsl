// Needs: WORKGROUP, sort
// Provides: run_of

// Consecutive entries that a thread takes in turn. On a processor that plays a GPU, threads in turn cost less than the barriers
// of a workgroup that shares the entries.

// The entries of a thread's run: first, and last + 1.
fn run_of(block: u32, lane: u32) -> vec2<u32> {
    let first = (block * WORKGROUP + lane) * sort.run_length;
    return min(vec2(first, first + sort.run_length), vec2(sort.entry_count));
}
