"""Every route of the server: the modules whose operations are mounted, and the pages beside them. Read this first.

Each handler states its own full path, operation id and requirement, so a search for a path finds its handler.
"""

from litestar import Router

from parlour.areas.accounts.v1 import auth
from parlour.areas.appointment_messages.pages import choice as message_choice
from parlour.areas.appointments.v1 import client_visits, record, record_consumables, records, records_of_partner, visits
from parlour.areas.appointments.v2 import appointments as appointments_v2
from parlour.areas.appointments.v2 import event_appointments, occupations, suggestions
from parlour.areas.audit.v1 import changes
from parlour.areas.bills_of_materials.v1 import technological_cards
from parlour.areas.booking_forms.v1 import forms as booking_forms
from parlour.areas.booking_forms.v1 import public as booking_forms_public
from parlour.areas.booking_page.pages import appointment as booked_page
from parlour.areas.booking_page.pages import booking as booking_page
from parlour.areas.booking_settings.v1 import settings as booking_settings
from parlour.areas.calendar_feeds.pages import calendar
from parlour.areas.calendar_feeds.v1 import calendar_feeds
from parlour.areas.categories.v1 import categories
from parlour.areas.chains.v1 import groups
from parlour.areas.client_accounts.v1 import account as client_account
from parlour.areas.client_accounts.v1 import signing_in as client_signing_in
from parlour.areas.clients.v1 import (
    bulk,
    clients,
    comments,
    downloads,
    erasure,
    files,
    finding,
    import_export,
    merges,
)
from parlour.areas.clients.v1 import search as client_search
from parlour.areas.clients.v2 import booking_users
from parlour.areas.custom_fields.v1 import custom_fields
from parlour.areas.custom_fields.v2 import custom_fields as custom_fields_v2
from parlour.areas.dictionaries.v1 import references
from parlour.areas.event_schedules.v1 import client_schedules
from parlour.areas.event_schedules.v1 import schedules as event_schedules
from parlour.areas.event_schedules.v1 import series as event_series
from parlour.areas.events.v1 import activity, duplication
from parlour.areas.events.v1 import search as event_search
from parlour.areas.events.v2 import events as events_v2
from parlour.areas.images.v1 import images, showing
from parlour.areas.inventory.v1 import documents, export, search, storages, transactions
from parlour.areas.inventory.v2 import sold_items
from parlour.areas.locations.v1 import companies
from parlour.areas.online_booking.v1 import activity as events_to_book
from parlour.areas.online_booking.v1 import booking, cabinet
from parlour.areas.online_booking.v1 import records as booked_records
from parlour.areas.online_booking.v1 import services as services_to_book
from parlour.areas.online_booking.v1 import staff as staff_to_book
from parlour.areas.online_booking.v1 import times as times_to_book
from parlour.areas.phone_codes.v1 import codes
from parlour.areas.products.v1 import products, tree
from parlour.areas.products.v2 import categories as categories_v2
from parlour.areas.products.v2 import products as products_v2
from parlour.areas.receipts.v1 import receipts
from parlour.areas.resources.v1 import resources
from parlour.areas.reviews.v1 import comments as review_comments
from parlour.areas.reviews.v1 import feedback
from parlour.areas.schedules.v1 import schedule, staff_schedule, timetable
from parlour.areas.services.v1 import categories as service_categories
from parlour.areas.services.v1 import links, services
from parlour.areas.services.v1 import staff as service_staff
from parlour.areas.services.v2 import attendance_services
from parlour.areas.services.v2 import services as services_v2
from parlour.areas.tags.v1 import labels
from parlour.areas.tags.v2 import tags
from parlour.areas.team.v1 import company_staff, positions, staff
from parlour.areas.team.v2 import positions as positions_v2
from parlour.areas.team.v2 import team_members
from parlour.areas.users.pages import invitations
from parlour.areas.users.v1 import users
from parlour.areas.utilities.v1 import utilities
from parlour.http import health
from parlour.http.operation import Operation
from parlour.http.own_router import OwnRouter
from parlour.http.sections import Section
from parlour.portal import routes as portal
from parlour.portal.mock.router import mock_router

MODULES = (
    auth,
    references,
    companies,
    groups,
    categories,
    tree,
    products,
    storages,
    search,
    export,
    documents,
    transactions,
    technological_cards,
    record_consumables,
    utilities,
    images,
    changes,
    users,
    labels,
    service_categories,
    services,
    service_staff,
    links,
    custom_fields,
    resources,
    schedule,
    staff_schedule,
    timetable,
    event_schedules,
    event_series,
    booking_settings,
    booking_forms,
    booking_forms_public,
    services_to_book,
    staff_to_book,
    times_to_book,
    booking,
    events_to_book,
    booked_records,
    cabinet,
    codes,
    client_signing_in,
    client_account,
    feedback,
    records,
    records_of_partner,
    client_schedules,
    record,
    calendar_feeds,
    visits,
    receipts,
    event_search,
    activity,
    duplication,
    review_comments,
    staff,
    company_staff,
    positions,
    clients,
    bulk,
    comments,
    files,
    finding,
    client_search,
    client_visits,
    import_export,
    merges,
    erasure,
    products_v2,
    categories_v2,
    sold_items,
    services_v2,
    attendance_services,
    appointments_v2,
    occupations,
    suggestions,
    events_v2,
    event_appointments,
    booking_users,
    tags,
    custom_fields_v2,
    team_members,
    positions_v2,
)
"""The modules with operations, in the order of the documentation."""

PAGES = (showing, downloads, invitations, calendar, booking_page, booked_page, message_choice)
"""The modules of areas with pages and files outside of the APIs."""

SECTIONS: tuple[Section, ...] = tuple(module.SECTION for module in PAGES)
"""The sections of areas outside of the APIs."""


def all_operations() -> list[Operation]:
    """Return every operation of all APIs."""
    return [operation for module in MODULES for operation in module.operations]


def all_routers() -> list[Router]:
    found = all_operations()
    api = OwnRouter("/", route_handlers=[operation.route_handler() for operation in found])
    return [api, mock_router(found), health.ROUTER, portal.ROUTER, *(module.ROUTER for module in PAGES)]
