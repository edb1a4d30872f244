//! The explanation of each code, for the command `explain` and for docs/diagnostics.md.

use openapi_crate::diagnostic::Level;

use crate::diagnostic::Diagnostic;

/// The explanation of a code.
pub(crate) struct Explanation {
    /// The code, as in `error[unresolved-reference]`.
    pub(crate) code: &'static str,
    /// When the diagnostic is reported, and why it matters.
    pub(super) meaning: &'static str,
    /// An example of the diagnostic.
    pub(super) example: Example,
    /// The suggested fix.
    pub(super) fix: &'static str,
}

/// An example of a diagnostic.
pub(super) enum Example {
    /// Files by name. `api.yaml` is the document.
    Documents(&'static [(&'static str, &'static str)]),
    /// The diagnostic itself, if it is not about a document, or the document is too large to show.
    Shown(fn() -> Diagnostic),
}

/// A document with these parts after `openapi` and `info`.
macro_rules! document {
    ($parts:literal) => {
        concat!(
            "openapi: 3.0.3\ninfo: { title: Shelf, version: '1' }\n",
            $parts
        )
    };
}

/// All codes: those of the generator, roughly in order of its stages, then those of the command line.
pub(super) const EXPLANATIONS: &[Explanation] = &[
    Explanation {
        code: "unreadable-file",
        meaning: "A required file does not exist or cannot be read: the document, an overlay, the settings, or the target of\n\
        a `$ref`.",
        example: Example::Documents(&[(
            "api.yaml",
            document!(
                "paths: {}\ncomponents:\n  schemas:\n    Book: { $ref: 'parts/book.yaml' }\n"
            ),
        )]),
        fix: "Correct the name, or add the file. A reference is relative to the folder of the file that contains it. Only\n\
        regular files in the document's folder and below are read, after links are resolved. If the document refers to\n\
        `../common.yaml`, name a folder that contains both files with `--root FOLDER`, or `root` in `codegen.toml`. A\n\
        file can have at most 64 MB.",
    },
    Explanation {
        code: "invalid-syntax",
        meaning: "The file is not valid YAML or JSON: the marked characters are unexpected. The mistake may be before them, most\n\
        often in the indentation.",
        example: Example::Documents(&[(
            "api.yaml",
            "openapi: 3.0.3\ninfo:\n  title: Shelf: lends books\n  version: '1'\npaths: {}\n",
        )]),
        fix: "Correct the syntax. A string that contains `: ` or ` #`, or starts with one of\n\
            `[ ] { } , & * ! | > ' \" % @`, must be quoted. This diagnostic also reports files that exceed a limit:\n\
            more than 64 levels of nesting, more than 4 million values, or aliases that expand excessively. A file of more\n\
            than 64 MB is `unreadable-file`.",
    },
    Explanation {
        code: "duplicate-key",
        meaning: "An object has the same key twice. Parsers differ in which one they use, so this is an error.",
        example: Example::Documents(&[(
            "api.yaml",
            document!(
                "paths: {}\ncomponents:\n  schemas:\n    Book: { type: string }\n    Book: { type: integer }\n"
            ),
        )]),
        fix: "Rename or remove one of them.",
    },
    Explanation {
        code: "not-openapi",
        meaning: "The file is not an OpenAPI document: it has no `openapi` member at the top level.",
        example: Example::Documents(&[(
            "api.yaml",
            "openApi: 3.0.3\ninfo: { title: Shelf, version: '1' }\npaths: {}\n",
        )]),
        fix: "Use the right file, or add `openapi: 3.0.3` (or the version that the document follows).",
    },
    Explanation {
        code: "unsupported-version",
        meaning: "The document or an overlay follows a version of its specification that is not supported.",
        example: Example::Documents(&[(
            "api.yaml",
            "swagger: '2.0'\ninfo: { title: Shelf, version: '1' }\npaths: {}\n",
        )]),
        fix: "Convert the document. For Swagger 2.0, use a converter such as `swagger2openapi`. Overlays must be version\n\
        1.0 or 1.1.",
    },
    Explanation {
        code: "invalid-document",
        meaning: "The document violates the OpenAPI specification: a keyword is missing, a value is of the wrong type, or a\n\
        string is not one of those allowed. If the intent is clear, this is a warning that names the fallback. Otherwise,\n\
        it is an error.",
        example: Example::Documents(&[(
            "api.yaml",
            document!(
                "paths:\n  /books:\n    get:\n      deprecated: yes\n      responses: { '204': { description: Done. } }\n"
            ),
        )]),
        fix: "Follow the diagnostic's help. In YAML 1.2, `yes` and `no` are strings, and a version such as `1.10` is a number\n\
        unless it is quoted.",
    },
    Explanation {
        code: "unknown-keyword",
        meaning: "OpenAPI does not define this keyword for this object, so it is ignored. It may be misspelt, or a keyword of a\n\
        different version or object.",
        example: Example::Documents(&[(
            "api.yaml",
            document!(
                "paths:\n  /books:\n    post:\n      requestbody: { content: { text/plain: {} } }\n      responses: { '204': { description: Done. } }\n"
            ),
        )]),
        fix: "Correct the name. The names of custom extensions must start with `x-`.",
    },
    Explanation {
        code: "ignored-sibling",
        meaning: "OpenAPI 3.0 ignores all siblings of a `$ref`, so this keyword has no effect.",
        example: Example::Documents(&[(
            "api.yaml",
            document!(
                "paths: {}\ncomponents:\n  schemas:\n    Name: { type: string }\n    Title:\n      $ref: '#/components/schemas/Name'\n      nullable: true\n"
            ),
        )]),
        fix: "Put the `$ref` into an `allOf` next to the keyword, or move the keyword to the target of the reference.",
    },
    Explanation {
        code: "unresolved-reference",
        meaning: "The target of a `$ref` does not exist or is an object of the wrong kind, or a security requirement names an\n\
        undefined scheme. A reference that is used several times is reported once.",
        example: Example::Documents(&[(
            "api.yaml",
            document!(
                "paths: {}\ncomponents:\n  schemas:\n    Book: { type: string }\n    Shelf: { type: array, items: { $ref: '#/components/schemas/Bok' } }\n"
            ),
        )]),
        fix: "Correct the reference, or define its target. References to URLs and to files outside the document's folder are\n\
        not supported: the generator does not use the network or read other folders. Save a copy in the document's\n\
        folder.",
    },
    Explanation {
        code: "reference-cycle",
        meaning: "References form a cycle that contains no definition. A schema that refers to itself in a property or in `items` is\n\
        valid.",
        example: Example::Documents(&[(
            "api.yaml",
            document!(
                "paths: {}\ncomponents:\n  schemas:\n    A: { $ref: '#/components/schemas/B' }\n    B: { $ref: '#/components/schemas/A' }\n"
            ),
        )]),
        fix: "Replace one of the references with a definition.",
    },
    Explanation {
        code: "invalid-overlay",
        meaning: "An overlay is invalid: it violates the Overlay Specification 1.1, a target is not a JSONPath, an update does not\n\
        match the type of its target, or the overlay extends a different document.",
        example: Example::Documents(&[
            ("api.yaml", document!("paths: {}\n")),
            (
                "api.overlay.yaml",
                "overlay: 1.0.0\ninfo: { title: Ours, version: '1' }\nactions:\n  - target: $.info\n    update: Shelf\n",
            ),
        ]),
        fix: "Give each action a `target`, such as `$.paths['/books'].get`, and `update`, `remove: true` or `copy`. If the\n\
        target is an object, `update` must be an object; its members replace the target's members of the same name.",
    },
    Explanation {
        code: "overlay-no-match",
        meaning: "The target of an overlay action matches nothing in the document, most often because the document has changed.\n\
        This is an error because the action would otherwise be skipped silently. An update that can only be meant for an\n\
        existing property, header, media type or schema is a warning if the document has none of that name.",
        example: Example::Documents(&[
            ("api.yaml", document!("paths:\n  /books: {}\n")),
            (
                "api.overlay.yaml",
                "overlay: 1.0.0\ninfo: { title: Ours, version: '1' }\nactions:\n  - target: $.paths['/book']\n    update: { x-note: ours }\n",
            ),
        ]),
        fix: "Correct the target or the name, or remove the action if it is obsolete. To add a property, give it a `type`.",
    },
    Explanation {
        code: "invalid-extension",
        meaning: "One of the generator's extensions, whose names start with `x-rust-`, is misspelt, is not allowed on this object,\n\
        or has an invalid value. `docs/settings.md` describes them.",
        example: Example::Documents(&[(
            "api.yaml",
            document!(
                "paths: {}\ncomponents:\n  schemas:\n    Book: { type: string, x-rust-name: Volume }\n    Volume: { type: integer }\n"
            ),
        )]),
        fix: "Correct the extension. Other extensions are ignored.",
    },
    Explanation {
        code: "unsupported",
        meaning: "Valid OpenAPI that the generator does not support. This is always a warning, and its help names the fallback. The\n\
        rest of the document is not affected.",
        example: Example::Documents(&[(
            "api.yaml",
            document!(
                "paths: {}\ncomponents:\n  securitySchemes:\n    digest: { type: http, scheme: digest }\n"
            ),
        )]),
        fix: "If the fallback is acceptable, ignore the warning. Otherwise, rewrite the unsupported schema or object with an\n\
        overlay.",
    },
    Explanation {
        code: "undefined-property",
        meaning: "A schema names a property in `required` or as its `discriminator`, but does not define it.",
        example: Example::Documents(&[(
            "api.yaml",
            document!(
                "paths: {}\ncomponents:\n  schemas:\n    Book:\n      type: object\n      required: [titel]\n      properties:\n        title: { type: string }\n"
            ),
        )]),
        fix: "Correct the name, or define the property in `properties`.",
    },
    Explanation {
        code: "document-too-large",
        meaning: "The document describes tens of thousands of types or operations, chains of hundreds of references, or text\n\
        that is repeated thousands of times. Generating the crate would take gigabytes of memory, and compiling it would\n\
        take hours. `docs/decisions/input-limits.md` lists the limits.",
        example: Example::Shown(|| {
            Diagnostic::error(
                "document-too-large",
                "a crate of 40 operations and 80000 types is too large",
            )
            .range(
                "api.yaml",
                "openapi: 3.0.3\ninfo: { title: Shelf, version: '1' }\npaths:\n",
                52..57,
            )
            .help("split the document into several, with a crate for each")
        }),
        fix: "Split the document into several, with a crate for each.",
    },
    Explanation {
        code: "duplicate-operation-id",
        meaning: "Two operations have the same `operationId`. Ids are the names of methods and types, so they must be unique. The\n\
        second operation is named after its method and path, like an operation without an id.",
        example: Example::Documents(&[(
            "api.yaml",
            document!(
                "paths:\n  /books:\n    get:\n      operationId: list\n      responses: { '204': { description: Done. } }\n    put:\n      operationId: list\n      responses: { '204': { description: Done. } }\n"
            ),
        )]),
        fix: "Give one of them a different id, in the document or in an overlay.",
    },
    Explanation {
        code: "path-parameter-mismatch",
        meaning: "A path and the path parameters of its operations do not match: each `{name}` in the path must have a parameter\n\
        of that name with `in: path`, and each such parameter must be in the path. If the intended request is still clear,\n\
        this is only a warning. A parameter that has a different name, or that is declared with `in: query`, is used as\n\
        the path parameter. An undeclared path parameter becomes a string. A path parameter that is not in the path is\n\
        ignored.",
        example: Example::Documents(&[(
            "api.yaml",
            document!(
                "paths:\n  /books/{book_id}:\n    get:\n      operationId: read\n      parameters:\n        - { name: id, in: path, required: true, schema: { type: string } }\n      responses: { '204': { description: Done. } }\n"
            ),
        )]),
        fix: "Use the same name in both, or add the missing parameter.",
    },
    Explanation {
        code: "invalid-config",
        meaning: "The settings file (`codegen.toml`) is invalid.",
        example: Example::Shown(|| {
            let text = "document = \"shelf.yaml\"\noutput = \".\"\n";
            Diagnostic::error(
                "invalid-config",
                "`output` must name a dedicated folder, since the generator owns its `src`",
            )
            .range("spec/codegen.toml", text, 33..36)
        }),
        fix: "Write a TOML file with `document`, `output` and `package`, and optionally the other settings that\n\
        `openapi-crate generate --help` lists. Paths are relative to the folder of `codegen.toml`.",
    },
    Explanation {
        code: "stale-output",
        meaning: "`--check` found that the crate is out of date: the document, an overlay or the generator has changed, or a\n\
        generated file was edited.",
        example: Example::Shown(|| {
            Diagnostic::error(
                "stale-output",
                "`generated` is out of date with `spec/kv-store.yaml`: 1 file changed",
            )
            .file("generated")
            .help("run `cargo xtask codegen` and commit the changes")
        }),
        fix: "Run the command without `--check`, review the diff, and commit it together with its cause.",
    },
    Explanation {
        code: "unwritable-output",
        meaning: "The crate cannot be written: a file is in place of a folder, a folder is in place of a file, or permission is\n\
        denied. Nothing has been changed.",
        example: Example::Shown(|| {
            Diagnostic::error(
                "unwritable-output",
                "`generated` cannot be written: `generated/src` is a file, not a folder",
            )
            .file("generated/src")
        }),
        fix: "Move the file or folder that is in the way, choose a different output folder, or make the output folder\n\
        writable.",
    },
    Explanation {
        code: "different-package",
        meaning: "The output folder has the `Cargo.toml` of a package with a different name. The file is kept, but the\n\
        documentation of the generated code has examples with `use NAME::…`, which would not compile.",
        example: Example::Shown(|| {
            let text = "[package]\nname = \"books\"\nversion = \"0.1.0\"\n";
            Diagnostic::error(
                "different-package",
                "the package of `books/Cargo.toml` is `books`, but the examples of the generated code would use `pens`",
            )
            .range("books/Cargo.toml", text, 17..24)
            .help("generate the package `books`, or change the name in this file to `pens`")
        }),
        fix: "Name the package as in `Cargo.toml` with `--name` or the setting `package`, change the name in `Cargo.toml`, or\n\
        choose a different folder.",
    },
    Explanation {
        code: "not-generated",
        meaning: "The output would overwrite a file that was not generated: its first line has no `@generated` marker.",
        example: Example::Shown(|| {
            Diagnostic::error("not-generated", "`generated/src/lib.rs` would be overwritten, but is not a generated file")
                .file("generated/src/lib.rs")
                .help("move the file, or choose a different folder; generated files have an `@generated` marker in the first line")
        }),
        fix: "Move the file, or choose a different folder.",
    },
    Explanation {
        code: "selector-no-match",
        meaning: "A selector in `codegen.toml`, `--include` or `--exclude` matches no operation of the document.",
        example: Example::Shown(|| {
            Diagnostic::error("selector-no-match", "`tag:boks` matches no operation")
                .file("spec/shelf.yaml")
                .help("did you mean `tag:books`?")
        }),
        fix: "Write `tag:NAME`, `operation:ID` or `path:PATTERN` with a name in the document. `*` in a pattern matches any\n\
        characters.",
    },
    Explanation {
        code: "unused-setting",
        meaning: "A setting has no effect. Either no selected operation needs the part of the document that it is for, such as\n\
        a security scheme, or it is for `Cargo.toml`, which a module does not have, and in which existing values are kept.",
        example: Example::Shown(|| {
            Diagnostic {
            level: Level::Warning,
            ..Diagnostic::error(
                "unused-setting",
                "the settings name the security scheme `admin`, which no selected operation requires; ignoring it",
            )
            .file("spec/shelf.yaml")
            .help("remove the setting, or select an operation that requires the scheme")
        }
        }),
        fix: "Remove the setting, select an operation that needs that part, or change the value in `Cargo.toml`.",
    },
    Explanation {
        code: "invalid-report",
        meaning: "The report file given to `corpus` was not written by `corpus`.",
        example: Example::Shown(|| {
            Diagnostic::error(
                "invalid-report",
                "`report.json` is not a report of an earlier run: expected value at line 1 column 1",
            )
            .file("report.json")
            .help("delete the file, or choose a different one with `--json`")
        }),
        fix: "Delete the file, or choose a different one with `--json`.",
    },
    Explanation {
        code: "unreadable-base",
        meaning: "`diff` cannot read the base: `--base` is neither a file nor a git revision, or `git` cannot be run.",
        example: Example::Shown(|| {
            Diagnostic::error("unreadable-base", "`v9` is neither a file nor a git revision")
                .help("name a branch, a tag or a commit; a shallow clone, as in CI, has only the newest commit")
        }),
        fix: "Name a revision that `git rev-parse` resolves, or a file with the old document. In CI, fetch the full history.",
    },
    Explanation {
        code: "invalid-base",
        meaning: "An option that describes the base, such as `--base-overlay`, was given for a git revision. The settings file of\n\
        the revision describes it.",
        example: Example::Shown(|| {
            Diagnostic::error(
                "invalid-base",
                "`--base-overlay` requires a file as the base, but `HEAD` is not a file",
            )
            .help("remove `--base-overlay`; a revision has its own overlays")
        }),
        fix: "Remove the option, or name a file as the base.",
    },
];
