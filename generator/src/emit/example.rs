//! A compiled example for each operation, with values that the document shows.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;
use serde_json::Value;

use super::argument::is_lent;
use super::reflow::{WIDTH, reflow};
use super::ty::ident;
use crate::model::operation::{Operation, RequestBody, RequestContent};
use crate::model::security::CredentialKind;
use crate::model::types::{
    Integer, Object, Part, PartContent, ResponseBody, Type, TypeId, TypeKind,
};
use crate::model::{Api, Group};

/// Types may hold one another without end; an example does not.
const DEEPEST: usize = 8;

/// Stands in an example where it would go on, and keeps it from being shown.
const DEEPER: &str = "goes_deeper_than_is_shown";

/// The example of an operation, for one who has a client already; none where a value in it would have no end.
pub(super) fn operation(api: &Api, group: &Group, operation: &Operation) -> Option<String> {
    let krate = api.package.replace('-', "_");
    let call = call(api, group, operation);
    let import = mentions_types(&call).then(|| {
        let krate = ident(&krate);
        quote! { use #krate::types; }
    });
    let body = statements(&quote! { #import #call })?;
    Some(format!(
        "```no_run\n\
         # async fn example(client: {krate}::Client) -> Result<(), {krate}::Error> {{\n{body}# Ok(()) }}\n```"
    ))
}

/// The example of an operation, from the start.
pub(super) fn whole(api: &Api, group: &Group, operation: &Operation) -> Option<String> {
    let krate = ident(&api.package.replace('-', "_"));
    let client = if api
        .credentials
        .iter()
        .any(|credential| credential.variable.is_some())
    {
        quote! { let client = Client::from_env()?; }
    } else {
        let base_url = api
            .server
            .is_empty()
            .then(|| quote! { .base_url("https://api.example.com")? });
        let setters = api.credentials.iter().map(|credential| {
            let setter = ident(&credential.setter);
            match credential.kind {
                CredentialKind::Basic => quote! { .#setter("user", "…") },
                _ => quote! { .#setter("…") },
            }
        });
        quote! { let client = Client::builder() #base_url #(#setters)* .build()?; }
    };
    let call = call(api, group, operation);
    let imports = if mentions_types(&call) {
        quote! { {Client, types} }
    } else {
        quote! { Client }
    };
    let body = statements(&quote! { #client #call })?;
    // What is imported stands outside of the function that the example is compiled in, as it would in a program.
    let (imports_of_call, body): (Vec<&str>, Vec<&str>) =
        body.lines().partition(|line| line.starts_with("use "));
    let imports = statements(&quote! { use #krate::#imports; })? + &imports_of_call.join("\n");
    Some(format!(
        "```no_run\n{}\n\n# async fn example() -> Result<(), {krate}::Error> {{\n{}\n# Ok(())\n# }}\n```",
        imports.trim_end(),
        body.join("\n")
    ))
}

fn mentions_types(call: &TokenStream) -> bool {
    super::file::identifiers(call).contains("types")
}

/// Statements as they stand in a function, without its indentation, unless a value in them goes deeper than is shown.
fn statements(tokens: &TokenStream) -> Option<String> {
    let text = match syn::parse2::<syn::File>(quote! { async fn example() { #tokens } }) {
        // In a comment, and without the indentation of the function.
        Ok(file) => reflow(&prettyplease::unparse(&file), WIDTH - 4),
        Err(_) => return Some(format!("{tokens}\n")),
    };
    if text.contains(DEEPER) {
        return None;
    }
    let lines = text.lines().skip(1).filter(|line| *line != "}");
    Some(
        lines
            .map(|line| format!("{}\n", line.strip_prefix("    ").unwrap_or(line)))
            .collect(),
    )
}

/// The statements of a call.
fn call(api: &Api, group: &Group, operation: &Operation) -> TokenStream {
    let (module, name) = (ident(&group.module), ident(&operation.name));
    let mut arguments: Vec<TokenStream> = operation
        .required_parameters()
        .map(|parameter| {
            lent(
                api,
                &parameter.ty,
                parameter.example.as_ref(),
                &parameter.wire_name,
            )
        })
        .collect();
    let mut setter = None;
    if let Some(body) = &operation.body {
        let value = body_value(api, body);
        if body.required {
            arguments.push(value);
        } else {
            let name = ident(&body.name);
            setter = Some(quote! { .#name(#value) });
        }
    }
    let call = quote! { client.#module().#name(#(#arguments),*) #setter };
    if operation.pagination.is_some() {
        return quote! {
            use futures_util::TryStreamExt;
            let mut items = #call.items();
            while let Some(item) = items.try_next().await? {
                println!("{item:?}");
            }
        };
    }
    match operation.success.body {
        ResponseBody::Empty => quote! { #call.send().await?; },
        ResponseBody::JsonLines(_) | ResponseBody::Events(_) => quote! {
            use futures_util::TryStreamExt;
            let mut stream = #call.send().await?.into_inner();
            while let Some(item) = stream.try_next().await? {
                println!("{item:?}");
            }
        },
        ResponseBody::Json(_) | ResponseBody::Text | ResponseBody::ByStatus(_) => quote! {
            let response = #call.send().await?;
        },
        ResponseBody::Bytes => quote! {
            let bytes = #call.send().await?.bytes().await?;
        },
    }
}

fn body_value(api: &Api, body: &RequestBody) -> TokenStream {
    match &body.content {
        RequestContent::Json(Type::String) => text(body.example.as_ref(), "text"),
        RequestContent::Multipart(id) => {
            value(api, &Type::Named(*id), body.example.as_ref(), &body.name, 0)
        }
        RequestContent::Json(ty) | RequestContent::Form { ty, .. } => {
            lent(api, ty, body.example.as_ref(), &body.name)
        }
        RequestContent::JsonLines(ty) => {
            let lines = match &body.example {
                Some(Value::Array(lines)) if !lines.is_empty() => {
                    lines.iter().take(2).map(Some).collect()
                }
                _ => vec![None],
            };
            let lines = lines
                .into_iter()
                .map(|line| owned(api, ty, line, "value", 0));
            quote! { [#(#lines),*] }
        }
        RequestContent::Bytes => text(body.example.as_ref(), "hello"),
    }
}

/// A value as a call takes it.
fn lent(api: &Api, ty: &Type, example: Option<&Value>, fallback: &str) -> TokenStream {
    let value = value(api, ty, example, fallback, 0);
    if is_lent(&api.types, ty) {
        quote! { &#value }
    } else {
        value
    }
}

/// A value of exactly the type, where nothing turns what is given into it.
fn owned(
    api: &Api,
    ty: &Type,
    example: Option<&Value>,
    fallback: &str,
    depth: usize,
) -> TokenStream {
    let value = value(api, ty, example, fallback, depth);
    match api.types.without_aliases(ty) {
        Type::String => quote! { #value.to_owned() },
        Type::Base64 | Type::Secret => quote! { #value.into() },
        _ => value,
    }
}

/// A value of a type: the document's where it shows one that fits.
fn value(
    api: &Api,
    ty: &Type,
    example: Option<&Value>,
    fallback: &str,
    depth: usize,
) -> TokenStream {
    match api.types.without_aliases(ty) {
        Type::String | Type::Secret => text(example, fallback),
        Type::Boolean => {
            let value = example.and_then(Value::as_bool).unwrap_or(true);
            quote! { #value }
        }
        Type::Integer(integer) => {
            let number = match integer {
                Integer::I32 => example
                    .and_then(Value::as_i64)
                    .filter(|&n| i32::try_from(n).is_ok()),
                Integer::U32 => example
                    .and_then(Value::as_i64)
                    .filter(|&n| u32::try_from(n).is_ok()),
                Integer::I64 => example.and_then(Value::as_i64),
                Integer::U64 => example.and_then(Value::as_i64).filter(|&n| n >= 0),
            };
            let literal = Literal::i64_unsuffixed(number.unwrap_or(1));
            quote! { #literal }
        }
        Type::Float | Type::Double => {
            let literal = Literal::f64_unsuffixed(example.and_then(Value::as_f64).unwrap_or(1.0));
            quote! { #literal }
        }
        // The example shows Base64; what stands behind it reads better.
        Type::Base64 => quote! { "hello" },
        Type::Timestamp => quote! { jiff::Timestamp::UNIX_EPOCH },
        Type::Date => quote! { jiff::civil::date(2020, 1, 1) },
        Type::Ipv4 => quote! { std::net::Ipv4Addr::LOCALHOST },
        Type::Ipv6 => quote! { std::net::Ipv6Addr::LOCALHOST },
        Type::Uuid => match example.and_then(Value::as_str).filter(|text| is_uuid(text)) {
            Some(text) => quote! { uuid::uuid!(#text) },
            None => quote! { uuid::Uuid::nil() },
        },
        Type::Array(element) => {
            let shown = example
                .and_then(Value::as_array)
                .and_then(|elements| elements.first());
            let element = if depth < DEEPEST {
                vec![owned(api, element, shown, fallback, depth + 1)]
            } else {
                vec![]
            };
            let list = quote! { [#(#element),*] };
            if depth == 0 {
                list
            } else {
                quote! { vec!#list }
            }
        }
        Type::Nullable(inner) => {
            let value = owned(api, inner, example, fallback, depth);
            quote! { Some(#value) }
        }
        Type::Map(_) => quote! { Default::default() },
        Type::Null => quote! { () },
        Type::Untyped => quote! { serde_json::Value::Null },
        Type::Named(id) => named(api, *id, example, fallback, depth),
    }
}

/// A value of a type with a name of its own.
fn named(
    api: &Api,
    id: TypeId,
    example: Option<&Value>,
    fallback: &str,
    depth: usize,
) -> TokenStream {
    let definition = &api.types[id];
    let name = ident(&definition.name);
    match &definition.kind {
        TypeKind::StringEnum(string_enum) => {
            let shown = example.and_then(Value::as_str);
            let named = |text| {
                string_enum
                    .variants
                    .iter()
                    .find(|variant| Some(&*variant.wire_name) == text)
            };
            match named(shown).or(string_enum.variants.first()) {
                Some(variant) => {
                    let variant = ident(&variant.name);
                    quote! { types::#name::#variant }
                }
                None => quote! { types::#name::from(String::new()) },
            }
        }
        TypeKind::IntegerEnum(integer_enum) => {
            let shown = example.and_then(Value::as_i64);
            let named = |value| {
                integer_enum
                    .variants
                    .iter()
                    .find(|variant| Some(variant.value) == value)
            };
            match named(shown).or(integer_enum.variants.first()) {
                Some(variant) => {
                    let variant = ident(&variant.name);
                    quote! { types::#name::#variant }
                }
                None => quote! { types::#name::from(1) },
            }
        }
        TypeKind::Checked(checked) => {
            let value = value(api, &checked.ty, example, fallback, depth);
            quote! { types::#name::new(#value).expect("it is within the limits") }
        }
        TypeKind::OneOf(one_of) => match one_of.variants.first() {
            Some(variant) if depth < DEEPEST => {
                let value = owned(api, &variant.ty, example, fallback, depth + 1);
                let value = if variant.boxed {
                    quote! { Box::new(#value) }
                } else {
                    value
                };
                let variant = ident(&variant.name);
                quote! { types::#name::#variant(#value) }
            }
            _ => {
                let other = ident(&one_of.other);
                quote! { types::#name::#other(serde_json::Value::Null) }
            }
        },
        TypeKind::Object(_) if depth >= DEEPEST => {
            let deeper = ident(DEEPER);
            quote! { #deeper }
        }
        TypeKind::Object(object) => {
            let arguments = constructor_arguments(api, object, example, depth);
            let function = if arguments.is_empty() {
                "default"
            } else {
                "new"
            };
            let function = ident(function);
            quote! { types::#name::#function(#(#arguments),*) }
        }
        TypeKind::Multipart(parts) => multipart(api, &name, parts, example),
        TypeKind::Alias(_) | TypeKind::Response(_) | TypeKind::ByStatus(_) => {
            quote! { Default::default() }
        }
    }
}

/// Parts with what is required.
fn multipart(api: &Api, name: &Ident, parts: &[Part], example: Option<&Value>) -> TokenStream {
    let arguments: Vec<TokenStream> = parts
        .iter()
        .filter(|part| part.required)
        .map(|part| match &part.content {
            PartContent::File => quote! { "hello" },
            PartContent::Files => quote! { ["hello".into()] },
            PartContent::Value(ty) => {
                let shown = example
                    .and_then(|object| object.get(&part.wire_name))
                    .or(part.example.as_ref());
                value(api, ty, shown, &part.wire_name, 1)
            }
        })
        .collect();
    let function = ident(if arguments.is_empty() {
        "default"
    } else {
        "new"
    });
    quote! { types::#name::#function(#(#arguments),*) }
}

fn constructor_arguments(
    api: &Api,
    object: &Object,
    example: Option<&Value>,
    depth: usize,
) -> Vec<TokenStream> {
    let required = object.fields.iter().filter(|field| field.is_argument());
    required
        .map(|field| {
            let shown = example
                .and_then(|object| object.get(&field.wire_name))
                .or(field.example.as_ref());
            value(api, &field.ty, shown, &field.wire_name, depth + 1)
        })
        .collect()
}

fn text(example: Option<&Value>, fallback: &str) -> TokenStream {
    let text = example.and_then(Value::as_str).unwrap_or(fallback);
    quote! { #text }
}

/// Whether a text is a UUID as RFC 9562 writes it (section 4).
fn is_uuid(text: &str) -> bool {
    let mut groups = text.split('-');
    let right = |group: &str, digits| {
        group.len() == digits && group.bytes().all(|byte| byte.is_ascii_hexdigit())
    };
    [8, 4, 4, 4, 12]
        .into_iter()
        .all(|digits| groups.next().is_some_and(|group| right(group, digits)))
        && groups.next().is_none()
}
