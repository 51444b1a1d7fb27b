"""Printing receipts of visits (tag Appointments)."""

from typing import Annotated

from parlour.access.identity import Identity
from parlour.access.permissions import Entry, Permission
from parlour.areas.appointments.service.visits import tenant_of
from parlour.areas.receipts import refusals
from parlour.areas.receipts.service import receipts
from parlour.db.pool import connection
from parlour.http.apis import B2B_V1
from parlour.http.context import Detached
from parlour.http.operations import Operations
from parlour.http.path_parts import PathPart
from parlour.http.pdf_answer import PDFAnswer
from parlour.refusals import NO_ACCESS, NO_RIGHT

operations = Operations(B2B_V1, "Appointments")

VisitInPath = Annotated[int, PathPart("Visit", "The visit.", 3001)]


@operations.get(
    "/api/v1/attendance/receipt_print/{visit_id}",
    "get_visit_receipt_pdf",
    Entry.USER,
    refuses=(NO_ACCESS, NO_RIGHT.showing(Permission.RECEIPTS_PRINT), refusals.TOO_BUSY, refusals.NOT_PRINTED),
)
async def get_visit_receipt_pdf(ctx: Detached[Identity], visit_id: VisitInPath) -> PDFAnswer:
    """Print the receipt of a visit

    A PDF in the language and currency of the location: what was sold and with which discounts, what was paid and what
    is left to pay. It is no fiscal receipt. Needs the rights `finances_print_check_access` and `record_form_access`.
    """
    async with connection(ctx.pool) as conn:
        tenant = await tenant_of(conn, ctx.user, visit_id)
        tenant.require(Permission.RECEIPTS_PRINT)
        tenant.require(Permission.APPOINTMENT_VIEW)
        receipt = await receipts.read_receipt(conn, tenant, visit_id)
    content = await receipts.print_receipt(ctx.services.printers, receipt, ctx.disconnected)
    return PDFAnswer(content, f"receipt-{visit_id}.pdf")
