"""POST /images/{entity} with pictures that are small and would make much work, and with decoders that fail."""

import asyncio
import os
import signal
from collections.abc import Callable

import pytest
from litestar import Litestar

from parlour.db.pool import Connection
from parlour.errors import Busy
from tests.support.client import Client, Form, faults_of
from tests.support.factories.hostile_images import HOSTILE
from tests.support.factories.images import picture
from tests.support.people import ABROAD, ADMINISTRATOR, HARBOUR, SUPERVISOR, WORKER, Person

Build = Callable[..., Form]
SOME = ["JPEG of 300 scans", "PNG with a packed text", "APNG of 3000 frames", "WebP of two sizes", "PDF"]


@pytest.mark.parametrize("kind", SOME)
async def test_it_is_a_fault_of_the_field_and_nothing_is_kept(
    client: Client, conn: Connection, form: Build, store: Callable[[], set[str]], kind: str
) -> None:
    """Q-091."""
    make, words = HOSTILE[kind]
    before = store()
    faults = faults_of(await client.post("/images/good", form(image=make())))
    assert faults.keys() == {"image"}
    assert words in faults["image"]
    assert store() == before
    assert await conn.fetchval("SELECT count(*) FROM images") == 0


async def test_a_decoder_that_dies_refuses_its_picture_and_the_next_is_taken(
    client: Client, litestar: Litestar, form: Build
) -> None:
    assert (await client.post("/images/good", form())).status_code == 200
    decoders = litestar.state.services.decoders
    (process,) = decoders._all
    os.kill(process.pid, signal.SIGSTOP)
    upload = asyncio.ensure_future(client.post("/images/good", form()))
    while process in decoders._idle:  # noqa: ASYNC110 - the pool sets no event
        await asyncio.sleep(0.01)
    os.kill(process.pid, signal.SIGKILL)
    assert faults_of(await upload) == {"image": "The image takes too much time or memory to decode."}
    assert (await client.post("/images/good", form())).status_code == 200


async def test_an_unreadable_answer_of_the_decoder_refuses_the_picture(
    client: Client, litestar: Litestar, form: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def ask(*_: object) -> bytes:
        return b"\xc1nonsense"

    monkeypatch.setattr(litestar.state.services.decoders, "ask", ask)
    assert faults_of(await client.post("/images/good", form())).keys() == {"image"}


async def test_an_upload_is_refused_while_too_many_wait(
    client: Client, litestar: Litestar, form: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Q-093."""

    async def ask(*_: object) -> bytes:
        raise Busy

    monkeypatch.setattr(litestar.state.services.decoders, "ask", ask)
    response = await client.post("/images/good", form())
    assert response.status_code == 503
    assert int(response.headers["retry-after"]) > 0


@pytest.mark.parametrize(
    ("person", "entity", "right"),
    [
        (WORKER, "good", "storages_goods_update_access"),
        (SUPERVISOR, "product", "storages_goods_update_access"),
        (ADMINISTRATOR, "company", "settings_basis_access"),
        (WORKER, "salon", "settings_basis_access"),
    ],
)
@pytest.mark.parametrize("location_id", [HARBOUR, ABROAD])
async def test_a_caller_without_the_right_anywhere_is_refused_first(
    client: Client, form: Build, person: Person, entity: str, right: str, location_id: int
) -> None:
    """Q-092."""
    for sent in (form(company_id=location_id), Form(image=b"no picture")):
        response = await client.by(person).post(f"/images/{entity}", sent)
        assert response.status_code == 403
        assert response.json()["meta"]["message"] == f"You lack the right {right} in this location."


async def test_a_right_that_was_not_yet_accepted_is_none(client: Client, conn: Connection, form: Build) -> None:
    await conn.execute("UPDATE location_roles SET is_accepted = false WHERE user_id = $1", ADMINISTRATOR.id)
    response = await client.by(ADMINISTRATOR).post("/images/good", Form(image=picture()))
    assert response.status_code == 403
