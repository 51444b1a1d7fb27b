"""What operations on appointments of API v2 read."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, ClassVar

import msgspec

from parlour.http.fields import Id
from parlour.http.wire import says


class TimetableDeletion(msgspec.Struct, frozen=True):
    """Which appointment is deleted."""

    OTHER_NAMES: ClassVar[Mapping[str, str]] = MappingProxyType({
        "record_id": "recordId", "appointment_id": "recordId"})  # fmt: skip

    record_id: Annotated[Id, says("The appointment.", 4001)] = msgspec.field(name="recordId")
