// Needs: scratch
// Provides: Sum, load_sum, store_sum

// A sum of numbers. Sums lie one after the other from an address in `scratch` on.

alias Sum = f32;

fn load_sum(address: u32, i: u32) -> Sum {
    return bitcast<f32>(scratch[address + i]);
}

fn store_sum(address: u32, i: u32, sum: Sum) {
    scratch[address + i] = bitcast<u32>(sum);
}
