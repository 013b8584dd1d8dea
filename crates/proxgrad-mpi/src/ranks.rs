//! The ranks of an MPI communicator, and the exchanges among them. Every exchange ends, or names the ranks that do not take part.

use std::{
    thread,
    time::{Duration, Instant},
};

use mpi::{
    collective::SystemOperation,
    datatype::{Partition, PartitionMut},
    request::Request,
    topology::SimpleCommunicator,
    traits::{Communicator, CommunicatorCollectives, Destination, Equivalence, MatchedReceiveVec, Source},
};

use crate::{
    error::Error,
    header::{HEADER_WORDS, Header},
    traffic::Traffic,
    universe,
};

/// Tags of messages between two ranks: headers, and signs of life.
const HEADER_TAG: i32 = 1;
const ALIVE_TAG: i32 = 2;

/// The most elements that all ranks together may send to one rank in an exchange, because MPI counts them in 31 bits.
const MOST_ELEMENTS: usize = i32::MAX as usize;

/// The ranks of a communicator of its own.
pub(crate) struct Ranks {
    communicator: SimpleCommunicator,
    rank: usize,
    size: usize,
    /// How long to wait for other ranks.
    patience: Duration,
    pub(crate) traffic: Traffic,
}

impl Ranks {
    /// All ranks of the program. A call that all ranks make together.
    pub(crate) fn new(patience: Duration) -> Self {
        let communicator = SimpleCommunicator::world().duplicate();
        let (rank, size) = (index(communicator.rank()), index(communicator.size()));
        Self { communicator, rank, size, patience, traffic: Traffic::default() }
    }

    pub(crate) fn rank(&self) -> usize {
        self.rank
    }

    pub(crate) fn size(&self) -> usize {
        self.size
    }

    /// The most elements that this rank may send to one rank in an exchange.
    pub(crate) fn most_elements(size: usize) -> usize {
        MOST_ELEMENTS / size
    }

    /// Tells all ranks what this one is about to do; returns what each rank does.
    pub(crate) fn exchange_headers(&mut self, header: &Header) -> Result<Vec<[u64; HEADER_WORDS]>, Error> {
        let words = header.words();
        self.traffic.header_bytes += size_of_val(&words) as u64 * self.others();
        let mut received = vec![None; self.size];
        received[self.rank] = Some(words);
        for rank in (0..self.size).filter(|&rank| rank != self.rank) {
            // Short enough to be sent at once, whether or not the other rank is there.
            self.communicator.process_at_rank(number(rank)).send_with_tag(&words[..], HEADER_TAG);
        }
        let mut wait = Wait::new(self.patience);
        loop {
            for (rank, words) in received.iter_mut().enumerate().filter(|(_, words)| words.is_none()) {
                *words = self.receive_header(rank);
            }
            if received.iter().all(Option::is_some) {
                return Ok(received.into_iter().flatten().collect());
            }
            if wait.has_ended() {
                let silent = (0..self.size).filter(|&rank| received[rank].is_none());
                let error = self.silent(silent.collect(), header.call.name());
                universe::note_silent(&error);
                return Err(error);
            }
            wait.pause();
        }
    }

    fn receive_header(&self, rank: usize) -> Option<[u64; HEADER_WORDS]> {
        let process = self.communicator.process_at_rank(number(rank));
        let arrived = process.immediate_matched_probe_with_tag(HEADER_TAG)?;
        let (mut words, _) = arrived.matched_receive_vec::<u64>();
        // Of another length in another version, from which it differs then.
        words.resize(HEADER_WORDS, 0);
        words.try_into().ok()
    }

    fn silent(&self, ranks: Vec<usize>, call: &str) -> Error {
        Error::Silent { ranks, call: call.to_owned(), waited: self.patience }
    }

    /// Sends every rank its counts, `width` of them; returns those that each rank has sent.
    pub(crate) fn exchange_counts(&mut self, counts: &[u64], call: &str) -> Vec<u64> {
        let width = counts.len() / self.size;
        self.traffic.count_bytes += (width * size_of::<u64>()) as u64 * self.others();
        let mut received = vec![0; counts.len()];
        if !counts.is_empty() {
            mpi::request::scope(|scope| {
                let request = self.communicator.immediate_all_to_all_into(scope, counts, &mut received[..]);
                self.complete(request, call);
            });
        }
        received
    }

