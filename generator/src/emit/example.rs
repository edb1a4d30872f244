//! The examples in documentation, as programs.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::ident::ident;
use crate::surface::example::{ClientSetup, Example, Outcome};
use crate::surface::example_value::Value;

/// The example in a code fence, with the hidden lines that make it compile.
pub(super) fn fenced(example: &Example) -> String {
    let krate = &example.krate;
    let call = statements(&call(example));
    let Some(setup) = &example.client else {
        let import = if example.uses_types() {
            format!("use {krate}::types;\n")
        } else {
            String::new()
        };
        let imports = import + imports(example.outcome);
        return format!(
            "```no_run\n\
             # async fn example(client: {krate}::Client) -> Result<(), {krate}::Error> {{\n\
             {imports}{call}# Ok(()) }}\n```"
        );
    };
    let imported = if example.uses_types() {
        "{Client, types}"
    } else {
        "Client"
    };
    let setup = statements(&client(setup));
    format!(
        "```no_run\nuse {krate}::{imported};\n{}\n\
         # async fn example() -> Result<(), {krate}::Error> {{\n{setup}{call}# Ok(())\n# }}\n```",
        imports(example.outcome)
    )
}

/// The imports for reading a stream.
fn imports(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Items | Outcome::Stream { .. } => "use futures_util::TryStreamExt;\n",
        Outcome::Nothing | Outcome::Response | Outcome::Bytes => "",
    }
}

/// The statements as text, without the indentation of the function around them.
pub(super) fn statements(tokens: &TokenStream) -> String {
    let function = quote! { async fn example() { #tokens } };
    let text = super::print::item(super::syntax::parse(function));
    text.lines()
        .skip(1)
        .filter(|line| *line != "}")
        .map(|line| format!("{}\n", line.strip_prefix("    ").unwrap_or(line)))
        .collect()
}

fn client(setup: &ClientSetup) -> TokenStream {
    match setup {
        ClientSetup::FromEnv => quote! { let client = Client::from_env()?; },
        ClientSetup::Builder { .. } => {
            let settings = settings(setup);
            quote! { let client = Client::builder() #settings .build()?; }
        }
    }
}

/// The setters of the base URL and the credentials.
pub(super) fn settings(setup: &ClientSetup) -> TokenStream {
    let ClientSetup::Builder {
        base_url,
        credentials,
    } = setup
    else {
        return TokenStream::new();
    };
    let base_url = base_url.then(|| quote! { .base_url("https://api.example.com")? });
    let setters = credentials.iter().map(|(setter, strings)| {
        let setter = ident(setter);
        match strings {
            2 => quote! { .#setter("user", "…") },
            _ => quote! { .#setter("…") },
        }
    });
    quote! { #base_url #(#setters)* }
}

/// The request of a call, which nothing has sent.
pub(super) fn request(example: &Example) -> TokenStream {
    let (accessor, method) = (ident(&example.accessor), ident(&example.method));
    let arguments = example.arguments.iter().map(value);
    let setter = example.setter.as_ref().map(|(name, argument)| {
        let (name, value) = (ident(name), value(argument));
        quote! { .#name(#value) }
    });
    quote! { client.#accessor().#method(#(#arguments),*) #setter }
}

fn call(example: &Example) -> TokenStream {
    let call = request(example);
    match example.outcome {
        Outcome::Items => quote! {
            let mut items = #call.items();
            while let Some(item) = items.try_next().await? {
                println!("{item:?}");
            }
        },
        Outcome::Stream { in_field } => {
            let field = in_field.then(|| quote! { .body });
            quote! {
                let mut stream = #call.send().await?.into_inner() #field;
                while let Some(item) = stream.try_next().await? {
                    println!("{item:?}");
                }
            }
        }
        Outcome::Nothing => quote! { #call.send().await?; },
        Outcome::Response => quote! {
            let response = #call.send().await?;
            println!("{response:?}");
        },
        Outcome::Bytes => quote! {
            let bytes = #call.send().await?.bytes().await?;
            println!("{} bytes", bytes.len());
        },
    }
}

fn value(of: &Value) -> TokenStream {
    let path = |path: &str| path.parse::<TokenStream>().unwrap_or_default();
    match of {
        Value::Text(text) => quote! { #text },
        Value::Integer(number) => {
            let number = Literal::i64_unsuffixed(*number);
            quote! { #number }
        }
        Value::Float(number) => {
            let number = Literal::f64_unsuffixed(*number);
            quote! { #number }
        }
        Value::Boolean(value) => quote! { #value },
        Value::Unit => quote! { () },
        Value::Path(text) => path(text),
        Value::Call(function, arguments) => {
            let (function, arguments) = (path(function), arguments.iter().map(value));
            quote! { #function(#(#arguments),*) }
        }
        Value::Macro(name, text) => {
            let name = path(name);
            quote! { #name!(#text) }
        }
        Value::Array(elements) => {
            let elements = elements.iter().map(value);
            quote! { [#(#elements),*] }
        }
        Value::Vec(elements) => {
            let elements = elements.iter().map(value);
            quote! { vec![#(#elements),*] }
        }
        Value::Ref(inner) => {
            let inner = value(inner);
            quote! { &#inner }
        }
        Value::Method(receiver, name, argument) => {
            let (receiver, name) = (value(receiver), ident(name));
            quote! { #receiver.#name(#argument) }
        }
    }
}
