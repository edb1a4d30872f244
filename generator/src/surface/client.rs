//! The API's part of the client: the server, the credentials, and an accessor for each group of operations.

use super::body::{Body, ClientBody};
use super::comment::{self, About, Block, Comment};
use super::description::ApiDescription;
use super::file::{Head, SourceFile, Unit};
use super::item::{Function, Impl, Item, Receiver};
use super::ty::Ty;
use crate::model::Api;
use crate::model::code_span;
use crate::model::extern_name::ExternName;
use crate::model::name::unraw;
use crate::model::security::{Credential, CredentialKind};
use crate::target::Runtime;

/// The file of the client.
///
/// With the runtime as a dependency, it defines the client: the one of the runtime cannot get methods here.
pub(super) fn file(api: &Api, runtime: Runtime) -> SourceFile<'_> {
    let groups = api
        .groups
        .iter()
        .map(|group| format!("crate::{}::{}", group.module, group.type_name));
    let unit: Unit<'_> = Box::new(move || items(api));
    let is_own = runtime == Runtime::Crate;
    let own = [ExternName::CLIENT, ExternName::CLIENT_BUILDER];
    SourceFile {
        path: "src/client.rs".to_owned(),
        head: Head {
            uses: groups.collect(),
            statements: is_own
                .then(|| "crate::runtime::client!();".to_owned())
                .into_iter()
                .collect(),
            defines: own.into_iter().filter(|_| is_own).collect(),
            ..Head::titled(
                "The client of the API: its server, its credentials and its groups of operations.",
            )
        },
        units: vec![unit],
    }
}

/// The description of the API, the client and its builder.
pub(crate) fn items(api: &Api) -> Vec<Item> {
    let mut items = vec![
        Item::Api(ApiDescription::of(api)),
        Item::Impl(Impl {
            ty: Ty::Extern(ExternName::CLIENT, Vec::new()),
            ..Impl::inherent("", client(api))
        }),
    ];
    if !api.credentials.is_empty() {
        items.push(Item::Impl(Impl {
            ty: client_builder(),
            ..Impl::inherent("", setters(api))
        }));
    }
    items
}

fn client_builder() -> Ty {
    Ty::Extern(ExternName::CLIENT_BUILDER, Vec::new())
}

/// The functions of the client.
fn client(api: &Api) -> Vec<Function> {
    let mut functions: Vec<Function> = from_env(api).into_iter().collect();
    functions.push(
        Function {
            receiver: None,
            ..Function::method(
                "builder",
                Receiver::Value,
                client_builder(),
                Body::Client(ClientBody::Builder),
            )
        }
        .documented(format!(
            "Creates a builder to configure a client.\n\n{}",
            server(api)
        )),
    );
    functions.extend(api.groups.iter().map(|group| {
        let comment = comment::text(&group.docs, &super::group::fallback(group));
        let body = Body::Client(ClientBody::Accessor(group.type_name.clone()));
        let output = Ty::local(&group.type_name);
        Function::method(&group.module, Receiver::Reference, output, body).documented(comment)
    }));
    functions
}

/// The paragraph about the server that a client calls.
fn server(api: &Api) -> String {
    let own = if api.server.is_empty() {
        let reason = if api.servers.is_empty() {
            "the OpenAPI document has no server"
        } else {
            "the first server of the OpenAPI document has no fixed URL"
        };
        format!("A [`base_url`](ClientBuilder::base_url) is required: {reason}.")
    } else {
        format!(
            "The client calls {} unless [`base_url`](ClientBuilder::base_url) is set.",
            code_span(&api.server)
        )
    };
    if api.servers.is_empty() {
        own
    } else {
        format!("{own} The module [`servers`](crate::servers) has all servers of the API.")
    }
}

/// The function `from_env`, where the document names an environment variable for a credential.
fn from_env(api: &Api) -> Option<Function> {
    let variables: Vec<String> = api
        .credentials
        .iter()
        .filter_map(|credential| credential.variable.as_ref())
        .map(|variable| code_span(variable))
        .collect();
    let missing = match variables.as_slice() {
        [] => return None,
        [one] => format!("{one} is not set"),
        several => format!("none of {} is set", several.join(", ")),
    };
    let comment = format!(
        "Creates a client with the default settings and the credentials in the environment variable{} {}.\n\n\
         # Errors\n\n\
         [`Error::Config`] if {missing}.",
        if variables.len() == 1 { "" } else { "s" },
        variables.join(", "),
    );
    let error = Ty::Extern(ExternName::ERROR, Vec::new());
    Some(
        Function {
            output: Ty::generic("Result", vec![Ty::path("Self"), error]),
            ..Function::constructor("from_env", Vec::new(), Body::Client(ClientBody::FromEnv))
        }
        .documented(comment),
    )
}

