//! The CPU implementation has the same bits with every set of features: on one thread without the feature `parallel`, on
//! many and with wider instructions with it.
//!
//! ```text
//! cargo test -p proxgrad --test features --no-default-features
//! cargo test -p proxgrad --test features --no-default-features --features parallel
//! cargo test -p proxgrad --test features
//! ```
//!
//! Each case is compared with the hash of its results that was recorded, so that the builds need not meet. No case uses a
//! function of the C library, whose last bits differ between systems.

use proxgrad::{
    Centralization, Config, Group, Rounding, Rows, Shrinkage,
    cpu::{Param, ProximalAdagrad, RowGrad},
    half::{bf16, f16},
};

/// Elements for which several threads start.
const LEN: usize = 400_000;
const STEPS: usize = 3;

/// FNV-1a with 64 bits.
struct Hash(u64);

impl Hash {
    fn new() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }

    fn add(&mut self, word: u32) {
        for byte in word.to_le_bytes() {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    fn add_all(&mut self, elements: &[f32]) {
        elements.iter().for_each(|element| self.add(element.to_bits()));
    }
}

/// Pseudo-random words: a linear congruential generator, of which the high bits are taken.
struct Random(u64);

impl Random {
    fn word(&mut self) -> u32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        u32::try_from(self.0 >> 32).expect("32 bits are left")
    }

    /// Multiples of 2⁻¹⁶ in [−1, 1), some of them 0.
    fn elements(&mut self, len: usize) -> Vec<f32> {
        let element = |word: u32| {
            let int = i32::try_from(word >> 15).expect("17 bits are left") - (1 << 16);
            if word.is_multiple_of(16) { 0.0 } else { int as f32 / 65536.0 }
        };
        (0..len).map(|_| element(self.word())).collect()
    }

    /// Rows, a third of which are row 1.
    fn rows(&mut self, len: usize, rows: u32) -> Vec<u32> {
        (0..len)
            .map(|_| self.word())
            .map(|word| if word.is_multiple_of(3) { 1 } else { word % rows })
            .collect()
    }
}

fn config() -> Config {
    Config { learning_rate: 0.05.into(), l1: 1e-3, l2: 1e-2, ..Config::default() }
}

/// The hash of values and accumulators after some steps with dense gradients of one parameter.
fn dense(config: Config, shape: &[usize]) -> u64 {
    let len = shape.iter().product();
    let (mut random, mut hash) = (Random(1), Hash::new());
    let mut optimizer = ProximalAdagrad::new(config).unwrap();
    let id = optimizer.add_param(Param::new("weight", shape)).unwrap();
    let mut values = random.elements(len);
    for _ in 0..STEPS {
        let grads = random.elements(len);
        let mut step = optimizer.begin_step();
        step.dense(id, &mut values, &grads).unwrap();
        step.finish().unwrap();
    }
    hash.add_all(&values);
    hash.add_all(optimizer.accum(id).unwrap());
    hash.0
}

/// The same in 16 bits with stochastic rounding.
fn half(gradients_are_half: bool) -> u64 {
    let (mut random, mut hash) = (Random(2), Hash::new());
    let rounding = Rounding::Stochastic { seed: 5 };
    let mut optimizer = ProximalAdagrad::new(Config { rounding, ..config() }).unwrap();
    let id = optimizer.add_param(Param::new("weight", &[LEN])).unwrap();
    let mut values: Vec<bf16> = random.elements(LEN).into_iter().map(bf16::from_f32).collect();
    for _ in 0..STEPS {
        let grads = random.elements(LEN);
        let as_f16: Vec<f16> = grads.iter().copied().map(f16::from_f32).collect();
        let mut step = optimizer.begin_step();
        if gradients_are_half {
            step.dense(id, &mut values, &as_f16).unwrap();
        } else {
            step.dense(id, &mut values, &grads).unwrap();
        }
        step.finish().unwrap();
    }
    values.iter().for_each(|value| hash.add(value.to_bits().into()));
    hash.add_all(optimizer.accum(id).unwrap());
    hash.0
}

/// The same with row gradients that name rows again and again, one of them very often.
fn rows(config: Config, rows: Rows, width: usize) -> u64 {
    const ROWS: u32 = 3000;
    const ENTRIES: usize = 60_000;
    let (mut random, mut hash) = (Random(3), Hash::new());
    let mut optimizer = ProximalAdagrad::new(config).unwrap();
    let id = optimizer.add_param(Param::new("table", &[ROWS as usize, width]).rows(rows)).unwrap();
    let mut values = random.elements(ROWS as usize * width);
    for number in 0..STEPS {
        // Fewer rows in later steps, so that exact rows fall behind.
        let indices = random.rows(ENTRIES, ROWS >> (2 * number));
        let grads = random.elements(ENTRIES * width);
        let mut step = optimizer.begin_step();
        step.rows(id, &mut values, RowGrad::new(&indices, &grads)).unwrap();
        step.finish().unwrap();
    }
    hash.add_all(&values);
    optimizer.flush(id, &mut values).unwrap();
    hash.add_all(&values);
    hash.add_all(optimizer.accum(id).unwrap());
    hash.0
}

