//! The example of parameter groups on MindSpore's page for `nn.ProximalAdagrad`, with the network of its
//! documentation: LeNet5.

use proxgrad::{Centralization, Config, Error, Group, GroupId, ParamId, Shrinkage};
use proxgrad_testing::{Grad, Optimizer, Param};

use crate::common::{
    devices::{Device, on_every_device},
    random::Random,
    state::State,
};

/// Names and shapes in the order of the network. Convolutions have no bias; weights are outputs by inputs.
const NETWORK: [(&str, &[usize]); 8] = [
    ("conv1.weight", &[6, 1, 5, 5]),
    ("conv2.weight", &[16, 6, 5, 5]),
    ("fc1.weight", &[120, 400]),
    ("fc1.bias", &[120]),
    ("fc2.weight", &[84, 120]),
    ("fc2.bias", &[84]),
    ("fc3.weight", &[10, 84]),
    ("fc3.bias", &[10]),
];

const STEPS: usize = 3;

/// The largest allowed difference between a device and float64, relative to 1 + |w| or to an accumulator.
///
/// Gradients are at most 2, and their mean has at most 64 roundings, so its error is 64·2·2⁻²⁴ = 8e-6. A step
/// multiplies this error by at most γ/√accum = 0.32, so the error of a weight after 3 steps is 8e-6. An error
/// δ of g changes an accumulator, relative to its value, by 2·|g|·δ/(0.1 + g²) ≤ δ/√0.1 = 2.4e-5, and later
/// steps reduce this.
const TOLERANCE: f64 = 3e-5;

/// The largest allowed difference between two devices. They add in the same order, which leaves a few ULP of
/// a gradient, 1e-6, because a compiler may reorder (grad + decay) − mean: an eighth of [`TOLERANCE`].
const BETWEEN_DEVICES: f64 = TOLERANCE / 8.0;

/// The settings of the page.
fn page() -> Config {
    Config { learning_rate: 0.1.into(), weight_decay: 0.0.into(), ..Config::default() }
}

/// LeNet5 in the parameter groups of the page, in the order of the network.
struct Lenet5 {
    optimizer: Box<dyn Optimizer>,
    conv: GroupId,
    no_conv: GroupId,
    /// In the order of the network.
    ids: Vec<ParamId>,
}

impl Lenet5 {
    fn new(device: &Device, config: Config, values: &[Vec<f32>]) -> Self {
        let conv =
            Group { weight_decay: Some(0.01.into()), grad_centralization: Some(true), ..Group::default() };
        let no_conv = Group { learning_rate: Some(0.01.into()), ..Group::default() };
        Self::with_groups(device, config, [conv, no_conv], values)
    }

    fn with_groups(device: &Device, config: Config, groups: [Group; 2], values: &[Vec<f32>]) -> Self {
        let mut optimizer = device.optimizer(config).unwrap();
        let [conv, no_conv] = groups.map(|group| optimizer.add_group(group).unwrap());
        let mut ids = vec![None; NETWORK.len()];
        // In reverse order, so that the order of the optimizer differs from that of registration.
        for group in [no_conv, conv] {
            for (i, (name, shape)) in NETWORK.iter().enumerate().rev() {
                if name.contains("conv") == (group == conv) {
                    let param = Param::new(name, shape, &values[i]).group(group);
                    ids[i] = Some(optimizer.add_param(param).unwrap());
                }
            }
        }
        optimizer.order_params(&NETWORK.map(|(name, _)| name)).unwrap();
        Self { optimizer, conv, no_conv, ids: ids.into_iter().map(Option::unwrap).collect() }
    }

    /// One step with gradients by position.
    fn step(&mut self, grads: &[Vec<f32>]) -> Result<(), Error> {
        self.optimizer.step_in_order(&grads.iter().map(|grad| Grad::Dense(grad)).collect::<Vec<_>>())
    }

    fn values(&self) -> Vec<Vec<f32>> {
        self.ids.iter().map(|&id| self.optimizer.values(id).unwrap()).collect()
    }

