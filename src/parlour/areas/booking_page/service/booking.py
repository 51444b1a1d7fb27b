"""Booking what was chosen, and what can go wrong with it."""

import re
import secrets
from enum import StrEnum

from parlour.access.networks import Network
from parlour.access.tenant import Tenant, get_booking_tenant
from parlour.areas.appointments.model.appointments import Source
from parlour.areas.appointments.model.changes import AppointmentPatch, Origin
from parlour.areas.booking_page.model.appointments import Booked
from parlour.areas.booking_page.model.contact import Contact
from parlour.areas.booking_page.queries import keys
from parlour.areas.booking_page.service.desk import Desk
from parlour.areas.booking_page.service.places import find_place
from parlour.areas.booking_page.service.visits import Visit
from parlour.areas.clients.model.clients import ClientPatch, GivenClient
from parlour.areas.clients.model.phones import normalize_phone
from parlour.areas.online_booking.model.bookings import Booking, Element
from parlour.areas.online_booking.service.admission import admit
from parlour.areas.online_booking.service.booking import book as book_elements
from parlour.areas.phone_codes import service as phone_codes
from parlour.db.pool import Connection, connection, transaction
from parlour.errors import Forbidden, Invalid, Throttled

MOST_AN_HOUR = 30
"""How many appointments of a business can be booked from one network within an hour."""
_KEY = re.compile(r"[0-9a-f]{32}")
# The codes of faults, by which clients of the API know them, too.
_WRONG_CODE = 432
_NOT_FREE = {422, 433, 436, 437, 438}


class Refusal(StrEnum):
    """Why a booking isn't possible."""

    TAKEN = "taken"
    BLOCKED = "blocked"
    CODE = "code"
    """The location asks for a code, and this one is wrong or has expired."""
    TOO_MANY = "too_many"
    """Too many appointments were booked from this network, or with this number, a short time ago."""


class _TooMany(Exception):
    """More than `MOST_AN_HOUR` appointments. It ends the transaction, so that the key isn't taken."""


async def recall(desk: Desk, form_id: str, key: str) -> Booked | None:
    """Return what the form with a key has booked already."""
    if not _KEY.fullmatch(key):
        return None
    async with connection(desk.pool) as conn:
        found = await find_place(conn, form_id)
        return await keys.find_booked(conn, found[0], key) if found else None


async def send_code(desk: Desk, visit: Visit, contact: Contact, language: str) -> bool:
    """Send a code to the phone, in the language. Return False if it is too soon after the last one."""
    try:
        async with transaction(desk.pool, desk.actor_in(visit.tenant)) as conn:
            phone = _phone(visit.tenant, contact)
            await phone_codes.send_code(conn, visit.tenant, phone, language, desk.codes_per_hour)
    except Throttled:
        return False
    return True


async def book(desk: Desk, visit: Visit, contact: Contact, language: str) -> Booked | Refusal:
    """Book what was chosen, once for each key; or say why that isn't possible. Messages are in the language."""
    async with connection(desk.pool) as conn:
        tenant = await get_booking_tenant(conn, visit.tenant.location_id)
    booking = _booking(desk, visit, contact, language)
    try:
        await admit(desk.pool, tenant, _phone(tenant, contact), contact.code)

        async def work(conn: Connection) -> Booked:
            return await _book_once(conn, tenant, booking, contact.key, desk.network)

        return await desk.writer_in(tenant).run(work)
    except (_TooMany, Throttled):
        return Refusal.TOO_MANY
    except Forbidden:
        return Refusal.BLOCKED
    except Invalid as invalid:
        codes = {fault.code for fault in invalid.faults}
        if _WRONG_CODE in codes:
            return Refusal.CODE
        return Refusal.TAKEN if codes & _NOT_FREE else Refusal.BLOCKED


async def _book_once(conn: Connection, tenant: Tenant, booking: Booking, sent_key: str, network: Network) -> Booked:
    """Book unless the form with the key has done so, also while this one waited for it."""
    key = sent_key if _KEY.fullmatch(sent_key) else secrets.token_hex(16)
    is_within_limit = await keys.count_recent(conn, tenant, network) < MOST_AN_HOUR
    if not await keys.take_key(conn, tenant, key, network):
        booked = await keys.find_booked(conn, tenant, key)
        if booked is not None:
            return booked
    if not is_within_limit:
        raise _TooMany
    (made,) = await book_elements(conn, tenant, booking)
    await keys.keep_booked(conn, tenant, key, made.appointment_id)
    return Booked(made.appointment_id, made.link_hash)


def _booking(desk: Desk, visit: Visit, contact: Contact, language: str) -> Booking:
    choice, starts_at = visit.progress.choice, visit.progress.starts_at
    element = Element(None, "appointment", choice.service_ids, choice.member_id or None, starts_at)
    client = ClientPatch(name=contact.name, email=contact.email)
    return Booking(
        GivenClient(phone=f"+{_phone(visit.tenant, contact)}", patch=client),
        [element],
        AppointmentPatch(comment=contact.comment),
        Origin(Source.MOBILE_PAGE if desk.is_mobile else Source.DESKTOP_PAGE, visit.place.form_id, language=language),
    )


def _phone(tenant: Tenant, contact: Contact) -> str:
    return normalize_phone(contact.phone, tenant.country_code)
