//! The names that generated code imports, and the modules that define them.
//!
//! Generated code imports no other names. A name of an API never collides with one of them in a module that imports it.

/// The kinds of generated modules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Module {
    /// `types` and the modules below it.
    Types,
    /// The module of a group of operations, or of the client.
    Operations,
}

/// A name that generated code imports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct ExternName {
    module: &'static str,
    name: &'static str,
}

impl ExternName {
    /// The path of the module that defines the name.
    pub(crate) const fn module(self) -> &'static str {
        self.module
    }

    /// The name; `*` for everything in the module.
    pub(crate) const fn name(self) -> &'static str {
        self.name
    }
}

macro_rules! extern_names {
    ($($(#[$doc:meta])* $constant:ident = $module:literal, $name:literal in [$($kind:ident),*];)*) => {
        impl ExternName {
            $($(#[$doc])* pub(crate) const $constant: Self = Self { module: $module, name: $name };)*

            /// Every name, with the kinds of modules that import it.
            const ALL: &[(Self, &[Module])] = &[$((Self::$constant, &[$(Module::$kind),*])),*];
        }
    };
}

// In the order in which a module imports them.
extern_names! {
    /// `std::collections::BTreeMap`
    B_TREE_MAP = "std::collections", "BTreeMap" in [Types, Operations];
    /// `std::net::Ipv4Addr`
    IPV4_ADDR = "std::net", "Ipv4Addr" in [Types, Operations];
    /// `std::net::Ipv6Addr`
    IPV6_ADDR = "std::net", "Ipv6Addr" in [Types, Operations];
    /// `bytes::Bytes`
    BYTES = "bytes", "Bytes" in [Types, Operations];
    /// `jiff::Timestamp`
    TIMESTAMP = "jiff", "Timestamp" in [Types, Operations];
    /// `jiff::civil::Date`
    DATE = "jiff::civil", "Date" in [Types, Operations];
    /// The description of an API.
    API = "crate::runtime", "Api" in [Operations];
    /// The body of a request.
    BODY = "crate::runtime", "Body" in [Operations];
    /// The body of a response as a stream of bytes.
    BYTE_STREAM = "crate::runtime", "ByteStream" in [Types, Operations];
    /// A call that has not been sent.
    CALL = "crate::runtime", "Call" in [Operations];
    /// The client.
    CLIENT = "crate::runtime", "Client" in [Operations];
    /// The builder of a client.
    CLIENT_BUILDER = "crate::runtime", "ClientBuilder" in [Operations];
    /// The error of a call.
    ERROR = "crate::runtime", "Error" in [Operations];
    /// The items of all pages.
    ITEMS = "crate::runtime", "Items" in [Operations];
    /// An HTTP method.
    METHOD = "crate::runtime", "Method" in [Operations];
    /// A body of JSON values, one per line.
    ND_JSON = "crate::runtime", "NdJson" in [Operations];
    /// The description of an operation.
    OPERATION = "crate::runtime", "Operation" in [Operations];
    /// The trait of a page.
    PAGE = "crate::runtime", "Page" in [Types];
    /// All pages.
    PAGES = "crate::runtime", "Pages" in [Operations];
    /// The description of a parameter.
    PARAMETER = "crate::runtime", "Parameter" in [Operations];
    /// The rate limit headers of a response.
    RATE_LIMIT_HEADERS = "crate::runtime", "RateLimitHeaders" in [Operations];
    /// When a request may be retried.
    REPEAT = "crate::runtime", "Repeat" in [Operations];
    /// A response.
    RESPONSE = "crate::runtime", "Response" in [Operations];
    /// A string that is redacted in logs.
    SECRET = "crate::runtime", "Secret" in [Types, Operations];
    /// The place of a credential in a request.
    SECURITY_KIND = "crate::runtime", "SecurityKind" in [Operations];
    /// The description of a credential.
    SECURITY_SCHEME = "crate::runtime", "SecurityScheme" in [Operations];
    /// A part of a path.
    SEGMENT = "crate::runtime", "Segment" in [Operations];
    /// The serialization style of a parameter.
    STYLE = "crate::runtime", "Style" in [Operations];
    /// A source of tokens.
    TOKEN_SOURCE = "crate::runtime", "TokenSource" in [Operations];
    /// The module that reads and writes JSON.
    JSON = "crate::runtime", "json" in [Types, Operations];
    /// The module that checks limits.
    LIMIT = "crate::runtime", "limit" in [Types];
    /// The macros that implement JSON for generated types.
    JSON_MACROS = "crate::runtime::generated_types", "*" in [Types];
    /// The module of the API's types.
    TYPES = "crate", "types" in [Operations];
}

/// The names of Rust's prelude that generated code uses, including the traits that it derives or implements.
const PRELUDE: &[&str] = &[
    "Clone", "Debug", "Err", "From", "Into", "None", "Ok", "Option", "Result", "Self", "Some",
    "String", "Vec",
];

/// The additional names of the prelude in modules of types, where the macros of the runtime expand.
const PRELUDE_OF_TYPES: &[&str] = &[
    "AsRef",
    "Box",
    "Copy",
    "Default",
    "Drop",
    "Eq",
    "Fn",
    "FnMut",
    "FnOnce",
    "Hash",
    "Iterator",
    "PartialEq",
    "Send",
    "Sized",
    "Sync",
    "ToOwned",
    "ToString",
];

/// The names that no type in a module of this kind can have.
pub(crate) fn reserved_names(module: Module) -> impl Iterator<Item = &'static str> {
    let of_types: &[&str] = match module {
        Module::Types => PRELUDE_OF_TYPES,
        Module::Operations => &[],
    };
    let imported = ExternName::ALL
        .iter()
        .filter(move |(_, modules)| modules.contains(&module))
        .map(|(name, _)| name.name());
    PRELUDE.iter().chain(of_types).copied().chain(imported)
}
