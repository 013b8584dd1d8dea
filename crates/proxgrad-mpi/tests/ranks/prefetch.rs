use crate::Test;
pub(crate) const TESTS: &[Test] = &[];
pub(crate) fn run() -> Result<(), proxgrad_mpi::Error> {
    todo!()
}
pub(crate) fn run_killed() -> Result<(), proxgrad_mpi::Error> {
    todo!()
}
pub(crate) fn run_hanging() -> Result<(), proxgrad_mpi::Error> {
    todo!()
}
pub(crate) fn device() -> proxgrad_mpi::Device {
    todo!()
}
