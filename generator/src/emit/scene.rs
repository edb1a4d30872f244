//! The programs of the front page, as text.

use proc_macro2::TokenStream;
use quote::quote;

use super::example::{request, settings, statements};
use super::ident::ident;
use crate::surface::example::{ClientSetup, Example};
use crate::surface::scene::{Scene, TypedFailure};

/// The program in a code fence, with the hidden lines that make it compile.
pub(super) fn fenced(scene: &Scene) -> String {
    match scene {
        Scene::Settings { krate, setup } => with_settings(krate, setup),
        Scene::Options(example) => with_options(example),
        Scene::Errors { example, failure } => with_errors(example, failure.as_ref()),
        Scene::Testing {
            example,
            setup,
            method,
        } => with_double(example, setup, method),
        Scene::Custom { krate } => custom(krate),
    }
}

fn with_settings(krate: &str, setup: &ClientSetup) -> String {
    let setters = settings(setup);
    let code = statements(&quote! {
        let client = Client::builder()
            #setters
            .timeout(Duration::from_secs(30))
            .retry(RetryPolicy::default().max_attempts(5))
            .header("x-team", "edge")?
            .build()?;
    });
    format!(
        "```no_run\nuse {krate}::{{Client, RetryPolicy}};\nuse std::time::Duration;\n\n\
         # fn example() -> Result<(), {krate}::Error> {{\n{code}# Ok(()) }}\n```"
    )
}

fn with_options(example: &Example) -> String {
    let request = request(example);
    let code = statements(&quote! {
        let options = CallOptions::new()
            .timeout(Duration::from_secs(2))
            .retry(RetryPolicy::none())
            .header("x-trace", "7")?;
        let response = #request.options(options).send().await?;
        println!("{}", response.status());
    });
    let krate = &example.krate;
    in_function(
        example,
        &format!("use {krate}::{{CallOptions, RetryPolicy}};\nuse std::time::Duration;\n"),
        &code,
    )
}

fn with_errors(example: &Example, failure: Option<&TypedFailure>) -> String {
    let krate = &example.krate;
    let request = request(example);
    let (import, arms) = match failure {
        Some(failure) => typed(krate, failure),
        None => (
            String::new(),
            quote! {
                Err(Error::Api(error)) => println!("{}: {:?}", error.status(), error.message()),
                Err(error) => return Err(error),
            },
        ),
    };
    let error = if failure.is_none() {
        format!("use {krate}::Error;\n")
    } else {
        String::new()
    };
    let code = statements(&quote! {
        match #request.send().await {
            Ok(response) => println!("{}", response.status()),
            Err(error) if error.is_timeout() => println!("no response in time"),
            #arms
        }
    });
    in_function(example, &(error + &import), &code)
}

/// The import of a typed failure, and the arm that matches it.
fn typed(krate: &str, failure: &TypedFailure) -> (String, TokenStream) {
    let (module, builder) = (ident(&failure.module), ident(&failure.builder));
    let (name, variant) = (ident(&failure.name), ident(&failure.variant));
    let arm = match failure.values {
        0 => quote! { Some(#name::#variant) => println!("a documented failure") },
        1 => quote! { Some(#name::#variant(body)) => println!("{body:?}") },
        _ => quote! { Some(#name::#variant(status, body)) => println!("{status}: {body:?}") },
    };
    let arms = quote! {
        Err(error) => match error.failure::<#builder>() {
            #arm,
            _ => return Err(error),
        },
    };
    let import = format!("use {krate}::{module}::{{{builder}, {name}}};\n");
    (import, arms)
}

fn with_double(example: &Example, setup: &ClientSetup, method: &str) -> String {
    let krate = &example.krate;
    let (request, setters, method) = (request(example), settings(setup), ident(method));
    let start = statements(&quote! {
        let api = Double::new();
        api.#method().fail(Fault::status(404));
        let client = Client::builder() #setters .service(api.clone()).build()?;
    });
    let end = statements(&quote! {
        let result = #request.send().await;
        assert!(matches!(result, Err(error) if error.is_not_found()));
        assert_eq!(api.calls().len(), 1);
        api.verify();
    });
    let types = types(example);
    format!(
        "```no_run\n# #[cfg(feature = \"testing\")] mod test {{\nuse {krate}::Client;\n{types}\
         use {krate}::testing::{{Double, Fault}};\n\n\
         # async fn example() -> Result<(), {krate}::Error> {{\n{start}\n{end}# Ok(()) }}\n# }}\n```"
    )
}

fn custom(krate: &str) -> String {
    let code = statements(&quote! {
        let response = client.request(Method::GET, "/new/resources").query("limit", 1).send().await?;
        let resources: serde_json::Value = response.json().await?;
        println!("{resources}");
    });
    format!(
        "```no_run\nuse {krate}::{{Method, serde_json}};\n\n\
         # async fn example(client: {krate}::Client) -> Result<(), {krate}::Error> {{\n{code}# Ok(()) }}\n```"
    )
}

/// Statements in a function with the client.
fn in_function(example: &Example, imports: &str, code: &str) -> String {
    let krate = &example.krate;
    let types = types(example);
    format!(
        "```no_run\n{types}{imports}\n\
         # async fn example(client: {krate}::Client) -> Result<(), {krate}::Error> {{\n{code}# Ok(()) }}\n```"
    )
}

/// The import of the types of the arguments.
fn types(example: &Example) -> String {
    if example.uses_types() {
        format!("use {}::types;\n", example.krate)
    } else {
        String::new()
    }
}
