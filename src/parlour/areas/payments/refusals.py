"""What payments refuse, in addition to what every operation of their kind refuses."""

from parlour.refusals import FaultRefusal

NO_ACCOUNT = FaultRefusal(
    "no_account",
    "An account doesn't exist, belongs to another location, or may not be used by the user.",
    "new_transactions[0].account_id",
    "There is no such account in this location.",
)
NO_PAYMENT = FaultRefusal(
    "no_payment",
    "A payment doesn't exist, is deleted, belongs to something else, or may not be seen by the user.",
    "deleted_transaction_ids[0]",
    "There is no such payment here.",
)
NO_ACCOUNT_OF_KIND = FaultRefusal(
    "no_account_of_kind",
    "The user may use no account of the kind that was asked for.",
    "fast_payment",
    "There is no account for this kind of payment.",
)
NOTHING_TO_PAY = FaultRefusal(
    "nothing_to_pay",
    "Nothing was sold that could be paid.",
    "new_transactions",
    "Nothing was sold that could be paid.",
)
