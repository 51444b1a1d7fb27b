"""GET and PUT /company/{location_id}/settings/timeslots"""

from typing import Any

import pytest

from tests.support.client import Client, faults_of
from tests.support.people import HARBOUR

SETTINGS = f"/company/{HARBOUR}/settings/timeslots"
GRID = {
    "grid_first_timeslot": 0,
    "grid_last_timeslot": 86400,
    "grid_display_step": 900,
    "grid_nearest_timeslot_delay": 0,
    "grid_base_type": "schedule",
    "is_grid_flexible": False,
}
OF_TUESDAY = {**GRID, "grid_first_timeslot": 32400, "grid_last_timeslot": 72000, "grid_base_type": "timeslots"}


def week(**others: dict[str, Any]) -> list[dict[str, Any]]:
    """All weekdays with the default, save those given by `day_2` and the like."""
    return [
        {"weekday": number, "timeslots": [], "setting": GRID} | others.get(f"day_{number}", {})
        for number in range(1, 8)
    ]


def answer(is_enabled: bool, weekdays: list[dict[str, Any]], dates: list[dict[str, Any]]) -> dict[str, Any]:
    data = {"is_enabled": is_enabled, "weekdays_settings": weekdays, "dates_settings": dates}
    return {"success": True, "data": data, "meta": []}


async def test_all_weekdays_have_the_default_at_first(client: Client) -> None:
    assert (await client.get(SETTINGS)).json() == answer(False, week(), [])


async def test_lists_replace_what_was_there_and_stay_if_they_are_left_out(client: Client) -> None:
    """Show that the settings can be changed, and what is left out (Q-392)."""
    tuesday = {"weekday": 2, "setting": OF_TUESDAY}
    closed = {"date": "2026-12-25", "timeslots": []}
    listed = {"date": "2026-12-24", "timeslots": [39600, 36000, 36000], "setting": {"grid_base_type": "predefined"}}
    stored: list[dict[str, Any]] = [
        {"date": "2026-12-24", "timeslots": [36000, 39600], "setting": {**GRID, "grid_base_type": "predefined"}},
        {"date": "2026-12-25", "timeslots": [], "setting": GRID},
    ]
    sent = {"is_enabled": True, "weekdays_settings": [tuesday], "dates_settings": [closed, listed]}
    expected = answer(True, week(day_2={"setting": OF_TUESDAY}), stored)
    assert (await client.put(SETTINGS, json=sent)).json() == expected
    assert (await client.get(SETTINGS)).json() == expected
    assert (await client.put(SETTINGS, json={})).json() == expected
    assert (await client.put(SETTINGS, json={"weekdays_settings": []})).json() == answer(True, week(), stored)
    assert (await client.put(SETTINGS, json={"dates_settings": []})).json() == answer(True, week(), [])
    assert (await client.put(SETTINGS, json={"is_enabled": False})).json() == answer(False, week(), [])


async def test_what_was_read_can_be_sent_back(client: Client) -> None:
    sunday = {"weekday": 7, "timeslots": [3600], "setting": {"is_grid_flexible": None, "grid_last_timeslot": 0}}
    read = (await client.put(SETTINGS, json={"weekdays_settings": [sunday]})).json()
    assert (await client.put(SETTINGS, json=read["data"])).json() == read
    assert read["data"]["weekdays_settings"][6]["setting"] == {**GRID, "grid_last_timeslot": 0}


async def test_all_faults_are_named_at_once(client: Client) -> None:
    setting = {"grid_first_timeslot": 7200, "grid_last_timeslot": 3600, "grid_display_step": 90, "grid_base_type": "x"}
    sent = {
        "is_enabled": "perhaps",
        "weekdays_settings": [{"weekday": 8}, {"timeslots": [30, 86400]}, {"weekday": 3, "setting": setting}],
        "dates_settings": [{"date": "2026-02-30"}, {"timeslots": []}],
    }
    assert faults_of(await client.put(SETTINGS, json=sent)) == {
        "is_enabled": 'Expected true or false, not "perhaps".',
        "weekdays_settings[0].weekday": "Must be at most 7.",
        "weekdays_settings[1].weekday": "This field is missing.",
        "weekdays_settings[1].timeslots[0]": "Must be a multiple of 60 from 0 to 86340.",
        "weekdays_settings[1].timeslots[1]": "Must be a multiple of 60 from 0 to 86340.",
        "weekdays_settings[2].setting.grid_last_timeslot": "Must not be before the first start.",
        "weekdays_settings[2].setting.grid_display_step": "Must be a multiple of 60.",
        "weekdays_settings[2].setting.grid_base_type": 'Expected predefined or schedule or timeslots, not "x".',
        "dates_settings[0].date": "Expected a day, such as 2026-01-31.",
        "dates_settings[0].timeslots": "This field is missing.",
        "dates_settings[1].date": "This field is missing.",
    }
    assert (await client.get(SETTINGS)).json() == answer(False, week(), [])


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"weekdays_settings": [{"weekday": 1}, {"weekday": 1}]}, "weekdays_settings[1].weekday"),
        ({"dates_settings": [{"date": "2026-12-24", "timeslots": []}] * 2}, "dates_settings[1].date"),
    ],
)
async def test_a_day_comes_once(client: Client, sent: dict[str, Any], field: str) -> None:
    assert faults_of(await client.put(SETTINGS, json=sent)) == {field: "It is in the list already."}
