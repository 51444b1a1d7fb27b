"""Documents and transactions in the answers of v1."""

from decimal import Decimal
from typing import Annotated, Any

import msgspec
from msgspec.structs import asdict

from parlour.access.tenant import Tenant
from parlour.areas.inventory.model import documents
from parlour.areas.inventory.v1.wire import fields
from parlour.areas.locations.model import Location
from parlour.areas.locations.v1.wire import fields as location_fields
from parlour.areas.locations.v1.wire.place import Place
from parlour.areas.products.model import products
from parlour.areas.products.v1.wire import products as products_wire
from parlour.areas.stock.model.codes import CODES, TITLES, UNIT_CODES, document_code
from parlour.areas.stock.model.stock import Kind, UnitKind
from parlour.areas.stock.rights.limits import sees_costs
from parlour.areas.stock.rights.scope import StockScope
from parlour.http.dates import format_instant, format_local
from parlour.http.wire import always, mapped, says


class Named(msgspec.Struct, frozen=True):
    """Something by its id and its name."""

    id: Annotated[int, says("Its id.", 1)]
    title: Annotated[str, says("Its name.", "Sale")]


class User(msgspec.Struct, frozen=True):
    """Who wrote a document."""

    id: fields.UserId
    name: Annotated[str, says("The name of the user.", "Anna Berg")]
    phone: Annotated[str, says("The phone number as digits, or empty.", "13155550175")]
    email: Annotated[str, says("The email address, or empty.", "anna@example.com")]
    is_approved: Annotated[bool, says("The user is known to be a person.", True)]
    avatar: Annotated[str, says("Address of a picture, or empty.", "")]

    @classmethod
    def of(cls, document: documents.Document) -> "User":
        return cls(
            id=document.user_id or 0,
            name=document.user_name or "",
            phone=(document.user_phone or "").removeprefix("+"),
            email=document.user_email or "",
            is_approved=bool(document.user_is_approved),
            avatar=document.user_avatar_url or "",
        )


class DocumentCompany(Place, frozen=True, kw_only=True):
    """The location of a document."""

    business_group_id: Annotated[int, says("The chain that the location belongs to.", 1)]
    allow_delete_record: Annotated[bool, says("Appointments may be deleted; always true.", True)]
    allow_change_record: Annotated[bool, says("Appointments may be changed; always true.", True)]

    @classmethod
    def from_model(cls, location: Location) -> "DocumentCompany":
        return cls(
            **asdict(Place.of(location)),
            business_group_id=location.chain_id,
            allow_delete_record=True,
            allow_change_record=True,
        )


class OperationCompany(msgspec.Struct, frozen=True):
    """The location of an operation: in brief, with numbers as texts."""

    id: fields.LocationId
    title: location_fields.Title
    country_id: location_fields.CountryId
    city_id: location_fields.CityId
    timezone: Annotated[str, says("Hours ahead of UTC at this moment, as a text.", "-5")]
    address: location_fields.Address
    coordinate_lat: Annotated[str, says("Degrees north, as a text.", "40.7033")]
    coordinate_lon: Annotated[str, says("Degrees east, as a text.", "-74.0116")]
    logo: location_fields.Logo
    zip: location_fields.Zip
    phones: location_fields.Phones
    site: location_fields.Site

    @classmethod
    def from_model(cls, location: Location) -> "OperationCompany":
        place = Place.of(location)
        return cls(
            id=place.id,
            title=place.title,
            country_id=place.country_id,
            city_id=place.city_id,
            timezone=f"{place.timezone:f}",
            address=place.address,
            coordinate_lat=f"{place.coordinate_lat:f}",
            coordinate_lon=f"{place.coordinate_lon:f}",
            logo=place.logo,
            zip=place.zip,
            phones=place.phones,
            site=place.site,
        )


