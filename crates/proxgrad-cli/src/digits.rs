//! The handwritten digits of the demo, which are compiled into the program.

use anyhow::Result;

use crate::data::Dataset;

/// Pixels along a side of a digit.
pub(crate) const SIDE: usize = 8;
pub(crate) const PIXELS: usize = SIDE * SIDE;
pub(crate) const CLASSES: usize = 10;

/// A line for each digit: its class, and its pixels row by row, each a number from 0 to 16 in base 17. They are the test
/// set of E. Alpaydin and C. Kaynak (1998), *Optical Recognition of Handwritten Digits*, UCI Machine Learning Repository,
/// <https://doi.org/10.24432/C50P49>, licensed under CC BY 4.0.
const DIGITS: &str = include_str!("../data/digits.txt");
const BASE: u32 = 17;
/// The pixel where all of the paper is covered with ink.
const BLACK: f32 = 16.0;
/// Every fifth digit is for testing.
const TEST_EVERY: usize = 5;

/// The digits to train on or to test: of each its class and its pixels, from 0 to 1.
fn digits(is_test: bool) -> impl Iterator<Item = (u32, impl Iterator<Item = f32>)> {
    let lines = DIGITS.lines().enumerate().filter(move |(i, _)| (i % TEST_EVERY == 0) == is_test);
    let number = |digit: char| digit.to_digit(BASE).expect("the file holds digits in base 17");
    #[expect(clippy::cast_precision_loss, reason = "numbers up to 16")]
    let pixel = move |digit: char| number(digit) as f32 / BLACK;
    lines.map(move |(_, line)| {
        let (class, pixels) = line.split_once(' ').expect("the file has a blank in each line");
        (class.chars().map(number).sum(), pixels.chars().map(pixel))
    })
}

/// The digits to train on or to test, as a data set.
///
/// # Errors
/// None with the digits of this program.
pub(crate) fn dataset(is_test: bool) -> Result<Dataset> {
    let mut set = Dataset::new();
    for (class, pixels) in digits(is_test) {
        // White pixels have entries, too: a step then touches all 64 rows, and L1 reaches them all.
        (0..).zip(pixels).for_each(|(row, pixel)| set.push_entry(row, pixel));
        set.end_example(class)?;
    }
    Ok(set)
}

/// The digits to train on or to test, as libsvm text.
pub(crate) fn libsvm(is_test: bool) -> String {
    let mut text = String::new();
    for (class, pixels) in digits(is_test) {
        let pixels = (0..PIXELS).zip(pixels);
        text += &class.to_string();
        pixels.for_each(|(row, pixel)| text += &format!(" {row}:{pixel}"));
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digits_are_those_of_the_data_set() {
        let all: Vec<_> =
            [false, true].into_iter().flat_map(digits).map(|(class, p)| (class, p.collect())).collect();
        assert_eq!(all.len(), 1797);
        // The numbers of digits of each class that UCI gives for the test set.
        let counts: Vec<_> = (0..10).map(|class| all.iter().filter(|(of, _)| *of == class).count()).collect();
        assert_eq!(counts, [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]);
        let pixels = |p: &Vec<f32>| p.len() == PIXELS && p.iter().all(|p| (0.0..=1.0).contains(p));
        assert!(all.iter().all(|(_, p)| pixels(p)));
        let ink: f32 = all.iter().flat_map(|(_, p)| p).sum();
        assert_eq!(ink * BLACK, 561_718.0);
    }

    #[test]
    fn text_and_data_set_are_the_same() {
        for is_test in [false, true] {
            let (text, set) = (libsvm(is_test), dataset(is_test).unwrap());
            assert_eq!(text.lines().count(), set.len());
            for (i, line) in text.lines().enumerate() {
                let mut words = line.split(' ');
                assert_eq!(words.next(), Some(&*set.labels[i].to_string()));
                let values: Vec<f32> =
                    words.map(|word| word.split_once(':').unwrap().1.parse().unwrap()).collect();
                assert_eq!(values, set.example(i).1);
            }
        }
    }
}
