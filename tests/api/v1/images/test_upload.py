"""POST /images/{entity}"""

import asyncio
import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

import httpx
import pytest
from litestar import Litestar
from PIL import Image, ImageCms

from parlour.access.tenant import Tenant
from parlour.areas.products.model.products import Product
from parlour.db.pool import Connection
from parlour.files import FileStore
from tests.support.client import Client, Form, faults_of
from tests.support.factories.catalogue import for_chain, make_category, make_product
from tests.support.factories.images import picture
from tests.support.people import (
    ABROAD,
    ADMINISTRATOR,
    CHAIN,
    FOREIGNER,
    HARBOUR,
    HILLSIDE,
    MANAGER,
    NEIGHBOUR,
    OWNER,
    WORKER,
)

Build = Callable[..., Form]
Store = Callable[[], set[str]]
SIZES = ("large", "basic", "small")
GPS, ORIENTATION = 0x8825, 0x0112


def files_in(response: httpx.Response) -> dict[str, str]:
    """The names in the store of what an upload has made, by size."""
    assert response.status_code == 200, response.text
    images = response.json()["data"]["image_group"]["images"]
    return {size: images[size]["path"].partition("/images/")[2] for size in SIZES}


async def shown(http: httpx.AsyncClient, response: httpx.Response, size: str = "basic") -> Image.Image:
    """The picture that an upload has made."""
    found = await http.get(f"/images/{files_in(response)[size]}")
    assert found.status_code == 200
    return Image.open(BytesIO(found.content))


async def rows(conn: Connection) -> int:
    return int(await conn.fetchval("SELECT count(*) FROM images WHERE deleted_at IS NULL"))


async def test_a_picture_of_a_product_comes_in_three_sizes(
    client: Client, conn: Connection, form: Build, product: Product
) -> None:
    """Q-032."""
    response = await client.post("/images/good", form(image=picture("JPEG", (2000, 1000))))
    group = response.json()["data"]["image_group"]
    assert response.json()["data"]["image_binded"] is True
    assert (group["entity"], group["entity_id"]) == ("good", product.id)
    sizes = {size: (group["images"][size]["width"], group["images"][size]["height"]) for size in SIZES}
    assert sizes == {"large": (1600, 800), "basic": (800, 400), "small": (200, 100)}
    assert {group["images"][size]["id"] for size in SIZES} == {group["id"]}
    row = await conn.fetchrow("SELECT created_by, entity, entity_id FROM images WHERE id = $1", group["id"])
    assert row is not None
    assert tuple(row) == (OWNER.id, "product", product.id)


async def test_the_basic_size_and_the_group_stand_where_the_contract_looks_for_them(
    client: Client, form: Build
) -> None:
    """Q-031, Q-143."""
    answer = (await client.post("/images/good", form())).json()
    assert answer["image_group"] == answer["ImageGroup"] == answer["data"]["image_group"]
    images = answer["image_group"]["images"]
    assert {name: images[name] for name in images if name not in SIZES} == images["basic"]


@pytest.mark.parametrize("entity", ["good", "product"])
async def test_a_product_goes_by_either_name(client: Client, form: Build, entity: str) -> None:
    assert (await client.post(f"/images/{entity}", form())).status_code == 200


@pytest.mark.parametrize("entity", ["company", "location", "salon"])
async def test_a_location_goes_by_any_name_and_shows_its_picture_as_logo(
    client: Client, form: Build, entity: str
) -> None:
    response = await client.post(f"/images/{entity}", form(good_id=None))
    group = response.json()["data"]["image_group"]
    assert (group["entity"], group["entity_id"]) == ("company", HARBOUR)
    logo = (await client.get(f"/company/{HARBOUR}")).json()["data"]["logo"]
    assert logo == group["images"]["basic"]["path"]


@pytest.mark.parametrize("name", ["location_id", "salon_id", "companyId"])
async def test_the_location_comes_under_any_name_of_its_family(client: Client, form: Build, name: str) -> None:
    assert (await client.post("/images/good", form(company_id=None, **{name: HARBOUR}))).status_code == 200


async def test_a_small_picture_is_not_enlarged(client: Client, http: httpx.AsyncClient, form: Build) -> None:
    response = await client.post("/images/good", form(image=picture(size=(64, 48))))
    for size in SIZES:
        assert (await shown(http, response, size)).size == (64, 48)


