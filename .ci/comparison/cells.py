"""What is compared: per cell a document, the server's responses, and what the table says of the requests and the output.

A judge gets the requests that the server received and the line that the program printed. This line starts with `ok` or
`error`. What the judge returns is the cell.
"""
import datetime
import email
import email.policy
import json
import urllib.parse

AS_SPECIFIED = "as specified"
BYTES = bytes(range(256))


def response(status, body=b"", content_type="application/json", **headers):
    headers = {"content-type": content_type, "content-length": str(len(body)), **headers} if status != 204 else headers
    return status, headers, [body]


def shown(text, limit=60):
    text = " ".join(text.split()).replace("|", "\\|")
    if len(text) > limit:
        # At the end of a word.
        text = text[:limit].rpartition(" ")[0] + " …"
    return f"`` {text} ``" if "`" in text else f"`{text}`"


def outcome(printed):
    """What to show if the program got an error where it should not."""
    return f"error: {shown(printed.removeprefix('error '))}" if printed.startswith("error") else shown(printed)


def query(requests, printed):
    return requests[0].target.partition("?")[2] if requests else None


def query_form(requests, printed):
    sent = query(requests, printed)
    if sent is None:
        return outcome(printed)
    pairs = [pair.split("=", 1) for pair in sent.split("&")]
    expected = [["tag", "a b"], ["tag", "c&d"], ["tag", "e+f"]]
    if [[urllib.parse.unquote(part) for part in pair] for pair in pairs] == expected:
        return AS_SPECIFIED
    if [[urllib.parse.unquote_plus(part) for part in pair] for pair in pairs] == expected:
        return "space is `+`, as in HTML forms"
    return f"sends {shown(sent)}"


def query_is(*expected):
    def judge(requests, printed):
        sent = query(requests, printed)
        if sent is None:
            return outcome(printed)
        # What the program had to do itself.
        remark = "" if printed == "ok sent" else ", " + printed.removeprefix("ok ")
        return (AS_SPECIFIED if sent in expected else f"sends {shown(sent)}") + remark
    return judge


def path_is(expected):
    def judge(requests, printed):
        if not requests:
            return "refused before the request" if printed.startswith("error") else outcome(printed)
        sent = requests[0].target
        return AS_SPECIFIED if sent == expected else f"requests {shown(sent)}"
    return judge


def response_header(requests, printed):
    word, _, value = printed.removeprefix("ok ").partition(": ")
    return word if value in {"9007199254740993", "no field"} else outcome(printed)


def binary(requests, printed):
    if not requests:
        return outcome(printed)
    if requests[0].body != BYTES:
        return f"sends {len(requests[0].body)} of 256 bytes"
    word, _, length = printed.removeprefix("ok ").partition(": ")
    if length != "256":
        return outcome(printed)
    kind = requests[0].headers.get("content-type")
    return f"{word}; " + ("content type sent" if kind == "application/octet-stream" else f"content type {kind or 'not sent'}")


def body_is(expected, content_type):
    def judge(requests, printed):
        if not requests:
            return outcome(printed)
        kind = requests[0].headers.get("content-type", "none").partition(";")[0]
        try:
            right = json.loads(requests[0].body) == expected
        except ValueError:
            right = False
        if not right:
            return f"sends {shown(requests[0].body.decode(errors='replace'))}"
        return AS_SPECIFIED if kind == content_type else f"content type {shown(kind)}"
    return judge


def round_trip(expected, word="decoded"):
    """The program prints the decoded value as JSON."""
    def judge(requests, printed):
        if not printed.startswith("ok "):
            return outcome(printed)
        return word if json.loads(printed[3:]) == expected else f"becomes {shown(printed[3:])}"
    return judge


def variant(expected):
    """The program prints the variant and the decoded value as JSON."""
    def judge(requests, printed):
        if not printed.startswith("ok "):
            return outcome(printed)
        word, _, value = printed.removeprefix("ok ").partition(": ")
        return word if json.loads(value) == expected else f"{word}; becomes {shown(value)}"
    return judge


def nanoseconds(text):
    head, fraction = text[:19], text[20:].rstrip("Z").partition("+")[0]
    offset = text[-6:] if text[-6] == "+" else "+00:00"
    moment = datetime.datetime.fromisoformat(head + offset)
    return int(moment.timestamp()) * 10**9 + int(fraction.ljust(9, "0"))


def timestamp(requests, printed):
    if not printed.startswith("ok "):
        return outcome(printed)
    kind, _, text = printed[3:].partition(": ")
    text = text.strip('"')
    if nanoseconds(text) != nanoseconds(TIMESTAMP):
        return f"becomes {shown(text)}"
    return f"{kind}; nanoseconds kept, offset {'kept' if text.endswith('+02:00') else 'not kept'}"


def failure(requests, printed):
    return printed[3:] if printed.startswith("ok ") else outcome(printed)


