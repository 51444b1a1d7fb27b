"""The way to an appointment: each step is a page, what is chosen is in its address, and the last form books."""

from litestar import MediaType, Response, Router, get, post
from litestar.params import FromPath
from markupsafe import Markup
from msgspec.structs import replace

from parlour.areas.booking_page.model.appointments import Booked
from parlour.areas.booking_page.model.choice import Step
from parlour.areas.booking_page.model.contact import MOST_COMMENT, TRAP, Contact, contact_of
from parlour.areas.booking_page.model.look import read_look
from parlour.areas.booking_page.model.phones import example_phone
from parlour.areas.booking_page.pages.button import load_button
from parlour.areas.booking_page.pages.rendering import render
from parlour.areas.booking_page.pages.requests import ERROR_PAGES, AnyRequest, answer, desk_of, missing, redirect
from parlour.areas.booking_page.pages.steps import (
    Stage,
    blocked_page,
    code_page,
    contact_page,
    step_page,
    too_many_page,
)
from parlour.areas.booking_page.pages.visitor import Visitor, form_of, visitor_of
from parlour.areas.booking_page.service import booking
from parlour.areas.booking_page.service.booking import Refusal
from parlour.areas.booking_page.service.places import get_place
from parlour.areas.booking_page.service.visits import visit
from parlour.http.html import clean_html
from parlour.http.sections import Section
from parlour.pages.page import FOREVER, Page

NO_FORM = "book_missing"


@get("/{form_id:str}")
async def show_step(request: AnyRequest, form_id: FromPath[str]) -> Response[bytes]:
    """Show the step that the choice in the address leads to."""
    visitor = visitor_of(request)
    found = await visit(desk_of(request), form_id, visitor.choice)
    if found is None:
        return missing(request, visitor, NO_FORM)
    return answer(request, found.place, step_page(Stage(found, visitor)))


@get("/{form_id:str}/privacy")
async def show_policy(request: AnyRequest, form_id: FromPath[str]) -> Response[bytes]:
    """Show the privacy policy of the location."""
    visitor = visitor_of(request)
    place = await get_place(desk_of(request), form_id)
    if place is None or not place.policy:
        return missing(request, visitor, NO_FORM)
    policy = Markup(clean_html(place.policy))  # noqa: S704 - made harmless
    return answer(request, place, render("privacy", place, visitor.choice, visitor.language, policy=policy))


@get("/look/{file_name:str}")
async def load_look(file_name: FromPath[str]) -> Response[str]:
    """Return the styles of a form's colours, which are in their address."""
    look = read_look(file_name)
    if look is None:
        return Response("/* There is no such stylesheet. */\n", status_code=404, media_type=MediaType.TEXT)
    return Response(look.stylesheet, headers={"Cache-Control": FOREVER}, media_type=MediaType.CSS)


@post("/{form_id:str}")
async def send_contact(request: AnyRequest, form_id: FromPath[str]) -> Response[bytes]:
    """Book with what the form says, or show it again with its faults. A form that is sent again books nothing more."""
    desk, visitor, sent = desk_of(request), visitor_of(request), await form_of(request)
    contact = contact_of(sent)
    if (booked := await booking.recall(desk, form_id, contact.key)) is not None:
        return redirect(_address_of(form_id, visitor, booked))
    found = await visit(desk, form_id, visitor.choice)
    if found is None:
        return missing(request, visitor, NO_FORM)
    stage = Stage(found, visitor)
    if found.step is not Step.CONTACT:
        return answer(request, found.place, step_page(stage))
    if page := _faulty_page(stage, contact, is_trapped=bool(sent.get(TRAP))):
        return answer(request, found.place, page)
    if found.place.confirms_phone and (sent.get("send") or not contact.code):
        was_sent = await booking.send_code(desk, found, contact, visitor.language)
        return answer(request, found.place, code_page(stage, contact, is_too_soon=not was_sent))
    outcome = await booking.book(desk, found, contact, visitor.language)
    if isinstance(outcome, Booked):
        return redirect(_address_of(form_id, visitor, outcome))
    if outcome is Refusal.TAKEN:
        return await _other_times(request, form_id, visitor)
    return answer(request, found.place, _refused_page(stage, contact, outcome))


def _refused_page(stage: Stage, contact: Contact, refusal: Refusal) -> Page:
    match refusal:
        case Refusal.CODE:
            return code_page(stage, contact, is_wrong=True)
        case Refusal.TOO_MANY:
            return too_many_page(stage, contact)
        case _:
            return blocked_page(stage, contact)


def _faulty_page(stage: Stage, contact: Contact, *, is_trapped: bool) -> Page | None:
    """Return the form with its faults; None if there are none."""
    place = stage.visit.place
    if faulty := contact.faults(place.country_code, needs_agreement=bool(place.policy)):
        return contact_page(stage, contact, {name: _fault(stage, name) for name in faulty})
    return blocked_page(stage, contact) if is_trapped else None


def _fault(stage: Stage, name: str) -> str:
    text: str = getattr(stage.formats.texts, f"book_{name}_fault")
    return text.format(example=example_phone(stage.visit.place.country_code), most=MOST_COMMENT)


async def _other_times(request: AnyRequest, form_id: str, visitor: Visitor) -> Response[bytes]:
    """Show the times again after the chosen one was taken in the meantime."""
    found = await visit(desk_of(request), form_id, replace(visitor.choice, step=Step.TIME))
    if found is None:
        return missing(request, visitor, NO_FORM)
    taken = replace(found, progress=replace(found.progress, is_taken=True))
    return answer(request, found.place, step_page(Stage(taken, visitor)))


def _address_of(form_id: str, visitor: Visitor, booked: Booked) -> str:
    suffix = visitor.choice.only_language.suffix
    return f"/booked/{form_id}/{booked.appointment_id}/{booked.link_hash}{suffix}"


SECTION = Section("/book/", is_framed=True)
ROUTER = Router(
    SECTION.prefix,
    route_handlers=[show_step, send_contact, show_policy, load_look, load_button],
    include_in_schema=False,
    exception_handlers=ERROR_PAGES,
)
