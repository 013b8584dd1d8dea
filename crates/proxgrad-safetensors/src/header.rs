//! The header of a file: what is read of it, checked before anything is given out.
//!
//! The crate `safetensors` has a parser, too. It keeps one of two tensors with the same name, names no tensor in most errors,
//! and adds up sizes that may overflow, so that a damaged file can make it panic. So this is a parser of its own, and tests compare
//! the two.

use std::{
    collections::{BTreeMap, btree_map},
    fmt,
    ops::Range,
};

use safetensors::{Dtype, tensor::TensorInfo};
use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, Visitor};

use crate::{
    error::{Fault, TensorFault},
    tensor::{byte_count, size},
};

/// The entry of the header that is no tensor.
pub(crate) const METADATA: &str = "__metadata__";
/// Bytes in front of the header, which say how long it is.
pub(crate) const SIZE_BYTES: usize = size_of::<u64>();
/// The most bytes of a header, as the format has it.
pub(crate) const MAX_HEADER: u64 = 100_000_000;

/// The contents of a file, without the bytes of its tensors.
#[derive(Debug, Default)]
pub(crate) struct Header {
    pub(crate) metadata: BTreeMap<String, String>,
    /// By name.
    pub(crate) tensors: BTreeMap<String, Entry>,
}

/// A tensor in a file.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) dtype: Dtype,
    pub(crate) shape: Vec<usize>,
    /// Its bytes, from the start of the file.
    pub(crate) bytes: Range<usize>,
}

impl Header {
    /// Reads the header of a file with these bytes. All tensors then lie in the file, one behind the other, without gaps.
    pub(crate) fn parse(bytes: &[u8]) -> Result<Self, Fault> {
        let too_short = || Fault::TooShort { got: bytes.len() as u64 };
        let (first, rest) = bytes.split_first_chunk::<SIZE_BYTES>().ok_or_else(too_short)?;
        let got = u64::from_le_bytes(*first);
        let most = (rest.len() as u64).min(MAX_HEADER);
        let text = usize::try_from(got).ok().filter(|_| got <= most).and_then(|got| rest.get(..got));
        let text = text.ok_or(Fault::HeaderSize { got, most })?;
        let header = |reason: &dyn fmt::Display| Fault::Header { reason: reason.to_string() };
        if text.first() != Some(&b'{') {
            return Err(header(&"it does not begin with {"));
        }
        let mut parsed = Parsed::default();
        let mut parser = serde_json::Deserializer::from_slice(text);
        let outcome = (&mut parsed).deserialize(&mut parser).and_then(|()| parser.end());
        if let Err(error) = outcome {
            return Err(parsed.fault.unwrap_or_else(|| header(&error)));
        }
        let data = SIZE_BYTES + text.len();
        Ok(Self { metadata: parsed.metadata, tensors: place(parsed.tensors, data..bytes.len())? })
    }
}

/// Checks the places of all tensors in the part of a file behind the header.
fn place(
    tensors: BTreeMap<String, TensorInfo>,
    data: Range<usize>,
) -> Result<BTreeMap<String, Entry>, Fault> {
    let len = data.len() as u64;
    let mut in_order: Vec<(&String, u64, u64)> = Vec::with_capacity(tensors.len());
    for (name, info) in &tensors {
        let (begin, end) = (info.data_offsets.0 as u64, info.data_offsets.1 as u64);
        check(info, begin, end, len).map_err(|fault| fault.of(name))?;
        in_order.push((name, begin, end));
    }
    in_order.sort_unstable_by_key(|&(_, begin, end)| (begin, end));
    let (mut last, mut other) = (0, "");
    for (name, begin, end) in in_order {
        if begin < last {
            return Err(TensorFault::Overlap { begin, other: other.to_owned() }.of(name));
        }
        if begin > last {
            return Err(Fault::Gap { begin: last, end: begin });
        }
        (last, other) = (end, name);
    }
    if last < len {
        return Err(Fault::Gap { begin: last, end: len });
    }
    let entry = |info: TensorInfo| Entry {
        dtype: info.dtype,
        bytes: data.start + info.data_offsets.0..data.start + info.data_offsets.1,
        shape: info.shape,
    };
    Ok(tensors.into_iter().map(|(name, info)| (name, entry(info))).collect())
}

/// Checks that a tensor lies in `len` bytes, and has those that its elements take.
fn check(info: &TensorInfo, begin: u64, end: u64, len: u64) -> Result<(), TensorFault> {
    if begin > end || end > len {
        return Err(TensorFault::Place { begin, end, most: len });
    }
    let (got, want) = (end - begin, byte_count(info.dtype, &info.shape)?);
    if got == want { Ok(()) } else { Err(size(info.dtype, info.shape.clone(), got, want)) }
}

/// What the parser has read so far.
#[derive(Default)]
struct Parsed {
    metadata: BTreeMap<String, String>,
    tensors: BTreeMap<String, TensorInfo>,
    /// The fault for which parsing has ended, where it is not one of the syntax alone.
    fault: Option<Fault>,
}

impl Parsed {
    /// Notes the fault, and ends parsing.
    fn fail<E: serde::de::Error>(&mut self, fault: Fault) -> E {
        let error = E::custom(&fault);
        self.fault = Some(fault);
        error
    }
}

impl<'de> DeserializeSeed<'de> for &mut Parsed {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

/// The object of all tensors.
impl<'de> Visitor<'de> for &mut Parsed {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object of tensors")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut has_metadata = false;
        while let Some(name) = map.next_key::<String>()? {
            if name == METADATA {
                if std::mem::replace(&mut has_metadata, true) {
                    return Err(A::Error::custom("it has metadata twice"));
                }
                map.next_value_seed(Metadata(&mut *self))?;
                continue;
            }
            let info = map.next_value::<TensorInfo>();
            let info =
                info.map_err(|error| self.fail(TensorFault::Entry { reason: error.to_string() }.of(&name)))?;
            match self.tensors.entry(name) {
                btree_map::Entry::Vacant(place) => place.insert(info),
                btree_map::Entry::Occupied(place) => {
                    let fault = TensorFault::Twice.of(place.key());
                    return Err(self.fail(fault));
                }
            };
        }
        Ok(())
    }
}

/// The object of the metadata, or null.
struct Metadata<'a>(&'a mut Parsed);

impl<'de> DeserializeSeed<'de> for Metadata<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Metadata<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object of texts as metadata")
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<String>()? {
            let text = map.next_value::<String>();
            let text = text.map_err(|error| self.0.fail(Fault::metadata(&key, error.to_string())))?;
            if self.0.metadata.insert(key.clone(), text).is_some() {
                return Err(self.0.fail(Fault::metadata(&key, "is there twice")));
            }
        }
        Ok(())
    }
}
