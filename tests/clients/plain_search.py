"""A slow and plain search for clients: each filter is tried on each client and on each appointment."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import msgspec

from parlour.areas.folding import fold

STATUSES = {1: "no_show", 2: "waiting", 3: "arrived", 4: "confirmed"}


class Appointment(msgspec.Struct):
    """An appointment that isn't deleted."""

    id: int
    day: date
    member: int
    attendance: str
    lines: list[tuple[int, int, Decimal]] = msgspec.field(default_factory=list)
    """Service, its category, and the price."""

    @property
    def price(self) -> Decimal:
        return sum((price for _, _, price in self.lines), Decimal(0))


class Person(msgspec.Struct):
    """A client, as a search knows them."""

    id: int
    name: str
    surname: str
    phone: str
    email: str
    card: str
    gender: int
    importance: int
    discount: Decimal
    birth_date: date | None
    refuses_mailings: bool
    starting_sold: Decimal
    tags: frozenset[int]
    appointments: list[Appointment] = msgspec.field(default_factory=list)

    @property
    def arrived(self) -> list[Appointment]:
        return [each for each in self.appointments if each.attendance == "arrived"]

    @property
    def sold_amount(self) -> Decimal:
        return self.starting_sold + sum((each.price for each in self.arrived), Decimal(0))

    @property
    def days(self) -> list[date]:
        return sorted(each.day for each in self.arrived)


def birthday_in(born: date, year: int) -> date:
    if (born.month, born.day) != (2, 29):
        return born.replace(year=year)
    return date(year, 3, 1) - timedelta(days=1)


def search(people: Sequence[Person], asked: dict[str, Any], today: date) -> list[Person]:
    """Return those whom a body asks for, in its order."""
    is_any = str(asked.get("operation", "AND")).upper() == "OR"
    filters = [each for each in asked.get("filters", []) if not is_empty(each)]
    judge: Callable[[Iterator[bool]], bool] = any if is_any and filters else all
    found = [each for each in people if judge(fits(each, filter_, today) for filter_ in filters)]
    found.sort(key=lambda person: person.id)
    values = {person.id: KEYS[asked.get("order_by", "id")](person) for person in found}
    known = [person for person in found if values[person.id] is not None]
    is_descending = str(asked.get("order_by_direction", "ASC")).upper() == "DESC"
    known.sort(key=lambda person: values[person.id], reverse=is_descending)
    return [*known, *(person for person in found if values[person.id] is None)]


KEYS: dict[str, Callable[[Person], Any]] = {
    "id": lambda person: person.id,
    "name": lambda person: fold(f"{person.name} {person.surname}"),
    "phone": lambda person: person.phone or None,
    "email": lambda person: fold(person.email) or None,
    "discount": lambda person: person.discount,
    "first_visit_date": lambda person: person.days[0] if person.days else None,
    "last_visit_date": lambda person: person.days[-1] if person.days else None,
    "sold_amount": lambda person: person.sold_amount,
    "visit_count": lambda person: len(person.arrived),
}


def is_empty(filter_: dict[str, Any]) -> bool:
    return filter_["type"] == "client" and not filter_["state"]


def fits(person: Person, filter_: dict[str, Any], today: date) -> bool:
    state = filter_["state"]
    if filter_["type"] == "client":
        return all(fits(person, {"type": kind, "state": inner}, today) for kind, inner in state.items())
    return bool(TESTS[filter_["type"]](person, state, today))


def is_within(value: Any, state: dict[str, Any]) -> bool:
    return bool(state.get("from", value) <= value <= state.get("to", value))


def is_typed(person: Person, state: dict[str, Any], _: date) -> bool:
    text = state["value"]
    parts = [fold(part) for part in (f"{person.name} {person.surname}", person.email, person.card, person.phone)]
    by_words = all(any(word in part for part in parts) for word in fold(text).split())
    digits = "".join(each for each in text if each.isdigit())
    return by_words or (bool(digits) and not any(each.isalpha() for each in text) and digits in person.phone)


def has_birthday(person: Person, state: dict[str, Any], _: date) -> bool:
    since, until = date.fromisoformat(state["from"]), date.fromisoformat(state["to"])
    if person.birth_date is None:
        return False
    if until >= birthday_in(since, since.year + 1):
        return since <= person.birth_date <= until
    return any(since <= birthday_in(person.birth_date, year) <= until for year in (since.year, until.year))


def has_age(person: Person, state: dict[str, Any], today: date) -> bool:
    return person.birth_date is not None and is_within(age(person.birth_date, today), state)


def age(born: date, today: date) -> int:
    return sum(birthday_in(born, year) <= today for year in range(born.year + 1, today.year + 1))


def has_booked(person: Person, state: dict[str, Any], _: date) -> bool:
    fitting = [each for each in person.appointments if suits(each, state)]
    price = sum((each.price for each in fitting), Decimal(0))
    is_enough = is_within(len(fitting), state["records_count"]) if "records_count" in state else bool(fitting)
    is_worth = is_within(price, state.get("sold_amount", {}))
    return (is_enough and is_worth) is not bool(state.get("invert"))


def suits(appointment: Appointment, state: dict[str, Any]) -> bool:
    created = {end: date.fromisoformat(day[:10]) for end, day in state.get("created", {}).items()}
    services = {service for service, _, _ in appointment.lines}
    categories = {category for _, category, _ in appointment.lines}
    return (
        ("staff" not in state or appointment.member in state["staff"]["value"])
        and ("service" not in state or bool(services & {*state["service"]["value"]}))
        and ("service_category" not in state or bool(categories & {*state["service_category"]["value"]}))
        and ("status" not in state or appointment.attendance in {STATUSES[each] for each in state["status"]["value"]})
        and is_within(appointment.day, created)
    )


TESTS: dict[str, Callable[[Person, dict[str, Any], date], Any]] = {
    "quick_search": is_typed,
    "id": lambda person, state, _: person.id in state["value"],
    "gender": lambda person, state, _: person.gender in state["value"],
    "importance": lambda person, state, _: person.importance in state["value"],
    "category": lambda person, state, _: bool(person.tags & {*state["value"]}),
    "is_newsletter_allowed": lambda person, state, _: person.refuses_mailings != state["value"],
    "has_mobile_app": lambda _, state, __: not state["value"],
    "deposit_balance": lambda _, state, __: is_within(Decimal(0), state),
    "sold_amount": lambda person, state, _: is_within(person.sold_amount, state),
    "birthday": has_birthday,
    "age": has_age,
    "record": has_booked,
}
