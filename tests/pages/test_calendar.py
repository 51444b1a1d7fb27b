"""The address that calendar programs read: what it shows, to whom, and that the secret in it stays one."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
import vobject

from parlour.access.permissions import Permission
from parlour.access.tenant import Tenant
from parlour.areas.calendar_feeds.model import feeds as model
from parlour.db.pool import Connection
from tests.support.client import Client
from tests.support.factories.appointments import add_service, make_appointment
from tests.support.factories.clients import make_client
from tests.support.factories.services import make_service
from tests.support.factories.team import make_team_member
from tests.support.factories.users import give_role, make_member
from tests.support.logs import RECORDER
from tests.support.people import HARBOUR, Person

FEEDS = f"/company/{HARBOUR}/calendar_feeds"


def on_day(tenant: Tenant, days: int, time: str = "10:00") -> str:
    """So many days from today on the clock of the location."""
    return f"{datetime.now(UTC).astimezone(tenant.timezone).date() + timedelta(days=days)} {time}"


async def address_of(client: Client, **given: Any) -> str:
    answer = await client.post(FEEDS, given)
    address: str = answer.json()["data"]["address"]
    return address


async def events_at(http: httpx.AsyncClient, address: str) -> list[Any]:
    answer = await http.get(address)
    assert answer.status_code == 200, answer.text
    return getattr(vobject.readOne(answer.text), "vevent_list", [])


async def summaries_at(http: httpx.AsyncClient, address: str) -> list[str]:
    return [event.summary.value for event in await events_at(http, address)]


async def book(conn: Connection, tenant: Tenant, member: int, days: int = 1, time: str = "10:00", **fields: Any) -> int:
    """An appointment of Maya Reyes for a haircut."""
    client_id = await make_client(conn, tenant, "Maya", surname="Reyes")
    booked = await make_appointment(conn, tenant, member, on_day(tenant, days, time), client_id=client_id, **fields)
    await add_service(conn, tenant, booked, await make_service(conn, tenant))
    return booked


@pytest.fixture
async def ana(conn: Connection, tenant: Tenant) -> int:
    return await make_team_member(conn, tenant, "Ana")


async def test_a_member_s_calendar_has_their_appointments(
    client: Client, http: httpx.AsyncClient, conn: Connection, tenant: Tenant, ana: int
) -> None:
    await book(conn, tenant, ana, time="12:00")
    await book(conn, tenant, ana, time="09:30", attendance="confirmed")
    await book(conn, tenant, await make_team_member(conn, tenant, "Ben"))

    first, second = await events_at(http, await address_of(client, team_member_id=ana))

    assert first.dtstart.value == datetime.fromisoformat(on_day(tenant, 1, "09:30")).replace(tzinfo=tenant.timezone)
    assert (first.summary.value, second.dtend.value - second.dtstart.value) == ("Haircut", timedelta(hours=1))


async def test_a_location_s_calendar_names_the_members(
    client: Client, http: httpx.AsyncClient, conn: Connection, tenant: Tenant, ana: int
) -> None:
    await book(conn, tenant, ana)
    await book(conn, tenant, await make_team_member(conn, tenant, "Ben"), time="11:00")

    assert await summaries_at(http, await address_of(client)) == ["Ana · Haircut", "Ben · Haircut"]
    with_names = await address_of(client, shows_clients=True)
    assert await summaries_at(http, with_names) == ["Ana · Haircut · Maya Reyes", "Ben · Haircut · Maya Reyes"]


async def test_only_appointments_that_take_place_are_shown_and_only_of_a_year(
    client: Client, http: httpx.AsyncClient, conn: Connection, tenant: Tenant, ana: int
) -> None:
    await book(conn, tenant, ana, 2, attendance="no_show")
    await book(conn, tenant, ana, 3, deleted_at=datetime.now(UTC))
    for days in (-31, -30, 365, 366):
        await book(conn, tenant, ana, days)

    shown = [event.dtstart.value for event in await events_at(http, await address_of(client))]

    assert [moment.astimezone(tenant.timezone).strftime("%Y-%m-%d %H:%M") for moment in shown] == [
        on_day(tenant, -30),
        on_day(tenant, 365),
    ]


async def test_of_too_many_the_nearest_are_shown(
    client: Client, http: httpx.AsyncClient, conn: Connection, tenant: Tenant, ana: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("parlour.areas.calendar_feeds.queries.events.MOST_EVENTS", 2)
    for days in (-9, 3, -1):
        await book(conn, tenant, ana, days)
    shown = await events_at(http, await address_of(client, team_member_id=ana))
    assert [event.dtstart.value.date() for event in shown] == [
        datetime.fromisoformat(on_day(tenant, days)).date() for days in (-1, 3)
    ]
    assert model.MOST_EVENTS == 5000


async def test_nothing_is_sent_again_until_something_changes(
    client: Client, http: httpx.AsyncClient, conn: Connection, tenant: Tenant, ana: int
) -> None:
    """Q-321."""
    booked = await book(conn, tenant, ana)
    address = await address_of(client, shows_clients=True)
    changes = (
        f"UPDATE appointments SET duration = 7200, revision = revision + 1 WHERE id = {booked}",
        "UPDATE clients SET name = 'May', revision = revision + 1",
        "UPDATE locations SET title = 'Harbor'",
        f"UPDATE team_members SET name = 'Anna', revision = revision + 1 WHERE id = {ana}",
        f"UPDATE appointments SET deleted_at = now() WHERE id = {booked}",
    )
    known = (await http.get(address)).headers["etag"]
    for change in changes:
        for etag in (known, f"W/{known}", f'"other", {known}', "*"):
            again = await http.get(address, headers={"If-None-Match": etag})
            assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", known)
        await conn.execute(change)
        changed = await http.get(address, headers={"If-None-Match": known})
        assert changed.status_code == 200, change
        assert changed.headers["etag"] != known
        known = changed.headers["etag"]


async def test_the_head_says_what_it_is(client: Client, http: httpx.AsyncClient) -> None:
    address = await address_of(client)
    got, head = await http.get(address), await http.head(address)
    assert got.headers["content-type"] == "text/calendar; charset=utf-8"
    assert got.headers["cache-control"] == "private, no-cache"
    assert (head.status_code, head.content) == (200, b"")
    for name in ("etag", "content-type", "content-length"):
        assert head.headers[name] == got.headers[name]


async def test_an_address_ends_with_its_feed_its_member_and_its_location(
    client: Client, http: httpx.AsyncClient, conn: Connection, ana: int
) -> None:
    """Q-321: a 404 then."""
    address = await address_of(client, team_member_id=ana)
    for statement, undone in (
        (
            f"UPDATE team_members SET is_dismissed = true WHERE id = {ana}",
            "UPDATE team_members SET is_dismissed = false",
        ),
        ("UPDATE team_members SET deleted_at = now()", "UPDATE team_members SET deleted_at = NULL"),
        ("UPDATE locations SET closed_at = now()", "UPDATE locations SET closed_at = NULL"),
        ("DELETE FROM calendar_feeds", "SELECT"),
    ):
        assert (await http.get(address)).status_code == 200
        await conn.execute(statement)
        gone = await http.get(address)
        assert (gone.status_code, gone.text) == (404, "There is no such calendar.\n")
        await conn.execute(undone)


async def test_what_is_no_address_is_like_an_unknown_one(client: Client, http: httpx.AsyncClient) -> None:
    address = await address_of(client)
    for wrong in (address.removesuffix(".ics"), address.replace(".ics", ".ICS"), f"{address}.ics", "/calendar/x.ics",
                  f"/calendar/{'0' * 48}.ics", "/calendar/", f"{address}/x"):  # fmt: skip
        assert (await http.get(wrong)).status_code == 404, wrong


class TestRightsOfItsUser:
    """A feed shows what its user may see at that moment, and no more."""

    @pytest.fixture
    async def user(self, conn: Connection) -> Person:
        return await make_member(conn, "stylist", "manager")

    @pytest.fixture
    async def address(self, client: Client, user: Person) -> str:
        return await address_of(client.by(user), shows_clients=True)

    @pytest.mark.parametrize(
        ("right", "summary"),
        [
            ({}, "Ana · Haircut · Maya Reyes"),
            ({Permission.CLIENT_NAMES_VIEW: False}, "Ana · Haircut · Maya"),
            ({Permission.APPOINTMENT_CLIENT_VIEW: False}, "Ana · Haircut"),
        ],
    )
    async def test_names(
        self, http: httpx.AsyncClient, conn: Connection, tenant: Tenant, ana: int, user: Person, address: str,
        right: dict[str, bool], summary: str,
    ) -> None:  # fmt: skip
        await book(conn, tenant, ana)
        await give_role(conn, user, "manager", **right)
        assert await summaries_at(http, address) == [summary]

    async def test_limits(
        self, http: httpx.AsyncClient, conn: Connection, tenant: Tenant, ana: int, user: Person, address: str
    ) -> None:
        await book(conn, tenant, ana)
        await book(conn, tenant, ana, -5)
        await book(conn, tenant, await make_team_member(conn, tenant, "Ben"))
        for limits, count in (({}, 3), ({"master_id": ana}, 2), ({"master_id": ana, "last_days_count": 3}, 1)):
            await give_role(conn, user, "manager", **limits)
            assert len(await events_at(http, address)) == count

    @pytest.mark.parametrize(
        "statement",
        [
            "DELETE FROM location_roles WHERE user_id = $1",
            "UPDATE users SET is_approved = false WHERE id = $1",
            "UPDATE location_roles SET rights = '{\"timetable_access\": false}' WHERE user_id = $1",
            """UPDATE location_roles SET rights =
               '{"auth_enable_check_ip": true, "auth_list_allowed_ip": ["203.0.113.0/24"]}' WHERE user_id = $1""",
        ],
    )
    async def test_without_them_there_is_no_calendar(
        self, http: httpx.AsyncClient, conn: Connection, user: Person, address: str, statement: str
    ) -> None:
        assert (await http.get(address)).status_code == 200
        await conn.execute(statement, user.id)
        assert (await http.get(address)).status_code == 404


async def test_the_secret_is_not_logged(client: Client, http: httpx.AsyncClient) -> None:
    RECORDER.entries.clear()
    address = await address_of(client)
    token = address.rpartition("/")[2].removesuffix(".ics")
    for path in (address, f"{address}?x=1", address.removesuffix(".ics"), f"/calendar/x/{token}"):
        await http.get(path)
        await http.head(path)
        await http.post(path)
    paths = {entry["path"] for entry in RECORDER.entries if entry["event"] == "request"}
    assert paths == {f"/api/v1{FEEDS}", "/calendar/…"}
    assert token not in repr(RECORDER.entries)


async def test_it_is_never_compressed(
    client: Client, http: httpx.AsyncClient, conn: Connection, tenant: Tenant, ana: int
) -> None:
    for hour in range(9, 17):
        await book(conn, tenant, ana, time=f"{hour:02}:00")
    answer = await http.get(await address_of(client), headers={"Accept-Encoding": "gzip, br"})
    assert len(answer.content) > 2000
    assert "content-encoding" not in answer.headers
