"""From whatever was sent to pictures that are safe to show: checked by content, made anew, nothing else carried over.

WebP, because it is a third smaller than JPEG, keeps transparency, and every browser shows it.
"""

from io import BytesIO

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from parlour.areas.images.model import SIZES, Rendition

FORMATS = ("PNG", "JPEG", "WEBP")
MAX_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 50_000_000
QUALITY = 82
# Two steps short of the default: two thirds of the time for some five percent more bytes.
EFFORT = 2

NOT_AN_IMAGE = "Expected a PNG, JPEG or WebP image."
DAMAGED = "The image is damaged or not complete."
# The whole of a picture, one pixel in size.
SMALLEST = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c49444154789c63606060000000040001f61738550000000049454e44ae426082"
)


def check_image(content: bytes) -> None:
    """Raises `ValueError` for what a look at the head of the file is enough to refuse; takes no time worth saving."""
    if len(content) > MAX_BYTES:
        raise ValueError(f"Must be at most {MAX_BYTES // 1024**2} MiB.")
    with _opened(content):
        pass


def render(content: bytes) -> list[Rendition]:
    """The picture in each of the sizes, never enlarged. Takes a core for some 100 ms.

    Raises `ValueError` for a picture that is damaged.
    """
    with _opened(content) as found:
        try:
            whole = _prepared(found)
        except (OSError, SyntaxError, ValueError, EOFError, MemoryError):  # whatever a decoder stumbles over
            raise ValueError(DAMAGED) from None
    return [_rendition(whole, side) for side in SIZES.values()]


def _opened(content: bytes) -> Image.Image:
    """The picture, of which only the head is read yet."""
    try:
        found = Image.open(BytesIO(content), formats=FORMATS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise ValueError(_TOO_MANY_PIXELS) from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError):
        raise ValueError(NOT_AN_IMAGE) from None
    if found.width * found.height > MAX_PIXELS:
        raise ValueError(_TOO_MANY_PIXELS)
    # Telephones put several pictures into one JPEG (MPO); the first is the one that was meant.
    if found.format != "MPO" and getattr(found, "n_frames", 1) > 1:
        raise ValueError("Must not be animated.")
    return found


_TOO_MANY_PIXELS = f"Must have at most {MAX_PIXELS // 1_000_000} million pixels."


def _prepared(found: Image.Image) -> Image.Image:
    """The largest size, upright and in sRGB. Made small first: everything after it works on fewer pixels."""
    largest = max(SIZES.values())
    found.draft("RGB", (largest, largest))
    small = _plain(found)
    small.thumbnail((largest, largest), Image.Resampling.LANCZOS, reducing_gap=3)
    upright = ImageOps.exif_transpose(small)
    return _in_srgb(upright, found.info.get("icc_profile"))


def _plain(found: Image.Image) -> Image.Image:
    """The picture in a mode that can be made smaller: no palette, 8 bits for a channel."""
    if found.mode.startswith("I"):
        return found.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if found.mode in ("L", "RGB", "RGBA", "CMYK"):
        return found
    return found.convert("RGBA" if found.has_transparency_data else "RGB")


def _in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    target = "RGBA" if picture.has_transparency_data else "RGB"
    if profile and picture.mode != "RGBA":
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            converted = ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
        except (ImageCms.PyCMSError, OSError, ValueError):  # a profile that is none, or for another kind of picture
            converted = None
        if converted is not None:
            return converted
    return picture.convert(target)


def _rendition(whole: Image.Image, side: int) -> Rendition:
    picture = whole.copy()
    picture.thumbnail((side, side), Image.Resampling.LANCZOS)
    picture.info.clear()
    written = BytesIO()
    picture.save(written, "WEBP", quality=QUALITY, method=EFFORT)
    return Rendition(picture.width, picture.height, written.getvalue())
