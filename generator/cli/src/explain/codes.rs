//! The explanation of each code, for the command `explain` and for docs/diagnostics.md.

use crate::diagnostic::Diagnostic;

/// The explanation of one code.
pub(crate) struct Explanation {
    /// The code, as in `error[unresolved-reference]`.
    pub(crate) code: &'static str,
    /// When it is reported, and why that matters.
    pub(super) meaning: &'static str,
    /// Something that leads to the diagnostic.
    pub(super) example: Example,
    /// What to do.
    pub(super) cure: &'static str,
}

/// Something that leads to a diagnostic.
pub(super) enum Example {
    /// Files by their names; `api.yaml` is the document.
    Documents(&'static [(&'static str, &'static str)]),
    /// The diagnostic itself, where it is not about a document, or about one too large to show.
    Shown(fn() -> Diagnostic),
}

/// A document with these parts behind `openapi` and `info`.
macro_rules! document {
    ($parts:literal) => {
        concat!(
            "openapi: 3.0.3\ninfo: { title: Shelf, version: '1' }\n",
            $parts
        )
    };
}

/// Every code: those of the generator in the order in which a document meets them, then those of the command line.
pub(super) const EXPLANATIONS: &[Explanation] = &[
    Explanation {
        code: "unreadable-file",
        meaning: "A file that the run needs is not there, or cannot be read: the document, an overlay, the settings, or\n\
            a file that a `$ref` names.",
        example: Example::Documents(&[(
            "api.yaml",
            document!(
                "paths: {}\ncomponents:\n  schemas:\n    Book: { $ref: 'parts/book.yaml' }\n"
            ),
        )]),
        cure: "Correct the name, or put the file there. A reference is relative to the folder of the file that has it;\n\
            only files beside the document and below are read.",
    },
    Explanation {
        code: "invalid-syntax",
        meaning: "The file is not YAML or not JSON: the marked characters are not allowed there. The mistake may be\n\
            before them, most often in the indentation.",
        example: Example::Documents(&[(
            "api.yaml",
            "openapi: 3.0.3\ninfo:\n  title: Shelf: lends books\n  version: '1'\npaths: {}\n",
        )]),
        cure: "Correct it there. A string with `: `, ` #` or one of `[ ] { } , & * ! | > ' \" % @` at its start must be\n\
            in quotes. The same code is used where a file is too large to be meant: more than 64 levels of nesting, more\n\
            than 4 million values, or aliases that expand without end.",
    },
    Explanation {
        code: "duplicate-key",
        meaning: "An object has the same name twice. Parsers differ in which of the two counts, so neither does.",
        example: Example::Documents(&[(
            "api.yaml",
            document!(
                "paths: {}\ncomponents:\n  schemas:\n    Book: { type: string }\n    Book: { type: integer }\n"
            ),
        )]),
        cure: "Rename one of them, or remove the one that is not meant.",
    },
    Explanation {
        code: "not-openapi",
        meaning: "The document does not say that it is one: it has no `openapi` at the top.",
        example: Example::Documents(&[(
            "api.yaml",
            "openApi: 3.0.3\ninfo: { title: Shelf, version: '1' }\npaths: {}\n",
        )]),
        cure: "Name the right file, or add `openapi: 3.0.3` (or the version that the document follows).",
    },
    Explanation {
        code: "unsupported-version",
        meaning: "The document, or an overlay, follows a version of its specification that the generator does not read.",
        example: Example::Documents(&[(
            "api.yaml",
            "swagger: '2.0'\ninfo: { title: Shelf, version: '1' }\npaths: {}\n",
        )]),
        cure: "Convert it. For Swagger 2.0 there is `swagger2openapi`; overlays are read as version 1.0.",
    },
    Explanation {
        code: "invalid-document",
        meaning: "The document is not what OpenAPI requires: a keyword is missing, a value is of the wrong type, a word is\n\
            none of those allowed. It is an error where the generator cannot know what was meant, and a\n\
            warning, with the reading that is taken, where it can.",
        example: Example::Documents(&[(
            "api.yaml",
            document!(
                "paths:\n  /books:\n    get:\n      deprecated: yes\n      responses: { '204': { description: Done. } }\n"
            ),
        )]),
        cure: "Write what the diagnostic asks for. In YAML 1.2, `yes` and `no` are strings, and a version such as `1.10` is a number unless it is in quotes.",
    },
    Explanation {
        code: "unknown-keyword",
        meaning: "OpenAPI has no such keyword at that place, so it is ignored: a slip of the pen, or a keyword of another\n\
            version or another object.",
        example: Example::Documents(&[(
            "api.yaml",
            document!(
                "paths:\n  /books:\n    post:\n      requestbody: { content: { text/plain: {} } }\n      responses: { '204': { description: Done. } }\n"
            ),
        )]),
        cure: "Correct the name. An extension of your own starts with `x-`, and is accepted.",
    },
    Explanation {
        code: "ignored-sibling",
        meaning: "OpenAPI 3.0 ignores all keywords beside a `$ref`: this one has no effect.",
        example: Example::Documents(&[(
            "api.yaml",
            document!(
                "paths: {}\ncomponents:\n  schemas:\n    Name: { type: string }\n    Title:\n      $ref: '#/components/schemas/Name'\n      nullable: true\n"
            ),
        )]),
        cure: "Put the reference into an `allOf` and the keyword beside that, or move the keyword to what is referred to.",
    },
    Explanation {
        code: "unresolved-reference",
        meaning: "A `$ref` leads to nothing, or to an object of the wrong kind; or a security requirement names a scheme that\n\
            does not exist. However often the document has the same reference, it is one diagnostic.",
        example: Example::Documents(&[(
            "api.yaml",
            document!(
                "paths: {}\ncomponents:\n  schemas:\n    Book: { type: string }\n    Shelf: { type: array, items: { $ref: '#/components/schemas/Bok' } }\n"
            ),
        )]),
        cure: "Correct the reference, or define what it names. References to URLs and to files outside of the document's\n\
            folder are refused: a run reads nothing from the network and nothing that is not part of the document. Save a\n\
            copy in the folder.",
    },
    Explanation {
        code: "reference-cycle",
        meaning: "References lead back to where they started, with nothing but references on the way, so that they\n\
            define nothing. A schema that has itself as a property or an element is no such cycle, and fine.",
        example: Example::Documents(&[(
            "api.yaml",
            document!(
                "paths: {}\ncomponents:\n  schemas:\n    A: { $ref: '#/components/schemas/B' }\n    B: { $ref: '#/components/schemas/A' }\n"
            ),
        )]),
        cure: "Make one of them a definition.",
    },
    Explanation {
        code: "invalid-overlay",
        meaning: "An overlay is wrong in itself: it is not what the Overlay Specification 1.0 has, a target is no\n\
            JSONPath, an update does not fit what it changes, or it says that it belongs to another document.",
        example: Example::Documents(&[
            ("api.yaml", document!("paths: {}\n")),
            (
                "api.overlay.yaml",
                "overlay: 1.0.0\ninfo: { title: Ours, version: '1' }\nactions:\n  - target: $.info\n    update: Shelf\n",
            ),
        ]),
        cure: "An action has a `target`, such as `$.paths['/books'].get`, and either `update` or `remove: true`. An update\n\
            of an object is an object, whose members replace those of the same name.",
    },
    Explanation {
        code: "overlay-no-match",
        meaning: "The target of an overlay's action matches nothing in the document: most often the document has changed\n\
            and the overlay has not. The hint in it would be lost without a word.",
        example: Example::Documents(&[
            ("api.yaml", document!("paths:\n  /books: {}\n")),
            (
                "api.overlay.yaml",
                "overlay: 1.0.0\ninfo: { title: Ours, version: '1' }\nactions:\n  - target: $.paths['/book']\n    update: { x-note: ours }\n",
            ),
        ]),
        cure: "Correct the target, or remove the action if what it was for is gone.",
    },
    Explanation {
        code: "invalid-extension",
        meaning: "One of the generator's own extensions, whose names start with `x-rust-`, is misspelt, is where it has no\n\
            meaning, or asks for something impossible. `spec/README.md` describes them.",
        example: Example::Documents(&[(
            "api.yaml",
            document!(
                "paths: {}\ncomponents:\n  schemas:\n    Book: { type: string, x-rust-name: Volume }\n    Volume: { type: integer }\n"
            ),
        )]),
        cure: "Correct the hint. Other extensions are left alone.",
    },
    Explanation {
        code: "unsupported",
        meaning: "Valid OpenAPI that the generator does not support. It is always a warning, and its help says what is\n\
            done instead; the rest of the document is as good as ever.",
        example: Example::Documents(&[(
            "api.yaml",
            document!(
                "paths: {}\ncomponents:\n  securitySchemes:\n    digest: { type: http, scheme: digest }\n"
            ),
        )]),
        cure: "Nothing has to be done if the fallback will do. Otherwise an overlay can give the part another shape.",
    },
    Explanation {
        code: "undefined-property",
        meaning: "A schema names a property that it does not describe: in `required`, or as the property by which a\n\
            `discriminator` tells its kinds apart.",
        example: Example::Documents(&[(
            "api.yaml",
            document!(
                "paths: {}\ncomponents:\n  schemas:\n    Book:\n      type: object\n      required: [titel]\n      properties:\n        title: { type: string }\n"
            ),
        )]),
        cure: "Correct the name, or describe the property in `properties`.",
    },
    Explanation {
        code: "document-too-large",
        meaning: "The document describes tens of thousands of types or operations: to write the crate would take gigabytes of\n\
            memory, and to compile it hours.",
        example: Example::Shown(|| {
            Diagnostic::error(
                "document-too-large",
                "a crate of 40 operations and 80000 types is too large to be written",
            )
            .range(
                "api.yaml",
                "openapi: 3.0.3\ninfo: { title: Shelf, version: '1' }\npaths:\n",
                52..57,
            )
            .help("make a crate each of parts of the document")
        }),
        cure: "Make documents of parts of it, and a crate each.",
    },
    Explanation {
        code: "duplicate-operation-id",
        meaning: "Two operations have the same `operationId`. The ids name methods and types, so they must differ: the later\n\
            one is called after its method and path, as one without an id is.",
        example: Example::Documents(&[(
            "api.yaml",
            document!(
                "paths:\n  /books:\n    get:\n      operationId: list\n      responses: { '204': { description: Done. } }\n    put:\n      operationId: list\n      responses: { '204': { description: Done. } }\n"
            ),
        )]),
        cure: "Give one of them another id, in the document or in an overlay.",
    },
    Explanation {
        code: "path-parameter-mismatch",
        meaning: "A path and the path parameters of its operations do not agree: `{name}` in the path needs a parameter of\n\
            that name with `in: path`, and the other way round. It is a warning where the wire format is clear all the\n\
            same: a parameter under another name, in the query, or not described at all is taken for the one of the path,\n\
            as a string if nothing says otherwise; one that the path does not have is left out.",
        example: Example::Documents(&[(
            "api.yaml",
            document!(
                "paths:\n  /books/{book_id}:\n    get:\n      operationId: read\n      parameters:\n        - { name: id, in: path, required: true, schema: { type: string } }\n      responses: { '204': { description: Done. } }\n"
            ),
        )]),
        cure: "Use the same name in both, or add what is missing.",
    },
    Explanation {
        code: "invalid-config",
        meaning: "The settings (`codegen.toml`) are wrong.",
        example: Example::Shown(|| {
            let text = "document = \"shelf.yaml\"\noutput = \".\"\n";
            Diagnostic::error(
                "invalid-config",
                "`output` must name a folder of its own: what is below its `src` belongs to the generator",
            )
            .range("spec/codegen.toml", text, 33..36)
        }),
        cure: "The file is TOML and has `document`, `output`, `package` and, where there are any, `overlays`, `include`,\n\
            `exclude` and `regenerate`; names are relative to its folder.",
    },
    Explanation {
        code: "stale-output",
        meaning: "`--check` found that the crate is not what the document yields: the document, an overlay or the\n\
            generator has changed and the crate has not, or somebody edited a generated file.",
        example: Example::Shown(|| {
            Diagnostic::error(
                "stale-output",
                "`generated` is not what `spec/kv-store.yaml` yields: 1 file to change",
            )
            .file("generated")
            .help("run `cargo xtask codegen` and commit what it changes")
        }),
        cure: "Run the command without `--check`, read the difference, and commit it together with its cause.",
    },
    Explanation {
        code: "unwritable-output",
        meaning: "The crate cannot be written: something else is where a file or a folder belongs, or permission is\n\
            missing. Nothing has been changed.",
        example: Example::Shown(|| {
            Diagnostic::error(
                "unwritable-output",
                "`generated` cannot be written: `generated/src` is a file, not a folder",
            )
            .file("generated/src")
        }),
        cure: "Move away what is there, choose another folder, or make it writable.",
    },
    Explanation {
        code: "not-generated",
        meaning: "A file would be overwritten that the generator did not write: its first line does not say so.",
        example: Example::Shown(|| {
            Diagnostic::error("not-generated", "`generated/src/lib.rs` would be overwritten, and is not generated")
                .file("generated/src/lib.rs")
                .help("move it away, or choose another folder; the first line of a generated file says that it is one")
        }),
        cure: "Move it away, or let the generator write to another folder.",
    },
    Explanation {
        code: "selector-no-match",
        meaning: "A selector, in `codegen.toml` or behind `--include` or `--exclude`, names no operation of the document.",
        example: Example::Shown(|| {
            Diagnostic::error("selector-no-match", "`tag:boks` selects no operation")
                .file("spec/shelf.yaml")
                .help("did you mean `tag:books`?")
        }),
        cure: "Write `tag:NAME`, `operation:ID` or `path:PATTERN` as the document has it; `*` in a pattern matches any characters.",
    },
    Explanation {
        code: "invalid-report",
        meaning: "The file that `corpus` compares its figures with is not one that it has written.",
        example: Example::Shown(|| {
            Diagnostic::error(
                "invalid-report",
                "`report.json` is no report of an earlier run: expected value at line 1 column 1",
            )
            .file("report.json")
            .help("delete it, or name another with `--json`")
        }),
        cure: "Delete it, or name another file with `--json`.",
    },
    Explanation {
        code: "unreadable-base",
        meaning: "`diff` has nothing to compare the document with: `--base` names neither a file nor a revision, or there is\n\
            no git here to ask.",
        example: Example::Shown(|| {
            Diagnostic::error("unreadable-base", "`v9` is neither a file nor a revision")
                .help("a revision is a branch, a tag or a commit; a clone in CI may lack all but the newest")
        }),
        cure: "Name a revision that `git rev-parse` knows, or a file with the document as it was. In CI, fetch more than the\n\
            newest commit.",
    },
    Explanation {
        code: "invalid-base",
        meaning: "`--base-overlay` was given for a base that is a revision, which has overlays of its own.",
        example: Example::Shown(|| {
            Diagnostic::error(
                "invalid-base",
                "`HEAD` is no file, and a revision has overlays of its own",
            )
            .help("leave `--base-overlay` out")
        }),
        cure: "Leave it out, or name a file as the base.",
    },
];
