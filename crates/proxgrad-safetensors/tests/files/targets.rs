//! What becomes of the file that is replaced, and of what lies around it.

use std::{
    env, fs,
    io::{self, Write},
    os::unix::{
        fs::{FileTypeExt, PermissionsExt, symlink},
        net::UnixListener,
        process::ExitStatusExt,
    },
    path::{Path, PathBuf},
    process::Command,
    thread,
};

use proxgrad_safetensors::{Contents, Error, Fault, File, Target, TensorView};

use crate::fixture::Folder;

/// Writes a file whose tensor holds this number, many times.
fn write(path: &Path, number: f32) -> Result<(), Error> {
    let numbers = vec![number; 10_000];
    let contents = Contents::new().tensor("numbers", TensorView::of(&[10_000], &numbers).unwrap());
    Target::open(path)?.write(contents)
}

#[track_caller]
fn number(path: &Path) -> f32 {
    let numbers = File::open(path).unwrap().elements::<f32>("numbers", &[10_000]).unwrap();
    assert!(numbers.iter().all(|number| *number == numbers[0]), "of two files");
    numbers[0]
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o7777
}

#[test]
fn a_new_file_has_the_permissions_of_new_files_and_a_replaced_one_keeps_its_own() {
    let folder = Folder::new();
    let (path, other) = (folder.path("new"), folder.path("other"));
    fs::write(&other, "").unwrap();
    write(&path, 1.0).unwrap();
    assert_eq!(mode(&path), mode(&other));
    for own in [0o600, 0o640, 0o444] {
        fs::set_permissions(&path, fs::Permissions::from_mode(own)).unwrap();
        write(&path, 2.0).unwrap();
        assert_eq!((mode(&path), number(&path)), (own, 2.0));
    }
    assert_eq!(folder.names(), ["new", "other"]);
}

#[test]
fn links_are_followed_and_stay() {
    let folder = Folder::new();
    let (path, link, second) = (folder.path("file"), folder.path("link"), folder.path("second"));
    fs::create_dir(folder.path("deep")).unwrap();
    let there = folder.path("deep/there");
    write(&path, 1.0).unwrap();
    write(&there, 1.0).unwrap();
    // Relative to the folder of the link, and a link to a link.
    symlink("file", &link).unwrap();
    symlink("link", &second).unwrap();
    write(&second, 2.0).unwrap();
    assert_eq!((number(&path), number(&link)), (2.0, 2.0));
    symlink("deep/there", folder.path("into")).unwrap();
    write(&folder.path("into"), 3.0).unwrap();
    assert_eq!((number(&there), fs::read_link(&link).unwrap()), (3.0, PathBuf::from("file")));
    assert_eq!(folder.names(), ["deep", "file", "into", "link", "second"]);

    symlink("nothing", folder.path("dangling")).unwrap();
    let error = write(&folder.path("dangling"), 4.0).unwrap_err();
    assert!(matches!(error.fault(), Fault::DanglingLink { to, .. } if to == Path::new("nothing")), "{error}");
    symlink("circle", folder.path("circle")).unwrap();
    assert!(matches!(write(&folder.path("circle"), 4.0).unwrap_err().fault(), Fault::Io { .. }));
    assert!(!folder.path("nothing").exists());
}

#[test]
fn what_is_no_file_is_neither_replaced_nor_read() {
    let folder = Folder::new();
    let (pipe, socket) = (folder.path("pipe"), folder.path("socket"));
    // Not every system has the program.
    let has_pipe = Command::new("mkfifo").arg(&pipe).status().is_ok_and(|status| status.success());
    let _listener = UnixListener::bind(&socket).unwrap();
    fs::create_dir(folder.path("folder")).unwrap();
    symlink("/dev/full", folder.path("device")).unwrap();
    for (path, kind) in [
        (PathBuf::from("/dev/full"), "device"),
        (PathBuf::from("/dev/null"), "device"),
        (folder.path("device"), "device"),
        (pipe.clone(), "pipe"),
        (socket, "socket"),
        (folder.path("folder"), "folder"),
    ]
    .into_iter()
    .filter(|(path, _)| has_pipe || *path != pipe)
    {
        // Reading neither waits for somebody to write into a pipe.
        for error in [write(&path, 1.0).unwrap_err(), File::open(&path).unwrap_err()] {
            assert!(matches!(error.fault(), Fault::NotAFile { found, .. } if *found == kind), "{error}");
            assert_eq!(error.path(), path);
        }
    }
    assert!(fs::metadata("/dev/full").unwrap().file_type().is_char_device());
    assert!(!has_pipe || fs::metadata(&pipe).unwrap().file_type().is_fifo());
    assert_eq!(folder.names().len(), 3 + usize::from(has_pipe));
}

