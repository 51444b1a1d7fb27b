"""What checking a phone number refuses by the contract, and never does (Q-029)."""

from parlour.errors import Forbidden, NotFound
from parlour.refusals import Refusal

NEVER = Refusal("never", "Described by the contract, but never sent (Q-029).", Forbidden("You may not ask."))
NEVER_EITHER = Refusal("never_either", "Described by the contract, but never sent (Q-029).", NotFound("Phone number"))
