"""Rendering of samples from the templates beside this module, one for each language."""

from functools import lru_cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from parlour.portal.samples.languages import Language
from parlour.portal.samples.literals import FILTERS
from parlour.portal.samples.request import SampleRequest


def render(language: Language, request: SampleRequest) -> str:
    """Return the sample with its placeholders still unfilled; empty for JSON without a body."""
    template = _environment().get_template(f"{language.id}.jinja")
    return template.render(
        method=request.method,
        url=request.url,
        headers=request.headers,
        body=request.visible_body,
        form=request.form,
    ).lstrip()


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("parlour.portal.samples"),
        # The templates produce program text, not HTML: each language's literals do the escaping.
        autoescape=False,  # noqa: S701
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(FILTERS)
    return environment
