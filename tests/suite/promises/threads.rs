//! What may move between threads, and be shared by them.

use proxgrad::{Arena, Error, Kernels, Locked, ProximalAdagrad, Snapshot, Step, cpu};

fn assert_send_and_sync<T: Send + Sync>() {}

#[test]
fn optimizers_steps_and_kernels_can_be_sent_to_threads_and_shared_by_them() {
    // Checked by the compiler.
    assert_send_and_sync::<Kernels>();
    assert_send_and_sync::<ProximalAdagrad>();
    assert_send_and_sync::<Locked<ProximalAdagrad>>();
    assert_send_and_sync::<Step<'_>>();
    assert_send_and_sync::<Arena>();
    assert_send_and_sync::<cpu::ProximalAdagrad>();
    assert_send_and_sync::<Locked<cpu::ProximalAdagrad>>();
    assert_send_and_sync::<cpu::Step<'_>>();
    assert_send_and_sync::<Snapshot>();
    assert_send_and_sync::<Error>();
}
