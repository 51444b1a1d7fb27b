"""Making a page from a template: in the visitor's language, and framed only where its form allows it."""

from functools import lru_cache
from typing import Any

from jinja2 import Environment

from parlour.areas.booking_page.model.calendar import Calendar
from parlour.areas.booking_page.model.choice import Choice
from parlour.areas.booking_page.model.months import weeks_of
from parlour.areas.booking_page.model.place import Place
from parlour.areas.booking_page.pages.formats import Formats, formats_for
from parlour.pages.notices import render_notice
from parlour.pages.page import HTML, Page
from parlour.pages.templates import make_environment
from parlour.pages.translations import language_names, texts_in

STYLESHEET = "booking.css"


@lru_cache
def _environment() -> Environment:
    """Return the template environment, made for the first page and not at import."""
    return make_environment("parlour.areas.booking_page.pages")


def formats_of(place: Place, language: str) -> Formats:
    return formats_for(language, place.country_code, place.currency, place.timezone)


def render(
    template: str,
    place: Place,
    choice: Choice,
    language: str,
    *,
    status: int = 200,
    has_secret: bool = False,
    **context: Any,
) -> Page:
    """Return the page of a template. Pages with a secret in their address are never sent compressed."""
    text = (
        _environment()
        .get_template(f"{template}.html.jinja")
        .render(
            place=place,
            choice=choice,
            language=language,
            languages=language_names(),
            t=texts_in(language),
            f=formats_of(place, language),
            home=f"/book/{place.form_id}{choice.only_language.suffix}",
            **context,
        )
    )
    return Page.of(text, HTML, status, has_secret=has_secret)


def calendar_context(calendar: Calendar | None, formats: Formats) -> dict[str, Any]:
    """Return what the template of days and times needs."""
    if calendar is None:
        raise ValueError("Where a time is chosen, there is a calendar.")
    weeks = weeks_of(calendar.first, calendar.days, calendar.day, calendar.today, formats.first_weekday)
    return {"calendar": calendar, "weeks": weeks}


def render_missing(language: str, heading: str) -> Page:
    """Return the page for an address behind which there is nothing."""
    t = texts_in(language)
    return render_notice(language, getattr(t, heading), t.book_missing_hint, 404, STYLESHEET)
