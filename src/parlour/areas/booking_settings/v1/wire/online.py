"""What clients may choose when they book online."""

from typing import Annotated, Any, ClassVar

import msgspec
from msgspec import UNSET, Meta, UnsetType

from parlour.areas.booking_settings import model
from parlour.http.fields import multiple_of
from parlour.http.wire import mapped, of, says

CONFIRM_NUMBER = says("Whether clients confirm their phone number by a code.", False)
ANY_MASTER = says("Whether clients may book without choosing a team member.", True)
DELAY = says("How many minutes ahead of its start a time can be booked at the latest, in steps of 30.", 60)
MOST_SEATS = says("The most seats of a group event that a client can book.", 2)

Delay = Annotated[int, Meta(ge=0, le=1380), multiple_of(30)]
Seats = Annotated[int, Meta(ge=1, le=255)]


class OnlineBookingSettings(msgspec.Struct, frozen=True):
    """What clients of a location may choose."""

    confirm_number: Annotated[bool, CONFIRM_NUMBER, of("confirms_phone")]
    any_master: Annotated[bool, ANY_MASTER, of("allows_any_member")]
    seance_delay_step: Annotated[int, DELAY, of("lead_minutes")]
    activity_online_record_clients_count_max: Annotated[int, MOST_SEATS, of("max_seats")]

    from_model = mapped(model.BookingSettings)


class OnlineBookingForm(msgspec.Struct):
    """What changes."""

    # The contract requires all four; what is left out keeps its value.
    BETWEEN: ClassVar[dict[str, Any]] = {
        "required": ["confirm_number", "any_master", "seance_delay_step", "activity_online_record_clients_count_max"]
    }

    confirm_number: Annotated[bool | UnsetType, CONFIRM_NUMBER] = UNSET
    any_master: Annotated[bool | UnsetType, ANY_MASTER] = UNSET
    seance_delay_step: Annotated[Delay | UnsetType, DELAY] = UNSET
    activity_online_record_clients_count_max: Annotated[Seats | UnsetType, MOST_SEATS] = UNSET

    def to_patch(self) -> model.BookingPatch:
        return model.BookingPatch(
            confirms_phone=self.confirm_number,
            allows_any_member=self.any_master,
            lead_minutes=self.seance_delay_step,
            max_seats=self.activity_online_record_clients_count_max,
        )
