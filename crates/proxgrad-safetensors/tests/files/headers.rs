//! Headers that are wrong in one way are refused by name, whatever they claim.

use std::fs;

use proxgrad_safetensors::{Error, Fault, File};

use crate::fixture::{Folder, file_of, reference};

/// The error of a file with this header and so many bytes behind it.
#[track_caller]
fn refused(folder: &Folder, header: &str, data: usize) -> Error {
    folder.open(&file_of(header, data)).expect_err(header)
}

/// An entry of a header.
fn entry(name: &str, dtype: &str, shape: &str, offsets: [u64; 2]) -> String {
    format!("{name:?}:{{\"dtype\":\"{dtype}\",\"shape\":{shape},\"data_offsets\":{offsets:?}}}")
}

#[test]
fn a_header_that_is_wrong_in_one_way_is_refused_with_name_and_numbers() {
    let folder = Folder::new();
    let good = entry("a", "F32", "[2]", [0, 8]);
    let with = |other: String| format!("{{{good},{other}}}");
    let most = u64::MAX;
    let cases: Vec<(String, usize, &str)> = vec![
        (
            with(entry("b", "F33", "[1]", [8, 12])),
            12,
            "its tensor \"b\" has an entry in the header that is none: unknown variant `F33`",
        ),
        (
            with("\"b\":{\"dtype\":\"F32\",\"shape\":[1]}".to_owned()),
            12,
            "its tensor \"b\" has an entry in the header that is none: missing field `data_offsets`",
        ),
        (
            with(entry("b", "F32", "[-1]", [8, 12])),
            12,
            "its tensor \"b\" has an entry in the header that is none: invalid value: integer `-1`",
        ),
        (
            with(entry("b", "F32", "[1.0]", [8, 12])),
            12,
            "its tensor \"b\" has an entry in the header that is none: invalid type: floating point",
        ),
        (
            with(entry("b", "F32", "[99999999999999999999]", [8, 12])),
            12,
            "its tensor \"b\" has an entry in the header that is none",
        ),
        (
            with("\"b\":5".to_owned()),
            12,
            "its tensor \"b\" has an entry in the header that is none: invalid type: integer `5`",
        ),
        (with("\"b\":null".to_owned()), 12, "its tensor \"b\" has an entry in the header that is none"),
        (with(entry("b", "F32", "[2]", [8, 12])), 12, "its tensor \"b\" has 4 bytes; F32 [2] takes 8"),
        (with(entry("b", "F32", "[0]", [8, 12])), 12, "its tensor \"b\" has 4 bytes; F32 [0] takes 0"),
        (
            with(entry("b", "F4", "[7]", [8, 12])),
            12,
            "its tensor \"b\" is F4 [7], which are 28 bits, and not whole bytes",
        ),
        (
            with(entry("b", "F32", "[4611686018427387904,4]", [8, 8])),
            8,
            "its tensor \"b\" is F32 [4611686018427387904, 4], which are more elements than can be counted",
        ),
        (
            with(entry("b", "U8", "[4611686018427387904]", [8, 1 << 62])),
            12,
            "its tensor \"b\" lies at the bytes from 8 to 4611686018427387904 behind the header; there are 12",
        ),
        (
            with(entry("b", "F32", "[1]", [8, most])),
            12,
            "its tensor \"b\" lies at the bytes from 8 to 18446744073709551615 behind the header; there are 12",
        ),
        (
            with(entry("b", "F32", "[1]", [12, 8])),
            12,
            "its tensor \"b\" lies at the bytes from 12 to 8 behind the header; there are 12",
        ),
        (
            with(entry("b", "F32", "[1]", [4, 8])),
            8,
            "its tensor \"b\" begins at byte 4 behind the header, where \"a\" has not ended",
        ),
        (
            with(entry("b", "F32", "[2]", [0, 8])),
            8,
            "its tensor \"b\" begins at byte 0 behind the header, where \"a\" has not ended",
        ),
        (
            with(entry("b", "F32", "[1]", [12, 16])),
            16,
            "its bytes from 8 to 12 behind the header are in no tensor",
        ),
        (
            with(entry("b", "F32", "[1]", [8, 12])),
            20,
            "its bytes from 12 to 20 behind the header are in no tensor",
        ),
        ("{}".to_owned(), 1, "its bytes from 0 to 1 behind the header are in no tensor"),
        (with(good.clone()), 8, "its tensor \"a\" is there twice"),
        (with(entry("a", "F32", "[1]", [8, 12])), 12, "its tensor \"a\" is there twice"),
        (
            with("\"\\u0061\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[8,12]}".to_owned()),
            12,
            "its tensor \"a\" is there twice",
        ),
        (
            with("\"__metadata__\":{\"k\":\"1\",\"k\":\"2\"}".to_owned()),
            8,
            "the entry \"k\" of its metadata is there twice",
        ),
        (
            with("\"__metadata__\":{\"k\":1}".to_owned()),
            8,
            "the entry \"k\" of its metadata invalid type: integer `1`",
        ),
        (with("\"__metadata__\":{},\"__metadata__\":{}".to_owned()), 8, "it has metadata twice"),
        (with("\"__metadata__\":[]".to_owned()), 8, "an object of texts as metadata"),
        (format!("{{{good}"), 8, "its header is not that of a safetensors file: EOF while parsing"),
        (format!("{{{good}}} {{}}"), 8, "its header is not that of a safetensors file: trailing characters"),
        (format!(" {{{good}}}"), 8, "its header is not that of a safetensors file: it does not begin with {"),
        (format!("[{}]", "[".repeat(5000)), 8, "it does not begin with {"),
        (
            format!("{{\"b\":{}", "[".repeat(100_000)),
            8,
            "its tensor \"b\" has an entry in the header that is none",
        ),
        (
            format!("{{\"b\":{{\"x\":{}", "[".repeat(100_000)),
            8,
            "its tensor \"b\" has an entry in the header that is none: EOF",
        ),
        (String::new(), 8, "it does not begin with {"),
    ];
    for (header, data, message) in cases {
        let error = refused(&folder, &header, data).to_string();
        let path = folder.path("file");
        let rest = error.strip_prefix(&format!("{}: ", path.display())).unwrap_or_else(|| panic!("{error}"));
        assert!(rest.contains(message), "expected «{message}» in: {rest}");
    }
    // As it is without any of these.
    assert!(folder.open(&file_of(&format!("{{{good}}}   "), 8)).is_ok());
    assert!(folder.open(&file_of(&with("\"__metadata__\":null".to_owned()), 8)).is_ok());
}

