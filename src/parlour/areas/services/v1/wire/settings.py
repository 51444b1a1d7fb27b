"""The settings of a service that are set at once, on the v1 wire."""

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar

import msgspec
from msgspec import UNSET, Meta, UnsetType

from parlour.areas.services import refusals
from parlour.areas.services import wire as meaning
from parlour.areas.services.model import links, settings
from parlour.areas.services.model.links import Link, LinkChange
from parlour.areas.services.v1.wire.forms import Given, OwnPriceForm, none_for_zero, price_of
from parlour.areas.services.v1.wire.services import OwnPrice
from parlour.errors import MISSING, Fault
from parlour.http.fields import Id, IdOrZero, ShortText, needs
from parlour.http.wire import says
from parlour.ids import MAX_ID

CARD = says("The technological card (bill of materials); 0 for none.", 0)
HOURS = says("The hours of how long it takes.", 1)
MINUTES = says("The minutes beyond the hours, in steps of 5.", 30)
RESOURCES = says("The resources that the service needs in this location.", [6])
LANGUAGE = says("The language, by your own number.", 2)
TRANSLATION = says("The title in this language; empty to remove it.", "Haarschnitt")
FAULT_NAMES = {"links": "team_member_settings", "bill_id": "tech_card_id"}


class MemberSettingsForm(msgspec.Struct):
    """How a team member provides the service; what is left out stays, or is as for the service."""

    BETWEEN: ClassVar[dict[str, Any]] = needs("team_member_id")

    team_member_id: Annotated[Id | UnsetType, meaning.MEMBER_ID] = UNSET
    tech_card_id: Annotated[IdOrZero | UnsetType | None, CARD] = UNSET
    hours: Annotated[Annotated[int, Meta(ge=0, le=MAX_ID)] | UnsetType, HOURS] = UNSET
    minutes: Annotated[Annotated[int, Meta(ge=0, le=59)] | UnsetType, MINUTES] = UNSET
    price: Annotated[
        OwnPriceForm | UnsetType | None,
        says("The member's own price; null for the service's price.", {"min": 40, "max": 45}),
    ] = UNSET

    @staticmethod
    def faults_between(given: Given) -> Iterator[Fault]:
        """Yield the fault of a missing id, and of a length that no service has."""
        if given("team_member_id") is UNSET:
            yield Fault("team_member_id", MISSING)
        length = _length(given("hours"), given("minutes"))
        if length is not UNSET and (not links.SHORTEST <= length <= links.LONGEST or length % links.STEP):
            yield refusals.BAD_LENGTH.fault("minutes")

    def to_change(self) -> LinkChange:
        return LinkChange(
            team_member_id=self.team_member_id or 0,
            duration=_length(self.hours, self.minutes),
            price=price_of(self.price),
            bill_id=none_for_zero(self.tech_card_id),
        )


def _length(hours: int | UnsetType, minutes: int | UnsetType) -> int | UnsetType:
    """Return hours and minutes as seconds; UNSET if there are neither."""
    if hours is UNSET and minutes is UNSET:
        return UNSET
    return (hours or 0) * 3600 + (minutes or 0) * 60


class TranslationForm(msgspec.Struct):
    """The title of the service in a language."""

    BETWEEN: ClassVar[dict[str, Any]] = needs("language_id", "translation")

    language_id: Annotated[Annotated[int, Meta(ge=1, le=2**31 - 1)] | UnsetType, LANGUAGE] = UNSET
    translation: Annotated[ShortText | UnsetType, TRANSLATION] = UNSET

    @staticmethod
    def faults_between(given: Given) -> Iterator[Fault]:
        """Yield a fault for each missing field, although the contract requires none."""
        for name in ("language_id", "translation"):
            if given(name) is UNSET:
                yield Fault(name, MISSING)

    def to_model(self) -> settings.Translation:
        return settings.Translation(self.language_id or 0, self.translation or "")


class ServiceSettingsForm(msgspec.Struct):
    """The settings of a service."""

    service_id: Annotated[Id, meaning.SERVICE_ID]
    team_member_settings: Annotated[
        list[MemberSettingsForm], says("Who provides the service in this location: replaces the current list.")
    ]
    resource_ids: Annotated[list[Id], RESOURCES]
    translations: Annotated[list[TranslationForm], says("Titles in other languages; those of others stay.")]

    def to_change(self) -> settings.SettingsChange:
        return settings.SettingsChange(
            [member.to_change() for member in self.team_member_settings],
            self.resource_ids,
            [translation.to_model() for translation in self.translations],
        )


class MemberSettings(msgspec.Struct, frozen=True):
    """How a team member provides the service."""

    team_member_id: Annotated[int, meaning.MEMBER_ID]
    tech_card_id: Annotated[int, CARD]
    hours: Annotated[int, HOURS]
    minutes: Annotated[int, MINUTES]
    price: Annotated[OwnPrice | None, says("The member's own price; null for the service's price.", None)]

    @classmethod
    def from_model(cls, link: Link) -> "MemberSettings":
        hours, seconds = divmod(link.duration, 3600)
        return cls(link.team_member_id, link.bill_id or 0, hours, seconds // 60, OwnPrice.of(link))


class ServiceTranslation(msgspec.Struct, frozen=True):
    """The title of the service in a language."""

    language_id: Annotated[int, LANGUAGE]
    translation: Annotated[str, TRANSLATION]


class ServiceSettings(msgspec.Struct, frozen=True):
    """The settings of a service as they are now."""

    service_id: Annotated[int, meaning.SERVICE_ID]
    team_member_settings: list[MemberSettings]
    resource_ids: Annotated[list[int], RESOURCES]
    translations: list[ServiceTranslation]

    @classmethod
    def from_model(cls, found: settings.Settings) -> "ServiceSettings":
        return cls(
            found.service_id,
            [MemberSettings.from_model(link) for link in found.links],
            found.resource_ids,
            [ServiceTranslation(each.language_id, each.title) for each in found.translations],
        )
