//! What the client of one API adds to the runtime's: where it is, who calls, and an accessor a tag.

use proc_macro2::TokenStream;
use quote::quote;

use super::ty::ident;
use super::{docs, file};
use crate::OutputFile;
use crate::model::Api;
use crate::model::security::{Credential, CredentialKind};

/// What the file takes from the runtime, beside the accessors' types.
pub(crate) const IMPORTS: &[&str] = &[
    "Api",
    "Client",
    "ClientBuilder",
    "Error",
    "RateLimitHeaders",
    "SecurityKind",
    "SecurityScheme",
    "TokenSource",
];

pub(super) fn file(api: &Api) -> OutputFile {
    let items = items(api);
    let mentioned = file::identifiers(&items);
    let runtime = file::import(&quote! { crate::runtime }, IMPORTS, &mentioned);
    let groups = api.groups.iter().map(|group| {
        let (module, name) = (ident(&group.module), ident(&group.type_name));
        quote! { use crate::#module::#name; }
    });
    let title = docs::inner_comment(
        "Where the API is, what proves who calls it, and how its operations are reached.",
    );
    file::file(
        "src/client.rs",
        &quote! { #title #runtime #(#groups)* #items },
    )
}

/// All but the imports.
pub(super) fn items(api: &Api) -> TokenStream {
    let description = description(api);
    let client = client(api);
    let builder = builder(api);
    quote! { #description #client #builder }
}

/// The static that tells the runtime what the document says of all operations.
fn description(api: &Api) -> TokenStream {
    let server = &api.server;
    let schemes = api.credentials.iter().map(|credential| {
        let name = &credential.scheme;
        let kind = match &credential.kind {
            CredentialKind::ApiKeyHeader(header) => quote! { SecurityKind::ApiKeyHeader(#header) },
            CredentialKind::ApiKeyQuery(query) => quote! { SecurityKind::ApiKeyQuery(#query) },
            CredentialKind::ApiKeyCookie(cookie) => quote! { SecurityKind::ApiKeyCookie(#cookie) },
            CredentialKind::Basic => quote! { SecurityKind::HttpBasic },
            CredentialKind::Bearer => quote! { SecurityKind::HttpBearer },
        };
        let variable = option(credential.variable.as_deref());
        quote! { SecurityScheme { name: #name, kind: #kind, variable: #variable } }
    });
    let rate_limit = match &api.rate_limit {
        None => quote! { None },
        Some(headers) => {
            let (remaining, reset) = (&headers.remaining, &headers.reset);
            quote! { Some(RateLimitHeaders { remaining: #remaining, reset: #reset }) }
        }
    };
    quote! {
        static API: Api = Api {
            user_agent: concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")),
            server: #server,
            security_schemes: &[#(#schemes),*],
            rate_limit: #rate_limit,
        };
    }
}

fn option(text: Option<&str>) -> TokenStream {
    match text {
        Some(text) => quote! { Some(#text) },
        None => quote! { None },
    }
}

fn client(api: &Api) -> TokenStream {
    let place = if api.server.is_empty() {
        "It needs a [`base_url`](ClientBuilder::base_url): the API's document names none."
            .to_owned()
    } else {
        format!(
            "It calls `{}` unless it is given another [`base_url`](ClientBuilder::base_url).",
            api.server
        )
    };
    let place = if api.servers.is_empty() {
        place
    } else {
        format!("{place} The API's other servers are in [`servers`](crate::servers).")
    };
    let builder = docs::comment(&format!(
        "Starts a client with settings of its own.\n\n{place}"
    ));
    let from_env = from_env(api);
    let accessors = api.groups.iter().map(|group| {
        let comment = docs::comment(&docs::text(
            &group.docs,
            &format!("The operations of the tag `{}`.", group.tag),
        ));
        let (module, name) = (ident(&group.module), ident(&group.type_name));
        quote! {
            #comment
            pub fn #module(&self) -> #name {
                #name(self.clone())
            }
        }
    });
    quote! {
        impl Client {
            #from_env
            #builder
            pub fn builder() -> ClientBuilder {
                ClientBuilder::new(&API)
            }
            #(#accessors)*
        }
    }
}

/// The shortest way to a client, where the document's hints name a variable to read.
fn from_env(api: &Api) -> Option<TokenStream> {
    let variables: Vec<String> = api
        .credentials
        .iter()
        .filter_map(|credential| credential.variable.as_ref())
        .map(|variable| format!("`{variable}`"))
        .collect();
    if variables.is_empty() {
        return None;
    }
    let comment = docs::comment(&format!(
        "A client with the default settings and the credentials in the environment: {0}.\n\n\
         # Errors\n\n\
         [`Error::Config`] where {1} set.",
        variables.join(", "),
        match variables.as_slice() {
            [one] => format!("{one} is not"),
            several => format!("none of {} is", several.join(", ")),
        }
    ));
    Some(quote! {
        #comment
        pub fn from_env() -> Result<Self, Error> {
            ClientBuilder::from_env(&API)?.build()
        }
    })
}

/// The setters of credentials.
fn builder(api: &Api) -> Option<TokenStream> {
    if api.credentials.is_empty() {
        return None;
    }
    // The example is long, and one is enough.
    let first = api
        .credentials
        .iter()
        .position(|credential| credential.source_setter.is_some());
    let setters = api
        .credentials
        .iter()
        .enumerate()
        .map(|(index, credential)| {
            setter(
                credential,
                (Some(index) == first).then_some(api.package.as_str()),
            )
        });
    Some(quote! { impl ClientBuilder { #(#setters)* } })
}

/// A source that keeps its token, as the documentation shows it; the runtime's tests have it, too.
const SOURCE: &str = include_str!("token_source.rs");

/// The example of a source.
fn source_example(package: &str, setter: &str) -> String {
    let krate = package.replace('-', "_");
    format!(
        "\n\n# Examples\n\nA source that keeps its token until the server refuses it. However many calls need another one, one of them \
         fetches it:\n\n\
         ```no_run\nuse std::future::Future;\nuse std::pin::Pin;\nuse std::sync::Mutex;\n\n\
         use {krate}::{{BoxError, Client, TokenSource}};\n\n{SOURCE}\n\
         async fn fetch() -> Result<String, BoxError> {{\n    Ok(\"…\".to_owned())\n}}\n\n\
         let builder = Client::builder().{setter}(Kept::default());\n```"
    )
}

/// The setters of a credential, with an example of a source for the crate of this name.
fn setter(credential: &Credential, example: Option<&str>) -> TokenStream {
    let place = match &credential.kind {
        CredentialKind::ApiKeyHeader(header) => format!("Sent in the header `{header}`"),
        CredentialKind::ApiKeyQuery(query) => format!("Sent in the query parameter `{query}`"),
        CredentialKind::ApiKeyCookie(cookie) => format!("Sent in the cookie `{cookie}`"),
        CredentialKind::Basic => "Sent in the header `authorization`, as `Basic`".to_owned(),
        CredentialKind::Bearer => "Sent in the header `authorization`, as `Bearer`".to_owned(),
    };
    let said = docs::text(
        &credential.docs,
        &format!("The credential of the scheme `{}`.", credential.scheme),
    );
    let comment = docs::comment(&format!("{said}\n\n{place}, and shown nowhere else."));
    let name = ident(&credential.setter);
    let scheme = &credential.scheme;
    if credential.kind == CredentialKind::Basic {
        return quote! {
            #comment
            pub fn #name(self, user: impl Into<String>, password: impl Into<String>) -> Self {
                self.basic(#scheme, user, password)
            }
        };
    }
    let source = credential.source_setter.as_ref().map(|setter| {
        let example = example.map(|package| source_example(package, setter)).unwrap_or_default();
        let comment = docs::comment(&format!(
            "As [`{0}`](Self::{0}), with tokens that expire: the source is asked for one before each try of a request, and \
             once more after an answer of 401.{example}",
            credential.setter.trim_start_matches("r#"),
        ));
        let setter = ident(setter);
        quote! {
            #comment
            pub fn #setter(self, source: impl TokenSource) -> Self {
                self.source(#scheme, source)
            }
        }
    });
    quote! {
        #comment
        pub fn #name(self, #name: impl Into<String>) -> Self {
            self.credential(#scheme, #name)
        }
        #source
    }
}
