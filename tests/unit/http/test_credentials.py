"""Reading the Authorization header"""

from typing import Any

import pytest

from parlour.access.permissions import Entry, Permission
from parlour.errors import Unauthenticated
from parlour.http.credentials import Credentials, authorization_of, parse_authorization

BOTH = Credentials("p4rtner", "us3r")


@pytest.mark.parametrize(
    "header",
    [
        "Bearer p4rtner, User us3r",
        "bearer p4rtner, user us3r",
        "BEARER p4rtner, USER us3r",
        "Bearer p4rtner,User us3r",
        "Bearer p4rtner ,User us3r",
        "  Bearer   p4rtner  ,   User\tus3r  ",
        "User us3r, Bearer p4rtner",
        "user us3r,bearer p4rtner",
        "Bearer p4rtner; User us3r",
        "Bearer p4rtner User us3r",
        "Bearer p4rtner, User us3r,",
        "Bearer p4rtner, User us3r, Locale en",
    ],
)
def test_both_tokens_are_found_however_the_header_is_written(header: str) -> None:
    assert parse_authorization(header) == BOTH


@pytest.mark.parametrize(
    ("header", "found"),
    [
        ("", Credentials(None, None)),
        ("Basic cDpx", Credentials(None, None)),
        ("p4rtner", Credentials(None, None)),
        ("Bearer", Credentials(None, None)),
        ("Bearer , User ", Credentials(None, None)),
        ("Bearer p4rtner", Credentials("p4rtner", None)),
        ("Bearer p4rtner, User", Credentials("p4rtner", None)),
        ("Bearer p4rtner, us3r", Credentials("p4rtner", None)),
        ("User us3r", Credentials(None, "us3r")),
        ("Bearer , User us3r", Credentials(None, "us3r")),
    ],
)
def test_omitted_values_are_none(header: str, found: Credentials) -> None:
    assert parse_authorization(header) == found


def test_the_case_of_a_token_is_kept() -> None:
    assert parse_authorization("bearer AbC, user dEf") == Credentials("AbC", "dEf")


@pytest.mark.parametrize(
    ("credentials", "missing"),
    [
        (Credentials(None, None), "partner"),
        (Credentials(None, "us3r"), "partner"),
        (Credentials("p4rtner", None), "user"),
    ],
)
def test_a_missing_token_names_itself(credentials: Credentials, missing: str) -> None:
    with pytest.raises(Unauthenticated, match=f"^The {missing} token is missing: send Authorization: Bearer "):
        credentials.need_pair()


def test_a_partner_token_alone_is_enough_where_no_user_is_asked_for() -> None:
    assert Credentials("p4rtner", None).need_partner() == "p4rtner"


def test_a_pair_is_given_partner_first() -> None:
    assert BOTH.need_pair() == ("p4rtner", "us3r")


@pytest.mark.parametrize(
    ("required", "needs"),
    [
        (Entry.OPEN, ()),
        (Entry.PARTNER, ("partner",)),
        (Entry.PARTNER_OR_USER, ("partner",)),
        (Entry.USER, ("partner", "user")),
        (Entry.CLIENT, ("partner", "user")),
        (Entry.MEMBER, ("partner", "user")),
        (Permission.INVENTORY_VIEW, ("partner", "user")),
    ],
)
def test_only_required_tokens_are_missed(required: Any, needs: tuple[str, ...]) -> None:
    BOTH.need(required)
    for sent in ((), ("partner",), ("user",)):
        credentials = Credentials(*("token" if name in sent else None for name in ("partner", "user")))
        missing = [name for name in needs if name not in sent]
        if not missing:
            credentials.need(required)
            continue
        with pytest.raises(Unauthenticated, match=f"^The {missing[0]} token is missing"):
            credentials.need(required)


def test_the_header_is_one_of_many() -> None:
    others = [(b"host", b"parlour.test"), (b"x-authorization", b"no")]
    scope: Any = {"headers": [*others, (b"authorization", b"Bearer \xe9"), (b"authorization", b"second")]}
    assert authorization_of(scope) == "Bearer é"
    scope["headers"] = others
    assert authorization_of(scope) == ""
