"""Files of clients on the v1 wire."""

from datetime import datetime
from typing import Annotated
from zoneinfo import ZoneInfo

import msgspec

from parlour.access.permissions import Permission
from parlour.access.tenant import Tenant
from parlour.areas.clients.model.files import ACCEPTED, ClientFile, new_file, size_in_words
from parlour.http.dates import format_instant
from parlour.http.fields import FileRule, file
from parlour.http.forms import FilePart
from parlour.http.path_parts import PathPart
from parlour.http.wire import always, made, mapped, says

FileInPath = Annotated[int, PathPart("File", "The file.", 61)]
DOWNLOADS = "/client_files/download"
UNNAMED = "file.txt"
"""What a part without the name of a file is called."""


class Site(msgspec.Struct, frozen=True):
    """Where the server is reached, and who reads."""

    base_url: str
    timezone: ZoneInfo
    may_delete: bool

    @classmethod
    def of(cls, tenant: Tenant, base_url: str) -> "Site":
        return cls(base_url, tenant.timezone, Permission.CLIENT_FILES_DELETE in tenant.permissions)


def _check(content: bytes) -> None:
    new_file(name_of(content), content)


def name_of(content: bytes) -> str:
    """Return the name that a file was sent with."""
    return content.filename if isinstance(content, FilePart) else UNNAMED


def _link(shown: ClientFile) -> str:
    return f"{DOWNLOADS}/{shown.location_id}/{shown.id}"


def _full_link(shown: ClientFile, base_url: str) -> str:
    return f"{base_url}{_link(shown)}"


def _moment(at: datetime, timezone: ZoneInfo) -> str:
    return format_instant(at, timezone)


class FileForm(msgspec.Struct):
    """A file to add to a card."""

    file: Annotated[
        bytes,
        file(FileRule(_check, b"A text.")),
        says(f"The file, smaller than 12 MiB, with a name that says what it is: {ACCEPTED}.", "picture.jpg"),
    ]


class ClientFileRow(msgspec.Struct, frozen=True):
    """A file of a client."""

    id: Annotated[int, says("The file.", 61)]
    client_id: Annotated[int, says("The client.", 812)]
    name: Annotated[str, says("The name of the file.", "Consent.pdf")]
    description: Annotated[str, always("", "Always empty.")]
    date_create: Annotated[
        str,
        says("When it was uploaded.", "2026-01-31T18:30:00-0500", of=made(_moment, "created_at", "site.timezone")),
    ]
    extension: Annotated[str, says("The end of its name.", "pdf")]
    mime: Annotated[str, says("Its media type.", "application/pdf", of="media_type")]
    link: Annotated[str, says("The path of its download.", f"{DOWNLOADS}/1/61", of=made(_link))]
    full_link: Annotated[
        str,
        says(
            "The address of its download, which takes the same tokens and the same right as this list.",
            f"https://parlour.example.com{DOWNLOADS}/1/61",
            of=made(_full_link, "model", "site.base_url"),
        ),
    ]
    user_name: Annotated[str, says("Who uploaded it.", "Anna Berg", of="uploader_name")]
    user_avatar: Annotated[str, says("Address of that user's picture, or empty.", "", of="uploader_avatar")]
    size: Annotated[str, says("Its size.", "96.65 KB", of=made(size_in_words, "size"))]
    can_edit: Annotated[bool, says("Whether the user may delete it.", True, of="site.may_delete")]

    from_model = mapped(ClientFile, Site)
