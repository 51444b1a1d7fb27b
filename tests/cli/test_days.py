"""`parlour day`"""

import asyncio
import io
import os
import pty
import signal
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec
import pytest
from rich.cells import cell_len
from rich.console import Console

from parlour.access.tenant import Tenant, get_operators_tenant
from parlour.areas.appointments.model.appointments import Attendance
from parlour.areas.appointments.operator import Appointment, LocationDay, MemberDay
from parlour.cli.day_grid import lanes_of, rows_around, rows_of
from parlour.cli.day_table import day_view, list_lines
from parlour.db.pool import Connection
from tests.cli.command import Inside, Parlour
from tests.support.factories.appointments import add_service, make_appointment
from tests.support.factories.clients import make_client
from tests.support.factories.schedules import set_hours
from tests.support.factories.services import make_service
from tests.support.factories.team import make_team_member

FOUND = """
    INSERT INTO locations (chain_id, title, country_code, timezone, currency, locale)
    VALUES ($1, 'Lumen [Mitte]', 'DE', 'Europe/Berlin', 'EUR', 'de_DE') RETURNING id
"""
BERLIN = ZoneInfo("Europe/Berlin")
TODAY = date(2026, 3, 2)
DEADLINE_S = 60


def at(time: str, day: date = TODAY) -> datetime:
    return datetime.fromisoformat(f"{day} {time}").replace(tzinfo=BERLIN)


def appointment(start: str, minutes: int, client: str = "Maya", **fields: object) -> Appointment:
    kept = {"technical_break": 0, "attendance": Attendance.WAITING, "services": ["Haircut"], "comment": "", **fields}
    return Appointment(id=1, team_member_id=1, starts_at=at(start), duration=minutes * 60, client=client, **kept)  # type: ignore[arg-type] # any of its fields


def a_day(*members: MemberDay, now: str = "08:00", day: date = TODAY) -> LocationDay:
    return LocationDay(1, "Lumen [Mitte]", day, at(now), list(members))


def member(*appointments: Appointment, name: str = "Ana", minutes: tuple[int, ...] = (600, 780)) -> MemberDay:
    return MemberDay(1, name, list(minutes), list(appointments))


def lines_of(day: LocationDay, width: int = 100, step: int = 30, height: int | None = None) -> list[str]:
    console = Console(width=width, record=True, file=io.StringIO(), color_system="truecolor", force_terminal=True)
    console.print(day_view(day, width, step, height))
    return console.export_text().splitlines()


def test_a_timetable_has_a_column_for_each_member_and_a_row_for_each_half_hour() -> None:
    ana = member(appointment("10:00", 60, "Maya Reyes"), minutes=(600, 720))
    lines = lines_of(a_day(ana, member(name="Bo", minutes=(660, 690))), width=50)

    assert [line.rstrip() for line in lines[:-3] if line] == [
        "Lumen [Mitte], Monday 02 March 2026",
        "      Ana                   Bo",
        "10:00 ▌10:00 Maya Reyes     ·   ·   ·   ·   ·   ·",
        "10:30 ▌ Haircut             ·   ·   ·   ·   ·   ·",
        "11:00",
        "11:30                       ·   ·   ·   ·   ·   ·",
    ]
    assert " ".join(lines[-2:]).split() == ["waiting", "1", "confirmed", "0", "arrived", "0", "no-show", "0"]


def test_quarters_show_what_half_hours_have_no_room_for() -> None:
    day = a_day(member(appointment("10:00", 10, "Maya"), appointment("10:10", 20, "Bob"), minutes=()))
    assert lines_of(day)[2].rstrip() == "10:00 ▌10:00 Maya · Haircut + 10:10 B…"
    quarters = [line.rstrip() for line in lines_of(day, step=15)[2:4]]
    assert quarters[0].startswith("10:00 ▌10:00 Maya · Haircut + ")
    assert quarters[1] == "10:15 ▌ Haircut"


def test_the_third_row_has_the_comment() -> None:
    lines = lines_of(a_day(member(appointment("10:00", 90, comment="Allergic to nuts"), minutes=())))
    assert lines[4].rstrip() == "11:00 ▌ Allergic to nuts"


@pytest.mark.parametrize(("now", "place"), [("10:40", 4), ("09:59", None), ("13:00", None)])
def test_the_present_moment_is_a_line(now: str, place: int | None) -> None:
    lines = lines_of(a_day(member(), now=now))
    found = [number for number, line in enumerate(lines) if line.startswith(f"{now} ──")]
    assert found == ([] if place is None else [place])


