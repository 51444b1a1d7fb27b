"""GET /comments/{location_id}"""

from datetime import UTC, datetime
from typing import Any

import pytest

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.support.client import Client, faults_of
from tests.support.factories.reviews import make_review
from tests.support.factories.team import make_team_member
from tests.support.people import ACCOUNTANT, ADMINISTRATOR, FOREIGNER, HARBOUR, HILLSIDE, NEIGHBOUR, WORKER, Person

LIST = f"/comments/{HARBOUR}"


def at(day: int, hour: int = 17) -> datetime:
    return datetime(2026, 1, day, hour, 30, tzinfo=UTC)


async def ids(client: Client, **query: Any) -> list[int]:
    return [row["id"] for row in (await client.get(LIST, params=query)).json()["data"]]


async def test_a_row_has_everything(client: Client, conn: Connection, tenant: Tenant) -> None:
    member_id = await make_team_member(conn, tenant)
    review_id = await make_review(conn, tenant, member_id, created_at=at(31), user_id=tenant.user_id)
    assert (await client.get(LIST)).json() == {
        "success": True,
        "data": [
            {
                "id": review_id,
                "salon_id": HARBOUR,
                "type": 1,
                "master_id": member_id,
                "text": "Exactly the cut that I had in mind.",
                "date": "2026-01-31 12:30:00",
                "rating": 5,
                "user_id": tenant.user_id,
                "user_name": "Maya R.",
                "user_avatar": "",
                "record_id": 0,
            }
        ],
        "meta": [],
    }


async def test_a_review_of_the_location_has_no_team_member(client: Client, conn: Connection, tenant: Tenant) -> None:
    """Q-300."""
    await make_review(conn, tenant)
    (row,) = (await client.get(LIST)).json()["data"]
    assert (row["type"], row["master_id"], row["user_id"]) == (0, 0, 0)


async def test_the_newest_come_first_in_pages(client: Client, conn: Connection, tenant: Tenant) -> None:
    """Q-301."""
    first, second, third = [await make_review(conn, tenant, created_at=at(day)) for day in (2, 1, 2)]
    assert await ids(client) == [third, first, second]
    assert await ids(client, count=2) == [third, first]
    assert await ids(client, count=2, page=2) == [second]


async def test_filters(client: Client, conn: Connection, tenant: Tenant) -> None:
    """Both days belong to the period, on the location's clock (-05:00)."""
    member_id = await make_team_member(conn, tenant)
    late = await make_review(conn, tenant, created_at=at(1, hour=4))  # 23:30 on the day before
    good = await make_review(conn, tenant, member_id, created_at=at(1), rating=4)
    bad = await make_review(conn, tenant, member_id, created_at=at(3), rating=1)
    assert await ids(client, start_date="2026-01-01") == [bad, good]
    assert await ids(client, end_date="2026-01-01") == [good, late]
    assert await ids(client, start_date="2026-01-01", end_date="2026-01-02") == [good]
    assert await ids(client, rating=4) == [good]
    for name in ("team_member_id", "staff_id", "master_id"):
        assert await ids(client, **{name: member_id}) == [bad, good]
        assert await ids(client, **{name: member_id}, count=1, page=2) == [good]
    assert await ids(client, staff_id=0, rating=0) == [bad, good, late]


async def test_faults_of_the_query_are_named(client: Client) -> None:
    response = await client.get(LIST, params={"rating": 6, "count": 0, "start_date": "soon", "staff_id": "x"})
    assert faults_of(response).keys() == {"rating", "count", "start_date", "team_member_id"}


async def test_deleted_ones_and_those_of_others_are_not_listed(
    client: Client, conn: Connection, tenant: Tenant, hillside: Tenant
) -> None:
    await make_review(conn, tenant, deleted_at=at(1))
    await make_review(conn, hillside)
    assert await ids(client) == []


@pytest.mark.parametrize(
    ("person", "location_id", "status"),
    [
        (ADMINISTRATOR, HARBOUR, 200),
        (WORKER, HARBOUR, 403),
        (ACCOUNTANT, HARBOUR, 403),
        (NEIGHBOUR, HARBOUR, 403),
        (FOREIGNER, HARBOUR, 404),
        (FOREIGNER, HILLSIDE, 404),
    ],
)
async def test_who_may_read_them(client: Client, person: Person, location_id: int, status: int) -> None:
    """Q-302."""
    assert (await client.by(person).get(f"/comments/{location_id}")).status_code == status
