"""Documents and transactions in the answers of v1."""

from decimal import Decimal
from typing import Annotated, Any

import msgspec

from parlour.access.tenant import Tenant
from parlour.areas.inventory.model import documents
from parlour.areas.inventory.v1.wire import fields
from parlour.areas.locations.model import Location
from parlour.areas.locations.v1.wire import fields as location_fields
from parlour.areas.locations.v1.wire.place import Place
from parlour.areas.products.model import products
from parlour.areas.products.v1.wire import products as products_wire
from parlour.areas.stock.model.stock import Kind, UnitKind
from parlour.areas.stock.rights.scope import StockScope
from parlour.areas.stock.v1.wire import TITLES, document_code
from parlour.http.dates import format_local
from parlour.http.wire import Always, always, made, mapped, nested, of, or_else, says


class Named(msgspec.Struct, frozen=True):
    """A reference: id and name."""

    id: Annotated[int, says("Its id.", 1)]
    title: Annotated[str, says("Its name.", "Sale")]


def _digits(phone: str | None) -> str:
    return (phone or "").removeprefix("+")


class User(msgspec.Struct, frozen=True):
    """The user who created a document."""

    id: fields.UserId
    name: Annotated[str, says("The name of the user.", "Anna Berg", of=or_else("user_name", ""))]
    phone: Annotated[str, says("The phone number as digits, or empty.", "13155550175", of=made(_digits, "user_phone"))]
    email: Annotated[str, says("The email address, or empty.", "anna@example.com", of=or_else("user_email", ""))]
    is_approved: Annotated[bool, says("The user is known to be a person.", True, of=or_else("user_is_approved", False))]
    avatar: Annotated[str, says("Address of a picture, or empty.", "", of=or_else("user_avatar_url", ""))]

    from_model = mapped(documents.Document)


class DocumentCompany(Place, frozen=True, kw_only=True):
    """The location of a document."""

    business_group_id: Annotated[int, says("The chain that the location belongs to.", 1, of="chain_id")]
    allow_delete_record: Annotated[bool, always(True, "Appointments may be deleted; always true.")]
    allow_change_record: Annotated[bool, always(True, "Appointments may be changed; always true.")]

    from_model = mapped(Location)


def _offset_text(location: Location) -> str:
    return f"{location_fields.utc_offset_h(location):f}"


def _degrees_text(degrees: Decimal | None) -> str:
    return f"{degrees or Decimal(0):f}"


class OperationCompany(msgspec.Struct, frozen=True):
    """The location of an operation: in brief, with numbers as texts."""

    id: location_fields.LocationId
    title: location_fields.Title
    country_id: location_fields.CountryId
    city_id: location_fields.CityId
    timezone: Annotated[str, says("Hours ahead of UTC at this moment, as a text.", "-5", of=made(_offset_text))]
    address: location_fields.Address
    coordinate_lat: Annotated[str, says("Degrees north, as a text.", "40.7033", of=made(_degrees_text, "latitude"))]
    coordinate_lon: Annotated[str, says("Degrees east, as a text.", "-74.0116", of=made(_degrees_text, "longitude"))]
    logo: location_fields.Logo
    zip: location_fields.Zip
    phones: location_fields.Phones
    site: location_fields.Site

    from_model = mapped(Location)


def _document_code(kind: str) -> int:
    return document_code(Kind(kind))


def _document_type(kind: str) -> Named:
    return Named(_document_code(kind), TITLES[Kind(kind)])


def _to_storage(storage_id: int | None, tenant: Tenant) -> int:
    return StockScope.of(tenant).visible_storage_id(storage_id)