    fn accums(&self) -> Vec<Vec<f32>> {
        self.ids.iter().map(|&id| self.optimizer.accum(id).unwrap()).collect()
    }
}

/// A tensor for each parameter.
fn tensors(mut tensor: impl FnMut(usize) -> Vec<f32>) -> Vec<Vec<f32>> {
    NETWORK.iter().map(|(_, shape)| tensor(shape.iter().product())).collect()
}

/// Whether the parameter at this position is a convolution.
fn is_conv(param: usize) -> bool {
    NETWORK[param].0.contains("conv")
}

#[test]
fn the_order_is_the_networks_and_rates_and_decays_travel_with_their_parameters() {
    on_every_device(|device| {
        let mut lenet = Lenet5::new(device, page(), &tensors(|len| vec![0.5; len]));
        for step in 0..2 {
            let Lenet5 { optimizer, conv, no_conv, ids } = &lenet;
            assert_eq!(optimizer.params(), *ids);
            assert_eq!((optimizer.lr(Some(*conv)), optimizer.lr(Some(*no_conv))), (Ok(0.1), Ok(0.01)));
            for (param, &id) in ids.iter().enumerate() {
                let want = if is_conv(param) { (Ok(0.1), Ok(0.01)) } else { (Ok(0.01), Ok(0.0)) };
                let got = (optimizer.lr_of(id), optimizer.weight_decay_of(id));
                assert_eq!(got, want, "{} before step {step}", NETWORK[param].0);
            }
            lenet.step(&tensors(|len| vec![0.1; len])).unwrap();
        }
        let tensors = lenet.optimizer.snapshot().unwrap().tensors;
        for (name, shape) in NETWORK {
            assert_eq!(tensors[&format!("accum.{name}")].shape, shape);
        }
    });
}

/// The names of the parameters whose gradients a step centralizes. Without weights and weight decay, a
/// gradient that is 1 everywhere is equal to its mean, so centralization makes it 0.
fn centralized(device: &Device, config: Config, groups: [Group; 2]) -> Vec<&'static str> {
    let mut lenet = Lenet5::with_groups(device, config, groups, &tensors(|len| vec![0.0; len]));
    lenet.step(&tensors(|len| vec![1.0; len])).unwrap();
    let accums = lenet.accums();
    // 0.1 + 0², or 0.1 + 1².
    let whole = |accum: &Vec<f32>| accum.iter().all(|a| *a > 1.0);
    let gone = |accum: &Vec<f32>| accum.iter().all(|a| *a < 0.100001);
    assert!(accums.iter().all(|accum| whole(accum) || gone(accum)), "a parameter is centralized in part");
    (0..NETWORK.len()).filter(|&i| gone(&accums[i])).map(|i| NETWORK[i].0).collect()
}

#[test]
fn centralization_applies_to_what_its_rule_covers_and_its_group_asks_for() {
    let on = Group { grad_centralization: Some(true), ..Group::default() };
    let off = Group { grad_centralization: Some(false), ..Group::default() };
    on_every_device(|device| {
        let names = |config, groups| centralized(device, config, groups);
        let (all, page) = ([on.clone(), on.clone()], [on.clone(), off.clone()]);
        assert_eq!(names(Config::default(), page.clone()), ["conv1.weight", "conv2.weight"]);
        assert_eq!(names(Config::default(), all.clone()), ["conv1.weight", "conv2.weight"]);
        // Of the extents 1, 6, 400, 120 and 84 of axis 1 only 400 is a multiple of 16, so MindSpore
        // centralizes nothing in the example of its page.
        assert!(names(Config::mindspore(), page).is_empty());
        assert_eq!(names(Config::mindspore(), all), ["fc1.weight"]);
    });
}

/// Weights and accumulators in float64, computed by the rule of the specification.
struct Reference {
    config: Config,
    values: Vec<Vec<f64>>,
    accums: Vec<Vec<f64>>,
    /// The distance of |p| from the threshold in the last step, by element. Elements with a distance below
    /// the tolerance may or may not be zero.
    margins: Vec<Vec<f64>>,
}

