"""Accounts of people who book online, on the v1 wire."""

from collections.abc import Callable, Iterator
from typing import Annotated, Any, ClassVar

import msgspec
from msgspec import UNSET, UnsetType

from parlour.areas.client_accounts.model import Account, AccountPatch, SignedIn, normal_phone
from parlour.emails import normalize_email
from parlour.errors import MISSING, Fault
from parlour.http.fields import Id, ShortText, needs, syntax, text
from parlour.http.query import Query, parameter
from parlour.http.wire import always, says

Given = Callable[[str], Any]

ID = says("The account.", 71)
TOKEN = says("The token of the session, in the place of a user token.", "9d1c8f0e9b1f4d6a8e2b7d3f5a6c9e02")
NAME = says("The name of the person.", "Maya Lind")
PHONE = says("Digits with the country's code, without a plus.", "13155550177")
LOGIN = says("What the person signs in with: the phone number.", "13155550177")
EMAIL = says("The email address, or empty.", "maya@example.com")
AVATAR = always("", "Always empty.")

PhoneText = Annotated[str, syntax(normal_phone, r"^[+0-9 ().\-/]+$")]
Login = Annotated[str, text(1, 255)]
Password = Annotated[str, text(1, 1000, is_secret=True)]
CodeText = Annotated[str, text(0, 20, takes_numbers=True)]


def _email(written: str) -> str:
    return normalize_email(written) if written else ""


EmailText = Annotated[str, syntax(_email, r"^$|^[^@\s]+@[^@\s]+$")]


class ClientSignIn(msgspec.Struct):
    """A phone number and a code, or a login and a password."""

    BETWEEN: ClassVar[dict[str, Any]] = needs(
        ("phone", "login"), ("phone", "password"), ("code", "login"), ("code", "password")
    )

    phone: Annotated[PhoneText | UnsetType, says("The phone number, with its country's code.", "+13155550177")] = UNSET
    code: Annotated[CodeText | UnsetType, says("The code that was sent to it.", "4821")] = UNSET
    login: Annotated[Login | UnsetType, says("The phone number, or an email address.", "+13155550177")] = UNSET
    password: Annotated[Password | UnsetType, says("The password.", "correct horse battery staple")] = UNSET

    @staticmethod
    def faults_between(given: Given) -> Iterator[Fault]:
        """Yield the fault of what is missing: of a code or a password, if either was begun."""
        wanted = ("login", "password") if given("phone") is UNSET and given("code") is UNSET else ("phone", "code")
        yield from (Fault(name, MISSING) for name in wanted if given(name) is UNSET)


class ClientToken(msgspec.Struct, frozen=True):
    """The token of a session."""

    user_token: Annotated[str, TOKEN]


class ClientAccount(msgspec.Struct, frozen=True):
    """The account of a person who books online, with the token of the session."""

    id: Annotated[int, ID]
    user_token: Annotated[str, TOKEN]
    name: Annotated[str, NAME]
    phone: Annotated[str, PHONE]
    login: Annotated[str, LOGIN]
    email: Annotated[str, EMAIL]
    avatar: Annotated[str, AVATAR]

    @classmethod
    def of(cls, signed_in: SignedIn) -> "ClientAccount":
        account = signed_in.account
        return cls(account.id, signed_in.token, account.name, account.phone, account.login, account.email, "")


class OwnAccount(msgspec.Struct, frozen=True):
    """The account of the person who calls, with the token of the request."""

    token: Annotated[str, says("The same as `user_token`.", "9d1c8f0e9b1f4d6a8e2b7d3f5a6c9e02")] = msgspec.field(
        name="0"
    )
    id: Annotated[int, ID]
    user_token: Annotated[str, TOKEN]
    name: Annotated[str, NAME]
    phone: Annotated[str, PHONE]
    login: Annotated[str, LOGIN]
    email: Annotated[str, EMAIL]
    avatar: Annotated[str, AVATAR]

    @classmethod
    def of(cls, account: Account, token: str) -> "OwnAccount":
        return cls(token, account.id, token, account.name, account.phone, account.login, account.email, "")


class AccountChanges(msgspec.Struct):
    """What changes; a new phone number needs the code that was sent to it."""

    name: Annotated[ShortText | UnsetType, NAME] = UNSET
    email: Annotated[EmailText | UnsetType, EMAIL] = UNSET
    phone: Annotated[PhoneText | UnsetType, says("The phone number, with its country's code.", "+13155550175")] = UNSET
    confirmation_code: Annotated[CodeText | UnsetType, says("The code, if the number changes.", "4821")] = UNSET

    def to_patch(self) -> AccountPatch:
        return AccountPatch(name=self.name, email=self.email, phone=self.phone)


class PasswordChange(msgspec.Struct):
    """The old password and the new one."""

    BETWEEN: ClassVar[dict[str, Any]] = {"required": ["new_password"]}

    new_password: Annotated[Password, says("The new password: at least eight characters.", "maple river kettle 42")]
    old_password: Annotated[
        Annotated[str, text(0, 1000, is_secret=True)] | UnsetType,
        says("The old password; not needed if there was none.", ""),
    ] = UNSET


class NewPhone(Query, frozen=True):
    """The number that gets a code, and through whom: a location, or a chain."""

    phone: Annotated[str, parameter("The new phone number.", "+13155550199")]
    company_id: Annotated[Id | None, parameter("The location that sends the code.", 1)] = None
    group_id: Annotated[Id | None, parameter("A chain, whose first location sends the code.", 71)] = None
