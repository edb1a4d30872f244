//! The features and targets of a generated crate, as tables of its readme and its front page.

use crate::target::Feature;

/// What a feature adds to the crate.
fn adds(feature: Feature) -> &'static str {
    match feature {
        Feature::Reqwest => "the transport; without it, a client needs a `tower` service",
        Feature::Rustls => "HTTPS with rustls; enables `reqwest`",
        Feature::NativeTls => {
            "HTTPS with the TLS of the operating system, which takes precedence over rustls; enables `reqwest`"
        }
        Feature::Fs => "`Body::from_file`",
        Feature::Gzip => "compressed responses; enables `reqwest`",
        Feature::Tracing => "a span for each call and an event for each attempt",
        Feature::Testing => "the module `testing`: a double of the API, for tests",
    }
}

/// Whether a crate has the feature unless its user turns the default features off.
const fn is_default(feature: Feature) -> bool {
    matches!(feature, Feature::Reqwest | Feature::Rustls)
}

/// The table of the features, and a sentence about a crate without TLS.
pub(crate) fn features() -> String {
    let mut table = "| feature | adds |\n| --- | --- |\n".to_owned();
    for feature in Feature::ALL.iter().copied() {
        let default = if is_default(feature) {
            " (default)"
        } else {
            ""
        };
        table.push_str(&format!("| `{feature}`{default} | {} |\n", adds(feature)));
    }
    table + "\nWithout `rustls` and `native-tls`, the transport supports only `http://` URLs."
}

/// The table of the targets.
pub(crate) const TARGETS: &str = "\
| target | transport |
| --- | --- |
| any with sockets | `reqwest` on a `tokio` runtime, or a service |
| `wasm32-unknown-unknown` | `reqwest` through `fetch`, or a service |
| `wasm32-wasip1` | a service, without retries and timers |";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_feature_has_a_row() {
        let table = features();
        for feature in Feature::ALL {
            assert!(table.contains(&format!("| `{feature}`")), "{table}");
        }
        assert_eq!(table.matches(" (default) |").count(), 2, "{table}");
    }
}
