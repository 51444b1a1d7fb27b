"""A salon with a booking page, and a browser without scripts to visit it."""

import html
import re
from datetime import UTC, date, datetime, timedelta
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode

import httpx
import msgspec

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.support.factories.booking_forms import make_form
from tests.support.factories.schedules import set_hours
from tests.support.factories.services import assign, make_service, make_service_category
from tests.support.factories.team import make_team_member

TEN_TO_ONE = (600, 780)


class Salon(msgspec.Struct, frozen=True):
    """Ana and Ben cut hair in two weeks from 10 to 13, Ana also colours; starts are half an hour apart."""

    form: int
    ana: int
    ben: int
    haircut: int
    """An hour with Ana, half an hour with Ben."""
    colouring: int
    """Half an hour."""
    day: date

    def page(self, **chosen: Any) -> str:
        """The address of the page with a choice."""
        return f"/book/{self.form}?{httpx.QueryParams(chosen)}"

    def contact(self, time: str = "10:00", **chosen: Any) -> str:
        """The address of the last step."""
        choice = {"service": self.haircut, "member": self.ana, "day": self.day.isoformat(), "time": time}
        return self.page(**{**choice, **chosen})


async def open_salon(conn: Connection, tenant: Tenant, **form: Any) -> Salon:
    day = datetime.now(UTC).astimezone(tenant.timezone).date() + timedelta(days=14)
    ana = await make_team_member(conn, tenant, "Ana Lima", weight=10, specialization="Colourist")
    ben = await make_team_member(conn, tenant, "Ben Okafor")
    hair = await make_service_category(conn, tenant, "Hair")
    steps: dict[str, Any] = {"search_step": 1800}
    haircut = await make_service(
        conn, tenant, "Haircut", category_id=hair, price_min=50, price_max=70, comment="With a <wash>", **steps
    )
    colouring = await make_service(conn, tenant, "Colouring", price_min=80, price_max=80, **steps)
    await assign(conn, tenant, haircut, ana)
    await assign(conn, tenant, haircut, ben, duration=1800, price_min=40, price_max=40)
    await assign(conn, tenant, colouring, ana, duration=1800)
    for member_id in (ana, ben):
        await set_hours(conn, tenant, member_id, [day], TEN_TO_ONE)
    return Salon(await make_form(conn, tenant, **form), ana, ben, haircut, colouring, day)


class _Reader(HTMLParser):
    """Collects the links and the forms of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[tuple[str, str]] = []
        self.forms: list[tuple[dict[str, str | None], list[tuple[str, str]]]] = []
        self._href: str | None = None
        self._text = ""
        self._area: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "a" and given.get("href"):
            self._href, self._text = given["href"], ""
        elif tag == "form":
            self.forms.append((given, []))
        elif tag == "textarea":
            self._area, self._text = given["name"], ""
        elif tag == "input" and self.forms:
            is_sent = given.get("type") != "checkbox" or "checked" in given
            if is_sent and given.get("name"):
                self.forms[-1][1].append((given["name"] or "", given.get("value") or ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._href is not None:
            self.links.append((self._href, " ".join(self._text.split())))
            self._href = None
        elif tag == "textarea" and self._area:
            self.forms[-1][1].append((self._area, self._text))
            self._area = None

    def handle_data(self, data: str) -> None:
        self._text += data


class PlainBrowser:
    """Follows links and sends forms, and nothing else."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self._http = http
        self.page = httpx.Response(0)

    async def open(self, address: str, **sent: Any) -> httpx.Response:
        self.page = await self._http.get(address, follow_redirects=True, **sent)
        return self.page

    async def follow(self, text: str) -> httpx.Response:
        """Follow the first link whose text contains a text."""
        found = [href for href, shown in self._read().links if text in shown]
        assert found, f"no link {text!r} in: {self.text}"
        return await self.open(str(self.page.url.join(found[0])))

    async def send(self, **typed: Any) -> httpx.Response:
        """Send the form of the page with what is typed in, besides what is there."""
        attributes, fields = self._read().forms[0]
        kept = [(name, value) for name, value in fields if name not in typed]
        pairs = [*kept, *((name, each) for name, value in typed.items() for each in _listed(value))]
        target = self.page.url.join(attributes.get("action") or str(self.page.url))
        query = urlencode(pairs)
        if attributes.get("method") == "get":
            return await self.open(str(target.copy_with(query=query.encode())))
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        self.page = await self._http.post(target, content=query, headers=headers, follow_redirects=True)
        return self.page

    @property
    def text(self) -> str:
        """What a reader sees."""
        return text_of(self.page)

    @property
    def heading(self) -> str:
        found = re.search(r"<h1[^>]*>(.*?)</h1>", self.page.text, re.DOTALL)
        assert found, self.page.text
        return " ".join(html.unescape(found[1]).split())

    def _read(self) -> _Reader:
        reader = _Reader()
        reader.feed(self.page.text)
        return reader


def text_of(page: httpx.Response) -> str:
    """What a reader sees of a page."""
    body = page.text[page.text.find("<body") :]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())


def _listed(value: Any) -> list[str]:
    return [str(each) for each in value] if isinstance(value, list) else [str(value)]
