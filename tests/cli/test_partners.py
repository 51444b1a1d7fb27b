"""Partners: their token is shown once, works, and stops working."""

import sys

import pytest

from parlour.access.tokens import get_partner, hash_token
from parlour.db.pool import Connection
from parlour.errors import Unauthenticated
from tests.cli.command import Inside, Parlour


async def test_the_token_works_until_it_is_revoked(parlour: Parlour, conn: Connection) -> None:
    added = parlour("partner", "add", "--title", " Shop [sync] ", "--json").document
    assert added["title"] == "Shop [sync]"
    assert (await get_partner(conn, added["token"])).partner_id == added["id"]

    listed = parlour("partner", "list", "--json")
    (partner,) = (partner for partner in listed.document if partner["id"] == added["id"])
    assert partner == {**partner, "title": "Shop [sync]", "revoked_at": None}
    assert added["token"] not in listed.out
    assert hash_token(added["token"]).hex() not in listed.out

    revoked = parlour("partner", "revoke", added["id"], "--json").document
    assert revoked["revoked_at"] is not None
    with pytest.raises(Unauthenticated):
        await get_partner(conn, added["token"])
    assert str(added["id"]) in parlour("partner", "revoke", added["id"]).assert_refused()


async def test_a_partner_may_have_answers_without_an_envelope(parlour: Parlour, conn: Connection) -> None:
    for flags, is_bare in (((), False), (("--bare-answers",), True)):
        added = parlour("partner", "add", "--title", "Old sync", *flags, "--json").document
        assert added["answers_bare"] is is_bare
        assert (await get_partner(conn, added["token"])).answers_bare is is_bare
        listed = parlour("partner", "list", "--json").document
        assert {row["id"]: row["answers_bare"] for row in listed}[added["id"]] is is_bare


async def test_without_json_the_token_is_on_a_line_of_its_own(parlour: Parlour, conn: Connection) -> None:
    done = parlour("partner", "add", "--title", "For people")
    assert done.code == 0
    (token,) = (line.split()[-1] for line in done.out.splitlines() if line.startswith("token"))
    assert (await get_partner(conn, token)).partner_id > 0
    assert "not shown again" in done.err
    assert token not in done.err


def test_a_list_for_programs_has_tabs(parlour: Parlour, inside: Inside) -> None:
    inside("partner", "add", "--title", "In a list")
    heading, *lines = parlour("partner", "list").out.splitlines()
    assert heading.split("\t")[:2] == ["id", "title"]
    assert "In a list" in [line.split("\t")[1] for line in lines]


def test_a_list_on_a_terminal_is_a_table(inside: Inside, monkeypatch: pytest.MonkeyPatch) -> None:
    inside("partner", "add", "--title", "[bold]Loud[/bold]")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    table = inside("partner", "list").out
    assert "[bold]Loud[/bold]" in table
    assert "\t" not in table


def test_an_empty_title_is_refused(inside: Inside) -> None:
    assert inside("partner", "add", "--title", " ").assert_refused() == "--title: Must not be empty."
