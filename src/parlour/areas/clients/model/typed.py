"""What people type to find a client: parts of names, of an email or of a card, or of a phone number."""

import re

from parlour.areas.clients.model.phones import normalize_phone
from parlour.areas.clients.model.search_filters import Typed
from parlour.areas.folding import fold

_CAN_BE_PHONE = re.compile(r"\+?[0-9 ().\-/]+")


def typed(text: str, country_code: str, *, sees_contacts: bool) -> Typed | None:
    """Return the filter for a text; None for a blank one."""
    folded = fold(text)
    if not folded:
        return None
    digits = _digits(folded, country_code, is_whole=not sees_contacts) if _CAN_BE_PHONE.fullmatch(folded) else ""
    return Typed(tuple(folded.split()), digits, sees_contacts)


def _digits(text: str, country_code: str, *, is_whole: bool) -> str:
    """Return the digits to look for: a number as dialled in its country (0151…) is stored otherwise (49151…)."""
    digits = "".join(each for each in text if each.isdecimal())
    try:
        stored = normalize_phone(text, country_code)
    except ValueError:
        return digits
    return stored if is_whole or digits not in stored else digits
