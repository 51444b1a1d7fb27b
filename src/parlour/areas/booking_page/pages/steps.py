"""The page of each step."""

from collections.abc import Mapping
from typing import Any

import msgspec

from parlour.areas.booking_page.model.choice import Step
from parlour.areas.booking_page.model.contact import MOST_COMMENT, Contact
from parlour.areas.booking_page.model.offers import grouped
from parlour.areas.booking_page.pages.formats import Formats
from parlour.areas.booking_page.pages.rendering import calendar_context, formats_of, render
from parlour.areas.booking_page.pages.summary import summary_of
from parlour.areas.booking_page.pages.visitor import Visitor
from parlour.areas.booking_page.service.visits import Visit
from parlour.pages.page import Page

TAKEN = 409
FAULTY, TOO_MANY = 422, 429


class Stage(msgspec.Struct, frozen=True):
    """A visit, and who sees its page."""

    visit: Visit
    visitor: Visitor

    @property
    def formats(self) -> Formats:
        return formats_of(self.visit.place, self.visitor.language)

    def page(self, template: str, *, status: int = 200, **context: Any) -> Page:
        """Return a page of the step that the visitor has come to."""
        place, progress = self.visit.place, self.visit.progress
        number, count = place.numbered(self.visit.step)
        return render(
            template,
            place,
            progress.choice,
            self.visitor.language,
            status=status,
            summary=summary_of(progress, place, self.visit.step, self.formats),
            number=number,
            count=count,
            **context,
        )


def step_page(stage: Stage) -> Page:
    """Return the page of the step that the visitor has come to."""
    progress = stage.visit.progress
    match stage.visit.step:
        case Step.SERVICES:
            return _services_page(stage)
        case Step.MEMBER:
            members = progress.members
            has_any = stage.visit.place.allows_any_member and bool(members)
            return stage.page("members", members=members, has_any=has_any)
        case Step.TIME:
            return _times_page(stage)
        case _:
            return contact_page(stage, Contact.new(), {})


def _services_page(stage: Stage) -> Page:
    choice = stage.visit.progress.choice
    kept = [("member", choice.member_id), ("day", choice.day), ("lang", choice.language)]
    fault = stage.visitor.has_sent_services and not choice.service_ids
    return stage.page(
        "services",
        status=FAULTY if fault else 200,
        groups=grouped(stage.visit.progress.services),
        kept=[(name, value) for name, value in kept if value not in (None, "")],
        fault=fault,
    )


def _times_page(stage: Stage) -> Page:
    is_taken = stage.visit.progress.is_taken
    context = calendar_context(stage.visit.calendar, stage.formats)
    return stage.page("times", status=TAKEN if is_taken else 200, taken=is_taken, **context)


def contact_page(stage: Stage, contact: Contact, faults: Mapping[str, str], *, refusal: str = "") -> Page:
    """Return the page with the form, with what was entered and its faults."""
    status = FAULTY if faults or refusal else 200
    context = {"contact": contact, "faults": faults, "refusal": refusal, "most_comment": MOST_COMMENT}
    return stage.page("contact", status=status, **context)


def too_many_page(stage: Stage, contact: Contact) -> Page:
    """Return the page with the form, which can be sent again later."""
    refusal = stage.formats.texts.book_too_many
    context = {"contact": contact, "faults": {}, "refusal": refusal, "most_comment": MOST_COMMENT}
    return stage.page("contact", status=TOO_MANY, **context)


def blocked_page(stage: Stage, contact: Contact) -> Page:
    """Return the page with the form, which can't be sent with this number."""
    return contact_page(stage, contact, {}, refusal=stage.formats.texts.book_blocked)


def code_page(stage: Stage, contact: Contact, *, is_wrong: bool = False, is_too_soon: bool = False) -> Page:
    """Return the page that asks for the code: for the first time, after a wrong one, or after another was wanted."""
    t = stage.formats.texts
    faults = {"code": t.book_code_fault} if is_wrong else {}
    refusal = t.book_code_wait if is_too_soon else ""
    status = FAULTY if faults or refusal else 200
    return stage.page("code", status=status, contact=contact, faults=faults, refusal=refusal)
