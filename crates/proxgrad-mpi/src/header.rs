//! What ranks tell each other before they carry out a call, so that none goes ahead alone.

use crate::error::Error;

/// A call that all ranks make together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Call {
    Start,
    Step,
    Gather,
    Prefetch,
    Receive,
    Measure,
    Sum,
    Save,
    WriteShard,
    CommitSave,
    Load,
    Restore,
}

impl Call {
    const ALL: [Self; 12] = [
        Self::Start,
        Self::Step,
        Self::Gather,
        Self::Prefetch,
        Self::Receive,
        Self::Measure,
        Self::Sum,
        Self::Save,
        Self::WriteShard,
        Self::CommitSave,
        Self::Load,
        Self::Restore,
    ];

    /// The name of the method, for messages.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Step => "step",
            Self::Gather => "gather",
            Self::Prefetch => "prefetch",
            Self::Receive => "receive",
            Self::Measure => "measure",
            Self::Sum => "sum",
            Self::Save | Self::WriteShard | Self::CommitSave => "save",
            Self::Load | Self::Restore => "load",
        }
    }

    fn name_of_code(code: u64) -> String {
        let call = Self::ALL.into_iter().find(|call| *call as u64 == code);
        call.map_or_else(
            || format!("an unknown call ({code}) of another version"),
            |call| call.name().to_owned(),
        )
    }
}

/// Bits of [`Header::flags`].
pub(crate) const OVERFLOW: u64 = 1;
pub(crate) const MEASURE: u64 = 2;
pub(crate) const REFUSED: u64 = 4;

/// Words of a header.
pub(crate) const HEADER_WORDS: usize = 6;

/// What a rank tells the others of its next call.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Header {
    pub(crate) call: Call,
    /// Number of the call.
    pub(crate) number: u64,
    /// Steps taken so far.
    pub(crate) step: u64,
    /// The learning rate of the next step, of parameters in no group.
    pub(crate) learning_rate: f64,
    /// Of everything else that has to be the same on all ranks.
    pub(crate) digest: u64,
    pub(crate) flags: u64,
}

impl Header {
    pub(crate) fn words(&self) -> [u64; HEADER_WORDS] {
        [self.call as u64, self.number, self.step, self.learning_rate.to_bits(), self.digest, self.flags]
    }
}

/// The flags that any rank has set, once all headers agree.
///
/// # Errors
/// The lowest rank whose header differs from that of rank 0, with what differs.
pub(crate) fn compare(headers: &[[u64; HEADER_WORDS]]) -> Result<u64, Error> {
    let first = headers[0];
    for (rank, own) in headers.iter().enumerate() {
        let disagree = |theirs: String, ours: String| Err(Error::Disagree { rank, theirs, ours });
        let [call, number, step, rate, digest, _] = *own;
        if call != first[0] {
            let (theirs, ours) = (Call::name_of_code(call), Call::name_of_code(first[0]));
            return Err(Error::OtherCall { rank, theirs, ours });
        }
        if step != first[2] || number != first[1] {
            let text = |step: u64, number: u64| format!("step {step}, call {number}");
            return disagree(text(step, number), text(first[2], first[1]));
        }
        if rate != first[3] {
            let text = |bits: u64| format!("learning rate {} in step {step}", f64::from_bits(bits));
            return disagree(text(rate), text(first[3]));
        }
        if digest != first[4] {
            let text = |digest: u64| {
                format!("digest {digest:016x} of the arguments of {}", Call::name_of_code(call))
            };
            return disagree(text(digest), text(first[4]));
        }
    }
    Ok(headers.iter().fold(0, |flags, header| flags | header[5]))
}

/// A digest of words, by FNV-1a over their bytes: for comparisons between ranks, not against malice.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Digest(u64);

impl Default for Digest {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Digest {
    pub(crate) fn bytes(self, bytes: &[u8]) -> Self {
        let add = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
        Self(bytes.iter().fold(self.0, add))
    }

    pub(crate) fn word(self, word: u64) -> Self {
        self.bytes(&word.to_le_bytes())
    }

