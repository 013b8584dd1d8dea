//! What is written is read, and is what the crate `safetensors` writes and reads.

use std::{collections::HashMap, fs};

use proxgrad::half::{bf16, f16};
use proxgrad_safetensors::{Contents, Dtype, File, Target, TensorFault, TensorView};
use safetensors::SafeTensors;

use crate::fixture::{Folder, tensor_fault};

/// Elements of every type that has one in Rust.
struct Elements {
    f32: Vec<f32>,
    f64: Vec<f64>,
    f16: Vec<f16>,
    bf16: Vec<bf16>,
    u8: Vec<u8>,
    i32: Vec<i32>,
    u32: Vec<u32>,
    u64: Vec<u64>,
}

impl Elements {
    fn new() -> Self {
        Self {
            f32: vec![0.0, -0.0, f32::MIN_POSITIVE / 2.0, f32::MAX, f32::INFINITY, 1.5],
            f64: vec![std::f64::consts::PI],
            f16: vec![f16::from_f32(-2.5), f16::MAX, f16::NAN],
            bf16: vec![bf16::from_f32(3.25), bf16::MIN_POSITIVE],
            u8: b"{\"text\": true}!".to_vec(),
            i32: vec![i32::MIN, -1],
            u32: vec![0, u32::MAX],
            u64: vec![u64::MAX, 1 << 40],
        }
    }

    /// Tensors of odd names and shapes; some without elements, some with an odd number of bytes.
    fn tensors(&self) -> Vec<(&'static str, TensorView<'_>)> {
        let fp8 = TensorView::new(Dtype::F8_E4M3, &[3], &self.u8[..3]).unwrap();
        vec![
            ("weight", TensorView::of(&[2, 3], &self.f32).unwrap()),
            ("a \"quoted\" name\\ with\nlines", TensorView::of(&[], &self.f64).unwrap()),
            ("größe", TensorView::of_values(&[3, 1], &self.f16).unwrap()),
            ("brain", TensorView::of_values(&[1, 2], &self.bf16).unwrap()),
            ("bytes", TensorView::of(&[15], &self.u8).unwrap()),
            ("empty", TensorView::of::<f32>(&[4, 0, 3], &[]).unwrap()),
            ("", TensorView::of(&[2], &self.i32).unwrap()),
            ("words", TensorView::of(&[2], &self.u32).unwrap()),
            ("counts", TensorView::of(&[2], &self.u64).unwrap()),
            ("fp8", fp8),
        ]
    }
}

fn contents<'a>(tensors: &[(&str, TensorView<'a>)]) -> Contents<'a> {
    let contents = Contents::new().metadata("about", "odd \"text\"\n\u{1F980}");
    tensors.iter().fold(contents, |contents, (name, tensor)| contents.tensor(*name, tensor.clone()))
}

#[test]
fn tensors_of_every_type_are_read_as_they_were_written() {
    let (folder, elements) = (Folder::new(), Elements::new());
    let (path, mut tensors) = (folder.path("file"), elements.tensors());
    Target::open(&path).unwrap().write(contents(&tensors)).unwrap();
    let file = File::open(&path).unwrap();
    tensors.sort_by_key(|(name, _)| *name);
    assert!(file.tensors().eq(tensors), "{file:?}");
    assert_eq!(file.metadata("about"), Some("odd \"text\"\n\u{1F980}"));
    assert_eq!((file.metadata("other"), file.all_metadata().len()), (None, 1));

    assert_eq!(file.elements::<u64>("counts", &[2]).unwrap(), elements.u64);
    assert_eq!(file.elements::<u8>("bytes", &[15]).unwrap(), elements.u8);
    let halves = file.elements::<f16>("größe", &[3, 1]).unwrap();
    assert!(halves.iter().zip(&elements.f16).all(|(got, want)| got.to_bits() == want.to_bits()));
    for (error, message) in [
        (file.elements::<f32>("wait", &[6]).unwrap_err(), "its tensor \"wait\" is missing"),
        (
            file.elements::<f32>("weight", &[6]).unwrap_err(),
            "its tensor \"weight\" is f32 [2, 3]; it must be f32 [6]",
        ),
        (
            file.elements::<u32>("weight", &[2, 3]).unwrap_err(),
            "its tensor \"weight\" is f32 [2, 3]; it must be u32 [2, 3]",
        ),
    ] {
        assert_eq!(error.to_string(), format!("{}: {message}", path.display()));
    }
}

