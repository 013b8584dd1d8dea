//! Tests of whole files: rows or error messages.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
};

use flate2::{Compression, write::GzEncoder};
use tempfile::TempDir;

use super::*;

/// A temporary folder with one file.
struct Fixture {
    _folder: TempDir,
    path: PathBuf,
}

fn file(content: impl AsRef<[u8]>) -> Fixture {
    let folder = TempDir::new().expect("a temporary folder");
    // Without an extension, which does not matter.
    let path = folder.path().join("data");
    fs::write(&path, content).expect("a file in it");
    Fixture { _folder: folder, path }
}

fn gzip(text: &str) -> Vec<u8> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::default());
    packer.write_all(text.as_bytes()).expect("memory takes it");
    packer.finish().expect("memory takes it")
}

/// A file whose format is guessed.
fn source(path: &Path) -> Source<'_> {
    Source { path, format: FormatArg::Auto }
}

/// Reads training data into a vocabulary of its own.
fn load(path: &Path) -> Result<(Loaded, Vocabulary, Classes), ReadError> {
    let mut vocabulary = Vocabulary::growing();
    let (loaded, classes) = source(path).read_train(&mut vocabulary)?;
    Ok((loaded, vocabulary, classes))
}

fn train(content: impl AsRef<[u8]>) -> Result<(Dataset, Vocabulary, Classes), ReadError> {
    let (loaded, vocabulary, classes) = load(&file(content).path)?;
    Ok((loaded.dataset, vocabulary, classes))
}

/// The message with which training data is refused.
fn refusal(content: impl AsRef<[u8]>) -> String {
    let file = file(content);
    message(&file.path, load(&file.path))
}

fn summary(content: impl AsRef<[u8]>) -> Result<Summary, ReadError> {
    Ok(load(&file(content).path)?.0.summary)
}

/// An error message without the path, which differs from run to run.
fn message<T>(path: &Path, result: Result<T, ReadError>) -> String {
    let Err(error) = result else { return "no error".to_owned() };
    error.to_string().replace(&path.display().to_string(), "FILE")
}

