//! JSON for UUIDs. An embedded runtime does not have it: generated code implements it where the API has UUIDs.

use crate::embedded::json;

crate::text_format!(uuid::Uuid);
