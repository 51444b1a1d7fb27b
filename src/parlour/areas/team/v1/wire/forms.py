"""What team members are made from and changed to on the v1 wire."""

from collections.abc import Callable, Iterable
from typing import Annotated, Any, ClassVar, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from parlour.areas.team.model.members import LAST_SECOND, MemberPatch, Prepayment, QuickMember
from parlour.areas.team.v1.wire import fields
from parlour.areas.team.v1.wire.employees import EmployeeForm
from parlour.areas.team.v1.wire.phones import digits_of
from parlour.areas.team.wire import members as common
from parlour.areas.users.model.contacts import contact_of
from parlour.areas.users.model.users import Contact
from parlour.errors import MISSING, Fault, Invalid
from parlour.http.fields import IdOrZero, ShortText, Switch, Title, needs, syntax
from parlour.http.html import Html
from parlour.http.wire import says

FAULT_NAMES = {"search_finish": "seance_search_finish"}
QUICK_FAULT_NAMES = {"contact": "user_email", "user_id": "user_email"}
"""What fields of the model are called in faults."""

Weight = Annotated[int, Meta(ge=-(2**31), le=2**31 - 1)]
Seconds = Annotated[int, Meta(ge=0, le=LAST_SECOND)]
Step = Annotated[int, Meta(ge=300, le=LAST_SECOND)]
PHONE_PATTERN = "^[0-9]{9,15}$"


class MemberChanges(msgspec.Struct):
    """What a team member is changed to."""

    name: Annotated[Title | UnsetType, common.NAME] = UNSET
    specialization: Annotated[ShortText | UnsetType, common.SPECIALIZATION] = UNSET
    weight: Annotated[Weight | UnsetType, fields.WEIGHT] = UNSET
    information: Annotated[Html | UnsetType, fields.INFORMATION] = UNSET
    api_id: Annotated[ShortText | UnsetType, fields.API_ID] = UNSET
    hidden: Annotated[Switch | UnsetType, fields.HIDDEN] = UNSET
    fired: Annotated[Switch | UnsetType, fields.FIRED] = UNSET
    user_id: Annotated[
        IdOrZero | UnsetType, says("The user to link, who has a role in the location; 0 removes the link.", 42)
    ] = UNSET
    has_access_timetable: Annotated[bool | UnsetType, fields.HAS_TIMETABLE] = UNSET
    is_paid_staff: Annotated[bool | UnsetType, fields.IS_PAID] = UNSET
    is_included_in_payment_policy: Annotated[
        bool | UnsetType, says("Accepted, without effect: there are no payment policies.", True)
    ] = UNSET
    position_id: Annotated[IdOrZero | UnsetType, says("The position (ours); 0 takes it away.", 6)] = UNSET
    show_rating: Annotated[Switch | UnsetType, fields.SHOW_RATING] = UNSET
    prepaid: Annotated[Literal["forbidden", "allowed", "required"] | UnsetType, fields.PREPAID] = UNSET
    is_online_random_choice_allowed: Annotated[bool | UnsetType, fields.RANDOM_CHOICE] = UNSET
    seance_search_start: Annotated[Seconds | UnsetType, fields.SEARCH_START] = UNSET
    seance_search_finish: Annotated[Seconds | UnsetType, fields.SEARCH_FINISH] = UNSET
    seance_search_step: Annotated[Step | UnsetType, fields.SEARCH_STEP] = UNSET
    is_available_as_assistant: Annotated[bool | UnsetType, common.ASSISTANT] = UNSET
    employee: EmployeeForm | UnsetType = UNSET

    def to_patch(self) -> MemberPatch:
        return MemberPatch(
            name=self.name,
            specialization=self.specialization,
            information=self.information,
            api_id=self.api_id,
            weight=self.weight,
            position_id=_or_none(self.position_id),
            user_id=_or_none(self.user_id),
            is_hidden=_flag(self.hidden),
            is_dismissed=_flag(self.fired),
            has_timetable=self.has_access_timetable,
            is_paid=self.is_paid_staff,
            is_assistant=self.is_available_as_assistant,
            is_in_any_member=self.is_online_random_choice_allowed,
            shows_rating=_flag(self.show_rating),
            prepayment=UNSET if self.prepaid is UNSET else Prepayment(self.prepaid),
            search_start=self.seance_search_start,
            search_finish=self.seance_search_finish,
            search_step=self.seance_search_step,
        )


class MemberForm(MemberChanges):
    """What a team member is made from."""

    BETWEEN: ClassVar[dict[str, Any]] = needs("name")

    @staticmethod
    def faults_between(given: Callable[[str], Any]) -> Iterable[Fault]:
        """Find a missing name, which the contract doesn't require."""
        return [Fault("name", MISSING)] if given("name") is UNSET else []


def _flag(number: int | UnsetType) -> bool | UnsetType:
    return number if number is UNSET else bool(number)


def _or_none(id_: int | UnsetType) -> int | UnsetType | None:
    return id_ if id_ is UNSET else id_ or None


Phone = Annotated[str, syntax(digits_of, PHONE_PATTERN)]


class QuickForm(msgspec.Struct):
    """What a team member is made from quickly. Only the name is needed."""

    name: Annotated[Title, common.NAME]
    specialization: Annotated[ShortText | UnsetType | None, common.SPECIALIZATION] = UNSET
    position_id: Annotated[IdOrZero | UnsetType | None, says("The position; null or 0 for none.", 6)] = UNSET
    phone_number: Annotated[
        Phone | UnsetType | None, says("The phone number of the user to link: 9 to 15 digits.", "13155550175")
    ] = UNSET
    user_email: Annotated[
        ShortText | UnsetType | None, says("The email address of the user to link or to invite.", "anna@example.com")
    ] = UNSET
    user_phone: Annotated[
        Phone | UnsetType | None,
        says("The phone number with which the user signs in: 9 to 15 digits.", "13155550175"),
    ] = UNSET
    is_user_invite: Annotated[
        bool | UnsetType | None, says("Invite the user, unless they have a role here already.", True)
    ] = UNSET
    is_paid_staff: Annotated[bool | UnsetType | None, fields.IS_PAID] = UNSET

    def to_new(self) -> QuickMember:
        """Return the new team member. Raise `Invalid` with every address that can't be a user's."""
        contacts: list[Contact] = []
        faults: list[Fault] = []
        for field, text in (
            ("user_email", self.user_email),
            ("user_phone", self.user_phone and f"+{self.user_phone}"),
            ("phone_number", self.phone_number and f"+{self.phone_number}"),
        ):
            if text:
                try:
                    contacts.append(contact_of(text))
                except ValueError as error:
                    faults.append(Fault(field, str(error)))
        if faults:
            raise Invalid(faults)
        patch = MemberPatch(
            name=self.name,
            specialization=self.specialization or "",
            position_id=self.position_id or None,
            is_paid=bool(self.is_paid_staff),
        )
        return QuickMember(patch, contacts, is_invited=bool(self.is_user_invite))
