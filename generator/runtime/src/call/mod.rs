//! The client, its builder, calls, retries and pagination.

use super::{error, http, json, prepare, request, response, spec, transport};

mod arguments;
mod builder;
mod client;
mod custom_request;
mod layers;
mod page;
mod page_argument;
mod page_facts;
mod pages;
mod paging;
mod seen_pages;
mod send;
mod send_as;

pub use self::arguments::Call;
pub use self::builder::ClientBuilder;
pub use self::client::Client;
pub use self::custom_request::Request;
pub use self::page::Page;
pub use self::pages::{Items, Pages};
pub use self::paging::Paging;
