//! A packed file that a thread of its own unpacks, some pieces ahead of the reader.

use std::{
    io::{self, Cursor, Read},
    mem,
    sync::mpsc::{self, Receiver, SyncSender},
    thread::{self, JoinHandle},
};

use super::packing::{Packing, Unpack};

/// Bytes of text in a piece.
const PIECE: u64 = 1 << 18;
/// Pieces that are unpacked ahead.
const AHEAD: usize = 4;

/// The text of a packed file.
pub(super) struct Unpacker {
    packing: Packing,
    piece: Cursor<Vec<u8>>,
    pieces: Receiver<io::Result<Vec<u8>>>,
    /// Returns whether something after the packed data was ignored.
    thread: Option<JoinHandle<bool>>,
    has_ignored: bool,
}

impl Unpacker {
    /// Begins to unpack.
    ///
    /// # Errors
    ///
    /// When the system starts no thread.
    pub(super) fn start(unpack: Unpack) -> io::Result<Self> {
        let packing = unpack.packing();
        let (sender, pieces) = mpsc::sync_channel(AHEAD);
        let thread = thread::Builder::new().name("unpack".to_owned()).spawn(move || send(unpack, &sender))?;
        Ok(Self { packing, piece: Cursor::default(), pieces, thread: Some(thread), has_ignored: false })
    }

    pub(super) fn packing(&self) -> Packing {
        self.packing
    }

    /// Whether something after the packed data was ignored, once all of the text was read.
    pub(super) fn has_ignored(&self) -> bool {
        self.has_ignored
    }

    /// Waits for the end of the thread.
    fn join(&mut self) {
        if let Some(thread) = self.thread.take() {
            self.has_ignored = thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        }
    }
}

/// Unpacks to the end, to an error, or until nobody reads the text any more; returns whether something after the packed data was
/// ignored.
fn send(mut unpack: Unpack, sender: &SyncSender<io::Result<Vec<u8>>>) -> bool {
    loop {
        let mut piece = Vec::new();
        let read = unpack.by_ref().take(PIECE).read_to_end(&mut piece);
        // An error comes behind the text before it.
        let is_last = read.is_err() || piece.is_empty();
        let is_read = piece.is_empty() || sender.send(Ok(mem::take(&mut piece))).is_ok();
        if let Err(error) = read {
            _ = sender.send(Err(error));
        }
        if is_last || !is_read {
            return unpack.has_ignored();
        }
    }
}

impl Read for Unpacker {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        loop {
            let read = self.piece.read(into)?;
            if read > 0 || into.is_empty() {
                return Ok(read);
            }
            match self.pieces.recv() {
                Ok(piece) => self.piece = Cursor::new(piece?),
                // The thread has sent all.
                Err(_) => {
                    self.join();
                    return Ok(0);
                }
            }
        }
    }
}
