//! Documents that would take more time or memory than their size allows are refused, or take little of both.

mod support;

use std::fmt::Write as _;
use std::io;

use openapi_crate::{Files, Input, Outcome, generate};
use support::diagnostics;

struct Text(String);

impl Files for Text {
    fn read(&self, _: &str) -> io::Result<Vec<u8>> {
        Ok(self.0.clone().into_bytes())
    }
}

/// Generates a crate from a document with these parts after `info`.
fn run(parts: &str) -> Outcome {
    let input = Input {
        document: "a.yaml".to_owned(),
        package: "bounded".to_owned(),
        ..Input::default()
    };
    let text = format!("openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\n{parts}");
    generate(&input, &Text(text))
}

fn schemas(schemas: &str) -> Outcome {
    run(&format!("paths: {{}}\ncomponents:\n  schemas:\n{schemas}"))
}

/// A chain of schemas: `@` in `link` is the number of a schema, `>` the reference to the next one.
fn chain(length: usize, link: &str) -> Outcome {
    let mut all = String::new();
    for n in 0..length {
        let next = format!("{{$ref: '#/components/schemas/S{}'}}", n + 1);
        let link = link.replace('@', &n.to_string()).replace('>', &next);
        writeln!(all, "    S{n}: {link}").unwrap();
    }
    writeln!(
        all,
        "    S{length}: {{type: object, properties: {{end: {{type: string}}}}}}"
    )
    .unwrap();
    schemas(&all)
}

#[track_caller]
fn is_refused(outcome: &Outcome, expected: &str) {
    assert!(outcome.output.is_none());
    let found = diagnostics(outcome);
    assert!(
        found.contains(expected),
        "{}",
        &found[..found.len().min(2000)]
    );
}

#[test]
fn unions_that_are_alternatives_of_themselves_are_refused() {
    for union in [
        "    A: {oneOf: [{$ref: '#/components/schemas/B'}, {type: string}]}\n    B: {oneOf: [{$ref: '#/components/schemas/A'}, {type: integer}]}\n",
        "    A: {oneOf: [{$ref: '#/components/schemas/A'}, {type: string}, {type: integer}]}\n",
        "    A: {anyOf: [{$ref: '#/components/schemas/B'}, {type: string}]}\n    B: {nullable: true, allOf: [{$ref: '#/components/schemas/C'}]}\n    C: {$ref: '#/components/schemas/A'}\n",
        "    A: {oneOf: [{oneOf: [{$ref: '#/components/schemas/A'}, {type: boolean}]}, {type: string}]}\n",
    ] {
        is_refused(&schemas(union), "is an alternative of itself");
    }
}

#[test]
fn unions_that_contain_themselves_in_arrays_and_objects_are_generated() {
    let outcome = schemas(
        "    A: {oneOf: [{type: array, items: {$ref: '#/components/schemas/A'}}, {type: string}, {$ref: '#/components/schemas/O'}]}\n    O: {type: object, properties: {a: {$ref: '#/components/schemas/A'}}}\n",
    );
    assert!(outcome.output.is_some(), "{}", diagnostics(&outcome));
}

#[test]
fn alternatives_next_to_properties_may_be_cyclic() {
    let outcome = schemas(
        "    A: {type: object, properties: {a: {type: string}}, oneOf: [{$ref: '#/components/schemas/B'}, {$ref: '#/components/schemas/C'}]}\n    B: {oneOf: [{$ref: '#/components/schemas/B'}, {$ref: '#/components/schemas/C'}]}\n    C: {type: object, properties: {c: {type: string}}}\n",
    );
    is_refused(&outcome, "`B` is an alternative of itself");
}

