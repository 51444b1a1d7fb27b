"""Where an invitation can go: an email address or a phone number."""

import re

from parlour.areas.accounts.model import normal_login
from parlour.areas.locations.phones import normal_phone
from parlour.areas.users.model import Contact

EMAIL = re.compile(r"[^@\s]+@[^@\s]+")
MAX_LENGTH = 255


def contact_of(text: str) -> Contact:
    """The way to somebody, written as logins are stored. Raises `ValueError` with the fault."""
    if not text:
        raise ValueError("This field is missing.")
    login = normal_login(text)
    if "@" not in login:
        return Contact(None, normal_phone(login, None))
    if not EMAIL.fullmatch(login) or len(login) > MAX_LENGTH or not login.isprintable():
        raise ValueError("This is not an email address.")
    return Contact(login, None)
