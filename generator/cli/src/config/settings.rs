//! The settings as `codegen.toml` has them, for one client or shared by several.

use std::collections::BTreeMap;

use clap::ValueEnum;
use serde::Deserialize;

use super::hints;

/// The settings of one client, or those that several share.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Settings {
    pub(super) document: Option<toml::Spanned<String>>,
    pub(super) root: Option<String>,
    pub(super) overlays: Option<Vec<String>>,
    pub(super) output: Option<toml::Spanned<String>>,
    pub(super) package: Option<toml::Spanned<String>>,
    pub(super) regenerate: Option<toml::Spanned<String>>,
    #[serde(default)]
    pub(super) credentials: BTreeMap<String, Credential>,
    pub(super) include: Option<Vec<toml::Spanned<String>>>,
    pub(super) exclude: Option<Vec<toml::Spanned<String>>>,
    pub(super) layout: Option<toml::Spanned<String>>,
    pub(super) runtime: Option<toml::Spanned<String>>,
    pub(super) features: Option<Vec<toml::Spanned<String>>>,
    pub(super) version: Option<toml::Spanned<String>>,
    pub(super) description: Option<toml::Spanned<String>>,
    pub(super) license: Option<toml::Spanned<String>>,
    pub(super) repository: Option<toml::Spanned<String>>,
    pub(super) operation_names: Option<OperationNames>,
    #[serde(default)]
    pub(super) types: hints::Targets,
    pub(super) derive: Option<toml::Value>,
    #[serde(default)]
    pub(super) rename: hints::Targets,
    #[serde(default)]
    pub(super) client: Vec<toml::Spanned<Settings>>,
}

/// The names of the methods of operations.
#[derive(Clone, Copy, Deserialize, ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum OperationNames {
    /// Without the words of the tag that the `operationId` starts with
    Short,
    /// All words of the `operationId`
    Full,
}

impl From<OperationNames> for openapi_crate::OperationNames {
    fn from(names: OperationNames) -> Self {
        match names {
            OperationNames::Short => Self::Short,
            OperationNames::Full => Self::Full,
        }
    }
}

/// The settings of a security scheme.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Credential {
    pub(super) variable: toml::Spanned<String>,
}

impl Settings {
    /// The settings of a client, with the shared ones where it has none.
    pub(super) fn or(self, shared: &Self) -> Self {
        let mut credentials = shared.credentials.clone();
        credentials.extend(self.credentials);
        Self {
            document: self.document,
            output: self.output,
            package: self.package,
            root: self.root.or_else(|| shared.root.clone()),
            overlays: self.overlays.or_else(|| shared.overlays.clone()),
            regenerate: self.regenerate.or_else(|| shared.regenerate.clone()),
            credentials,
            include: self.include.or_else(|| shared.include.clone()),
            exclude: self.exclude.or_else(|| shared.exclude.clone()),
            operation_names: self.operation_names.or(shared.operation_names),
            layout: self.layout.or_else(|| shared.layout.clone()),
            runtime: self.runtime.or_else(|| shared.runtime.clone()),
            features: self.features.or_else(|| shared.features.clone()),
            version: self.version.or_else(|| shared.version.clone()),
            description: self.description.or_else(|| shared.description.clone()),
            license: self.license.or_else(|| shared.license.clone()),
            repository: self.repository.or_else(|| shared.repository.clone()),
            types: hints::or(self.types, &shared.types),
            derive: self.derive.or_else(|| shared.derive.clone()),
            rename: hints::or(self.rename, &shared.rename),
            client: Vec::new(),
        }
    }
}
