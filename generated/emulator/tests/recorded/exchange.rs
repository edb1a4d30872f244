//! A recorded exchange. The client's tests have the readers of both formats.

use crate::replay;

/// A recorded request with its response.
#[derive(Debug, Clone)]
pub(crate) struct Exchange {
    /// For messages.
    pub(crate) name: String,
    pub(crate) method: String,
    /// The path and query.
    pub(crate) target: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
    pub(crate) response: Recorded,
}

/// A recorded response.
#[derive(Debug, Clone)]
pub(crate) struct Recorded {
    pub(crate) status: u16,
    /// With names in lower case.
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Recorded {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let header = self.headers.iter().find(|(found, _)| found == name);
        header.map(|(_, value)| value.as_str())
    }
}

impl From<replay::Exchange> for Exchange {
    fn from(exchange: replay::Exchange) -> Self {
        let replay::Exchange {
            name,
            request,
            response,
        } = exchange;
        Self {
            name,
            method: request.method,
            target: request.target,
            headers: in_lower_case(request.headers),
            body: request.body.into(),
            response: Recorded {
                status: response.status,
                headers: in_lower_case(response.headers),
                body: response.body.into(),
            },
        }
    }
}

fn in_lower_case(headers: Vec<(String, String)>) -> Vec<(String, String)> {
    let headers = headers.into_iter();
    headers
        .map(|(name, value)| (name.to_ascii_lowercase(), value))
        .collect()
}
