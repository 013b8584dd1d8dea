//! burn with kernel fusion.

fn main() -> Result<(), String> {
    proxgrad_peer_burn::serve()
}
