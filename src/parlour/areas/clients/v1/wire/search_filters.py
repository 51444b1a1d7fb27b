"""The filters of a search on the v1 wire: each has a type, and a state that says what is looked for.

A filter whose state has no value and no end of a range is none.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec

from parlour.areas.clients import refusals
from parlour.areas.clients.model import search_filters as model
from parlour.areas.clients.model.birthdays import age_period, birthdays, birthdays_of_year, month_and_day
from parlour.areas.clients.model.clients import Gender, Importance
from parlour.areas.clients.model.typed import typed
from parlour.areas.clients.v1.wire import states
from parlour.errors import BadFilters
from parlour.http.body_fields import shown

MOST_FILTERS = 50
STATUSES = {1: "no_show", 2: "waiting", 3: "arrived", 4: "confirmed"}
"""The statuses of filters, which aren't the numbers of `attendance`."""
WRAPPERS = frozenset({"client", "sale"})
"""Types whose state has filters by their types. All of them must hold."""
BOOKED = frozenset({
    "staff", "service", "service_category", "status", "created", "records_count", "sold_amount", "invert"})  # fmt: skip
_MONTH_AND_DAY = re.compile(r"\s*[0-9]{2}-[0-9]{2}\s*")


class Viewer(msgspec.Struct, frozen=True):
    """Who searches where: what the meaning of filters depends on."""

    today: date
    country_code: str
    sees_contacts: bool


Read = Callable[[Any, Viewer], model.Filter | None]


def read_filters(sent: Any, viewer: Viewer) -> tuple[model.Group, ...]:
    """Return what filters mean, each a group. Raise `BadFilters` with the faults of all."""
    filters = sent if isinstance(sent, list) else [sent]
    if len(filters) > MOST_FILTERS:
        raise _bad(f"At most {MOST_FILTERS} filters are possible.")
    faults: list[str] = []
    groups: list[model.Group] = []
    for number, each in enumerate(filters):
        try:
            groups.append(tuple(_read(each, viewer)))
        except states.BadState as error:
            faults.append(f"filters[{number}]{error}")
    if faults:
        raise _bad(*faults)
    return tuple(group for group in groups if group)


def _bad(*faults: str) -> BadFilters:
    return refusals.BAD_FILTERS.error(" ".join(faults), faults=faults)


def _read(sent: Any, viewer: Viewer) -> Iterator[model.Filter]:
    """Yield the filters in one that was sent. Raise `BadState` with the place of the fault."""
    if not isinstance(sent, dict):
        raise states.BadState(": Expected an object with type and state.")
    kind, state = sent.get("type"), sent.get("state")
    if not isinstance(kind, str) or kind not in WRAPPERS:
        yield from _read_one(kind, ".state", state, viewer)
        return
    if not isinstance(state, dict) or len(state) > MOST_FILTERS:
        raise states.BadState(".state: Expected an object with filters by their types.")
    for name, inner in state.items():
        if inner is not None:
            yield from _read_one(name, f".state.{name}", inner, viewer)


def _read_one(kind: Any, place: str, state: Any, viewer: Viewer) -> Iterator[model.Filter]:
    read = _READERS.get(kind) if isinstance(kind, str) else None
    if read is None:
        raise states.BadState(f".type: There is no filter {shown(kind)}.")
    try:
        wanted = read(state, viewer)
    except states.BadState as error:
        raise states.BadState(f"{place}{error}") from None
    if wanted is not None:
        yield wanted


def _typed(state: Any, viewer: Viewer) -> model.Filter | None:
    return typed(states.text_of(state), viewer.country_code, sees_contacts=viewer.sees_contacts)


def _sold(state: Any, _: Viewer) -> model.Filter | None:
    wanted = states.range_of(state)
    return model.Sold(wanted) if wanted else None


def _birthday(state: Any, viewer: Viewer) -> model.Filter | None:
    if isinstance(state, dict) and all(_MONTH_AND_DAY.fullmatch(str(state.get(end))) for end in ("from", "to")):
        first, last = (states.day_of(f"2000-{str(state[end]).strip()}") for end in ("from", "to"))
        return birthdays_of_year(month_and_day(first), month_and_day(last), viewer.today.year)
    since, until = states.ends_of(state, states.day_of)
    return birthdays(since, until) if since or until else None


def _age(state: Any, viewer: Viewer) -> model.Filter | None:
    low, high = states.ends_of(state, states.years_of)
    return None if low is None and high is None else age_period(low, high, viewer.today)


def _booked(state: Any, _: Viewer) -> model.Filter:
    if not isinstance(state, dict):
        raise states.BadState(": Expected an object.")
    unknown = sorted(state.keys() - BOOKED)
    if unknown:
        raise states.BadState(f": There is no {shown(unknown[0])} in it.")
    since, until = states.part(state, "created", lambda part: states.ends_of(part, states.day_of)) or (None, None)
    wanted = model.Booked(
        team_member_ids=states.part(state, "staff", states.ids_of),
        service_ids=states.part(state, "service", states.ids_of),
        service_category_ids=states.part(state, "service_category", states.ids_of),
        attendances=states.part(state, "status", lambda part: states.members_of(part, STATUSES)),
        since=since,
        until=until,
        count=states.part(state, "records_count", states.range_of),
        price=states.part(state, "sold_amount", states.range_of),
        inverted=states.part(state, "invert", states.flag_of) or False,
    )
    if wanted == model.Booked(inverted=True):
        raise states.BadState(".invert: There is nothing to invert.")
    return wanted


def _any_of(make: Callable[[Any], model.Filter], read: Callable[[Any], list[Any]]) -> Read:
    """Return the reader of a filter for any of several values."""

    def read_values(state: Any, _: Viewer) -> model.Filter | None:
        values = read(state)
        return make(values) if values else None

    return read_values


def _of_no_client(_: Any) -> model.Filter:
    return model.Admits(everyone=False)


def _missing(state: Any, _: Viewer) -> model.Filter:
    """Read a filter for something that no client has yet (Q-270)."""
    return model.Admits(everyone=not states.flag_of(state))


def _missing_balance(state: Any, _: Viewer) -> model.Filter | None:
    wanted = states.range_of(state)
    return model.Admits(everyone=wanted.holds(Decimal(0))) if wanted else None


def _mailings(state: Any, _: Viewer) -> model.Filter:
    return model.TakesMailings(states.flag_of(state))


_GENDERS = dict(enumerate(Gender))
_IMPORTANCES = dict(enumerate(Importance))
_READERS: dict[str, Read] = {
    "id": _any_of(model.HasId, states.ids_of),
    "quick_search": _typed,
    "sold_amount": _sold,
    "birthday": _birthday,
    "age": _age,
    "importance": _any_of(model.OfImportance, lambda state: states.members_of(state, _IMPORTANCES)),
    "gender": _any_of(model.OfGender, lambda state: states.members_of(state, _GENDERS)),
    "category": _any_of(model.HasTag, states.ids_of),
    "record": _booked,
    "is_newsletter_allowed": _mailings,
    "is_mass_notification_allowed": _mailings,
    **dict.fromkeys(("deposit_balance", "abonement_balance", "certificate_balance"), _missing_balance),
    **dict.fromkeys(("abonement_types", "certificate_types"), _any_of(_of_no_client, states.ids_of)),
    "passteam_card_ids": _any_of(_of_no_client, states.values_of),
    **dict.fromkeys(
        ("has_mobile_app", "has_passteam_card", "abonement_is_frozen", "abonement_is_used", "certificate_is_used",
         "is_push_notification_enabled", "is_personal_data_processing_allowed"), _missing),
}  # fmt: skip
