//! Parameters that cannot have exact rows, and tables that exceed one binding or grid.

use proxgrad::{Config, Group, GroupId, Rows, Schedule, Shrinkage, wgpu::Limits};
use proxgrad_testing::{Backend, Cpu, Gpu, Indices, Optimizer, Param};

use crate::common::{
    devices::{Device, gpu, is_ieee, on_every_device},
    param::{IndexSource, TestGrad},
    random::Random,
};

#[test]
fn what_has_no_closed_form_is_refused_with_the_reason() {
    on_every_device(|device| {
        let config = Config { weight_decay: 0.1.into(), ..Config::default() };
        let mut optimizer = device.optimizer(config).unwrap();
        let add = |optimizer: &mut dyn Optimizer, name: &str, shape: &[usize], group: Option<GroupId>| {
            let values = vec![1.0; shape.iter().product()];
            let param = Param::new(name, shape, &values).rows(Rows::Exact);
            optimizer.add_param(group.map_or(param, |group| param.group(group)))
        };
        let error = add(&mut *optimizer, "table", &[2, 2], None).unwrap_err();
        assert_eq!(
            error.to_string(),
            "parameter \"table\" has weight decay, which would change rows without a gradient too, in a way that has no \
             closed form; with exact rows set weight_decay to 0 for its group and use l2, or use touched rows"
        );
        // A function may be above 0 at some step.
        let falls = Schedule::function(|_| 0.0);
        for (weight_decay, is_fine) in [
            (0.0.into(), true),
            (vec![0.0, 0.0].into(), true),
            (vec![0.0, 0.1].into(), false),
            (falls, false),
        ] {
            let group = Group { weight_decay: Some(weight_decay), ..Group::default() };
            let group = optimizer.add_group(group).unwrap();
            let outcome = add(&mut *optimizer, &format!("table{is_fine}{group:?}"), &[2, 2], Some(group));
            assert_eq!(outcome.is_ok(), is_fine);
        }
        // A parameter of this name is exempt from weight decay.
        add(&mut *optimizer, "gamma", &[2, 2], None).unwrap();
        let error = add(&mut *optimizer, "beta", &[], None).unwrap_err();
        assert_eq!(
            error.to_string(),
            "parameter \"beta\" is a scalar and has no rows; give it a dense gradient"
        );
        assert_eq!(optimizer.rows_of(optimizer.params()[0]).unwrap(), Rows::Exact);
    });
}

#[test]
fn a_table_that_has_to_be_cut_and_folded_gives_the_same() {
    // Bindings that cover the history of 34,240 rows, so that every table has windows and the widest has six, and grids
    // that fold after 512 workgroups.
    let limits = |_: &Limits| Limits {
        max_storage_buffer_binding_size: 400_128,
        max_compute_workgroups_per_dimension: 512,
        ..Limits::default()
    };
    if gpu().is_none() {
        return;
    }
    let narrow = Gpu::with_limits(limits).unwrap();
    const ROWS: usize = 50_000;
    let mut random = Random::new(5);
    for (width, shrinkage) in
        [(12, Shrinkage::Documented), (5, Shrinkage::Adaptive), (1, Shrinkage::Documented)]
    {
        let values = random.values(ROWS * width);
        let rows = u32::try_from(ROWS).unwrap();
        let steps: Vec<_> =
            (0..6).map(|_| (random.permutation(rows)[..3000].to_vec(), random.grads(3000 * width))).collect();
        let run = |device: &Device, source: IndexSource| {
            let config =
                Config { learning_rate: 0.3.into(), shrinkage, l1: 0.05, l2: 0.0, ..Config::default() };
            let mut optimizer = device.optimizer(config).unwrap();
            let id =
                optimizer.add_param(Param::new("table", &[ROWS, width], &values).rows(Rows::Exact)).unwrap();
            for (indices, grads) in &steps {
                let grad = TestGrad::Rows { indices: source.indices(indices.clone()), values: grads.clone() };
                optimizer.step(&[(id, grad.as_grad())]).unwrap();
                optimizer.flush_rows(id, Indices::Device(&indices[..10])).unwrap();
            }
            optimizer.flush(id).unwrap();
            optimizer.values(id).unwrap()
        };
        let want = run(&Cpu, IndexSource::Host);
        for source in [IndexSource::Host, IndexSource::Device, IndexSource::DeviceUnique] {
            let got = run(&narrow, source);
            let near = |(got, want): (&f32, &f32)| (got - want).abs() <= 2e-6 + 1e-5 * want.abs();
            assert!(got.iter().zip(&want).all(near), "width {width}");
            assert!(!is_ieee(&narrow) || got == want, "width {width}");
        }
    }
}

#[test]
fn exact_rows_whose_rates_no_binding_covers_are_refused() {
    let limits = |_: &Limits| Limits { max_storage_buffer_binding_size: 1 << 18, ..Limits::default() };
    if gpu().is_none() {
        return;
    }
    let narrow = Gpu::with_limits(limits).unwrap();
    let mut optimizer = narrow.optimizer(Config::default()).unwrap();
    let values = vec![0.0; 100_000];
    let error = optimizer.add_param(Param::new("table", &[100_000], &values).rows(Rows::Exact)).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the history of the exact rows of parameter \"table\" in bytes needs 263424, but the device allows 262144; \
         request a higher `max_storage_buffer_binding_size`"
    );
}