class DocumentHead(msgspec.Struct, frozen=True, kw_only=True):
    """What a document says."""

    id: fields.DocumentId
    type_id: Annotated[
        int,
        says(
            "What it does: 1 sale, 2 usage, 3 receipt, 7 write-off, 5 transfer; 6 stock-take (ours).",
            1,
            of=made(_document_code, "kind"),
        ),
    ]
    type: Annotated[Named, of(made(_document_type, "kind"))]
    storage_id: fields.StorageId
    to_storage_id: Annotated[
        int,
        says(
            "The storage that a transfer goes to; 0 for all other documents, and for a storage that the user may not"
            " see (ours).",
            0,
            of=made(_to_storage, "to_storage_id", "tenant"),
        ),
    ]
    user_id: fields.UserId
    master_id: Annotated[fields.TeamMember, of("team_member_id")]
    company_id: fields.LocationId
    number: Annotated[int, says("The number of the document: its id.", 9001, of="id")]
    comment: fields.Note
    create_date: Annotated[
        str,
        says(
            "When it happened, in the time of the location.",
            "2026-01-31 18:30:00",
            of=made(format_local, "occurred_at", "tenant.timezone"),
        ),
    ]
    bill_print_status: Annotated[int, always(0, "A bill was printed: 1; always 0.")]
    storage: Annotated[Named, of(made(Named, "storage_id", "storage_title"))]
    user: Annotated[User, of(nested(User))]


class Document(DocumentHead, frozen=True, kw_only=True):
    """A document."""

    company: Annotated[DocumentCompany, of(nested(DocumentCompany, "location"))]

    from_model = mapped(documents.Document, Location, Tenant)


class OperationDocument(DocumentHead, frozen=True, kw_only=True):
    """The document of an operation."""

    company: Annotated[OperationCompany, of(nested(OperationCompany, "location"))]

    from_model = mapped(documents.Document, Location, Tenant)


class TransactionFields(msgspec.Struct, frozen=True, kw_only=True):
    """What every answer with a transaction has."""

    id: fields.TransactionId
    document_id: fields.DocumentId
    type_id: fields.TransactionType
    company_id: fields.LocationId
    good_id: fields.ProductId
    amount: Annotated[fields.Amount, of("entered")]
    cost_per_unit: fields.SeenPrice
    discount: fields.Percent
    cost: fields.SeenCost
    unit_id: fields.UnitId
    operation_unit_type: fields.EnteredIn
    storage_id: fields.StorageId
    supplier_id: Annotated[int, says("The supplier; 0 for none.", 0)]
    record_id: fields.AppointmentId
    client_id: Annotated[int, says("The client; 0 for none.", 0)]
    master_id: Annotated[int, says("The team member; 0 for none.", 0, of="team_member_id")]
    create_date: fields.Occurred
    comment: fields.Note
    service_id: Annotated[int, says("The service it was used up in; 0 for none.", 0)]
    user_id: fields.UserId
    deleted: fields.Deleted
    pkg_amount: Annotated[Decimal, says("The amount of a package; always 0.", 0, of=Always(Decimal(0)))]
    counted_amount: fields.Counted
    expected_amount: fields.Expected


class TransactionRow(TransactionFields, frozen=True, kw_only=True):
    """A transaction in the list of a document."""

    from_model = mapped(documents.Transaction, Tenant)


def _type(kind: str) -> Named:
    return Named(fields.transaction_code(kind), TITLES[Kind(kind)])


def _unit(transaction: documents.Transaction) -> Named:
    is_sale = transaction.unit == UnitKind.SALE
    return Named(transaction.unit_id, transaction.sale_unit_title if is_sale else transaction.write_off_unit_title)


class OperationTransaction(TransactionFields, frozen=True, kw_only=True):
    """A transaction that was just entered, with the names of the items that it refers to."""

    type: Annotated[Named, of(made(_type, "kind"))]
    good: Annotated[Named, of(made(Named, "product_id", "product_title"))]
    storage: Annotated[Named, of(made(Named, "storage_id", "storage_title"))]
    unit: Annotated[Named, of(made(_unit))]
    supplier: fields.NoReference
    client: fields.NoReference
    master: fields.NoReference

    from_model = mapped(documents.Transaction, Tenant)


