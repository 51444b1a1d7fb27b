"""The page of an appointment. Its address contains a secret, which is all that changing and cancelling need."""

from typing import Any

import msgspec
from litestar import Response, Router, get, post
from litestar.params import FromPath

from parlour.areas.booking_page.model.appointments import Appointment, State
from parlour.areas.booking_page.model.calendar import Calendar
from parlour.areas.booking_page.model.ical import CalendarEntry, uid_of, write_calendar
from parlour.areas.booking_page.pages.rendering import calendar_context, formats_of, render
from parlour.areas.booking_page.pages.requests import (
    ERROR_PAGES,
    NOT_STORED,
    AnyRequest,
    answer,
    desk_of,
    missing,
    redirect,
)
from parlour.areas.booking_page.pages.visitor import Visitor, visitor_of
from parlour.areas.booking_page.service import appointments
from parlour.areas.booking_page.service.appointments import Found
from parlour.http.sections import Section
from parlour.http.services import services_of
from parlour.pages.page import Page

PREFIX = "/booked/"
ADDRESS = "/{form_id:str}/{appointment_id:str}/{link_hash:str}"
CALENDAR = "text/calendar"
LOST = "book_lost"
REFUSED = 409


class Shown(msgspec.Struct, frozen=True):
    """An appointment, and who looks at it."""

    found: Found
    visitor: Visitor

    @property
    def appointment(self) -> Appointment:
        return self.found.appointment

    @property
    def address(self) -> str:
        return f"{PREFIX}{self.found.place.form_id}/{self.appointment.id}/{self.appointment.link_hash}"

    @property
    def page_address(self) -> str:
        """Return the address of the page in the language that the visitor chose."""
        return f"{self.address}{self.visitor.choice.only_language.suffix}"

    def page(self, template: str, *, status: int = 200, **context: Any) -> Page:
        place, visitor = self.found.place, self.visitor
        context |= {"address": self.address, "appointment": self.appointment}
        return render(template, place, visitor.choice, visitor.language, status=status, has_secret=True, **context)


@get(ADDRESS)
async def show_appointment(
    request: AnyRequest, form_id: FromPath[str], appointment_id: FromPath[str], link_hash: FromPath[str]
) -> Response[bytes]:
    """Show the appointment, and what can be done with it."""
    shown = await _find(request, form_id, appointment_id, link_hash)
    return (
        answer(request, shown.found.place, shown.page("appointment", asks=False, is_refused=False))
        if shown
        else _lost(request)
    )


@get(f"{ADDRESS}/cancel")
async def ask_to_cancel(
    request: AnyRequest, form_id: FromPath[str], appointment_id: FromPath[str], link_hash: FromPath[str]
) -> Response[bytes]:
    """Ask whether the appointment shall be cancelled."""
    shown = await _find(request, form_id, appointment_id, link_hash)
    if shown is None:
        return _lost(request)
    return answer(
        request, shown.found.place, shown.page("appointment", asks=shown.appointment.can_change, is_refused=False)
    )


@post(f"{ADDRESS}/cancel")
async def cancel_appointment(
    request: AnyRequest, form_id: FromPath[str], appointment_id: FromPath[str], link_hash: FromPath[str]
) -> Response[bytes]:
    """Cancel the appointment, unless it is too late, and lead to its page."""
    shown = await _find(request, form_id, appointment_id, link_hash)
    if shown is None:
        return _lost(request)
    if shown.appointment.can_change and not await appointments.cancel(desk_of(request), shown.found):
        return answer(
            request, shown.found.place, shown.page("appointment", status=REFUSED, asks=False, is_refused=True)
        )
    return redirect(shown.page_address)


@get(f"{ADDRESS}/move")
async def choose_time(
    request: AnyRequest, form_id: FromPath[str], appointment_id: FromPath[str], link_hash: FromPath[str]
) -> Response[bytes]:
    """Show days and times to move the appointment to; of a chosen one ask whether it is right."""
    shown = await _find(request, form_id, appointment_id, link_hash)
    if shown is None:
        return _lost(request)
    if not shown.appointment.can_change:
        return redirect(shown.page_address)
    starts_at = await appointments.find_time(desk_of(request), shown.found, shown.visitor.choice)
    if starts_at is None:
        return await _show_times(request, shown, is_taken=shown.visitor.choice.start is not None)
    f = formats_of(shown.found.place, shown.visitor.language)
    page = shown.page("move", to=f"{f.full_day(starts_at.date())}, {f.time(starts_at)}")
    return answer(request, shown.found.place, page)


@post(f"{ADDRESS}/move")
async def move_appointment(
    request: AnyRequest, form_id: FromPath[str], appointment_id: FromPath[str], link_hash: FromPath[str]
) -> Response[bytes]:
    """Move the appointment to the chosen time and lead to its page, or show the times again if it isn't free."""
    shown = await _find(request, form_id, appointment_id, link_hash)
    if shown is None:
        return _lost(request)
    if not shown.appointment.can_change:
        return redirect(shown.page_address)
    desk = desk_of(request)
    starts_at = await appointments.find_time(desk, shown.found, shown.visitor.choice)
    if starts_at is not None and await appointments.move(desk, shown.found, starts_at):
        return redirect(shown.page_address)
    return await _show_times(request, shown, is_taken=True)


@get(f"{ADDRESS}/calendar.ics")
async def download_entry(
    request: AnyRequest, form_id: FromPath[str], appointment_id: FromPath[str], link_hash: FromPath[str]
) -> Response[bytes]:
    """Return the appointment as a file for calendar programs."""
    shown = await _find(request, form_id, appointment_id, link_hash)
    if shown is None or shown.appointment.state is State.CANCELLED:
        return _lost(request)
    url = f"{services_of(request).settings.base_url}{shown.address}"
    headers = {"Cache-Control": NOT_STORED, "Content-Disposition": 'attachment; filename="appointment.ics"'}
    return Response(write_calendar([_entry(shown, url)]), headers=headers, media_type=CALENDAR)


async def _find(request: AnyRequest, form_id: str, appointment_id: str, link_hash: str) -> Shown | None:
    found = await appointments.find(desk_of(request), form_id, appointment_id, link_hash)
    return Shown(found, visitor_of(request)) if found else None


async def _show_times(request: AnyRequest, shown: Shown, *, is_taken: bool) -> Response[bytes]:
    calendar: Calendar = await appointments.read_calendar(desk_of(request), shown.found, shown.visitor.choice)
    context = calendar_context(calendar, formats_of(shown.found.place, shown.visitor.language))
    page = shown.page("move", status=REFUSED if is_taken else 200, to="", taken=is_taken, **context)
    return answer(request, shown.found.place, page)


def _entry(shown: Shown, url: str) -> CalendarEntry:
    appointment, place = shown.appointment, shown.found.place
    return CalendarEntry(
        uid=uid_of(appointment.link_hash),
        sequence=appointment.revision,
        starts_at=appointment.starts_at,
        ends_at=appointment.ends_at,
        changed_at=appointment.changed_at,
        title=place.title,
        place=", ".join(filter(None, (place.title, place.address))),
        url=url,
        titles=appointment.titles,
    )


def _lost(request: AnyRequest) -> Response[bytes]:
    return missing(request, visitor_of(request), LOST)


SECTION = Section(PREFIX, is_framed=True, has_secret_addresses=True)
ROUTER = Router(
    SECTION.prefix,
    route_handlers=[
        show_appointment,
        ask_to_cancel,
        cancel_appointment,
        choose_time,
        move_appointment,
        download_entry,
    ],
    include_in_schema=False,
    exception_handlers=ERROR_PAGES,
)
