"""What operations on images refuse, in addition to what every operation of their kind refuses."""

from parlour.areas.images.model.decoding_work import DAMAGED
from parlour.errors import MISSING, Busy, Fault, Invalid, NotFound, Unavailable
from parlour.refusals import NO_ACCESS, NO_RIGHT, NO_RIGHT_IN_CHAIN, FaultRefusal, MessageRefusal, Refusal

UNKNOWN_ENTITY = FaultRefusal(
    "unknown_entity",
    "Entities of this kind have no images.",
    "entity",
    "Expected good, company, team_member, service or booking_form.",
)
NOT_ALLOWED = (
    NO_RIGHT.named("no_right", "For a product: the user lacks the right to change products in the location.").showing(
        "storages_goods_update_access"
    ),
    NO_RIGHT.named("no_right_for_location", "For a location: the user lacks the right to change it.").showing(
        "settings_basis_access"
    ),
    NO_RIGHT.named(
        "no_right_for_team_member", "For a team member: the user lacks the right to change team members."
    ).showing("master_edit"),
    NO_RIGHT.named("no_right_for_service", "For a service: the user lacks the right to its picture.").showing(
        "settings_services_edit_image_access"
    ),
    NO_RIGHT.named("no_right_for_booking_form", "For a booking form: the user lacks the right to change it.").showing(
        "online_record_access"
    ),
    NO_ACCESS,
    NO_RIGHT_IN_CHAIN.showing("storages_goods_update_access"),
)
NO_PRODUCT = Refusal("no_product", "The product doesn't exist, or the user may not see it.", NotFound("Product"))
NO_TEAM_MEMBER = Refusal(
    "no_such_team_member", "The team member doesn't exist, or the user may not see them.", NotFound("Team member")
)
NO_LOCATION = Refusal("no_location", "The location doesn't exist, or the user may not see it.", NotFound("Location"))
NO_SERVICE = Refusal("no_service", "The service doesn't exist, or the user may not see it.", NotFound("Service"))
NO_BOOKING_FORM = Refusal(
    "no_booking_form", "The booking form doesn't exist, or the user may not see it.", NotFound("Booking form")
)
NO_SUBJECT = Refusal(
    "no_subject",
    "The location, or what the image shows, is missing.",
    Invalid([Fault("company_id", MISSING), Fault("good_id", MISSING)]),
)
TOO_MUCH_WORK = FaultRefusal(
    "too_much_work",
    "Decoding the file takes too much time or memory.",
    "image",
    "The image takes too much time or memory to decode.",
)
TOO_MANY_IMAGES = Refusal("too_many_images", "Too many images are waiting to be decoded.", Busy())
IS_DAMAGED = FaultRefusal("damaged", "The image is damaged or incomplete.", "image", DAMAGED)
STORE_AWAY = Refusal("store_away", "The image store is unavailable.", Unavailable("image store"))
NO_IMAGE = MessageRefusal(NotFound, "no_image", "The image doesn't exist, or the user may not see it.", "Image")
PRODUCT_DELETED = Refusal("deleted_product", "The product of the image was deleted.", NotFound("Product"))
MEMBER_DELETED = Refusal("deleted_team_member", "The team member of the image was deleted.", NotFound("Team member"))
