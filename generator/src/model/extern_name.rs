//! The names that generated code imports.
//!
//! Generated code imports no other names. A name of an API never collides with one of them in a module that imports it.
//! A module imports all names of its kind at once, from a module of the runtime: a list of those that it uses would
//! change with the API, and two people who change the API would change the same line.

/// The kinds of generated modules.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Module {
    /// `types` and the modules below it.
    Types,
    /// The module of a group of operations, or of the client.
    #[default]
    Operations,
}

/// A name that generated code imports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct ExternName {
    name: &'static str,
}

impl ExternName {
    /// The name.
    pub(crate) const fn name(self) -> &'static str {
        self.name
    }
}

impl Module {
    /// The module of the runtime that has all names that a module of this kind imports.
    pub(crate) const fn prelude(self) -> &'static str {
        match self {
            Self::Types => "crate::runtime::for_types",
            Self::Operations => "crate::runtime::for_operations",
        }
    }
}

macro_rules! extern_names {
    ($($(#[$doc:meta])* $constant:ident = $name:literal in [$($kind:ident),*];)*) => {
        impl ExternName {
            $($(#[$doc])* pub(crate) const $constant: Self = Self { name: $name };)*

            /// Every name, with the kinds of modules that import it.
            const ALL: &[(Self, &[Module])] = &[$((Self::$constant, &[$(Module::$kind),*])),*];
        }
    };
}

extern_names! {
    /// `std::collections::BTreeMap`
    B_TREE_MAP = "BTreeMap" in [Types, Operations];
    /// `std::net::Ipv4Addr`
    IPV4_ADDR = "Ipv4Addr" in [Types, Operations];
    /// `std::net::Ipv6Addr`
    IPV6_ADDR = "Ipv6Addr" in [Types, Operations];
    /// `bytes::Bytes`
    BYTES = "Bytes" in [Types, Operations];
    /// `jiff::Timestamp`
    TIMESTAMP = "Timestamp" in [Types, Operations];
    /// `jiff::civil::Date`
    DATE = "Date" in [Types, Operations];
    /// The description of an API.
    API = "Api" in [Operations];
    /// The body of a request.
    BODY = "Body" in [Operations];
    /// The body of a response as a stream of bytes.
    BYTE_STREAM = "ByteStream" in [Types, Operations];
    /// A call that has not been sent.
    CALL = "Call" in [Operations];
    /// The options of a call.
    CALL_OPTIONS = "CallOptions" in [Operations];
    /// The client.
    CLIENT = "Client" in [Operations];
    /// The builder of a client.
    CLIENT_BUILDER = "ClientBuilder" in [Operations];
    /// The error of a call.
    ERROR = "Error" in [Operations];
    /// The items of all pages.
    ITEMS = "Items" in [Operations];
    /// An HTTP method.
    METHOD = "Method" in [Operations];
    /// A body of JSON values, one per line.
    ND_JSON = "NdJson" in [Operations];
    /// The description of an operation.
    OPERATION = "Operation" in [Operations];
    /// The trait of a page.
    PAGE = "Page" in [Types];
    /// All pages.
    PAGES = "Pages" in [Operations];
    /// The description of a parameter.
    PARAMETER = "Parameter" in [Operations];
    /// The rate limit headers of a response.
    RATE_LIMIT_HEADERS = "RateLimitHeaders" in [Operations];
    /// When a request may be retried.
    REPEAT = "Repeat" in [Operations];
    /// A response.
    RESPONSE = "Response" in [Operations];
    /// A string that is redacted in logs.
    SECRET = "Secret" in [Types, Operations];
    /// The place of a credential in a request.
    SECURITY_KIND = "SecurityKind" in [Operations];
    /// The description of a credential.
    SECURITY_SCHEME = "SecurityScheme" in [Operations];
    /// A part of a path.
    SEGMENT = "Segment" in [Operations];
    /// The serialization style of a parameter.
    STYLE = "Style" in [Operations];
    /// A source of tokens.
    TOKEN_SOURCE = "TokenSource" in [Operations];
    /// The module that reads and writes JSON.
    JSON = "json" in [Types, Operations];
    /// The module that checks limits.
    LIMIT = "limit" in [Types];
    /// The module of the API's types.
    TYPES = "types" in [Operations];
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
