//! The tests, as Rust: one per kind and position. Each passes a value of the generated types to an operation.

use std::fmt::Write as _;

use crate::kinds::{Kind, Position, kinds};

/// Returns the tests, and the list of the warnings.
///
/// Whether an argument is a reference, and whether a response header has its type, is read from the listing of the
/// public API.
pub(crate) fn cells(api: &[String], warnings: &[(String, String)]) -> String {
    let mut text = String::new();
    for kind in kinds() {
        for position in Position::ALL {
            cell(&mut text, api, position, &kind);
        }
    }
    let names = |kind: Kind| Position::ALL.map(|position| (position.name(), kind.name));
    let names: Vec<(&str, &str)> = kinds().into_iter().flat_map(names).collect();
    let _ = writeln!(
        text,
        "/// All positions and kinds.\nconst CELLS: &[(&str, &str)] = &{names:?};\n\n\
         /// The positions and kinds with a warning, and its message.\n\
         const WARNINGS: &[(&str, &str)] = &{warnings:#?};"
    );
    text
}

fn cell(text: &mut String, api: &[String], position: Position, kind: &Kind) {
    let (tag, name) = (position.name(), kind.name);
    let operation = format!("{tag}_{name}");
    let field = if is_nullable(name) {
        "holder.field.unwrap()"
    } else {
        "holder.field"
    };
    let call = |argument: &str| format!("client.{tag}().{operation}({argument}).send().await?");
    let sent = |argument: &str| format!("{}; Ok(Value::Null)", call(argument));
    let body = match position {
        Position::Holder => format!("Ok(json_of(&*{}))", call("&holder")),
        Position::Body => {
            let argument = argument(api, &operation, "body", "field");
            // The type of a format is not from this crate, so only a type with a field of it implements `Serialize`.
            let unwrapped = if is_nullable(name) { ".unwrap()" } else { "" };
            format!(
                "let mut holder = holder; let field = holder.field.clone(){unwrapped}; \
                 holder.field = {}.into_inner(); Ok(json_of(&holder)[\"field\"].take())",
                call(&argument)
            )
        }
        Position::Form => {
            let ty = format!("types::{}Body", camel(&operation));
            // A required property that may be null is not an argument of `new`.
            sent(&if is_nullable(name) {
                format!("&{ty}::default().value({field})")
            } else {
                format!("&{ty}::new({field})")
            })
        }
        Position::Part => sent(&format!("types::{}Parts::new({field})", camel(&operation))),
        Position::ResponseHeader => {
            let header = format!("::{}Response: value: ", camel(&operation));
            let ty = api.iter().find_map(|line| line.split_once(&header));
            let (_, ty) = ty.unwrap_or_else(|| panic!("no header in {header}"));
            // A header of an unsupported type is a string.
            if matches!(ty, "Option<String>" | "Option<i64>") {
                format!("drop(holder); Ok(json_of(&{}.value))", call(""))
            } else {
                format!("Ok(json!({}.value == Some({field})))", call(""))
            }
        }
        Position::Query | Position::Header | Position::Path | Position::Cookie => {
            sent(&argument(api, &operation, "value", field))
        }
    };
    let holder = format!("types::{}Holder", camel(name));
    let _ = writeln!(
        text,
        "#[tokio::test]\nasync fn {operation}() {{\n    \
         check(\"{tag}\", \"{name}\", |client: Client, holder: {holder}| async move {{ {body} }}).await;\n}}\n"
    );
}

/// Whether values of the kind may be `null`.
fn is_nullable(kind: &str) -> bool {
    kind.starts_with("nullable_") && kind != "nullable_items"
}

/// The field of the holder as an argument of the operation.
fn argument(api: &[String], operation: &str, argument: &str, field: &str) -> String {
    let function = format!("fn {operation}(&self, {argument}: ");
    let line = api.iter().find_map(|line| line.split_once(&function));
    let (_, rest) = line.unwrap_or_else(|| panic!("no function {operation}"));
    if rest.starts_with('&') {
        format!("&{field}")
    } else {
        field.to_owned()
    }
}

fn camel(name: &str) -> String {
    name.split('_')
        .map(|word| word[..1].to_uppercase() + &word[1..])
        .collect()
}
