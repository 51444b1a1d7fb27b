"""A code that confirms a phone number, its limits, and the message that carries it."""

import hashlib
import secrets
from datetime import timedelta

import msgspec

DIGITS = 4
LIFETIME = timedelta(minutes=10)
MAX_WRONG_TRIES = 5


class Limit(msgspec.Struct, frozen=True):
    """How many codes may be made within a period."""

    max_count: int
    period: timedelta


# Why these numbers: docs/decisions/0034-clients-accounts.md.
FOR_PHONE = (Limit(1, timedelta(minutes=1)), Limit(5, timedelta(hours=1)), Limit(15, timedelta(days=1)))
PERIOD_OF_LOCATION = timedelta(hours=1)
"""Within which a location sends no more codes than the setting `sms_codes_per_hour` says: it pays for them."""
LONGEST_PERIOD = max(limit.period for limit in FOR_PHONE)

_TEXTS = {
    "de": "{code} ist Ihr Code für {title}. Er gilt {minutes} Minuten.",
    "en": "{code} is your code for {title}. It is valid for {minutes} minutes.",
    "es": "{code} es su código para {title}. Vale {minutes} minutos.",
    "fr": "{code} est votre code pour {title}. Il est valable {minutes} minutes.",
}


class Code(msgspec.Struct, frozen=True):
    """A new code. Only its hash is stored."""

    digits: str
    salt: bytes

    @classmethod
    def new(cls) -> "Code":
        return cls(f"{secrets.randbelow(10**DIGITS):0{DIGITS}}", secrets.token_bytes(16))

    @property
    def hash(self) -> bytes:
        """Return the hash that is stored beside the salt."""
        return hashlib.sha256(self.salt + self.digits.encode()).digest()

    def __repr__(self) -> str:
        return "Code(…)"


def hash_phone(phone: str) -> bytes:
    """Return the hash that is kept of a number: of people who didn't become clients nothing else is known."""
    return hashlib.sha256(phone.encode()).digest()


def text_of(code: Code, title: str, language: str, locale: str) -> str:
    """Return the message with a code, in a language, or else in the location's, or in English."""
    text = _TEXTS.get(language) or _TEXTS.get(locale[:2]) or _TEXTS["en"]
    return text.format(code=code.digits, title=title, minutes=LIFETIME // timedelta(minutes=1))