impl Reference {
    fn new(config: Config, values: &[Vec<f32>]) -> Self {
        let values: Vec<Vec<f64>> = values.iter().map(|values| doubles(values)).collect();
        let accums = values.iter().map(|values| vec![0.1; values.len()]).collect();
        Self { config, margins: values.clone(), values, accums }
    }

    fn step(&mut self, grads: &[Vec<f32>]) {
        for (param, grads) in grads.iter().enumerate() {
            let (shape, [rate, decay]) =
                (NETWORK[param].1, if is_conv(param) { [0.1, 0.01] } else { [0.01, 0.0] });
            // grad / loss_scale + weight_decay·w
            let pairs = doubles(grads).into_iter().zip(&self.values[param]);
            let mut g: Vec<f64> = pairs.map(|(grad, w)| grad / self.config.loss_scale + decay * w).collect();
            if is_conv(param) && self.config.centralization == Centralization::Convolutions {
                centralize(&mut g, shape[1..].iter().product());
            }
            for (i, g) in g.into_iter().enumerate() {
                self.element(param, i, g, rate);
            }
        }
    }

    fn element(&mut self, param: usize, i: usize, g: f64, rate: f64) {
        let Config { l1, l2, shrinkage, .. } = self.config;
        let (w, accum) = (&mut self.values[param][i], &mut self.accums[param][i]);
        // A = accum + g², p = w − γ·g/√A
        *accum += g * g;
        let p = *w - rate * g / accum.sqrt();
        let shrink = match shrinkage {
            Shrinkage::Documented => rate,
            _ => rate / accum.sqrt(),
        };
        // w' = sign(p)·max(|p| − γ·l1, 0) / (1 + γ·l2), or with γ/√A in the place of γ
        *w = p.signum() * (p.abs() - shrink * l1).max(0.0) / (1.0 + shrink * l2);
        self.margins[param][i] = (p.abs() - shrink * l1).abs();
    }
}

fn doubles(elements: &[f32]) -> Vec<f64> {
    elements.iter().map(|&element| element.into()).collect()
}

/// g − mean(g), for each output channel.
fn centralize(g: &mut [f64], width: usize) {
    for channel in g.chunks_mut(width) {
        let mean = channel.iter().sum::<f64>() / width as f64;
        channel.iter_mut().for_each(|g| *g -= mean);
    }
}

/// The first element that differs from the expected one by more than `allowed` returns for it.
fn first_difference(got: &[Vec<f32>], want: &[Vec<f64>], allowed: impl Fn(f64) -> f64) -> Option<String> {
    let params = got.iter().zip(want).enumerate();
    let mut elements = params.flat_map(|(param, (got, want))| {
        got.iter().zip(want).enumerate().map(move |(i, (got, want))| (param, i, f64::from(*got), *want))
    });
    // A comparison with `>` would accept NaN.
    let (param, i, got, want) = elements.find(|&(_, _, got, want)| {
        let near = (got - want).abs() <= allowed(want);
        !near
    })?;
    Some(format!("{}[{i}] is {got}, expected {want}", NETWORK[param].0))
}

/// Asserts values and accumulators, with a tolerance relative to 1 + |w| and to A.
fn assert_near(got: [&[Vec<f32>]; 2], want: [&[Vec<f64>]; 2], tolerance: f64, at: &str) {
    assert_eq!(first_difference(got[0], want[0], |w| tolerance * (1.0 + w.abs())), None, "{at}");
    assert_eq!(first_difference(got[1], want[1], |a| tolerance * a), None, "{at}, accumulators");
}