    /// Sends every rank its part of `elements`; returns what all ranks have sent to this one, in order of ranks. The counts are
    /// numbers of elements by rank.
    pub(crate) fn exchange<T: Equivalence + Clone + Default>(
        &mut self,
        elements: &[T],
        sent: &[usize],
        received: &[usize],
        call: &str,
    ) -> Vec<T> {
        let arriving: usize = received.iter().sum();
        let mut buffer = vec![T::default(); arriving];
        if self.size == 1 {
            buffer.clone_from_slice(elements);
            return buffer;
        }
        let (mut send, mut receive) = (Counts::new(sent), Counts::new(received));
        let placeholder = [T::default()];
        let elements = if elements.is_empty() { &placeholder } else { elements };
        if sent[self.rank] == 0 {
            // The exchanges of Open MPI 4.1 get out of step where a rank sends and receives nothing at all, so it sends an element
            // to itself, to a place behind all others.
            buffer.push(T::default());
            (send.counts[self.rank], send.starts[self.rank]) = (1, 0);
            (receive.counts[self.rank], receive.starts[self.rank]) = (1, number(arriving));
        }
        let partition = Partition::new(elements, &send.counts[..], &send.starts[..]);
        let mut partition_mut = PartitionMut::new(&mut buffer[..], &receive.counts[..], &receive.starts[..]);
        mpi::request::scope(|scope| {
            let exchange = &self.communicator;
            let request = exchange.immediate_all_to_all_varcount_into(scope, &partition, &mut partition_mut);
            self.complete(request, call);
        });
        buffer.truncate(arriving);
        buffer
    }

    /// Sends `elements` to all ranks; returns what all ranks have sent, in order of ranks. The counts are numbers of elements by rank.
    pub(crate) fn all_gather<T: Equivalence + Clone + Default>(
        &mut self,
        elements: &[T],
        counts: &[usize],
        call: &str,
    ) -> Vec<T> {
        let arriving: usize = counts.iter().sum();
        // The address of an empty slice of bytes is that of Open MPI's MPI_IN_PLACE, so buffers have an element more.
        let placeholder = [T::default()];
        let elements = if elements.is_empty() { &placeholder[..0] } else { elements };
        let mut buffer = vec![T::default(); arriving + 1];
        let receive = Counts::new(counts);
        let mut partition = PartitionMut::new(&mut buffer[..], &receive.counts[..], &receive.starts[..]);
        mpi::request::scope(|scope| {
            let gather = &self.communicator;
            let request = gather.immediate_all_gather_varcount_into(scope, elements, &mut partition);
            self.complete(request, call);
        });
        buffer.truncate(arriving);
        buffer
    }

    /// The elements of all ranks, any number of each: how many, and the elements in order of ranks.
    pub(crate) fn all_gather_any<T: Equivalence + Clone + Default>(
        &mut self,
        elements: &[T],
        call: &str,
    ) -> (Vec<usize>, Vec<T>) {
        let counts = self.all_gather(&[elements.len() as u64], &vec![1; self.size], call);
        let counts: Vec<_> =
            counts.into_iter().map(|count| usize::try_from(count).expect("they are in memory")).collect();
        self.traffic.other_bytes += (size_of_val(elements) + size_of::<u64>()) as u64 * self.others();
        let elements = self.all_gather(elements, &counts, call);
        (counts, elements)
    }

    /// The texts of all ranks.
    pub(crate) fn all_gather_texts(&mut self, text: &str, call: &str) -> Vec<String> {
        let (lengths, bytes) = self.all_gather_any(text.as_bytes(), call);
        let mut rest = &bytes[..];
        let texts = lengths.into_iter().map(|length| {
            let (own, others) = rest.split_at(length);
            rest = others;
            String::from_utf8_lossy(own).into_owned()
        });
        texts.collect()
    }

