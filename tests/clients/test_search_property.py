"""Any clients with any appointments, found by any filters, against a plain search."""

import random
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from parlour.access.tenant import Tenant
from parlour.areas.clients.model.clients import Gender, Importance
from parlour.areas.folding import search_text
from parlour.db.pool import Connection
from tests.clients.plain_search import KEYS, Appointment, Person, search
from tests.support.client import Client
from tests.support.factories.appointments import add_service, make_appointment
from tests.support.factories.clients import make_client
from tests.support.factories.rows import insert
from tests.support.factories.services import make_service, make_service_category
from tests.support.factories.tags import make_tag
from tests.support.factories.team import make_team_member
from tests.support.people import HARBOUR

SEARCH = f"/company/{HARBOUR}/clients/search"
NAMES = ("Maya", "Ana", "Ånna", "Ben", "Анна", "O'Neil 7")
SURNAMES = ("Reyes", "Anders", "de la Cruz", "Šmid", "")
PHONES = ("1315555", "4915112", "7916123", "1212555")
BIRTHS = (
    date(1984, 2, 29),
    date(1990, 2, 28),
    date(2001, 12, 31),
    date(1999, 1, 1),
    date(2000, 3, 1),
    date(1975, 7, 4),
)
ATTENDANCES = ("waiting", "confirmed", "arrived", "no_show")
MOST_PEOPLE = 12
FIRST_DAY = date(2026, 1, 30)
TEXTS = (
    "ana",
    "MAYA reyes",
    "cruz de",
    "анн",
    "anna",
    "555",
    "+1 315",
    "7916123",
    "o'n",
    "7",
    "@example",
    "c-1",
    "zz",
    "a e",
)


class World(msgspec.Struct):
    """What searches ask for by id, and everybody who can be found."""

    members: list[int]
    services: list[tuple[int, int]]
    """Each with its category."""
    tags: list[int]
    people: list[Person]


@pytest.fixture
async def world(conn: Connection, tenant: Tenant) -> World:
    categories = [await make_service_category(conn, tenant, title) for title in ("Hair", "Nails")]
    services = [
        (await make_service(conn, tenant, title, category_id=category), category)
        for title, category in (("Cut", categories[0]), ("Wash", categories[0]), ("Polish", categories[1]))
    ]
    members = [await make_team_member(conn, tenant, name) for name in ("Ana", "Bo")]
    return World(members, services, [(await make_tag(conn, tenant, title)).id for title in ("New", "Kind")], [])


async def add_person(conn: Connection, tenant: Tenant, world: World, draw: random.Random) -> None:
    person = Person(
        id=0,
        name=draw.choice(NAMES),
        surname=draw.choice(SURNAMES),
        phone=draw.choice((*(f"{beginning}{len(world.people):04}" for beginning in PHONES), "")),
        email=draw.choice(("", f"Mail{len(world.people)}@Example.com")),
        card=draw.choice(("", f"C-{len(world.people)}")),
        gender=draw.randrange(3),
        importance=draw.randrange(4),
        discount=Decimal(draw.choice((0, 5, 10))),
        birth_date=draw.choice((None, *BIRTHS)),
        refuses_mailings=draw.random() < 0.5,
        starting_sold=Decimal(draw.choice((0, 0, 100))),
        tags=frozenset(tag for tag in world.tags if draw.random() < 0.4),
    )
    stored = {name: getattr(person, name) for name in Person.__struct_fields__[2:6]}
    rest = {name: getattr(person, name) for name in ("discount", "birth_date", "refuses_mailings", "starting_sold")}
    text = search_text(f"{person.name} {person.surname}", person.email, person.card)
    kinds = {"gender": [*Gender][person.gender], "importance": [*Importance][person.importance]}
    person.id = await make_client(conn, tenant, person.name, **stored, **rest, **kinds, search_text=text)
    for tag in person.tags:
        await insert(conn, "client_tags", tenant, client_id=person.id, tag_id=tag)
    world.people.append(person)
    for _ in range(draw.randrange(4)):
        await add_appointment(conn, tenant, world, person, draw)


async def add_appointment(conn: Connection, tenant: Tenant, world: World, person: Person, draw: random.Random) -> None:
    """Book something; some of it is changed or deleted afterwards."""
    member, attendance = draw.choice(world.members), draw.choice(ATTENDANCES)
    day = FIRST_DAY + timedelta(days=draw.randrange(5))
    made = await make_appointment(conn, tenant, member, f"{day} 10:00", client_id=person.id, attendance=attendance)
    appointment = Appointment(made, day, member, attendance)
    for position, (service, category) in enumerate(draw.sample(world.services, draw.randrange(3))):
        price = Decimal(draw.choice((50, 80, "12.5")))
        await add_service(conn, tenant, made, service, str(price), position=position)
        appointment.lines.append((service, category, price))
    person.appointments.append(appointment)
    await change(conn, world, person, appointment, draw)


async def change(conn: Connection, world: World, person: Person, appointment: Appointment, draw: random.Random) -> None:
    match draw.randrange(8):
        case 0:
            await conn.execute("UPDATE appointments SET deleted_at = now() WHERE id = $1", appointment.id)
            person.appointments.remove(appointment)
        case 1:
            appointment.attendance = draw.choice(ATTENDANCES)
            statement = "UPDATE appointments SET attendance = $2 WHERE id = $1"
            await conn.execute(statement, appointment.id, appointment.attendance)
        case 2 if appointment.lines:
            appointment.lines.pop()
            statement = "DELETE FROM appointment_services WHERE appointment_id = $1 AND position = $2"
            await conn.execute(statement, appointment.id, len(appointment.lines))
        case 3:
            other = draw.choice(world.people)
            await conn.execute("UPDATE appointments SET client_id = $2 WHERE id = $1", appointment.id, other.id)
            await conn.execute(
                "UPDATE visits SET client_id = $2 WHERE id = (SELECT visit_id FROM appointments WHERE id = $1)",
                appointment.id, other.id)  # fmt: skip
            person.appointments.remove(appointment)
            other.appointments.append(appointment)
        case _:
            pass


