//! Measurements: statistics of all values, and reports on their way to the host.

use super::{
    optimizer::ProximalAdagrad,
    plan::{
        control::{DeviceControl, OverflowCheck},
        report_layout::WEIGHT_NORM,
    },
    readback::copy_all,
    report,
    segment::{RowSelection, Segment},
};
use crate::{error::Error, report::Report, rounding::to_f32};

impl ProximalAdagrad {
    /// Records the statistics of all values for the [report](ProximalAdagrad::report): how many are not zero, their norm, and
    /// the largest absolute value. [Exact](crate::Rows::Exact) rows that are behind are measured as they are once they are up to
    /// date, and do not change.
    ///
    /// # Errors
    /// No memory, a lost device. Nothing is recorded or changed then.
    pub fn measure(&mut self, encoder: &mut wgpu::CommandEncoder) -> Result<(), Error> {
        self.record_measurement(encoder, None)
    }

    /// Records the statistics of all values, and then a copy of the report into the free staging buffer of this index.
    fn record_measurement(
        &mut self,
        encoder: &mut wgpu::CommandEncoder,
        copy_into: Option<usize>,
    ) -> Result<(), Error> {
        self.ready_to_record("recording a measurement")?;
        let params = 0..self.registry.infos().len();
        let segments: Vec<_> =
            params.map(|param| Segment::without_grads(param, RowSelection::Stats)).collect();
        let params = self.registry.catch_up_params();
        let overflow = self.registry.skips_on_overflow().then_some(OverflowCheck::NoStep);
        let mut control = DeviceControl { norm: Some(WEIGHT_NORM), ..self.device_control(overflow, &params) };
        // All values in one sum, in the order of parameters, as on the CPU: limits are to norms of gradients, and must
        // not divide it.
        control.groups.iter_mut().for_each(|group| group.norm_limit = 0);
        let prepared = self.prepare(&segments, &params, Some(&control))?;
        let clear_stats = |optimizer: &Self, encoder: &mut _| optimizer.report.clear_stats(encoder);
        self.record(encoder, &segments, prepared, clear_stats)?;
        let Some(free) = copy_into else { return Ok(()) };
        let kernels = self.kernels.clone();
        let copied = kernels.status().guarded("recording", || {
            self.report.record_copy(encoder, free);
            Ok(())
        });
        self.poison_on_error(copied)
    }

    /// What the device has counted in everything submitted so far, and what was last measured.
    ///
    /// The report stays on the device until this is called; the future resolves as that of [`ProximalAdagrad::snapshot`] does.
    ///
    /// # Errors
    /// The device was lost, or has no memory for the copy.
    pub fn report(&self, queue: &wgpu::Queue) -> impl Future<Output = Result<Report, Error>> + use<> {
        let ready = self.ready("reading the report");
        let copies = ready.map(|()| copy_all::<u32>(self.kernels.device(), queue, &self.report.counts()));
        let fixed = self.fixed_loss_scale();
        async move { Ok(with_loss_scale(report::read(&copies?.await?.concat()), fixed)) }
    }

    /// Records [`ProximalAdagrad::measure`] and a copy of the report to the host, behind everything recorded so far.
    /// [`ProximalAdagrad::receive_report`] returns the report once the device is done.
    ///
    /// Returns whether it was recorded: where four reports are on their way already, nothing is recorded rather than waited for.
    ///
    /// # Errors
    /// As [`ProximalAdagrad::measure`].
    pub fn send_report(&mut self, encoder: &mut wgpu::CommandEncoder) -> Result<bool, Error> {
        self.ready("recording a measurement")?;
        let Some(free) = self.report.free_staging(&self.kernels)? else { return Ok(false) };
        self.record_measurement(encoder, Some(free))?;
        Ok(true)
    }

    /// The oldest report that has arrived and was not received yet. Never waits: reports arrive when the program polls the
    /// device, by `device.poll(PollType::Poll)` for example, or when the browser does.
    ///
    /// # Errors
    /// A lost device.
    pub fn receive_report(&mut self) -> Result<Option<Report>, Error> {
        let doing = "receiving a report";
        self.ready(doing)?;
        let report = self.kernels.status().guarded(doing, || self.report.receive())?;
        Ok(report.map(|report| with_loss_scale(report, self.fixed_loss_scale())))
    }

    /// The host's loss scale, unless it is dynamic.
    fn fixed_loss_scale(&self) -> Option<f64> {
        self.registry.dynamic_loss_scale().is_none().then(|| self.registry.loss_scale())
    }
}

fn with_loss_scale(report: Report, fixed: Option<f64>) -> Report {
    Report { loss_scale: fixed.map_or(report.loss_scale, to_f32), ..report }
}