/// Each union has the next one twice, so that a value that matches none would be compared 2 to the power of 40 times.
#[test]
fn unions_with_too_many_paths_to_their_alternatives_are_refused() {
    let unions = |levels: usize| {
        let mut text = String::new();
        for n in 0..levels {
            let next = n + 1;
            text.push_str(&format!(
                "    A{n}: {{oneOf: [{{$ref: '#/components/schemas/B{n}'}}, {{$ref: '#/components/schemas/C{n}'}}]}}\n    B{n}: {{oneOf: [{{$ref: '#/components/schemas/A{next}'}}, {{type: string}}]}}\n    C{n}: {{oneOf: [{{$ref: '#/components/schemas/A{next}'}}, {{type: integer}}]}}\n"
            ));
        }
        text.push_str(&format!("    A{levels}: {{type: boolean}}\n"));
        schemas(&text)
    };
    is_refused(&unions(40), "has more than 10000 alternatives");
    assert!(unions(8).output.is_some());
}

#[test]
fn long_chains_are_refused() {
    for link in [
        ">",
        "{type: array, items: >}",
        "{type: object, additionalProperties: >}",
        "{nullable: true, allOf: [>]}",
        "{oneOf: [>, {type: object, required: [p@], properties: {p@: {type: string}}}]}",
        "{anyOf: [>, {type: integer}]}",
    ] {
        is_refused(&chain(3_000, link), "a chain of more than 256");
        let outcome = chain(30, link);
        assert!(outcome.output.is_some(), "{}", diagnostics(&outcome));
    }
}

#[test]
fn long_chains_of_all_of_are_refused() {
    let link = "{allOf: [>, {type: object, properties: {p@: {type: string}}}]}";
    is_refused(&chain(1_000, link), "a chain of `allOf` is longer than 256");
    assert!(chain(100, link).output.is_some());
}

#[test]
fn crates_with_too_many_fields_are_refused() {
    let mut all = "    Base: {type: object, properties: {".to_owned();
    for n in 0..2_000 {
        write!(all, "p{n}: {{type: string}}, ").unwrap();
    }
    all.push_str("}}\n");
    for n in 0..2_000 {
        writeln!(
            all,
            "    S{n}: {{allOf: [{{$ref: '#/components/schemas/Base'}}, {{type: object, properties: {{q: {{type: string}}}}}}]}}"
        )
        .unwrap();
    }
    is_refused(&schemas(&all), "fields and enum values is too large");
}

#[test]
fn enums_with_too_many_values_are_refused() {
    let mut all = "    E: {type: integer, enum: [".to_owned();
    for n in 0..400_000 {
        write!(all, "{n},").unwrap();
    }
    all.push_str("]}\n");
    is_refused(&schemas(&all), "fields and enum values is too large");
}

#[test]
fn null_in_unions_of_unions_is_found_quickly() {
    let mut all = String::new();
    for level in 0..30 {
        for one in 0..10 {
            let members: Vec<String> = (0..10)
                .map(|next| format!("{{$ref: '#/components/schemas/L{}N{next}'}}", level + 1))
                .collect();
            writeln!(
                all,
                "    L{level}N{one}: {{anyOf: [{}]}}",
                members.join(", ")
            )
            .unwrap();
        }
    }
    for one in 0..10 {
        writeln!(
            all,
            "    L30N{one}: {{type: array, items: {{$ref: '#/components/schemas/L0N0'}}}}"
        )
        .unwrap();
    }
    schemas(&all);
}

