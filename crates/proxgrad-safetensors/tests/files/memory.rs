//! Files need no copy in memory, neither of those that are written nor of those that are read.

use proxgrad::{
    Config, RestoreOptions,
    cpu::{Param, ProximalAdagrad},
};
use proxgrad_safetensors::{Contents, Dtype, File, Options, Target, TensorView, load, save};

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

#[test]
fn pieces_are_in_memory_one_at_a_time() {
    let folder = Folder::new();
    let pieces = (0..32u8).map(|piece| Ok::<_, std::io::Error>(vec![piece; 1 << 20]));
    let contents = Contents::new().pieces("numbers", Dtype::U8, &[32 << 20], pieces).unwrap();
    let target = Target::open(folder.path("file")).unwrap();
    let written = allocation_counter::measure(|| target.write(contents).unwrap());
    assert!(written.bytes_max < (1 << 20) + (1 << 16), "{written:?}");
}

#[test]
fn a_state_is_saved_and_restored_without_a_copy() {
    let folder = Folder::new();
    let path = folder.path("file");
    let start = || {
        let mut optimizer = ProximalAdagrad::new(Config::default()).unwrap();
        optimizer.add_param(Param::new("table", &[8 << 10, 1 << 10])).unwrap();
        optimizer
    };
    let (optimizer, mut resumed) = (start(), start());
    let saved = allocation_counter::measure(|| {
        save(&path, optimizer.snapshot_view(), [], &Options::default()).unwrap();
    });
    assert!(saved.bytes_max < 1 << 16, "{saved:?}");
    let restored = allocation_counter::measure(|| {
        let state = load(&path).unwrap();
        resumed.restore_view(&state.view(), &RestoreOptions::default()).unwrap();
    });
    assert!(restored.bytes_max < 1 << 16, "{restored:?}");
    assert!(resumed.snapshot() == optimizer.snapshot());
}
