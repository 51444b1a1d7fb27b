"""/company/{location_id}/clients/files/{client_id}, and the downloads of these files"""

from datetime import timedelta
from typing import Any

import httpx
import pytest
from litestar import Litestar

from parlour.access.tenant import Tenant
from parlour.areas.images.operator import clean_up_files
from parlour.db.pool import Connection
from parlour.files import FileStore
from tests.support.client import Client, faults_of
from tests.support.factories.clients import make_client, make_file
from tests.support.factories.images import picture
from tests.support.factories.users import make_member
from tests.support.people import FOREIGNER, HARBOUR, MANAGER, NEIGHBOUR, NOBODY, OWNER, PARTNER, WORKER, Person

FILES = f"/company/{HARBOUR}/clients/files"
PDF = b"%PDF-1.7 consent"


@pytest.fixture
async def maya(conn: Connection, tenant: Tenant) -> int:
    return await make_client(conn, tenant)


async def upload(client: Client, client_id: int, name: str = "Consent.pdf", content: bytes = PDF) -> httpx.Response:
    return await client.send("POST", f"{FILES}/{client_id}", files={"file": (name, content)})


async def download(http: httpx.AsyncClient, link: str, person: Person = OWNER) -> httpx.Response:
    return await http.get(link, headers=person.headers)


async def test_a_file_is_uploaded_listed_downloaded_and_deleted(
    client: Client, http: httpx.AsyncClient, conn: Connection, litestar: Litestar, maya: int
) -> None:
    """Q-263."""
    uploaded = await upload(client, maya)
    (row,) = uploaded.json()["data"]
    assert (uploaded.status_code, uploaded.json()["meta"], row["date_create"][-5:]) == (201, {"count": 1}, "-0500")
    assert row == {
        "id": 1,
        "client_id": maya,
        "name": "Consent.pdf",
        "description": "",
        "date_create": row["date_create"],
        "extension": "pdf",
        "mime": "application/pdf",
        "link": f"/client_files/download/{HARBOUR}/1",
        "full_link": f"{litestar.state.services.settings.base_url}/client_files/download/{HARBOUR}/1",
        "user_name": "owner",
        "user_avatar": "",
        "size": "16 B",
        "can_edit": True,
    }
    assert (await client.get(f"{FILES}/{maya}")).json() == uploaded.json()
    got = await download(http, row["link"])
    assert (got.status_code, got.content, got.headers["content-type"]) == (200, PDF, "application/pdf")
    assert got.headers["content-disposition"] == "attachment; filename*=UTF-8''Consent.pdf"
    assert got.headers["cache-control"] == "private, no-store"
    stored = await conn.fetchval("SELECT stored_as FROM client_files")
    deleted = await client.delete(f"{FILES}/{maya}/1")
    assert (deleted.status_code, deleted.json()["meta"]) == (202, {"message": "The file was deleted."})
    assert (await client.get(f"{FILES}/{maya}")).json()["data"] == []
    assert (await download(http, row["link"])).json()["meta"] == {"message": "File not found."}
    assert await litestar.state.services.files.find(stored) is None
    assert (await client.delete(f"{FILES}/{maya}/1")).status_code == 404


async def test_the_answer_to_an_upload_has_all_files(client: Client, maya: int) -> None:
    await upload(client, maya)
    rows = (await upload(client, maya, "../Größe 2.JPG", picture())).json()["data"]
    assert [(row["name"], row["extension"], row["mime"]) for row in rows] == [
        ("Größe 2.JPG", "jpg", "image/png"),
        ("Consent.pdf", "pdf", "application/pdf"),
    ]


@pytest.mark.parametrize(
    ("name", "content", "fault"),
    [
        ("Consent.pdf", b"", "The file is empty."),
        ("Consent.pdf", b"<html>", "The file isn't what its name says."),
        ("photo.jpg", PDF, "The file isn't what its name says."),
        ("list.csv", b"a\0b", "The file isn't what its name says."),
        ("list.txt", b"\xff\xfe", "The file isn't what its name says."),
        ("page.html", b"<html>", "Files of this kind are not accepted."),
        ("Consent", PDF, "Files of this kind are not accepted."),
        ("big.txt", b"x" * 12 * 1024 * 1024, "The file must be smaller than 12 MiB."),
    ],
)
async def test_what_is_refused(
    client: Client, conn: Connection, maya: int, name: str, content: bytes, fault: str
) -> None:
    assert faults_of(await upload(client, maya, name, content))["file"].startswith(fault)
    assert await conn.fetchval("SELECT count(*) FROM client_files") == 0


async def test_too_large_and_missing(client: Client, maya: int) -> None:
    assert (await upload(client, maya, "big.txt", b"x" * 14 * 1024 * 1024)).status_code == 413
    missing = await client.send("POST", f"{FILES}/{maya}", files={"other": ("a.txt", b"x")})
    assert faults_of(missing) == {"file": "This field is missing."}


