//! Replays recorded numbers through `proxgrad`, on the GPU and on the CPU.
//!
//! The numbers come from MindSpore, TensorFlow and a float64 program; their files and `tests/golden/FORMAT.md` say
//! which. The same code serves the command `proxgrad verify` and the library's own tests, which also use its
//! [`Backend`]s: the one place where the same test body runs on every device.
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
        CaseReport, Difference, Error, Failure, Feed, File, FileReport, Number, Place, Run, Way, expand,
    },
};
