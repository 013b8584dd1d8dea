//! The grid of a comparison, and the training of its models.

use anyhow::{Context, Result};
use indicatif::{ProgressBar, ProgressStyle};

use super::{candidate::Candidate, jobs, plain_rda::PlainRda, point::Point, split::split};
use crate::{
    data::Dataset,
    device::Opened,
    train::{
        Model, RowsArg, RuleArg, RuleArgs, Settings, ShrinkageArg, features_seen, fit_quietly, logits,
        loss_and_gradient, predict, trainer,
    },
};

/// The candidates, kinds of rows and strengths of L1 of a comparison, and the settings that all runs share.
pub(super) struct Grid<'a> {
    pub(super) rules: &'a [Candidate],
    pub(super) rows: &'a [RowsArg],
    /// Strengths of L1, of the mean loss of the examples.
    pub(super) strengths: &'a [f64],
    /// Learning rates to choose from, where they are not those of the rule.
    pub(super) rates: &'a [f64],
    pub(super) seeds: u64,
    /// Its rule, strength of L1, rate, rows and seed are those of the grid.
    pub(super) settings: Settings,
    pub(super) device: &'a Opened,
    /// Rows and columns of the weights.
    pub(super) shape: [usize; 2],
}

/// A place of the grid.
#[derive(Clone, Copy, Debug)]
struct Place {
    rule: Candidate,
    rows: RowsArg,
    l1: f64,
}

/// The measurements of a model.
#[derive(Clone, Copy, Debug)]
struct Measured {
    /// The share of examples that it gets wrong.
    error: f64,
    /// The mean over the examples.
    loss: f64,
    nonzero: u64,
}

