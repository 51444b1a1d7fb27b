"""Bodies that are written by hand, where a client's writer would not."""

import json
from typing import Any

from parlour.areas.categories.model import Category
from tests.support.factories.catalogue import product_form


def with_cost(category: Category, cost: str, **beside: object) -> bytes:
    """A body with a cost exactly as it is written here."""
    return dumps(product_form(category, **beside, cost="COST")).replace(b'"COST"', cost.encode())


def dumps(form: dict[str, Any]) -> bytes:
    """JSON with what Python's writer knows beyond it: NaN, Infinity and half a surrogate pair."""
    return json.dumps(form).encode()