@pytest.mark.parametrize(
    ("kind", "mode"),
    [("PNG", "RGB"), ("PNG", "RGBA"), ("PNG", "P"), ("PNG", "L"), ("PNG", "LA"), ("PNG", "1"), ("PNG", "I;16"),
     ("JPEG", "RGB"), ("JPEG", "L"), ("JPEG", "CMYK"), ("WEBP", "RGB"), ("WEBP", "RGBA")],
)  # fmt: skip
async def test_every_kind_of_picture_is_taken(
    client: Client, http: httpx.AsyncClient, form: Build, kind: str, mode: str
) -> None:
    response = await client.post("/images/good", form(image=picture(kind, (300, 200), mode)))
    found = await shown(http, response)
    assert (found.format, found.size) == ("WEBP", (300, 200))


async def test_transparency_is_kept(client: Client, http: httpx.AsyncClient, form: Build) -> None:
    glass = BytesIO()
    Image.new("RGBA", (30, 20), (200, 0, 0, 0)).save(glass, "PNG")
    found = await shown(http, await client.post("/images/good", form(image=glass.getvalue())))
    assert found.convert("RGBA").getpixel((5, 5))[3] == 0  # type: ignore[index] # a pixel of four channels


async def test_what_a_camera_wrote_beside_the_picture_is_gone_and_the_picture_upright(
    client: Client, http: httpx.AsyncClient, form: Build
) -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    exif.get_ifd(GPS)[2] = (52.0, 31.0, 12.0)
    camera = picture("JPEG", (600, 400), exif=exif.tobytes(), comment=b"Anna's salon")
    assert Image.open(BytesIO(camera)).getexif().get_ifd(GPS)
    response = await client.post("/images/good", form(image=camera))
    for size in SIZES:
        found = await shown(http, response, size)
        assert found.width < found.height
        assert not found.getexif()
        assert not found.info.keys() & {"exif", "xmp", "icc_profile", "comment"}


async def test_colours_are_turned_into_srgb(client: Client, http: httpx.AsyncClient, form: Build) -> None:
    """A profile whose red and blue are exchanged shows that it was heeded."""
    red = BytesIO()
    Image.new("RGB", (40, 40), (250, 0, 0)).save(red, "PNG", icc_profile=swapped_profile())
    found = await shown(http, await client.post("/images/good", form(image=red.getvalue())))
    red_part, _, blue_part = found.convert("RGB").getpixel((20, 20))  # type: ignore[misc] # a pixel of three channels
    assert blue_part > 200 > 50 > red_part


def swapped_profile() -> bytes:
    plain = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    tags = {bytes(plain[place : place + 4]): place for place in range(132, 132 + 12 * plain[131], 12)}
    red, blue = tags[b"rXYZ"], tags[b"bXYZ"]
    plain[red : red + 4], plain[blue : blue + 4] = b"bXYZ", b"rXYZ"
    return bytes(plain)


async def test_a_broken_colour_profile_does_not_matter(client: Client, form: Build) -> None:
    broken = picture("PNG", icc_profile=b"no profile at all")
    assert (await client.post("/images/good", form(image=broken))).status_code == 200


def bomb() -> bytes:
    written = BytesIO()
    Image.new("1", (30_000, 30_000)).save(written, "PNG")
    return written.getvalue()


def animation(kind: str) -> bytes:
    written = BytesIO()
    frames = [Image.new("RGB", (20, 20), (shade, 0, 0)) for shade in (0, 120, 240)]
    frames[0].save(written, kind, save_all=True, append_images=frames[1:])
    return written.getvalue()


