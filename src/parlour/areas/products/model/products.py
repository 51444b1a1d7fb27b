"""Products of the catalogue, and what belongs to them."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum

import msgspec
from msgspec import UNSET, UnsetType

from parlour.digits import Digits


class ProductFields(msgspec.Struct, frozen=True, kw_only=True):
    """All fields of a new product."""

    category_id: int
    title: str
    receipt_title: str = ""
    article: str = ""
    barcode: str = ""
    price: Decimal = Decimal(0)
    cost_price: Decimal = Decimal(0)
    sale_unit_id: int
    write_off_unit_id: int
    unit_ratio: Decimal = Decimal(1)
    critical_amount: Decimal = Decimal(0)
    desired_amount: Decimal = Decimal(0)
    net_mass: Decimal = Decimal(0)
    gross_mass: Decimal = Decimal(0)
    comment: str = ""
    tax_variant: int | None = None
    vat_id: int | None = None


class Product(msgspec.Struct, frozen=True, gc=False):
    """A product. Without a location it belongs to the chain and is visible in all its locations.

    Amounts are in write-off units, of which `unit_ratio` make one sale unit. Prices are for one sale unit.
    """

    id: int
    location_id: int | None
    category_id: int
    category_title: str
    title: str
    receipt_title: str
    article: str
    barcode: str
    price: Digits
    cost_price: Digits
    """As set by hand; otherwise the average cost of the stock that was received."""
    unit_cost_price: Digits
    """The cost price of one write-off unit, with two decimals more than the currency has, at least four."""
    sale_unit_id: int
    sale_unit_short_title: str
    write_off_unit_id: int
    write_off_unit_short_title: str
    unit_ratio: Digits
    critical_amount: Digits
    desired_amount: Digits
    net_mass: Digits
    gross_mass: Digits
    comment: str
    tax_variant: int | None
    vat_id: int | None
    is_marked: bool
    revision: int
    changed_at: datetime

    @property
    def is_chain(self) -> bool:
        return self.location_id is None

    @property
    def label(self) -> str:
        return f"{self.title} ({self.article})" if self.article else self.title

    @property
    def fields(self) -> ProductFields:
        """Return the fields that can be changed, with numbers to compute with."""
        return ProductFields(
            category_id=self.category_id,
            title=self.title,
            receipt_title=self.receipt_title,
            article=self.article,
            barcode=self.barcode,
            price=Decimal(self.price),
            cost_price=Decimal(self.cost_price),
            sale_unit_id=self.sale_unit_id,
            write_off_unit_id=self.write_off_unit_id,
            unit_ratio=Decimal(self.unit_ratio),
            critical_amount=Decimal(self.critical_amount),
            desired_amount=Decimal(self.desired_amount),
            net_mass=Decimal(self.net_mass),
            gross_mass=Decimal(self.gross_mass),
            comment=self.comment,
            tax_variant=self.tax_variant,
            vat_id=self.vat_id,
        )


class ProductWithLevels(Product, frozen=True, gc=False):
    """A product with its stock in each storage of the requesting location."""

    levels_json: str | None
    """A JSON list as API v1 shows it, made by the database (`stock.queries.levels`). None without a storage."""


class ProductPatch(msgspec.Struct, frozen=True, kw_only=True):
    """Changes to a product; UNSET keeps the current value."""

    category_id: int | UnsetType = UNSET
    title: str | UnsetType = UNSET
    receipt_title: str | UnsetType = UNSET
    article: str | UnsetType = UNSET
    barcode: str | UnsetType = UNSET
    price: Decimal | UnsetType = UNSET
    cost_price: Decimal | UnsetType = UNSET
    sale_unit_id: int | UnsetType = UNSET
    write_off_unit_id: int | UnsetType = UNSET
    unit_ratio: Decimal | UnsetType = UNSET
    critical_amount: Decimal | UnsetType = UNSET
    desired_amount: Decimal | UnsetType = UNSET
    net_mass: Decimal | UnsetType = UNSET
    gross_mass: Decimal | UnsetType = UNSET
    comment: str | UnsetType = UNSET
    tax_variant: int | UnsetType | None = UNSET
    vat_id: int | UnsetType | None = UNSET


class References(msgspec.Struct, frozen=True):
    """The ids that a product refers to; None for those that are not given."""

    category_id: int | None
    sale_unit_id: int | None
    write_off_unit_id: int | None


class Reference(StrEnum):
    """The references by the names of their fields."""

    CATEGORY = "category_id"
    SALE_UNIT = "sale_unit_id"
    WRITE_OFF_UNIT = "write_off_unit_id"


class ProductFilter(msgspec.Struct, frozen=True):
    """A filter of products; None (or an empty term) for no condition. The term is folded."""

    term: str = ""
    category_id: int | None = None
    changed_after: datetime | None = None
    changed_before: datetime | None = None


class UnitOfMeasure(msgspec.Struct, frozen=True):
    """A unit in which amounts are counted."""

    id: int
    title: str
    short_title: str


class TreeNode(msgspec.Struct, frozen=True):
    """A category (then `product_id` is None) or a product (then `category_id` is None) in the tree."""

    parent_id: int | None
    product_id: int | None
    category_id: int | None
    title: str
    is_chain: bool
