"""Writing the teams of the demo: positions, members with their personal data, and photos."""

import random
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import LiteralString

from parlour.areas.images.model.images import Entity, NewImage, file_path, new_name, new_salt
from parlour.areas.images.service.rendering import render
from parlour.db.pool import Connection
from parlour.demo import operator
from parlour.demo.business import SEED
from parlour.demo.model import Place
from parlour.demo.portraits import portrait
from parlour.demo.team import TEAMS, Member
from parlour.files import FileStore

_EMPLOYEE = ("chain_id", "team_member_id", "location_id", "first_name", "last_name", "hired_on")
_IMAGE = ("chain_id", "location_id", "entity", "entity_id", "names", "widths", "heights", "created_by")


ADD_POSITIONS: LiteralString = """
    INSERT INTO positions (chain_id, title)
    SELECT chain_id, title FROM unnest($1::bigint[], $2::text[]) WITH ORDINALITY AS given (chain_id, title, place)
    ORDER BY place RETURNING id
"""
ADD_MEMBERS: LiteralString = """
    INSERT INTO team_members (
        chain_id, location_id, position_id, user_id, name, specialization, information, weight, is_hidden,
        is_dismissed, is_assistant, has_timetable, is_paid)
    SELECT chain_id, location_id, position_id, user_id, name, specialization, information, weight, is_hidden,
           is_dismissed, is_assistant, NOT is_dismissed, NOT is_dismissed
    FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::text[], $6::text[], $7::text[],
                $8::integer[], $9::boolean[], $10::boolean[], $11::boolean[]) WITH ORDINALITY
         AS given (chain_id, location_id, position_id, user_id, name, specialization, information, weight, is_hidden,
                   is_dismissed, is_assistant, place)
    ORDER BY place RETURNING id
"""


async def load_team(conn: Connection, places: Sequence[Place], people: Sequence[int], now: datetime) -> None:
    """Write the teams of the places; `people` are the ids of the users."""
    positions = await _load_positions(conn, places)
    records = [
        _row(place, member, weight, positions, people)
        for place in places
        for weight, member in enumerate(reversed(TEAMS[place.language]))
    ]
    ids = [row["id"] for row in await conn.fetch(ADD_MEMBERS, *zip(*records, strict=True))]
    employees = [
        (place.chain_id, id_, place.id, *_names(place, member), _hired_on(member, now))
        for (place, member), id_ in zip(_members(places), ids, strict=True)
    ]
    await conn.copy_records_to_table("employees", records=employees, columns=_EMPLOYEE)


def _members(places: Sequence[Place]) -> Iterator[tuple[Place, Member]]:
    """Yield the members in the order in which they are written: the lowest weight of each place first."""
    for place in places:
        for member in reversed(TEAMS[place.language]):
            yield place, member


async def _load_positions(conn: Connection, places: Sequence[Place]) -> dict[tuple[int, str], int]:
    """Write the positions of each chain and who uses them; return their ids by chain and title."""
    used = dict.fromkeys(
        (place.chain_id, place.id, each.position) for place in places for each in TEAMS[place.language]
    )
    keys = list(dict.fromkeys((chain_id, title) for chain_id, _, title in used))
    rows = await conn.fetch(ADD_POSITIONS, *zip(*keys, strict=True))
    ids = {key: row["id"] for key, row in zip(keys, rows, strict=True)}
    links = [(chain_id, ids[chain_id, title], location_id) for chain_id, location_id, title in used]
    await conn.copy_records_to_table(
        "position_locations", records=links, columns=("chain_id", "position_id", "location_id")
    )
    return ids


def _row(
    place: Place, member: Member, weight: int, positions: dict[tuple[int, str], int], people: Sequence[int]
) -> tuple[object, ...]:
    user_id = None if member.person is None else people[member.person]
    return (
        place.chain_id,
        place.id,
        positions[place.chain_id, member.position],
        user_id,
        member.name,
        member.specialization,
        member.information,
        weight,
        member.is_hidden,
        member.is_dismissed,
        member.is_assistant,
    )


def _names(place: Place, member: Member) -> tuple[str, str]:
    """Return first and last name; in Japanese the last name is written first."""
    one, _, other = member.name.partition(" ")
    return (other, one) if place.language == "ja" else (one, other)


def _hired_on(member: Member, now: datetime) -> date:
    return (now - timedelta(days=365 * member.hired_years_ago + 37)).date()


async def add_photos(conn: Connection, files: FileStore) -> None:
    """Draw a photo of each member who works there, and store it. Raise `Unavailable` without an image store."""
    rng = random.Random(SEED)
    records = []
    for member in await operator.list_members(conn):
        image = await _store(files, member.chain_id, portrait(rng))
        sizes = (image.names, image.widths, image.heights)
        records.append(
            (member.chain_id, member.location_id, Entity.TEAM_MEMBER.value, member.id, *sizes, member.owner_id)
        )
    await conn.copy_records_to_table("images", records=records, columns=_IMAGE)


async def _store(files: FileStore, chain_id: int, drawn: bytes) -> NewImage:
    renditions, salt = render(drawn), new_salt()
    names = [new_name(each.content, salt) for each in renditions]
    for name, each in zip(names, renditions, strict=True):
        await files.write(file_path(chain_id, name), each.content)
    return NewImage(names, [each.width for each in renditions], [each.height for each in renditions])
