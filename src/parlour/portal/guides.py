"""The text of the front page in each language."""

from functools import lru_cache
from importlib.resources import files

FOLDER = files(__package__).joinpath("guides")


@lru_cache
def guide_in(language: str) -> str:
    """Return the text of the front page: a Jinja2 template that produces Markdown."""
    return FOLDER.joinpath(f"{language}.md").read_text("utf-8")
