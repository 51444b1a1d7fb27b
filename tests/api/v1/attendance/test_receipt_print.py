"""GET /attendance/receipt_print/{visit_id}: read back by another library than the one that writes it"""

import io
from typing import Any

import pypdf
import pytest
from litestar import Litestar

from parlour.access.tenant import Tenant
from parlour.areas.receipts.model.labels import LABELS
from parlour.areas.receipts.model.receipts import Fact, Receipt, Row
from parlour.areas.receipts.service.printing import print_receipt
from parlour.confined.pool import TooMuchWork
from parlour.db.pool import Connection
from parlour.errors import Busy
from tests.support.client import Client
from tests.support.factories.payments import make_payment
from tests.support.factories.users import make_member
from tests.support.people import ADMINISTRATOR, FOREIGNER, NEIGHBOUR, Person
from tests.support.visiting import Visiting, open_visit, put


@pytest.fixture
async def visiting(conn: Connection, tenant: Tenant) -> Visiting:
    return await open_visit(conn, tenant)


def lines_of(pdf: bytes) -> list[str]:
    """The lines of a PDF, without blanks: how these are spaced doesn't matter."""
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    text = "\n".join(page.extract_text() for page in reader.pages)
    return ["".join(line.split()) for line in text.splitlines() if line.strip()]


def has(lines: list[str], *texts: str) -> bool:
    """Whether the lines have these texts, in whichever order they come."""
    whole = "".join(lines)
    return all("".join(text.split()) in whole for text in texts)


async def test_a_receipt_has_what_was_sold_and_paid(
    client: Client, conn: Connection, tenant: Tenant, visiting: Visiting
) -> None:
    """Q-313."""
    await conn.execute("UPDATE locations SET title = 'Harbour', address = '12 Water Street', phones = '{+13155550100}'")
    services = [{"id": visiting.salon.haircut, "discount": 10}]
    await put(client, visiting, services=services, goods_transactions=[visiting.sale(amount=2)])
    await make_payment(conn, tenant, visiting.cut, "100")
    response = await client.get(f"/attendance/receipt_print/{visiting.visit}")
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/pdf"
    assert response.headers["content-disposition"] == f'inline; filename="receipt-{visiting.visit}.pdf"'
    lines = lines_of(response.content)
    assert has(lines, "Harbour", "12 Water Street", "+13155550100", "Receipt", "2/2/26", "2:00", "Maya Reyes")
    assert has(lines, str(visiting.document))
    assert has(lines, "Haircut", "1 × $50.00 − 10 %", "$45.00")
    assert has(lines, "Colouring", "1 × $80.00", "Shampoo", "2 × $12.50", "$25.00")
    totals = lines[lines.index("Shampoo") + 1 :]
    assert has(totals, "Discount", "$5.00", "Total", "$150.00", "Cash", "$100.00", "Paid", "To pay", "$50.00")


LOCALES = [
    ("de_DE", "EUR", "Färben", ["Beleg", "Kunde", "80,00 €", "Zu zahlen"]),
    ("ru_RU", "KZT", "Окрашивание", ["Чек", "Клиент", "80,00", "К оплате"]),
    ("el_GR", "EUR", "Βαφή", ["Απόδειξη", "Πελάτης", "80,00 €"]),
    ("zh_CN", "CNY", "染发", ["收据", "顾客", "¥80.00", "应付"]),
    ("ja_JP", "JPY", "カラーリング", ["領収書", "お客様", "￥80"]),
    ("ko_KR", "KRW", "염색", ["영수증", "고객", "₩80"]),
    ("sv_SE", "SEK", "Färgning", ["Receipt", "80,00 kr"]),
]


@pytest.mark.parametrize(("locale", "currency", "title", "expected"), LOCALES)
async def test_it_is_in_the_language_and_currency_of_the_location(
    client: Client, conn: Connection, visiting: Visiting, locale: str, currency: str, title: str, expected: list[str]
) -> None:
    await conn.execute("UPDATE locations SET locale = $1, currency = $2", locale, currency)
    await conn.execute("UPDATE appointment_services SET title = $1 WHERE title = 'Colouring'", title)
    lines = lines_of((await client.get(f"/attendance/receipt_print/{visiting.visit}")).content)
    assert has(lines, title, *expected), lines