/// The setters of credentials.
fn setters(api: &Api) -> Vec<Function> {
    // One example is enough: it is long.
    let first = api
        .credentials
        .iter()
        .position(|credential| credential.source_setter.is_some());
    api.credentials
        .iter()
        .enumerate()
        .flat_map(|(index, credential)| {
            let krate = (Some(index) == first).then(|| api.crate_name());
            credential_setters(credential, krate.as_deref())
        })
        .collect()
}

/// The token source of the example, which the runtime's tests include as well.
const SOURCE: &str = include_str!("token_source.rs");

/// The example of a token source.
fn source_example(krate: &str, setter: &str) -> String {
    format!(
        "```no_run\nuse std::future::Future;\nuse std::pin::Pin;\nuse std::sync::Mutex;\n\n\
         use {krate}::{{BoxError, Client, Error, TokenSource}};\n\n{SOURCE}\n\
         async fn fetch() -> Result<String, BoxError> {{\n    Ok(\"…\".to_owned())\n}}\n\n\
         fn client() -> Result<Client, Error> {{\n    \
         Client::builder().{setter}(CachedToken::default()).build()\n}}\n```"
    )
}

/// The setters of a credential, with an example of a token source for the crate of this name.
fn credential_setters(credential: &Credential, example: Option<&str>) -> Vec<Function> {
    let place = match &credential.kind {
        CredentialKind::ApiKeyHeader(header) => format!("Sent in the {} header", code_span(header)),
        CredentialKind::ApiKeyQuery(query) => {
            format!("Sent in the {} query parameter", code_span(query))
        }
        CredentialKind::ApiKeyCookie(cookie) => format!("Sent in the {} cookie", code_span(cookie)),
        CredentialKind::Basic => {
            "Sent in the `authorization` header, with the `Basic` scheme".to_owned()
        }
        CredentialKind::Bearer => {
            "Sent in the `authorization` header, with the `Bearer` scheme".to_owned()
        }
    };
    let text = comment::text(
        &credential.docs,
        &format!(
            "The credential of the {} scheme.",
            code_span(&credential.scheme)
        ),
    );
    // The setter is not deprecated even if the credential is.
    let about = About::ours(format!("{text}\n\n{place}, and redacted everywhere else."));
    let scheme = credential.scheme.clone();
    let string = || Ty::into(Ty::string());
    let name = &credential.setter;
    if credential.kind == CredentialKind::Basic {
        let body = Body::Client(ClientBody::Basic { scheme });
        let setter = Function {
            arguments: vec![
                ("user".to_owned(), string()),
                ("password".to_owned(), string()),
            ],
            ..Function::setter(name, (String::new(), Ty::Unit), body)
        };
        return vec![setter.about(about)];
    }
    let body = Body::Client(ClientBody::Credential {
        scheme: scheme.clone(),
        argument: name.clone(),
    });
    let mut setters = vec![Function::setter(name, (name.clone(), string()), body).about(about)];
    if let Some(setter) = &credential.source_setter {
        let mut comment = Comment::from(format!(
            "Like [`{0}`](Self::{0}), for tokens that expire.\n\n\
             The source is asked for a token before each attempt of a request, and once more after a 401 \
             response.",
            unraw(name),
        ));
        if let Some(krate) = example {
            let introduction = "# Examples\n\nA source that caches its token until the server rejects it. Concurrent \
                                calls share one request for a new token:";
            comment = comment.with_text(introduction.to_owned());
            let program = source_example(krate, setter);
            comment.0.push(Block::Program(program));
        }
        let argument = ("source".to_owned(), Ty::Impl(ExternName::TOKEN_SOURCE));
        let body = Body::Client(ClientBody::Source { scheme });
        setters.push(Function::setter(setter, argument, body).documented(comment));
    }
    setters
}
