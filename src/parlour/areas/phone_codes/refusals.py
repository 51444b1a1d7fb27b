"""What operations on codes refuse, in addition to what every operation of their kind refuses."""

from parlour.errors import Throttled
from parlour.refusals import MessageRefusal

TOO_MANY_CODES = MessageRefusal(
    Throttled,
    "too_many_codes",
    "A code was sent to the number within the last minute, or too many of late.",
    "codes for this number",
    retry_after_s=60,
)
