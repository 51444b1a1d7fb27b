"""What a visitor has chosen so far. It is kept in the query of the page's address, and nowhere else."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, time
from enum import StrEnum
from urllib.parse import urlencode

import msgspec

ANY_MEMBER = 0
MOST_SERVICES = 20
_LARGEST_ID = 2**63 - 1
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MONTH = re.compile(r"\d{4}-\d\d")
_TIME = re.compile(r"\d\d:\d\d")


class Step(StrEnum):
    """A page of the way to an appointment."""

    SERVICES = "services"
    MEMBER = "member"
    TIME = "time"
    CONTACT = "contact"


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """What is chosen; nothing is known yet of whether it is offered."""

    service_ids: tuple[int, ...] = ()
    member_id: int | None = None
    """`ANY_MEMBER` if the visitor leaves it open; None while nothing is chosen."""
    month: date | None = None
    """The first day of the month to show, in place of the one with the chosen day."""
    day: date | None = None
    start: time | None = None
    """When the appointment begins, on the clock of the location."""
    step: Step | None = None
    """The step to go back to; None for the first that is left to do."""
    language: str = ""
    """The language that the visitor chose in the page; otherwise the browser's."""

    @property
    def query(self) -> str:
        """Return the query of the address of a page with this choice."""
        pairs: list[tuple[str, str]] = [("service", str(each)) for each in self.service_ids]
        pairs += [("member", str(self.member_id))] if self.member_id is not None else []
        pairs += [("month", f"{self.month:%Y-%m}")] if self.month else []
        pairs += [("day", self.day.isoformat())] if self.day else []
        pairs += [("time", f"{self.start:%H:%M}")] if self.start else []
        pairs += [("step", self.step)] if self.step else []
        pairs += [("lang", self.language)] if self.language else []
        return f"?{urlencode(pairs)}"

    @property
    def suffix(self) -> str:
        """Return the query for the end of an address: nothing if nothing is chosen."""
        return "" if self.query == "?" else self.query

    @property
    def only_language(self) -> "Choice":
        return Choice(language=self.language)

    def speaking(self, language: str) -> "Choice":
        """Return the same choice in another language."""
        return msgspec.structs.replace(self, language=language)

    def but(self, **changes: object) -> "Choice":
        """Return the choice with changes; a step that was asked for is done by them."""
        return msgspec.structs.replace(self, **{"step": None, **changes})


def read_choice(pairs: Iterable[tuple[str, str]], languages: Sequence[str]) -> Choice:
    """Return what a query says. What can't be read isn't chosen: the page asks for it again."""
    given: dict[str, list[str]] = {}
    for name, value in pairs:
        given.setdefault(name, []).append(value)
    last = {name: values[-1] for name, values in given.items()}
    step, language = last.get("step", ""), last.get("lang", "")
    return Choice(
        service_ids=tuple(_ids(given.get("service", ())))[:MOST_SERVICES],
        member_id=read_id(last.get("member", "")),
        month=_day(f"{last['month']}-01") if _MONTH.fullmatch(last.get("month", "")) else None,
        day=_day(last.get("day", "")),
        start=_time(last.get("time", "")),
        step=Step(step) if step in {*Step} else None,
        language=language if language in languages else "",
    )


def read_id(text: str) -> int | None:
    """Return the id that is written; None for a text that can't be one."""
    number = int(text) if text.isascii() and text.isdecimal() and len(text) <= len(str(_LARGEST_ID)) else None
    return number if number is not None and number <= _LARGEST_ID else None


def _ids(texts: Iterable[str]) -> Iterator[int]:
    yield from dict.fromkeys(number for text in texts if (number := read_id(text)) is not None)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None


def _time(text: str) -> time | None:
    try:
        return time.fromisoformat(text) if _TIME.fullmatch(text) else None
    except ValueError:
        return None
