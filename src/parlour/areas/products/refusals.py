"""What operations on products refuse, in addition to what every operation of their kind refuses."""

from parlour.errors import Malformed
from parlour.refusals import NO_RIGHT, FaultRefusal, FaultsRefusal, MessageRefusal

NO_RIGHT_TO_FIELDS = NO_RIGHT.named("no_right_to_fields", "The user lacks the rights for these fields.").showing(
    "storages_goods_selling_price_edit_access, storages_goods_cost_price_edit_access"
)
NO_CATEGORY = FaultRefusal(
    "no_category", "There is no such category.", "category_id", "There is no such category here."
)
NO_UNIT = FaultRefusal("no_unit", "There is no such unit.", "sale_unit_id", "There is no such unit.")
UNKNOWN_REFERENCES = FaultsRefusal(
    "unknown_references",
    "The category and the units don't exist.",
    NO_CATEGORY,
    NO_UNIT,
    NO_UNIT.at("service_unit_id"),
)
EMOJI = MessageRefusal(Malformed, "emoji", "The term contains an emoji.", "A term can't contain emoji.")
