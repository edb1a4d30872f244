//! The effect of a run on callers, compared with the last commit.

use std::path::Path;

use openapi_crate::diff::diff;
use openapi_crate::file_system::FileSystem;
use openapi_crate::model::Api;
use openapi_crate::{Input, read};

use super::arguments::HEAD;
use super::crate_version;
use super::git::Revision;
use super::verdict::{Side, Verdict};
use crate::config;

/// Returns a one-line verdict on the differences from the last commit; `None` if there are none, or no commit.
///
/// The arguments that override the settings do so in both versions.
pub(crate) fn since_head(
    folder: &Path,
    input: &Input,
    settings: Option<&str>,
    override_settings: impl FnOnce(&mut Input),
    api: &Api,
) -> Option<String> {
    let revision = Revision::find(folder, HEAD).ok()?;
    let (input, version) = match settings {
        // The settings of that commit name its documents.
        Some(settings) => {
            let mut configs = config::read(settings, &revision, &FileSystem::new(folder)).ok()?;
            let found = configs
                .iter()
                .position(|config| config.input.package == input.package);
            let config = configs.swap_remove(found.or((configs.len() == 1).then_some(0))?);
            let version = crate_version::read(&config.output, &revision);
            let mut base = config.input;
            override_settings(&mut base);
            (base, version)
        }
        None => (input.clone(), None),
    };
    let base = read(&input, &revision);
    let diff = diff(base.api.as_ref()?, api);
    let verdict = Verdict {
        diff,
        base: Side {
            label: HEAD,
            sources: &base.sources,
        },
        new: Side {
            label: "",
            sources: &base.sources,
        },
        version: version.as_deref(),
    };
    (!verdict.diff.changes.is_empty()).then(|| verdict.line())
}
