//! Files need no copy in memory, neither of those that are written nor of those that are read.

use proxgrad_safetensors::{Contents, File, Target, TensorView};

use crate::fixture::Folder;

#[test]
fn tensors_are_written_and_opened_without_a_copy() {
    let folder = Folder::new();
    let (path, numbers) = (folder.path("file"), vec![1.5f32; 8 << 20]);
    let contents = Contents::new().tensor("numbers", TensorView::of(&[8 << 20], &numbers).unwrap());
    let written = allocation_counter::measure(|| Target::open(&path).unwrap().write(contents).unwrap());
    assert!(written.bytes_max < 1 << 16, "{written:?}");

    let opened = allocation_counter::measure(|| {
        let file = File::open(&path).unwrap();
        assert_eq!(file.tensor("numbers").unwrap().bytes().len(), 32 << 20);
    });
    assert!(opened.bytes_max < 1 << 16, "{opened:?}");
    assert_eq!(File::open(&path).unwrap().elements::<f32>("numbers", &[8 << 20]).unwrap(), numbers);
}
