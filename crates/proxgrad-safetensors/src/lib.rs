//! Safetensors files with the state of a [`proxgrad`] optimizer and the values of its parameters.
//!
//! [`save`] replaces a file as a whole, so that a crash leaves the old file or the new one. [`load`] maps a file into memory and
//! checks it before anything of it is given out. [`File`], [`Contents`] and [`Target`] do the same for files with other contents.
//!
//! ```
//! use proxgrad::{Config, cpu::{Param, ProximalAdagrad}};
//! use proxgrad_safetensors::{Options, TensorView, load, save};
//!
//! let mut optimizer = ProximalAdagrad::new(Config::default())?;
//! optimizer.add_param(Param::new("weight", &[2]))?;
//! let values = [1.0f32, 2.0];
//!
//! let folder = tempfile::tempdir()?;
//! let path = folder.path().join("state.safetensors");
//! save(&path, &optimizer.snapshot(), [("weight", TensorView::of(&[2], &values)?)], &Options::default())?;
//!
//! let state = load(&path)?;
//! assert_eq!(state.snapshot(), optimizer.snapshot());
//! assert_eq!(state.values("weight")?.to_vec(), Some(values.to_vec()));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The [page about state](https://github.com/proxgrad/proxgrad/blob/main/docs/state.md) describes the format.

#![deny(unsafe_code)]

#[cfg(target_endian = "big")]
compile_error!("elements are read and written as they are in memory, and files are little-endian");

mod contents;
mod error;
mod file;
mod header;
mod kind;
mod map;
mod state;
mod target;
mod tensor;

pub use safetensors::Dtype;

pub use self::{
    contents::Contents,
    error::{Error, Fault, TensorFault},
    file::File,
    state::{Options, State, load, save},
    target::Target,
    tensor::{Element, TensorView},
};

/// Compiles and runs the snippets of the page.
#[cfg(doctest)]
#[doc = include_str!("../../../docs/state.md")]
mod page {}
