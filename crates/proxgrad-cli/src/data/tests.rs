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

/// Reads training data into a vocabulary of its own.
fn train(content: impl AsRef<[u8]>) -> Result<(Dataset, Vocabulary, Classes), ReadError> {
    let mut vocabulary = Vocabulary::growing();
    let (dataset, classes) = read_train(&file(content).path, &mut vocabulary)?;
    Ok((dataset, vocabulary, classes))
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
            "# é\n\n0 qid:7 1:2\n",
            "FILE:3:3: expected index:value with a whole number as index, found \"qid:7\"; \
             ranking data is not supported",
        ),
        (
            "0\n1 |f a\n",
            "FILE:2:3: expected index:value with a whole number as index, found \"|f\"; \
             the first example holds no |, so the file is read as libsvm",
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
        ("1 |f a:x b\n", "FILE:1:8: expected a finite value, found \"x\""),
        ("1 |f é: b\n", "FILE:1:8: expected a finite value, found nothing"),
        ("1 |f a:1 |g b:nan\n", "FILE:1:15: expected a finite value, found \"nan\""),
        ("1 |f :2\n", "FILE:1:6: expected a feature before the :, found \":2\""),
        ("1 |:2 a\n", "FILE:1:4: expected a namespace before the :, found \":2\""),
        ("1 |f:x a\n", "FILE:1:6: expected a finite weight, found \"x\""),
        (
            "1 |f:1e30 a b:1e30\n",
            "FILE:1:13: expected a value that the weight of its namespace leaves finite, found \"b:1e30\"",
        ),
        (
            "1 |f a\n-1 3:1\n",
            "FILE:2:1: expected a | after the label, found \"-1 3:1\"; \
             the first example holds a |, so the file is read as Vowpal Wabbit",
        ),
        // Files without examples.
        ("", "FILE: expected at least one example, found none"),
        ("\n \t\r\n# 1 3:1\n", "FILE: expected at least one example, found none"),
    ];
    let mut failures = Vec::new();
    for (content, expected) in cases {
        let file = file(content);
        let found = message(&file.path, read_train(&file.path, &mut Vocabulary::growing()));
        if found != *expected {
            failures.push(format!("{content:?}\n  expected {expected}\n  found    {found}"));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn bytes_that_are_not_text_are_refused_by_column() {
    let file = file(b"0 1:1\n1 \xc3\xa9:\xff\n");
    assert_eq!(
        message(&file.path, read_train(&file.path, &mut Vocabulary::growing())),
        "FILE:2:5: expected UTF-8 text, found the byte 0xff; save the file as UTF-8"
    );
}

#[test]
fn a_missing_file_and_a_folder_are_refused() {
    let folder = TempDir::new().expect("a temporary folder");
    let missing = folder.path().join("missing");
    let found = message(&missing, read_train(&missing, &mut Vocabulary::growing()));
    assert!(found.starts_with("FILE: cannot be opened: "), "{found}");
    // A folder fails at opening or at reading, depending on the system.
    let found = message(folder.path(), read_train(folder.path(), &mut Vocabulary::growing()));
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
    let text = "# a comment\n\
                2 |f a b:0.5 |g:2 a:3 b\n\
                1 1.0 'tag|f é:1 a#b\n\
                3 'second_tag | x:4 |\n\
                1 1 0 tag|f|g:0.5|\n\
                2 |f a a:2 b:0\n";
    let (dataset, vocabulary, classes) = train(text)?;
    let expected: [(&str, &[(&str, f32)]); 5] = [
        ("2", &[("f^a", 1.0), ("f^b", 0.5), ("g^a", 6.0), ("g^b", 2.0)]),
        ("1", &[("f^é", 1.0), ("f^a#b", 1.0)]),
        ("3", &[("^x", 4.0)]),
        ("1", &[]),
        ("2", &[("f^a", 1.0), ("f^a", 2.0), ("f^b", 0.0)]),
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
fn gzip_of_one_or_two_members_reads_like_plain_text() -> Result<(), ReadError> {
    let (first, second) = ("0 1:2\n1 2:", "4\n0 3:1\n");
    let (expected, ..) = train([first, second].concat())?;
    assert_eq!(train(gzip(&[first, second].concat()))?.0, expected);
    // The second member starts in the middle of a line.
    assert_eq!(train([gzip(first), gzip(second)].concat())?.0, expected);
    Ok(())
}

#[test]
fn broken_gzip_is_called_that() {
    let whole = gzip(&"0 1:2\n1 2:4\n".repeat(1000));
    let (body, checksum) = (whole.len() / 2, whole.len() - 8);
    let mut wrong_checksum = whole.clone();
    wrong_checksum[checksum] ^= 1;
    let cases = [
        ("cut in its magic", whole[..2].to_vec()),
        ("cut in its header", whole[..5].to_vec()),
        ("cut in its second header", [&whole, &whole[..5]].concat()),
        ("cut in its body", whole[..body].to_vec()),
        ("cut in its checksum", whole[..checksum + 2].to_vec()),
        ("with a wrong checksum", wrong_checksum),
        ("followed by something else", [&whole, &b"0 1:2\n"[..]].concat()),
    ];
    for (name, content) in cases {
        let file = file(content);
        let found = message(&file.path, read_train(&file.path, &mut Vocabulary::growing()));
        assert!(found.starts_with("FILE:"), "{name}: {found}");
        assert!(found.contains(": broken gzip: "), "{name}: {found}");
        assert!(found.ends_with("; compress or download the file again"), "{name}: {found}");
    }
}

#[test]
fn test_data_keeps_to_the_vocabulary_and_classes_of_training() -> Result<(), ReadError> {
    let (_, vocabulary, classes) = train("-1 |f a b\n1 |f c\n")?;
    let test = file("1 |f d a:2 |g a\n+1 |f d\n-1 |f c b\n");
    let dataset = read_test(&test.path, &vocabulary, &classes)?;
    let expected = Dataset {
        row_starts: vec![0, 1, 1, 3],
        features: vec![0, 2, 1],
        values: vec![2.0, 1.0, 1.0],
        labels: vec![1, 1, 0],
    };
    assert_eq!(dataset, expected);

    let test = file("1 |f a\n  +0 |f a\n");
    assert_eq!(
        message(&test.path, read_test(&test.path, &vocabulary, &classes)),
        "FILE:2:3: expected a label that occurs in training (-1, 1), found \"+0\""
    );
    Ok(())
}

#[test]
fn test_data_of_one_class_is_legal() -> Result<(), ReadError> {
    let (_, vocabulary, classes) = train("0 1:1\n1 2:1\n")?;
    assert_eq!(read_test(&file("1 1:1").path, &vocabulary, &classes)?.labels, [1]);
    Ok(())
}

#[test]
fn resuming_keeps_rows_and_classes_and_adds_new_features() -> Result<(), ReadError> {
    let (_, vocabulary, classes) = train("0 1:1 5:1\n1 2:1\n")?;
    let names: Vec<String> = vocabulary.names().expect("not hashed").into_iter().map(str::to_owned).collect();
    let mut resumed = Vocabulary::from_names(names).expect("names differ");
    let dataset = read_train_with(&file("1 2:1 9:1\n1 5:1\n").path, &mut resumed, &classes)?;
    assert_eq!(resumed.names(), Some(vec!["1", "5", "2", "9"]));
    assert_eq!((dataset.features, dataset.labels), (vec![2, 3, 1], vec![1, 1]));

    let unknown = file("2 1:1\n");
    assert_eq!(
        message(&unknown.path, read_train_with(&unknown.path, &mut resumed, &classes)),
        "FILE:1:1: expected a label that occurs in training (0, 1), found \"2\""
    );
    Ok(())
}

#[test]
fn hashed_features_keep_the_low_bits_of_xxh3() -> Result<(), ReadError> {
    let mut vocabulary = Vocabulary::hashed(18).expect("18 bits are legal");
    let (dataset, classes) = read_train(&file("0 |f a |g a\n1 |f b\n").path, &mut vocabulary)?;
    let row =
        |name: &str| u32::try_from(xxhash_rust::xxh3::xxh3_64(name.as_bytes()) % (1 << 18)).expect("18 bits");
    assert_eq!(dataset.features, ["f^a", "g^a", "f^b"].map(row));
    assert_eq!((vocabulary.len(), vocabulary.names()), (1 << 18, None));

    // A feature that training never saw has a row, too.
    let test = read_test(&file("1 |f c\n").path, &vocabulary, &classes)?;
    assert_eq!(test.features, [row("f^c")]);
    Ok(())
}