class DocumentHead(msgspec.Struct, frozen=True, kw_only=True):
    """What a document says."""

    id: fields.DocumentId
    type_id: Annotated[
        int, says("What it does: 1 sale, 2 usage, 3 receipt, 7 write-off, 5 transfer; 6 stock-take (ours).", 1)
    ]
    type: Named
    storage_id: fields.StorageId
    to_storage_id: Annotated[
        int, says("Where a transfer goes to; 0 for all other documents, and for a storage out of sight (ours).", 0)
    ]
    user_id: fields.UserId
    master_id: fields.TeamMember
    company_id: fields.LocationId
    number: Annotated[int, says("The number of the document: its id.", 9001)]
    comment: Annotated[str, says("A note; may be empty.", "Sold at the desk")]
    create_date: Annotated[str, says("When it happened, in the time of the location.", "2026-01-31 18:30:00")]
    bill_print_status: Annotated[int, says("A bill was printed: 1; always 0.", 0)]
    storage: Named
    user: User

    @staticmethod
    def of(document: documents.Document, tenant: Tenant) -> dict[str, Any]:
        code = document_code(Kind(document.kind))
        return {
            "id": document.id,
            "type_id": code,
            "type": Named(code, TITLES[Kind(document.kind)]),
            "storage_id": document.storage_id,
            "to_storage_id": StockScope.of(tenant).visible_storage_id(document.to_storage_id),
            "user_id": document.user_id or 0,
            "master_id": document.team_member_id,
            "company_id": tenant.location_id,
            "number": document.id,
            "comment": document.comment,
            "create_date": format_local(document.occurred_at, tenant.timezone),
            "bill_print_status": 0,
            "storage": Named(document.storage_id, document.storage_title),
            "user": User.of(document),
        }


class Document(DocumentHead, frozen=True, kw_only=True):
    """A document."""

    company: DocumentCompany

    @classmethod
    def from_model(cls, document: documents.Document, location: Location, tenant: Tenant) -> "Document":
        return cls(**cls.of(document, tenant), company=DocumentCompany.from_model(location))


class OperationDocument(DocumentHead, frozen=True, kw_only=True):
    """The document of an operation."""

    company: OperationCompany

    @classmethod
    def from_model(cls, document: documents.Document, location: Location, tenant: Tenant) -> "OperationDocument":
        return cls(**cls.of(document, tenant), company=OperationCompany.from_model(location))


class TransactionRow(msgspec.Struct, frozen=True, kw_only=True):
    """A transaction in the list of a document."""

    id: fields.TransactionId
    document_id: fields.DocumentId
    type_id: Annotated[
        int, says("What it does: 1 sale, 2 usage, 3 receipt, 4 write-off, 5 transfer; 6 stock-take (ours).", 1)
    ]
    company_id: fields.LocationId
    good_id: fields.ProductId
    amount: fields.Amount
    cost_per_unit: fields.SeenPrice
    discount: Annotated[Decimal, says("Percent off the price.", 10)]
    cost: fields.SeenCost
    unit_id: fields.UnitId
    operation_unit_type: Annotated[int, says("What the amount is counted in: 1 sale units, 2 write-off units.", 1)]
    storage_id: fields.StorageId
    supplier_id: Annotated[int, says("Who it came from; 0 for none.", 0)]
    record_id: Annotated[int, says("The appointment it belongs to; 0 for none.", 0)]
    client_id: Annotated[int, says("Who it went to; 0 for none.", 0)]
    master_id: Annotated[int, says("The team member who did it; 0 for none.", 0)]
    create_date: fields.Occurred
    comment: Annotated[str, says("A note; may be empty.", "Sold at the desk")]
    service_id: Annotated[int, says("The service it was used up in; 0 for none.", 0)]
    user_id: fields.UserId
    deleted: fields.Deleted
    pkg_amount: Annotated[Decimal, says("The amount of a package; always 0.", 0)]
    counted_amount: fields.Counted
    expected_amount: fields.Expected

    @classmethod
    def from_model(cls, transaction: documents.Transaction, tenant: Tenant) -> "TransactionRow":
        return TransactionRow(
            id=transaction.id,
            document_id=transaction.document_id,
            type_id=CODES[Kind(transaction.kind)],
            company_id=tenant.location_id,
            good_id=transaction.product_id,
            amount=plain(transaction.entered),
            cost_per_unit=transaction.price if shows_money(transaction.kind, tenant) else None,
            discount=transaction.discount,
            cost=transaction.cost if shows_money(transaction.kind, tenant) else None,
            unit_id=transaction.unit_id,
            operation_unit_type=UNIT_CODES[UnitKind(transaction.unit)],
            storage_id=transaction.storage_id,
            supplier_id=transaction.supplier_id,
            record_id=transaction.appointment_id,
            client_id=transaction.client_id,
            master_id=transaction.team_member_id,
            create_date=format_instant(transaction.occurred_at, tenant.timezone),
            comment=transaction.comment,
            service_id=transaction.service_id,
            user_id=transaction.user_id or 0,
            deleted=False,
            pkg_amount=Decimal(0),
            counted_amount=transaction.counted,
            expected_amount=transaction.expected,
        )