/// The examples with the names of their features: (label, [(feature, value)]).
fn examples<'a>(
    dataset: &Dataset,
    vocabulary: &'a Vocabulary,
    classes: &Classes,
) -> Vec<(String, Vec<(&'a str, f32)>)> {
    let names = vocabulary.names().expect("not hashed");
    let entries = |i| {
        let (features, values) = dataset.example(i);
        features.iter().zip(values).map(|(&feature, &value)| (names[feature as usize], value)).collect()
    };
    let label = |i: usize| classes.names()[dataset.labels[i] as usize].clone();
    (0..dataset.len()).map(|i| (label(i), entries(i))).collect()
}

#[test]
fn malformed_files_are_refused_with_place_and_remedy() {
    let long = format!("0 {}", "x".repeat(50));
    let cases: &[(&str, &str)] = &[
        // Labels.
        (
            "spam 1:1\n",
            "FILE:1:1: expected a label (a whole number), found \"spam\"; \
             lines are \"label index:value …\" or \"label |namespace feature:value …\"",
        ),
        (
            "0 1:1\n  nan 1:1\n",
            "FILE:2:3: expected a label (a whole number), found \"nan\"; \
             lines are \"label index:value …\" or \"label |namespace feature:value …\"",
        ),
        (
            "5.1,3.5,1.4\n",
            "FILE:1:1: expected a label (a whole number), found \"5.1,3.5,1.4\"; \
             lines are \"label index:value …\" or \"label |namespace feature:value …\"",
        ),
        (
            "0.37 1:1\n",
            "FILE:1:1: expected a whole number as label, found \"0.37\"; regression is not supported",
        ),
        (
            "9007199254740993 1:1\n",
            "FILE:1:1: expected a label below 2^53 in size, found \"9007199254740993\"",
        ),
        (
            "1 1:1\n+1.0 2:1\n",
            "FILE: expected at least two classes, found only the label \"1\"; \
             training needs examples of every class",
        ),
        // libsvm.
        ("0 3\n", "FILE:1:3: expected index:value with a whole number as index, found \"3\""),
        ("0 -3:1\n", "FILE:1:3: expected index:value with a whole number as index, found \"-3:1\""),
        ("0 :1\n", "FILE:1:3: expected index:value with a whole number as index, found \":1\""),
        ("0 1:2 é:1\n", "FILE:1:7: expected index:value with a whole number as index, found \"é:1\""),
        (
            "# é\n\n0 qid:x 1:2\n",
            "FILE:3:3: expected index:value with a whole number as index, found \"qid:x\"; \
             a qid is a whole number and follows the label",
        ),
        (
            "0 1:2 qid:7\n",
            "FILE:1:7: expected index:value with a whole number as index, found \"qid:7\"; \
             a qid is a whole number and follows the label",
        ),
        (
            "0\n1 |f a\n",
            "FILE:2:3: expected index:value with a whole number as index, found \"|f\"; \
             the file is read as libsvm text, as its first example is; --format vw reads Vowpal Wabbit text",
        ),
        ("0 3:\n", "FILE:1:5: expected a finite value, found nothing"),
        ("0 3:x # y\n", "FILE:1:5: expected a finite value, found \"x\""),
        ("0 3:1:2\n", "FILE:1:5: expected a finite value, found \"1:2\""),
        ("0 3:inf\n", "FILE:1:5: expected a finite value, found \"inf\""),
        ("0 3:-1e39\n", "FILE:1:5: expected a finite value, found \"-1e39\""),
        (
            "0\u{a0}1:2\n",
            "FILE:1:1: expected a label (a whole number), found \"0\\u{a0}1:2\"; \
             lines are \"label index:value …\" or \"label |namespace feature:value …\"",
        ),
        (
            &long,
            "FILE:1:3: expected index:value with a whole number as index, \
             found \"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…\"",
        ),
        // Vowpal Wabbit.
        ("|f a\n", "FILE:1:1: expected a label before the |, found nothing"),
        (" |f a\n", "FILE:1:1: expected a label before the |, found nothing"),
        (
            "1 |f a\n1|f a\n",
            "FILE:2:1: expected a label before the |, found \"1\"; \
             a word that touches the | or starts with ' is a tag: put the label before it",
        ),
        (
            " 'é |f a\n",
            "FILE:1:2: expected a label before the |, found \"'é\"; \
             a word that touches the | or starts with ' is a tag: put the label before it",
        ),
        (
            "shared |f a\n",
            "FILE:1:1: expected a label (a whole number), found \"shared\"; \
             lines are \"label index:value …\" or \"label |namespace feature:value …\"",
        ),
        (
            "0.5 |f a\n",
            "FILE:1:1: expected a whole number as label, found \"0.5\"; regression is not supported",
        ),
        (
            "1 2 |f a\n",
            "FILE:1:3: expected an importance of 1, found \"2\"; importance weights are not supported",
        ),
        (
            "1 x 'tag|f a\n",
            "FILE:1:3: expected an importance of 1, found \"x\"; importance weights are not supported",
        ),
        (
            "1 1 0.5 |f a\n",
            "FILE:1:5: expected a base of 0, found \"0.5\"; initial predictions are not supported",
        ),
        ("1 1 0 0 |f a\n", "FILE:1:7: expected a tag (with a ' before it) or a |, found \"0\""),
        ("1 |f a:1x b\n", "FILE:1:8: expected a finite value, found \"1x\""),
        ("1 |f a:+.5x b\n", "FILE:1:8: expected a finite value, found \"+.5x\""),
        ("1 |f a:1:2 b\n", "FILE:1:8: expected a finite value, found \"1:2\""),
        ("1 |f a:-e-3 b\n", "FILE:1:8: expected a finite value, found \"-e-3\""),
        ("1 |f a:inf b\n", "FILE:1:8: expected a finite value, found \"inf\""),
        (
            "1 |f a:x|g b\n",
            "FILE:1:8: expected a space between the text of a feature and the |, found \"x\"; \
             Vowpal Wabbit reads the | as a part of the text",
        ),
        ("1 |f é: b\n", "FILE:1:8: expected a finite value, found nothing"),
        ("1 |f a:1 |g b:nan\n", "FILE:1:15: expected a finite value, found \"nan\""),
        (
            "1\t|f a\n",
            "FILE:1:3: expected a label before the |, found nothing; \
             what precedes a tab is ignored there, as Vowpal Wabbit does: write a space",
        ),
        (
            "1 |f a\n# a comment\n",
            "FILE:2:1: expected a | after the label, found \"# a comment\"; \
             the file is read as Vowpal Wabbit text; --format libsvm reads libsvm text",
        ),
        (
            "1 |f a\r2 |f b\n",
            "FILE:1:7: expected no carriage return within a line, found \"2 |f b\"; \
             end lines with \\n or \\r\\n",
        ),
        ("1 |:2 a\n", "FILE:1:4: expected a namespace before the :, found \":2\""),
        ("1 |f:x a\n", "FILE:1:6: expected a finite weight, found \"x\""),
        (
            "1 |f:1e30 a b:1e30\n",
            "FILE:1:13: expected a value that the weight of its namespace leaves finite, found \"b:1e30\"",
        ),
        (
            "1 |f a\n-1 3:1\n",
            "FILE:2:1: expected a | after the label, found \"-1 3:1\"; \
             the file is read as Vowpal Wabbit text; --format libsvm reads libsvm text",
        ),
        // Files without features.
        (
            "0\n1 3:0\n",
            "FILE: expected features, found 2 examples without any, read as libsvm text; a value of 0 is as good as \
             none, and --format libsvm or --format vw reads another format",
        ),
        (
            "0 |\n1 |f:0 a\n",
            "FILE: expected features, found 2 examples without any, read as Vowpal Wabbit text; a value of 0 is as \
             good as none, and --format libsvm or --format vw reads another format",
        ),
        // Files without examples.
        ("", "FILE: expected at least one example, found none"),
        ("\n \t\r\n# 1 3:1\n", "FILE: expected at least one example, found none"),
    ];
    let mut failures = Vec::new();
    for (content, expected) in cases {
        let found = refusal(content);
        if found != *expected {
            failures.push(format!("{content:?}\n  expected {expected}\n  found    {found}"));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn bytes_that_are_not_text_are_refused_by_column() {
    assert_eq!(
        refusal(b"0 1:1\n1 1:\0\n"),
        "FILE:2:5: expected text, found the byte 0x00; convert the file into libsvm or Vowpal Wabbit text"
    );
    assert_eq!(
        refusal(b"0 1:1\n1 \xc3\xa9:\xff\n"),
        "FILE:2:5: expected UTF-8 text, found the byte 0xff; save the file as UTF-8"
    );
}

#[test]
fn a_missing_file_and_a_folder_are_refused() {
    let folder = TempDir::new().expect("a temporary folder");
    let missing = folder.path().join("missing");
    let found = message(&missing, load(&missing));
    assert!(found.starts_with("FILE: cannot be opened: "), "{found}");
    // A folder fails at opening or at reading, depending on the system.
    let found = message(folder.path(), load(folder.path()));
    assert!(found.starts_with("FILE") && found.contains(": cannot be "), "{found}");
}

#[test]
fn libsvm_is_read_into_rows_in_order_of_appearance() -> Result<(), ReadError> {
    let text =
        "# a comment | with a bar\n\n1 3:0.5 7:-2 # more | of it\n 0\t03:1e-3\t0:.5 \n1#\n0 7:+1 7:2\n";
    let (dataset, vocabulary, classes) = train(text)?;
    assert_eq!(vocabulary.names(), Some(vec!["3", "7", "0"]));
    assert_eq!(vocabulary.len(), 3);
    assert_eq!(classes.names(), ["0", "1"]);
    let expected = Dataset {
        row_starts: vec![0, 2, 4, 4, 6],
        features: vec![0, 1, 0, 2, 1, 1],
        values: vec![0.5, -2.0, 1e-3, 0.5, 1.0, 2.0],
        labels: vec![1, 0, 1, 0],
    };
    assert_eq!(dataset, expected);
    Ok(())
}

#[test]
fn vowpal_wabbit_is_read_with_namespaces_weights_and_tags() -> Result<(), ReadError> {
    let text = "2 |f a b:0.5 |g:2 a:3 b\n\
                1 1.0 'tag|f é:1 a#b\n\
                3 'second_tag | x:4 |\n\
                1 1 0 tag|f|g:0.5|\n\
                1 #7|# #:2\n\
                ignored\t3 |^ x\n\
                2 |f a a:2 b:0\n";
    let (dataset, vocabulary, classes) = train(text)?;
    let expected: [(&str, &[(&str, f32)]); 7] = [
        ("2", &[("f^a", 1.0), ("f^b", 0.5), ("g^a", 6.0), ("g^b", 2.0)]),
        ("1", &[("f^é", 1.0), ("f^a#b", 1.0)]),
        ("3", &[("^x", 4.0)]),
        ("1", &[]),
        ("1", &[("#^#", 2.0)]),
        ("3", &[("^|x", 1.0)]),
        ("2", &[("f^a", 1.0), ("f^a", 2.0)]),
    ];
    let expected = expected.map(|(label, entries)| (label.to_owned(), entries.to_vec()));
    assert_eq!(examples(&dataset, &vocabulary, &classes), expected);
    assert_eq!(classes.names(), ["1", "2", "3"]);
    Ok(())
}

#[test]
fn the_larger_of_two_labels_is_class_1_whichever_comes_first() -> Result<(), ReadError> {
    for (text, labels) in [("-1 1:1\n+1 1:1\n1.0 1:1\n", [0, 1, 1]), ("1 1:1\n-1.0 1:1\n-1 1:1\n", [1, 0, 0])]
    {
        let (dataset, _, classes) = train(text)?;
        assert_eq!(classes.names(), ["-1", "1"], "{text:?}");
        assert_eq!(dataset.labels, labels, "{text:?}");
    }
    Ok(())
}

#[test]
fn line_ends_and_the_byte_order_mark_do_not_matter() -> Result<(), ReadError> {
    for text in ["0 1:2 2:3\n1 2:4\n", "1 |f a b:2\n-1 |\n0 |f:2\n2 |f c\n"] {
        let (expected, ..) = train(text)?;
        let crlf = text.replace('\n', "\r\n");
        let variants =
            [crlf.clone(), text.trim_end().to_owned(), crlf.trim_end().to_owned(), format!("\u{feff}{text}")];
        for variant in variants {
            assert_eq!(train(&variant)?.0, expected, "{variant:?}");
        }
    }
    Ok(())
}

#[test]
fn a_qid_is_ignored_as_classifiers_do() -> Result<(), ReadError> {
    assert_eq!(train("0 qid:7 1:2\n1 qid:-1\t2:1 # x\n0 qid:3\n")?.0, train("0 1:2\n1 2:1\n0\n")?.0);
    Ok(())
}

#[test]
fn features_of_value_zero_are_dropped_from_examples_and_vocabulary() -> Result<(), ReadError> {
    for (with, without) in [
        ("1 1:1 2:1 3:0\n-1 2:1 4:-0.0 5:1e-60\n", "1 1:1 2:1\n-1 2:1\n"),
        ("1 |f a b:0 |g:0 c d:2\n-1 |f b:0.0 :0 d |h:1e-30 e:1e-30\n", "1 |f a\n-1 |f d\n"),
    ] {
        let (with, without) = (train(with)?, train(without)?);
        assert_eq!((with.0, with.1.names()), (without.0, without.1.names()));
    }
    Ok(())
}

#[test]
fn vowpal_wabbit_features_may_have_texts_and_no_names() -> Result<(), ReadError> {
    let text = "1 |f:2 a:x a:y a:2 b:x |g :3 :0 :4 d:-x e:: |f :1\n-1 |h :z e:ex\n";
    let (dataset, vocabulary, classes) = train(text)?;
    let first: &[_] = &[
        ("f^a:x", 1.0),
        ("f^a:y", 1.0),
        ("f^a", 4.0),
        ("f^b:x", 1.0),
        ("g^ 0", 3.0),
        ("g^ 2", 4.0),
        ("g^d:-x", 1.0),
        ("g^e::", 1.0),
        ("f^ 0", 1.0),
    ];
    let second: &[_] = &[("h^:z", 1.0), ("h^e:ex", 1.0)];
    let expected =
        [("1", first), ("-1", second)].map(|(label, entries)| (label.to_owned(), entries.to_vec()));
    assert_eq!(examples(&dataset, &vocabulary, &classes), expected);
    Ok(())
}

#[test]
fn namespaces_and_names_that_look_alike_when_joined_are_two_features() -> Result<(), ReadError> {
    let (_, vocabulary, _) = train("1 |a^b c\n-1 |a b^c\n1 | a^b^c\n")?;
    assert_eq!(vocabulary.len(), 3);
    let mut hashed = Vocabulary::hashed(30).expect("30 bits are legal");
    let (loaded, _) = source(&file("1 |a^b c\n-1 |a b^c\n").path).read_train(&mut hashed)?;
    assert_ne!(loaded.dataset.features[0], loaded.dataset.features[1]);
    Ok(())
}

#[test]
fn a_tag_with_a_number_sign_leaves_its_example_whole() -> Result<(), ReadError> {
    let (dataset, vocabulary, classes) = train("1 #1|f good\n-1 #2|f bad\n")?;
    let expected = [("1", "f^good"), ("-1", "f^bad")];
    let expected = expected.map(|(label, name)| (label.to_owned(), vec![(name, 1.0)]));
    assert_eq!(examples(&dataset, &vocabulary, &classes), expected);
    Ok(())
}

#[test]
fn a_format_that_is_given_is_not_guessed() {
    let read = |text: &str, format| {
        let file = file(text);
        let listing = Source { path: &file.path, format }.list(0);
        listing.map(|listing| listing.features).map_err(|error| message(&file.path, Err::<(), _>(error)))
    };
    assert_eq!(read("1 #1|f good\n", FormatArg::Auto), Ok(1));
    assert_eq!(read("1 #1|f good\n", FormatArg::Libsvm), Ok(0));
    assert_eq!(read("1 # |f good\n1 3:1\n", FormatArg::Auto), Ok(1));
    let error = read("1 3:1 # a|b\n", FormatArg::Vw).unwrap_err();
    assert!(error.starts_with("FILE:1:3: expected an importance of 1, found \"3:1\""), "{error}");
}

#[test]
fn a_summary_says_what_the_file_was_read_as_and_how_many_examples_are_empty() -> Result<(), ReadError> {
    let found = summary("0 1:2\n1 2:0\n1\n")?;
    assert_eq!(found.line(), "libsvm text (guessed), 2 of 3 examples without features");
    assert!(found.warnings()[0].ends_with(": 2 of 3 examples have no features"), "{:?}", found.warnings());
    let found = summary(gzip("0 |a b\n1 |a b\n"))?;
    assert_eq!(
        found.line(),
        "Vowpal Wabbit text (guessed), packed by gzip, 0 of 2 examples without features"
    );
    assert_eq!(found.warnings(), [""; 0]);
    Ok(())
}

/// The text that the packed files of the tests hold, in two members, the second of which begins in the middle of a
/// line.
const MEMBERS: [&str; 2] = ["0 1:2\n1 2:", "4\n0 3:1\n"];

/// Each packing with its two members, packed by the programs bzip2 1.0.8, xz 5.4 and zstd 1.5 except for gzip's.
fn packed() -> [(&'static str, [Vec<u8>; 2]); 4] {
    [
        ("gzip", MEMBERS.map(gzip)),
        (
            "bzip2",
            [
                bytes(
                    "425a6839314159265359efcea559000001d800001040007010200030c00834f21e233928bb9229c284877e752ac8",
                ),
                bytes(
                    "425a6839314159265359a5e430f30000035800001040006c102000310c00c4c2591ebdbc5dc914e142429790c3cc",
                ),
            ],
        ),
        (
            "xz",
            [
                bytes(
                    "fd377a585a000004e6d6b4460200210116000000742fe5a30100093020313a320a3120323a000000b8deca5c41661632\
                     0001220a151ae1671fb6f37d010000000004595a",
                ),
                bytes(
                    "fd377a585a000004e6d6b4460200210116000000742fe5a3010007340a3020333a310a00a9b3c5738ef1015800012008\
                     bb19d9bb1fb6f37d010000000004595a",
                ),
            ],
        ),
        (
            "zstd",
            [
                bytes("28b52ffd240a5100003020313a320a3120323aa3237ad0"),
                bytes("28b52ffd2408410000340a3020333a310a8fee280a"),
            ],
        ),
    ]
}

fn bytes(hex: &str) -> Vec<u8> {
    let pairs = (0..hex.len()).step_by(2).map(|at| &hex[at..at + 2]);
    pairs.map(|pair| u8::from_str_radix(pair, 16).expect("two digits")).collect()
}

#[test]
fn a_line_that_would_fill_the_memory_is_refused() {
    assert_eq!(
        refusal(gzip(&format!("0 1:2\n{}", "1".repeat(65 << 20)))),
        "FILE:2: expected a line of at most 64 MiB, found a longer one; write each example on a line of its own"
    );
}

#[test]
fn packed_files_of_one_or_two_members_read_like_plain_text() -> Result<(), ReadError> {
    let (expected, ..) = train(MEMBERS.concat())?;
    for (name, members) in packed() {
        assert_eq!(train(members.concat())?.0, expected, "{name}");
        assert_eq!(refusal(&members[0]), "FILE:2:5: expected a finite value, found nothing", "{name}");
    }
    assert_eq!(train(gzip(&MEMBERS.concat()))?.0, expected);
    Ok(())
}

/// What follows packed data, and how the program that packed it takes it.
#[test]
fn what_follows_packed_data_is_taken_as_the_program_that_packed_it_takes_it() -> Result<(), ReadError> {
    let (expected, ..) = train(MEMBERS.concat())?;
    let zeros = |count| vec![0; count];
    let text = b"0 1:2\n".to_vec();
    let skippable = bytes("5a2a4d180300000061620a");
    let (ends, ignored) = (Some(false), Some(true));
    let cases = [
        ("gzip", zeros(1), ends),
        ("gzip", zeros(100_000), ends),
        ("gzip", text.clone(), ignored),
        ("gzip", [zeros(512), text.clone()].concat(), ignored),
        ("gzip", [zeros(512), gzip("x")].concat(), ignored),
        ("gzip", b"x".to_vec(), None),
        ("gzip", vec![0x1f], None),
        ("gzip", vec![0x1f, 0x8b], None),
        ("bzip2", zeros(100), ignored),
        ("bzip2", text.clone(), ignored),
        ("bzip2", b"BZ".to_vec(), None),
        ("xz", zeros(100), ends),
        ("xz", zeros(101), None),
        ("xz", text.clone(), None),
        ("zstd", skippable.clone(), ends),
        ("zstd", skippable[..9].to_vec(), None),
        ("zstd", zeros(100), None),
        ("zstd", text, None),
    ];
    for (name, tail, outcome) in cases {
        let what = format!("{name} before {:?}", &tail[..tail.len().min(20)]);
        let (_, members) = packed().into_iter().find(|(packing, _)| *packing == name).expect("one of four");
        let file = file([members.concat(), tail].concat());
        let Some(ignored) = outcome else {
            let found = message(&file.path, load(&file.path));
            assert!(found.contains(&format!(": broken {name}: ")), "{what}: {found}");
            continue;
        };
        let loaded = load(&file.path)?.0;
        assert_eq!(loaded.dataset, expected, "{what}");
        let expected =
            format!("{}: what follows the packed data is ignored, as {name} does", file.path.display());
        let warnings = if ignored { vec![expected] } else { vec![] };
        assert_eq!(loaded.summary.warnings(), warnings, "{what}");
    }
    // zstd writes frames without data first, too.
    let [first, second] = &packed()[3].1;
    assert_eq!(train([&skippable[..], first, &skippable, &skippable, second].concat())?.0, expected);
    Ok(())
}

#[test]
fn packed_data_that_is_cut_or_changed_is_called_broken_at_every_byte() {
    for (name, [member, _]) in packed() {
        for length in 6..member.len() {
            let found = refusal(&member[..length]);
            assert!(found.starts_with("FILE:"), "{name} cut at {length}: {found}");
            assert!(found.contains(&format!(": broken {name}: ")), "{name} cut at {length}: {found}");
            assert!(found.ends_with("; pack or download the file again"), "{name} cut at {length}: {found}");
        }
    }
    let text = "0 1:2\n1 2:4\n".repeat(1000);
    let whole = gzip(&text);
    for cut in [2, 5, whole.len() / 2, whole.len() - 6] {
        let found = refusal(&whole[..cut]);
        assert!(found.contains(": broken gzip: "), "cut at {cut}: {found}");
        let found = refusal([&whole, &whole[..cut]].concat());
        assert!(found.contains(": broken gzip: "), "second member cut at {cut}: {found}");
    }
}

#[test]
fn a_wrong_checksum_is_found_in_every_packing() {
    // A byte of each checksum, from the end.
    for ((name, [mut member, _]), from_end) in packed().into_iter().zip([7, 2, 31, 2]) {
        let at = member.len() - from_end;
        member[at] ^= 1;
        let found = refusal(&member);
        assert!(found.contains(&format!(": broken {name}: ")), "{name}: {found}");
    }
}

#[test]
fn other_kinds_of_files_are_named_with_the_remedy() {
    let mut tar = vec![b'a'; 512];
    tar[257..262].copy_from_slice(b"ustar");
    let text = gzip("0 1:1\n1 1:1\n");
    let twice = {
        let mut packer = GzEncoder::new(Vec::new(), Compression::default());
        packer.write_all(&text).expect("memory takes it");
        packer.finish().expect("memory takes it")
    };
    let cases: [(&[u8], &str, &str); 9] = [
        (b"PK\x03\x04more", "a ZIP archive", "unpack it; gzip, bzip2, xz and zstd can be read as they are"),
        (b"LZIP\x01", "a file packed by lzip", "unpack it; gzip, bzip2, xz and zstd can be read as they are"),
        (
            b"\x04\x22\x4d\x18",
            "a file packed by lz4",
            "unpack it; gzip, bzip2, xz and zstd can be read as they are",
        ),
        (
            b"\x1f\x9dmore",
            "a file packed by compress",
            "unpack it; gzip, bzip2, xz and zstd can be read as they are",
        ),
        (&tar, "a tar archive", "unpack it; gzip, bzip2, xz and zstd can be read as they are"),
        (&twice, "a file packed by gzip", "it is packed twice: unpack it once"),
        (b"PAR1", "a Parquet file", "convert it into libsvm or Vowpal Wabbit text"),
        (b"\x89HDF\r\n", "an HDF5 file", "convert it into libsvm or Vowpal Wabbit text"),
        (b"\xff\xfe1\0", "UTF-16 text", "save it as UTF-8"),
    ];
    for (content, name, remedy) in cases {
        let expected = format!("FILE: expected libsvm or Vowpal Wabbit text, found {name}; {remedy}");
        assert_eq!(refusal(content), expected);
    }
}

#[test]
fn test_data_keeps_to_the_vocabulary_and_classes_of_training() -> Result<(), ReadError> {
    let (training, vocabulary, classes) = load(&file("-1 |f a b\n1 |f c\n").path)?;
    let test = file("1 |f d a:2 |g a\n+1 |f d\n-1 |f c b\n");
    let loaded = source(&test.path).read_test(&vocabulary, &classes, &training.summary)?;
    let expected = Dataset {
        row_starts: vec![0, 1, 1, 3],
        features: vec![0, 2, 1],
        values: vec![2.0, 1.0, 1.0],
        labels: vec![1, 1, 0],
    };
    assert_eq!(loaded.dataset, expected);
    assert!(
        loaded.summary.line().ends_with(", 50.00 % of the entries known from training"),
        "{}",
        loaded.summary.line()
    );

    let test = file("1 |f a\n  +0 |f a\n");
    assert_eq!(
        message(&test.path, source(&test.path).read_test(&vocabulary, &classes, &training.summary)),
        "FILE:2:3: expected a label that occurs in training (-1, 1), found \"+0\""
    );
    Ok(())
}

#[test]
fn test_data_of_one_class_is_legal() -> Result<(), ReadError> {
    let (training, vocabulary, classes) = load(&file("0 1:1\n1 2:1\n").path)?;
    let test = file("1 1:1");
    let test = source(&test.path).read_test(&vocabulary, &classes, &training.summary)?;
    assert_eq!(test.dataset.labels, [1]);
    Ok(())
}

#[test]
fn resuming_keeps_rows_and_classes_and_adds_new_features() -> Result<(), ReadError> {
    let (_, vocabulary, classes) = train("0 1:1 5:1\n1 2:1\n")?;
    let names: Vec<String> = vocabulary.names().expect("not hashed").into_iter().map(str::to_owned).collect();
    let mut resumed = Vocabulary::from_names(names).expect("names differ");
    let more = file("1 2:1 9:1\n1 5:1\n");
    let Loaded { dataset, summary } = source(&more.path).read_train_with(&mut resumed, &classes)?;
    assert!(
        summary.line().ends_with(", 66.67 % of the entries known from the saved model"),
        "{}",
        summary.line()
    );
    assert_eq!(resumed.names(), Some(vec!["1", "5", "2", "9"]));
    assert_eq!((dataset.features, dataset.labels), (vec![2, 3, 1], vec![1, 1]));

    let unknown = file("2 1:1\n");
    assert_eq!(
        message(&unknown.path, source(&unknown.path).read_train_with(&mut resumed, &classes)),
        "FILE:1:1: expected a label that occurs in training (0, 1), found \"2\""
    );
    Ok(())
}

#[test]
fn hashed_features_keep_the_low_bits_of_xxh3() -> Result<(), ReadError> {
    let mut vocabulary = Vocabulary::hashed(18).expect("18 bits are legal");
    let (training, classes) = source(&file("0 |f a |g a\n1 |f b\n").path).read_train(&mut vocabulary)?;
    let row =
        |name: &str| u32::try_from(xxhash_rust::xxh3::xxh3_64(name.as_bytes()) % (1 << 18)).expect("18 bits");
    assert_eq!(training.dataset.features, ["f^a", "g^a", "f^b"].map(row));
    assert_eq!((vocabulary.len(), vocabulary.names()), (1 << 18, None));

    // A feature that training never saw has a row, too.
    let test = file("1 |f c a\n");
    let test = source(&test.path).read_test(&vocabulary, &classes, &training.summary)?;
    assert_eq!(test.dataset.features, [row("f^c"), row("f^a")]);
    assert!(
        test.summary.line().ends_with(", 50.00 % of the entries known from training"),
        "{}",
        test.summary.line()
    );
    Ok(())
}

#[test]
fn test_data_with_none_or_hardly_any_of_the_features_of_training_is_remarked() -> Result<(), ReadError> {
    for mut vocabulary in [Vocabulary::growing(), Vocabulary::hashed(28).expect("28 bits are legal")] {
        let train = file("0 |f a\n1 |f b\n");
        let (training, classes) = source(&train.path).read_train(&mut vocabulary)?;
        let read = |test: &Fixture| source(&test.path).read_test(&vocabulary, &classes, &training.summary);
        let refused = |test: &Fixture| {
            message(&test.path, read(test)).replace(&train.path.display().to_string(), "TRAIN")
        };
        assert_eq!(
            refused(&file("0 |g a\n1 |g b c:0\n")),
            "FILE: expected features that occur in training, found none among 2 entries; \
             test on data with the features of the training data"
        );
        assert_eq!(
            refused(&file("0 1:1\n1 2:1\n")),
            "FILE: expected features that occur in training, found none among 2 entries: \
             it is read as libsvm text, and TRAIN as Vowpal Wabbit text; \
             test on data with the features of the training data"
        );
        let strangers = |count| (0..count).map(|i| format!(" s{i}")).collect::<String>();
        let warned = |count| {
            let test = file(format!("0 |f a{}", strangers(count)));
            anyhow::Ok(
                read(&test)?.summary.warnings().join("").replace(&test.path.display().to_string(), "FILE"),
            )
        };
        assert_eq!(warned(99).expect("one is known"), "");
        assert_eq!(
            warned(199).expect("one is known"),
            "FILE: only 0.50 % of its 200 entries have features known from training"
        );
    }
    Ok(())
}
