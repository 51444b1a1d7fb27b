"""Numbers in addresses are plain; texts beside them are what they are."""

from typing import Any, cast

import pytest
from litestar.types import Scope

from parlour.errors import NotFound
from parlour.http.authorise import refuse_odd_ids

IDS = frozenset({"first", "second"})


def refuse(template: str, path: str) -> None:
    scope: dict[str, Any] = {"path_template": template, "path": path}
    refuse_odd_ids(cast("Scope", scope), IDS)


@pytest.mark.parametrize("odd", ["01", "+1", "1_000", "\u0661", "9007199254740992"])
@pytest.mark.parametrize("prefix", ["/api/v1", ""])
def test_an_odd_number_is_refused_wherever_it_is(odd: str, prefix: str) -> None:
    template = f"{prefix}/a/{{text}}/{{first}}/b/{{second}}"
    for path in (f"{prefix}/a/01/{odd}/b/2", f"{prefix}/a/01/1/b/{odd}/"):
        with pytest.raises(NotFound):
            refuse(template, path)


def test_only_whole_numbers_are_held_to_the_rule() -> None:
    refuse("/a/{text}/{first}/b/{second}", "/a/01/0/b/9007199254740991")
    refuse("/a/{text}/{first}/b", "/a/+1/7/b")
    refuse("/check/{text}", "/check/01")
