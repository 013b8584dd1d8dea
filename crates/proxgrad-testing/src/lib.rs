//! Backends for tests of `proxgrad`, and replay of its golden files, on the GPU and on the CPU.
//!
//! Golden files hold numbers that were recorded from MindSpore, TensorFlow and a float64 program;
//! `tests/golden/FORMAT.md` describes them. The command `proxgrad verify` and the library's own tests replay them. The
//! tests also use the [`Backend`]s, which run one test body on every device.
//!
//! ```
//! use proxgrad_testing::{Cpu, File, expand};
//!
//! # let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/golden/documented_edge.json");
//! for path in expand(&[folder])? {
//!     let report = File::read(&path)?.replay(&Cpu);
//!     assert_eq!(report.failed, 0, "{:?}", report.failures().collect::<Vec<_>>());
//! }
//! # Ok::<(), proxgrad_testing::Error>(())
//! ```

mod backend;
mod golden;

pub use self::{
    backend::{Backend, Cpu, Gpu, Grad, Indices, Optimizer, Param, Refused, Stored},
    golden::{
        CaseReport, Difference, Error, Failure, Feed, File, FileReport, Number, Place, Run, Variant, expand,
    },
};