@pytest.mark.parametrize(("size", "words"), [(1023, "1023 B"), (98970, "96.65 KB"), (1572864, "1.5 MB")])
async def test_sizes_in_words(
    client: Client, conn: Connection, tenant: Tenant, maya: int, size: int, words: str
) -> None:
    await make_file(conn, tenant, maya, size=size)
    assert (await client.get(f"{FILES}/{maya}")).json()["data"][0]["size"] == words


async def test_a_store_that_does_not_answer_leaves_no_row(
    client: Client, conn: Connection, litestar: Litestar, maya: int
) -> None:
    def nowhere() -> Any:
        raise OSError("gone")

    litestar.state.services.files = FileStore(nowhere)
    response = await upload(client, maya)
    message = "The image store doesn't answer at the moment. Try again shortly."
    assert (response.status_code, response.json()["meta"]["message"]) == (503, message)
    assert await conn.fetchval("SELECT count(*) FROM client_files") == 0


async def test_each_change_moves_the_card(client: Client, conn: Connection, maya: int) -> None:
    await upload(client, maya)
    await client.delete(f"{FILES}/{maya}/1")
    assert (await client.get(f"/client/{HARBOUR}/{maya}")).headers["ETag"] == '"3"'


async def test_cleaning_up_pictures_leaves_them(
    client: Client, conn: Connection, litestar: Litestar, maya: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("parlour.areas.images.operator.MIN_FILE_AGE", timedelta(hours=-1))
    (row,) = (await upload(client, maya)).json()["data"]
    await clean_up_files(conn, litestar.state.services.files, deletes=True)
    stored = await conn.fetchval("SELECT stored_as FROM client_files WHERE id = $1", row["id"])
    assert await litestar.state.services.files.find(stored) is not None


async def test_a_file_belongs_to_its_client(client: Client, conn: Connection, tenant: Tenant, maya: int) -> None:
    file_id, ben = await make_file(conn, tenant, maya), await make_client(conn, tenant, "Ben")
    assert (await client.delete(f"{FILES}/{ben}/{file_id}")).status_code == 404
    assert (await client.get(f"{FILES}/{ben}")).json()["meta"] == {"count": 0}


async def test_clients_that_are_not_there(
    client: Client, http: httpx.AsyncClient, conn: Connection, tenant: Tenant, hillside: Tenant, abroad: Tenant
) -> None:
    for owner in (hillside, abroad, tenant):
        client_id = await make_client(conn, owner, phone="13155550175")
        file_id = await make_file(conn, owner, client_id)
        await conn.execute("UPDATE clients SET deleted_at = now() WHERE location_id = $1", HARBOUR)
        for method, path in (("GET", ""), ("DELETE", f"/{file_id}")):
            answer = await client.send(method, f"{FILES}/{client_id}{path}")
            assert (answer.status_code, answer.json()["meta"]) == (404, {"message": "Client not found."})
        assert (await upload(client, client_id)).status_code == 404
        assert (await download(http, f"/client_files/download/{HARBOUR}/{file_id}")).status_code == 404


@pytest.mark.parametrize(
    ("person", "status"), [(NOBODY, 401), (PARTNER, 401), (WORKER, 403), (NEIGHBOUR, 403), (FOREIGNER, 404)]
)
async def test_who_may_not_is_refused(
    client: Client, http: httpx.AsyncClient, conn: Connection, tenant: Tenant, maya: int, person: Person, status: int
) -> None:
    file_id = await make_file(conn, tenant, maya)
    for method, path in (("GET", ""), ("DELETE", f"/{file_id}")):
        assert (await client.by(person).send(method, f"{FILES}/{maya}{path}")).status_code == status
    assert (await upload(client.by(person), maya)).status_code == status
    assert (await download(http, f"/client_files/download/{HARBOUR}/{file_id}", person)).status_code == status


async def test_who_may_see_may_not_delete(client: Client, conn: Connection, tenant: Tenant, maya: int) -> None:
    await make_file(conn, tenant, maya)
    limited = client.by(await make_member(conn, "limited", "manager", client_files_delete_access=False))
    assert (await limited.get(f"{FILES}/{maya}")).json()["data"][0]["can_edit"] is False
    assert (await limited.delete(f"{FILES}/{maya}/1")).status_code == 403
    assert (await client.by(MANAGER).get(f"{FILES}/{maya}")).json()["data"][0]["can_edit"] is True


async def test_a_download_needs_the_right_to_the_list(
    client: Client, http: httpx.AsyncClient, conn: Connection, maya: int
) -> None:
    await upload(client, maya)
    limited = await make_member(conn, "limited", "manager", client_files_list_access=False)
    assert (await download(http, f"/client_files/download/{HARBOUR}/1", limited)).status_code == 403
    assert (await client.by(limited).get(f"{FILES}/{maya}")).status_code == 403
