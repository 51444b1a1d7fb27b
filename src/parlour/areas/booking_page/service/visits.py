"""How far a visitor has come, with all that the page of the next step shows."""

import msgspec

from parlour.access.tenant import Tenant
from parlour.areas.booking_page.model.calendar import Calendar
from parlour.areas.booking_page.model.choice import Choice, Step
from parlour.areas.booking_page.model.place import Place
from parlour.areas.booking_page.model.progress import Progress
from parlour.areas.booking_page.service.calendar import calendar_of
from parlour.areas.booking_page.service.desk import Desk
from parlour.areas.booking_page.service.diary import diary_of_choice
from parlour.areas.booking_page.service.places import find_place
from parlour.areas.booking_page.service.progress import progress_of
from parlour.db.pool import connection


class Visit(msgspec.Struct, frozen=True):
    """A visitor's way so far."""

    tenant: Tenant
    place: Place
    progress: Progress
    calendar: Calendar | None
    """Days and times, where a time is to be chosen."""

    @property
    def step(self) -> Step:
        return self.progress.step(self.place.steps)


async def visit(desk: Desk, form_id: str, choice: Choice) -> Visit | None:
    """Return where a choice leads on the page of a form; None if there is no such form."""
    async with connection(desk.pool) as conn:
        found = await find_place(conn, form_id)
        if found is None:
            return None
        tenant, place = found
        progress = await progress_of(conn, tenant, place, place.with_presets(choice))
        if progress.step(place.steps) is not Step.TIME:
            return Visit(tenant, place, progress, None)
        diary = await diary_of_choice(conn, tenant, progress.choice)
        return Visit(tenant, place, progress, await calendar_of(conn, diary, progress.choice))
