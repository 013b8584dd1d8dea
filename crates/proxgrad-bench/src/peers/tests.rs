//! The protocol, through pipes in memory, and with a process that is no peer.

use std::{
    io::{self, PipeReader, PipeWriter, Write},
    thread,
};

use super::*;

/// A peer that sends a greeting and then the given answers, one for each request.
fn scripted(answers: &'static [&'static str]) -> Peer {
    let start = move || {
        let (asked, requests) = io::pipe()?;
        let (answered, said) = io::pipe()?;
        thread::spawn(move || play(asked, said, answers));
        Ok(Connection::new(requests, answered))
    };
    Peer::new("scripted", "in memory", Box::new(start))
}

const GREETING: &str = r#"{"name": "fake", "version": "1", "about": "a script"}"#;

fn play(asked: PipeReader, mut said: PipeWriter, answers: &[&str]) -> io::Result<()> {
    writeln!(said, "{GREETING}")?;
    let asked = io::BufRead::lines(io::BufReader::new(asked));
    for (request, answer) in asked.zip(answers) {
        // `ECHO` is replaced by the request.
        writeln!(said, "{}", answer.replace("ECHO", &request?.replace('"', "'")))?;
    }
    Ok(())
}

fn dense() -> Job<'static> {
    let sizes = Sizes { bench: "dense", n: Some(1000), ..Sizes::default() };
    Job { sizes, indices: None, sets: 1 }
}

fn why<T>(result: Result<T>) -> String {
    format!("{:#}", result.err().expect("an error"))
}

#[test]
fn a_peer_prepares_and_runs_and_its_times_are_averaged() {
    let mut peer = scripted(&[r#"{"ready": true}"#, r#"{"us": [1.0, 2.0, 6.0]}"#]);
    peer.prepare(dense()).unwrap();
    assert_eq!(peer.run(3, false).unwrap(), Sample { wall_us: 3.0, device_us: None });
    assert_eq!(peer.report().greeting.unwrap().version, "1");
}

#[test]
fn a_case_is_told_with_its_sizes_and_where_the_indices_are() {
    let rows = Sizes {
        bench: "rows",
        rows: Some(10),
        width: Some(2),
        nnz: Some(4),
        distinct: Some(3),
        n: None,
        tensors: None,
    };
    assert_eq!(
        request(Job { sizes: rows, indices: Some(Path::new("a/file")), sets: 1 }).unwrap(),
        json!({ "prepare": { "bench": "rows", "rows": 10, "width": 2, "nnz": 4, "indices": "a/file" } })
    );
    let in_turn = request(Job { sets: 3, ..dense() }).unwrap();
    assert_eq!(in_turn, json!({ "prepare": { "bench": "dense", "n": 1000, "sets": 3 } }));
    let mut peer = scripted(&[r#"{"error": "ECHO"}"#]);
    assert_eq!(why(peer.prepare(dense())), "{'prepare':{'bench':'dense','n':1000}}");
    let file = indices_file(&[1, 0x0203]).unwrap();
    assert_eq!(std::fs::read(file.path()).unwrap(), [1, 0, 0, 0, 3, 2, 0, 0]);
}

#[test]
fn refusals_and_nonsense_are_told_and_the_next_case_starts_anew() {
    let cases: [(&[&str], &str); 6] = [
        (&[r#"{"unsupported": "no rows"}"#], "unsupported: no rows"),
        (&[r#"{"error": "out of memory"}"#], "out of memory"),
        (&["hello"], "«hello» is no answer of the protocol"),
        (&[r#"{"ready": false}"#], "no answer to prepare"),
        (&[r#"{"us": [1.0]}"#], "no answer to prepare"),
        (&[], "it ended"),
    ];
    for (answers, reason) in cases {
        let mut peer = scripted(answers);
        for _ in 0..2 {
            let said = why(peer.prepare(dense()));
            assert!(said.contains(reason), "{answers:?}: {said}");
            peer.connection = None;
        }
        assert!(peer.broken.is_none());
    }
}

#[test]
fn steps_in_flight_have_one_time_and_a_peer_without_them_is_asked_as_ever() {
    let answers = [
        r#"{"ready": true}"#,
        r#"{"flight_us": 2.5, "device_us": 2.0}"#,
        r#"{"flight_us": 2.5, "device_us": null}"#,
        r#"{"us": [1.0, 2.0]}"#,
        r#"{"error": "ECHO"}"#,
    ];
    let mut peer = scripted(answers.to_vec().leak());
    peer.prepare(dense()).unwrap();
    for sample in [(2.5, Some(2.0)), (2.5, None), (1.5, None)] {
        let Sample { wall_us, device_us } = peer.run(2, true).unwrap();
        assert_eq!((wall_us, device_us), sample);
    }
    assert_eq!(why(peer.run(2, true)), "{'flight':true,'run':2}");
}

#[test]
fn wrong_numbers_of_times_are_told() {
    let mut peer = scripted(&[r#"{"ready": true}"#, r#"{"us": [1.0, 2.0]}"#]);
    peer.prepare(dense()).unwrap();
    assert_eq!(why(peer.run(3, false)), "it was asked to run 3 steps, and told 2 times");
}

#[test]
fn a_peer_that_cannot_be_started_or_does_not_greet_is_out_for_good() {
    let program = named("none=/no/such/program --flag").unwrap();
    let mut peers = Peers::start(&[program], &[named("gone = not here").unwrap()]);
    let (contenders, failed) = peers.contenders(dense(), 20, false);
    assert_eq!((contenders.len(), failed.len()), (0, 1));
    assert!(failed[0].reason.contains("cannot start /no/such/program"), "{}", failed[0].reason);
    drop(contenders);
    let reports = peers.reports();
    assert!(reports[0].failed.is_some() && reports[0].text().starts_with("none: failed: cannot start"));
    assert_eq!(reports[1].text(), "gone: missing: not here");
}

#[test]
fn a_process_that_ends_is_reported_with_its_last_words() {
    // A program that prints to stderr and fails: this one, because it is there wherever it runs.
    let this = std::env::current_exe().unwrap();
    let command = format!("this='{}' --no-such-option-here", this.display());
    let mut peer = Peer::of_command(&named(&command).unwrap());
    let said = why(peer.connect().map(|_| ()));
    assert!(said.contains("it ended") && said.contains("no-such-option-here"), "{said}");
}

#[test]
fn names_and_commands_are_split_at_the_first_equals_sign() {
    let peer = named("tf=python3 peer.py --threads=2").unwrap();
    assert_eq!((peer.name.as_str(), peer.rest.as_str()), ("tf", "python3 peer.py --threads=2"));
    for text in ["tf", "=python3", "tf=", "tf= "] {
        assert!(named(text).is_err_and(|error| error.contains("NAME=")), "{text}");
    }
}

#[test]
fn quotes_keep_blanks_in_a_word_and_backslashes_mean_themselves() {
    let cases: [(&str, &[&str]); 6] = [
        ("python3 -B  peer.py", &["python3", "-B", "peer.py"]),
        ("'a folder/python' --name=\"b c\"", &["a folder/python", "--name=b c"]),
        (r"C:\python\python.exe peer.py", &[r"C:\python\python.exe", "peer.py"]),
        (r"env 'it'\''s' ''", &["env", "it's", ""]),
        ("open 'till the end", &["open", "till the end"]),
        (" ", &[]),
    ];
    for (command, expected) in cases {
        assert_eq!(words(command), expected, "{command}");
    }
}
