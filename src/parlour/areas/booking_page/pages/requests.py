"""What the pages share about requests and answers."""

from typing import Any

from litestar import Request, Response

from parlour.areas.booking_page.model.place import Place
from parlour.areas.booking_page.pages.rendering import STYLESHEET, render_missing
from parlour.areas.booking_page.pages.visitor import Visitor, visitor_of
from parlour.areas.booking_page.service.desk import Desk
from parlour.http.addresses import address_of
from parlour.http.services import services_of
from parlour.pages.notices import error_pages
from parlour.pages.page import Page

AnyRequest = Request[Any, Any, Any]
ERROR_PAGES = error_pages(STYLESHEET, lambda request: visitor_of(request).language)
NOT_STORED = "no-store"


def desk_of(request: AnyRequest) -> Desk:
    services = services_of(request)
    is_mobile = "Mobi" in request.headers.get("user-agent", "")
    codes_per_hour = services.settings.sms_codes_per_hour
    return Desk(services.pool, services.writer_slots, address_of(request), is_mobile, codes_per_hour)


def answer(request: AnyRequest, place: Place, page: Page) -> Response[bytes]:
    """Return a page that browsers don't keep: what is free changes, and the visitor may have typed something."""
    return page.answer(request, cached=NOT_STORED, framed_by=place.embedding_sites)


def missing(request: AnyRequest, visitor: Visitor, heading: str) -> Response[bytes]:
    """Return the page for an address behind which there is nothing."""
    return render_missing(visitor.language, heading).answer(request, cached=NOT_STORED)


def redirect(address: str) -> Response[bytes]:
    """Return the answer to a form that leads to a page, which can then be loaded again without sending the form."""
    return Response(b"", status_code=303, headers={"Location": address, "Cache-Control": NOT_STORED})
