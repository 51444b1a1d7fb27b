"""Naming faults that services find: they know the fields of models, clients those of the wire."""

import contextlib
import re
from collections.abc import Iterator, Mapping

from msgspec.structs import replace

from parlour.errors import Invalid

_PART = re.compile(r"[a-z_]+")


@contextlib.contextmanager
def faults_named(names: Mapping[str, str]) -> Iterator[None]:
    """Rename the fields in an `Invalid` that the block raises: each part of a path that is in `names`.

    With `{"lines": "goods_transactions", "product_id": "good_id"}`, `lines[3].product_id` becomes
    `goods_transactions[3].good_id`.
    """
    try:
        yield
    except Invalid as invalid:
        raise Invalid(
            replace(fault, field=_PART.sub(lambda part: names.get(part[0], part[0]), fault.field))
            for fault in invalid.faults
        ) from invalid