/// The hash of the values, accumulators and counters of two parameters that share a limit to the norm, of which one step
/// is skipped.
fn guarded() -> u64 {
    let (mut random, mut hash) = (Random(4), Hash::new());
    let config = Config { clip_norm: Some(3.0), clip_value: Some(0.5), skip_on_overflow: true, ..config() };
    let mut optimizer = ProximalAdagrad::new(config).unwrap();
    let group = optimizer.add_group(Group { clip_norm: Some(0.25), ..Group::default() }).unwrap();
    let first = optimizer.add_param(Param::new("first", &[LEN])).unwrap();
    let second = optimizer.add_param(Param::new("second", &[LEN / 4, 4])).unwrap();
    let third = optimizer.add_param(Param::new("third", &[1000]).group(group)).unwrap();
    let (mut a, mut b, mut c) = (random.elements(LEN), random.elements(LEN), random.elements(1000));
    for number in 0..STEPS + 1 {
        let mut grads = random.elements(LEN);
        let indices = random.rows(LEN / 8, 50_000);
        if number == 1 {
            grads[LEN - 7] = f32::NEG_INFINITY;
        }
        let mut step = optimizer.begin_step();
        step.dense(first, &mut a, &grads).unwrap();
        step.rows(second, &mut b, RowGrad::new(&indices, &grads[..LEN / 2])).unwrap();
        step.dense(third, &mut c, &grads[..1000]).unwrap();
        step.measure();
        step.finish().unwrap();
    }
    let report = optimizer.report();
    assert_eq!(report.skipped_steps, 1);
    hash.add(report.grad_norm.to_bits());
    for (id, values) in [(first, &a), (second, &b), (third, &c)] {
        hash.add_all(values);
        hash.add_all(optimizer.accum(id).unwrap());
    }
    hash.0
}

#[test]
fn results_have_the_recorded_bits_whatever_features_are_on() {
    let adaptive = || Config { shrinkage: Shrinkage::Adaptive, ..config() };
    let decayed = || Config { weight_decay: 0.1.into(), loss_scale: 4.0, ..config() };
    let centralized = |centralization| Config { grad_centralization: true, centralization, ..decayed() };
    // Sums of rates alone, without logarithms.
    let exact = |shrinkage| Config { shrinkage, l2: 0.0, ..config() };
    let cases = [
        ("dense", dense(config(), &[LEN]), 0x6d92_8de6_ae95_163d),
        ("dense, adaptive", dense(adaptive(), &[LEN + 3]), 0x3641_e7f2_5361_7484),
        ("dense, weight decay", dense(decayed(), &[LEN]), 0x8b4f_c255_55b0_e45e),
        (
            "means of short channels",
            dense(centralized(Centralization::Convolutions), &[8000, 5, 10]),
            0xdf39_c12c_e499_7b9c,
        ),
        (
            "means of long channels",
            dense(centralized(Centralization::MultiplesOf16), &[3, 160_000]),
            0xa651_2b4b_fa80_0a2f,
        ),
        ("16 bits, stochastic", half(false), 0xd11f_a9c8_efbd_b24d),
        ("16 bits, stochastic, gradients in f16", half(true), 0xad22_b0b3_11d5_9c6e),
        ("rows", rows(config(), Rows::Touched, 8), 0x7519_4952_b04f_6b5c),
        ("narrow rows, adaptive", rows(adaptive(), Rows::Touched, 3), 0xbe8f_4f68_135c_4db1),
        (
            "centralized rows",
            rows(centralized(Centralization::MultiplesOf16), Rows::Touched, 16),
            0xb0b2_8e05_2f81_5aad,
        ),
        ("exact rows", rows(exact(Shrinkage::Documented), Rows::Exact, 8), 0xf4c0_e321_4bb4_0ff1),
        ("exact rows, adaptive", rows(exact(Shrinkage::Adaptive), Rows::Exact, 5), 0x1181_598e_5e8f_9129),
        ("limits and a skipped step", guarded(), 0x68fe_a265_40c9_8ffa),
    ];
    let wrong: Vec<_> = cases
        .iter()
        .filter(|(_, got, want)| got != want)
        .map(|(name, got, want)| format!("{name}: {got:#018x}, not {want:#018x}"))
        .collect();
    assert!(wrong.is_empty(), "other bits than recorded:\n{}", wrong.join("\n"));
}
