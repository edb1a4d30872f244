//! Decompression of a response body.

use std::io::{self, Write as _};

use bytes::{Buf as _, Bytes};
use flate2::write::MultiGzDecoder;

/// The number of compressed bytes that are decompressed at once. They expand to about 1 MiB at most.
const INPUT: usize = 1024;

/// The length from which decompressed bytes are returned, even if there is more input.
const OUTPUT: usize = 64 * 1024;

/// A decoder of gzip data, which may have several members (RFC 1952, section 2.2).
pub(super) struct Gunzip {
    decoder: MultiGzDecoder<Vec<u8>>,
    input: Bytes,
    is_empty: bool,
}

impl Gunzip {
    pub(super) fn new() -> Self {
        Self {
            decoder: MultiGzDecoder::new(Vec::new()),
            input: Bytes::new(),
            is_empty: true,
        }
    }

    /// Adds compressed bytes. The previous ones must have been decompressed.
    pub(super) fn push(&mut self, input: Bytes) {
        self.is_empty &= input.is_empty();
        self.input = input;
    }

    /// Returns decompressed bytes, or none if more input is needed.
    pub(super) fn next(&mut self) -> io::Result<Bytes> {
        while !self.input.is_empty() && self.decoder.get_ref().len() < OUTPUT {
            let length = self.input.len().min(INPUT);
            self.decoder
                .write_all(self.input.get(..length).unwrap_or_default())?;
            self.input.advance(length);
        }
        if self.input.is_empty() && !self.is_empty {
            // The decoder buffers its output.
            self.decoder.flush()?;
        }
        Ok(std::mem::take(self.decoder.get_mut()).into())
    }

    /// Returns the last bytes, or an error if the data is incomplete. No data at all is complete.
    pub(super) fn finish(&mut self) -> io::Result<Bytes> {
        if !self.is_empty {
            self.decoder.try_finish()?;
        }
        Ok(std::mem::take(self.decoder.get_mut()).into())
    }
}
