//! Tests of the command `generate`, which run the binary.

mod any_document;
mod bad_input;
mod check;
mod colours;
mod message_format;
mod run;
mod selection;
mod warnings;
mod workspace;
