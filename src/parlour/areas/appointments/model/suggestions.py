"""Services that are suggested for a new appointment."""

from enum import StrEnum

import msgspec


class Reason(StrEnum):
    """Why a service is suggested, the best reason first."""

    LAST_VISIT = "last_visit"
    """The client had it at the last visit."""
    OF_CLIENT = "of_client"
    """The client has it often."""
    OF_MEMBER = "of_member"
    """The team member does it often."""


class Suggestion(msgspec.Struct, frozen=True):
    """A service that the team member provides, with the best reason for it."""

    service_id: int
    reason: Reason
    appointment_id: int | None
    """The appointment of the last visit; None for another reason."""