class OperationTransaction(TransactionRow, frozen=True, kw_only=True):
    """A transaction as it was just entered, with the names of what it refers to."""

    type: Named
    good: Named
    storage: Named
    unit: Named
    supplier: fields.Nobody
    client: fields.Nobody
    master: fields.Nobody

    @classmethod
    def from_model(cls, transaction: documents.Transaction, tenant: Tenant) -> "OperationTransaction":
        row = TransactionRow.from_model(transaction, tenant)
        return cls(
            **{name: getattr(row, name) for name in row.__struct_fields__},
            type=Named(row.type_id, TITLES[Kind(transaction.kind)]),
            good=Named(transaction.product_id, transaction.product_title),
            storage=Named(transaction.storage_id, transaction.storage_title),
            unit=Named(
                row.unit_id,
                transaction.sale_unit_title if transaction.unit == UnitKind.SALE else transaction.write_off_unit_title,
            ),
            supplier=[],
            client=[],
            master=[],
        )


class Operation(msgspec.Struct, frozen=True):
    """A document with all that stands on it."""

    document_id: fields.DocumentId
    document: OperationDocument
    transactions: list[OperationTransaction]


class UnitOfMeasure(msgspec.Struct, frozen=True):
    """A unit; 0 as its location: it is the same everywhere."""

    id: Annotated[int, says("The unit.", 11)]
    company_id: Annotated[int, says("Always 0: units are the same for every location.", 0)]
    title: Annotated[str, says("Its name.", "Bottle")]
    short_title: Annotated[str, says("Its name in short.", "bottle")]


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

    from_model = mapped(products.Product, Tenant)


class Transaction(TransactionRow, frozen=True, kw_only=True):
    """One transaction, with all that it refers to."""

    type: Named
    last_change_date: fields.Changed
    good_special_number: Annotated[str, says("The code of what was sold, such as a gift card; always empty.", "")]
    service_amount: fields.WriteOffAmount
    sale_amount: fields.SaleAmount
    service_unit_id: Annotated[int, says("The product's write-off unit then.", 4)]
    sale_unit_id: Annotated[int, says("The product's sale unit then.", 11)]
    good: Good
    sale_unit: UnitOfMeasure
    service_unit: UnitOfMeasure
    goods_marks: Annotated[list[dict[str, Any]], says("Marks of single pieces; always empty.", [])]
    storage: Named
    supplier: fields.Nobody
    client: Annotated[list[dict[str, Any]] | Client, says("Always an empty list: no client is known here.", [])]
    master: Annotated[
        list[dict[str, Any]] | TeamMember,
        says("Always an empty list: no team member is known here.", []),
    ]
    unit: UnitOfMeasure

    @classmethod
    def of(cls, transaction: documents.Transaction, product: products.Product, tenant: Tenant) -> "Transaction":
        row = TransactionRow.from_model(transaction, tenant)
        sale_unit = UnitOfMeasure(
            transaction.sale_unit_id, 0, transaction.sale_unit_title, transaction.sale_unit_short_title
        )
        write_off_unit = UnitOfMeasure(
            transaction.write_off_unit_id,
            0,
            transaction.write_off_unit_title,
            transaction.write_off_unit_short_title,
        )
        return cls(
            **{name: getattr(row, name) for name in row.__struct_fields__},
            type=Named(row.type_id, TITLES[Kind(transaction.kind)]),
            last_change_date=format_instant(transaction.changed_at, tenant.timezone),
            good_special_number="",
            service_amount=plain(transaction.amount),
            sale_amount=plain(transaction.sale_amount),
            service_unit_id=transaction.write_off_unit_id,
            sale_unit_id=transaction.sale_unit_id,
            good=Good.from_model(product, tenant),
            sale_unit=sale_unit,
            service_unit=write_off_unit,
            goods_marks=[],
            storage=Named(transaction.storage_id, transaction.storage_title),
            supplier=[],
            client=[],
            master=[],
            unit=sale_unit if transaction.unit == UnitKind.SALE else write_off_unit,
        )


def plain(amount: Decimal) -> Decimal:
    """Return an amount with all its decimals, but without zeros at the end of its fraction."""
    return amount.normalize() if amount % 1 else amount.to_integral_value()


def shows_money(kind: str, tenant: Tenant) -> bool:
    """Return whether the user may see prices of this kind: of sales always, of others with the right to cost prices."""
    return kind == Kind.SALE or sees_costs(tenant)
