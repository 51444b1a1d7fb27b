"""Keeping files: in a directory, and in memory, which stands for stores elsewhere.

An S3-compatible store is not among what these tests can reach; it is driven by the same library, by the same calls.
"""

from pathlib import Path

import pytest
from obstore.store import MemoryStore, S3Store

from parlour.errors import Unavailable
from parlour.files import FileStore, file_store
from parlour.settings import Settings


@pytest.fixture(params=["the data directory", "a directory by its address", "memory"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> FileStore:
    match request.param:
        case "the data directory":
            return file_store(Settings(data_dir=tmp_path / "not there yet"))
        case "a directory by its address":
            return file_store(Settings(image_store=f"file://{tmp_path}/elsewhere"))
        case _:
            memory = MemoryStore()
            return FileStore(lambda: memory)


async def content_of(store: FileStore, name: str) -> bytes | None:
    found = await store.find(name)
    if found is None:
        return None
    content = b"".join([piece async for piece in found.content])
    assert len(content) == found.size
    return content


async def test_a_stored_file_is_readable_until_it_is_deleted(store: FileStore) -> None:
    await store.write("1/a.webp", b"picture" * 100_000)
    assert await content_of(store, "1/a.webp") == b"picture" * 100_000
    await store.delete(["1/a.webp"])
    assert await content_of(store, "1/a.webp") is None


async def test_what_is_not_there_is_none_and_can_be_deleted(store: FileStore) -> None:
    assert await content_of(store, "1/nothing.webp") is None
    await store.delete(["1/nothing.webp"])


async def test_no_name_leads_out_of_the_store(store: FileStore) -> None:
    with pytest.raises(Unavailable):
        await store.write("../outside.webp", b"x")
    with pytest.raises(Unavailable):
        await store.find("../../etc/passwd")


async def test_an_unusable_store_is_unavailable(tmp_path: Path) -> None:
    (tmp_path / "images").write_text("a file where a directory should be")
    with pytest.raises(Unavailable):
        await file_store(Settings(data_dir=tmp_path)).write("1/a.webp", b"x")


def test_nothing_is_made_before_the_first_picture(tmp_path: Path) -> None:
    file_store(Settings(data_dir=tmp_path / "data"))
    assert not (tmp_path / "data").exists()


def test_an_s3_address_names_bucket_and_prefix() -> None:
    opened = file_store(Settings(image_store="s3://pictures/parlour"))._store
    assert isinstance(opened, S3Store)
    assert (opened.config.get("bucket"), opened.prefix) == ("pictures", "parlour")