def test_the_present_moment_is_not_shown_on_another_day() -> None:
    other = LocationDay(1, "Lumen", TODAY + timedelta(days=1), at("10:40"), [member()])
    assert not any("──" in line for line in lines_of(other))


def test_appointments_at_the_same_time_stand_beside_each_other() -> None:
    day = a_day(
        member(appointment("10:00", 60, "Maya"), appointment("10:30", 60, "Bob"), appointment("11:00", 30, "Cy"))
    )
    assert [[block.appointment.client for block in lane.blocks] for lane in lanes_of(day)] == [["Maya", "Cy"], ["Bob"]]
    assert "Ana" in lines_of(day)[1]
    assert "〃" in lines_of(day)[1]


def test_attendance_and_breaks_have_colours() -> None:
    every = [
        appointment(f"{10 + number}:00", 60, technical_break=1800, attendance=attendance)
        for number, attendance in enumerate(Attendance)
    ]
    console = Console(width=60, file=io.StringIO(), color_system="truecolor", force_terminal=True)
    lines = console.render_lines(day_view(a_day(member(*every)), 60, 30))
    filled = Counter(
        segment.style.bgcolor
        for line in lines
        if any(segment.text.startswith("▌") for segment in line)
        for segment in line
        for _ in range(cell_len(segment.text))
        if segment.style and segment.style.bgcolor
    )
    assert [*filled.values()] == [32] * 8


@pytest.mark.parametrize(
    "name", ["佐藤 美咲 佐藤 美咲 佐藤", "ليلى الحداد ليلى الحداد", "👩‍🦰 Zoë Großmann-Łącka", "x" * 200]
)
def test_wide_characters_keep_the_columns_in_line(name: str) -> None:
    ana, bo = (member(appointment("10:00", 60, name, services=[name]), name=name, minutes=()) for _ in range(2))
    for line in lines_of(a_day(ana, bo), width=60)[2:4]:
        assert cell_len(line) <= 60
        assert cell_len(line[: line.rindex("▌")]) == 33


def test_few_members_fit_into_a_narrow_terminal() -> None:
    names = ["Ana", "Bo", "Cy"]
    lines = lines_of(a_day(*(member(name=name) for name in names)), width=45)
    assert [line.split() for line in lines if any(name in line for name in names)] == [["Ana", "Bo"], ["Cy"]]


def test_where_no_table_has_room_there_is_a_list() -> None:
    day = a_day(member(appointment("11:00", 30)), member(appointment("10:00", 75, "Bob"), name="Bo"))
    assert [*list_lines(day)] == ["10:00–11:15 Bo: Bob, Haircut (waiting)", "11:00–11:30 Ana: Maya, Haircut (waiting)"]
    assert "Bo: Bob," in " ".join(lines_of(day, width=20))


def test_names_can_not_control_the_terminal() -> None:
    bad = "Bo\x1b[31m\nx"
    shown = "\n".join(lines_of(a_day(member(appointment("10:00", 60, bad, comment=bad), name=bad))))
    assert "Bo\N{REPLACEMENT CHARACTER}[31m\N{REPLACEMENT CHARACTER}x" in shown
    assert "\x1b" not in shown


def test_a_day_without_members_says_so() -> None:
    assert "No team member works on this day." in lines_of(a_day())


def test_a_day_over_midnight_ends_at_midnight() -> None:
    lanes = lanes_of(a_day(member(appointment("23:00", 120), minutes=())))
    assert (lanes[0].blocks[0].end, rows_of(lanes, 30)) == (1500, [1380, 1410])


@pytest.mark.parametrize(("minute", "first"), [(0, 600), (660, 630), (700, 660), (1400, 1020)])
def test_with_little_room_the_rows_are_around_the_present_moment(minute: int, first: int) -> None:
    rows = list(range(600, 1140, 30))
    shown = rows_around(rows, minute, 4)
    assert (shown[0], len(shown)) == (first, 4)
    assert rows_around(rows, minute, 99) == rows


class Place(msgspec.Struct, frozen=True):
    """A location where Ana has two appointments on a day."""

    tenant: Tenant
    ana: int
    day: date
    first: int

    @property
    def location(self) -> int:
        return self.tenant.location_id