    pub(crate) fn floats(self, floats: &[f32]) -> Self {
        floats.iter().fold(self, |digest, float| digest.bytes(&float.to_bits().to_le_bytes()))
    }

    pub(crate) fn value(self) -> u64 {
        self.0
    }
}

/// A line for each field of a struct, with what the struct is called in front.
pub(crate) fn fields(name: &str, settings: &impl std::fmt::Debug) -> String {
    let mut lines = Vec::<String>::new();
    for line in format!("{settings:#?}").lines().skip(1) {
        let is_field = line.starts_with("    ")
            && !line.starts_with("     ")
            && !line.trim().starts_with([')', '}', ']']);
        match lines.last_mut() {
            Some(last) if !is_field => last.push_str(line.trim()),
            _ => lines.push(format!("{name}: {}", line.trim())),
        }
    }
    let plain = |line: &String| line.replace(",)", ")").replace(",]", "]").replace(",}", "}");
    lines.iter().map(|line| format!("{}\n", plain(line).trim_end_matches([',', '}']))).collect()
}

/// The first line that a rank's settings have in another way than those of rank 0.
///
/// # Errors
/// That line, and the lowest such rank.
pub(crate) fn compare_settings(settings: &[String]) -> Result<(), Error> {
    for (rank, theirs) in settings.iter().enumerate() {
        let (mut own, mut first) = (theirs.lines(), settings[0].lines());
        loop {
            let (theirs, ours) = (own.next(), first.next());
            if theirs != ours {
                let text = |line: Option<&str>| line.unwrap_or("nothing further").trim().to_owned();
                return Err(Error::Disagree { rank, theirs: text(theirs), ours: text(ours) });
            }
            if ours.is_none() {
                break;
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header() -> Header {
        Header { call: Call::Step, number: 9, step: 4, learning_rate: 0.5, digest: 7, flags: 0 }
    }

    fn message(other: Header) -> String {
        compare(&[header().words(), header().words(), other.words()]).unwrap_err().to_string()
    }

    #[test]
    fn the_rank_that_differs_is_named_with_what_it_has() {
        assert_eq!(compare(&[header().words(), Header { flags: 5, ..header() }.words()]), Ok(5));
        assert_eq!(
            message(Header { call: Call::Save, ..header() }),
            "rank 2 calls save, and rank 0 calls step; all ranks have to make the same calls in the same order"
        );
        assert_eq!(
            message(Header { learning_rate: 0.25, ..header() }),
            "rank 2 differs from rank 0: it has `learning rate 0.25 in step 4`, and rank 0 has `learning rate 0.5 in step 4`"
        );
        assert!(message(Header { step: 5, ..header() }).contains("`step 5, call 9`"));
        assert!(message(Header { digest: 8, ..header() }).contains("of the arguments of step"));
    }

    #[test]
    fn a_field_takes_one_line() {
        #[derive(Debug)]
        #[expect(dead_code, reason = "they are printed")]
        struct Settings {
            rate: Option<f64>,
            list: Vec<f64>,
            last: f64,
        }
        let settings = Settings { rate: Some(0.5), list: vec![1.0, 2.0], last: 3.0 };
        let lines = fields("config", &settings);
        assert_eq!(lines, "config: rate: Some(0.5)\nconfig: list: [1.0,2.0]\nconfig: last: 3.0\n");
    }

    #[test]
    fn settings_differ_by_their_first_line() {
        let settings = |rate: &str| format!("rows 3\nlearning_rate {rate}");
        assert_eq!(compare_settings(&[settings("1"), settings("1")]), Ok(()));
        let error = compare_settings(&[settings("1"), settings("2")]).unwrap_err();
        assert!(
            error.to_string().contains("rank 1 differs from rank 0: it has `learning_rate 2`"),
            "{error}"
        );
        let error = compare_settings(&[settings("1"), "rows 3".to_owned()]).unwrap_err();
        assert!(error.to_string().contains("`nothing further`"), "{error}");
    }
}
