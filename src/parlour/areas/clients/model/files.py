"""Files on a client's card: which are accepted, and what they are called."""

import re
import secrets
import unicodedata
from datetime import datetime
from pathlib import PurePosixPath

import msgspec

from parlour.files import PRIVATE

MOST_BYTES = 12 * 1024 * 1024
LONGEST_NAME = 255
_PICTURES = (
    (re.compile(rb"\xff\xd8\xff"), "image/jpeg"),
    (re.compile(rb"\x89PNG\r\n\x1a\n"), "image/png"),
    (re.compile(rb"GIF8[79]a"), "image/gif"),
    (re.compile(rb"RIFF.{4}WEBP", re.DOTALL), "image/webp"),
    (re.compile(rb".{4}ftyp(heic|heix|mif1|avif)", re.DOTALL), "image/heic"),
)
_ZIP, _OLE = re.compile(rb"PK\x03\x04"), re.compile(rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
_MOVIE = re.compile(rb".{4}ftyp", re.DOTALL)
_OFFICE = "application/vnd.openxmlformats-officedocument"
# By the end of the name: how the content begins, and its media type.
_KINDS = {
    "pdf": (re.compile(rb"%PDF-"), "application/pdf"),
    "rtf": (re.compile(rb"\{\\rtf"), "application/rtf"),
    "zip": (_ZIP, "application/zip"),
    "docx": (_ZIP, f"{_OFFICE}.wordprocessingml.document"),
    "xlsx": (_ZIP, f"{_OFFICE}.spreadsheetml.sheet"),
    "pptx": (_ZIP, f"{_OFFICE}.presentationml.presentation"),
    "odt": (_ZIP, "application/vnd.oasis.opendocument.text"),
    "ods": (_ZIP, "application/vnd.oasis.opendocument.spreadsheet"),
    "doc": (_OLE, "application/msword"),
    "xls": (_OLE, "application/vnd.ms-excel"),
    "mp3": (re.compile(rb"ID3|\xff[\xe2-\xff]"), "audio/mpeg"),
    "m4a": (_MOVIE, "audio/mp4"),
    "mp4": (_MOVIE, "video/mp4"),
    "mov": (_MOVIE, "video/quicktime"),
}
_NAMED_PICTURES = frozenset({"jpg", "jpeg", "png", "gif", "webp", "heic"})
_TEXTS = {"txt": "text/plain", "csv": "text/csv"}
ACCEPTED = ", ".join(sorted({*_NAMED_PICTURES, *_KINDS, *_TEXTS}))


class NewFile(msgspec.Struct, frozen=True):
    """A file to be kept, of a kind that is accepted."""

    name: str
    media_type: str
    content: bytes


class ClientFile(msgspec.Struct, frozen=True):
    """A file on a card. The uploader is None when the operator of the server was it."""

    id: int
    client_id: int
    location_id: int
    name: str
    media_type: str
    size: int
    stored_as: str
    created_at: datetime
    uploader_id: int | None
    uploader_name: str
    uploader_avatar: str

    @property
    def extension(self) -> str:
        return extension_of(self.name)


def new_file(name: str, content: bytes) -> NewFile:
    """Return a file with the type that its name and its content agree on. Raise `ValueError`."""
    if not content:
        raise ValueError("The file is empty.")
    if len(content) >= MOST_BYTES:
        raise ValueError("The file must be smaller than 12 MiB.")
    kept = _kept_name(name)
    return NewFile(kept, _media_type(extension_of(kept), content), content)


def extension_of(name: str) -> str:
    """Return the end of a file's name after the last point, in lower case."""
    return PurePosixPath(name).suffix.removeprefix(".").lower()


def new_place(chain_id: int) -> str:
    """Return a name in the file store that can't be guessed."""
    return f"{PRIVATE}{chain_id}/{secrets.token_hex(16)}"


def size_in_words(size: int) -> str:
    """Return a size as people read it: `9 B`, `96.65 KB`, `1.5 MB`."""
    if size < 1024:
        return f"{size} B"
    amount, unit = (size / 1024, "KB") if size < 1024**2 else (size / 1024**2, "MB")
    return f"{f'{amount:.2f}'.rstrip('0').rstrip('.')} {unit}"


def _kept_name(name: str) -> str:
    """Return the last part of a name, without what can't be shown. A name that is too long keeps its end."""
    last = re.split(r"[/\\]", name)[-1]
    shown = "".join(each for each in last if unicodedata.category(each)[0] != "C").strip(" .")
    return shown[-LONGEST_NAME:]


def _media_type(extension: str, content: bytes) -> str:
    if extension in _NAMED_PICTURES:
        found = next((kind for signature, kind in _PICTURES if signature.match(content)), None)
    elif extension in _TEXTS:
        found = _TEXTS[extension] if _is_text(content) else None
    elif extension in _KINDS:
        signature, kind = _KINDS[extension]
        found = kind if signature.match(content) else None
    else:
        raise ValueError(f"Files of this kind are not accepted. These are: {ACCEPTED}.")
    if found is None:
        raise ValueError("The file isn't what its name says.")
    return found


def _is_text(content: bytes) -> bool:
    try:
        return "\0" not in content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
