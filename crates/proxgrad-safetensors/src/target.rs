//! The file that will be written: it is replaced as a whole, or stays as it was.

use std::{
    fs, io,
    io::Write,
    path::{Path, PathBuf},
};

use tempfile::NamedTempFile;

use crate::{
    contents::{Contents, Layout},
    error::{Error, Fault},
    kind::check_is_file,
};

/// The file that will be written. Until it is complete it has another name in the same folder, which ends in `.tmp`: whoever
/// reads the path finds the old file or the new one, also where the program ends or the machine stops in between.
///
/// Open it before a long computation, to learn in time that a folder cannot be written to. A target that is dropped leaves
/// nothing.
///
/// ```
/// use proxgrad_safetensors::{Contents, File, Target, TensorView};
///
/// let folder = tempfile::tempdir()?;
/// let path = folder.path().join("weights.safetensors");
/// let target = Target::open(&path)?;
/// let weights = [1.0f32, 2.0];
/// let contents = Contents::new().tensor("weight", TensorView::of(&[2], &weights)?).metadata("about", "two weights");
/// target.write(contents)?;
///
/// let file = File::open(&path)?;
/// assert_eq!(file.elements::<f32>("weight", &[2])?, weights);
/// assert_eq!(file.metadata("about"), Some("two weights"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Target {
    /// As the caller has named it.
    path: PathBuf,
    /// The file that is replaced: at the end of all links.
    replaced: PathBuf,
    temporary: NamedTempFile,
}

/// What fails where the temporary file cannot be filled.
const WRITING: &str = "writing it";

impl Target {
    /// Makes a temporary file beside the one that will be written. A symbolic link is followed: the file that it leads to is
    /// replaced, and the link stays. A file that is replaced hands its permissions on to the new one; others have those that the
    /// process gives to new files (`umask`).
    ///
    /// # Errors
    /// A folder that does not exist or cannot be written to; a path that leads to something other than a regular file, or a link
    /// to no file.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, Error> {
        let path = path.as_ref();
        let (replaced, temporary) = open(path).map_err(|fault| Error::new(path, fault))?;
        Ok(Self { path: path.to_owned(), replaced, temporary })
    }

    /// The path that it was opened by.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Writes the file and puts it in its place. Tensors are written from where they are, without a copy. The new file, and its
    /// name, have reached the disk when this returns.
    ///
    /// # Errors
    /// Two tensors with one name, or a name that stands for something else; a piece that is an error, more or fewer bytes in
    /// pieces than their tensor takes; a disk that is full or fails. The old file is as it
    /// was then, unless the disk fails after the new one has taken its place.
    pub fn write(self, contents: Contents<'_>) -> Result<(), Error> {
        self.replace(|file| {
            let Layout { head, tensors } = Layout::new(contents)?;
            let mut write = |piece: &[u8]| file.write_all(piece).map_err(|error| Fault::io(WRITING, &error));
            write(&head)?;
            tensors.into_iter().try_for_each(|tensor| tensor.for_each_piece(&mut write))
        })
    }

    /// Has `write` write a file of any format, and puts it in its place as [`Target::write`] does.
    ///
    /// ```
    /// use std::io::Write;
    ///
    /// use proxgrad_safetensors::Target;
    ///
    /// let folder = tempfile::tempdir()?;
    /// let path = folder.path().join("weights.txt");
    /// Target::open(&path)?.write_with(|file| writeln!(file, "0.5"))?;
    /// assert_eq!(std::fs::read_to_string(&path)?, "0.5\n");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// An error of `write`; a disk that is full or fails. The old file is as it was then, unless the disk fails after the new one
    /// has taken its place.
    pub fn write_with(self, write: impl FnOnce(&mut fs::File) -> io::Result<()>) -> Result<(), Error> {
        self.replace(|file| write(file).map_err(|error| Fault::io(WRITING, &error)))
    }

    fn replace(self, write: impl FnOnce(&mut fs::File) -> Result<(), Fault>) -> Result<(), Error> {
        let Self { path, replaced, mut temporary } = self;
        let placed = write(temporary.as_file_mut()).and_then(|()| put_in_place(temporary, &replaced));
        placed.map_err(|fault| Error::new(&path, fault))
    }
}

fn open(path: &Path) -> Result<(PathBuf, NamedTempFile), Fault> {
    let (replaced, old) = resolve(path)?;
    let mut builder = tempfile::Builder::new();
    builder.prefix(".proxgrad-").suffix(".tmp");
    // Without these the file would be its owner's alone.
    #[cfg(unix)]
    let builder = builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let temporary = builder.tempfile_in(folder_of(&replaced));
    let temporary = temporary.map_err(|error| Fault::io("making a file beside it", &error))?;
    if cfg!(unix)
        && let Some(old) = old
    {
        let set = temporary.as_file().set_permissions(old.permissions());
        set.map_err(|error| Fault::io("taking over its permissions", &error))?;
    }
    Ok((replaced, temporary))
}

/// The file at the end of all links, and what is known of it where it exists.
fn resolve(path: &Path) -> Result<(PathBuf, Option<fs::Metadata>), Fault> {
    let looking = |error: io::Error| Fault::io("looking for it", &error);
    let found = match fs::symlink_metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok((path.to_owned(), None)),
        found => found.map_err(looking)?,
    };
    let replaced = match fs::canonicalize(path) {
        Err(error) if found.is_symlink() && error.kind() == io::ErrorKind::NotFound => {
            return Err(Fault::DanglingLink { to: fs::read_link(path).map_err(looking)? });
        }
        replaced => replaced.map_err(looking)?,
    };
    let old = check_is_file(&replaced)?;
    Ok((replaced, Some(old)))
}

/// Gives a file that is complete the name of the one that it replaces.
fn put_in_place(temporary: NamedTempFile, replaced: &Path) -> Result<(), Fault> {
    let synced = temporary.as_file().sync_all();
    synced.map_err(|error| Fault::io("writing it to the disk", &error))?;
    // Something else may have taken the place of a file in the meantime.
    if fs::symlink_metadata(replaced).is_ok() {
        check_is_file(replaced)?;
    }
    temporary.persist(replaced).map_err(|error| Fault::io("putting it in its place", &error.error))?;
    sync_folder(folder_of(replaced)).map_err(|error| Fault::io("writing its name to the disk", &error))
}

/// Has the names in a folder reach the disk, where the system does not see to it by itself.
fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(not(unix)) {
        return Ok(());
    }
    match fs::File::open(folder)?.sync_all() {
        // Some file systems cannot be asked.
        Err(error) if error.kind() == io::ErrorKind::InvalidInput => Ok(()),
        outcome => outcome,
    }
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}
