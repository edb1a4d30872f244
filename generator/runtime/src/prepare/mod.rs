//! Client settings, and the request built from a call: URL, headers, credentials and the retry policy.

use super::{error, http, json, request, response, spec};

mod auth;
mod base_url;
mod custom;
mod draft;
mod next_url;
mod options;
mod own_header;
mod path;
mod rate_gate;
mod reflected;
mod request_parts;
mod retry;
#[cfg(feature = "testing")]
mod seen;
mod settings;
mod token_source;

pub(crate) use self::auth::{Credential, Token, Tokens};
pub(crate) use self::base_url::BaseUrl;
pub(crate) use self::custom::{Custom, custom_target, operation_of, push_pairs};
pub(crate) use self::draft::Draft;
pub(crate) use self::next_url::{is_relative, next_target};
pub use self::options::CallOptions;
pub(crate) use self::own_header::{HeaderNames, check_no_keys, own_header};
pub(crate) use self::rate_gate::RateGate;
pub(crate) use self::request_parts::{RequestParts, base_url, target};
pub(crate) use self::retry::Retries;
pub use self::retry::RetryPolicy;
#[cfg(feature = "testing")]
pub(crate) use self::seen::{CUSTOM, SeenCall};
pub(crate) use self::settings::Settings;
pub use self::token_source::TokenSource;
