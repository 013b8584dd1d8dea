// Needs: Sum, scratch
// Provides: load_sum, store_sum

// Sums of squares lie one after the other from an address in `scratch` on, two words each.

fn load_sum(address: u32, i: u32) -> Sum {
    let at = address + i * 2u;
    return Sum(bitcast<f32>(scratch[at]), bitcast<f32>(scratch[at + 1u]));
}

fn store_sum(address: u32, i: u32, sum: Sum) {
    let at = address + i * 2u;
    scratch[at] = bitcast<u32>(sum.x);
    scratch[at + 1u] = bitcast<u32>(sum.y);
}
