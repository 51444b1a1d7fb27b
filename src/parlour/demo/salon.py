"""What appointments of a demo location are made from: who works when and provides what, and the rooms there are."""

from datetime import date
from decimal import Decimal
from typing import LiteralString

import msgspec

from parlour.db.pool import Connection
from parlour.db.rows import to_structs
from parlour.demo.model import Place
from parlour.demo.offers import OFFERS

GENDERS = {title: offer.gender for offer in OFFERS for title in offer.titles}


class Provided(msgspec.Struct, frozen=True):
    """A service as a member provides it; times in seconds. `resource_id` is what it needs, if anything."""

    team_member_id: int
    service_id: int
    title: str
    duration: int
    technical_break: int
    price_min: Decimal
    price_max: Decimal
    resource_id: int | None

    @property
    def gender(self) -> str:
        """Return the gender of the clients who take it; empty for all."""
        return GENDERS[self.title]


class WorkingDay(msgspec.Struct, frozen=True):
    """A day on which a member works, with the hours."""

    team_member_id: int
    day: date
    minutes: list[int]


class Instance(msgspec.Struct, frozen=True):
    """A room or device."""

    resource_id: int
    id: int


class Tag(msgspec.Struct, frozen=True):
    """A tag, by its icon, which is the same in all languages."""

    icon: str
    id: int


class Field(msgspec.Struct, frozen=True):
    """A custom field with its choices."""

    code: str
    id: int
    choices: list[str]


class Salon(msgspec.Struct, frozen=True):
    """A location, ready for appointments. Tags are by their icons, fields by their codes."""

    place: Place
    services: dict[int, list[Provided]]
    """By team member."""
    days: dict[date, dict[int, list[int]]]
    """The hours of the members who work and provide something, day by day."""
    instances: dict[int, list[int]]
    """By resource."""
    tags: dict[str, int]
    field_ids: dict[str, int]
    choices: dict[str, list[str]]


LIST_PROVIDED: LiteralString = """
    SELECT p.team_member_id, s.id AS service_id, s.title, p.duration, s.technical_break,
           coalesce(p.price_min, s.price_min) AS price_min, coalesce(p.price_max, s.price_max) AS price_max,
           r.resource_id
    FROM service_team_members p
    JOIN services s ON s.chain_id = p.chain_id AND s.id = p.service_id
    LEFT JOIN service_resources r ON r.chain_id = p.chain_id AND r.service_id = s.id
    WHERE p.chain_id = $1 AND p.location_id = $2 AND NOT s.is_for_events
    ORDER BY p.team_member_id, s.id
"""


async def _list_provided(conn: Connection, place: Place) -> list[Provided]:
    return to_structs(Provided, await conn.fetch(LIST_PROVIDED, place.chain_id, place.id))


LIST_DAYS: LiteralString = """
    SELECT d.team_member_id, d.day, d.minutes
    FROM schedule_days d JOIN schedules s ON s.chain_id = d.chain_id AND s.team_member_id = d.team_member_id
    WHERE d.chain_id = $1 AND s.chain_id = $1 AND s.location_id = $2 AND d.minutes <> '{}'
    ORDER BY d.day, d.team_member_id
"""


async def _list_days(conn: Connection, place: Place) -> list[WorkingDay]:
    return to_structs(WorkingDay, await conn.fetch(LIST_DAYS, place.chain_id, place.id))


LIST_INSTANCES: LiteralString = """
    SELECT resource_id, id FROM resource_instances WHERE chain_id = $1 AND location_id = $2 ORDER BY id
"""


async def _list_instances(conn: Connection, place: Place) -> list[Instance]:
    return to_structs(Instance, await conn.fetch(LIST_INSTANCES, place.chain_id, place.id))


LIST_TAGS: LiteralString = "SELECT icon, id FROM tags WHERE chain_id = $1 AND location_id = $2 ORDER BY id"


async def _list_tags(conn: Connection, place: Place) -> list[Tag]:
    return to_structs(Tag, await conn.fetch(LIST_TAGS, place.chain_id, place.id))


LIST_FIELDS: LiteralString = """
    SELECT code, id, choices FROM custom_fields WHERE chain_id = $1 AND location_id = $2 ORDER BY id
"""


async def _list_fields(conn: Connection, place: Place) -> list[Field]:
    return to_structs(Field, await conn.fetch(LIST_FIELDS, place.chain_id, place.id))


async def read_salon(conn: Connection, place: Place) -> Salon:
    """Read what a place has; services, schedules, resources, tags and fields must be there before."""
    salon = Salon(place, {}, {}, {}, {}, {}, {})
    for service in await _list_provided(conn, place):
        salon.services.setdefault(service.team_member_id, []).append(service)
    for working in await _list_days(conn, place):
        if working.team_member_id in salon.services:
            salon.days.setdefault(working.day, {})[working.team_member_id] = working.minutes
    for instance in await _list_instances(conn, place):
        salon.instances.setdefault(instance.resource_id, []).append(instance.id)
    for tag in await _list_tags(conn, place):
        salon.tags[tag.icon] = tag.id
    for field in await _list_fields(conn, place):
        salon.field_ids[field.code] = field.id
        salon.choices[field.code] = field.choices
    return salon
