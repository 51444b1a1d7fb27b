"""The request of an operation, written down as samples."""

import json

from parlour.portal.operations import Operation, Parameter
from parlour.portal.samples import LANGUAGES, SampleRequest, mark, render

PARTNER = mark("partner_token", "YOUR_PARTNER_TOKEN")
USER = mark("user_token", "YOUR_USER_TOKEN")
AUTHORIZATION = {
    "none": "",
    "partner": f"Bearer {PARTNER}",
    "either": f"Bearer {PARTNER}, User {USER}",
    "both": f"Bearer {PARTNER}, User {USER}",
}
# What the original asks clients to send; here any type will do.
ACCEPT = "application/vnd.api.v2+json"


def samples_of(operation: Operation, base_url: str) -> dict[str, str]:
    """The operation's example request by the id of the language; the payload is empty where there is none."""
    request = sample_request(operation, base_url)
    return {language.id: render(language, request) for language in LANGUAGES}


def sample_request(operation: Operation, base_url: str) -> SampleRequest:
    """With marks for the address of the server, the tokens and the ids in the path."""
    path = operation.path
    for parameter in operation.parameters_in("path"):
        name = parameter.field.name
        path = path.replace(f"{{{name}}}", mark(name, parameter.field.example))
    headers = [("Accept", ACCEPT)]
    if authorization := AUTHORIZATION[operation.tokens]:
        headers.append(("Authorization", authorization))
    if operation.body:
        headers.append(("Content-Type", "application/json"))
    query = [pair for parameter in operation.parameters if parameter.is_sample for pair in _pairs(parameter)]
    return SampleRequest(
        method=operation.method,
        base_url=mark("base_url", base_url),
        path=path,
        query=tuple(query),
        headers=tuple(headers),
        body=operation.body.examples[0].code if operation.body else None,
    )


def _pairs(parameter: Parameter) -> list[tuple[str, str]]:
    field = parameter.field
    if parameter.is_list:
        return [(f"{field.name}[]", str(item)) for item in json.loads(field.example)]
    return [(field.name, field.example)]
