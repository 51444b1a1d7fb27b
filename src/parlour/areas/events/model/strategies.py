"""A rule by which events are duplicated, kept for later use."""

import msgspec

from parlour.areas.events.model.repeats import Repeat, RepeatMode


class StrategyFields(msgspec.Struct, frozen=True):
    """The fields of a strategy."""

    title: str
    mode: RepeatMode
    days: list[int]
    """The days of a weekly rule, 0 being Sunday."""
    skipped: int
    content: int
    """What is to be copied, as clients number it: kept for them, without effect."""

    @property
    def repeat(self) -> Repeat:
        return Repeat(self.mode, self.days, self.skipped)


class Strategy(StrategyFields, frozen=True):
    """A strategy of a location."""

    id: int
    location_id: int
    revision: int
