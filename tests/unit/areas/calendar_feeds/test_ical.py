"""Calendars as another library reads them."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import pytest
import vobject

from parlour.areas.calendar_feeds.model.events import Event, Shown
from parlour.areas.calendar_feeds.model.feeds import Source
from parlour.areas.calendar_feeds.model.ical import write_calendar

BERLIN = ZoneInfo("Europe/Berlin")
MADE = datetime(2026, 3, 1, 9, tzinfo=UTC)
SOURCE = Source(1, 71, 2, None, None, True, 1, "Lumen Kreuzberg", "Oranienstraße 171", "Berlin")
EVERYTHING = Shown(has_members=True, has_clients=True, has_last_names=True)
EVENT = Event(
    id=9,
    chain_id=71,
    starts_at=datetime(2026, 3, 2, 10, tzinfo=BERLIN),
    duration=4500,
    revision=3,
    created_at=MADE,
    changed_at=MADE + timedelta(hours=1),
    member_name="Elif Yılmaz",
    client_name="Ольга",
    client_surname="Ким",
    comment="",
    services=["Haircut", "Blow-dry"],
)


def written(event: Event = EVENT, shown: Shown = EVERYTHING, source: Source = SOURCE) -> bytes:
    return write_calendar(source, "Europe/Berlin", shown, [event])


def read(event: Event = EVENT, shown: Shown = EVERYTHING, source: Source = SOURCE) -> Any:
    """The event as vobject understands it."""
    return vobject.readOne(written(event, shown, source).decode()).vevent


def changed(**fields: Any) -> Event:
    return msgspec.structs.replace(EVENT, **fields)


def test_an_event_has_all_that_a_calendar_needs() -> None:
    event = read()
    assert event.summary.value == "Elif Yılmaz · Haircut, Blow-dry · Ольга Ким"
    assert event.location.value == "Lumen Kreuzberg, Oranienstraße 171, Berlin"
    assert (event.dtstart.value, event.dtend.value - event.dtstart.value) == (EVENT.starts_at, timedelta(minutes=75))
    assert (event.created.value, event.last_modified.value, event.dtstamp.value) == (
        MADE,
        EVENT.changed_at,
        EVENT.changed_at,
    )
    assert (event.sequence.value, event.status.value) == ("2", "CONFIRMED")
    assert not hasattr(event, "description")


def test_the_calendar_has_a_name_and_is_read_again_soon() -> None:
    calendar = vobject.readOne(written(source=msgspec.structs.replace(SOURCE, member_name="Elif")).decode())
    assert calendar.x_wr_calname.value == "Elif – Lumen Kreuzberg"
    assert calendar.x_wr_timezone.value == "Europe/Berlin"
    assert calendar.x_published_ttl.value == "PT15M"
    assert (calendar.version.value, calendar.method.value) == ("2.0", "PUBLISH")


@pytest.mark.parametrize(
    ("shown", "summary"),
    [
        (Shown(has_members=False, has_clients=False, has_last_names=False), "Haircut, Blow-dry"),
        (Shown(has_members=True, has_clients=False, has_last_names=False), "Elif Yılmaz · Haircut, Blow-dry"),
        (Shown(has_members=False, has_clients=True, has_last_names=False), "Haircut, Blow-dry · Ольга"),
    ],
)
def test_names_are_shown_by_choice(shown: Shown, summary: str) -> None:
    event = read(changed(comment="Allergic to nuts"), shown)
    assert event.summary.value == summary
    assert hasattr(event, "description") is shown.has_clients


def test_an_event_without_anything_to_show_has_the_name_of_the_location() -> None:
    nothing = Shown(has_members=False, has_clients=False, has_last_names=False)
    assert read(changed(services=[]), nothing).summary.value == "Lumen Kreuzberg"


@pytest.mark.parametrize(
    "text",
    [
        "a, b; c",
        "first\nsecond",
        r"back\slash",
        'quote " and : colon',
        "BEGIN:VEVENT",
        "Ёлка — и «кавычки»",
        "佐藤 美咲",
        "🎁",
    ],
)
def test_signs_with_a_meaning_are_escaped(text: str) -> None:
    event = read(changed(comment=text, services=[text]))
    assert event.description.value == text
    assert text in event.summary.value


@pytest.mark.parametrize("end", ["\r", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029", "\x00"])
def test_what_ends_a_line_for_some_programs_ends_none(end: str) -> None:
    forged = f"x{end}STATUS:CANCELLED"
    event = read(changed(comment=forged))
    assert event.description.value == "x STATUS:CANCELLED"
    assert not any(
        line.startswith("STATUS:CANCELLED") for line in written(changed(comment=forged)).decode().splitlines()
    )


def test_long_lines_are_folded_between_characters() -> None:
    comment = "Очень длинный комментарий 🎁 " * 20
    lines = written(changed(comment=comment)).split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert all(line.decode() for line in lines[:-1])
    assert read(changed(comment=comment)).description.value == comment


@pytest.mark.parametrize(
    ("local", "duration", "begins", "ends"),
    [
        # Clocks go from 2:00 to 3:00, and from 3:00 back to 2:00.
        (datetime(2026, 3, 29, 1, 30, tzinfo=BERLIN), 3600, "2026-03-29T00:30Z", "2026-03-29T01:30Z"),
        (datetime(2026, 3, 29, 12, tzinfo=BERLIN), 3600, "2026-03-29T10:00Z", "2026-03-29T11:00Z"),
        (datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN), 3600, "2026-10-25T00:30Z", "2026-10-25T01:30Z"),
        (datetime(2026, 10, 25, 2, 30, fold=1, tzinfo=BERLIN), 3600, "2026-10-25T01:30Z", "2026-10-25T02:30Z"),
    ],
)
def test_times_are_right_on_days_whose_clocks_change(local: datetime, duration: int, begins: str, ends: str) -> None:
    event = read(changed(starts_at=local, duration=duration))
    assert event.dtstart.value == datetime.fromisoformat(begins)
    assert event.dtend.value == datetime.fromisoformat(ends)


def test_an_event_keeps_its_id_and_no_two_have_the_same() -> None:
    assert read(changed(revision=9, starts_at=MADE)).uid.value == read().uid.value
    others = (changed(id=10), changed(chain_id=72), changed(created_at=MADE + timedelta(microseconds=1)))
    assert len({read(other).uid.value for other in (EVENT, *others)}) == 4
