"""The page behind the link of an invitation, where the invited user accepts. The token in its address is the secret."""

import asyncio
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import msgspec
from jinja2 import Environment
from litestar import Request, Response, Router, get, post
from litestar.params import FromPath

from parlour.access.password_rules import HAS_LOGIN, LENGTH, TOO_COMMON
from parlour.areas.users.model.users import Invitation
from parlour.areas.users.service import acceptance
from parlour.areas.users.service.acceptance import Acceptance
from parlour.errors import Conflict, Forbidden, Invalid, Malformed, ParlourError, TooManyAttempts, WrongCredentials
from parlour.http.addresses import address_of
from parlour.http.forms import read_form
from parlour.http.sections import Section
from parlour.http.services import services_of
from parlour.pages.notices import error_pages
from parlour.pages.page import HTML, Page
from parlour.pages.templates import make_environment
from parlour.pages.translations import choose_language, language_names, texts_in

AnyRequest = Request[Any, Any, Any]


class Shown(msgspec.Struct, frozen=True):
    """The variable parts of the page."""

    state: str
    status: int
    invitation: Invitation | None
    name: str = ""
    faults: dict[str, str] = {}


@get("/{token:str}")
async def show_invitation(request: AnyRequest, token: FromPath[str]) -> Response[bytes]:
    """Show who invites to which location, and the form to accept. Reading the page doesn't use up the invitation."""
    found = _open(await acceptance.find(services_of(request).pool, token))
    shown = found if isinstance(found, Shown) else Shown("open", 200, found, _first_name(found))
    return await _answer(request, shown)


@post("/{token:str}")
async def accept_invitation(request: AnyRequest, token: FromPath[str]) -> Response[bytes]:
    """Accept the invitation with the submitted form, or show the form again with its faults."""
    services = services_of(request)
    invitation = _open(await acceptance.find(services.pool, token))
    if isinstance(invitation, Shown):
        return await _answer(request, invitation)
    body = await request.body()
    form = read_form(body, request.headers.get("content-type", "")) if body else {}
    sent = Acceptance(
        name=_text(form, "name"),
        password=_text(form, "password"),
        ip=address_of(request),
    )
    try:
        await acceptance.accept(services.pool, services.passwords, invitation, sent)
    except (Invalid, WrongCredentials, TooManyAttempts, Forbidden, Conflict) as error:
        return await _answer(request, _refused(_language(request), error, invitation, sent))
    return await _answer(request, Shown("accepted", 200, invitation))


def _text(form: Mapping[str, bytes], name: str) -> str:
    """Return a field of a form; empty if it is missing. Raise `Malformed` if it is no text."""
    try:
        return form.get(name, b"").decode()
    except UnicodeDecodeError:
        raise Malformed("The form can't be read.") from None


def _open(invitation: Invitation | None) -> Invitation | Shown:
    """Return the invitation, or the page of one that can't be accepted."""
    if invitation is None:
        return Shown("unknown", 404, None)
    if invitation.is_accepted:
        return Shown("used", 410, None)
    if invitation.is_revoked:
        return Shown("revoked", 410, None)
    return Shown("expired", 410, None) if invitation.is_expired else invitation


def _first_name(invitation: Invitation) -> str:
    """Return the name that the inviter entered; empty if that is only the login."""
    return invitation.name if invitation.name != invitation.sent_to else ""


def _refused(language: str, error: ParlourError, invitation: Invitation, sent: Acceptance) -> Shown:
    t = texts_in(language)
    match error:
        case Conflict():
            return Shown("used", 410, None)
        case Invalid():
            words = {HAS_LOGIN: t.password_has_login, TOO_COMMON: t.password_too_common, LENGTH: t.password_fault}
            status, faults = 422, {fault.field: words.get(fault.message, t.name_fault) for fault in error.faults}
        case TooManyAttempts():
            status, faults = 429, {"password": t.too_many_attempts.format(seconds=error.retry_after_s)}
        case Forbidden():
            status, faults = 403, {"password": t.not_approved}
        case _:
            status, faults = 422, {"password": t.wrong_password}
    return Shown("open", status, invitation, sent.name, faults)


def _language(request: AnyRequest) -> str:
    wish, kept = request.query_params.get("lang"), request.cookies.get("lang")
    return choose_language(wish, kept, accept_language=request.headers.get("accept-language", ""))


@lru_cache
def _environment() -> Environment:
    """Return the template environment, made for the first page and not at import."""
    return make_environment("parlour.areas.users.pages")


async def _answer(request: AnyRequest, shown: Shown) -> Response[bytes]:
    """Render the page and forbid caching, because its address contains the secret."""
    base_url = services_of(request).settings.base_url
    page = await asyncio.to_thread(_render, _language(request), shown, base_url)
    return page.answer(request, cached="no-store")


def _render(language: str, shown: Shown, base_url: str) -> Page:
    t = texts_in(language)
    invitation = shown.invitation
    text = (
        _environment()
        .get_template("invitation.html.jinja")
        .render(
            t=t,
            language=language,
            languages=language_names(),
            base_url=base_url,
            state=shown.state,
            heading=getattr(t, f"invitation_{shown.state}"),
            invitation=invitation,
            role=getattr(t, f"role_{invitation.role}") if invitation else "",
            name=shown.name,
            name_fault=shown.faults.get("name", ""),
            password_fault=shown.faults.get("password", ""),
        )
    )
    return Page.of(text, HTML, shown.status, has_secret=True)


SECTION = Section("/invitations/", has_secret_addresses=True)
ROUTER = Router(
    SECTION.prefix,
    route_handlers=[show_invitation, accept_invitation],
    include_in_schema=False,
    exception_handlers=error_pages("portal.css", _language),
)
