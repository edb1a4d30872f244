"""The document shapes that `measure` generates, each by a size.

A shape is a document, or the text of a YAML document, or a dictionary of `files` and `arguments`, or `None` for a size
that would take too long to build.
"""
import json
REF = "#/components/schemas/"


def document(schemas=None, paths=None, **rest):
    return {
        "openapi": "3.0.3",
        "info": {"title": "Growth", "version": "1"},
        "servers": [{"url": "https://example.com"}],
        "paths": paths or {},
        "components": {"schemas": schemas or {}},
        **rest,
    }


def ref(name):
    return {"$ref": f"{REF}{name}"}


def text():
    return {"type": "string"}


def operation(**rest):
    return {"operationId": "one", "responses": {"200": {"description": "ok"}}, **rest}


def get(path="/a", **rest):
    return {path: {"get": operation(**rest)}}


def struct(n, *more):
    return {"type": "object", "properties": {f"p{n}": text(), **dict(more)}}


def chain(link, end=None):
    def make(n):
        schemas = {f"S{i}": link(i, f"S{i + 1}") for i in range(n)}
        schemas[f"S{n}"] = end or struct(n)
        return document(schemas)

    return make


def all_of(i, following):
    return {"allOf": [ref(following), struct(i)]}


def discriminated(n):
    schemas = {f"S{i}": all_of(i, f"S{i + 1}") for i in range(n)}
    end = struct(n, ("kind", text()))
    schemas[f"S{n}"] = {**end, "required": ["kind"], "discriminator": {"propertyName": "kind"}}
    return document(schemas)


def family(n):
    base = {**struct(0, ("kind", text())), "required": ["kind"], "discriminator": {"propertyName": "kind"}}
    return document({"Base": base, **{f"S{i}": {"allOf": [ref("Base"), struct(i)]} for i in range(1, n)}})


def path_parameters(n):
    path = "".join(f"/{{p{i}}}" for i in range(n))
    parameters = [{"name": f"p{i}", "in": "path", "required": True, "schema": text()} for i in range(n)]
    return document(paths=get(path, parameters=parameters))


def nested(n):
    # Deep nesting is refused, so this is many schemas of the largest depth.
    def one(depth):
        return text() if depth == 0 else {"type": "object", "properties": {"p": one(depth - 1)}}

    return document({f"S{i}": one(20) for i in range(n)})


def responses(n):
    ok = {"description": "ok"}
    return document(paths={f"/a{i}": {"get": {"operationId": f"o{i}", "responses": {str(s): {**ok, "content": {"application/json": {"schema": struct(s)}}} for s in range(200, 220)}}} for i in range(n)})


def media_types(n):
    body = {f"application/x{i}": {"schema": text()} for i in range(n)}
    return document(paths=get(requestBody={"content": body}))


def response_media_types(n):
    body = {f"application/x{i}": {"schema": struct(i)} for i in range(n)}
    return document(paths={"/a": {"get": {"operationId": "one", "responses": {"200": {"description": "ok", "content": body}}}}})


def headers(n):
    fields = {f"x-h{i}": {"schema": text()} for i in range(n)}
    return document(paths={"/a": {"get": {"operationId": "one", "responses": {"200": {"description": "ok", "headers": fields}}}}})


def server_variables(n):
    variables = {f"v{i}": {"default": f"{{v{i + 1}}}{{v{i + 1}}}"} for i in range(n)}
    variables[f"v{n}"] = {"default": "x"}
    return document(servers=[{"url": "https://{v0}/", "variables": variables}])


def server_url(n):
    return document(servers=[{"url": "https://x" + "{v}" * n, "variables": {"v": {"default": "x" * n}}}])


def parts(n):
    schema = {"type": "object", "properties": {f"p{i}": text() for i in range(n)}}
    return document(paths={"/a": {"post": operation(requestBody={"content": {"multipart/form-data": {"schema": schema}}})}})


def wide_all_of(n):
    return document({"W": {"allOf": [ref(f"S{i}") for i in range(n)]}, **{f"S{i}": struct(i) for i in range(n)}})


