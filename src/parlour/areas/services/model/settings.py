"""What a service is set up with at once: its team members, its resources and its titles in other languages."""

import msgspec

from parlour.areas.services.model.links import Link, LinkChange


class Translation(msgspec.Struct, frozen=True):
    """The title of a service in a language; an empty one removes it."""

    language_id: int
    title: str


class SettingsChange(msgspec.Struct, frozen=True):
    """The new settings: links and resources replace those that there are, translations are set one by one."""

    links: list[LinkChange]
    resource_ids: list[int]
    translations: list[Translation]


class Settings(msgspec.Struct, frozen=True):
    """The settings of a service."""

    service_id: int
    links: list[Link]
    resource_ids: list[int]
    translations: list[Translation]
    revision: int
