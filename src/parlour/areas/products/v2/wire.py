"""Products, units and stock in storages on the v2 wire."""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from decimal import Decimal
from typing import Annotated, Literal

import msgspec
from msgspec import UNSET, UnsetType

from parlour.access.tenant import Tenant
from parlour.areas.products import wire as meaning
from parlour.areas.products.model import products as model
from parlour.areas.stock.model.balances import Balance
from parlour.areas.stock.rights.limits import sees_costs
from parlour.http.v2_envelope import (
    NOTHING,
    Included,
    ToMany,
    ToOne,
    example_of_many,
    example_of_one,
    included,
    resource_type,
    to_many,
    to_one,
)
from parlour.http.wire import always, mapped, of, says, shown

Include = AbstractSet[str]
"""What a request names in `include`."""

ProductId = Annotated[int, says("The product.", 501)]
StorageId = Annotated[int, says("The storage.", 1)]


class UnitAttributes(msgspec.Struct, frozen=True):
    """What is known of a unit."""

    company_id: Annotated[int, says("Always 0: all locations have the same units.", 0)]
    title: Annotated[str, says("The name.", "Bottle", "Millilitre")]
    short_title: Annotated[str, says("The same in short.", "bottle", "ml")]


class Unit(msgspec.Struct, frozen=True):
    """A unit that products are sold or used up in."""

    type: Annotated[Literal["unit"], resource_type("unit")]
    id: Annotated[str, says("The unit, as a text.", "11", "4")]
    attributes: UnitAttributes

    @classmethod
    def from_model(cls, unit: model.UnitOfMeasure) -> "Unit":
        return cls("unit", str(unit.id), UnitAttributes(0, unit.title, unit.short_title))


class StorageAttributes(msgspec.Struct, frozen=True):
    """What is known of a storage."""

    title: Annotated[str, says("The name.", "Products")]


class Storage(msgspec.Struct, frozen=True):
    """A place where the location keeps stock."""

    type: Annotated[Literal["storage"], resource_type("storage")]
    id: Annotated[str, says("The storage, as a text.", "1")]
    attributes: StorageAttributes

    @classmethod
    def from_model(cls, balance: Balance) -> "Storage":
        return cls("storage", str(balance.storage_id), StorageAttributes(balance.storage_title))


class StorageAmountAttributes(msgspec.Struct, frozen=True):
    """The stock of a product in a storage."""

    good_id: ProductId
    storage_id: StorageId
    sale_amount: Annotated[Decimal, says("In sale units, to ten decimals.", 5)]
    consumable_amount: Annotated[Decimal, says("In consumable units.", 1250)]


class StorageAmountRelationships(msgspec.Struct, frozen=True):
    """What it refers to, as far as `include` names it."""

    storage: Annotated[ToOne, example_of_one("storage", "1")] | UnsetType = UNSET


class StorageAmount(msgspec.Struct, frozen=True):
    """The stock of a product in a storage; below 0 if more went out than came in."""

    type: Annotated[Literal["good_storage_amount"], resource_type("good_storage_amount")]
    id: Annotated[str, says("The product and the storage, an underscore between.", "501_1")]
    attributes: StorageAmountAttributes
    relationships: StorageAmountRelationships | UnsetType = UNSET

    @classmethod
    def from_model(cls, product_id: int, balance: Balance, storage: Storage | None = None) -> "StorageAmount":
        """Return the resource, with a relation to the storage if it is given."""
        return cls(
            "good_storage_amount",
            f"{product_id}_{balance.storage_id}",
            StorageAmountAttributes(product_id, balance.storage_id, balance.sale_amount, balance.amount),
            StorageAmountRelationships(to_one(storage)) if storage else UNSET,
        )


class MarkSettingsAttributes(msgspec.Struct, frozen=True):
    """How the marks of a product are handled."""

    good_id: ProductId
    is_enabled: Annotated[bool, says("Always true.", True)]


