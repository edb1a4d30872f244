//! Serialization of arguments and request bodies.

use super::{error, http, json, spec};

mod argument;
#[cfg(feature = "fs")]
mod file;
mod form;
mod multipart;
mod ndjson;
mod part;
mod percent;
mod reader;
mod style;

pub(crate) use self::argument::{Argument, NotAnArgument};
pub(crate) use self::form::urlencoded;
pub use self::multipart::Multipart;
pub use self::ndjson::NdJson;
pub use self::part::Part;
pub(crate) use self::percent::{is_dot_segment, pair, path_text, url_text};
pub(crate) use self::style::{cookie, header, push_path, query, query_pairs, querystring};