class Operation(msgspec.Struct, frozen=True):
    """A document with its transactions."""

    document_id: fields.DocumentId
    document: OperationDocument
    transactions: list[OperationTransaction]


class UnitOfMeasure(msgspec.Struct, frozen=True):
    """A unit; 0 as its location: it is the same everywhere."""

    id: Annotated[int, says("The unit.", 11)]
    company_id: Annotated[int, says("Always 0: units are the same for every location.", 0)]
    title: Annotated[str, says("Its name.", "Bottle")]
    short_title: Annotated[str, says("Its name in short.", "bottle")]


def _sale_unit(transaction: documents.Transaction) -> UnitOfMeasure:
    return UnitOfMeasure(transaction.sale_unit_id, 0, transaction.sale_unit_title, transaction.sale_unit_short_title)


def _write_off_unit(transaction: documents.Transaction) -> UnitOfMeasure:
    return UnitOfMeasure(
        transaction.write_off_unit_id, 0, transaction.write_off_unit_title, transaction.write_off_unit_short_title
    )


def _unit_of_amount(transaction: documents.Transaction) -> UnitOfMeasure:
    return _sale_unit(transaction) if transaction.unit == UnitKind.SALE else _write_off_unit(transaction)


class Client(msgspec.Struct, frozen=True):
    """Who something went to."""

    id: Annotated[int, says("The client.", 301)]
    name: Annotated[str, says("The name of the client.", "Otto Lind")]
    phone: Annotated[str, says("A telephone number, or empty.", "+13155550188")]
    email: Annotated[str, says("An email address, or empty.", "otto@example.com")]


class TeamMember(msgspec.Struct, frozen=True):
    """Who did it."""

    id: Annotated[int, says("The team member.", 3)]
    name: Annotated[str, says("The name of the team member.", "Anna Berg")]


class Good(products_wire.Product, frozen=True, kw_only=True):
    """The product of a transaction, as it is now."""

    id: Annotated[int, says("The product again.", 501)]
    unit: Annotated[str, says("The name of its sale unit in short.", "bottle", of="sale_unit_short_title")]
    loyalty_certificate_type: Annotated[
        dict[str, Any] | None, always(None, "The kind of gift card that it sells; always null.")
    ]

    from_model = mapped(products.ProductWithLevels, Tenant)


class Transaction(TransactionFields, frozen=True, kw_only=True):
    """One transaction, with all that it refers to."""

    type: Annotated[Named, of(made(_type, "kind"))]
    last_change_date: fields.Changed
    good_special_number: Annotated[str, always("", "The code of what was sold, such as a gift card; always empty.")]
    service_amount: Annotated[fields.WriteOffAmount, of("amount")]
    sale_amount: fields.SaleAmount
    service_unit_id: Annotated[int, says("The product's write-off unit then.", 4, of="write_off_unit_id")]
    sale_unit_id: Annotated[int, says("The product's sale unit then.", 11)]
    good: Annotated[Good, of(nested(Good, "product_with_levels", "tenant"))]
    sale_unit: Annotated[UnitOfMeasure, of(made(_sale_unit))]
    service_unit: Annotated[UnitOfMeasure, of(made(_write_off_unit))]
    goods_marks: Annotated[list[dict[str, Any]], always([], "Marks of single pieces; always empty.")]
    storage: Annotated[Named, of(made(Named, "storage_id", "storage_title"))]
    supplier: fields.NoReference
    client: Annotated[list[dict[str, Any]] | Client, always([], "Always an empty list: no client is known here.")]
    master: Annotated[
        list[dict[str, Any]] | TeamMember, always([], "Always an empty list: no team member is known here.")
    ]
    unit: Annotated[UnitOfMeasure, of(made(_unit_of_amount))]

    from_model = mapped(documents.Transaction, products.ProductWithLevels, Tenant)
