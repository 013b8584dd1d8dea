//! Packed files: the packing is recognised by its first bytes, never by the name of the file.

use std::io::{self, Read};

use bzip2::bufread::BzDecoder;
use flate2::bufread::GzDecoder;
use lzma_rust2::XzReader;
use ruzstd::decoding::{FrameDecoder, StreamingDecoder};

use super::peek::Peek;

/// The bytes of the file.
pub(super) type Input = Peek<Box<dyn Read + Send>>;

/// A way to pack a file that this program unpacks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Packing {
    Gzip,
    Bzip2,
    Xz,
    Zstd,
}

/// What follows a member, as the program that unpacks such files reads it.
#[derive(Debug, PartialEq)]
enum Next {
    Member,
    End,
    /// Bytes that the program ignores with a warning.
    Ignored,
}

/// A member: a part of a packed file that can be unpacked by itself.
trait Member: Read + Send {
    /// The input after a member that was read to its end.
    fn finish(self: Box<Self>) -> io::Result<Input>;
}

/// A packed file of one member or more, which `cat a.gz b.gz` and parallel packers write.
pub(super) struct Unpack {
    packing: Packing,
    state: State,
}

enum State {
    /// Before a member.
    Before(Input),
    Within(Box<dyn Member>),
    /// After the last member; whether something that is no member was ignored there.
    After {
        ignored: bool,
    },
}

impl Packing {
    /// The packing of a file that begins with these bytes.
    pub(super) fn of(start: &[u8]) -> Option<Self> {
        match start {
            [0x1f, 0x8b, ..] => Some(Self::Gzip),
            [b'B', b'Z', b'h', b'1'..=b'9', ..] => Some(Self::Bzip2),
            [0xfd, b'7', b'z', b'X', b'Z', 0, ..] => Some(Self::Xz),
            _ if is_zstd_frame(start) => Some(Self::Zstd),
            _ => None,
        }
    }

    /// The name of the program that unpacks it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Gzip => "gzip",
            Self::Bzip2 => "bzip2",
            Self::Xz => "xz",
            Self::Zstd => "zstd",
        }
    }

    /// Begins a member.
    fn member(self, input: Input) -> io::Result<Box<dyn Member>> {
        Ok(match self {
            Self::Gzip => Box::new(GzDecoder::new(input)),
            Self::Bzip2 => Box::new(BzDecoder::new(input)),
            // All streams of the file, with the padding between them.
            Self::Xz => Box::new(XzReader::new(input, true)),
            Self::Zstd => Box::new(StreamingDecoder::new(input).map_err(io::Error::other)?),
        })
    }

    /// What follows a member.
    fn next(self, input: &mut Input) -> io::Result<Next> {
        let start = input.peek(4)?;
        match self {
            _ if start.is_empty() => Ok(Next::End),
            Self::Gzip => after_gzip(input),
            // bzip2 takes any beginning of its magic for a member that is cut off.
            Self::Bzip2 if start.iter().zip(b"BZh").all(|(byte, magic)| byte == magic) => Ok(Next::Member),
            Self::Bzip2 => Ok(Next::Ignored),
            Self::Zstd if is_zstd_frame(start) => Ok(Next::Member),
            Self::Xz | Self::Zstd => Err(io::Error::new(
                io::ErrorKind::InvalidData,
                "something that is not packed follows the packed data",
            )),
        }
    }
}

/// A frame of data, or one that is to be skipped (RFC 8878, section 3.1).
fn is_zstd_frame(start: &[u8]) -> bool {
    matches!(start, [0x28, 0xb5, 0x2f, 0xfd, ..]) || is_skippable(start)
}

fn is_skippable(start: &[u8]) -> bool {
    matches!(start, [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..])
}

/// Tapes and disks pad with zeros, which gzip ignores. It ignores anything else that does not begin like a member, too, and
/// warns; but it reads two bytes in any case.
fn after_gzip(input: &mut Input) -> io::Result<Next> {
    match input.peek(2)? {
        [0, ..] => after_zeros(input),
        [0x1f, 0x8b, ..] => Ok(Next::Member),
        [_] => Err(io::Error::new(io::ErrorKind::UnexpectedEof, "unexpected end of file")),
        _ => Ok(Next::Ignored),
    }
}

fn after_zeros(input: &mut Input) -> io::Result<Next> {
    let zeros = input.bytes().find(|byte| !matches!(byte, Ok(0))).transpose()?;
    Ok(if zeros.is_none() { Next::End } else { Next::Ignored })
}

impl Unpack {
    pub(super) fn new(packing: Packing, input: Input) -> Self {
        Self { packing, state: State::Before(input) }
    }

    pub(super) fn packing(&self) -> Packing {
        self.packing
    }

    /// Whether something after the last member was ignored.
    pub(super) fn has_ignored(&self) -> bool {
        matches!(self.state, State::After { ignored: true })
    }

    /// Begins the next member, or ends.
    fn begin(&self, mut input: Input) -> io::Result<State> {
        if self.packing == Packing::Zstd {
            skip_frames(&mut input)?;
        }
        if input.peek(1)?.is_empty() {
            return Ok(State::After { ignored: false });
        }
        Ok(State::Within(self.packing.member(input)?))
    }

    fn end(&self, member: Box<dyn Member>) -> io::Result<State> {
        let mut input = member.finish()?;
        Ok(match self.packing.next(&mut input)? {
            Next::Member => State::Before(input),
            Next::End => State::After { ignored: false },
            Next::Ignored => State::After { ignored: true },
        })
    }
}

impl Read for Unpack {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        loop {
            // After an error nothing can be read.
            self.state = match std::mem::replace(&mut self.state, State::After { ignored: false }) {
                State::Before(input) => self.begin(input)?,
                State::Within(mut member) => match member.read(into)? {
                    0 if !into.is_empty() => self.end(member)?,
                    read => {
                        self.state = State::Within(member);
                        return Ok(read);
                    }
                },
                after @ State::After { .. } => {
                    self.state = after;
                    return Ok(0);
                }
            }
        }
    }
}

/// Skips the frames without data.
fn skip_frames(input: &mut Input) -> io::Result<()> {
    while is_skippable(input.peek(4)?) {
        let mut header = [0; 8];
        input.read_exact(&mut header)?;
        let length = u64::from(u32::from_le_bytes([header[4], header[5], header[6], header[7]]));
        if io::copy(&mut input.by_ref().take(length), &mut io::sink())? < length {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
    }
    Ok(())
}

impl Member for GzDecoder<Input> {
    fn finish(self: Box<Self>) -> io::Result<Input> {
        Ok(self.into_inner())
    }
}

impl Member for BzDecoder<Input> {
    fn finish(self: Box<Self>) -> io::Result<Input> {
        Ok(self.into_inner())
    }
}

impl Member for XzReader<Input> {
    fn finish(self: Box<Self>) -> io::Result<Input> {
        Ok(self.into_inner())
    }
}

impl Member for StreamingDecoder<Input, FrameDecoder> {
    /// Compares the checksum, which the decoder computes and leaves to its caller.
    fn finish(self: Box<Self>) -> io::Result<Input> {
        let (input, decoder) = self.into_parts();
        let written = decoder.get_checksum_from_data();
        if written.is_some() && written != decoder.get_calculated_checksum() {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "the checksum does not match"));
        }
        Ok(input)
    }
}
