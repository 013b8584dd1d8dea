//! What `proxgrad train --save` does to the path that it is given.

use std::{
    fs,
    os::unix::fs::{FileTypeExt, MetadataExt, PermissionsExt, symlink},
    path::Path,
};

use tempfile::TempDir;

use crate::{
    fixtures::fixture,
    program::{Output, proxgrad},
};

fn save(to: &Path) -> Output {
    let data = fixture("two.svm");
    let [data, to] = [&*data, to].map(|path| path.to_str().unwrap());
    proxgrad(&["train", data, "--device", "cpu", "--json", "--save", to])
}

#[test]
fn devices_and_folders_are_refused_and_stay() {
    let folder = TempDir::new().unwrap();
    for (path, kind) in [(Path::new("/dev/full"), "device"), (folder.path(), "folder")] {
        save(path).refused(&format!("cannot save to {}: it is a {kind}, not a regular file", path.display()));
    }
    assert!(fs::metadata("/dev/full").unwrap().file_type().is_char_device());
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn links_are_followed_and_files_have_the_permissions_of_new_files() {
    let folder = TempDir::new().unwrap();
    let [model, link, other] = ["model", "link", "other"].map(|name| folder.path().join(name));
    symlink("model", &link).unwrap();
    save(&link).refused("it is a symbolic link to model, which does not exist");

    fs::write(&other, "").unwrap();
    save(&model).json();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode();
    assert_eq!(mode(&model), mode(&other));
    fs::set_permissions(&model, fs::Permissions::from_mode(0o640)).unwrap();
    let before = fs::metadata(&model).unwrap().ino();
    save(&link).json();
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_ne!(fs::metadata(&model).unwrap().ino(), before, "another file has taken its place");
    assert_eq!(mode(&model) & 0o777, 0o640);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 3, "nothing else is left");
}