def ladder(n):
    # Each refers twice to the next.
    schemas = {f"S{i}": {"allOf": [ref(f"S{i + 1}"), ref(f"S{i + 1}"), struct(i)]} for i in range(n)}
    schemas[f"S{n}"] = struct(n)
    return document(schemas)


def path_items(n):
    paths = {f"/a{i}": {"$ref": f"#/paths/~1a{i + 1}"} for i in range(n)}
    paths[f"/a{n}"] = {"get": operation()}
    return document(paths=paths)


SHAPES = {
    "allOf chain": chain(all_of),
    "allOf chain, discriminator": discriminated,
    "allOf family, discriminator": family,
    "allOf wide": wide_all_of,
    "allOf ladder": ladder,
    "reference chain": chain(lambda i, following: ref(following)),
    "oneOf chain": chain(lambda i, following: {"oneOf": [ref(following), struct(i)]}),
    "oneOf of scalars chain": chain(lambda i, following: {"oneOf": [ref(following), text()]}, text()),
    "oneOf and properties chain": chain(lambda i, following: {**struct(i), "oneOf": [ref(following), struct(-i)]}),
    "anyOf chain": chain(lambda i, following: {"anyOf": [ref(following), struct(i)]}),
    "oneOf wide": lambda n: document({"W": {"oneOf": [ref(f"S{i}") for i in range(n)]}, **{f"S{i}": struct(i) for i in range(n)}}),
    "oneOf wide, discriminator": lambda n: document({"W": {"oneOf": [ref(f"S{i}") for i in range(n)], "discriminator": {"propertyName": "k", "mapping": {f"m{i}": f"{REF}S{i}" for i in range(n)}}}, **{f"S{i}": {**struct(i, ("k", text())), "required": ["k"]} for i in range(n)}}),
    "map chain": chain(lambda i, following: {"type": "object", "additionalProperties": ref(following)}),
    "array chain": chain(lambda i, following: {"type": "array", "items": ref(following)}),
    "property chain": chain(lambda i, following: struct(i, ("next", ref(following)))),
    "nullable chain": chain(lambda i, following: {"nullable": True, "allOf": [ref(following)]}),
    "path parameters": path_parameters,
    "query parameters": lambda n: document(paths=get(parameters=[{"name": f"p{i}", "in": "query", "schema": text()} for i in range(n)])),
    "header parameters": lambda n: document(paths=get(parameters=[{"name": f"p{i}", "in": "header", "schema": text()} for i in range(n)])),
    "enum of strings": lambda n: document({"E": {"type": "string", "enum": [f"v{i}" for i in range(n)]}}),
    "enum of strings, same name": lambda n: document({"E": {"type": "string", "enum": ["a" + "-" * i for i in range(n)]}}) if n <= 3000 else None,
    "enum of integers": lambda n: document({"E": {"type": "integer", "enum": list(range(n))}}),
    "enum of numbers": lambda n: document({"E": {"type": "number", "enum": [i / 2 for i in range(n)]}}),
    "properties": lambda n: document({"S": {"type": "object", "properties": {f"p{i}": text() for i in range(n)}}}),
    "required properties": lambda n: document({"S": {"type": "object", "required": [f"p{i}" for i in range(n)], "properties": {f"p{i}": text() for i in range(n)}}}),
    "required without property": lambda n: document({"S": {"type": "object", "required": [f"p{i}" for i in range(n)]}}),
    "properties of the same name": lambda n: document({"S": {"type": "object", "properties": {"a" + "-" * i: text() for i in range(n)}}}) if n <= 3000 else None,
    "schemas": lambda n: document({f"S{i}": struct(i) for i in range(n)}),
    "inline nesting": nested,
    "operations": lambda n: document(paths={f"/a{i}": {"get": {"operationId": f"o{i}", "responses": {"200": {"description": "ok"}}}} for i in range(n)}),
    "tags": lambda n: document(paths={f"/a{i}": {"get": {**operation(tags=[f"t{i}"]), "operationId": f"o{i}"}} for i in range(n)}, tags=[{"name": f"t{i}"} for i in range(n)]),
    "tags of one operation": lambda n: document(paths=get(tags=[f"t{i}" for i in range(n)])),
    "servers": lambda n: document(servers=[{"url": f"https://h{i}.example.com"} for i in range(n)]),
    "servers of operations": lambda n: document(paths={f"/a{i}": {"get": {**operation(servers=[{"url": f"https://h{i}.example.com"}]), "operationId": f"o{i}"}} for i in range(n)}),
    "server variables": server_variables,
    "server url": server_url,
    "responses": responses,
    "media types": media_types,
    "response media types": response_media_types,
    "response headers": headers,
    "multipart parts": parts,
    "security schemes": lambda n: {**document(), "components": {"securitySchemes": {f"s{i}": {"type": "http", "scheme": "bearer"} for i in range(n)}}, "security": [{f"s{i}": []} for i in range(n)]},
    "long description": lambda n: document({"S": {**struct(1), "description": "word " * n}}),
    "long name": lambda n: document({"S" * n: struct(1)}),
    "markdown": lambda n: document({"S": {**struct(1), "description": "*a [b](c) `d` <br> " * n}}),
    "markdown nesting": lambda n: document({"S": {**struct(1), "description": "> " * n}}),
    "examples": lambda n: document(paths={"/a": {"get": {"operationId": "one", "responses": {"200": {"description": "ok", "content": {"application/json": {"schema": struct(1), "examples": {f"e{i}": {"value": {"p1": "x"}} for i in range(n)}}}}}}}}),
    "large example": lambda n: document({"S": {"type": "array", "items": text(), "example": ["x"] * n}}),
    "unresolved references": lambda n: document({f"S{i}": ref(f"Missing{i}") for i in range(n)}),
    "unknown keywords": lambda n: document({f"S{i}": {"type": "string", "unknwn": True} for i in range(n)}),
    "path item chain": path_items,
}


