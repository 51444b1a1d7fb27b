"""How a location keeps its stock: whether it may fall below nothing, and up to which day the books are closed."""

from datetime import date

import msgspec
from msgspec import UNSET, UnsetType


class StockSettings(msgspec.Struct, frozen=True):
    """Documents of the day of closing and of earlier ones can't be changed any more; None for no such day."""

    allows_negative_stock: bool
    closed_until: date | None


class SettingsPatch(msgspec.Struct, frozen=True, kw_only=True):
    """What changes; UNSET keeps its value."""

    allows_negative_stock: bool | UnsetType = UNSET
    closed_until: date | UnsetType | None = UNSET
