//! The command `generate`: the binary is run as a user runs it.

mod any_document;
mod bad_input;
mod check;
mod colours;
mod message_format;
mod run;
mod selection;
mod warnings;
mod workspace;
