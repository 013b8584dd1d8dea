//! burn as it is without kernel fusion.

fn main() -> Result<(), String> {
    proxgrad_peer_burn::serve()
}