#[test]
fn a_target_that_is_dropped_or_fails_leaves_the_old_file_and_nothing_else() {
    let folder = Folder::new();
    let path = folder.path("file");
    write(&path, 1.0).unwrap();
    let target = Target::open(&path).unwrap();
    assert_eq!((folder.names().len(), target.path()), (2, &*path));
    assert!(folder.names()[0].ends_with(".tmp"));
    drop(target);
    assert_eq!((folder.names(), number(&path)), (vec!["file".to_owned()], 1.0));

    // A folder that has taken the place of the file since the target was opened.
    let target = Target::open(&path).unwrap();
    fs::remove_file(&path).unwrap();
    fs::create_dir(&path).unwrap();
    let error = target.write(Contents::new()).unwrap_err();
    assert!(matches!(error.fault(), Fault::NotAFile { found: "folder", .. }), "{error}");
    assert_eq!(folder.names(), ["file"]);

    let error = write(&folder.path("no/such/folder"), 1.0).unwrap_err();
    assert!(matches!(error.fault(), Fault::Io { kind: io::ErrorKind::NotFound, .. }), "{error}");
}

#[test]
fn a_file_of_another_format_replaces_the_old_one_unless_writing_it_fails() {
    let folder = Folder::new();
    let path = folder.path("file");
    fs::write(&path, "old").unwrap();
    let failing = Target::open(&path).unwrap().write_with(|file| {
        file.write_all(b"new")?;
        Err(io::Error::other("no more"))
    });
    let error = failing.unwrap_err();
    assert_eq!(error.to_string(), format!("{}: writing it: no more", path.display()));
    assert_eq!((folder.names(), fs::read(&path).unwrap()), (vec!["file".to_owned()], b"old".to_vec()));
    Target::open(&path).unwrap().write_with(|file| file.write_all(b"new")).unwrap();
    assert_eq!((folder.names(), fs::read(&path).unwrap()), (vec!["file".to_owned()], b"new".to_vec()));
}

#[test]
fn a_file_that_is_open_keeps_its_contents_while_it_is_replaced() {
    let folder = Folder::new();
    let path = folder.path("file");
    write(&path, 1.0).unwrap();
    let old = File::open(&path).unwrap();
    write(&path, 2.0).unwrap();
    assert_eq!(old.elements::<f32>("numbers", &[10_000]).unwrap(), [1.0; 10_000]);
    assert_eq!(number(&path), 2.0);
}

#[test]
fn whoever_reads_while_many_write_finds_a_whole_file() {
    let folder = Folder::new();
    let path = folder.path("file");
    write(&path, 0.0).unwrap();
    thread::scope(|scope| {
        for writer in 1..4u8 {
            let path = &path;
            scope.spawn(move || (0..20).for_each(|_| write(path, writer.into()).unwrap()));
        }
        for _ in 0..200 {
            assert!((0.0..4.0).contains(&number(&path)));
        }
    });
    assert_eq!(folder.names(), ["file"]);
}

/// Where this variable names a file, the test below writes to it, in a process that may not write large files.
const CHILD: &str = "PROXGRAD_TEST_FULL_DISK";

/// A process that may write 4 KiB to a file: it is ended by a signal in the middle of a larger one, or gets an error like that
/// of a full disk where it ignores the signal.
#[test]
fn a_disk_that_is_full_and_a_process_that_is_ended_leave_the_old_file() {
    if let Some(path) = env::var_os(CHILD) {
        let error = write(Path::new(&path), 2.0).unwrap_err();
        assert!(matches!(error.fault(), Fault::Io { doing: "writing it", .. }), "{error}");
        return;
    }
    let name = "targets::a_disk_that_is_full_and_a_process_that_is_ended_leave_the_old_file";
    for (trap, ends) in [("trap '' XFSZ;", false), ("", true)] {
        let folder = Folder::new();
        let path = folder.path("file");
        write(&path, 1.0).unwrap();
        let script = format!("{trap} ulimit -f 8; ulimit -c 0; exec \"$0\" --exact {name}");
        let mut child = Command::new("sh");
        let output = child.arg("-c").arg(script).arg(env::current_exe().unwrap()).env(CHILD, &path).output();
        let status = output.unwrap().status;
        assert_eq!((status.success(), status.signal().is_some()), (!ends, ends), "{status}");
        assert_eq!(number(&path), 1.0);
        // A process that is ended cannot clean up; what it leaves is not taken for a file.
        let left: Vec<_> = folder.names().into_iter().filter(|name| name != "file").collect();
        assert_eq!(left.len(), usize::from(ends), "{left:?}");
        assert!(left.iter().all(|name| name.starts_with(".proxgrad-") && name.ends_with(".tmp")));
        write(&path, 3.0).unwrap();
        assert_eq!(number(&path), 3.0);
    }
}