# Shapes whose work is a product of two parts of the document, or that depend on equal names.


def marks(n):
    """A short string of punctuation for each number, so that names differ in nothing else."""
    digits = ""
    while True:
        digits += "-._ "[n % 4]
        n //= 4
        if n == 0:
            return digits


def operations(n, make=lambda i: {}, **rest):
    return document(paths={f"/a{i}": {"get": {**operation(), "operationId": f"o{i}", **make(i)}} for i in range(n)}, **rest)


def components(section, members, n, make):
    made = operations(n, make)
    made["components"][section] = members
    return made


def component(section, name="Big"):
    return {"$ref": f"#/components/{section}/{name}"}


def wide(n):
    return {"type": "object", "properties": {f"p{i}": text() for i in range(n)}}


def content(schema, media_type="application/json"):
    return {"content": {media_type: {"schema": schema}}}


def chunks(n, size):
    return [range(at, min(at + size, n)) for at in range(0, n, size)]


def product_of_parents(n):
    parents = {f"P{i}": struct(i) for i in range(n)}
    children = {f"C{i}": {"allOf": [ref(f"P{j}") for j in range(n)]} for i in range(n // 20)}
    return document({**parents, **children})


def big_form(media_type):
    def make(n):
        made = document({"Big": wide(n)}, {f"/a{i}": {"post": {**operation(requestBody=content(ref("Big"), media_type)), "operationId": f"o{i}"}} for i in range(n // 4)})
        return made

    return make


def discriminators(n):
    # Each of 200 ancestors is an enum of all descendants.
    chain = {f"A{i}": {"allOf": [ref(f"A{i + 1}")], "discriminator": {"propertyName": "kind"}} for i in range(200)}
    chain["A200"] = {**struct(0, ("kind", text())), "discriminator": {"propertyName": "kind"}}
    return document({**chain, **{f"L{i}": {"allOf": [ref("A0")]} for i in range(n)}})


def laughs(n):
    levels = "\n".join(f"  x-l{i + 1}: &l{i + 1} [" + ", ".join([f"*l{i}"] * 10) + "]" for i in range(n))
    return f"openapi: 3.0.3\ninfo:\n  title: T\n  version: '1'\n  x-l0: &l0 [lol]\n{levels}\npaths: {{}}\n"


def merge_keys(n):
    lines = "\n".join(f"  x-m{i + 1}: &m{i + 1} {{<<: *m{i}, k{i}: 1}}" for i in range(n))
    return f"openapi: 3.0.3\ninfo:\n  title: T\n  version: '1'\n  x-m0: &m0 {{k: 1}}\n{lines}\npaths: {{}}\n"


def anchors(n):
    names = "\n".join(f"    S{i}: &s{i} {{type: object, properties: {{p: {{type: string}}}}}}" for i in range(n))
    uses = "\n".join(f"    U{i}: *s{i}" for i in range(n))
    return f"openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\npaths: {{}}\ncomponents:\n  schemas:\n{names}\n{uses}\n"


def newer(made):
    return {**made, "openapi": "3.1.0"}


def dynamic(n):
    return newer(document({f"S{i}": {"$dynamicAnchor": f"a{i}", "type": "object", "properties": {"p": {"$dynamicRef": f"#a{i}"}}} for i in range(n)}))


def with_overlay(made, actions):
    overlay = {"overlay": "1.0.0", "info": {"title": "O", "version": "1"}, "actions": actions}
    return {"files": {"api.json": made, "overlay.json": overlay}, "arguments": ["--overlay", "overlay.json"]}


def overlay_filters(n):
    made = operations(n, lambda i: {"summary": f"s{i}"})
    return with_overlay(made, [{"target": f"$.paths[*].get[?@ == 's{i}']", "update": "x"} for i in range(min(n, 50))])


def files(n):
    schemas = {f"S{i}": {"$ref": f"s{i}.json"} for i in range(n)}
    return {"files": {"api.json": document(schemas), **{f"s{i}.json": struct(i) for i in range(n)}}}


def inline_targets(n):
    # The targets all get the same name.
    schemas = {"W": {"type": "array", "items": {"anyOf": [{"type": "object", "properties": {"x": struct(i)}} for i in range(n)]}}}
    schemas.update({f"S{i}": {"$ref": f"#/components/schemas/W/items/anyOf/{i}/properties/x"} for i in range(n)})
    return document(schemas)


def long_names(n):
    # Twenty names of n bytes around n values.
    inner = {f"p{i}": text() for i in range(n)}
    for _ in range(20):
        inner = {"k" * n: {"type": "object", "properties": inner}}
    return document({"S": {"type": "object", "properties": inner}})


def two_way(n):
    return document({f"S{i}": struct(i, ("next", ref(f"S{(i + 1) % n}")), ("before", ref(f"S{i - 1 if i else n - 1}"))) for i in range(n)})


def path_item_uses(n):
    item = {method: {**operation(), "operationId": method} for method in ("get", "put", "post", "delete")}
    item["parameters"] = [{"name": f"p{i}", "in": "query", "schema": text()} for i in range(n)]
    return document(paths={"/a": item, **{f"/b{i}": {"$ref": "#/paths/~1a"} for i in range(n)}})


def surplus_parameters(n):
    one = lambda i: {"name": f"p{i}", "in": "path" if i % 2 else "query", "required": bool(i % 2), "schema": text()}
    return document(paths=get(parameters=[one(i) for i in range(n)]))


SHAPES.update({
    "operations of one tag": lambda n: operations(n, lambda i: {"tags": ["t"]}),
    "operations of the same name": lambda n: operations(n, lambda i: {"operationId": f"a{marks(i)}b"}),
    "operations without id": lambda n: document(paths={f"/a{marks(i).replace(' ', '~')}b": {"get": {"responses": {"200": {"description": "ok"}}}} for i in range(n)}),
    "operations of the same id": lambda n: operations(n, lambda i: {"operationId": "same"}),
    "operations, all security schemes": lambda n: {**operations(n), "components": {"securitySchemes": {f"s{i}": {"type": "http", "scheme": "bearer"} for i in range(n)}}, "security": [{f"s{i}": []} for i in range(n)]},
    "operations, unknown scheme": lambda n: {**operations(n, lambda i: {"security": [{f"u{i}": []}]}), "components": {"securitySchemes": {f"s{i}": {"type": "http", "scheme": "bearer"} for i in range(n)}}},
    "tags of the same name": lambda n: operations(n, lambda i: {"tags": [f"a{marks(i)}b"]}),
    "tags of one operation each": lambda n: operations(n, lambda i: {"tags": [f"t{i}"]}),
    "schemas of the same name": lambda n: document({f"A{marks(i).replace(' ', '-.')}b": struct(i) for i in range(n)}),
    "schemas of hinted names": lambda n: document({f"S{i}": {**struct(i), "x-rust-name": f"T{i}"} for i in range(n)}),
    "schemas of the same hinted name": lambda n: document({f"S{i}": {**struct(i), "x-rust-name": "T"} for i in range(n)}),
    "properties, short same name": lambda n: document({"S": {"type": "object", "properties": {f"a{marks(i)}b": text() for i in range(n)}}}),
    "parameters of the same name": lambda n: document(paths=get(parameters=[{"name": f"a{marks(i)}b", "in": "query", "schema": text()} for i in range(n)])),
    "values, short same name": lambda n: document({"E": {"type": "string", "enum": [f"a{marks(i)}b" for i in range(n)]}}),
    "parts of the same name": lambda n: document(paths={"/a": {"post": operation(requestBody=content({"type": "object", "properties": {f"a{marks(i)}b": text() for i in range(n)}}, "multipart/form-data"))}}),
    "servers of the same name": lambda n: document(servers=[{"url": f"https://a.example.com/{marks(i).replace(' ', '~')}"} for i in range(n)]),
    "allOf of one big schema": lambda n: document({"Big": wide(n), **{f"S{i}": {"allOf": [ref("Big"), struct(i)]} for i in range(n)}}),
    "allOf of all parents": product_of_parents,
    "allOf inline": lambda n: document({"W": {"allOf": [struct(i) for i in range(n)]}}),
    "big form": big_form("application/x-www-form-urlencoded"),
    "big multipart form": big_form("multipart/form-data"),
    "form fields": lambda n: document(paths={"/a": {"post": operation(requestBody=content(wide(n), "application/x-www-form-urlencoded"))}}),
    "parts, all required": lambda n: document(paths={"/a": {"post": operation(requestBody=content({**wide(n), "required": [f"p{i}" for i in range(n)]}, "multipart/form-data"))}}),
    "anyOf nullable": lambda n: document({f"S{i}": {"anyOf": [struct(i), {"type": "object", "nullable": True}]} for i in range(n)}),
    "oneOf wide, required": lambda n: document({"W": {"oneOf": [ref(f"S{i}") for i in range(n)]}, **{f"S{i}": {**struct(i), "required": [f"p{i}"]} for i in range(n)}}),
    "oneOf wide, constants": lambda n: document({"W": {"oneOf": [ref(f"S{i}") for i in range(n)]}, **{f"S{i}": {"type": "object", "required": ["k"], "properties": {"k": {"type": "string", "enum": [f"v{i}"]}}} for i in range(n)}}),
    "oneOf, many constants": lambda n: document({"W": {"oneOf": [ref("A"), ref("B")]}, **{name: {"type": "object", "required": [f"p{i}" for i in range(n)], "properties": {f"p{i}": {"type": "string", "enum": ["v"]} for i in range(n)}} for name in "AB"}}),
    "oneOf wide, inline": lambda n: document({"W": {"oneOf": [struct(i) for i in range(n)]}}),
    "oneOf with a base": lambda n: document({"W": {**wide(n), "oneOf": [ref(f"S{i}") for i in range(n)]}, **{f"S{i}": struct(-i) for i in range(n)}}),
    "oneOf with a described base": lambda n: document({"W": {"type": "object", "properties": {"a": {"type": "string", "description": "x" * 20 * n}}, "oneOf": [struct(i) for i in range(n)]}}),
    "mapping of many values": lambda n: document({"W": {"oneOf": [ref("A"), ref("B")], "discriminator": {"propertyName": "k", "mapping": {f"m{i}": f"{REF}{'AB'[i % 2]}" for i in range(n)}}}, **{name: {**struct(name, ("k", text())), "required": ["k"]} for name in "AB"}}),
    "ancestors with discriminators": discriminators,
    "parent with an enum": lambda n: document({"Base": {"type": "object", "properties": {"kind": {"type": "string", "enum": [f"s-{i}" for i in range(n)]}}, "discriminator": {"propertyName": "kind"}}, **{f"S{i}": {"allOf": [ref("Base")], "properties": {f"p{i}": text()}} for i in range(n)}}),
    "pairs with discriminators": lambda n: document({**{f"P{i}": {**struct(i, ("kind", text())), "discriminator": {"propertyName": "kind"}} for i in range(n)}, **{f"C{i}": {"allOf": [ref(f"P{i}"), struct(-i)]} for i in range(n)}}),
    "enums of the same values": lambda n: document({"A": {"type": "string", "enum": [f"v{i}" for i in range(n)]}, "B": {"allOf": [ref("A"), {"type": "string", "enum": [f"v{i}" for i in range(n)], "x-enum-varnames": [f"N{i}" for i in range(n)]}]}}),
    "links": lambda n: document(paths={"/a": {"get": {"operationId": "one", "responses": {"200": {"description": "ok", "links": {f"l{i}": {"operationId": "one"} for i in range(n)}}}}}}),
    "callbacks": lambda n: document(paths=get(callbacks={f"c{i}": {"{$request.body#/u}": {"post": {"responses": {"200": {"description": "ok"}}}}} for i in range(n)})),
    "nested extension": lambda n: document({f"S{i}": {**struct(i), "x-a": {"b": {"c": [{"d": [i]}]}}} for i in range(n)}),
    "long pattern": lambda n: document({"S": {"type": "string", "pattern": "(a|b)*" * n}}),
    "yaml laughs": lambda n: laughs(n) if n <= 1000 else None,
    "yaml merge keys": merge_keys,
    "yaml anchors": anchors,
    "path item uses": path_item_uses,
    "path items used once": lambda n: newer({**document(paths={f"/b{i}": {"$ref": f"#/components/pathItems/a{i}"} for i in range(n)}), "components": {"pathItems": {f"a{i}": {"get": {**operation(), "operationId": f"o{i}"}} for i in range(n)}}}),
    "$defs": lambda n: newer(document({f"S{i}": {"type": "object", "properties": {"p": {"$ref": f"#/components/schemas/S{i}/$defs/D"}}, "$defs": {"D": struct(i)}} for i in range(n)})),
    "$dynamicRef": dynamic,
    "types of 3.1": lambda n: newer(document({f"S{i}": {"type": "object", "properties": {"p": {"type": ["string", "integer", "null"]}, "c": {"const": i}}} for i in range(n)})),
    "mutual TLS": lambda n: newer({**document(), "components": {"securitySchemes": {f"s{i}": {"type": "mutualTLS"} for i in range(n)}}}),
    "overlay filters": overlay_filters,
    "overlay of many actions": lambda n: with_overlay(operations(n), [{"target": f"$.paths['/a{i}'].get", "update": {"summary": f"s{i}"}} for i in range(n)]),
    "overlay of all nodes": lambda n: with_overlay(operations(n), [{"target": "$.paths..*", "update": {"x-a": 1}}]),
    "overlay removal": lambda n: with_overlay(operations(2 * n), [{"target": f"$.paths[?@.get.operationId != 'o{n}']", "remove": True}]),
    "overlay removal from a list": lambda n: with_overlay(document(paths=get(parameters=[{"name": f"p{i}", "in": "query", "deprecated": bool(i % 2), "schema": text()} for i in range(n)])), [{"target": "$..parameters[?@.deprecated == true]", "remove": True}]),
    "files": files,
    "inline targets of the same name": inline_targets,
    "long names around many values": long_names,
    "property cycle": chain(lambda i, following: struct(i, ("next", ref(following))), {"type": "object", "properties": {"next": ref("S0")}}),
    "property two-way chain": two_way,
    "properties of one described type": lambda n: document({"Big": {"type": "string", "description": "x" * 20 * n}, "S": {"type": "object", "properties": {f"p{i}": ref("Big") for i in range(n)}}}),
    "operations of one described response": lambda n: components("responses", {"Big": {"description": "x" * 20 * n}}, n, lambda i: {"responses": {"200": component("responses")}}),
    "operations of one described parameter": lambda n: components("parameters", {"Big": {"name": "a", "in": "query", "description": "x" * 20 * n, "schema": text()}}, n, lambda i: {"parameters": [component("parameters")]}),
    "operations of one large example": lambda n: components("schemas", {"Big": {**struct(1), "required": ["p1"], "example": {"p1": "x" * 20 * n}}}, n, lambda i: {"requestBody": {"required": True, **content(ref("Big"))}}),
    "operations of one wide body": lambda n: components("schemas", {"Big": {**wide(n), "required": [f"p{i}" for i in range(n)]}}, n, lambda i: {"requestBody": {"required": True, **content(ref("Big"))}}),
    "operations of one response with headers": lambda n: components("responses", {"Big": {"description": "ok", "headers": {f"x-h{i}": {"schema": text()} for i in range(n)}}}, n, lambda i: {"responses": {"200": component("responses")}}),
    "operations of one failure with headers": lambda n: components("responses", {"Big": {"description": "no", "headers": {f"x-h{i}": {"schema": text()} for i in range(n)}}}, n, lambda i: {"responses": {"200": {"description": "ok"}, "404": component("responses")}}),
    "responses of many media types": lambda n: components("responses", {"Big": {"description": "ok", "content": {f"application/x{i}": {"schema": text()} for i in range(n)}}}, n, lambda i: {"responses": {"200": component("responses")}}),
    "undeclared path parameters": lambda n: document(paths={f"/a{i}/{{x}}/{{y}}": {"get": {**operation(), "operationId": f"o{i}"}} for i in range(n)}),
    "surplus path parameters": surplus_parameters,
    "empty keywords": lambda n: document({f"S{i}": {"type": "string", "description": None} for i in range(n)}),
    "invalid keywords": lambda n: document({f"S{i}": {"type": "text"} for i in range(n)}),
    "invalid constraints": lambda n: document({f"S{i}": {"type": "string", "maxLength": "x"} for i in range(n)}),
    "invalid examples": lambda n: document(paths=get(externalDocs={f"x{i}": 1 for i in range(n)})),
    "invalid operations, left out": lambda n: {"files": {"api.json": operations(n, lambda i: {"parameters": [{"name": "a", "in": "nowhere"}]})}, "arguments": ["--keep-going"]},
    "invalid components, left out": lambda n: {"files": {"api.json": components("parameters", {f"p{i}": {"in": "query"} for i in range(n)}, n, lambda i: {"parameters": [component("parameters", f"p{i}")]})}, "arguments": ["--keep-going"]},
    "unresolved references, left out": lambda n: {"files": {"api.json": operations(n, lambda i: {"parameters": [component("parameters", f"p{i}")]})}, "arguments": ["--keep-going"]},
    "reference cycle": chain(lambda i, following: ref(following), ref("S0")),
    "one line per value": lambda n: json.dumps(document({f"S{i}": {"type": "string", "unknwn": True} for i in range(n)}), indent=1),
    "default not in enum": lambda n: document({"E": {"type": "string", "enum": [f"v{i}" for i in range(n)]}, **{f"S{i}": {"type": "string", "enum": [f"w{i}"], "default": "x"} for i in range(n)}}),
    "duplicate keys": lambda n: "openapi: 3.0.3\ninfo: {title: T, version: '1'}\npaths: {}\n" + "x-a: 1\n" * n,
    "map of maps": lambda n: document({f"S{i}": {"type": "object", "additionalProperties": {"type": "array", "items": {"type": "object", "additionalProperties": struct(i)}}} for i in range(n)}),
})


def form_ladder(n):
    # Each level has the next one n times.
    schemas = {f"S{i}": {"allOf": [ref(f"S{i + 1}")] * n} for i in range(14)}
    made = document({**schemas, "S14": struct(1)})
    return {**made, "paths": {"/a": {"post": operation(requestBody=content(ref("S0"), "multipart/form-data"))}}}


def of_one_enum(n):
    kinds = {"type": "string", "enum": [f"s-{i}" for i in range(n)]}
    base = {**struct(0, ("kind", text())), "discriminator": {"propertyName": "kind"}}
    child = lambda i: {"allOf": [ref("Base"), struct(i, ("kind", ref("Kind")))]}
    return document({"Kind": kinds, "Base": base, **{f"S{i}": child(i) for i in range(n)}})


def narrow_enums(n):
    one = {"type": "integer", "enum": list(range(n))}
    return document({"E": {"allOf": [one, {**one, "enum": one["enum"][::-1]}]}})


SHAPES.update({
    "allOf of one property": lambda n: document({"W": {"allOf": [{"properties": {"p": {"type": "string", "minLength": i}}} for i in range(n)]}}),
    "allOf of arrays": lambda n: document({"W": {"allOf": [{"type": "array", "items": struct(i)} for i in range(n)]}}),
    "allOf of closed objects": lambda n: document({"W": {"allOf": [{**struct(i), "additionalProperties": False} for i in range(n)]}}),
    "allOf of enums": narrow_enums,
    "allOf of two unions": lambda n: document({"W": {"allOf": [{"oneOf": [struct(i) for i in range(n)]}, {"oneOf": [struct(-i) for i in range(1, n)]}]}}),
    "allOf of many unions": lambda n: document({"W": {"allOf": [{"oneOf": [struct(i), struct(-i)]} for i in range(1, n)]}}),
    "properties of one wide allOf": lambda n: document({"Big": {"allOf": [struct(i) for i in range(n)]}, "S": {"type": "object", "properties": {f"p{i}": ref("Big") for i in range(n)}}}),
    "limits of one wide allOf": lambda n: document({"Big": {"allOf": [struct(i) for i in range(n)]}, "S": {"type": "object", "properties": {f"p{i}": {"allOf": [ref("Big"), {"maxProperties": i}]} for i in range(n)}}}),
    "aliases of one union": lambda n: document({**{f"A{i}": {"allOf": [ref("Big")]} for i in range(n)}, "Big": {"oneOf": [ref(f"S{i}") for i in range(min(n, 9000))]}, **{f"S{i}": struct(i) for i in range(min(n, 9000))}}),
    "aliases of one family": lambda n: document({"Base": {**struct(0, ("kind", text())), "discriminator": {"propertyName": "kind"}}, **{f"A{i}": {"allOf": [ref("Base")]} for i in range(n)}}),
    "children of one enum": of_one_enum,
    "unions of two wide objects": lambda n: document({name: wide(n) for name in "AB"} | {f"U{i}": {"oneOf": [ref("A"), ref("B")]} for i in range(n)}),
    "union of arrays": lambda n: document({"W": {"oneOf": [{"type": "array", "items": ref(f"S{i}")} for i in range(n)]}, **{f"S{i}": {**struct(i), "required": [f"p{i}"]} for i in range(n)}}),
    "union of enums": lambda n: document({"W": {"oneOf": [ref(f"S{i}") for i in range(n)]}, **{f"S{i}": {"type": "string" if i % 2 else "integer", "enum": [f"v{i}" if i % 2 else i]} for i in range(n)}}),
    "unions of one union": lambda n: document({"W": {"oneOf": [ref("A"), {"type": "string"}]}, "A": {"oneOf": [ref("B"), {"type": "integer"}]}, "B": struct(1), **{f"U{i}": {"oneOf": [ref("W"), {"type": "boolean"}]} for i in range(n)}}),
    "form ladder": form_ladder,
    "form of alternatives": lambda n: document({f"S{i}": struct(i) for i in range(n)}, paths={"/a": {"post": operation(requestBody=content({"oneOf": [ref(f"S{i}") for i in range(n)]}, "multipart/form-data"))}}),
    "forms of one wide allOf": lambda n: document({"Big": {"allOf": [struct(i) for i in range(n)]}}, paths={f"/a{i}": {"post": {**operation(requestBody=content(ref("Big"), "multipart/form-data")), "operationId": f"o{i}"}} for i in range(n)}),
    "$id": lambda n: newer(document({f"S{i}": {"$id": f"https://example.com/{i}", "type": "object", "properties": {"p": {"$ref": f"{(i + 1) % n}"}}} for i in range(n)})),
    "anchors": lambda n: newer(document({f"S{i}": {"$anchor": f"a{i}", "type": "object", "properties": {"p": {"$ref": f"#a{i}"}}} for i in range(n)})),
})
