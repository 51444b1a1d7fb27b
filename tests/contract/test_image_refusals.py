"""What the two operations that take forms refuse, in the words that are published."""

from functools import partial

import pytest
from litestar import Litestar

from parlour.access.tenant import Tenant
from parlour.confined.pool import TooMuchWork
from parlour.db.pool import Connection
from parlour.errors import Busy
from tests.contract.test_refusals import RefusalChecker
from tests.support.client import Client, Form
from tests.support.contract import Description
from tests.support.factories.catalogue import make_category, make_product
from tests.support.factories.images import make_image, picture
from tests.support.people import HARBOUR

UPLOAD, DELETE = "upload_image", "delete_image"


@pytest.fixture
def checker(published: Description) -> RefusalChecker:
    return RefusalChecker(published)


@pytest.fixture
async def form(conn: Connection, tenant: Tenant) -> Form:
    product = await make_product(conn, tenant, await make_category(conn, tenant), "Argan")
    await make_image(conn, tenant, product)
    return Form(image=picture(), company_id=HARBOUR, good_id=product.id)


async def test_a_form_that_cannot_be_read(client: Client, checker: RefusalChecker) -> None:
    cut_off = {"Content-Type": "multipart/form-data; boundary=x"}
    for operation, method in ((UPLOAD, "POST"), (DELETE, "DELETE")):
        answer = await client.send(method, "/images/good", content=b"--x\r\n", headers=cut_off)
        checker.compare(operation, "bad_form", answer)
        checker.compare(operation, "no_form", await client.send(method, "/images/good"))
        too_large = b"\0" * (11 * 1024 * 1024 + 1)
        checker.compare(operation, "too_large", await client.send(method, "/images/good", content=too_large))


async def test_faults_of_a_form(client: Client, checker: RefusalChecker, form: Form) -> None:
    without = Form(company_id=HARBOUR, good_id=form["good_id"])
    checker.compare(UPLOAD, "missing_field", await client.post("/images/good", without))
    checker.compare(UPLOAD, "wrong_kind", await client.post("/images/good", form | {"image": b"abc"}))
    checker.compare(UPLOAD, "no_subject", await client.post("/images/good", Form(image=picture())))
    checker.compare(UPLOAD, "unknown_entity", await client.post("/images/visit", form))
    nobody = Form(image=picture(), company_id=HARBOUR, master_id=999_999)
    checker.compare(UPLOAD, "no_such_team_member", await client.post("/images/team_member", nobody))
    damaged = form | {"image": picture("JPEG", (900, 900))[:4000]}
    checker.compare(UPLOAD, "damaged", await client.post("/images/good", damaged))


async def test_faults_of_deleting(client: Client, checker: RefusalChecker) -> None:
    checker.compare(DELETE, "missing_field", await client.delete("/images/good", json=Form(other=1)))
    checker.compare(DELETE, "wrong_kind", await client.delete("/images/good", json=Form(image_group_id="abc")))
    checker.compare(DELETE, "unknown_entity", await client.delete("/images/visit", json=Form(image_group_id=1)))
    checker.compare(DELETE, "no_image", await client.delete("/images/good", json=Form(image_group_id=999_999)))


async def test_what_takes_too_much_work_or_must_wait(
    client: Client, checker: RefusalChecker, form: Form, litestar: Litestar
) -> None:
    async def ask(error: Exception, *_: object) -> bytes:
        raise error

    for name, error in (("too_much_work", TooMuchWork()), ("too_many_images", Busy())):
        litestar.state.services.decoders.ask = partial(ask, error)
        answer = await client.post("/images/good", form)
        checker.compare(UPLOAD, name, answer)
    assert int(answer.headers["retry-after"]) > 0
