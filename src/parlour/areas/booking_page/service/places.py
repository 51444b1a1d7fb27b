"""Finding the location of a booking page."""

from parlour.access.tenant import Tenant
from parlour.areas.booking_forms.model import BookingForm, ButtonPosition, FormPosition
from parlour.areas.booking_forms.service import get_public_form
from parlour.areas.booking_page.model.button import Button
from parlour.areas.booking_page.model.choice import Choice, Step, read_id
from parlour.areas.booking_page.model.look import Look
from parlour.areas.booking_page.model.place import Place
from parlour.areas.booking_page.queries import sites
from parlour.areas.booking_page.service.desk import Desk
from parlour.areas.booking_settings.service import get_booking_settings
from parlour.areas.locations.service.locations import get_location
from parlour.db.pool import Connection, connection
from parlour.errors import NotFound


async def find_place(conn: Connection, form_id: str) -> tuple[Tenant, Place] | None:
    """Return the location of a form by the form's id as it is in the address; None if there is none."""
    found = await _find_form(conn, form_id)
    return (found[0], await _place(conn, *found)) if found else None


async def get_place(desk: Desk, form_id: str) -> Place | None:
    """Return the location of a form; None if there is no such form."""
    async with connection(desk.pool) as conn:
        found = await find_place(conn, form_id)
    return found[1] if found else None


async def find_button(desk: Desk, form_id: str) -> Button | None:
    """Return the button of a form; None if there is no such form."""
    async with connection(desk.pool) as conn:
        found = await _find_form(conn, form_id)
    if found is None:
        return None
    form = found[1]
    return Button(
        form_id=form.id,
        is_shown=form.shows_button,
        color=form.button_color,
        is_top=form.button_position in (ButtonPosition.TOP_LEFT, ButtonPosition.TOP_RIGHT),
        is_left=form.button_position in (ButtonPosition.BOTTOM_LEFT, ButtonPosition.TOP_LEFT),
        is_panel_left=form.form_position is FormPosition.LEFT,
        is_animated=form.is_animated,
    )


async def _find_form(conn: Connection, form_id: str) -> tuple[Tenant, BookingForm] | None:
    number = read_id(form_id)
    if number is None:
        return None
    try:
        return await get_public_form(conn, number)
    except NotFound:
        return None


async def _place(conn: Connection, tenant: Tenant, form: BookingForm) -> Place:
    location = await get_location(conn, tenant.location_id, None)
    settings = await get_booking_settings(conn, tenant)
    return Place(
        form_id=form.id,
        title=location.title,
        address=", ".join(filter(None, (location.address, location.city))),
        phone=next(iter(location.phones), ""),
        logo_url=_path_of(location.logo_url),
        country_code=tenant.country_code,
        currency=tenant.currency,
        timezone=tenant.timezone,
        allows_any_member=settings.allows_any_member,
        confirms_phone=settings.confirms_phone,
        policy=settings.privacy_policy,
        terms_url=form.terms_url,
        member_title=form.member_title,
        pictures=[f"/images/{form.chain_id}/{name}" for name in (form.image_names or [])[:2]],
        look=Look(form.main_color, form.secondary_color),
        embedding_sites=await sites.list_sites(conn, tenant, form.id),
        steps=_steps(form),
        hidden_steps=_hidden_steps(form),
        preset=Choice(service_ids=() if form.service_id is None else (form.service_id,), member_id=form.team_member_id),
    )


def _steps(form: BookingForm) -> tuple[Step, ...]:
    """Return the steps in the order of the form. A time can be chosen once it is known for what and with whom."""
    places = {Step.SERVICES: form.service_place, Step.MEMBER: form.member_place}
    return (*sorted(places, key=lambda step: places[step]), Step.TIME, Step.CONTACT)


def _hidden_steps(form: BookingForm) -> tuple[Step, ...]:
    hidden = {
        Step.SERVICES: form.hides_service and form.service_id is not None,
        Step.MEMBER: form.hides_member and form.team_member_id is not None,
    }
    return tuple(step for step, is_hidden in hidden.items() if is_hidden)


def _path_of(url: str) -> str:
    """Return where a logo is on this server, by whatever name the visitor knows it; empty for one elsewhere."""
    _, images, name = url.rpartition("/images/")
    return f"{images}{name}"
