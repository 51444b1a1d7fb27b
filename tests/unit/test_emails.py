"""The grammar of an email address"""

import email
import email.policy
from email.headerregistry import Address
from email.message import EmailMessage

import pytest

from parlour.emails import is_normalized_email, normalize_email, sender_of

REFUSED = [
    "x<y@z.w",
    "a,b@c.d",
    '"a b"@c.d',
    '"ab"@c.d',
    "a@b@c",
    "a;b@c.d",
    "a:b@c.d",
    "a(b)@c.d",
    "a@(b)c.d",
    "Anna <a@b.c>",
    "<a@b.c>",
    "a@b.c, d@e.f",
    "a@b.c\n",
    "a\r\nBcc: d@e.f",
    "a\x00@b.c",
    "a b@c.d",
    "mailto:a@b.c",
    "a..b@c.d",
    ".a@b.c",
    "a.@b.c",
    "a@b..c",
    "a@-b.c",
    "a@b.c.",
    "a@[192.0.2.1]",
    "a@",
    "@b.c",
    "@",
    "",
    "anna",
    "аnna@example.com",  # the first letter is Cyrillic
    "änna@example.com",
    "a\u202e@b.c",
    "a@b\u00ad.c",
    "=?utf-8?q?anna?=@example.com",
    f"{'a' * 65}@b.c",
    f"a@{'b' * 64}.c",
    f"a@{'b.' * 127}c",
    "\ud800@b.c",
]


@pytest.mark.parametrize("text", REFUSED)
def test_what_could_be_read_as_another_address_is_refused(text: str) -> None:
    """Q-085."""
    with pytest.raises(ValueError, match="not an email address"):
        normalize_email(text)


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("Anna.Berg@Example.COM", "anna.berg@example.com"),
        ("anna+till@example.com", "anna+till@example.com"),
        ("anna@exämple.com", "anna@xn--exmple-cua.com"),
        ("anna@EXÄMPLE.com", "anna@xn--exmple-cua.com"),
        ("anna@exаmple.com", "anna@xn--exmple-4nf.com"),  # the third letter is Cyrillic, and it shows
        ("anna@ｅｘａｍｐｌｅ.com", "anna@example.com"),
        ("anna@salon.local", "anna@salon.local"),
        ("root@localhost", "root@localhost"),
    ],
)
def test_an_address_has_one_form(text: str, normal: str) -> None:
    """Q-085."""
    assert normalize_email(text) == normal
    assert normalize_email(normal) == normal
    assert is_normalized_email(normal)
    assert is_normalized_email(text) is (text == normal)


@pytest.mark.parametrize("sign", [*"!#$%&'*+-/=?^_`{|}~", ".x", "x" * 60])
def test_a_header_with_an_address_is_read_as_that_address(sign: str) -> None:
    """Every sign that may stand before the @, long addresses too."""
    for address in (f"{sign}@example.com".removeprefix("."), f"a{sign}b@{'b-b.' * 30}example.com"):
        message = EmailMessage()
        message["To"] = Address(addr_spec=normalize_email(address))
        read = email.message_from_bytes(message.as_bytes(), policy=email.policy.default)
        assert [found.addr_spec for found in read["To"].addresses] == [address]


@pytest.mark.parametrize(
    ("text", "name", "address"),
    [
        ("parlour@example.com", "", "parlour@example.com"),
        ("Parlour <Parlour@Example.com>", "Parlour", "parlour@example.com"),
        ("Salön St. Anna <a@b.c>", "Salön St. Anna", "a@b.c"),
        ('"Anna, Berg" <a@b.c>', "Anna, Berg", "a@b.c"),
    ],
)
def test_a_sender_may_have_a_name(text: str, name: str, address: str) -> None:
    sender = sender_of(text)
    assert (sender.display_name, sender.addr_spec) == (name, address)


@pytest.mark.parametrize(
    "text", ["", "Parlour", "<>", "a@b.c, d@e.f", "A <a@b.c>, d@e.f", "a@b@c", "Anna, Berg <a@b.c>", "A\r\nB <a@b.c>"]
)
def test_a_sender_is_one_address(text: str) -> None:
    with pytest.raises(ValueError, match="not an email address"):
        sender_of(text)