@pytest.mark.parametrize(
    ("locale", "currency", "title", "words"),
    [("ar_AE", "AED", "صبغة", ["إيصال", "العميل", "المتبقي"]), ("he_IL", "ILS", "צביעה", ["קבלה", "לקוח", "לתשלום"])],
)
async def test_scripts_from_right_to_left(
    client: Client, conn: Connection, visiting: Visiting, locale: str, currency: str, title: str, words: list[str]
) -> None:
    """Labels are on the right, amounts on the left, and the letters of each word are there in their order."""
    await conn.execute("UPDATE locations SET locale = $1, currency = $2", locale, currency)
    await conn.execute("UPDATE appointment_services SET title = $1 WHERE title = 'Colouring'", title)
    content = (await client.get(f"/attendance/receipt_print/{visiting.visit}")).content
    assert has(lines_of(content), title, "80.00", *words)
    places: dict[str, float] = {}

    def visit(text: str, _: Any, matrix: list[float], *__: Any) -> None:
        places.setdefault(text.strip(), matrix[4])

    page = pypdf.PdfReader(io.BytesIO(content)).pages[0]
    page.extract_text(visitor_text=visit)
    assert float(page.mediabox.width) / 2 > places[str(visiting.document)]


async def test_a_client_whom_the_user_may_not_see_is_left_out(
    client: Client, conn: Connection, visiting: Visiting
) -> None:
    user = await make_member(conn, "cashier", "administrator", record_form_client_access=False)
    lines = lines_of((await client.by(user).get(f"/attendance/receipt_print/{visiting.visit}")).content)
    assert has(lines, "Haircut")
    assert not has(lines, "Maya")


async def test_a_missed_appointment_is_not_on_it(client: Client, conn: Connection, visiting: Visiting) -> None:
    await conn.execute("UPDATE appointments SET attendance = 'no_show' WHERE id = $1", visiting.colour)
    lines = lines_of((await client.get(f"/attendance/receipt_print/{visiting.visit}")).content)
    assert has(lines, "Total", "$50.00")
    assert not has(lines, "Colouring")


def test_a_long_receipt_has_all_its_rows() -> None:
    rows = [Row(f"Row{number} " + "word " * 40, "1 × 1", "1") for number in range(300)]
    receipt = Receipt("Receipt", ["Harbour"], [], rows, [Fact("Total", "300")], [])
    lines = lines_of(print_receipt(receipt))
    assert all(has(lines, f"Row{number}word") for number in range(300))


def test_every_language_can_be_printed() -> None:
    for labels in LABELS.values():
        words = [getattr(labels, name) for name in labels.__struct_fields__]
        receipt = Receipt(labels.receipt, ["Harbour"], [Fact(word, "1") for word in words], [], [], [])
        lines = lines_of(print_receipt(receipt))
        assert has(lines, *(word for word in words if word.isascii())), labels


@pytest.mark.parametrize(("person", "status"), [(ADMINISTRATOR, 200), (NEIGHBOUR, 403), (FOREIGNER, 404)])
async def test_who_may_print(client: Client, visiting: Visiting, person: Person, status: int) -> None:
    assert (await client.by(person).get(f"/attendance/receipt_print/{visiting.visit}")).status_code == status


async def test_printing_needs_its_right(client: Client, conn: Connection, visiting: Visiting) -> None:
    user = await make_member(conn, "cashier", "administrator", finances_print_check_access=False)
    assert (await client.by(user).get(f"/attendance/receipt_print/{visiting.visit}")).status_code == 403
    assert (await client.get("/attendance/receipt_print/999")).status_code == 404


async def test_a_visit_without_appointments_has_none(client: Client, conn: Connection, visiting: Visiting) -> None:
    await conn.execute("UPDATE appointments SET deleted_at = now()")
    assert (await client.get(f"/attendance/receipt_print/{visiting.visit}")).status_code == 404


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (Busy(), "The server is too busy with such requests at the moment. Try again shortly."),
        (TooMuchWork(), "The printer of receipts doesn't answer at the moment. Try again shortly."),
    ],
)
async def test_a_printer_that_can_not_print(
    error: Exception,
    message: str,
    client: Client,
    litestar: Litestar,
    visiting: Visiting,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def ask(*_: Any) -> bytes:
        raise error

    monkeypatch.setattr(litestar.state.services.printers, "ask", ask)
    response = await client.get(f"/attendance/receipt_print/{visiting.visit}")
    assert (response.status_code, response.json()["meta"]["message"]) == (503, message)
