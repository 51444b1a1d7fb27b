"""The location behind a booking page, and what its form says of the page."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

import msgspec

from parlour.areas.booking_page.model.choice import Choice, Step
from parlour.areas.booking_page.model.look import Look
from parlour.areas.booking_page.model.phones import spaced_phone


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """What all steps of a page know."""

    form_id: int
    title: str
    address: str
    phone: str
    logo_url: str
    country_code: str
    currency: str
    timezone: ZoneInfo
    allows_any_member: bool
    confirms_phone: bool
    policy: str
    """What visitors agree to when they book; empty for nothing."""
    terms_url: str = ""
    """Where the terms of use are; empty for none."""
    member_title: str = ""
    """What the business calls its team members; empty for the usual words."""
    look: Look = Look()
    pictures: Sequence[str] = ()
    """The paths of the picture in the head, for pages that are wide and narrow; empty without one."""
    embedding_sites: Sequence[str] = ()
    """The origins of the sites that may show the page in a frame."""
    steps: Sequence[Step] = tuple(Step)
    """All steps, in their order; the last is the contact."""
    hidden_steps: Sequence[Step] = ()
    """Those that the form presets and doesn't show."""
    preset: Choice = Choice()
    """What the form chooses for a visitor who has chosen nothing."""

    @property
    def spaced_phone(self) -> str:
        return spaced_phone(self.phone)

    def with_presets(self, choice: Choice) -> Choice:
        """Return a choice with what the form presets, where nothing is chosen."""
        services = choice.service_ids or self.preset.service_ids
        member_id = self.preset.member_id if choice.member_id is None else choice.member_id
        return msgspec.structs.replace(choice, service_ids=services, member_id=member_id)

    def numbered(self, step: Step) -> tuple[int, int]:
        """Return the number of a step, and how many there are."""
        shown = [each for each in self.steps if each is step or each not in self.hidden_steps]
        return shown.index(step) + 1, len(shown)
