"""The file store: a directory of this machine, or any S3-compatible store. Knows names and bytes only.

The library's functions run in threads of ours. Its own async functions call back from threads that it never ends: one
that is still doing so while Python exits aborts the process.
"""

import asyncio
import contextlib
import errno
import os
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

import msgspec
import obstore
from obstore.exceptions import BaseError
from obstore.store import LocalStore, from_url

from parlour.errors import StorageFull, Unavailable
from parlour.settings import Settings

if TYPE_CHECKING:
    from obstore import BytesStream
    from obstore.store import ObjectStore

# The store's errors contain the system's messages, but no error number.
FULL = (os.strerror(errno.ENOSPC), os.strerror(errno.EDQUOT))
CHUNK_BYTES = 256 * 1024
PRIVATE = "private/"
"""How the names of files begin that are sent to users with a right to them alone."""


def public_url(base_url: str, path: str) -> str:
    """Return the address at which the server shows a stored picture to anyone."""
    return f"{base_url}/images/{path}"


class File(msgspec.Struct, frozen=True):
    """A stored file: its size, and its content in pieces."""

    size: int
    content: AsyncIterator[bytes]


class FileStore:
    """Writes, reads and deletes files by name. A name is a path in the store, with slashes.

    The store is opened at its first use, so that a server without pictures needs none. All methods raise `Unavailable`
    when the store doesn't answer.
    """

    def __init__(self, opening: Callable[[], "ObjectStore"]) -> None:
        self._opening = opening

    @cached_property
    def _store(self) -> "ObjectStore":
        return self._opening()

    async def write(self, name: str, content: bytes) -> None:
        with _unavailable_when_broken():
            await asyncio.to_thread(obstore.put, self._store, name, content)

    async def find(self, name: str) -> File | None:
        """Return the file; None when there is no file with that name."""
        with _unavailable_when_broken():
            try:
                found = await asyncio.to_thread(obstore.get, self._store, name)
            except FileNotFoundError:
                return None
        return File(found.meta["size"], _pieces(found.stream(min_chunk_size=CHUNK_BYTES)))

    async def list_unchanged_since(self, instant: datetime) -> list[str]:
        """Return the names of all files that were last written before the instant."""
        with _unavailable_when_broken():
            return await asyncio.to_thread(
                lambda: [
                    file["path"]
                    for files in obstore.list(self._store)
                    for file in files
                    if file["last_modified"] < instant
                ]
            )

    async def delete(self, names: Iterable[str]) -> None:
        """Delete the files; missing ones are ignored."""
        with _unavailable_when_broken():
            for name in names:
                with contextlib.suppress(FileNotFoundError):
                    await asyncio.to_thread(obstore.delete, self._store, name)


def file_store(settings: Settings) -> FileStore:
    """Return the store named in the settings. Further settings for S3 come from the environment (docs/settings.md)."""
    url = settings.image_store
    if url is None:
        return FileStore(lambda: LocalStore(settings.data_dir.resolve() / "images", mkdir=True))
    if url.startswith("file://"):
        return FileStore(lambda: from_url(url, mkdir=True))
    return FileStore(lambda: from_url(url))


async def _pieces(stream: "BytesStream") -> AsyncIterator[bytes]:
    while (piece := await asyncio.to_thread(next, stream, None)) is not None:
        yield bytes(piece)


@contextlib.contextmanager
def _unavailable_when_broken() -> Iterator[None]:
    try:
        yield
    except (BaseError, OSError, ValueError) as error:
        if any(words in str(error) for words in FULL):
            raise StorageFull from error
        raise Unavailable("image store") from error
