"""Users whose email address was stored before there was a grammar of addresses"""

from parlour.areas.accounts.operator import normalize_emails
from parlour.db.pool import Connection
from tests.support.client import Client
from tests.support.people import PARTNER, PASSWORD

ADD = "INSERT INTO users (name, email, password_hash) SELECT 'old', $1, password_hash FROM users WHERE id = 1"
ODD = ["x<y@z.w", "a,b@c.d", '"a b"@c.d', "a@b@c", "änna@example.com"]


async def test_they_still_sign_in(client: Client, conn: Connection) -> None:
    """Q-086."""
    for email in ODD:
        await conn.execute(ADD, email)
        answer = await client.by(PARTNER).post("/auth", {"login": email.upper(), "password": PASSWORD})
        assert answer.status_code == 201, email
        assert answer.json()["data"]["email"] == email


async def test_an_international_domain_is_brought_into_its_form(client: Client, conn: Connection) -> None:
    """Q-086."""
    await conn.execute(ADD, "anna@exämple.com")
    for email in ODD:
        await conn.execute(ADD, email)
    for _ in range(2):
        await normalize_emails(conn)
    emails = {row[0] for row in await conn.fetch("SELECT email FROM users WHERE name = 'old'")}
    assert emails == {"anna@xn--exmple-cua.com", *ODD}
    for writing in ("anna@exämple.com", "Anna@EXÄMPLE.com", "anna@xn--exmple-cua.com"):
        answer = await client.by(PARTNER).post("/auth", {"login": writing, "password": PASSWORD})
        assert answer.status_code == 201, writing


async def test_an_address_that_another_user_has_is_not_taken_over(conn: Connection) -> None:
    for email in ("anna@xn--exmple-cua.com", "anna@exämple.com", "ben@bär.de", "ben@BÄR.de"):
        await conn.execute(ADD, email)
    await normalize_emails(conn)
    emails = [row[0] for row in await conn.fetch("SELECT email FROM users WHERE name = 'old' ORDER BY id")]
    assert emails == ["anna@xn--exmple-cua.com", "anna@exämple.com", "ben@xn--br-via.de", "ben@BÄR.de"]
