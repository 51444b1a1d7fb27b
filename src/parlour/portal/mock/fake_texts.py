"""Generated texts like their examples: a date stays a date, a bar code keeps its check digit, words stay words."""

import random
import re
from collections.abc import Callable
from datetime import date, timedelta

from parlour.http.openapi.shape import Document

WORDS = (
    *("amber", "argan", "birch", "calm", "cedar", "clay", "cotton", "dawn", "ember", "fern", "garden", "gentle"),
    *("harbour", "hazel", "honey", "ivory", "jasmine", "juniper", "lavender", "linen", "maple", "meadow", "mint"),
    *("morning", "olive", "pearl", "quiet", "river", "rose", "sage", "silver", "soft", "velvet", "willow"),
)
FIRST_DAY, DAYS = date(2025, 1, 1), 730
# The form of a text without an example.
PLAIN_FORMS = {
    "date-time": "2026-01-31T18:30:00+01:00",
    "date": "2026-01-31",
    "email": "anna@example.com",
    "uri": "https://example.com/pictures/linen.png",
}

Make = Callable[[re.Match[str], random.Random], str]


def fake_text(shown: str | None, schema: Document, draw: random.Random) -> str:
    """Generate a text that is similar to `shown` and fits the schema; return `shown` itself if that is impossible."""
    form = PLAIN_FORMS.get(schema.get("format", ""), "Linen") if shown is None else shown
    made = _like(form, draw)
    if shown is not None:
        return made if _fits(made, schema) else shown
    return made[: schema.get("maxLength")].ljust(schema.get("minLength", 0), "x")


def _fits(text: str, schema: Document) -> bool:
    is_long_enough = schema.get("minLength", 0) <= len(text) <= schema.get("maxLength", len(text))
    return is_long_enough and re.search(schema.get("pattern", ""), text) is not None


def _like(form: str, draw: random.Random) -> str:
    for pattern, make in _FORMS:
        if found := pattern.fullmatch(form):
            return make(found, draw)
    return form


def _moment(found: re.Match[str], draw: random.Random) -> str:
    """Generate a date, with a time and the offset of the example."""
    day = FIRST_DAY + timedelta(days=draw.randrange(DAYS))
    return f"{day.isoformat()}{found['blank'] or ''}{_clock(found, draw)}{found['offset'] or ''}"


def _clock(found: re.Match[str], draw: random.Random) -> str:
    if not found["clock"]:
        return ""
    hours_and_minutes = f"{draw.randrange(24):02}:{draw.randrange(60):02}"
    return f"{hours_and_minutes}:{draw.randrange(60):02}" if found["clock"].count(":") == 2 else hours_and_minutes


def _email(found: re.Match[str], draw: random.Random) -> str:
    return f"{draw.choice(WORDS)}.{draw.choice(WORDS)}@{found['domain']}"


def _address(found: re.Match[str], draw: random.Random) -> str:
    """Generate another address on the same site."""
    return f"{found['folder']}{draw.choice(WORDS)}{found['suffix'] or ''}"


def _internet_address(found: re.Match[str], draw: random.Random) -> str:
    return f"{found['network']}.{draw.randrange(1, 255)}"


def _token(found: re.Match[str], draw: random.Random) -> str:
    return "".join(draw.choice("0123456789abcdef") for _ in found[0])


def _number(found: re.Match[str], draw: random.Random) -> str:
    """Generate digits: a bar code if the example's check digit fits, else a number with the same beginning."""
    sign, digits = found["sign"], found["digits"]
    if len(digits) in (8, 12, 13, 14) and check_digit(digits[:-1]) == digits[-1]:
        body = digits[:2] + _other_digits(digits[2:-1], draw)
        return f"{sign}{body}{check_digit(body)}"
    half = (len(digits) + 1) // 2
    return f"{sign}{digits[:half]}{_other_digits(digits[half:], draw)}"


def check_digit(digits: str) -> str:
    """Return the last digit of a bar code (GS1: from the right, every other digit counts three times)."""
    total = sum(int(digit) * (1 if place % 2 else 3) for place, digit in enumerate(reversed(digits)))
    return str(-total % 10)


def _other_digits(text: str, draw: random.Random) -> str:
    """Replace all digits but zeros, so that no number gets a zero at its beginning."""
    return re.sub(r"[1-9]", lambda _: str(draw.randint(1, 9)), text)


def _other_number(found: re.Match[str], draw: random.Random) -> str:
    return _other_digits(found[0], draw)


def _words(found: re.Match[str], draw: random.Random) -> str:
    """Generate as many words as the example has."""
    return " ".join(draw.choice(WORDS) for _ in found[0].split()).capitalize()


def _same(found: re.Match[str], draw: random.Random) -> str:  # noqa: ARG001 - a maker like the others
    """Return the example itself: a sentence or opening hours can't be drawn at random."""
    return found[0]


# The first match counts.
_FORMS: list[tuple[re.Pattern[str], Make]] = [
    (re.compile(pattern), make)
    for pattern, make in (
        (r"\d{4}-\d\d-\d\d((?P<blank>[T ])(?P<clock>\d\d:\d\d(:\d\d)?)(?P<offset>Z|[+-]\d\d:?\d\d)?)?", _moment),
        (r"(?P<clock>\d\d:\d\d(:\d\d)?)", _clock),
        (r"[^@\s]+@(?P<domain>[^@\s]+)", _email),
        (r"(?P<folder>https?://[^/\s]+/(\S*/)?)[^/\s.]+(?P<suffix>\.\w+)?", _address),
        (r"(?P<network>\d{1,3}\.\d{1,3}\.\d{1,3})\.\d{1,3}", _internet_address),
        (r"(?=.*\d)(?=.*[a-f])[0-9a-f]{16,}", _token),
        (r"(?P<sign>\+?)(?P<digits>[0-9]+)", _number),
        (r".*[.!?:;]|(\S+ ){5,}.*|.*\d:\d\d.*", _same),
        (r".*[1-9].*", _other_number),
        (r"[A-Z][a-z]{3,}( [A-Za-z][a-z]*)*", _words),
    )
]
