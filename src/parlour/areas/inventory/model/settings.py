"""A location's stock settings: whether stock may be negative, and up to which day the books are closed."""

from datetime import date

import msgspec
from msgspec import UNSET, UnsetType


class StockSettings(msgspec.Struct, frozen=True):
    """The stock settings of a location. Documents of `closed_until` or earlier can't change; None for no such day."""

    allows_negative_stock: bool
    closed_until: date | None


class SettingsPatch(msgspec.Struct, frozen=True, kw_only=True):
    """Changes to the settings; UNSET keeps the current value."""

    allows_negative_stock: bool | UnsetType = UNSET
    closed_until: date | UnsetType | None = UNSET
