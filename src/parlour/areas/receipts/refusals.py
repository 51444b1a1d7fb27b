"""What printing receipts refuses, in addition to what every operation of its kind refuses."""

from parlour.errors import Busy, Unavailable
from parlour.refusals import Refusal

NOT_PRINTED = Refusal(
    "not_printed",
    "Printing took too long, or no printer could be started.",
    Unavailable("printer of receipts"),
)
TOO_BUSY = Refusal("busy", "Too many receipts are being printed at the moment.", Busy())