#[test]
fn files_are_those_that_safetensors_writes_and_reads() {
    let (folder, elements) = (Folder::new(), Elements::new());
    let (path, tensors) = (folder.path("file"), elements.tensors());
    Target::open(&path).unwrap().write(contents(&tensors)).unwrap();
    let bytes = fs::read(&path).unwrap();
    let views = tensors.iter().map(|(name, tensor)| {
        let (dtype, shape, bytes) = (tensor.dtype(), tensor.shape().to_vec(), tensor.bytes());
        (*name, safetensors::tensor::TensorView::new(dtype, shape, bytes).unwrap())
    });
    let metadata = HashMap::from([("about".to_owned(), "odd \"text\"\n\u{1F980}".to_owned())]);
    assert_eq!(bytes, safetensors::serialize(views, Some(metadata)).unwrap());
    assert_eq!(SafeTensors::deserialize(&bytes).unwrap().len(), tensors.len());

    // Equal contents are equal files, also with more than one entry of the metadata, and in another order.
    let reversed = contents(&tensors.iter().cloned().rev().collect::<Vec<_>>());
    let [one, other] = [contents(&tensors), reversed].map(|contents| {
        let contents = contents.metadata("b", "1").metadata("a", "2").metadata("c", "3");
        Target::open(&path).unwrap().write(contents).unwrap();
        fs::read(&path).unwrap()
    });
    assert_eq!(one, other);
}

#[test]
fn nothing_at_all_is_a_file_too() {
    let folder = Folder::new();
    let path = folder.path("file");
    Target::open(&path).unwrap().write(Contents::new()).unwrap();
    let file = File::open(&path).unwrap();
    assert_eq!((file.tensors().len(), file.all_metadata().len()), (0, 0));
    assert!(SafeTensors::deserialize(&fs::read(&path).unwrap()).unwrap().is_empty());
}

#[test]
fn tensors_whose_bytes_do_not_fit_their_shape_cannot_be_made() {
    let bytes = [0; 8];
    let message = |dtype, shape: &[usize]| TensorView::new(dtype, shape, &bytes).unwrap_err().to_string();
    assert_eq!(message(Dtype::F32, &[3]), "has 8 bytes; F32 [3] takes 12");
    assert_eq!(message(Dtype::U8, &[0]), "has 8 bytes; U8 [0] takes 0");
    assert_eq!(message(Dtype::F4, &[3]), "is F4 [3], which are 12 bits, and not whole bytes");
    let endless = [usize::MAX, usize::MAX];
    assert!(matches!(TensorView::new(Dtype::U8, &endless, &bytes), Err(TensorFault::TooLarge { .. })));
    assert!(TensorView::new(Dtype::U8, &[usize::MAX, 0, usize::MAX], &[]).is_ok());
    assert!(TensorView::of(&[2, 2], &[1.0f32; 3]).is_err());
}

#[test]
fn names_that_a_file_cannot_have_are_refused() {
    let folder = Folder::new();
    let tensor = TensorView::of(&[1], &[1.0f32]).unwrap();
    let twice =
        Contents::new().tensor("a", tensor.clone()).tensor("b", tensor.clone()).tensor("a", tensor.clone());
    let metadata = Contents::new().tensor("__metadata__", tensor);
    for (contents, name, message) in [
        (twice, "a", "is there twice"),
        (metadata, "__metadata__", "has a name that stands for the metadata of a file"),
    ] {
        let error = Target::open(folder.path("file")).unwrap().write(contents).unwrap_err();
        let (tensor, fault) = tensor_fault(&error);
        assert_eq!((tensor, fault.to_string().as_str()), (name, message));
        assert_eq!(folder.names(), Vec::<String>::new());
    }
}
