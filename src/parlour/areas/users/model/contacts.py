"""The address of an invitation: an email address or a phone number."""

from parlour.areas.accounts.model import normalize_login
from parlour.areas.locations.service.phones import normalize_phone
from parlour.areas.users.model.users import Contact
from parlour.emails import normalize_email
from parlour.errors import MISSING


def contact_of(text: str) -> Contact:
    """Return the contact, written as logins are stored. Raise `ValueError` for an invalid address or number."""
    if not text:
        raise ValueError(MISSING)
    login = normalize_login(text)
    if "@" not in login:
        return Contact(None, normalize_phone(login, None))
    return Contact(normalize_email(login), None)
