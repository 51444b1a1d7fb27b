"""Users: made with a login, a password and perhaps a role."""

import pytest
from argon2 import PasswordHasher

from parlour.db.pool import Connection
from tests.cli.command import Inside, Parlour


async def _fits(conn: Connection, email: str, password: str) -> bool:
    stored = await conn.fetchval("SELECT password_hash FROM users WHERE email = $1", email)
    assert stored.startswith("$argon2id$")
    return PasswordHasher().verify(stored, password)


async def test_a_password_is_made_and_shown_once(parlour: Parlour, conn: Connection) -> None:
    flags = ["--email", "Made@Example.COM", "--phone", "+1 (315) 555-0175"]
    added = parlour("user", "add", "--name", "Made", *flags, "--json").document
    assert added["email"] == "made@example.com"
    assert added["phone"] == "+13155550175"
    assert await _fits(conn, "made@example.com", added["password"])

    listed = parlour("user", "list", "--json")
    (user,) = (user for user in listed.document if user["id"] == added["id"])
    assert user == {**user, "name": "Made", "email": "made@example.com", "phone": "+13155550175", "is_approved": True}
    assert added["password"] not in listed.out
    assert "argon2" not in listed.out
    assert not {"password", "password_hash"} & user.keys()


async def test_a_given_password_is_not_shown(parlour: Parlour, conn: Connection) -> None:
    words = ["user", "add", "--name", "Given", "--email", "given@example.com", "--password", "-"]
    done = parlour(*words, said="from standard input\n")
    assert done.code == 0
    assert "from standard input" not in done.out + done.err
    assert await _fits(conn, "given@example.com", "from standard input")

    changed = parlour("user", "set-password", "given@example.com", "--password", "from a flag", "--json").document
    assert changed["password"] is None
    assert await _fits(conn, "given@example.com", "from a flag")


async def test_a_role_comes_with_the_user(parlour: Parlour, conn: Connection) -> None:
    chain_id = await conn.fetchval("INSERT INTO chains (title) VALUES ('Roles') RETURNING id")
    location_id = await conn.fetchval(
        "INSERT INTO locations (chain_id, title, country_code, timezone, currency, locale)"
        " VALUES ($1, 'Here', 'US', 'America/New_York', 'USD', 'en_US') RETURNING id",
        chain_id,
    )
    user = ["user", "add", "--json", "--name", "Role"]
    in_chain = parlour(*user, "--email", "chain@role", "--chain", chain_id, "--role", "accountant").document
    in_location = parlour(*user, "--email", "location@role", "--location", location_id, "--role", "worker").document

    chain_roles = await conn.fetch("SELECT user_id, role FROM chain_roles WHERE chain_id = $1", chain_id)
    assert [tuple(row) for row in chain_roles] == [(in_chain["id"], "accountant")]
    location_roles = await conn.fetch(
        "SELECT location_id, user_id, role FROM location_roles WHERE chain_id = $1", chain_id
    )
    assert [tuple(row) for row in location_roles] == [(location_id, in_location["id"], "worker")]


def test_a_user_for_an_unknown_location_is_not_created(inside: Inside) -> None:
    flags = ["--name", "Lost", "--email", "lost@example.com", "--role", "owner"]
    for place in ("Chain", "Location"):
        refused = inside("user", "add", *flags, f"--{place.lower()}", 999_999)
        assert refused.assert_refused() == f"{place} 999999 not found."
    assert "lost@example.com" not in inside("user", "list").out


def test_a_login_belongs_to_one_user(parlour: Parlour, inside: Inside) -> None:
    assert inside("user", "add", "--name", "First", "--email", "same@example.com").code == 0
    again = parlour("user", "add", "--name", "Second", "--email", "SAME@example.com")
    assert "user with this email" in again.assert_refused()


def test_all_faults_are_reported_at_once(inside: Inside) -> None:
    flags = ["--email", "no-address", "--phone", "12", "--password", "short"]
    line = inside("user", "add", "--name", "", *flags).assert_refused()
    assert all(flag in line for flag in ("--name:", "--email:", "--phone:", "--password:"))


@pytest.mark.parametrize("words", [("user", "set-password"), ("user", "end-sessions"), ("token", "list", "--user")])
def test_an_unknown_login_is_reported(words: tuple[str, ...], inside: Inside) -> None:
    assert inside(*words, "nobody@example.com").assert_refused() == "User nobody@example.com not found."


SOON_GUESSED = [
    ("password1", "one of the most common passwords"),
    ("mona.lisa lamp tea", "must not contain the login"),
    ("lamp 5550176 tea", "must not contain the login"),
    ("lamp parlour tea", "must not contain the login"),
    ("short", "must have 8 to 1000"),
]


def test_an_easily_guessed_password_is_refused(inside: Inside) -> None:
    mona = ["--name", "Mona", "--email", "mona.lisa@example.com", "--phone", "+13155550176"]
    for password, fault in SOON_GUESSED:
        assert fault in inside("user", "add", *mona, "--password", password).assert_refused().lower()
    assert inside("user", "add", *mona, "--password", "lamp tea blue").code == 0
    # Whichever login is named, each of the user's counts.
    for login in ("mona.lisa@example.com", "+13155550176"):
        for password, fault in SOON_GUESSED:
            line = inside("user", "set-password", login, "--password", password).assert_refused()
            assert "--password: " in line
            assert fault in line.lower()
        assert inside("user", "set-password", login, "--password", "lamp tea red").code == 0


@pytest.mark.parametrize("email", ["x<y@z.w", "a,b@c.d", '"a b"@c.d', "a@b@c", "Anna <a@b.c>", "=?utf-8?q?x?=@b.c"])
def test_an_email_address_has_one_grammar(inside: Inside, email: str) -> None:
    assert "--email" in inside("user", "add", "--name", "Anna", "--email", email).assert_refused()
    assert "--email" in inside("user", "invite", "--location", 1, "--email", email).assert_refused()


async def test_a_new_password_opens_a_login_that_strangers_closed(parlour: Parlour, conn: Connection) -> None:
    assert parlour("user", "add", "--name", "Shut", "--email", "shut@example.com").code == 0
    add = (
        "INSERT INTO sign_in_failures (login_hash, ip) SELECT sha256($1::bytea), '10.0.0.1' FROM generate_series(1, 10)"
    )
    await conn.execute(add, b"shut@example.com")
    await conn.execute(add, b"other@example.com")
    assert parlour("user", "set-password", "Shut@example.com").code == 0
    left = await conn.fetch("SELECT DISTINCT login_hash = sha256('other@example.com') FROM sign_in_failures")
    assert [tuple(row) for row in left] == [(True,)]
    await conn.execute("DELETE FROM sign_in_failures")


async def test_the_list_shows_who_can_get_no_mail(parlour: Parlour, conn: Connection) -> None:
    """Q-086."""
    await conn.execute("INSERT INTO users (name, email, password_hash) VALUES ('Odd', 'a,b@c.d', '!')")
    assert parlour("user", "add", "--name", "Plain", "--email", "plain@example.com").code == 0
    assert parlour("user", "add", "--name", "Phone", "--phone", "+13155550177").code == 0
    users = {user["name"]: user["can_get_mail"] for user in parlour("user", "list", "--json").document}
    assert (users["Odd"], users["Plain"], users["Phone"]) == (False, True, False)
