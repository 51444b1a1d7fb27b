"""Drawing the photos of the demo's team members: a head and shoulders in front of a colour, without any font."""

import random
from io import BytesIO

from PIL import Image, ImageDraw

SIDE = 400
BACKGROUNDS = ("#dbe7e4", "#f3e3d3", "#e2e0f2", "#fbe9ec", "#e4f0d8", "#d9ebf7")
SKINS = ("#f4d3bd", "#e3b48f", "#c98f66", "#9a6546", "#6f452f")
HAIRS = ("#2b2320", "#4d3526", "#8a5a34", "#c8a165", "#7a2f26", "#8d8f94")
CLOTHES = ("#0b6a63", "#34495e", "#8e3b46", "#6a4c93", "#2d6a4f", "#b5651d")


def portrait(rng: random.Random) -> bytes:
    """Return a PNG; the same state of `rng` gives the same picture."""
    picture = Image.new("RGB", (SIDE, SIDE), rng.choice(BACKGROUNDS))
    draw = ImageDraw.Draw(picture)
    skin, hair, clothes = rng.choice(SKINS), rng.choice(HAIRS), rng.choice(CLOTHES)
    has_long_hair = rng.random() < 0.5
    draw.ellipse((110, 70, 290, 310 if has_long_hair else 230), fill=hair)
    draw.ellipse((60, 280, 340, 560), fill=clothes)
    draw.rounded_rectangle((170, 230, 230, 310), 28, fill=skin)
    draw.ellipse((132, 105, 268, 275), fill=skin)
    draw.chord((122, 75, 278, 225), 180, 360 if has_long_hair else 350, fill=hair)
    written = BytesIO()
    picture.save(written, "PNG", compress_level=1)
    return written.getvalue()
