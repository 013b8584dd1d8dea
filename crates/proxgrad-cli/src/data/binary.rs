//! Files that hold no text: what they are by their first bytes, and what to do about them.

/// A kind of file that this program does not read.
#[derive(Debug, PartialEq)]
pub(crate) struct Binary {
    /// With its article.
    pub(super) name: &'static str,
    pub(super) remedy: &'static str,
}

const UNPACK: &str = "unpack it; gzip, bzip2, xz and zstd can be read as they are";
const CONVERT: &str = "convert it into libsvm or Vowpal Wabbit text";
const UTF8: &str = "save it as UTF-8";
const TWICE: &str = "it is packed twice: unpack it once";

/// First bytes, and what begins so.
const STARTS: &[(&[u8], &str, &str)] = &[
    (b"PK\x03\x04", "a ZIP archive", UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", UNPACK),
    (b"Rar!", "a RAR archive", UNPACK),
    (b"LZIP", "a file packed by lzip", UNPACK),
    (b"\x04\x22\x4d\x18", "a file packed by lz4", UNPACK),
    (b"\x1f\x9d", "a file packed by compress", UNPACK),
    (b"\x5d\x00\x00", "a file packed by lzma", UNPACK),
    (b"\xff\x06\x00\x00sNaPpY", "a file packed by Snappy", UNPACK),
    (b"\x1f\x8b", "a file packed by gzip", TWICE),
    (b"BZh", "a file packed by bzip2", TWICE),
    (b"\xfd7zXZ\x00", "a file packed by xz", TWICE),
    (b"\x28\xb5\x2f\xfd", "a file packed by zstd", TWICE),
    (b"PAR1", "a Parquet file", CONVERT),
    (b"ARROW1", "an Arrow file", CONVERT),
    (b"\x89HDF", "an HDF5 file", CONVERT),
    (b"\x93NUMPY", "a NumPy array", CONVERT),
    (b"SQLite format 3", "an SQLite database", CONVERT),
    (b"%PDF", "a PDF document", CONVERT),
    (b"\xff\xfe", "UTF-16 text", UTF8),
    (b"\xfe\xff", "UTF-16 text", UTF8),
];

/// The place of the magic in the header of a tar archive.
const TAR: std::ops::Range<usize> = 257..262;
/// Bytes that [`Binary::of`] looks at.
pub(super) const LOOKED_AT: usize = TAR.end;

impl Binary {
    /// The kind of a file whose text, packed or not, begins with these bytes.
    pub(super) fn of(start: &[u8]) -> Option<Self> {
        if start.get(TAR) == Some(b"ustar") {
            return Some(Self { name: "a tar archive", remedy: UNPACK });
        }
        let (_, name, remedy) = STARTS.iter().find(|(magic, ..)| start.starts_with(magic))?;
        Some(Self { name, remedy })
    }
}
