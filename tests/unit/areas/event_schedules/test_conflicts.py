"""Which of the events that are planned at once get their time, against trying each beside all that were granted."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from parlour.areas.appointments import refusals
from parlour.areas.appointments.model.claims import FoundTime, Obstacle
from parlour.areas.event_schedules.model.conflicts import granted
from parlour.areas.events.model.changes import BLANK
from parlour.areas.events.model.events import EventFields

BEGINNING = datetime(2026, 2, 2, tzinfo=UTC)
FREE = FoundTime([], [])
BUSY = FoundTime([], [Obstacle(refusals.MEMBER_BUSY, (9, "10:00", "11:00"))])

WISHES = st.lists(
    st.tuples(
        st.integers(0, 20),
        st.integers(1, 6),
        st.integers(1, 2),
        st.lists(st.integers(1, 3), unique=True),
        st.booleans(),
    ),
    max_size=8,
)


def fields(start: int, length: int, member_id: int, instance_ids: list[int]) -> EventFields:
    values = {name: getattr(BLANK, name) for name in EventFields.__struct_fields__}
    moment = BEGINNING + timedelta(minutes=10 * start)
    return EventFields(**values | {
        "team_member_id": member_id, "day": date(2026, 2, 2), "starts_at": moment, "duration": 600 * length,
        "resource_instance_ids": instance_ids,
    })  # fmt: skip


def clashes(one: EventFields, other: EventFields) -> bool:
    shares = one.team_member_id == other.team_member_id or {*one.resource_instance_ids} & {*other.resource_instance_ids}
    return bool(shares) and one.span[0] < other.span[1] and other.span[0] < one.span[1]


@given(WISHES)
def test_none_of_two_in_each_others_way_and_the_earlier_one_first(
    given_: list[tuple[int, int, int, list[int], bool]],
) -> None:
    wishes = sorted(given_, key=lambda wish: wish[0])
    wanted = [fields(*wish[:4]) for wish in wishes]
    found = [FREE if wish[4] else BUSY for wish in wishes]
    kept: list[EventFields] = []
    expected = []
    for each, time in zip(wanted, found, strict=True):
        expected.append(time is FREE and not any(clashes(each, other) for other in kept))
        kept += [each] if expected[-1] else []
    assert granted(wanted, found) == expected