impl Grid<'_> {
    /// Chooses a learning rate for every rule, kind of rows and strength on a part of the training data that is held out, trains
    /// on all of the training data with each seed, and tests. Places at which no model stays finite are left out.
    ///
    /// # Errors
    /// A setting out of range, a device that fails.
    pub(super) fn points(&self, train: &Dataset, test: &Dataset) -> Result<Vec<Point>> {
        let [part, held_out] = split(train, self.settings.seed);
        let places = self.places();
        let with_rates = |place: &Place| -> Vec<(Place, f64)> {
            let rates = if self.rates.is_empty() { place.rule.rates() } else { self.rates };
            rates.iter().map(|&rate| (*place, rate)).collect()
        };
        let tried: Vec<_> = places.iter().flat_map(with_rates).collect();
        let found = self.map("choosing rates", &tried, |&(place, rate)| {
            self.trained(place, rate, self.settings.seed, &part, &held_out)
        })?;
        let best = |place: &Place| {
            let of_place = tried.iter().zip(&found).filter(|((of, _), _)| of.is(place));
            let measured = of_place.filter_map(|((_, rate), measured)| Some((*rate, (*measured)?)));
            // Of rates with as many errors, that with the smaller loss.
            let by = |(_, m): &(f64, Measured)| (m.error, m.loss);
            measured.min_by(|a, b| by(a).partial_cmp(&by(b)).expect("measurements are finite"))
        };
        let chosen: Vec<_> = places.iter().filter_map(|place| Some((*place, best(place)?.0))).collect();
        let seeds = || (0..self.seeds).map(|i| self.settings.seed.wrapping_add(i));
        let runs: Vec<_> =
            chosen.iter().flat_map(|&(place, rate)| seeds().map(move |seed| (place, rate, seed))).collect();
        let found =
            self.map("training", &runs, |&(place, rate, seed)| self.trained(place, rate, seed, train, test))?;
        let weights = features_seen(train) * self.shape[1];
        let point = |(&(place, rate), measured): (&(Place, f64), &[Option<Measured>])| {
            let measured = measured.iter().copied().collect::<Option<Vec<_>>>()?;
            let Place { rule, rows, l1 } = place;
            let of = |value: fn(&Measured) -> f64| measured.iter().map(value).collect::<Vec<_>>();
            #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
            Some(Point::new(
                (rule, rows.name()),
                (l1, rate),
                &of(|m| m.error),
                &of(|m| m.nonzero as f64),
                weights,
            ))
        };
        let seeds = usize::try_from(self.seeds)?;
        Ok(chosen.iter().zip(found.chunks(seeds)).filter_map(point).collect())
    }

    /// Refuses settings that one of the models would refuse.
    ///
    /// # Errors
    /// A strength or a rate out of range.
    pub(super) fn check(&self) -> Result<()> {
        for place in self.places() {
            for &rate in self.rates.iter().chain(place.rule.rates()) {
                let settings = self.settings_of(place, rate, 0, 1);
                settings.check().with_context(|| format!("with --l1 {} and --rates {rate}", place.l1))?;
            }
        }
        Ok(())
    }

    fn places(&self) -> Vec<Place> {
        let mut places = Vec::new();
        for &rule in self.rules {
            for &rows in self.rows {
                places.extend(self.strengths.iter().map(|&l1| Place { rule, rows, l1 }));
            }
        }
        places
    }

    /// The settings of a run with so many steps.
    #[expect(clippy::cast_precision_loss, reason = "steps are far below 2^53")]
    fn settings_of(&self, place: Place, rate: f64, seed: u64, steps: usize) -> Settings {
        let Place { rule, rows, l1 } = place;
        let mut settings = Settings { rows, l1, seed, learning_rate: rate, ..self.settings.clone() };
        let Candidate::Rule(rule) = rule else { return settings };
        settings.rule = RuleArgs { rule, ..RuleArgs::default() };
        match rule {
            RuleArg::ProximalAdagrad => settings.shrinkage = ShrinkageArg::Adaptive,
            // Its strength is that of the sum of the losses.
            RuleArg::Ftrl | RuleArg::GroupFtrl => settings.l1 = l1 * steps as f64,
            RuleArg::Fobos => {
                let rates = (1..=steps).map(|step| rate / (step as f64).sqrt()).collect::<Vec<_>>();
                settings.schedule = Some(rates.into());
            }
            RuleArg::Rda | RuleArg::Rowwise => {}
        }
        settings
    }

    /// Trains a model and tests it; `None` where it does not stay finite.
    fn trained(
        &self,
        place: Place,
        rate: f64,
        seed: u64,
        train: &Dataset,
        test: &Dataset,
    ) -> Result<Option<Measured>> {
        let settings = self.settings_of(place, rate, seed, self.settings.steps(train));
        let [features, outputs] = self.shape;
        if place.rule == Candidate::PlainRda {
            let mut model = PlainRda::new(&settings, features, outputs);
            model.fit(train);
            return Ok(measured(&model.weights(), &model.bias(), test));
        }
        let model = Model::of_shape(features, outputs);
        let mut trainer = trainer(self.device, &settings, train, model)?;
        if !fit_quietly(&mut *trainer, &settings, train)? {
            return Ok(None);
        }
        let Model { weights, bias, .. } = trainer.model()?;
        Ok(measured(&weights, &bias, test))
    }

    /// Does jobs on as many threads as there are cores, or on one where they share a GPU.
    fn map<T: Sync, R: Send>(
        &self,
        name: &'static str,
        items: &[T],
        job: impl Fn(&T) -> Result<R> + Sync,
    ) -> Result<Vec<R>> {
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let threads = if self.device.adapter().is_some() { 1 } else { cores };
        let style = ProgressStyle::with_template("{prefix} {wide_bar} model {pos} of {len}")
            .expect("the template is a constant");
        let bar = ProgressBar::new(items.len() as u64).with_style(style).with_prefix(name);
        let results = jobs::map(items, threads, |item| job(item).inspect(|_| bar.inc(1)));
        bar.finish_and_clear();
        results
    }
}

impl Place {
    fn is(&self, other: &Self) -> bool {
        self.rule == other.rule && self.rows == other.rows && self.l1 == other.l1
    }
}

/// Tests a model; `None` where it is not finite.
fn measured(weights: &[f32], bias: &[f32], test: &Dataset) -> Option<Measured> {
    let (mut z, mut wrong, mut loss) = (Vec::new(), 0_u32, 0.0);
    for (example, &label) in test.labels.iter().enumerate() {
        logits(bias, weights, test.example(example), &mut z);
        wrong += u32::from(predict(&z) != label as usize);
        loss += f64::from(loss_and_gradient(&mut z, label as usize));
    }
    let nonzero = weights.iter().filter(|weight| **weight != 0.0).count() as u64;
    #[expect(clippy::cast_precision_loss, reason = "counts of examples are far below 2^53")]
    let examples = test.len().max(1) as f64;
    let measured = Measured { error: f64::from(wrong) / examples, loss: loss / examples, nonzero };
    measured.loss.is_finite().then_some(measured)
}
