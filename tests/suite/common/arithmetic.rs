//! How the device of the tests computes: a kernel does the library's operations on a few thousand operands.
//!
//! WGSL allows a device to divide and to take roots inexactly, and to contract or reorder operations. Where
//! it does none of this, two kernels that compute the same number give the same bits, and tests demand that.

use std::{env, iter, sync::LazyLock};

use proxgrad::wgpu;
use proxgrad_testing::Gpu;

use super::{
    devices::gpu,
    gpu_step::{new_encoder, pipeline_of},
    numbers::bits,
    random::Random,
};

/// Four results of each thread: a quotient, a root, and a sum and a difference with a product.
const SOURCE: &str = "
    @group(0) @binding(0) var<storage, read> operands: array<vec4<f32>>;
    @group(0) @binding(1) var<storage, read_write> results: array<vec4<f32>>;
    @compute @workgroup_size(64)
    fn main(@builtin(global_invocation_id) id: vec3<u32>) {
        let x = operands[id.x];
        results[id.x] = vec4(x.x / x.y, sqrt(abs(x.z)), x.w + x.y * x.z, x.x - x.y * x.z);
    }";

/// A multiple of the workgroup size.
const OPERANDS: usize = 8192;

/// Whether the adapter that all tests run on rounds quotients and roots correctly, and products before they are
/// added. Where the environment sets `PROXGRAD_TEST_TOLERANCE`, no: every comparison with a tolerance runs.
pub(super) fn is_ieee() -> bool {
    static PROBED: LazyLock<bool> = LazyLock::new(|| gpu().is_some_and(probe));
    env::var_os("PROXGRAD_TEST_TOLERANCE").is_none() && *PROBED
}

fn probe(gpu: &Gpu) -> bool {
    let operands = operands();
    let results = results(gpu, &operands);
    let on_host = |x: &[f32]| [x[0] / x[1], x[2].abs().sqrt(), x[3] + x[1] * x[2], x[0] - x[1] * x[2]];
    operands.chunks(4).zip(results.chunks(4)).all(|(x, got)| bits(got) == bits(&on_host(x)))
}

/// Numbers of several magnitudes, none of them 0, so that no result is a NaN, an infinity or subnormal.
fn operands() -> Vec<f32> {
    let mut random = Random::unnamed(71);
    iter::repeat_with(|| random.grads(1)[0] + 1e-3).filter(|x| x.abs() > 1e-6).take(4 * OPERANDS).collect()
}

fn results(gpu: &Gpu, operands: &[f32]) -> Vec<f32> {
    let (operands, results) = (gpu.upload(operands), gpu.upload(&vec![0.0; operands.len()]));
    let pipeline = pipeline_of(gpu, SOURCE);
    let bound = gpu.device().create_bind_group(&wgpu::BindGroupDescriptor {
        label: None,
        layout: &pipeline.get_bind_group_layout(0),
        entries: &[(0, &operands), (1, &results)]
            .map(|(binding, buffer)| wgpu::BindGroupEntry { binding, resource: buffer.as_entire_binding() }),
    });
    let mut encoder = new_encoder(gpu);
    let mut pass = encoder.begin_compute_pass(&wgpu::ComputePassDescriptor::default());
    pass.set_pipeline(&pipeline);
    pass.set_bind_group(0, &bound, &[]);
    pass.dispatch_workgroups(u32::try_from(OPERANDS / 64).expect("a small number"), 1, 1);
    drop(pass);
    gpu.queue().submit([encoder.finish()]);
    gpu.download(results.slice(..)).unwrap()
}

#[test]
fn software_drivers_that_round_correctly_are_seen_to() {
    let Some(gpu) = gpu() else { return };
    let name = gpu.device().adapter_info().name;
    println!("{name}: {}", probe(gpu));
    assert!(probe(gpu) || !["llvmpipe", "SwiftShader"].iter().any(|known| name.contains(known)), "{name}");
}
