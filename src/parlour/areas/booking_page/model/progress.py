"""How far a visitor has come: what is chosen and offered, and the step that is next."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from parlour.areas.booking_page.model.choice import ANY_MEMBER, Choice, Step
from parlour.areas.booking_page.model.offers import Member, Service


class Progress(msgspec.Struct, frozen=True, kw_only=True):
    """What is chosen, as far as it is offered."""

    choice: Choice
    """Without what isn't offered, or not any more."""
    services: Sequence[Service] = ()
    """Those that can be chosen."""
    members: Sequence[Member] = ()
    """Those who can be chosen."""
    starts_at: datetime | None = None
    """The chosen time if it is free, on the clock of the location."""
    is_taken: bool = False
    """Whether the chosen time isn't free any more."""

    @property
    def chosen(self) -> list[Service]:
        """Return the chosen services, in the order of the list."""
        return [each for each in self.services if each.id in self.choice.service_ids]

    @property
    def member(self) -> Member | None:
        """Return the chosen member; None if any member is, or nothing yet."""
        return next((each for each in self.members if each.id == self.choice.member_id), None)

    def step(self, order: Sequence[Step]) -> Step:
        """Return the step to show: the first that is left, or an earlier one that was asked for."""
        left = next(place for place, step in enumerate(order) if not self._is_done(step))
        wishes = [step for step in order[:left] if step is self.choice.step]
        return wishes[0] if wishes else order[left]

    def _is_done(self, step: Step) -> bool:
        match step:
            case Step.SERVICES:
                return bool(self.choice.service_ids)
            case Step.MEMBER:
                return self.choice.member_id is not None
            case Step.TIME:
                return self.starts_at is not None
            case _:
                return False


def with_offered_services(choice: Choice, services: Sequence[Service]) -> Choice:
    """Return a choice without services that aren't offered."""
    offered = {each.id for each in services}
    kept = tuple(each for each in choice.service_ids if each in offered)
    return choice if kept == choice.service_ids else msgspec.structs.replace(choice, service_ids=kept)


def with_offered_member(choice: Choice, members: Sequence[Member], *, allows_any: bool) -> Choice:
    """Return a choice without a member who can't be chosen."""
    is_offered = (
        allows_any and bool(members)
        if choice.member_id == ANY_MEMBER
        else any(each.id == choice.member_id for each in members)
    )
    return choice if is_offered else msgspec.structs.replace(choice, member_id=None)