NOT_AN_IMAGE = "Expected a PNG, JPEG or WebP image."
WRONG: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing": (lambda: b"", NOT_AN_IMAGE),
    "a script": (lambda: b"#!/bin/sh\nrm -rf /\n", NOT_AN_IMAGE),
    "a script behind the first bytes of a picture": (lambda: b"\x89PNG\r\n\x1a\n<?php system($_GET[1]);", NOT_AN_IMAGE),
    "a page": (lambda: b"<html><script>alert(1)</script></html>", NOT_AN_IMAGE),
    "a drawing": (lambda: b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', NOT_AN_IMAGE),
    "a GIF": (lambda: picture("GIF"), NOT_AN_IMAGE),
    "a TIFF": (lambda: picture("TIFF"), NOT_AN_IMAGE),
    "a bomb": (bomb, "Must have at most 50 million pixels."),
    "a little too many pixels": (lambda: picture("PNG", (7_100, 7_100), "1"), "Must have at most 50 million pixels."),
    "half a JPEG": (lambda: (whole := picture("JPEG", (900, 900)))[: len(whole) // 2], "damaged"),
    "half a PNG": (lambda: (whole := picture("PNG", (900, 900)))[: len(whole) // 2], "damaged"),
    "half a WebP": (lambda: (whole := picture("WEBP", (900, 900)))[: len(whole) // 2], ""),
    "moving PNG": (lambda: animation("PNG"), "Must not be animated."),
    "moving WebP": (lambda: animation("WEBP"), "Must not be animated."),
    "too many bytes": (lambda: picture() + b"\0" * (10 * 1024 * 1024), "Must be at most 10 MiB."),
}


@pytest.mark.parametrize("kind", WRONG)
async def test_a_file_that_is_no_picture_is_refused_and_not_stored(
    client: Client, conn: Connection, form: Build, store: Store, kind: str
) -> None:
    make, words = WRONG[kind]
    before = store()
    faults = faults_of(await client.post("/images/good", form(image=make())))
    assert faults.keys() == {"image"}
    assert words in faults["image"]
    assert store() == before
    assert await rows(conn) == 0


async def test_a_picture_of_several_in_one_file_from_a_telephone_is_its_first(client: Client, form: Build) -> None:
    several = BytesIO()
    Image.new("RGB", (60, 40)).save(several, "MPO", save_all=True, append_images=[Image.new("RGB", (20, 20))])
    response = await client.post("/images/good", form(image=several.getvalue()))
    assert response.json()["data"]["image_group"]["images"]["basic"]["width"] == 60


async def test_all_faults_of_a_form_are_reported_together(client: Client, form: Build) -> None:
    """Q-033, Q-146."""
    assert faults_of(await client.post("/images/visit", Form(company_id="abc"))) == {
        "entity": "Expected good, company, team_member, service or booking_form.",
        "image": "This field is missing.",
        "company_id": 'Expected a whole number, not "abc".',
    }
    assert faults_of(await client.post("/images/good", form(company_id=None, good_id=None))).keys() == {
        "company_id",
        "good_id",
    }


@pytest.mark.parametrize("entity", ["visit", "x", "GOOD"])
async def test_entities_without_pictures_are_refused(client: Client, form: Build, entity: str) -> None:
    """Q-033."""
    assert faults_of(await client.post(f"/images/{entity}", form())).keys() == {"entity"}


BOUNDARY = {"Content-Type": "multipart/form-data; boundary=x"}


@pytest.mark.parametrize(
    ("content", "headers", "message"),
    [
        (b"", {}, "A form is expected, sent as multipart/form-data."),
        (b"{}", {"Content-Type": "application/json"}, "A form is expected, sent as multipart/form-data."),
        (b"--x", {"Content-Type": "multipart/form-data"}, "A form is expected, sent as multipart/form-data."),
        (b"--x\r\n", BOUNDARY, "The form can't be read."),
        (b"no form", BOUNDARY, "The form can't be read."),
        (b'--x\r\nContent-Disposition: form-data; name="image"\r\n\r\nabc', BOUNDARY, "The form can't be read."),
        (
            b'--x\r\nContent-Disposition: form-data; name="\xff"\r\n\r\nabc\r\n--x--',
            BOUNDARY,
            "The form can't be read.",
        ),
    ],
)
async def test_a_body_that_is_no_form_is_refused(
    client: Client, content: bytes, headers: dict[str, str], message: str
) -> None:
    response = await client.send("POST", "/images/good", content=content, headers=headers)
    assert (response.status_code, response.json()["meta"]["message"]) == (400, message)


async def test_a_text_that_is_none_is_a_fault_of_its_field(client: Client, form: Build) -> None:
    response = await client.post("/images/good", files=Form(form() | {"company_id": b"\xff\x00"}).parts)
    assert faults_of(response).keys() == {"company_id"}


async def test_more_than_a_form_may_hold_is_refused(client: Client, form: Build) -> None:
    response = await client.post("/images/good", form(image=b"\0" * (11 * 1024 * 1024)))
    assert response.status_code == 413
    assert response.json()["meta"]["message"] == "The body is too large: at most 11 MiB is accepted."


async def test_other_operations_take_no_more_than_before(client: Client) -> None:
    response = await client.send("POST", f"/goods/{HARBOUR}", content=b" " * (1024 * 1024 + 1))
    assert response.json()["meta"]["message"] == "The body is too large: at most 1 MiB is accepted."


@pytest.mark.parametrize(
    ("person", "location_id", "status"),
    [(OWNER, HARBOUR, 200), (MANAGER, HARBOUR, 200), (WORKER, HARBOUR, 403), (NEIGHBOUR, HARBOUR, 403),
     (FOREIGNER, HARBOUR, 404), (OWNER, ABROAD, 404), (OWNER, 999_999, 404), (MANAGER, HILLSIDE, 403)],
)  # fmt: skip
async def test_a_location_gets_its_logo_from_who_may_change_it(
    client: Client, conn: Connection, form: Build, store: Store, person: Any, location_id: int, status: int
) -> None:
    before = store()
    response = await client.by(person).post("/images/company", form(company_id=location_id, good_id=None))
    assert response.status_code == status
    if status != 200:
        assert store() == before
        assert await conn.fetchval("SELECT bool_and(logo_url = '') FROM locations")


async def test_a_right_to_change_products_is_none_to_change_the_location(client: Client, form: Build) -> None:
    administrator = client.by(ADMINISTRATOR)
    assert (await administrator.post("/images/good", form())).status_code == 200
    response = await administrator.post("/images/company", form(good_id=None))
    assert response.json()["meta"]["message"] == "You lack the right settings_basis_access in this location."


async def test_a_product_of_the_chain_needs_the_right_in_the_chain(
    client: Client, conn: Connection, tenant: Tenant, form: Build, store: Store
) -> None:
    chain, before = for_chain(tenant), store()
    shared = await make_product(conn, chain, await make_category(conn, chain), "Shared")
    refused = await client.by(MANAGER).post("/images/good", form(good_id=shared.id))
    assert refused.status_code == 403
    assert "belongs to the chain" in refused.json()["meta"]["message"]
    assert store() == before
    assert (await client.post("/images/good", form(good_id=shared.id))).status_code == 200


async def test_a_product_that_is_not_there_or_elsewhere_is_not_found(
    client: Client, conn: Connection, form: Build, product: Product, store: Store
) -> None:
    before = store()
    assert (await client.post("/images/good", form(good_id=999_999))).status_code == 404
    assert (await client.post("/images/good", form(company_id=HILLSIDE))).status_code == 404
    await conn.execute("UPDATE products SET deleted_at = now() WHERE id = $1", product.id)
    assert (await client.post("/images/good", form())).status_code == 404
    assert store() == before


async def test_a_new_picture_takes_the_place_of_the_one_before(
    client: Client, conn: Connection, form: Build, store: Store
) -> None:
    """Q-033."""
    before = store()
    first = files_in(await client.post("/images/good", form()))
    second = files_in(await client.post("/images/good", form()))
    assert not set(first.values()) & set(second.values())
    assert store() - before == set(second.values())
    assert await rows(conn) == 1


async def test_names_of_files_cannot_be_guessed_from_what_they_hold(client: Client, form: Build) -> None:
    names = [files_in(await client.post("/images/good", form())) for _ in range(2)]
    assert names[0] != names[1]
    assert all(re.fullmatch(rf"{CHAIN}/[0-9a-f]{{32}}\.webp", name) for name in names[0].values())


async def test_eight_uploads_at_once_leave_one_picture_and_its_files(
    client: Client, conn: Connection, form: Build, store: Store
) -> None:
    before = store()
    big = picture("JPEG", (1200, 900))
    responses = await asyncio.gather(*(client.post("/images/good", form(image=big)) for _ in range(8)))
    assert [response.status_code for response in responses] == [200] * 8
    names = await conn.fetchval("SELECT names FROM images WHERE deleted_at IS NULL")
    assert store() - before == {f"{CHAIN}/{name}" for name in names}
    assert await rows(conn) == 1


async def test_eight_uploads_for_eight_products_all_stay(
    client: Client, conn: Connection, tenant: Tenant, form: Build, store: Store
) -> None:
    before = store()
    shelf = await make_category(conn, tenant, "Shelf")
    products = [await make_product(conn, tenant, shelf, f"Product {number}") for number in range(8)]
    answers = await asyncio.gather(*(client.post("/images/good", form(good_id=product.id)) for product in products))
    assert store() - before == {name for answer in answers for name in files_in(answer).values()}
    assert await rows(conn) == 8


async def test_a_store_that_does_not_answer_leaves_no_row(
    client: Client, conn: Connection, form: Build, litestar: Litestar
) -> None:
    def nowhere() -> Any:
        raise OSError("gone")

    litestar.state.services.files = FileStore(nowhere)
    response = await client.post("/images/good", form())
    assert (response.status_code, response.json()["meta"]["message"]) == (
        503,
        "The image store doesn't answer at the moment. Try again shortly.",
    )
    assert await rows(conn) == 0
