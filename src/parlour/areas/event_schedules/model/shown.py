"""Series with what answers show of them."""

from collections.abc import Mapping, Sequence

import msgspec

from parlour.areas.event_schedules.model.occurrences import Occurrence
from parlour.areas.event_schedules.model.schedules import Series
from parlour.areas.events.model.related import Related


class Shown(msgspec.Struct, frozen=True):
    """Series with their occurrences, by the ids of the series, and what both show of other things."""

    series: Sequence[Series]
    occurrences: Mapping[int, Sequence[Occurrence]]
    named: Related
