//! Sequences of calls on the CPU implementation.

#![no_main]

use libfuzzer_sys::fuzz_target;
use proxgrad_fuzz::calls::Calls;
use proxgrad_testing::Cpu;

fuzz_target!(|calls: Calls| {
    calls.check(&Cpu);
});
