//! The form of the generated code: its layout, its runtime, and the description of its package.

use std::fmt;
use std::str::FromStr;

use crate::diagnostic::nearest;

/// The form of the generated code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// A crate or a module.
    pub layout: Layout,
    /// The runtime of the generated code.
    pub runtime: Runtime,
    /// The features of an embedded runtime in a module, whose crate has other features. A generated crate has all
    /// features of the runtime, for its users to choose.
    pub features: Vec<Feature>,
    /// The name in code of a runtime that is a dependency; that of its package unless the manifest renames it.
    pub runtime_name: String,
    /// The description of the package, for the manifest of a crate that lacks it.
    pub metadata: Metadata,
}

impl Default for Target {
    fn default() -> Self {
        Self {
            layout: Layout::Crate,
            runtime: Runtime::Embedded,
            features: vec![Feature::Reqwest, Feature::Rustls],
            runtime_name: RUNTIME_NAME.to_owned(),
            metadata: Metadata::default(),
        }
    }
}

/// The name in code of the package of the runtime.
const RUNTIME_NAME: &str = "openapi_crate_runtime";

impl Target {
    /// Whether the embedded runtime of a module has a feature.
    pub(crate) fn has(&self, feature: Feature) -> bool {
        self.features.contains(&feature)
            || feature == Feature::Reqwest
                && self.features.iter().any(|enabled| enabled.is_of_reqwest())
    }
}

impl Feature {
    /// Whether the feature enables [`Feature::Reqwest`].
    fn is_of_reqwest(self) -> bool {
        match self {
            Self::Rustls | Self::NativeTls | Self::Gzip => true,
            Self::Reqwest | Self::Fs | Self::Tracing | Self::Testing => false,
        }
    }
}

/// The description of a package in its manifest.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Metadata {
    /// The version; `0.1.0` if none.
    pub version: Option<String>,
    /// The description; that of the document if none.
    pub description: Option<String>,
    /// The licence, an SPDX expression such as `MIT OR Apache-2.0`.
    pub license: Option<String>,
    /// The URL of the source code.
    pub repository: Option<String>,
}

/// Defines an enum whose variants have names in settings.
macro_rules! named {
    ($(#[$doc:meta])* $name:ident, $what:literal { $($(#[$variant_doc:meta])* $variant:ident = $text:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $($(#[$variant_doc])* $variant),*
        }

        impl $name {
            /// Every value.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The name in settings.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $text),*
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl FromStr for $name {
            type Err = String;

            fn from_str(text: &str) -> Result<Self, String> {
                let found = Self::ALL.iter().find(|known| known.as_str() == text);
                found.copied().ok_or_else(|| {
                    let known = Self::ALL.iter().map(|known| known.as_str());
                    if let Some(near) = nearest(text, known.clone()) {
                        return format!("unknown {} `{text}`: did you mean `{near}`?", $what);
                    }
                    let known: Vec<String> = known.map(|known| format!("`{known}`")).collect();
                    format!("unknown {} `{text}`: use {}", $what, known.join(" or "))
                })
            }
        }
    };
}

named! {
    /// The layout of the generated files.
    Layout, "layout" {
        /// A crate: `Cargo.toml`, `README.md` and `src/`.
        Crate = "crate",
        /// A folder with a `mod.rs`, which any crate can have as a module or include. Its paths are relative.
        Module = "module",
    }
}

named! {
    /// The runtime of the generated code.
    Runtime, "runtime" {
        /// A copy of the runtime is part of the generated code.
        Embedded = "embedded",
        /// The generated code depends on `openapi-crate-runtime`, which several clients can share.
        Crate = "crate",
    }
}

named! {
    /// An optional part of the runtime.
    Feature, "feature" {
        /// The default transport.
        Reqwest = "reqwest",
        /// HTTPS with rustls. Enables `reqwest`.
        Rustls = "rustls",
        /// HTTPS with the TLS of the operating system, which takes precedence over rustls. Enables `reqwest`.
        NativeTls = "native-tls",
        /// `Body::from_file`.
        Fs = "fs",
        /// Compressed responses. Enables `reqwest`.
        Gzip = "gzip",
        /// A span for each call.
        Tracing = "tracing",
        /// A double of the API, for tests.
        Testing = "testing",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_name_is_refused_with_the_known_ones() {
        assert_eq!("module".parse(), Ok(Layout::Module));
        assert_eq!(
            "Embedded".parse::<Runtime>(),
            Err("unknown runtime `Embedded`: did you mean `embedded`?".to_owned())
        );
        assert_eq!(
            "shared".parse::<Runtime>(),
            Err("unknown runtime `shared`: use `embedded` or `crate`".to_owned())
        );
        assert_eq!(
            "native_tls".parse::<Feature>(),
            Err("unknown feature `native_tls`: did you mean `native-tls`?".to_owned())
        );
        for feature in Feature::ALL {
            assert_eq!(feature.to_string().parse(), Ok(*feature));
        }
    }

    #[test]
    fn tls_and_gzip_enable_reqwest() {
        for (feature, enables) in [
            (Feature::Gzip, true),
            (Feature::Rustls, true),
            (Feature::NativeTls, true),
            (Feature::Fs, false),
            (Feature::Tracing, false),
        ] {
            let target = Target {
                features: vec![feature],
                ..Target::default()
            };
            assert_eq!(target.has(Feature::Reqwest), enables, "{feature}");
            assert!(target.has(feature));
        }
    }
}
