"""The people of the tests, with real tokens, and the two chains they work for. The template database contains them."""

import msgspec

from parlour.access.tokens import hash_token
from parlour.db.pool import Connection
from tests.support.passwords import quick_hasher

PASSWORD = "correct horse battery staple"
PARTNER_TOKEN = "partner-token-of-the-tests"


class Person(msgspec.Struct, frozen=True):
    """A sender of requests. Without a user token only an integration; without both tokens anonymous."""

    id: int
    name: str
    user_token: str | None = None
    partner_token: str | None = PARTNER_TOKEN
    phone: str = ""

    @property
    def email(self) -> str:
        return f"{self.name}@example.com"

    @property
    def headers(self) -> dict[str, str]:
        if self.partner_token is None:
            return {}
        user = f", User {self.user_token}" if self.user_token else ""
        return {"Authorization": f"Bearer {self.partner_token}{user}"}


def _user(id_: int, name: str, phone: str = "") -> Person:
    return Person(id_, name, user_token=f"user-token-of-{name}", phone=phone)


NOBODY = Person(0, "nobody", partner_token=None)
PARTNER = Person(0, "partner")
OWNER = _user(1, "owner", "+13155550175")
MANAGER = _user(2, "manager")
"""Manager in the location HARBOUR only; no right in the chain."""
WORKER = _user(3, "worker")
"""Works in HARBOUR without any right."""
NEIGHBOUR = _user(4, "neighbour")
"""Manager in HILLSIDE of the same chain; nothing in HARBOUR."""
FOREIGNER = _user(5, "foreigner")
"""Owner of the other chain."""
ADMINISTRATOR = _user(6, "administrator")
ACCOUNTANT = _user(7, "accountant")
SUPERVISOR = _user(8, "supervisor")
"""May see in HARBOUR what an administrator sees, and change nothing."""
TRAINEE = _user(9, "trainee")
"""May see in HARBOUR what a worker sees, and change nothing."""
USERS = (OWNER, MANAGER, WORKER, NEIGHBOUR, FOREIGNER, ADMINISTRATOR, ACCOUNTANT, SUPERVISOR, TRAINEE)

CHAIN, OTHER_CHAIN = 71, 72
"""No number that a location, a user or a thing of the tests has, so that none of those passes for a chain's."""
HARBOUR, HILLSIDE, ABROAD = 1, 2, 3
"""HARBOUR (New York, dollars) and HILLSIDE (Berlin, euros) belong to CHAIN, ABROAD (Tokyo, yen) to OTHER_CHAIN."""

LOCATIONS = [
    (CHAIN, "Harbour", "US", "America/New_York", "USD", "en_US"),
    (CHAIN, "Hillside", "DE", "Europe/Berlin", "EUR", "de_DE"),
    (OTHER_CHAIN, "Abroad", "JP", "Asia/Tokyo", "JPY", "ja_JP"),
]
# In this order: 1 and 2 are those of HARBOUR, 3 and 4 of HILLSIDE, 5 and 6 of ABROAD.
STORAGES = [
    (chain, location, title, kind)
    for chain, location in ((CHAIN, HARBOUR), (CHAIN, HILLSIDE), (OTHER_CHAIN, ABROAD))
    for title, kind in (("Consumables", "consumables"), ("Products", "products"))
]
CHAIN_ROLES = [(CHAIN, OWNER.id, "owner"), (OTHER_CHAIN, FOREIGNER.id, "owner")]
LOCATION_ROLES = [
    (CHAIN, HARBOUR, MANAGER.id, "manager"),
    (CHAIN, HARBOUR, WORKER.id, "worker"),
    (CHAIN, HILLSIDE, NEIGHBOUR.id, "manager"),
    (CHAIN, HARBOUR, ADMINISTRATOR.id, "administrator"),
    (CHAIN, HARBOUR, ACCOUNTANT.id, "accountant"),
    (CHAIN, HARBOUR, SUPERVISOR.id, "free_readonly_admin"),
    (CHAIN, HARBOUR, TRAINEE.id, "free_readonly"),
]


# Their tokens are also those of clients, so that walks of all operations send one token.
CLIENTS = [(phone, person.name, hash_token(person.user_token or "")) for person, phone in (
    (OWNER, "13155550175"), (FOREIGNER, "819012345678"))]  # fmt: skip
ADD_CLIENT = """
    WITH account AS (INSERT INTO client_accounts (phone, name) VALUES ($1, $2) RETURNING id)
    INSERT INTO client_sessions (account_id, partner_id, token_hash) SELECT id, 1, $3 FROM account
"""


async def seed(conn: Connection) -> None:
    """Moves everybody into an empty database."""
    password_hash = quick_hasher().hash(PASSWORD)
    await conn.execute("INSERT INTO partners (title, token_hash) VALUES ('Tests', $1)", hash_token(PARTNER_TOKEN))
    await conn.execute(f"ALTER TABLE chains ALTER COLUMN id RESTART WITH {CHAIN}")
    await conn.executemany("INSERT INTO chains (title) VALUES ($1)", [("Lumen",), ("Abroad",)])
    await conn.executemany(
        "INSERT INTO locations (chain_id, title, country_code, timezone, currency, locale)"
        " VALUES ($1, $2, $3, $4, $5, $6)",
        LOCATIONS,
    )
    await conn.executemany(
        "INSERT INTO storages (chain_id, location_id, title, kind) VALUES ($1, $2, $3, $4)", STORAGES
    )
    await conn.executemany(
        "INSERT INTO users (name, email, phone, password_hash, is_email_confirmed) VALUES ($1, $2, $3, $4, true)",
        [(user.name, user.email, user.phone or None, password_hash) for user in USERS],
    )
    await conn.executemany(
        "INSERT INTO sessions (user_id, partner_id, token_hash, device) VALUES ($1, 1, $2, 'tests')",
        [(user.id, hash_token(user.user_token or "")) for user in USERS],
    )
    await conn.executemany(ADD_CLIENT, CLIENTS)
    await conn.executemany("INSERT INTO chain_roles (chain_id, user_id, role) VALUES ($1, $2, $3)", CHAIN_ROLES)
    await conn.executemany(
        "INSERT INTO location_roles (chain_id, location_id, user_id, role) VALUES ($1, $2, $3, $4)", LOCATION_ROLES
    )
