"""parlour user invite"""

from parlour.access.tokens import hash_token
from parlour.db.pool import Connection
from tests.cli.command import Inside, Parlour

BERLIN = ["--country", "de", "--timezone", "Europe/Berlin", "--currency", "eur", "--locale", "de-DE"]
INVITED = """
    SELECT u.email, u.phone, u.name, lr.role, lr.is_accepted, i.is_mailed
    FROM invitations i JOIN users u ON u.id = i.user_id
    JOIN location_roles lr ON lr.user_id = i.user_id AND lr.location_id = i.location_id
    WHERE i.token_hash = $1
"""


def make_location(parlour: Parlour) -> int:
    added: int = parlour("location", "add", "--title", "Nord", *BERLIN, "--json").document["id"]
    return added


async def test_the_link_is_printed_and_only_its_hash_kept(parlour: Parlour, conn: Connection) -> None:
    location_id = make_location(parlour)
    words = ["--location", location_id, "--email", "Anna@Example.com", "--role", "owner", "--name", "Anna"]
    said = parlour("user", "invite", *words, "--json", PARLOUR_PUBLIC_URL="https://api.example.com/").document
    link = said.pop("link")
    assert said == {"location_id": location_id, "sent_to": "anna@example.com", "role": "owner"}
    assert link.startswith("https://api.example.com/invitations/")
    row = await conn.fetchrow(INVITED, hash_token(link.rpartition("/")[2]))
    assert row is not None
    assert tuple(row) == ("anna@example.com", None, "Anna", "owner", False, False)
    assert await conn.fetchval("SELECT count(*) FROM outbox") == 0


async def test_a_phone_number_is_enough_and_the_default_role_is_team_member(parlour: Parlour, conn: Connection) -> None:
    location_id = make_location(parlour)
    done = parlour("user", "invite", "--location", location_id, "--phone", "0049 30 12345670")
    assert done.code == 0
    assert "works once and expires after 7 days" in done.err
    (link,) = (line.split()[-1] for line in done.out.splitlines() if line.startswith("link"))
    row = await conn.fetchrow(INVITED, hash_token(link.rpartition("/")[2]))
    assert row is not None
    assert (row["phone"], row["role"]) == ("+493012345670", "worker")


def test_invalid_values_are_refused(parlour: Parlour, inside: Inside) -> None:
    location_id = make_location(parlour)
    anna = ["--email", "anna@example.com"]
    assert inside("user", "invite", "--location", 999_999, *anna).assert_refused() == "Location 999999 not found."
    assert "--email" in inside("user", "invite", "--location", location_id, "--email", "anna").assert_refused()
    assert "either" in inside("user", "invite", "--location", location_id).assert_refused(2)
    both = [*anna, "--phone", "+493012345670"]
    assert "either" in inside("user", "invite", "--location", location_id, *both).assert_refused(2)
    assert "not a role" in inside("user", "invite", "--location", location_id, *anna, "--role", "king").err


async def test_the_operator_can_invite_without_a_limit(parlour: Parlour, conn: Connection) -> None:
    location_id = make_location(parlour)
    for _ in range(6):
        assert parlour("user", "invite", "--location", location_id, "--email", "often@example.com").code == 0
    assert await conn.fetchval("SELECT count(*) FROM invitations_sent") == 0
