"""Searches for clients in the largest location: every filter, wide and narrow, and texts that people type."""

import itertools
import random
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import LiteralString

from bench.appointments import ITS_CLIENTS
from parlour.areas.clients.model.clients import Gender, Importance
from parlour.areas.clients.model.search import Order, Search
from parlour.areas.clients.model.search_filters import (
    Birthday,
    Booked,
    Born,
    Filter,
    HasTag,
    OfGender,
    OfImportance,
    Range,
    Sold,
    TakesMailings,
    Typed,
)
from parlour.areas.clients.queries.search import statement_of
from parlour.areas.clients.queries.search_conditions import Arguments

TEXTS = 200
FIRST_NAMES = ("anna", "maria", "lena", "olga", "jonas", "ivan", "clara", "pavel")
ENDINGS = ("berg", "mann", "nova", "ski", "son", "hart", "stein", "dorf")


def texts(locations: int, seed: int = 11) -> list[str]:
    """Return what people type: names, parts of names in any order, and last digits of phone numbers."""
    draw = random.Random(seed)
    made = []
    for _ in range(TEXTS):
        first, ending = draw.choice(FIRST_NAMES), draw.choice(ENDINGS)
        client = draw.randrange(ITS_CLIENTS) * (locations // 250)
        number = str(1500000000 + client * 7919 % 499999993)
        made.append(draw.choice((first, ending, f"{ending} {first[:3]}", first[1:], number, number[-6:], number[2:7])))
    return made


def of_text(text: str) -> Search:
    """Return the search for a folded text."""
    return Search(groups=((Typed(tuple(text.split()), text if text.isdecimal() else ""),),))


def statement_of_text(chain_id: int, location_id: int, text: str) -> tuple[LiteralString, list[object]]:
    """Return the statement for a text, and its arguments."""
    statement, args = statement_of(of_text(text), Arguments(chain_id, location_id, 0, 25, 0))
    return statement, args.values


def filters(member_id: int, tag_id: int, service_id: int, category_id: int) -> dict[str, Filter]:
    """Return filters of every kind, most of them once for many clients and once for few."""
    return {
        "part of a name": Typed(("anna",), ""),
        "two letters": Typed(("an",), ""),
        "part of a phone": Typed(("7712",), "7712"),
        "tag": HasTag([tag_id]),
        "gender": OfGender([Gender.FEMALE]),
        "importance": OfImportance([Importance.GOLD]),
        "any importance": OfImportance([Importance.BRONZE, Importance.SILVER, Importance.GOLD]),
        "sold anything": Sold(Range(Decimal(0))),
        "sold much": Sold(Range(Decimal(4000))),
        "birthday": Birthday(1220, 1231, 101, 110),
        "age": Born(date(1980, 1, 1), date(1995, 12, 31)),
        "mailings": TakesMailings(takes=True),
        "record: member": Booked(team_member_ids=[member_id]),
        "record: arrived": Booked(attendances=["arrived"]),
        "record: a month": Booked(since=date(2026, 10, 1), until=date(2026, 10, 31)),
        "record: not since": Booked(since=date(2026, 8, 1), inverted=True),
        "record: service": Booked(service_ids=[service_id]),
        "record: category": Booked(service_category_ids=[category_id]),
        "record: five visits": Booked(attendances=["arrived"], count=Range(Decimal(5))),
        "record: spent 500": Booked(price=Range(Decimal(500))),
    }


def pairs(found: dict[str, Filter]) -> Iterator[tuple[str, Search]]:
    """Yield a search for each pair of filters, of all that must hold, and of which one suffices."""
    orders = itertools.cycle(Order)
    for (first, one), (second, other) in itertools.combinations(found.items(), 2):
        for any_suffices in (False, True):
            title = f"{first} {'or' if any_suffices else 'and'} {second}"
            groups = ((one,), (other,))
            yield title, Search(groups=groups, any_suffices=any_suffices, order=next(orders), descending=any_suffices)
