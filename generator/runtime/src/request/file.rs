//! Files that are request bodies, and are opened again for a retry.

use std::future::poll_fn;
use std::io;
use std::path::{self, Path, PathBuf};
use std::pin::pin;
use std::sync::{Arc, Mutex, PoisonError};

use futures_util::TryStreamExt as _;
use tokio::fs::File;
use tokio::io::{AsyncRead as _, ReadBuf};

use super::error::BoxError;
use super::http::{Body, BoxStream};
use super::reader::Chunks;

impl Body {
    /// Creates a body that is read from a file while it is sent. A retry reads the file again.
    ///
    /// The length is that of the file now. If the file has a different length when it is sent, the call fails with
    /// [`Error::Body`](super::error::Error::Body). A pipe, a device, or a file that reports a length of 0 but has
    /// content (such as those in `/proc`) has no known length. A pipe or a device can be read only once.
    ///
    /// # Errors
    ///
    /// Returns an error if the file cannot be opened.
    pub async fn from_file(path: impl AsRef<Path>) -> io::Result<Self> {
        let (file, length) = open(path.as_ref()).await?;
        Ok(match file {
            Opened::Once(file) => Self::read_once("a pipe or a device", Chunks::new(file)),
            Opened::Again(file) => Self::read_again(length, move || file.chunks()),
        })
    }
}

/// A file that has been opened.
enum Opened {
    /// A pipe or a device, which cannot be read again.
    Once(File),
    Again(Reopened),
}

/// A file that is opened again for each attempt after the first.
#[derive(Clone)]
struct Reopened {
    path: PathBuf,
    /// The number of bytes that the file reported when the body was created.
    size: u64,
    /// The file for the first attempt.
    first: Arc<Mutex<Option<File>>>,
}

/// Opens a file, and returns its length if that is known.
async fn open(path: &Path) -> io::Result<(Opened, Option<u64>)> {
    let path = path::absolute(path)?;
    let mut file = File::open(&path).await?;
    let metadata = file.metadata().await?;
    if !metadata.is_file() {
        return Ok((Opened::Once(file), None));
    }
    let size = metadata.len();
    let mut length = Some(size);
    // The kernel generates some files as they are read, and reports a length of 0.
    if size == 0 {
        if !is_empty(&mut file).await? {
            length = None;
        }
        file = File::open(&path).await?;
    }
    let first = Arc::new(Mutex::new(Some(file)));
    Ok((Opened::Again(Reopened { path, size, first }), length))
}

async fn is_empty(file: &mut File) -> io::Result<bool> {
    let mut byte = [0];
    let mut buffer = ReadBuf::new(&mut byte);
    let mut file = pin!(file);
    poll_fn(|context| file.as_mut().poll_read(context, &mut buffer)).await?;
    Ok(buffer.filled().is_empty())
}

impl Reopened {
    /// Opens the file and returns its chunks.
    fn chunks(&self) -> BoxStream {
        let this = self.clone();
        let opening = async move { Ok::<_, io::Error>(Chunks::new(this.open().await?)) };
        let chunks = futures_util::stream::once(opening).try_flatten();
        Box::pin(chunks.map_err(BoxError::from))
    }

    /// Returns the file, or an error if its size has changed.
    async fn open(self) -> io::Result<File> {
        let first = self
            .first
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        let file = match first {
            Some(file) => file,
            None => File::open(&self.path).await?,
        };
        let size = file.metadata().await?.len();
        if size == self.size {
            return Ok(file);
        }
        Err(io::Error::other(format!(
            "the file had {} bytes when the request body was created, and now has {size}",
            self.size
        )))
    }
}
