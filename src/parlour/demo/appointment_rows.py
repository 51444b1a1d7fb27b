"""Rows of the demo's visits and appointments, and of the services in them."""

import json
import random
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

import msgspec

from parlour.currencies import currency_by_code
from parlour.demo.appointments import Booking
from parlour.demo.clients import Client
from parlour.demo.salon import Salon

VISIT_COLUMNS = ("id", "chain_id", "location_id", "client_id", "day", "created_at")
COLUMNS = ("id", "chain_id", "location_id", "visit_id", "team_member_id", "client_id", "day", "starts_at", "duration",
           "technical_break", "attendance", "resource_instance_ids", "tag_ids", "custom_values", "comment",
           "visitor_name", "source", "is_member_chosen", "notifies_by_email", "email_reminder_hours", "link_hash",
           "created_user_id", "created_at", "changed_at", "deleted_at")  # fmt: skip
SERVICE_COLUMNS = ("chain_id", "location_id", "appointment_id", "position", "service_id", "title", "duration",
                   "unit_price", "discount", "price")  # fmt: skip
FIRST_VISIT, LATE, GIFT_CARD = "flag", "clock", "gift"
"""The tags of appointments by their icons."""
FOR_TWO = {"en": "Coming as a couple", "de": "Kommen zu zweit", "ja": "お二人でご来店", "ru": "Придут вдвоём"}
NOTES = {
    "en": ("Would like to talk about a new colour", "Quiet seat, please", "Same as last time"),
    "de": ("Möchte über eine neue Farbe sprechen", "Bitte ein ruhiger Platz", "Wie beim letzten Mal"),
    "ja": ("新しいカラーの相談", "静かな席を希望", "前回と同じ仕上がりで"),
    "ru": ("Хочет обсудить новый цвет", "Посадить у окна", "Как в прошлый раз"),
}
FORMULAS = ("6.0 + 7.43 (1:1), 6 %", "8.1 30 g, 9.2 20 g, 9 %", "4.7 40 ml, 3 %")
SOURCES, WEIGHTS_OF_SOURCES = ("staff", "desktop_page", "mobile_page"), (6, 2, 3)
WITH_NOTE, WITH_DRINK, WITH_FORMULA, RUNNING_LATE, WITH_GIFT_CARD, FOR_ANY_MEMBER = 0.08, 0.15, 0.06, 0.02, 0.02, 0.2
BOOKED_EARLIER = timedelta(days=21)


class Written(msgspec.Struct, frozen=True):
    """A booking with the ids of its rows."""

    booking: Booking
    id: int
    visit_id: int
    client_id: int | None


class AppointmentRows:
    """Makes the rows of a location. `author_id` is the user who wrote what clients didn't book themselves."""

    def __init__(
        self, rng: random.Random, salon: Salon, clients: Sequence[Client], author_id: int, now: datetime
    ) -> None:
        self._rng = rng
        self._salon = salon
        self._clients = clients
        self._author_id = author_id
        self._now = now
        self._place = (salon.place.chain_id, salon.place.id)
        self._smallest = currency_by_code(salon.place.location.currency).smallest

    def of_visit(self, written: Written) -> tuple[object, ...]:
        """Return the row of a visit, for `VISIT_COLUMNS`."""
        return (written.visit_id, *self._place, written.client_id, written.booking.day, self._now)

    def of_appointment(self, written: Written) -> tuple[object, ...]:
        """Return the row of an appointment, for `COLUMNS`."""
        rng, booking = self._rng, written.booking
        (source,) = rng.choices(SOURCES, WEIGHTS_OF_SOURCES)
        client = None if booking.client is None else self._clients[booking.client]
        created_at = min(booking.starts_at.astimezone(UTC), self._now) - BOOKED_EARLIER * rng.random()
        changed_at = self._changed_at(booking, created_at)
        return (
            written.id,
            *self._place,
            written.visit_id,
            booking.member,
            written.client_id,
            booking.day,
            booking.starts_at,
            booking.duration,
            booking.technical_break,
            booking.attendance,
            booking.instance_ids,
            self._tags(booking),
            json.dumps(self._custom_values(), ensure_ascii=False),
            self._comment(booking),
            booking.visitor_name,
            source,
            rng.random() > FOR_ANY_MEMBER,
            bool(client and client.email),
            24 if client and client.email else None,
            f"{rng.getrandbits(128):032x}",
            self._author_id if source == "staff" else None,
            created_at,
            changed_at,
            changed_at if booking.is_cancelled else None,
        )

    def of_services(self, written: Written) -> Iterator[tuple[object, ...]]:
        """Yield the rows of the services of an appointment, for `SERVICE_COLUMNS`."""
        booking = written.booking
        discount = 0 if booking.client is None else self._clients[booking.client].discount
        for position, service in enumerate(booking.services):
            unit_price = self._rng.choice((service.price_min, service.price_max))
            yield (
                *self._place,
                written.id,
                position,
                service.service_id,
                service.title,
                service.duration,
                unit_price,
                discount,
                self._discounted(unit_price, discount),
            )

    def _discounted(self, price: Decimal, discount: int) -> Decimal:
        coins = price * (100 - discount) / 100 / self._smallest
        return coins.to_integral_value(ROUND_HALF_UP) * self._smallest

    def _changed_at(self, booking: Booking, created_at: datetime) -> datetime:
        """Return when the client arrived or the appointment was cancelled, if that has happened."""
        if booking.attendance in ("arrived", "no_show"):
            return min(self._now, booking.starts_at.astimezone(UTC))
        until = min(self._now, booking.starts_at.astimezone(UTC))
        return created_at + (until - created_at) * self._rng.random() if booking.is_cancelled else created_at

    def _tags(self, booking: Booking) -> list[int]:
        icons = {
            FIRST_VISIT: booking.is_first,
            LATE: self._rng.random() < RUNNING_LATE,
            GIFT_CARD: self._rng.random() < WITH_GIFT_CARD,
        }
        return [self._salon.tags[icon] for icon, has_tag in icons.items() if has_tag]

    def _custom_values(self) -> dict[str, object]:
        values: dict[str, object] = {}
        if self._rng.random() < WITH_DRINK:
            values[str(self._salon.field_ids["drink"])] = self._rng.choice(self._salon.choices["drink"])
        if self._rng.random() < WITH_FORMULA:
            values[str(self._salon.field_ids["formula"])] = self._rng.choice(FORMULAS)
        return values

    def _comment(self, booking: Booking) -> str:
        language = self._salon.place.language
        if booking.is_couple:
            return FOR_TWO[language]
        return self._rng.choice(NOTES[language]) if self._rng.random() < WITH_NOTE else ""
