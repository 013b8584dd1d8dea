//! The rules with several settings, and optimizers that are run with them.

use proxgrad::{Config, Ftrl, FtrlForm, FtrlStart, ParamId, Rows, Schedule, UpdateRule};
use proxgrad_testing::Optimizer;

use crate::common::{
    devices::Device,
    param::{IndexSource, TestGrad, TestParam},
    random::Random,
};

/// Every rule but ProximalAdagrad, with several settings where it has some.
pub(super) fn rules(with_shrinkage: bool) -> Vec<UpdateRule> {
    let ftrl = |ftrl| UpdateRule::Ftrl(ftrl);
    let l2_shrinkage = if with_shrinkage { 0.1 } else { 0.0 };
    vec![
        ftrl(Ftrl::default()),
        ftrl(Ftrl { form: FtrlForm::McMahan, beta: 1.0, ..Ftrl::default() }),
        ftrl(Ftrl { start: FtrlStart::Zero, l2_shrinkage, ..Ftrl::default() }),
        ftrl(Ftrl { learning_rate_power: -0.3, l2_shrinkage, ..Ftrl::default() }),
        ftrl(Ftrl { learning_rate_power: 0.0, ..Ftrl::default() }),
        UpdateRule::AdagradRda,
        UpdateRule::Fobos,
    ]
}

/// Settings of which L1 makes many elements zero, and not all of them.
pub(super) fn config(rule: UpdateRule) -> Config {
    let learning_rate = Schedule::from([0.1, 0.07, 0.2, 0.15].repeat(10));
    Config { rule, learning_rate, l1: 0.05, l2: 0.1, ..Config::default() }
}

/// Settings of every rule that exact rows may have.
pub(super) fn exact_configs() -> Vec<Config> {
    let rowwise = |l1, l2, l21| Config { l1, l2, l21, ..config(UpdateRule::RowwiseAdagrad) };
    let ftrl = Ftrl { beta: 0.5, start: FtrlStart::Zero, ..Ftrl::default() };
    let whole = [
        rowwise(0.05, 0.1, 0.0),
        rowwise(0.05, 0.0, 0.0),
        rowwise(0.0, 0.1, 0.1),
        rowwise(0.0, 0.0, 0.1),
        Config { l21: 0.3, ..config(UpdateRule::GroupFtrl(Ftrl::default())) },
        Config { l21: 0.3, ..config(UpdateRule::GroupFtrl(ftrl)) },
    ];
    rules(false).into_iter().map(config).chain(whole).collect()
}

/// Parameters of these shapes with dense gradients, and tables of these rows and widths with row gradients by every kind of index.
pub(super) fn params(
    random: &mut Random,
    steps: usize,
    shapes: &[&[usize]],
    tables: &[[usize; 2]],
) -> Vec<TestParam> {
    let mut params = Vec::new();
    for shape in shapes {
        let len = shape.iter().product();
        let grads = (0..steps).map(|_| TestGrad::Dense(random.grads(len))).collect();
        params.push(TestParam::new(format!("dense {shape:?}"), shape, random.values(len), grads));
    }
    for source in [IndexSource::Host, IndexSource::Device, IndexSource::DeviceUnique, IndexSource::Grouped] {
        for &[rows, width] in tables {
            let grads = (0..steps).map(|_| {
                let all = u32::try_from(rows).unwrap();
                let indices = match source {
                    IndexSource::DeviceUnique => random.permutation(all)[..rows / 2 + 1].to_vec(),
                    _ => random.indices(rows, all),
                };
                TestGrad::Rows {
                    values: random.grads(indices.len() * width),
                    indices: source.indices(indices),
                }
            });
            let grads = grads.collect();
            let (name, shape) = (format!("{source:?} {rows} {width}"), [rows, width]);
            params.push(TestParam::new(name, &shape, random.values(rows * width), grads));
        }
    }
    params
}

/// The values and planes of state of each parameter.
pub(super) type States = Vec<Vec<Vec<f32>>>;

/// An optimizer with these parameters.
pub(super) fn start(
    device: &Device,
    config: &Config,
    params: &[TestParam],
    rows: Rows,
) -> (Box<dyn Optimizer>, Vec<ParamId>) {
    let mut optimizer = device.optimizer(config.clone()).unwrap();
    let params: Vec<_> = params.iter().map(|param| param.as_param(&[]).rows(rows)).collect();
    let ids = optimizer.add_params(&params).unwrap();
    (optimizer, ids)
}

/// The values of each parameter, and the planes of its state in the order of their names.
pub(super) fn states(optimizer: &dyn Optimizer, ids: &[ParamId], params: &[TestParam]) -> States {
    let snapshot = optimizer.snapshot().unwrap();
    let of = |(&id, param): (&ParamId, &TestParam)| {
        let planes = ["accum", "grad_sum", "linear"].map(|plane| format!("{plane}.{}", param.name));
        let planes = planes.iter().filter_map(|name| match &snapshot.tensors.get(name)?.data {
            proxgrad::Data::F32(plane) => Some(plane.clone()),
            other => panic!("{name} is {other:?}"),
        });
        [optimizer.values(id).unwrap()].into_iter().chain(planes).collect()
    };
    ids.iter().zip(params).map(of).collect()
}

/// One step with the gradients of all parameters.
pub(super) fn step(optimizer: &mut dyn Optimizer, ids: &[ParamId], params: &[TestParam], at: usize) {
    let grads: Vec<_> = ids.iter().zip(params).map(|(id, param)| (*id, param.grads[at].as_grad())).collect();
    optimizer.step(&grads).unwrap();
}
