//! Tests of the command `generate`, which run the binary.

mod any_document;
mod bad_input;
mod check;
mod clients;
mod colours;
mod credentials;
#[cfg(unix)]
mod files;
mod manifest;
mod message_format;
mod root;
mod run;
mod selection;
mod settings;
mod spelling;
mod streams;
#[cfg(unix)]
mod two_runs;
mod upstream;
mod warnings;
mod workspace;