def some(of: list[int]) -> st.SearchStrategy[dict[str, Any]]:
    return st.lists(st.sampled_from(of), min_size=1, max_size=2, unique=True).map(lambda value: {"value": value})


def ends(values: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """A range with both ends, or one of them."""
    both = st.lists(values, min_size=2, max_size=2).map(sorted).map(lambda found: {"from": found[0], "to": found[1]})
    return both | st.builds(lambda end, value: {end: value}, st.sampled_from(["from", "to"]), values)


def days(first: date, last: date) -> st.SearchStrategy[dict[str, Any]]:
    one = st.dates(first, last)
    return st.lists(one, min_size=2, max_size=2).map(sorted).map(
        lambda found: {"from": str(found[0]), "to": str(found[1])})  # fmt: skip


def bookings(world: World) -> st.SearchStrategy[dict[str, Any]]:
    parts = {
        "staff": some(world.members),
        "service": some([service for service, _ in world.services]),
        "service_category": some([category for _, category in world.services]),
        "status": some([1, 2, 3, 4]),
        "created": days(FIRST_DAY - timedelta(days=1), FIRST_DAY + timedelta(days=6)),
        "records_count": ends(st.integers(0, 4)),
        "sold_amount": ends(st.sampled_from([0, 12.5, 50, 80, 130, 200])),
        "invert": st.booleans(),
    }
    return few(parts).filter(lambda state: {*state} - {"invert"} or not state.get("invert"))


def few(parts: dict[str, st.SearchStrategy[Any]]) -> st.SearchStrategy[dict[str, Any]]:
    """Draw up to three parts: with more, hardly anything would be found."""
    names = st.lists(st.sampled_from([*parts]), max_size=3, unique=True)
    return names.flatmap(lambda drawn: st.fixed_dictionaries({name: parts[name] for name in drawn}))


def filters(world: World) -> st.SearchStrategy[dict[str, Any]]:
    states: dict[str, st.SearchStrategy[Any]] = {
        "quick_search": st.sampled_from(TEXTS).map(lambda value: {"value": value}),
        "gender": some([0, 1, 2]),
        "importance": some([0, 1, 2, 3]),
        "category": some(world.tags),
        "id": some([*range(MOST_PEOPLE)]),
        "is_newsletter_allowed": st.booleans().map(lambda value: {"value": value}),
        "has_mobile_app": st.booleans().map(lambda value: {"value": value}),
        "deposit_balance": ends(st.integers(-5, 5)),
        "sold_amount": ends(st.sampled_from([0, 50, 100, 130, 250])),
        "birthday": days(date(2026, 1, 1), date(2028, 4, 1)),
        "age": ends(st.integers(20, 55)),
        "record": bookings(world),
    }
    one = [st.builds(_filter, st.just(kind), its) for kind, its in states.items()]
    several = st.builds(_filter, st.just("client"), few(states))
    booked = st.builds(_filter, st.just("record"), bookings(world))  # as often as all others: it has the most parts
    return booked | booked | st.one_of(one) | several


def _filter(kind: str, state: Any) -> dict[str, Any]:
    return {"type": kind, "state": state}


def with_ids(filter_: dict[str, Any], people: list[Person]) -> dict[str, Any]:
    """Return a filter with the ids of people in place of their numbers, which are the same in every run."""
    kind, state = filter_["type"], filter_["state"]
    if kind == "client":
        state = {inner: with_ids({"type": inner, "state": its}, people)["state"] for inner, its in state.items()}
    if kind == "id":
        state = {"value": [people[number % len(people)].id for number in state["value"]]}
    return {"type": kind, "state": state}


def bodies(world: World) -> st.SearchStrategy[dict[str, Any]]:
    parts = {
        "operation": st.sampled_from(["AND", "OR", "or"]),
        "order_by": st.sampled_from([*KEYS]),
        "order_by_direction": st.sampled_from(["asc", "DESC"]),
    }
    return st.fixed_dictionaries({"filters": st.lists(filters(world), max_size=3)}, optional=parts)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
async def test_a_search_finds_what_a_plain_search_finds(
    client: Client, conn: Connection, tenant: Tenant, world: World, data: st.DataObject
) -> None:
    for table in ("appointment_services", "appointments", "appointment_figures", "visits", "client_tags", "clients"):
        await conn.execute(f"DELETE FROM {table}")
    world.people.clear()
    draw = data.draw(st.randoms(use_true_random=False))
    for _ in range(data.draw(st.integers(4, MOST_PEOPLE))):
        await add_person(conn, tenant, world, draw)
    today = datetime.now(UTC).astimezone(tenant.timezone).date()
    for body in data.draw(st.lists(bodies(world), min_size=6, max_size=12)):
        body["filters"] = [with_ids(each, world.people) for each in body["filters"]]
        expected = search(world.people, body, today)
        response = await client.post(SEARCH, {**body, "page_size": 200})
        assert response.status_code == 200, response.text
        assert [row["id"] for row in response.json()["data"]] == [person.id for person in expected], body
        assert response.json()["meta"] == {"total_count": len(expected)}
