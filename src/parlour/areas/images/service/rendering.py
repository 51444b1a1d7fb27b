"""Turning an uploaded picture into safe ones: checked by content, encoded again, no other data carried over.

WebP, because it is a third smaller than JPEG, keeps transparency, and every browser shows it. Runs in the decoder
process.
"""

import math
import warnings
from io import BytesIO

from PIL import ExifTags, Image, ImageCms, WebPImagePlugin

from parlour.areas.images.model.decoding_work import DAMAGED, check_work
from parlour.areas.images.model.headers import MAX_PIXELS, ImageHeader, read_header
from parlour.areas.images.model.images import SIZES, Rendition, fitted

QUALITY = 82
# Two steps below the default: two thirds of the time for some five percent more bytes.
EFFORT = 2
# Rows of the smaller picture that are made at a time, and how many rows beyond them a filter reads.
STRIP_ROWS, FILTER_ROWS = 64, 3

_TO_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def render(content: bytes) -> list[Rendition]:
    """Return the picture in each of the sizes, never enlarged.

    Raise `ValueError`, with a message for the client, for a picture that is damaged or makes too much work.
    """
    header = read_header(content)
    check_work(content, header)
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        Image.MAX_IMAGE_PIXELS = MAX_PIXELS
        whole = _prepare(content, header)
    return [_encode(whole, side) for side in SIZES.values()]


def _prepare(content: bytes, header: ImageHeader) -> Image.Image:
    """Return the largest size, upright and in sRGB. Shrink it first, so that later steps work on fewer pixels."""
    size = fitted((header.width, header.height), max(SIZES.values()))
    found = _open(content, header)
    found.draft("RGB", size)
    small = _shrink(_load(found), size)
    small.info = found.info
    method = _TO_UPRIGHT.get(small.getexif().get(ExifTags.Base.Orientation, 1))
    upright = small if method is None else small.transpose(method)
    return _to_srgb(upright, found.info.get("icc_profile"))


def _open(content: bytes, header: ImageHeader) -> Image.Image:
    """Open the picture; Pillow reads only the header now. Raise `ValueError` if its size isn't the one we read."""
    try:
        found = Image.open(BytesIO(content), formats=[header.format])
    except (OSError, SyntaxError, ValueError, EOFError):
        raise ValueError(DAMAGED) from None
    if found.size != (header.width, header.height):
        raise ValueError(DAMAGED)
    return found


def _load(found: Image.Image) -> Image.Image:
    """Return the picture with its pixels decoded."""
    try:
        if isinstance(found, WebPImagePlugin.WebPImageFile):
            return _frame_of(found)
        found.load()
    except (OSError, SyntaxError, ValueError, EOFError):
        raise ValueError(DAMAGED) from None
    return found


def _frame_of(found: WebPImagePlugin.WebPImageFile) -> Image.Image:
    """Return the frame as the decoder gives it. `load` would make another copy of it while the decoder keeps two."""
    pixels, _, _ = found._get_next()
    found._decoder = None
    mode = "RGBA" if found.rawmode == "RGBA" else "RGBX"
    return Image.frombuffer(mode, found.size, pixels, "raw", found.rawmode, 0, 1)


def _shrink(whole: Image.Image, size: tuple[int, int]) -> Image.Image:
    """Return the picture in that size, in a mode that can be shown.

    RenderResult in strips: conversions and filters hold a strip, and never a second copy of the whole picture.
    """
    if size == whole.size:
        return _to_plain_mode(whole)
    width, height = size
    scale = whole.height / height
    shrunk: Image.Image | None = None
    for top in range(0, height, STRIP_ROWS):
        bottom = min(top + STRIP_ROWS, height)
        first = max(0, math.floor((top - FILTER_ROWS) * scale))
        last = min(whole.height, math.ceil((bottom + FILTER_ROWS) * scale))
        strip = _to_plain_mode(whole.crop((0, first, whole.width, last)))
        box = (0, top * scale - first, whole.width, min(bottom * scale, whole.height) - first)
        part = strip.resize((width, bottom - top), Image.Resampling.LANCZOS, box)
        shrunk = shrunk or Image.new(part.mode, (width, height))
        shrunk.paste(part, (0, top))
    assert shrunk is not None  # noqa: S101 - every picture has a row
    return shrunk


def _to_plain_mode(found: Image.Image) -> Image.Image:
    """Return the picture in a mode that can be made smaller: no palette, 8 bits for a channel."""
    if found.mode.startswith("I"):
        return found.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if found.mode in ("L", "RGB", "CMYK") and not found.has_transparency_data:
        return found
    return found.convert("RGBA" if found.has_transparency_data else "RGB")


def _to_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    target = "RGBA" if picture.mode == "RGBA" else "RGB"
    if profile and picture.mode != "RGBA":
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            converted = ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
        except (ImageCms.PyCMSError, OSError, ValueError):  # an invalid profile, or one for another kind of picture
            converted = None
        if converted is not None:
            return converted
    return picture.convert(target)


def _encode(whole: Image.Image, side: int) -> Rendition:
    picture = whole.resize(fitted(whole.size, side), Image.Resampling.LANCZOS, reducing_gap=2.0)
    picture.info.clear()
    written = BytesIO()
    picture.save(written, "WEBP", quality=QUALITY, method=EFFORT)
    return Rendition(picture.width, picture.height, written.getvalue())