/// The first element that is zero on one side only, although its distance from the threshold exceeds the
/// tolerance.
fn first_false_zero(got: &[Vec<f32>], reference: &Reference) -> Option<String> {
    (0..NETWORK.len()).find_map(|param| {
        let (want, margins) = (&reference.values[param], &reference.margins[param]);
        let wrong = |i: &usize| margins[*i] > TOLERANCE && (got[param][*i] == 0.0) != (want[*i] == 0.0);
        let i = (0..want.len()).find(wrong)?;
        Some(format!("{}[{i}] is {}, expected {}", NETWORK[param].0, got[param][i], want[i]))
    })
}

#[test]
fn steps_with_gradients_by_position_follow_the_rule_in_float64_on_every_device() {
    let mut random = Random::new(51);
    let sparse = |config: Config| Config { l1: 0.3, l2: 0.1, loss_scale: 4.0, ..config };
    let mindspore = Config { learning_rate: 0.1.into(), ..Config::mindspore() };
    for (what, config) in [
        ("the page", page()),
        ("l1, l2 and a loss scale", sparse(page())),
        ("mindspore()", mindspore.clone()),
        ("mindspore() with l1, l2 and a loss scale", sparse(mindspore)),
    ] {
        // Many weights are small, so that L1 makes them zero.
        let values = tensors(|len| random.values(len).into_iter().map(|w| w * w * w / 8.0).collect());
        let grads: Vec<_> = (0..STEPS).map(|_| tensors(|len| random.values(len))).collect();
        let mut other: Option<[Vec<Vec<f64>>; 2]> = None;
        on_every_device(|device| {
            let mut lenet = Lenet5::new(device, config.clone(), &values);
            let mut reference = Reference::new(config.clone(), &values);
            for (step, grads) in grads.iter().enumerate() {
                lenet.step(grads).unwrap();
                reference.step(grads);
                let at = format!("{what}, step {step}");
                let (values, accums) = (lenet.values(), lenet.accums());
                assert_near([&values, &accums], [&reference.values, &reference.accums], TOLERANCE, &at);
                assert_eq!(first_false_zero(&values, &reference), None, "{at}, zeros");
            }
            let (values, accums) = (lenet.values(), lenet.accums());
            let zeros = values.iter().flatten().filter(|w| **w == 0.0).count();
            assert_eq!(zeros > 1000, config.l1 > 0.0, "{what}: {zeros} zeros");
            let own =
                [&values, &accums].map(|tensors| tensors.iter().map(|tensor| doubles(tensor)).collect());
            let [other_values, other_accums] = other.get_or_insert(own);
            let at = format!("{what}, device against device");
            assert_near([&values, &accums], [other_values, other_accums], BETWEEN_DEVICES, &at);
        });
    }
}

#[test]
fn gradients_by_position_are_gradients_by_name_and_one_too_few_changes_nothing() {
    let mut random = Random::new(52);
    let values = tensors(|len| random.values(len));
    let grads = tensors(|len| random.values(len));
    on_every_device(|device| {
        let mut by_position = Lenet5::new(device, page(), &values);
        let before = State::of(&*by_position.optimizer, &by_position.ids);
        let outcome = by_position.step(&grads[..7]);
        assert!(matches!(outcome, Err(Error::GradCount { got: 7, want: 8, .. })), "{outcome:?}");
        // Gradients in the order of registration, which is not the order of the optimizer.
        let reversed: Vec<_> = grads.iter().rev().cloned().collect();
        let message = by_position.step(&reversed).unwrap_err().to_string();
        assert_eq!(message, "parameter \"conv1.weight\": grads hold 10 elements; 150 are needed");
        assert_eq!(State::of(&*by_position.optimizer, &by_position.ids), before);
        by_position.step(&grads).unwrap();

        let mut by_name = Lenet5::new(device, page(), &values);
        let named: Vec<_> =
            by_name.ids.iter().zip(&grads).map(|(&id, grad)| (id, Grad::Dense(grad))).collect();
        by_name.optimizer.step(&named).unwrap();
        let state = |lenet: &Lenet5| State::of(&*lenet.optimizer, &lenet.ids);
        assert_eq!(state(&by_position), state(&by_name));
    });
}