def multipart(requests, printed):
    if not requests:
        return outcome(printed)
    kind = requests[0].headers.get("content-type", "")
    message = email.message_from_bytes(f"content-type: {kind}\r\n\r\n".encode() + requests[0].body, policy=email.policy.HTTP)
    if not message.is_multipart():
        return f"content type {shown(kind)}"
    parts = {part.get_param("name", header="content-disposition"): part for part in message.iter_parts()}
    if set(parts) != {"title", "file"} or parts["title"].get_payload(decode=True).strip() != b"a title":
        return f"sends the parts {shown(', '.join(map(str, parts)))}"
    file = parts["file"].get_payload(decode=True)
    # The parser may change line ends in a part, so the raw body is searched.
    if BYTES not in requests[0].body:
        return f"file of {len(file)} bytes for 256"
    name = parts["file"].get_filename()
    return f"{printed.removeprefix('ok ')}; file name {'sent' if name == 'a.bin' else 'not sent'}"


def ndjson(requests, printed):
    word, _, rest = printed.removeprefix("ok ").partition(": ")
    if not printed.startswith("ok ") or not rest:
        return word if printed.startswith("ok ") else outcome(printed)
    return f"{word}, {'as they arrive' if int(rest) < 1500 else 'after the last one'}"


def retry(requests, printed):
    if printed.startswith("ok"):
        return "retried" if len(requests) > 1 else "not retried"
    return "not retried" if len(requests) == 1 else f"{len(requests)} attempts, then an error"


DONE = [response(204)]
PET = {"kind": "dog", "name": "Rex", "bark": True}
BIRD = {"kind": "bird", "name": "Tweety"}
TREE = {"name": "a", "left": {"name": "b"}, "children": [{"name": "c", "children": [{"name": "d"}]}]}
TIMESTAMP = "2024-01-02T03:04:05.123456789+02:00"
NDJSON = (200, {"content-type": "application/x-ndjson"}, [b'{"name":"a"}\n', b'{"name":"b"}\n'])


def json_response(value, status=200, **headers):
    return [response(status, json.dumps(value).encode(), **headers)]


# name of the cell: (what it is, document, responses, judge)
CELLS = {
    "query_form": ("query, array, default style: `a b`, `c&d`, `e+f`", "query_form", DONE, query_form),
    "query_comma": ("query, array, `explode: false`: `a`, `b,c`", "query_comma", DONE, query_is("tag=a,b%2Cc")),
    "query_pipe": ("query, array, `pipeDelimited`: `a`, `b`", "query_pipe", DONE, query_is("tag=a|b", "tag=a%7Cb")),
    "query_deep_object": ("query, object, `deepObject`", "query_deep_object", DONE,
                          query_is("filter[name]=x&filter[size]=3", "filter%5Bname%5D=x&filter%5Bsize%5D=3")),
    "path": ("path, string: `a/b c?d`", "path", DONE, path_is("/items/a%2Fb%20c%3Fd/value")),
    "path_dots": ("path, string: `..`", "path", DONE, path_is("/items/%2E%2E/value")),
    "nullable": ("JSON body: a property null, the other absent", "nullable", DONE, body_is({"name": None}, "application/json")),
    "merge_patch": ("the same as `application/merge-patch+json`", "merge_patch", DONE, body_is({"name": None}, "application/merge-patch+json")),
    "binary": ("256 bytes up and down", "binary", [response(200, BYTES, "application/octet-stream")], binary),
    "multipart": ("multipart form: a string and a file", "multipart", DONE, multipart),
    "ndjson": ("NDJSON response", "ndjson", [NDJSON], ndjson),
    "response_header": ("response header, 64-bit integer", "response_header", json_response({"name": "x"}, generation="9007199254740993"), response_header),
    "timestamp": ("`date-time` with nanoseconds and an offset", "timestamp", json_response({"at": TIMESTAMP}), timestamp),
    "unknown_enum_value": ("enum, undocumented value", "unknown_enum_value", json_response({"color": "blue"}), round_trip({"color": "blue"}, "kept")),
    "discriminator": ("`oneOf` with a discriminator", "discriminator", json_response(PET), variant(PET)),
    "discriminator_unknown": ("the same, undocumented variant", "discriminator", json_response(BIRD), variant(BIRD)),
    "recursion": ("recursive schema", "recursion", json_response(TREE), round_trip(TREE)),
    "v3_1": ("OpenAPI 3.1: `type: [string, 'null']`", "v3_1", json_response({"name": None, "size": 5}), round_trip({"name": None, "size": 5})),
    "one_failure": ("error body, of the only documented error", "one_failure", json_response({"reason": "no such item"}, 404), failure),
    "failure": ("error body of a 429, which fits the schema of the 404 too", "failure", json_response({"seconds": 5, "reason": "quota"}, 429), failure),
    "retry": ("503 with `Retry-After: 0`, then 200", "retry",
              json_response({"name": "x"}, 503, **{"retry-after": "0"}) + json_response({"name": "x"}), retry),
}
