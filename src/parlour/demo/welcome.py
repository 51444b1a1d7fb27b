"""What is printed for the operator once the demo runs: as text for people, or as JSON for programs."""

import shlex

import msgspec

from parlour.demo.operator import Place
from parlour.demo.scenario import OTHER_OWNER_EMAIL, STOCK_KEEPER_EMAIL
from parlour.demo.setup import Demo
from parlour.settings import Settings

# A server that listens on every address is reached from here at this one.
EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - to be replaced, not to listen on

BOOKING = "  Booking page   {booking_url}\n"
TEXT = """\
Parlour runs a demo business: {chain}, {places} locations. Ctrl-C stops it; your changes are kept.

  API            {base_url}
  Documentation  {docs_url}
  Booking page   {booking_url}
  Partner token  {partner_token}
  Login          {login}
  Password       {password}

Two more users have the same password at first: {stock_keeper}, who manages one location,
and {other_owner}, who owns another chain.

Book an appointment on the booking page: what would be written to the client appears here. `parlour reminders list 1`
shows what will be written when.

Try it with these commands: sign in, search for products, list services with who provides them, and show when the team
works from today on.

{lines}
"""


class Started(msgspec.Struct, frozen=True):
    """The addresses of the demo, and the credentials for it."""

    base_url: str
    docs_url: str
    booking_url: str
    """The booking page of the first location that has one; empty without any."""
    partner_token: str
    login: str
    password: str
    locations: list[Place]


def started(settings: Settings, demo: Demo) -> Started:
    """Return the facts to print. `settings` are those of the running server."""
    here = msgspec.structs.replace(settings, host=EVERYWHERE.get(settings.host, settings.host)).base_url
    keys = demo.credentials
    form_id = next((place.booking_form_id for place in demo.places if place.booking_form_id is not None), None)
    booking_url = f"{here}/book/{form_id}" if form_id else ""
    return Started(
        f"{here}/api/v1", f"{here}/docs", booking_url, keys.partner_token, keys.login, keys.password, demo.places
    )


def welcome(settings: Settings, demo: Demo) -> str:
    """Return the text, with commands that can be pasted into a shell."""
    facts = started(settings, demo)
    text = TEXT if facts.booking_url else TEXT.replace(BOOKING, "")
    return text.format(
        **{
            name: getattr(facts, name)
            for name in ("base_url", "docs_url", "booking_url", "partner_token", "login", "password")
        },
        chain=demo.chain_title,
        places=len(demo.places),
        stock_keeper=STOCK_KEEPER_EMAIL,
        other_owner=OTHER_OWNER_EMAIL,
        lines="\n\n".join(_lines(facts, demo.credentials.user_token)),
    )


def _lines(facts: Started, user_token: str) -> list[str]:
    partner = f"Authorization: Bearer {facts.partner_token}"
    both = f"{partner}, User {user_token}"
    sign_in = msgspec.json.encode({"login": facts.login, "password": facts.password}).decode()
    lines = [
        _curl(f"{facts.base_url}/auth", "-H", partner, "-H", "Content-Type: application/json", "-d", sign_in),
    ]
    for place in facts.locations[:1]:
        lines.append(_curl(f"{facts.base_url}/goods/search/{place.id}?term=creme&count=5", "-H", both))
        lines.append(_curl(f"{facts.base_url}/company/{place.id}/services", "-H", both))
        lines.append(_curl(f"{facts.base_url}/company/{place.id}/staff/schedule", "-H", both))
    return lines


def _curl(*words: str) -> str:
    # The responses end without a line break, and the prompt should not follow on the same line.
    return f"curl -sS -w '\\n' {shlex.join(words)}"