#[test]
fn headers_that_are_longer_than_the_file_or_than_they_may_be_are_refused() {
    let folder = Folder::new();
    for got in [3, 4, 1 << 32, 1 << 63, u64::MAX] {
        let bytes = [&got.to_le_bytes()[..], b"{}"].concat();
        let error = folder.open(&bytes).unwrap_err();
        assert!(
            matches!(error.fault(), Fault::HeaderSize { got: declared, most: 2, .. } if *declared == got),
            "{error}"
        );
    }
    // A file without contents on the disk: only its length is large.
    let path = folder.path("sparse");
    let file = fs::File::create(&path).unwrap();
    file.set_len(150_000_008).unwrap();
    std::io::Write::write_all(&mut &file, &150_000_000u64.to_le_bytes()).unwrap();
    let error = File::open(&path).unwrap_err();
    assert!(
        matches!(error.fault(), Fault::HeaderSize { got: 150_000_000, most: 100_000_000, .. }),
        "{error}"
    );
}

/// Sizes whose sum is beyond u64, with which the parser of the crate `safetensors` panics or wraps.
#[test]
fn sizes_whose_sum_overflows_are_refused() {
    let folder = Folder::new();
    let size = (1u64 << 61) - 1;
    let entries: Vec<_> = (0..8)
        .map(|i| entry(&format!("t{i}"), "U8", &format!("[{size}]"), [i * size, (i + 1) * size]))
        .collect();
    let header = format!("{{{}}}", entries.join(","));
    assert!(reference(&file_of(&header, 8)).is_none_or(|read| read.is_err()));
    let error = refused(&folder, &header, 8);
    assert!(error.to_string().contains("behind the header; there are 8"), "{error}");
}

#[test]
fn a_hundred_thousand_tensors_are_read_in_no_time() {
    let folder = Folder::new();
    let entries: Vec<_> = (0..100_000u64).map(|i| entry(&format!("{i}"), "U8", "[1]", [i, i + 1])).collect();
    let file = folder.open(&file_of(&format!("{{{}}}", entries.join(",")), 100_000)).unwrap();
    assert_eq!(file.tensors().len(), 100_000);
    assert_eq!(file.elements::<u8>("99999", &[1]).unwrap(), [7]);
}
