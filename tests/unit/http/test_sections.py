"""Sections: what the edge knows of addresses, also of those without a page."""

import pytest

from parlour.http.sections import Section, Sections
from parlour.routes import SECTIONS

FOUND = Sections(
    [
        Section("/pictures/", is_embeddable=True),
        Section("/letters/", has_secret_addresses=True),
        Section("/windows/", is_framed=True),
    ]
)


@pytest.mark.parametrize(
    ("path", "is_embeddable", "is_secret", "logged"),
    [
        ("/pictures/1/a.webp", True, False, "/pictures/1/a.webp"),
        ("/letters/secret", False, True, "/letters/…"),
        ("/letters/secret/more", False, True, "/letters/…"),
        ("/letters", False, False, "/letters"),
        ("/api/letters/secret", False, False, "/api/letters/secret"),
    ],
)
def test_an_address_belongs_to_the_section_with_its_prefix(
    path: str, is_embeddable: bool, is_secret: bool, logged: str
) -> None:
    assert (FOUND.is_embeddable(path), FOUND.is_secret(path), FOUND.loggable(path)) == (
        is_embeddable,
        is_secret,
        logged,
    )


@pytest.mark.parametrize(
    ("path", "is_framed"), [("/windows/1", True), ("/windows", False), ("/pictures/1", False), ("/letters/x", False)]
)
def test_only_some_sections_are_framed(path: str, is_framed: bool) -> None:
    assert FOUND.is_framed(path) == is_framed


def test_without_sections_nothing_is_special() -> None:
    none = Sections()
    assert (none.is_embeddable("/"), none.is_framed("/"), none.is_secret("/")) == (False, False, False)
    assert none.loggable("/x") == "/x"


def test_a_section_has_an_own_prefix_of_whole_parts() -> None:
    """A prefix without a slash at its end would include other addresses that begin with the same letters."""
    prefixes = [section.prefix for section in SECTIONS]
    assert all(prefix.startswith("/") and prefix.endswith("/") and len(prefix) > 2 for prefix in prefixes)
    assert len(set(prefixes)) == len(prefixes)
