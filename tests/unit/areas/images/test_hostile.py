"""What is too much work is found before it is decoded."""

import pytest
from PIL import Image, ImageFile

from parlour.areas.images.model.headers import ImageHeader
from parlour.areas.images.service.rendering import render
from tests.support.factories.hostile_images import DAMAGED, HOSTILE
from tests.support.factories.images import picture, png, png_chunk, progressive


@pytest.mark.parametrize("kind", HOSTILE)
def test_it_is_refused_with_the_reason(kind: str) -> None:
    """Q-091."""
    make, words = HOSTILE[kind]
    content = make()
    with pytest.raises(ValueError, match=words):
        render(content)


@pytest.mark.parametrize("kind", [kind for kind, (_, words) in HOSTILE.items() if words != DAMAGED])
def test_it_is_refused_before_pixels_are_decoded(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    make, _ = HOSTILE[kind]
    content = make()

    def decode(*_: object, **__: object) -> None:
        pytest.fail("This was decoded.")

    monkeypatch.setattr(Image, "open", decode)
    monkeypatch.setattr(ImageFile.ImageFile, "load", decode)
    with pytest.raises(ValueError, match=HOSTILE[kind][1]):
        render(content)


def sizes(content: bytes) -> list[tuple[int, int]]:
    return [(rendition.width, rendition.height) for rendition in render(content)]


@pytest.mark.parametrize("mode", ["L", "RGB", "CMYK"])
def test_an_elaborate_progressive_picture_is_taken(mode: str) -> None:
    assert sizes(progressive((1200, 600), 20, mode)) == [(1200, 600), (800, 400), (200, 100)]


def test_a_picture_with_a_text_and_a_comment_is_taken() -> None:
    described = png((90, 60), rows=60, beside=png_chunk(b"tEXt", b"Title\0Argan oil") * 30)
    assert sizes(described) == [(90, 60)] * 3


def test_a_single_frame_is_no_animation() -> None:
    still = png((90, 60), rows=60, beside=png_chunk(b"acTL", b"\0\0\0\1\0\0\0\0"))
    assert sizes(still) == [(90, 60)] * 3


def test_bytes_after_the_end_of_a_picture_are_ignored() -> None:
    """Telephones put a film there."""
    assert sizes(picture("JPEG") + b"\xff\xda" * 1000) == [(64, 48)] * 3
    assert sizes(picture("PNG") + png_chunk(b"acTL", b"\0\0\0\7\0\0\0\0")) == [(64, 48)] * 3


@pytest.mark.parametrize(
    ("size", "largest"), [((1601, 1), (1600, 1)), ((1, 60_000), (1, 1600)), ((5000, 3333), (1600, 1067))]
)
def test_any_proportions_fit_the_square(size: tuple[int, int], largest: tuple[int, int]) -> None:
    assert sizes(picture("PNG", size, "L"))[0] == largest


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_size_that_the_decoder_reads_differently_is_refused(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is allowed was worked out from the size in the head as we read it."""
    misread = ImageHeader(kind, 10, 10, 400)
    monkeypatch.setattr("parlour.areas.images.service.rendering.read_header", lambda _: misread)
    with pytest.raises(ValueError, match=DAMAGED):
        render(picture(kind, (3000, 2000)))
