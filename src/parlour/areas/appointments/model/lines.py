"""The lines of an appointment as they are to be written: those that are asked for, beside those it has."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

import msgspec

from parlour.areas.appointments import refusals
from parlour.areas.appointments.model.changes import GivenLine, LineFields
from parlour.areas.appointments.model.choices import Choice, ChosenService
from parlour.areas.appointments.model.prices import GivenPrice, discounted, price_of
from parlour.currencies import Currency
from parlour.errors import Fault


class LinePlan(msgspec.Struct, frozen=True):
    """Lines to write, and what they do to prices."""

    lines: list[LineFields]
    faults: list[Fault]
    not_provided: list[int]
    """Services that the member doesn't provide."""
    sets_prices: bool
    """A price differs from the price list, and is not the one that the line had."""
    gives_discounts: bool


def plan_lines(
    given: Sequence[GivenLine],
    stored: Sequence[LineFields],
    choice: Choice,
    currency: Currency,
    *,
    is_same_member: bool,
) -> LinePlan:
    """Return the lines that are asked for. One of a service that was there keeps its title, and is always accepted."""
    left = [*stored]
    lines: list[LineFields] = []
    faults: list[Fault] = []
    not_provided: list[int] = []
    changed: list[LineFields] = []
    for number, wanted in enumerate(given):
        service, kept = choice.service(wanted.service_id), _taken_from(left, wanted.service_id)
        if kept is None and (service is None or not service.is_offered):
            faults.append(refusals.NO_SERVICE.fault(f"lines[{number}].service_id", wanted.service_id))
            continue
        is_provided = service is not None and service.link_duration is not None
        if not is_provided and not (kept and is_same_member):
            not_provided.append(wanted.service_id)
            continue
        line = _line(wanted, kept, service, currency, is_same_member=is_same_member)
        lines.append(line)
        if not _is_priced_as_before(line, kept):
            changed.append(line)
    return LinePlan(
        lines,
        faults,
        not_provided,
        sets_prices=any(_is_set_by_hand(line, choice.service(line.service_id), currency) for line in changed),
        gives_discounts=any(line.discount for line in changed),
    )


def kept_lines(stored: Iterable[LineFields]) -> list[GivenLine]:
    """Return stored lines as a request that asks for them as they are, for another member perhaps."""
    return [*_as_given(stored)]


def _as_given(stored: Iterable[LineFields]) -> Iterator[GivenLine]:
    for line in stored:
        price = GivenPrice(amount=line.amount, unit_price=line.unit_price, discount=line.discount, price=line.price)
        yield GivenLine(line.service_id, price)


def _taken_from(left: list[LineFields], service_id: int) -> LineFields | None:
    """Take the first line of a service out of those that are left."""
    position = next((number for number, line in enumerate(left) if line.service_id == service_id), None)
    return None if position is None else left.pop(position)


def _line(
    wanted: GivenLine,
    kept: LineFields | None,
    service: ChosenService | None,
    currency: Currency,
    *,
    is_same_member: bool,
) -> LineFields:
    price = price_of(wanted.price, _listed_price(service, kept), currency)
    title, duration = (kept.title, kept.duration) if kept else ("", 0)
    if service is not None:
        title = kept.title if kept else service.title
        duration = duration if is_same_member and kept else service.link_duration or duration
    return LineFields(wanted.service_id, title, duration, price.amount, price.unit_price, price.discount, price.price)


def _listed_price(service: ChosenService | None, kept: LineFields | None) -> Decimal:
    if service is not None:
        return service.listed_price
    return kept.unit_price if kept else Decimal(0)


def _is_priced_as_before(line: LineFields, before: LineFields | None) -> bool:
    return before is not None and (line.amount, line.unit_price, line.discount, line.price) == (
        before.amount, before.unit_price, before.discount, before.price,
    )  # fmt: skip


def _is_set_by_hand(line: LineFields, service: ChosenService | None, currency: Currency) -> bool:
    listed = service.listed_price if service else line.unit_price
    return line.unit_price != listed or line.price != discounted(line.unit_price * line.amount, line.discount, currency)
