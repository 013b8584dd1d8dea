//! Golden files: numbers recorded from other programs, which are replayed through the library and compared.

mod arguments;
mod case;
mod compare;
mod error;
mod failure;
mod file;
mod indices;
mod kinds;
mod network;
mod number;
mod paths;
mod report;
mod rule;
mod run;
mod single;
mod spec;
mod state;
mod steps;
mod table;
mod tensors;
mod variant;

pub use self::{
    error::Error,
    failure::{Difference, Failure, Number, Place},
    file::File,
    paths::expand,
    report::{CaseReport, FileReport},
    run::Run,
    variant::{Feed, Variant},
};
