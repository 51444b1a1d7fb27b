"""What operations on images refuse, in addition to what every operation of their kind refuses."""

from parlour.areas.images.model.decoding_work import DAMAGED
from parlour.errors import MISSING, Busy, Fault, Invalid, NotFound, Unavailable
from parlour.refusals import NO_ACCESS, NO_RIGHT, NO_RIGHT_IN_CHAIN, FaultRefusal, MessageRefusal, Refusal

UNKNOWN_ENTITY = FaultRefusal(
    "unknown_entity",
    "Nothing of this kind has pictures.",
    "entity",
    "Expected good or company; team members and services have no pictures yet.",
)
NOT_ALLOWED = (
    NO_RIGHT.named(
        "no_right", "A product, and the user's role in the location lacks the right to change products."
    ).showing("storages_goods_update_access"),
    NO_RIGHT.named(
        "no_right_for_location", "A location, and the user's role there lacks the right to change it."
    ).showing("settings_basis_access"),
    NO_ACCESS,
    NO_RIGHT_IN_CHAIN.showing("storages_goods_update_access"),
)
NO_PRODUCT = Refusal("no_product", "There is no such product, or the user may not know of it.", NotFound("Product"))
NO_LOCATION = Refusal("no_location", "There is no such location, or the user may not know of it.", NotFound("Location"))
NO_SUBJECT = Refusal(
    "no_subject", "What it shows is not named.", Invalid([Fault("company_id", MISSING), Fault("good_id", MISSING)])
)
TOO_MUCH_WORK = FaultRefusal(
    "too_much_work",
    "The file is small, and decoding it takes too much time or memory.",
    "image",
    "The image takes too much time or memory to decode.",
)
TOO_MANY_IMAGES = Refusal("too_many_images", "Too many images wait to be decoded.", Busy())
IS_DAMAGED = FaultRefusal("damaged", "The file begins like an image, and isn't whole.", "image", DAMAGED)
STORE_AWAY = Refusal("store_away", "The place where pictures are kept doesn't answer.", Unavailable("image store"))
NO_IMAGE = MessageRefusal(NotFound, "no_image", "There is no such image, or the user may not know of it.", "Image")
