//! Files that are cut short, or in which bits have flipped: an error, or what the crate `safetensors` reads too.

use std::fs;

use crate::fixture::{Folder, Tensors, file_of, reference};
use proxgrad_safetensors::{Contents, Fault, File, Target, TensorFault, TensorView};

/// A file with a few tensors and metadata, and how long its header is with its size.
fn sample(folder: &Folder) -> (Vec<u8>, usize) {
    let path = folder.path("sample");
    let contents = Contents::new()
        .metadata("key", "text")
        .tensor("b", TensorView::of(&[2, 3], &[0.5f32; 6]).unwrap())
        .tensor("a", TensorView::of(&[], &[u64::MAX]).unwrap())
        .tensor("c", TensorView::of(&[3], &[1u8, 2, 3]).unwrap())
        .tensor("empty", TensorView::of::<f32>(&[0, 7], &[]).unwrap());
    Target::open(&path).unwrap().write(contents).unwrap();
    let bytes = fs::read(path).unwrap();
    let header = usize::try_from(u64::from_le_bytes(bytes[..8].try_into().unwrap())).unwrap();
    (bytes, 8 + header)
}

fn tensors(file: &File) -> Tensors {
    let owned = |(name, view): (&str, TensorView<'_>)| {
        (name.to_owned(), view.dtype(), view.shape().to_vec(), view.bytes().to_vec())
    };
    file.tensors().map(owned).collect()
}

/// Asserts that bytes are an error, or are read as the crate `safetensors` reads them.
fn assert_read_as_by_safetensors(folder: &Folder, bytes: &[u8], what: &str) -> bool {
    let Some(want) = reference(bytes) else {
        assert!(folder.open(bytes).is_err(), "{what}");
        return false;
    };
    match folder.open(bytes) {
        Ok(file) => assert_eq!(Ok(tensors(&file)), want, "{what}"),
        Err(error) => {
            let is_twice = match error.fault() {
                Fault::Tensor { fault, .. } => *fault == TensorFault::Twice,
                Fault::Metadata { reason, .. } => reason == "is there twice",
                Fault::Header { reason, .. } => reason.contains("it does not begin with {"),
                _ => false,
            };
            assert!(want.is_err() || is_twice, "{what}: {error}, and safetensors reads it");
            return false;
        }
    }
    true
}

#[test]
fn a_file_that_is_cut_short_or_continued_anywhere_is_refused() {
    let folder = Folder::new();
    let (bytes, header) = sample(&folder);
    for len in 0..bytes.len() {
        let error = folder.open(&bytes[..len]).expect_err("it is cut short");
        match error.fault() {
            Fault::TooShort { got, .. } => assert_eq!((*got, len < 8), (len as u64, true)),
            Fault::HeaderSize { got, most, .. } => {
                assert_eq!((*got, *most), (header as u64 - 8, len as u64 - 8));
                assert!(len < header);
            }
            // The tensor at the end of the part that is missing.
            Fault::Tensor { fault: TensorFault::Place { most, .. }, .. } => {
                assert_eq!((*most, len >= header), ((len - header) as u64, true));
            }
            other => panic!("{len}: {other}"),
        }
    }
    for more in [1, 8, 4096] {
        let longer = [&bytes[..], &vec![0; more]].concat();
        let error = folder.open(&longer).unwrap_err();
        assert!(matches!(error.fault(), Fault::Gap { .. }), "{error}");
    }
    assert!(folder.open(&bytes).is_ok());
}

#[test]
fn flipped_bits_of_a_header_are_an_error_or_another_file() {
    let folder = Folder::new();
    let (bytes, header) = sample(&folder);
    let mut read = 0;
    for bit in 0..8 * header {
        let mut damaged = bytes.clone();
        damaged[bit / 8] ^= 1 << (bit % 8);
        read += usize::from(assert_read_as_by_safetensors(&folder, &damaged, &format!("bit {bit}")));
    }
    // Bits of names and of metadata alone.
    assert!((20..8 * header / 4).contains(&read), "{read} of {}", 8 * header);
}

#[test]
fn headers_of_random_pieces_are_an_error_or_what_safetensors_reads() {
    const PIECES: [&str; 24] = [
        "{",
        "}",
        ",",
        ":",
        "\"a\"",
        "\"b\"",
        "\"dtype\"",
        "\"shape\"",
        "\"data_offsets\"",
        "\"F32\"",
        "\"U8\"",
        "\"F4\"",
        "[",
        "]",
        "0",
        "1",
        "2",
        "4",
        "8",
        "18446744073709551615",
        "\"__metadata__\"",
        "null",
        " ",
        "\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}",
    ];
    let folder = Folder::new();
    let mut random = fastrand::Rng::with_seed(17);
    let mut read = 0;
    for case in 0..4000 {
        // Some entries with random numbers, and perhaps a random piece somewhere.
        let entry = |random: &mut fastrand::Rng, name: usize, begin: &mut u64| {
            let (dtype, size) = [("F32", 4), ("U8", 1), ("BF16", 2), ("F4", 1)][random.usize(..4)];
            let extent = random.u64(..4);
            let end = *begin + extent * size + u64::from(random.usize(..12) == 0);
            let text = format!(
                "\"t{name}\":{{\"dtype\":\"{dtype}\",\"shape\":[{extent}],\"data_offsets\":[{begin},{end}]}}"
            );
            *begin = end;
            text
        };
        let mut end = 0;
        let count = random.usize(..4);
        let entries: Vec<_> = (0..count).map(|name| entry(&mut random, name, &mut end)).collect();
        let mut header = format!("{{{}}}", entries.join(","));
        if random.bool() {
            let piece = PIECES[random.usize(..PIECES.len())];
            let at = random.usize(..=header.len());
            header.replace_range(at..(at + random.usize(..3)).min(header.len()), piece);
        }
        let data = usize::try_from(end).unwrap() + usize::from(random.usize(..10) == 0);
        let what = format!("case {case}: {header} and {data} bytes");
        read += usize::from(assert_read_as_by_safetensors(&folder, &file_of(&header, data), &what));
    }
    assert!((500..3500).contains(&read), "{read}");
}