#[test]
fn server_variables_are_substituted_once() {
    let mut variables = String::new();
    for n in 0..60 {
        write!(variables, "v{n}: {{default: '{{v{0}}}{{v{0}}}'}}, ", n + 1).unwrap();
    }
    let outcome = run(&format!(
        "servers: [{{url: 'https://a.example/{{v0}}', variables: {{{variables}v60: {{default: x}}}}}}]\npaths: {{}}\n"
    ));
    assert!(outcome.output.is_some(), "{}", diagnostics(&outcome));
    assert_eq!(
        outcome.api.map(|api| api.server).as_deref(),
        Some("https://a.example/{v1}{v1}")
    );
    let long = "x".repeat(9_000);
    let outcome = run(&format!(
        "servers: [{{url: 'https://a.example/{{v}}', variables: {{v: {{default: {long}}}}}}}]\npaths: {{}}\n"
    ));
    is_refused(&outcome, "must have at most 8192 bytes");
    // 10 GB, unless the URL ends at the limit.
    let (many, long) = ("{v}".repeat(100_000), "x".repeat(100_000));
    let outcome = run(&format!(
        "servers: [{{url: 'https://a.example/{many}', variables: {{v: {{default: {long}}}}}}}]\npaths: {{}}\n"
    ));
    is_refused(&outcome, "must have at most 8192 bytes");
}

#[test]
fn paths_with_too_many_parameters_are_refused() {
    let path: String = (0..257).map(|n| format!("/{{p{n}}}")).collect();
    let outcome = run(&format!(
        "paths:\n  ? '{path}'\n  : get: {{operationId: a, responses: {{'200': {{description: D}}}}}}\n"
    ));
    is_refused(&outcome, "a path must have at most 256 parameters");
}

fn form(schema: &str) -> Outcome {
    run(&format!(
        "paths:\n  /a:\n    post:\n      operationId: a\n      requestBody:\n        content:\n          multipart/form-data:\n            schema: {schema}\n      responses: {{'200': {{description: D}}}}\n"
    ))
}

fn properties(names: impl Iterator<Item = usize>) -> String {
    let properties: String = names.map(|n| format!("p{n}: {{type: string}}, ")).collect();
    format!("{{type: object, properties: {{{properties}}}}}")
}

#[test]
fn forms_with_too_many_parts_are_refused() {
    is_refused(
        &form(&properties(0..1_001)),
        "a form has more than 1000 parts",
    );
    let outcome = form(&properties(0..1_000));
    assert!(outcome.output.is_some(), "{}", diagnostics(&outcome));
}

/// Parts that several alternatives have count once.
#[test]
fn forms_of_many_alternatives_are_generated() {
    let same = properties(0..200);
    let file = "{type: object, properties: {file: {type: string, format: binary}}}";
    let outcome = form(&format!(
        "{{oneOf: [{}{file}]}}",
        format!("{same}, ").repeat(10)
    ));
    assert!(outcome.output.is_some(), "{}", diagnostics(&outcome));
}

/// Each level has the next one twenty times.
#[test]
fn forms_with_too_many_paths_to_their_parts_are_refused() {
    let mut all = String::new();
    for n in 0..14 {
        let next = format!("{{$ref: '#/components/schemas/S{}'}}, ", n + 1);
        writeln!(all, "    S{n}: {{allOf: [{}]}}", next.repeat(20)).unwrap();
    }
    let outcome = run(&format!(
        "paths:\n  /a:\n    post:\n      operationId: a\n      requestBody: {{content: {{multipart/form-data: {{schema: {{$ref: '#/components/schemas/S0'}}}}}}}}\n      responses: {{'200': {{description: D}}}}\ncomponents:\n  schemas:\n{all}    S14: {{type: object, properties: {{p: {{type: string}}}}}}\n"
    ));
    is_refused(&outcome, "with each component repeated where it is used");
}

#[test]
fn documents_with_too_many_security_schemes_are_refused() {
    let schemes = |count: usize| {
        let schemes: String = (0..count)
            .map(|n| format!("    s{n}: {{type: http, scheme: bearer}}\n"))
            .collect();
        run(&format!(
            "paths: {{}}\ncomponents:\n  securitySchemes:\n{schemes}"
        ))
    };
    is_refused(&schemes(1_001), "more than 1000 security schemes");
    assert!(schemes(1_000).output.is_some());
}

