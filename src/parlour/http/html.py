"""HTML in bodies: what programs show as markup is made harmless before it is stored."""

import re
from typing import Annotated

import nh3
from msgspec import Meta

from parlour.http.fields import TextRule

# In HTML a "<" begins markup only in front of these; a text without any is no more than text.
_MARKUP = re.compile("<[a-zA-Z/!?]")


def clean_html(text: str) -> str:
    """Return HTML without scripts, styles, forms and what else could act; a text without markup as it is."""
    return nh3.clean(text) if _MARKUP.search(text) else text


class HtmlRule(TextRule, frozen=True, kw_only=True):
    """The limits of HTML, as it is sent."""

    has_lines: bool = True

    def fit(self, value: str) -> str:
        """Return the HTML without what could act. Raise `ValueError` with the fault."""
        return clean_html(super().fit(value))


def html(high: int) -> Meta:
    """Annotate a str field that is HTML with its greatest length."""
    return Meta(extra={"rule": HtmlRule(0, high)}, extra_json_schema={"minLength": 0, "maxLength": high})


Html = Annotated[str, html(10_000)]
