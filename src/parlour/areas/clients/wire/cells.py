"""How cells of a file of clients are read: each function returns a value, or raises `ValueError` with the fault."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import cache
from typing import TypeVar

from babel import Locale, UnknownLocaleError

from parlour.areas.clients.model.clients import Gender, Importance
from parlour.areas.folding import fold

T = TypeVar("T", bound=StrEnum | bool)

FIRST_YEAR = 1900
# What a spreadsheet makes of a long number in a narrow column; its last digits are lost.
_CUT_NUMBER = re.compile(r"[0-9][.,]?[0-9]*[eE]\+?[0-9]+")
_ISO = re.compile(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})(?:[T ][\d:.]*)?")
_DAY_FIRST = re.compile(r"(\d{1,2})[-.](\d{1,2})[-.](\d{4})(?: [\d:.]*)?")
_SLASHES = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?: [\d:.]*)?")
_TAG = re.compile(r'\s*(?:"((?:[^"]|"")*)"|([^;,]*))\s*(?:[;,]|\Z)')
_BLANKS = re.compile(r"[\s\u00a0\u202f']")

_GENDERS = {
    Gender.UNKNOWN: "0|unknown|other|none|не известен|неизвестно|не указан|невідомо|unbekannt|inconnu|desconocido",
    Gender.MALE: "1|male|m|man|мужской|муж|муж.|м|мужчина|чоловічий|чол|männlich|mann|homme|masculin|h|hombre"
    "|masculino|maschio|uomo|masculina|mężczyzna|erkek|еркек|ер",
    Gender.FEMALE: "2|female|f|woman|женский|жен|жен.|ж|женщина|жіночий|жін|weiblich|w|frau|femme|féminin|mujer"
    "|femenino|femmina|donna|feminino|kobieta|k|kadın|әйел",
}
_IMPORTANCES = {
    Importance.NONE: "0|none|no|-|нет|без класса|немає|ohne|keine|aucune|ninguna|nessuna|brak|yok",
    Importance.BRONZE: "1|bronze|бронза|bronce|bronzo|brąz|bronz",
    Importance.SILVER: "2|silver|серебро|срібло|silber|argent|plata|argento|srebro|gümüş",
    Importance.GOLD: "3|gold|золото|or|oro|ouro|złoto|altın",
}
_SWITCHES = {
    True: "1|true|yes|y|+|да|так|ja|oui|sí|si|sim|tak|evet|иә",
    False: "0|false|no|n|-|нет|ні|nein|non|não|nie|hayır|жоқ",
}


def refuse_cut_number(text: str) -> None:
    """Raise `ValueError` for a phone number that a spreadsheet has rounded."""
    if _CUT_NUMBER.fullmatch(text):
        raise ValueError("A spreadsheet has cut the digits of this number. Format the column as text, and save again.")


def read_gender(text: str) -> Gender:
    return _meant(_GENDERS, text, "male or female")


def read_importance(text: str) -> Importance:
    return _meant(_IMPORTANCES, text, "none, bronze, silver or gold")


def read_switch(text: str) -> bool:
    return _meant(_SWITCHES, text, "yes or no")


def _meant(words: Mapping[T, str], text: str, expected: str) -> T:
    folded = fold(text)
    for value, texts in words.items():
        if folded in _folded(texts):
            return value
    raise ValueError(f"Expected {expected}.")


@cache
def _folded(words: str) -> frozenset[str]:
    return frozenset(map(fold, words.split("|")))


def read_number(text: str) -> Decimal:
    """Return a number with a point or a comma before its decimals; blanks between digits don't count."""
    plain = _BLANKS.sub("", text).replace("\N{MINUS SIGN}", "-")
    if "," in plain and "." in plain:
        # The later one is before the decimals, the others group digits.
        plain = plain.replace("," if plain.rindex(".") > plain.rindex(",") else ".", "")
    try:
        number = Decimal(plain.replace(",", "."))
    except InvalidOperation:
        raise ValueError("Expected a number.") from None
    if not number.is_finite():
        raise ValueError("Expected a number.")
    return number


def read_percent(text: str) -> Decimal:
    return read_number(text.removesuffix("%"))


def date_reader(locale: str) -> Callable[[str], date]:
    """Return the reader of days for a locale, which decides whether 02/03/1990 is in March."""
    is_month_first = _is_month_first(locale)

    def read_date(text: str) -> date:
        if found := _ISO.fullmatch(text):
            year, month, day = map(int, found.groups())
        elif found := _DAY_FIRST.fullmatch(text):
            day, month, year = map(int, found.groups())
        elif found := _SLASHES.fullmatch(text):
            first, second, year = map(int, found.groups())
            month, day = (first, second) if is_month_first else (second, first)
        else:
            raise ValueError("Expected a day, such as 1990-01-31 or 31.01.1990.")
        return _date(year, month, day)

    return read_date


def _date(year: int, month: int, day: int) -> date:
    try:
        found = date(year, month, day)
    except ValueError:
        raise ValueError("There is no such day.") from None
    if not FIRST_YEAR <= year <= datetime.now().astimezone().year:
        raise ValueError(f"Must be between {FIRST_YEAR} and today.")
    return found


def _is_month_first(locale: str) -> bool:
    try:
        return str(Locale.parse(locale).date_formats["short"].pattern).lower().startswith("m")
    except (ValueError, UnknownLocaleError):
        return False


def read_titles(text: str) -> list[str]:
    """Return the titles in a cell, each once: separated by semicolons or commas, in quotes if they contain one."""
    titles = [
        (quoted.replace('""', '"') if quoted else plain).strip()
        for quoted, plain in (found.groups(default="") for found in _TAG.finditer(text))
    ]
    return list(dict.fromkeys(filter(None, titles)))


def write_titles(titles: list[str]) -> str:
    """Return titles as `read_titles` reads them."""
    return "; ".join(
        f'"{title.replace(chr(34), chr(34) * 2)}"' if re.search('[;,"]', title) else title for title in titles
    )
