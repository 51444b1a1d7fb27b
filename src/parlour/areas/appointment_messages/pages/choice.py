"""The page behind the link in each message. Its address contains a secret, which is all that choosing needs."""

from functools import lru_cache
from typing import Any

from jinja2 import Environment
from litestar import Request, Response, Router, get, post
from litestar.params import FromPath

from parlour.areas.appointment_messages.model.choices import Choice
from parlour.areas.appointment_messages.model.links import CHOICE_PREFIX
from parlour.areas.appointment_messages.service import choices
from parlour.areas.appointment_messages.service.choices import Found
from parlour.http.addresses import address_of
from parlour.http.forms import read_form
from parlour.http.sections import Section
from parlour.http.services import services_of
from parlour.pages.notices import error_pages, render_notice
from parlour.pages.page import HTML, Page
from parlour.pages.templates import make_environment
from parlour.pages.translations import choose_language, texts_in

AnyRequest = Request[Any, Any, Any]
ADDRESS = "/{location_id:str}/{appointment_id:str}/{token:str}"
STYLESHEET = "booking.css"
NOT_STORED = "no-store"
ONE_CLICK = "List-Unsubscribe"
"""The field that mail programs send (RFC 8058)."""


@get(ADDRESS)
async def show_choice(
    request: AnyRequest, location_id: FromPath[str], appointment_id: FromPath[str], token: FromPath[str]
) -> Response[bytes]:
    """Show what the client gets. Reading the page changes nothing: mail programs follow links by themselves."""
    found = await choices.find(services_of(request).pool, location_id, appointment_id, token)
    return _answer(request, found, "saved" in request.query_params)


@post(ADDRESS)
async def choose(
    request: AnyRequest, location_id: FromPath[str], appointment_id: FromPath[str], token: FromPath[str]
) -> Response[bytes]:
    """Store the choice of the form, or unsubscribe as a mail program asks for it."""
    pool = services_of(request).pool
    found = await choices.find(pool, location_id, appointment_id, token)
    if found is None:
        return _answer(request, None, is_saved=False)
    body = await request.body()
    form = read_form(body, request.headers.get("content-type", "")) if body else {}
    is_one_click = ONE_CLICK in form
    choice = _unsubscribed(request, found) if is_one_click else _chosen(form.get("choice", b""))
    if choice is not None:
        await choices.choose(pool, found, choice, address_of(request))
    if is_one_click:
        return Response(b"", status_code=200, headers={"Cache-Control": NOT_STORED})
    suffix = "" if choice is None else "?saved=1"
    return Response(
        b"", status_code=303, headers={"Location": f"{request.url.path}{suffix}", "Cache-Control": NOT_STORED}
    )


def _unsubscribed(request: AnyRequest, found: Found) -> Choice:
    """Return what is left after unsubscribing: never more than before."""
    is_all = "all" in request.query_params or found.choice is Choice.NOTHING
    return Choice.NOTHING if is_all else Choice.NO_REMINDERS


def _chosen(sent: bytes) -> Choice | None:
    return next((each for each in Choice if each.value.encode() == sent), None)


@lru_cache
def _environment() -> Environment:
    """Return the template environment, made for the first page and not at import."""
    return make_environment("parlour.areas.appointment_messages.pages")


def _language(request: AnyRequest) -> str:
    wish = request.query_params.get("lang")
    return choose_language(wish, accept_language=request.headers.get("accept-language", ""))


def _answer(request: AnyRequest, found: Found | None, is_saved: bool) -> Response[bytes]:
    language = _language(request)
    t = texts_in(language)
    if found is None:
        return render_notice(language, t.messages_lost, t.messages_lost_hint, 404, STYLESHEET).answer(
            request, cached=NOT_STORED
        )
    text = (
        _environment()
        .get_template("choice.html.jinja")
        .render(
            t=t,
            language=language,
            heading=getattr(t, f"messages_{found.channel}"),
            place=found.clients.location_title,
            address=request.url.path,
            choices=[each.value for each in Choice],
            chosen=found.choice.value,
            is_saved=is_saved,
        )
    )
    return Page.of(text, HTML, has_secret=True).answer(request, cached=NOT_STORED)


SECTION = Section(CHOICE_PREFIX, has_secret_addresses=True)
ROUTER = Router(
    SECTION.prefix,
    route_handlers=[show_choice, choose],
    include_in_schema=False,
    exception_handlers=error_pages(STYLESHEET, _language),
)
