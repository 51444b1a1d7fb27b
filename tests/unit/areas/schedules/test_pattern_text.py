"""Patterns as people write them."""

from datetime import date

import pytest

from parlour.areas.schedules.model.pattern_text import parse_pattern
from parlour.areas.schedules.model.patterns import EVERY_DAY, Pattern, Rule

NINE_TO_FIVE, MORNING, EVENING = (540, 1020), (480, 840), (840, 1200)
WEEKDAYS = [0, 1, 2, 3, 4]


def rule(*intervals: tuple[int, int], **fields: object) -> Rule:
    return Rule(intervals=[*intervals], **fields)  # type: ignore[arg-type] # by name


READ = {
    "Mon-Fri 9-17": [rule(NINE_TO_FIVE, weekdays=WEEKDAYS)],
    "monday-friday 9:00-17": [rule(NINE_TO_FIVE, weekdays=WEEKDAYS)],
    "weekdays 9–17:00": [rule(NINE_TO_FIVE, weekdays=WEEKDAYS)],
    "Mon, Wed and Fri 9-17": [rule(NINE_TO_FIVE, weekdays=[0, 2, 4])],
    "Sat-Mon 9-17": [rule(NINE_TO_FIVE, weekdays=[5, 6, 0])],
    "daily 8-14 14-20": [rule(MORNING, EVENING, weekdays=[*EVERY_DAY])],
    "every day 8-14": [rule(MORNING, weekdays=[*EVERY_DAY])],
    "every Saturday 8-14": [rule(MORNING, weekdays=[5])],
    "weekends 14-24": [rule((840, 1440), weekdays=[5, 6])],
    "Mon-Fri 9-17, every second Sat 8-14": [
        rule(NINE_TO_FIVE, weekdays=WEEKDAYS),
        rule(MORNING, weekdays=[5], every=2),
    ],
    "every third week on Tuesdays 8-14": [rule(MORNING, weekdays=[1], every=3)],
    "every second day 8-14": [rule(MORNING, days_on=1, days_off=1)],
    "2/2 8-14": [rule(MORNING, days_on=2, days_off=2)],
    "week 1 of 2 weekdays 8-14; week 2 of 2 weekdays 14-20": [
        rule(MORNING, weekdays=WEEKDAYS, every=2, week=1),
        rule(EVENING, weekdays=WEEKDAYS, every=2, week=2),
    ],
}


@pytest.mark.parametrize(("text", "rules"), list(READ.items()))
def test_it_is_read(text: str, rules: list[Rule]) -> None:
    assert parse_pattern(text) == Pattern(rules=rules)


@pytest.mark.parametrize(
    "text",
    [
        "Mon 8-14, until 2026-03-31, holidays of the country left out, from 2026-02-01",
        "no holidays, since 2026-02-01 till 2026-03-31, Mon 8-14",
        "Mon from 2026-02-01 8-14 until 20260331 without public holidays",
        "Mon 8-14 holidays off from 2026-02-01 until 2026-03-31",
    ],
)
def test_period_and_holidays_may_stand_anywhere(text: str) -> None:
    expected = Pattern(
        rules=[rule(MORNING, weekdays=[0])], first=date(2026, 2, 1), last=date(2026, 3, 31), skips_holidays=True
    )
    assert parse_pattern(text) == expected


@pytest.mark.parametrize(("word", "kind"), [("leave", 1), ("sick", 2), ("holiday", 3), ("off", 4)])
def test_a_reason_makes_days_off(word: str, kind: int) -> None:
    assert parse_pattern(f"{word}, until 2026-03-31") == Pattern(rules=[], last=date(2026, 3, 31), off_day_kind=kind)


REFUSED = {
    "": "Expected days and hours, such as `Mon-Fri 10-19`.",
    "Mon": "Expected days and hours, such as `Mon-Fri 10-19`.",
    "Mon 9-17 Tue": "Expected days and hours, such as `Mon-Fri 10-19`.",
    "9-17": "Expected days before `9-17`, such as `Mon-Fri 9-17`.",
    "Mo-Fx 9-17": "`fx` is no day, no hours and no other word of a pattern.",
    "Mon 9 17": "`9` is no day, no hours and no other word of a pattern.",
    "Mon 17-9": "`17-9` ends before it begins; a night shift ends at 24:00 and goes on the next day.",
    "Mon 9-9": "`9-9` ends before it begins; a night shift ends at 24:00 and goes on the next day.",
    "Mon 9-13 12-17": "`12-17` overlaps the hours before it.",
    "Mon 9-25": "Expected a time between 00:00 and 24:00, such as 09:30.",
    "Mon 9:60-17": "Expected a time between 00:00 and 24:00, such as 09:30.",
    "week 3 of 2 Mon 9-17": "Expected a week such as `week 1 of 2`, of at most 8.",
    "week 1 of 9 Mon 9-17": "Expected a week such as `week 1 of 2`, of at most 8.",
    "0/2 9-17": "Expected days on and days off such as `2/2`, together at most 31.",
    "16/16 9-17": "Expected days on and days off such as `2/2`, together at most 31.",
    "Mon 9-17 until soon": "Expected a day after `until`, such as 2026-12-31, not `soon`.",
    "leave on Mon": "`leave` is no day, no hours and no other word of a pattern.",
}


@pytest.mark.parametrize(("text", "message"), REFUSED.items())
def test_what_it_cannot_mean_is_named(text: str, message: str) -> None:
    with pytest.raises(ValueError) as raised:
        parse_pattern(text)
    assert str(raised.value) == message
