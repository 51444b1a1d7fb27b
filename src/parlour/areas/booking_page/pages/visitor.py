"""What a request says of its visitor: language and choice."""

from typing import Any
from urllib.parse import parse_qsl

import msgspec
from litestar import Request

from parlour.areas.booking_page.model.choice import Choice, read_choice
from parlour.http.forms import read_form
from parlour.pages.translations import LANGUAGES, choose_language

MOST_PAIRS = 100
AnyRequest = Request[Any, Any, Any]


class Visitor(msgspec.Struct, frozen=True):
    """A visitor of one page."""

    language: str
    choice: Choice
    has_sent_services: bool
    """Whether the form for choosing services was sent, perhaps without any."""


def visitor_of(request: AnyRequest) -> Visitor:
    """Return the visitor. A query that can't be read is an empty one."""
    try:
        pairs = parse_qsl(
            request.scope["query_string"].decode("ascii", "replace"), keep_blank_values=True, max_num_fields=MOST_PAIRS
        )
    except ValueError:
        pairs = []
    choice = read_choice(pairs, LANGUAGES)
    language = choose_language(choice.language, accept_language=request.headers.get("accept-language", ""))
    return Visitor(language, choice, has_sent_services=("chosen", "1") in pairs)


async def form_of(request: AnyRequest) -> dict[str, str]:
    """Return the texts of a sent form. Raise `Malformed` if it is none; what is no text becomes one that is faulty."""
    body = await request.body()
    form = read_form(body, request.headers.get("content-type", "")) if body else {}
    return {name: value.decode(errors="replace").replace("\r\n", "\n") for name, value in form.items()}
