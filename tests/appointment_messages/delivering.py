"""Delivering messages in tests."""

from typing import Any

from parlour.areas.appointment_messages.service.delivery import AppointmentMessages
from parlour.areas.appointment_messages.service.ways import ByEmail
from parlour.db.pool import Pool
from parlour.settings import Settings
from tests.support.outbox import deliver_next

BASE_URL = "https://book.example"


async def deliver_all(pool: Pool, *handlers: AppointmentMessages) -> None:
    """Deliver what is due in all these channels."""
    for handler in handlers:
        while await deliver_next(pool, handler):
            pass


def by_email(pool: Pool, url: str, **settings: Any) -> AppointmentMessages:
    known = {"smtp_url": url, "email_from": "Parlour <parlour@example.com>", "public_url": BASE_URL}
    found = Settings(**{**known, **settings})
    return AppointmentMessages(pool, found, ByEmail(found))