class MarkSettings(msgspec.Struct, frozen=True):
    """Each piece of the product is sold by a mark of its own."""

    type: Annotated[Literal["good_mark_settings"], resource_type("good_mark_settings")]
    id: Annotated[str, says("The product, as a text.", "501")]
    attributes: MarkSettingsAttributes

    @classmethod
    def from_model(cls, product: model.Product) -> "MarkSettings | None":
        """Return the settings; None for a product without marks."""
        found = cls("good_mark_settings", str(product.id), MarkSettingsAttributes(product.id, is_enabled=True))
        return found if product.is_marked else None


class Asked(msgspec.Struct, frozen=True):
    """What a request asks for, as far as the user may see it."""

    shows_cost: bool


class ProductAttributes(msgspec.Struct, frozen=True):
    """What is known of a product."""

    category_id: Annotated[int, says("The category that it belongs to.", 14)]
    title: Annotated[str, meaning.TITLE]
    sale_unit_id: Annotated[int, meaning.SALE_UNIT]
    consumable_unit_id: Annotated[int, meaning.WRITE_OFF_UNIT, of("write_off_unit_id")]
    sale_unit_to_consumable_unit_ratio: Annotated[
        Decimal, says("How many consumable units make one sale unit.", 250, of="unit_ratio")
    ]
    loyalty_abonement_type_id: Annotated[
        int | None, always(None, "The kind of membership that it sells; null for other products.")
    ]
    loyalty_certificate_type_id: Annotated[
        int | None, always(None, "The kind of gift card that it sells; null for other products.")
    ]
    cost: Annotated[Decimal, meaning.PRICE, of("price")]
    actual_cost: Annotated[
        Decimal | None,
        says(
            "What one sale unit costs the business. Null unless `include` names it and the user has the right"
            " `storages_goods_prime_cost_view_access`.",
            11,
            of=shown("cost_price", "asked.shows_cost"),
        ),
    ]
    is_chain: Annotated[bool, meaning.BELONGS_TO_CHAIN]

    from_model = mapped(model.Product, Asked)


class ProductRelationships(msgspec.Struct, frozen=True, kw_only=True):
    """What a product refers to, as far as `include` names it."""

    loyalty_abonement_type: ToOne | UnsetType = UNSET
    loyalty_certificate_type: ToOne | UnsetType = UNSET
    mark_settings: ToOne | UnsetType = UNSET
    storage_amounts: Annotated[ToMany, example_of_many("good_storage_amount", "501_1")] | UnsetType = UNSET


class Product(msgspec.Struct, frozen=True):
    """A product."""

    type: Annotated[Literal["good"], resource_type("good")]
    id: Annotated[str, says("The product, as a text.", "501")]
    attributes: ProductAttributes
    relationships: ProductRelationships | UnsetType = UNSET

    @classmethod
    def from_model(
        cls, product: model.Product, tenant: Tenant, include: Include, amounts: Iterable[StorageAmount] = ()
    ) -> "Product":
        """Return the resource; `amounts` are the stock amounts to include."""
        shows_cost = "actual_cost" in include and sees_costs(tenant)
        return cls(
            "good",
            str(product.id),
            ProductAttributes.from_model(product, Asked(shows_cost)),
            _relationships(product, include, amounts),
        )


def _relationships(
    product: model.Product, include: Include, amounts: Iterable[StorageAmount]
) -> ProductRelationships | UnsetType:
    if not include - {"actual_cost"}:
        return UNSET
    return ProductRelationships(
        loyalty_abonement_type=NOTHING if "loyalty_abonement_type" in include else UNSET,
        loyalty_certificate_type=NOTHING if "loyalty_certificate_type" in include else UNSET,
        mark_settings=to_one(MarkSettings.from_model(product)) if "mark_settings" in include else UNSET,
        storage_amounts=to_many(amounts) if "storage_amounts" in include else UNSET,
    )


def included_for(
    products: Iterable[model.Product], include: Include, amounts: Iterable[StorageAmount] = ()
) -> list[Included] | UnsetType:
    """Return the resources that the products refer to; UNSET when no relation is requested."""
    if not include - {"actual_cost"}:
        return UNSET
    marks = (MarkSettings.from_model(product) for product in products) if "mark_settings" in include else ()
    return included([*(found for found in marks if found), *amounts])
