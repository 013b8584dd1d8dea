//! A reader whose next bytes can be looked at before they are read.

use std::io::{self, BufRead, Read};

/// Bytes read at once.
const CAPACITY: u64 = 1 << 16;

/// A buffered reader whose next bytes can be looked at, however the reads below it are cut.
pub(super) struct Peek<R> {
    reader: R,
    buffer: Vec<u8>,
    /// The bytes `buffer[start..]` have not been read yet.
    start: usize,
    /// An error that came after the bytes of the buffer.
    error: Option<io::Error>,
}

impl<R: Read> Peek<R> {
    pub(super) fn new(reader: R) -> Self {
        Self { reader, buffer: Vec::new(), start: 0, error: None }
    }

    pub(super) fn inner(&self) -> &R {
        &self.reader
    }

    /// The next `count` bytes, or fewer before the end or an error; more where they are there already.
    ///
    /// # Errors
    ///
    /// When the reader fails before the first byte.
    pub(super) fn peek(&mut self, count: usize) -> io::Result<&[u8]> {
        if self.buffer.len() - self.start < count && self.error.is_none() {
            self.buffer.drain(..self.start);
            self.start = 0;
            self.error = self.reader.by_ref().take(CAPACITY).read_to_end(&mut self.buffer).err();
        }
        if self.start == self.buffer.len()
            && let Some(error) = self.error.take()
        {
            return Err(error);
        }
        Ok(&self.buffer[self.start..])
    }
}

impl<R: Read> BufRead for Peek<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.peek(1)
    }

    fn consume(&mut self, count: usize) {
        self.start += count;
    }
}

impl<R: Read> Read for Peek<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.fill_buf()?.read(into)?;
        self.consume(read);
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_that_were_looked_at_are_read_and_an_error_comes_after_them() {
        let failing = io::Cursor::new(b"abcdef").chain(Failing);
        let mut reader = Peek::new(failing);
        assert_eq!(reader.peek(2).expect("six bytes are there"), b"abcdef");
        let mut four = [0; 4];
        reader.read_exact(&mut four).expect("six bytes are there");
        assert_eq!((&four, reader.peek(9).expect("two bytes are left")), (b"abcd", &b"ef"[..]));
        reader.consume(2);
        assert_eq!(reader.peek(1).expect_err("nothing is left").to_string(), "no more");
    }

    struct Failing;

    impl Read for Failing {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::other("no more"))
        }
    }
}
