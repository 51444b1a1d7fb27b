"""The request of an operation, written as samples."""

import json
from typing import Any
from urllib.parse import quote

from parlour.portal.operations import FILE, Body, Operation, Parameter
from parlour.portal.samples import LANGUAGES, SampleRequest, placeholder, render

PARTNER = placeholder("partner_token", "YOUR_PARTNER_TOKEN")
USER = placeholder("user_token", "YOUR_USER_TOKEN")
AUTHORIZATION = {
    "none": "",
    "partner": f"Bearer {PARTNER}",
    "either": f"Bearer {PARTNER}, User {USER}",
    "both": f"Bearer {PARTNER}, User {USER}",
}
# v2 requires this media type; v1 accepts any.
ACCEPT = "application/vnd.api.v2+json"


def samples_of(operation: Operation, base_url: str) -> dict[str, str]:
    """Return samples of the operation's request by the id of the language; empty if there is none.

    A form is shown only with curl: each language has its own way to send one, and some have several.
    """
    request = sample_request(operation, base_url)
    shown = LANGUAGES[:1] if request.form else LANGUAGES
    return {language.id: render(language, request) if language in shown else "" for language in LANGUAGES}


def sample_request(operation: Operation, base_url: str) -> SampleRequest:
    """Return the request with placeholders for the server's address, the tokens and the ids in the path."""
    path = operation.path
    for parameter in operation.parameters_in("path"):
        name, example = parameter.field.name, parameter.field.example
        shown = placeholder(name, example) if parameter in operation.ids else quote(example, safe="")
        path = path.replace(f"{{{name}}}", shown)
    headers = [("Accept", ACCEPT)]
    if authorization := AUTHORIZATION[operation.tokens]:
        headers.append(("Authorization", authorization))
    body = operation.body
    if body and not body.is_form:
        headers.append(("Content-Type", "application/json"))
    query = [pair for parameter in operation.parameters if parameter.is_sample for pair in _pairs(parameter)]
    return SampleRequest(
        method=operation.method,
        base_url=placeholder("base_url", base_url),
        path=path,
        query=tuple(query),
        headers=tuple(headers),
        body=body.examples[0].code if body and not body.is_form else None,
        form=_form(body) if body and body.is_form else (),
    )


def _form(body: Body) -> tuple[tuple[str, str], ...]:
    """Return the fields of the example; a file by its name after an @, as in curl."""
    files = {field.name for field in body.fields if field.type == FILE}
    example: dict[str, Any] = json.loads(body.examples[0].code)
    return tuple((name, f"@{value}" if name in files else str(value)) for name, value in example.items())


def _pairs(parameter: Parameter) -> list[tuple[str, str]]:
    field = parameter.field
    if parameter.is_list:
        return [(f"{field.name}[]", str(item)) for item in json.loads(field.example)]
    return [(field.name, field.example)]
