//! Tensors whose bytes come piece by piece.

use std::io;

use proxgrad_safetensors::{Contents, Dtype, Error, Fault, File, Target, TensorFault, TensorView};

use crate::fixture::{Folder, tensor_fault};

type Piece = Result<Vec<u8>, io::Error>;

fn write(folder: &Folder, pieces: Vec<Piece>) -> Result<(), Error> {
    let contents = Contents::new()
        .tensor("a", TensorView::of(&[2], &[1u32, 2]).unwrap())
        .pieces("b", Dtype::F32, &[2, 3], pieces)
        .unwrap();
    Target::open(folder.path("file"))?.write(contents)
}

#[test]
fn pieces_of_any_size_are_a_tensor_like_any_other() {
    let folder = Folder::new();
    let numbers = [1.0f32, 2.0, 3.0, -4.0, f32::NAN, f32::MIN_POSITIVE / 2.0];
    let bytes: &[u8] = bytemuck::cast_slice(&numbers);
    let pieces = [&bytes[..1], &[], &bytes[1..13], &bytes[13..], &[]];
    write(&folder, pieces.iter().map(|piece| Ok(piece.to_vec())).collect()).unwrap();
    let file = File::open(folder.path("file")).unwrap();
    assert_eq!(file.tensor("b").unwrap().bytes(), bytes);
    assert_eq!(file.elements::<u32>("a", &[2]).unwrap(), [1, 2]);

    let whole = Contents::new()
        .tensor("b", TensorView::of(&[2, 3], &numbers).unwrap())
        .tensor("a", TensorView::of(&[2], &[1u32, 2]).unwrap());
    Target::open(folder.path("whole")).unwrap().write(whole).unwrap();
    let [one, other] = ["file", "whole"].map(|name| std::fs::read(folder.path(name)).unwrap());
    assert_eq!(one, other);
}

#[test]
fn pieces_that_are_too_short_too_long_or_fail_leave_the_old_file() {
    let folder = Folder::new();
    write(&folder, vec![Ok(vec![7; 24])]).unwrap();
    let before = std::fs::read(folder.path("file")).unwrap();
    let lost = || io::Error::other("the device was lost");
    for (pieces, what) in [
        (vec![], "has 0 bytes; F32 [2, 3] takes 24"),
        (vec![Ok(vec![0; 23])], "has 23 bytes; F32 [2, 3] takes 24"),
        (vec![Ok(vec![0; 20]), Ok(vec![0; 5])], "has 25 bytes; F32 [2, 3] takes 24"),
        (vec![Ok(vec![0; 20]), Err(lost())], "cannot be read: the device was lost"),
        (vec![Err(lost()), Ok(vec![0; 24])], "cannot be read: the device was lost"),
    ] {
        let error = write(&folder, pieces).unwrap_err();
        let (tensor, fault) = tensor_fault(&error);
        assert_eq!((tensor, &*fault.to_string()), ("b", what));
        assert_eq!(std::fs::read(folder.path("file")).unwrap(), before);
        assert_eq!(folder.names(), ["file"]);
    }
}

#[test]
fn types_and_shapes_that_cannot_be_are_refused_before_anything_is_written() {
    let pieces = || Vec::<Piece>::new();
    let error = Contents::new().pieces("x", Dtype::F64, &[usize::MAX, 2], pieces()).unwrap_err();
    assert!(matches!(error, Fault::Tensor { fault: TensorFault::TooLarge { .. }, .. }), "{error}");
    let twice = Contents::new()
        .pieces("x", Dtype::U8, &[0], pieces())
        .unwrap()
        .tensor("x", TensorView::of(&[1], &[1u8]).unwrap());
    let folder = Folder::new();
    let error = Target::open(folder.path("file")).unwrap().write(twice).unwrap_err();
    assert!(matches!(tensor_fault(&error), ("x", TensorFault::Twice)), "{error}");
    // Together more bytes than a file can have.
    let huge = Contents::new()
        .pieces("x", Dtype::U8, &[1 << 58], pieces())
        .unwrap()
        .pieces("y", Dtype::U8, &[1 << 58], pieces())
        .unwrap();
    let error = Target::open(folder.path("file")).unwrap().write(huge).unwrap_err();
    assert!(matches!(tensor_fault(&error), ("x", TensorFault::Size { .. })), "{error}");
    assert!(folder.names().is_empty());
}
