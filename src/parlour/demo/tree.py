"""The category trees, as outlines: two spaces for a level, `#key` for a category with products.

In the outline of a location, `^key` starts a branch inside a category of the chain.
"""

import random
from datetime import timedelta

from parlour.demo.model import Category

LUMEN_CHAIN = """
Hair #hair
  Care #care
    Shampoos #shampoos
      For dry hair #shampoos_dry
        Without sulphates #shampoos_dry_free
        With silk proteins #shampoos_dry_silk
      For coloured hair #shampoos_coloured
        Fashion shades #shampoos_fashion
      For a sensitive scalp #shampoos_scalp
    Conditioners #conditioners
    Masks & treatments #masks
      Express (5 minutes) #masks_express
      In-salon rituals #masks_salon
    Oils & sérums #oils
  Colour #colour
    Permanent colour #permanent
      With ammonia #permanent_ammonia
      Ammonia-free #permanent_gentle
    Demi-permanent #demi
    Lighteners #lighteners
    Developers #developers
  Styling #styling
    Sprays #sprays
    Mousses & creams #mousses
    Waxes & pastes #waxes
Skin #skin
  Face #face
    Cleansers #cleansers
    Serums & ampoules #serums
    Crèmes #creams
      Day & SPF #creams_day
      Night #creams_night
    Masks #face_masks
  Body #body
    Lotions #lotions
    Scrubs #scrubs
    Hands & feet #hands
    Massage oils #massage
Nails #nails
  Gel polish #gel
  Base & top coats #coats
  Removers #removers
  Files & tools #files
Tools #tools
  Brushes & combs #brushes
  Scissors #scissors
  Electrical #electrical
Consumables #supplies
  Gloves #gloves
  Towels & capes #towels
  Foils & wraps #foils
  Hygiene #hygiene
"""
LUMEN_NEW_YORK = """
Gentlemen's corner #men
  Beard #beard
    Oils & balms #beard_oils
  Shaving #shaving
World bath house #world
  Levant · المشرق #levant
  Dead Sea · ים המלח #dead_sea
  Aegean · Αιγαίο #aegean
  Northern forests · Тайга #taiga
Gifts 🎁 #gifts
^styling
  Curls & coils #curls
"""
LUMEN_BERLIN = """
Sauna & Aufguss #sauna
  Aufgüsse #infusions
  Zubehör für die Sauna #sauna_gear
Naturkosmetik #natural
  Fußpflege #feet
  Kräuterbäder #herbal_baths
Gutscheine & Geschenke #gifts
^care
  Kopfhautpflege #scalp
"""
LUMEN_TOKYO = """
ヘッドスパ #head_spa
  頭皮クレンジング #head_spa_cleansing
  頭皮エッセンス #head_spa_essence
和の香り #scents
  お香 #incense
  入浴剤 #bath
季節限定 🌸 #gifts
^face
  化粧水 #toners
    しっとり #toners_rich
"""
ALATAU_CHAIN = """
Волосы #hair
  Шампуни #shampoos
    Для окрашенных волос #shampoos_coloured
  Маски и бальзамы #masks
  Краска #permanent
  Укладка #sprays
Лицо и тело #skin
  Кремы #creams
  Тело и руки #hands
Ногти #nails
  Гель-лаки #gel
Расходные материалы #supplies
  Перчатки #gloves
  Гигиена #hygiene
"""
ALATAU_ALMATY = """
Витрина у кассы #gifts
"""

_NOTES = ("Retail shelf", "Back bar only", "Ask before reordering", "Counted every Friday")
FIRST_DAY = timedelta(days=360)


def make_categories(rng: random.Random, *outlines: str) -> tuple[Category, ...]:
    """Return the categories of the outlines: first the chain's, then its locations' in their order."""
    categories: list[Category] = []
    positions: dict[str, int] = {}
    for location, outline in enumerate(outlines, start=-1):
        above: list[int] = []
        base = 0
        for line in outline.strip().splitlines():
            depth = (len(line) - len(line.lstrip())) // 2
            if line.startswith("^"):
                above = _path(categories, positions[line[1:]])
                base = len(above) - 1
                continue
            base = base if depth else 0
            del above[base + depth :]
            title, _, key = line.strip().rpartition(" #")
            positions[key] = len(categories)
            categories.append(_category(rng, (key, title), None if location < 0 else location, above))
            above.append(positions[key])
    return tuple(categories)


def _path(categories: list[Category], position: int) -> list[int]:
    """Return the positions from the root down to a category, itself included."""
    parent = categories[position].parent
    return [*([] if parent is None else _path(categories, parent)), position]


def _category(rng: random.Random, name: tuple[str, str], location: int | None, above: list[int]) -> Category:
    key, title = name
    return Category(
        key=key,
        title=title,
        location=location,
        parent=above[-1] if above else None,
        level=len(above) + 1,
        article="" if above else f"C-{key[:3].upper()}",
        comment=rng.choice(_NOTES) if rng.random() < 0.15 else "",
        created_ago=FIRST_DAY - timedelta(minutes=rng.randrange(60 * 24)),
    )
