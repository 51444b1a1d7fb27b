"""What operations on categories refuse, in addition to what every operation of their kind refuses."""

from parlour.errors import Conflict, NotFound
from parlour.refusals import FaultRefusal, MessageRefusal

NO_PARENT = MessageRefusal(NotFound, "no_parent_category", "The parent category doesn't exist.", "Parent category")
NO_PARENT_OF_LIST = MessageRefusal(
    NotFound, "no_parent_category", "The category of the filter doesn't exist.", "Category"
)
TOO_DEEP = FaultRefusal(
    "too_deep",
    "The tree would have too many levels.",
    "parent_category_id",
    "Categories can be at most {} levels deep.",
    16,
)
INSIDE_ITSELF = FaultRefusal(
    "inside_itself",
    "The new parent is the category itself, or below it.",
    "parent_category_id",
    "A category can't be put inside itself.",
)
NOT_EMPTY = MessageRefusal(
    Conflict,
    "not_empty",
    "The category is not empty.",
    "The category still contains {}. Move or delete them first.",
    "2 categories and 3 products",
)