#[test]
fn crates_with_too_many_types_are_refused() {
    let schemas: String = (0..75_001).map(|n| format!(",\"S{n}\":{{}}")).collect();
    let input = Input {
        document: "a.json".to_owned(),
        package: "bounded".to_owned(),
        ..Input::default()
    };
    let text = format!(
        "{{\"openapi\":\"3.0.3\",\"info\":{{\"title\":\"T\",\"version\":\"1\"}},\"paths\":{{}},\"components\":{{\"schemas\":{{{}}}}}}}",
        &schemas[1..]
    );
    is_refused(
        &generate(&input, &Text(text)),
        "a crate of 0 operations and 75001 types is too large",
    );
}

/// Each definition of the property is compared with those before it.
#[test]
fn properties_with_too_many_definitions_are_refused() {
    let definitions = |count: usize| -> Outcome {
        let all: String = (0..count)
            .map(|n| format!("{{properties: {{p: {{type: string, minLength: {n}}}}}}}, "))
            .collect();
        schemas(&format!("    W: {{allOf: [{all}]}}\n"))
    };
    is_refused(
        &definitions(6_500),
        "combining the schemas takes more than 20000000 steps",
    );
    assert!(definitions(100).output.is_some());
}

/// Each union compares all properties of the same two objects.
#[test]
fn unions_that_take_too_many_comparisons_are_refused() {
    let names: String = (0..2_000).map(|n| format!("p{n}, ")).collect();
    let object = properties(0..2_000);
    let object = format!("{}, required: [{names}]}}", &object[..object.len() - 1]);
    let unions = |count: usize| {
        let unions: String = (0..count)
            .map(|n| format!("    U{n}: {{oneOf: [{{$ref: '#/components/schemas/A'}}, {{$ref: '#/components/schemas/B'}}]}}\n"))
            .collect();
        schemas(&format!("    A: {object}\n    B: {object}\n{unions}"))
    };
    is_refused(
        &unions(4_000),
        "distinguishing the alternatives of each union takes more than 20000000 comparisons",
    );
    assert!(unions(10).output.is_some());
}

/// The example of a request body with `count` required properties, if it has one.
fn body(count: usize, example: &str) -> String {
    let all = 0..count;
    let required: String = all.clone().map(|n| format!("p{n}, ")).collect();
    let properties: String = all
        .map(|n| format!("p{n}: {{type: string, example: {example}}}, "))
        .collect();
    let outcome = run(&format!(
        "paths:\n  /a:\n    post:\n      operationId: a\n      requestBody:\n        required: true\n        content: {{application/json: {{schema: {{$ref: '#/components/schemas/B'}}}}}}\n      responses: {{'200': {{description: D}}}}\ncomponents:\n  schemas:\n    B: {{type: object, required: [{required}], properties: {{{properties}}}}}\n"
    ));
    let output = outcome.output.unwrap();
    output.files.into_iter().map(|file| file.contents).collect()
}

#[test]
fn examples_have_a_limited_number_of_values() {
    let calls = |files: &str| files.contains("types::B::new");
    assert!(calls(&body(90, "e")));
    assert!(!calls(&body(101, "e")));
}

#[test]
fn examples_have_strings_of_a_limited_length() {
    let (short, long) = ("e".repeat(2_000), "e".repeat(2_001));
    assert!(body(1, &short).contains(&short));
    assert!(!body(1, &long).contains(&long));
}

/// Sixty paths refer to a path item of 20,000 values.
#[test]
fn path_items_that_are_copied_too_often_are_refused() {
    let parameters: String = (0..4_000)
        .map(|n| format!("{{name: p{n}, in: query, schema: {{type: string}}}}, "))
        .collect();
    let item = format!("{{parameters: [{parameters}]}}");
    let uses: String = (0..60)
        .map(|n| format!("  /b{n}: {{$ref: '#/paths/~1a'}}\n"))
        .collect();
    is_refused(
        &run(&format!("paths:\n  /a: {item}\n{uses}")),
        "copies more than 1000000 values",
    );
}
