"""The stock settings of a location on the v1 wire. Ours, not in the contract."""

from datetime import date
from typing import Annotated

import msgspec
from msgspec import UNSET, Meta, UnsetType

from parlour.areas.inventory.model import settings as model
from parlour.http.fields import Day

NEGATIVE = Meta(
    description="Stock may be negative. If false, changes that would make it negative are refused.",
    examples=[True],
)
CLOSED = "The last day of the closed period: documents up to this date can't be created, changed or deleted."


class StockSettings(msgspec.Struct, frozen=True):
    """How a location keeps its stock."""

    allows_negative_stock: Annotated[bool, NEGATIVE]
    closed_until: Annotated[
        str | None, Meta(description=f"{CLOSED} Null while nothing is closed.", examples=["2026-01-31"])
    ]

    @classmethod
    def from_model(cls, settings: model.StockSettings) -> "StockSettings":
        return cls(
            settings.allows_negative_stock, None if settings.closed_until is None else settings.closed_until.isoformat()
        )


class StockSettingsForm(msgspec.Struct, kw_only=True):
    """What changes; fields that are left out keep their values."""

    allows_negative_stock: Annotated[bool | UnsetType, NEGATIVE] = UNSET
    closed_until: Annotated[
        Day | UnsetType | None, Meta(description=f"{CLOSED} Null: there is no closed period.", examples=["2026-01-31"])
    ] = UNSET

    def to_patch(self) -> model.SettingsPatch:
        day = self.closed_until
        closed_until = date.fromisoformat(day) if isinstance(day, str) else day
        return model.SettingsPatch(allows_negative_stock=self.allows_negative_stock, closed_until=closed_until)
