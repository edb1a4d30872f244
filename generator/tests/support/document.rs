//! A document in a string, and its API.

use std::io;

use openapi_crate::model::Api;
use openapi_crate::{Files, Input, read};

/// A document without other files.
pub(crate) struct Document(pub(crate) String);

impl Files for Document {
    fn read(&self, _: &str) -> io::Result<Vec<u8>> {
        Ok(self.0.clone().into_bytes())
    }
}

/// The API of a document without a diagnostic.
pub(crate) fn api(document: String) -> Api {
    let input = Input {
        document: "shapes.yaml".to_owned(),
        package: "shapes".to_owned(),
        ..Input::default()
    };
    let reading = read(&input, &Document(document));
    assert!(reading.diagnostics.is_empty(), "{:#?}", reading.diagnostics);
    reading.api.expect("it has no errors")
}
