"""Rules for values given on the command line. All faults of a call are collected, and reported together."""

from collections.abc import Callable
from difflib import get_close_matches
from zoneinfo import available_timezones

import phonenumbers
import typer
from babel import Locale, UnknownLocaleError

from parlour.access.password_rules import check_password
from parlour.areas.accounts.model import normalize_login
from parlour.areas.dictionaries.model.countries import currencies_in_use
from parlour.areas.dictionaries.model.iso_countries import iso_countries
from parlour.emails import normalize_email
from parlour.errors import Fault, Invalid
from parlour.http.fields import TextRule

title = TextRule(1, 255).fit
short_text = TextRule(0, 255).fit


class WrongUsage(typer.TyperException):
    """Flags that can't be combined."""

    exit_code = 2


class FaultyFile(Exception):
    """A file with faults, of which each is a line."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__("; ".join(lines))
        self.lines = lines


class Checks:
    """Applies rules to values and collects the faults that they find."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []

    def apply(self, flag: str, rule: Callable[[str], str], value: str) -> str:
        """Return the value as the rule writes it. After a fault, return it unchanged; `refuse_faults` raises later."""
        try:
            return rule(value)
        except ValueError as fault:
            self._faults.append(Fault(flag, str(fault)))
            return value

    def refuse_faults(self) -> None:
        """Raise `Invalid` with all faults found."""
        if self._faults:
            raise Invalid(self._faults)


def email(text: str) -> str:
    try:
        return normalize_email(normalize_login(title(text)))
    except ValueError:
        raise ValueError(f"{text!r} is not an email address.") from None


def phone(text: str, region: str | None = None) -> str:
    """Return the number in E.164, with a plus. Without a region it must have a country code. Raise `ValueError`."""
    try:
        number = phonenumbers.parse(text if region else normalize_login(text), region)
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_valid_number(number):
        raise ValueError(f"{text!r} is not a phone number; write it with the country code, such as +13155550175.")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def password_of(*logins: str | None, name: str = "") -> Callable[[str], str]:
    """Return the rule for a password of a user with these logins and this name."""

    def rule(text: str) -> str:
        check_password(text, logins, name)
        return text

    return rule


def country(text: str) -> str:
    code = text.upper()
    if code not in iso_countries():
        raise ValueError(f"{text!r} is not a country; expected two letters of ISO 3166, such as US.")
    return code


def currency(text: str) -> str:
    code = text.upper()
    if code not in currencies_in_use():
        raise ValueError(f"{text!r} is not a currency; expected three letters of ISO 4217, such as EUR.")
    return code


def timezone(text: str) -> str:
    zones = available_timezones()
    if text not in zones:
        near = get_close_matches(text, sorted(zones), n=1)
        hint = f"did you mean {near[0]}?" if near else "expected a name such as Europe/Berlin."
        raise ValueError(f"{text!r} is not a time zone; {hint}")
    return text


def locale(text: str) -> str:
    try:
        return str(Locale.parse(text.replace("-", "_")))
    except (ValueError, UnknownLocaleError):
        raise ValueError(f"{text!r} is not a locale; expected a name such as de_DE.") from None