@pytest.fixture
async def place(conn: Connection) -> Place:
    chain_id = await conn.fetchval("INSERT INTO chains (title) VALUES ('Lumen') RETURNING id")
    tenant = await get_operators_tenant(conn, await conn.fetchval(FOUND, chain_id))
    today = datetime.now(UTC).astimezone(BERLIN).date()
    ana = await make_team_member(conn, tenant, "Ana")
    await set_hours(conn, tenant, ana, [today], [600, 840])
    client = await make_client(conn, tenant, "Maya", surname="Reyes")
    first = await make_appointment(conn, tenant, ana, f"{today} 10:00", client_id=client, attendance="arrived")
    await add_service(conn, tenant, first, await make_service(conn, tenant))
    await make_appointment(conn, tenant, ana, f"{today} 12:00", 30, visitor_name="Bob", comment="a\tb")
    await make_appointment(conn, tenant, ana, f"{today} 13:00", deleted_at=datetime.now(UTC))
    return Place(tenant, ana, today, first)


def test_today_as_lines(inside: Inside, place: Place) -> None:
    for words in ((), (place.day,)):
        done = inside("day", place.location, *words)
        assert [line.split("\t") for line in done.out.splitlines()] == [
            ["team member", "from", "to", "attendance", "client", "services", "comment"],
            ["Ana", "10:00", "11:00", "arrived", "Maya Reyes", "Haircut", ""],
            ["Ana", "12:00", "12:30", "waiting", "Bob", "", "a\N{REPLACEMENT CHARACTER}b"],
        ]
    assert len(inside("day", place.location, place.day + timedelta(days=1)).out.splitlines()) == 1


def test_a_day_as_json(inside: Inside, place: Place) -> None:
    day = inside("day", place.location, place.day, "--json").document
    assert (day["title"], day["date"]) == ("Lumen [Mitte]", str(place.day))
    (ana,) = day["members"]
    assert (ana["id"], ana["minutes"]) == (place.ana, [600, 840])
    first = ana["appointments"][0]
    assert datetime.fromisoformat(first.pop("starts_at")) == at("10:00", place.day)
    assert first == {
        "id": place.first,
        "team_member_id": place.ana,
        "duration": 3600,
        "technical_break": 0,
        "attendance": "arrived",
        "client": "Maya Reyes",
        "services": ["Haircut"],
        "comment": "",
    }


@pytest.mark.parametrize(
    ("words", "message", "code"),
    [
        (["999999"], "Location 999999 not found.", 1),
        (["1", "soon"], "'soon' is not a day; expected one such as 2026-01-31.", 2),
        (["1", "--step", "20"], "--step is 15 or 30.", 2),
        (["1", "--watch"], "--watch needs a terminal, and has no --json.", 2),
    ],
)
def test_what_is_wrong_is_named(inside: Inside, words: list[str], message: str, code: int) -> None:
    assert message in inside("day", *words).assert_refused(code)


async def test_the_day_is_followed_until_ctrl_c(parlour: Parlour, conn: Connection, place: Place) -> None:
    """In a terminal of its own, as a person would."""
    ours, theirs = pty.openpty()
    environ = {**parlour.environ, "TERM": "xterm-256color", "COLUMNS": "80", "LINES": "40"}
    process = await asyncio.create_subprocess_exec(
        *parlour.command("day", place.location, "--watch"), stdin=theirs, stdout=theirs, stderr=theirs, env=environ
    )
    os.close(theirs)
    try:
        await _until_shown(ours, "Maya Reyes")
        await conn.execute("UPDATE clients SET name = 'Mirjam' WHERE chain_id = $1", place.tenant.chain_id)
        await _until_shown(ours, "Mirjam Reyes")
        process.send_signal(signal.SIGINT)
        assert await asyncio.wait_for(process.wait(), DEADLINE_S) == 0
        # The terminal is as before: its first screen, with a cursor.
        rest = await asyncio.to_thread(os.read, ours, 65536)
        assert b"\x1b[?1049l" in rest
        assert b"\x1b[?25h" in rest
        assert b"Traceback" not in rest
    finally:
        if process.returncode is None:
            process.kill()
        os.close(ours)


async def _until_shown(terminal: int, text: str) -> None:
    seen = ""
    async with asyncio.timeout(DEADLINE_S):
        while text not in seen:
            seen += (await asyncio.to_thread(os.read, terminal, 65536)).decode(errors="replace")