    /// The sums of the words of all ranks, modulo 2⁶⁴.
    pub(crate) fn sum(&mut self, words: &[u64], call: &str) -> Vec<u64> {
        self.reduce(words, SystemOperation::sum(), call)
    }

    /// The largest of each of the words of all ranks.
    pub(crate) fn largest(&mut self, words: &[u64], call: &str) -> Vec<u64> {
        self.reduce(words, SystemOperation::max(), call)
    }

    fn reduce(&mut self, words: &[u64], operation: SystemOperation, call: &str) -> Vec<u64> {
        self.traffic.other_bytes += if self.size > 1 { size_of_val(words) as u64 } else { 0 };
        let mut reduced = vec![0; words.len()];
        mpi::request::scope(|scope| {
            let reduce = &self.communicator;
            let request = reduce.immediate_all_reduce_into(scope, words, &mut reduced[..], operation);
            self.complete(request, call);
        });
        reduced
    }

    /// Waits until an exchange is complete. One that is not in time cannot be left: then all ranks are ended, after a message that
    /// names those that give no sign of life.
    fn complete<'a, D: ?Sized, S: mpi::request::Scope<'a>>(
        &self,
        mut request: Request<'a, D, S>,
        call: &str,
    ) {
        let mut wait = Wait::new(self.patience);
        loop {
            match request.test() {
                Ok(_) => return,
                Err(pending) => request = pending,
            }
            if wait.has_ended() {
                universe::abort(&self.silent(self.ranks_without_sign_of_life(), call).to_string());
            }
            wait.pause();
        }
    }

    /// Ranks from which nothing arrives in some seconds, while every other rank sends a sign of life as this one does, or the header
    /// of its next call.
    fn ranks_without_sign_of_life(&self) -> Vec<usize> {
        let others: Vec<_> = (0..self.size).filter(|&rank| rank != self.rank).collect();
        for &rank in &others {
            self.communicator.process_at_rank(number(rank)).send_with_tag(&[0u64][..], ALIVE_TAG);
        }
        thread::sleep(self.patience.clamp(Duration::from_secs(1), Duration::from_secs(10)));
        let is_silent =
            |rank: &usize| self.communicator.process_at_rank(number(*rank)).immediate_probe().is_none();
        let silent: Vec<_> = others.iter().copied().filter(is_silent).collect();
        // Where all of them live, one of them is as slow as if it did not.
        if silent.is_empty() { others } else { silent }
    }

    fn others(&self) -> u64 {
        self.size as u64 - 1
    }

    /// Counts elements that were sent to other ranks, given by rank.
    pub(crate) fn sent_to_others(&self, counts: &[usize]) -> u64 {
        counts.iter().enumerate().filter(|(rank, _)| *rank != self.rank).map(|(_, &count)| count as u64).sum()
    }
}

/// Counts and first places of the parts of a buffer, as MPI takes them.
struct Counts {
    counts: Vec<i32>,
    starts: Vec<i32>,
}

impl Counts {
    fn new(counts: &[usize]) -> Self {
        let mut start = 0;
        let starts = counts.iter().map(|count| {
            let own = start;
            start += count;
            number(own)
        });
        let starts = starts.collect();
        Self { counts: counts.iter().map(|&count| number(count)).collect(), starts }
    }
}

/// A number as MPI takes it. Callers have refused counts beyond [`MOST_ELEMENTS`].
fn number(count: usize) -> i32 {
    i32::try_from(count).expect("counts are below 2^31")
}

fn index(number: i32) -> usize {
    usize::try_from(number).expect("ranks are at least 0")
}

/// Waits for other ranks: at first without sleeping, because they are usually there at once.
struct Wait {
    end: Instant,
    pauses: u32,
}

impl Wait {
    fn new(patience: Duration) -> Self {
        Self { end: Instant::now() + patience, pauses: 0 }
    }

    fn has_ended(&self) -> bool {
        Instant::now() > self.end
    }

    fn pause(&mut self) {
        self.pauses = self.pauses.saturating_add(1);
        if self.pauses < 200 {
            thread::yield_now();
        } else {
            thread::sleep(Duration::from_micros(if self.pauses < 2000 { 20 } else { 500 }));
        }
    }
}
