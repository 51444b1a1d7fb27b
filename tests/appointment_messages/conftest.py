"""Fixtures: a mail server, a gateway, and what delivers to them."""

from collections.abc import AsyncIterator

import httpx
import pytest

from parlour.access.tenant import Tenant
from parlour.areas.appointment_messages.service.delivery import AppointmentMessages
from parlour.areas.appointment_messages.service.ways import BySms
from parlour.db.pool import Connection, Pool, create_pool
from parlour.settings import Settings
from tests.appointment_messages.courses import Course, make_course
from tests.appointment_messages.delivering import BASE_URL, by_email
from tests.support.smtp import MailServer, mail_server


@pytest.fixture
async def pool(database_url: str) -> AsyncIterator[Pool]:
    async with create_pool(database_url, 6) as made:
        yield made


@pytest.fixture
async def mail() -> AsyncIterator[MailServer]:
    async with mail_server() as server:
        yield server


@pytest.fixture
def email(pool: Pool, mail: MailServer) -> AppointmentMessages:
    return by_email(pool, mail.url)


@pytest.fixture
def texts() -> list[httpx.QueryParams]:
    """What the gateway has got."""
    return []


@pytest.fixture
def sms(pool: Pool, texts: list[httpx.QueryParams]) -> AppointmentMessages:
    def answer(request: httpx.Request) -> httpx.Response:
        texts.append(request.url.params)
        return httpx.Response(200)

    url = "https://gateway.example/send?to={phone}&key={key}&text={text}"
    settings = Settings(sms_url=url, public_url=BASE_URL)
    return AppointmentMessages(pool, settings, BySms(settings, httpx.MockTransport(answer)))


@pytest.fixture
async def course(conn: Connection, tenant: Tenant) -> Course:
    return await make_course(conn, tenant)
