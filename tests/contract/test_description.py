"""What `published.txt` leaves out of the description: its head, and what answers and parameters say of themselves."""

from typing import Any

from litestar import Litestar

from parlour import __version__
from parlour.http.apis import B2B_V1, Api
from parlour.http.cursors import CURSOR_EXAMPLE
from tests.support.contract import Description
from tests.support.operations import operations

DESCRIPTIONS = {
    "200": "Done.",
    "201": "Created.",
    "202": "Done.",
    "204": "Done. The answer has no body.",
    "400": "The request can't be read.",
    "401": "The credentials are missing or invalid.",
    "403": "A right is missing.",
    "404": "It doesn't exist, or you may not see it.",
    "409": "The request conflicts with the current state.",
    "412": "It was changed since you read it.",
    "413": "The body is too large.",
    "415": "The encoding of the body is not supported.",
    "422": "Fields or parameters are invalid. The answer lists all faults.",
    "429": "Too many requests of this kind in a short time.",
    "503": "The database doesn't answer, or its storage is full. Nothing was changed.",
}
TEXT = {"type": "string"}
SECONDS = {"type": "integer", "minimum": 1}
WAITED, TAGGED = "The number of seconds to wait.", "The revision of the item, to be sent as `If-Match`."
HEADERS: dict[str, dict[str, Any]] = {
    "401": {"WWW-Authenticate": {"description": "The scheme of authentication.", "schema": TEXT, "example": "Bearer"}},
    "415": {
        "Accept-Encoding": {"description": "The supported encodings of a body.", "schema": TEXT, "example": "gzip"}
    },
    "429": {"Retry-After": {"description": WAITED, "schema": SECONDS, "example": 60}},
    "503": {"Retry-After": {"description": WAITED, "schema": SECONDS, "example": 2}},
}
ETAG = {"description": TAGGED, "schema": TEXT, "example": '"3"'}
BOTH = "`Bearer <partner token>, User <user token>`"
PAIR = {"type": "apiKey", "in": "header", "name": "Authorization", "description": BOTH}
PARTNER = {"type": "http", "scheme": "bearer", "description": "The partner token."}


def test_the_head_says_whose_api_it_is(described: Description, api: Api, litestar: Litestar) -> None:
    document = described.document
    info = {name: part for name, part in document["info"].items() if name != "description"}
    assert document["info"]["description"].startswith(
        "The API of this" if api is B2B_V1 else "The second version of the API"
    )
    assert info == {
        "title": "Parlour",
        "version": __version__,
        "contact": {"name": "The operator of this server", "url": "http://127.0.0.1:8000"},
        "license": {"name": "MIT", "identifier": "MIT"},
    }
    assert [each["description"] for each in document["servers"]] == [
        "This server.",
        "Its mock: answers with examples, and keeps nothing.",
    ]
    ours = {"Partner": PARTNER, "PartnerAndUser": PAIR} if api is B2B_V1 else {"PartnerAndUser": PAIR}
    assert document["components"]["securitySchemes"] == ours
    texts = {each.tag: each.tag_description for _, _, each in operations(litestar, api) if each.tag_description}
    assert document["tags"] == [{"name": name, "description": texts[name]} for name in sorted(texts)]


def test_answers_say_what_they_mean_and_which_headers_they_have(
    described: Description, api: Api, litestar: Litestar
) -> None:
    declared = {each.id: each for _, _, each in operations(litestar, api)}
    links = 0
    for _, path, operation in described.operations:
        arguments = declared[operation["operationId"]].arguments
        for status, answer in operation["responses"].items():
            assert answer["description"] == DESCRIPTIONS[status], (path, status)
            headers = dict(answer.get("headers", {}))
            expected = HEADERS.get(status, {})
            if status.startswith("2"):
                link = headers.pop("Link", None)
                assert (link is not None) == arguments.takes_pages, path
                if link is not None:
                    links += 1
                    assert link["example"].startswith("</api/v")
                    assert link["example"].endswith(f'?cursor={CURSOR_EXAMPLE}>; rel="next"')
                    assert "{" not in link["example"]
                expected = {"ETag": ETAG} if arguments.has_etag else {}
            assert headers == expected, (path, status)
    assert links > 5


def test_only_what_must_be_sent_is_required(described: Description) -> None:
    for _, path, operation in described.operations:
        invalid = operation["responses"].get("422", {"content": {}})
        may_miss = "missing_parameter" in str(invalid["content"])
        for each in operation["parameters"]:
            must = each["in"] == "path" or each["name"] == "Accept"
            assert each["required"] is True if must else not each["required"] or may_miss, (path, each["name"])
        assert operation.get("requestBody", {"required": True})["required"] is True, path
