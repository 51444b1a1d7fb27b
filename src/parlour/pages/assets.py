"""The styles, scripts and images of pages, and their addresses."""

import hashlib
from functools import lru_cache
from importlib.resources import files

from markupsafe import escape

ASSETS = files(__package__).joinpath("assets")
MEDIA_TYPES = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}


@lru_cache
def asset_names() -> frozenset[str]:
    """Return the names of the files that browsers may request."""
    return frozenset(file.name for file in ASSETS.iterdir() if file.name.rpartition(".")[2] in MEDIA_TYPES)


@lru_cache
def asset_version() -> str:
    """Return a hash that changes with every file, so that browsers may keep files forever."""
    digest = hashlib.sha256()
    for file in sorted(ASSETS.iterdir(), key=lambda file: file.name):
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:12]


def asset_url(name: str) -> str:
    return f"/docs/assets/{asset_version()}/{escape(name)}"
