"""What is chosen, in the few words that every step shows, each with the way back to its step."""

from collections.abc import Iterator

import msgspec
from msgspec.structs import replace

from parlour.areas.booking_page.model.choice import ANY_MEMBER, Step
from parlour.areas.booking_page.model.offers import total_of
from parlour.areas.booking_page.model.place import Place
from parlour.areas.booking_page.model.progress import Progress
from parlour.areas.booking_page.pages.formats import Formats


class Chosen(msgspec.Struct, frozen=True):
    """One thing that is chosen."""

    query: str
    """Leads to the step where it can be changed."""
    term: str
    text: str
    detail: str


def summary_of(progress: Progress, place: Place, step: Step, formats: Formats) -> list[Chosen]:
    """Return what was chosen in the steps before one."""
    earlier = place.steps[: place.steps.index(step)]
    found = {each: (term, text, detail) for each, term, text, detail in _all(progress, place, formats)}
    return [
        Chosen(replace(progress.choice, step=each).query, *found[each])
        for each in earlier
        if each in found and each not in place.hidden_steps
    ]


def _all(progress: Progress, place: Place, formats: Formats) -> Iterator[tuple[Step, str, str, str]]:
    t = formats.texts
    if chosen := progress.chosen:
        total = total_of(chosen)
        price = formats.price(total.price_min, total.price_max) if total.price_max else ""
        detail = " · ".join(filter(None, (formats.duration(total.duration_s), price)))
        yield Step.SERVICES, t.book_what, ", ".join(each.title for each in chosen), detail
    if progress.choice.member_id == ANY_MEMBER:
        yield Step.MEMBER, place.member_title or t.book_who, t.book_any, ""
    elif progress.member is not None:
        yield Step.MEMBER, place.member_title or t.book_who, progress.member.name, progress.member.role
    if progress.starts_at is not None:
        starts_at = progress.starts_at
        yield Step.TIME, t.book_when, f"{formats.short_day(starts_at.date())}, {formats.time(starts_at)}", ""
