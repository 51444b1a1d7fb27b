"""The account of a person who books online."""

import msgspec
from msgspec import UNSET, UnsetType

from parlour.areas.clients.model.phones import EXPECTED, normalize_phone

# Accounts belong to no location, so their numbers are written with the country's code.
_ANY_COUNTRY = "ZZ"


class Account(msgspec.Struct, frozen=True):
    """An account, known by a confirmed phone number: digits with the country's code."""

    id: int
    phone: str
    name: str
    email: str
    password_hash: str | None

    @property
    def login(self) -> str:
        """Return what the person signs in with."""
        return self.phone

    def __repr__(self) -> str:
        return f"Account(id={self.id})"


class AccountPatch(msgspec.Struct, frozen=True, kw_only=True):
    """Changes to an account; UNSET keeps the current value."""

    name: str | UnsetType = UNSET
    email: str | UnsetType = UNSET
    phone: str | UnsetType = UNSET


class SignedIn(msgspec.Struct, frozen=True):
    """An account and the token that was just made for it; the token can't be shown again."""

    account: Account
    token: str

    def __repr__(self) -> str:
        return f"SignedIn(account={self.account!r})"


def normal_phone(written: str) -> str:
    """Return a number that is written with the country's code in its normal form. Raise `ValueError`."""
    phone = normalize_phone(written, _ANY_COUNTRY)
    if not phone:
        raise ValueError(EXPECTED)
    return phone
