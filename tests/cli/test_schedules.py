"""`parlour schedule`"""

import io
from datetime import date, timedelta

import msgspec
import pytest
from rich.console import Console

from parlour.access.tenant import Tenant, get_operators_tenant
from parlour.areas.schedules.operator import Week, get_week
from parlour.cli.schedule_week import week_table
from parlour.db.pool import Connection
from tests.cli.command import Inside, Parlour
from tests.support.factories.schedules import set_hours
from tests.support.factories.team import make_team_member

FOUND = """
    INSERT INTO locations (chain_id, title, country_code, timezone, currency, locale)
    VALUES ($1, 'Lumen [Mitte]', 'DE', 'Europe/Berlin', 'EUR', 'de_DE') RETURNING id
"""
MONDAY = date(2026, 3, 23)
"""Of the week in which the clock skips an hour, early on Sunday."""


class Team(msgspec.Struct, frozen=True):
    """A location of a chain of its own, and two members."""

    tenant: Tenant
    ana: int
    bo: int

    @property
    def location(self) -> int:
        return self.tenant.location_id


@pytest.fixture
async def team(conn: Connection) -> Team:
    """Ana works on three days, one of them the Sunday; Bo is on leave on Monday."""
    chain_id = await conn.fetchval("INSERT INTO chains (title) VALUES ('Lumen') RETURNING id")
    tenant = await get_operators_tenant(conn, await conn.fetchval(FOUND, chain_id))
    ana, bo = [await make_team_member(conn, tenant, name, weight=weight) for name, weight in (("Ana", 2), ("Bo\a", 1))]
    await set_hours(conn, tenant, ana, [MONDAY], [600, 840, 870, 1140])
    await set_hours(conn, tenant, ana, [MONDAY + timedelta(days=6)], [0, 240])
    await set_hours(conn, tenant, bo, [MONDAY + timedelta(days=1)])
    await conn.execute("INSERT INTO schedule_days VALUES ($1, $2, $3, '{}', 1)", chain_id, bo, MONDAY)
    return Team(tenant, ana, bo)


def test_a_week_as_lines(inside: Inside, team: Team) -> None:
    done = inside("schedule", "show", team.location, "--week", "2026-03-26")
    assert [line.split("\t") for line in done.out.splitlines()] == [
        ["member", *(str(MONDAY + timedelta(days=number)) for number in range(7)), "total"],
        ["Ana", "10:00-14:00 14:30-19:00", "", "", "", "", "", "00:00-04:00", "11h 30m"],
        ["Bo\N{REPLACEMENT CHARACTER}", "leave", "10:00-19:00", "", "", "", "", "", "9h"],
    ]


def test_a_week_as_json(inside: Inside, team: Team) -> None:
    week = inside("schedule", "show", team.location, "--week", "2026-03-23", "--json").document
    assert (week["title"], week["first"], week["last"]) == ("Lumen [Mitte]", "2026-03-23", "2026-03-29")
    ana, bo = week["members"]
    assert (ana["id"], ana["minutes"]) == (team.ana, 690)
    assert bo["days"][0] == {"date": "2026-03-23", "hours": "", "minutes": 0, "off_day": 1}


@pytest.mark.parametrize("words", [("--week", "2026-03-26"), ("2026-03-26", "--week"), ("2026-03-26",)])
def test_the_day_is_an_argument(inside: Inside, team: Team, words: tuple[str, ...]) -> None:
    assert inside("schedule", "show", team.location, *words, "--json").document["first"] == "2026-03-23"


def test_without_a_day_it_is_this_week(inside: Inside, team: Team) -> None:
    week = inside("schedule", "show", team.location, "--week", "--json").document
    assert week["first"] <= week["today"] <= week["last"]


async def test_a_week_as_a_table(conn: Connection, team: Team) -> None:
    week: Week = await get_week(conn, team.location, MONDAY)
    console = Console(width=120, record=True, file=io.StringIO())
    console.print(week_table(week))
    shown = console.export_text()
    assert "Lumen [Mitte], 23 Mar to 29 Mar 2026" in shown
    for part in ("10–14", "14:30–19", "leave", "0–4", "11h 30m", "At work", "20h 30m", "Mon 23"):
        assert part in shown, part


async def test_a_pattern_is_set_and_undone(parlour: Parlour, conn: Connection, team: Team) -> None:
    words = ["schedule", "set", team.location, team.bo, "Mon-Fri 10-19, every second Saturday 10-14"]
    done = parlour(*words, "--from", "2026-04-01", "--until", "2026-04-30", "--country-holidays", "--json").document
    assert done == {"team_member_ids": [team.bo], "first": "2026-04-01", "last": "2026-04-30", "working_days": 22}
    off = await conn.fetch("SELECT day::text, off_day_kind FROM schedule_days WHERE off_day_kind = 3 ORDER BY day")
    assert [tuple(row) for row in off] == [("2026-04-03", 3), ("2026-04-06", 3)]
    undone = parlour("schedule", "undo", team.location, "--json").document
    assert undone == {"team_member_ids": [team.bo], "first": "2026-04-01", "last": "2026-04-30", "working_days": 0}
    left = "SELECT count(*) FROM schedule_days WHERE team_member_id = $1 AND day > '2026-04-01' AND minutes <> '{}'"
    assert await conn.fetchval(left, team.bo) == 0
    origin = await conn.fetchval(
        "SELECT DISTINCT origin FROM audit_log WHERE entity_id = $1 AND before ? '2026-04-01'", team.bo
    )
    assert origin == "operator"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["9", "Mon 9-17"], "MEMBER: There is no such team member in this location."),
        (["{bo}", "Mon 9-"], "PATTERN: `9` is no day, no hours and no other word of a pattern."),
        (["{bo}", "Mon 9-17, daily 9-10"], "PATTERN: On 2026-04-06 rule 2 overlaps one before it."),
        (["{bo}", "Mon 9-17", "--until", "2026-03-31"], "--until: Is before the first day."),
    ],
)
def test_what_is_wrong_is_named_by_the_argument(inside: Inside, team: Team, words: list[str], message: str) -> None:
    filled = [word.format(bo=team.bo) for word in words]
    done = inside("schedule", "set", team.location, *filled, "--from", "2026-04-01")
    assert done.assert_refused() == message


def test_what_cannot_be_undone_is_refused(inside: Inside, conn: Connection, team: Team) -> None:
    assert inside("schedule", "undo", 999_999).assert_refused() == "Location 999999 not found."


def test_a_day_is_checked(inside: Inside, team: Team) -> None:
    assert "'soon' is not a day" in inside("schedule", "show", team.location, "--week", "soon").assert_refused(2)
