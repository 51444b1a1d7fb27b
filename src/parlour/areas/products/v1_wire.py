"""Products and the product tree on the v1 wire, where a product is a good."""

from decimal import Decimal
from typing import Annotated, Any, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from parlour.access.permissions import Permission
from parlour.access.tenant import Tenant
from parlour.areas.products import model
from parlour.areas.products import v1_fields as meaning
from parlour.http.dates import format_instant
from parlour.http.fields import Amount, Id, LongText, Money, Ratio, ShortText, SmallCode, Title
from parlour.http.money import price_style

# The field, and what is said of it, when a product refers to what is not there.
UNKNOWN = {
    model.Reference.CATEGORY: ("category_id", "There is no such category here."),
    model.Reference.SALE_UNIT: ("sale_unit_id", "There is no such unit."),
    model.Reference.WRITE_OFF_UNIT: ("service_unit_id", "There is no such unit."),
}


class ProductForm(msgspec.Struct, kw_only=True):
    """What a product is made from."""

    title: Annotated[Title, meaning.TITLE]
    category_id: Annotated[Id, Meta(description="A category that the location sees.", examples=[14])]
    sale_unit_id: Annotated[Id, meaning.SALE_UNIT]
    service_unit_id: Annotated[Id, meaning.WRITE_OFF_UNIT]
    print_title: Annotated[ShortText | UnsetType, meaning.RECEIPT_TITLE] = UNSET
    article: Annotated[ShortText | UnsetType, meaning.ARTICLE] = UNSET
    barcode: Annotated[ShortText | UnsetType, meaning.BARCODE] = UNSET
    cost: Annotated[Money | UnsetType, meaning.PRICE] = UNSET
    actual_cost: Annotated[Money | UnsetType, meaning.COST_PRICE] = UNSET
    unit_equals: Annotated[Ratio | UnsetType, meaning.UNIT_RATIO] = UNSET
    critical_amount: Annotated[Amount | UnsetType, meaning.CRITICAL_AMOUNT] = UNSET
    desired_amount: Annotated[Amount | UnsetType, meaning.DESIRED_AMOUNT] = UNSET
    netto: Annotated[Amount | UnsetType, meaning.NET_MASS] = UNSET
    brutto: Annotated[Amount | UnsetType, meaning.GROSS_MASS] = UNSET
    comment: Annotated[LongText | UnsetType, meaning.COMMENT] = UNSET
    tax_variant: Annotated[SmallCode | UnsetType, meaning.TAX_VARIANT] = UNSET
    vat_id: Annotated[SmallCode | UnsetType, meaning.VAT] = UNSET

    def to_patch(self) -> model.ProductPatch:
        return model.ProductPatch(
            category_id=self.category_id,
            title=self.title,
            receipt_title=self.print_title,
            article=self.article,
            barcode=self.barcode,
            price=self.cost,
            cost_price=self.actual_cost,
            sale_unit_id=self.sale_unit_id,
            write_off_unit_id=self.service_unit_id,
            unit_ratio=self.unit_equals,
            critical_amount=self.critical_amount,
            desired_amount=self.desired_amount,
            net_mass=self.netto,
            gross_mass=self.brutto,
            comment=self.comment,
            tax_variant=self.tax_variant,
            vat_id=self.vat_id,
        )

    def to_fields(self) -> model.ProductFields:
        given: dict[str, Any] = self.to_patch().given()
        return model.ProductFields(**given)


class CorrectionRule(msgspec.Struct):
    """How past stock movements of one kind are carried over to new units."""

    type: (
        Annotated[
            int,
            Meta(
                ge=1,
                le=5,
                description="The kind of movement: 1 sale, 2 usage, 3 receipt, 4 write-off, 5 transfer.",
                examples=[1],
            ),
        ]
        | UnsetType
    ) = UNSET
    base_unit: (
        Annotated[
            Literal["sale", "service"],
            Meta(description="The unit whose amount stays as it was: of sale or of write-off.", examples=["sale"]),
        ]
        | UnsetType
    ) = UNSET


class ProductChange(ProductForm, kw_only=True):
    """What a product is changed to."""

    correction_rules: Annotated[
        list[CorrectionRule] | UnsetType,
        Meta(
            description="What becomes of past stock movements when the units change. Needed once there are any.",
            examples=[[{"type": 1, "base_unit": "sale"}]],
        ),
    ] = UNSET


class Amounts(msgspec.Struct, frozen=True):
    """What lies in one storage."""

    storage_id: Annotated[int, Meta(description="The storage.", examples=[1])]
    amount: Annotated[Decimal, Meta(description="How much lies there; in write-off units.", examples=[1250])]


class Product(msgspec.Struct, frozen=True, gc=False):
    """A product."""

    good_id: Annotated[int, Meta(description="The product.", examples=[501])]
    title: Annotated[str, meaning.TITLE]
    value: Annotated[str, Meta(description="The title again.", examples=["Argan Repair Shampoo"])]
    label: Annotated[
        str,
        Meta(
            description="The title, with the article in brackets if any.",
            examples=["Argan Repair Shampoo (AR-250)"],
        ),
    ]
    print_title: Annotated[str, meaning.RECEIPT_TITLE]
    article: Annotated[str, meaning.ARTICLE]
    barcode: Annotated[str, meaning.BARCODE]
    category: Annotated[str, Meta(description="The title of the category.", examples=["Shampoos"])]
    category_id: Annotated[int, Meta(description="The category that it lies in.", examples=[14])]
    salon_id: Annotated[int, Meta(description="The location that was asked.", examples=[1])]
    is_chain: Annotated[bool, meaning.BELONGS_TO_CHAIN]
    cost: Annotated[Decimal, meaning.PRICE]
    actual_cost: Annotated[Decimal | None, meaning.COST_PRICE_SEEN]
    unit_id: Annotated[int, meaning.SALE_UNIT]
    unit_short_title: Annotated[str, Meta(description="The sale unit in short.", examples=["bottle"])]
    service_unit_id: Annotated[int, meaning.WRITE_OFF_UNIT]
    service_unit_short_title: Annotated[str, Meta(description="The write-off unit in short.", examples=["ml"])]
    unit_equals: Annotated[Decimal, meaning.UNIT_RATIO]
    unit_actual_cost: Annotated[
        Decimal | None,
        Meta(
            description="What one write-off unit costs, to four decimals; null as `actual_cost` is.", examples=[0.044]
        ),
    ]
    unit_actual_cost_format: Annotated[
        str,
        Meta(
            description="The same as a price in the habits of the location; empty where that is null.",
            examples=["$0.04"],
        ),
    ]
    critical_amount: Annotated[Decimal, meaning.CRITICAL_AMOUNT]
    desired_amount: Annotated[Decimal, meaning.DESIRED_AMOUNT]
    netto: Annotated[Decimal, meaning.NET_MASS]
    brutto: Annotated[Decimal, meaning.GROSS_MASS]
    comment: Annotated[str, meaning.COMMENT]
    tax_variant: Annotated[int | None, meaning.TAX_VARIANT]
    vat_id: Annotated[int | None, meaning.VAT]
    actual_amounts: Annotated[
        list[Amounts], Meta(description="What lies in each storage; empty while no stock is kept.")
    ]
    loyalty_abonement_type_id: Annotated[
        int, Meta(description="The kind of membership that it sells; 0 for other products.", examples=[0])
    ]
    loyalty_certificate_type_id: Annotated[
        int, Meta(description="The kind of gift card that it sells; 0 for other products.", examples=[0])
    ]
    loyalty_allow_empty_code: Annotated[
        int, Meta(description="1 if it may be sold without a code; 0 for ordinary products.", examples=[0])
    ]
    is_goods_mark_enabled: Annotated[
        bool, Meta(description="Each piece is sold by a mark of its own.", examples=[False])
    ]
    last_change_date: Annotated[
        str,
        Meta(
            description="When it was last changed, in the time of the location.",
            examples=["2026-01-01T12:00:00-0500"],
        ),
    ]

    @classmethod
    def from_model(cls, product: model.Product, tenant: Tenant) -> "Product":
        sees_cost = Permission.COST_PRICE_VIEW in tenant.permissions
        unit_cost_price = product.unit_cost_price if sees_cost else None
        return cls(
            good_id=product.id,
            title=product.title,
            value=product.title,
            label=product.label,
            print_title=product.receipt_title,
            article=product.article,
            barcode=product.barcode,
            category=product.category_title,
            category_id=product.category_id,
            salon_id=tenant.location_id,
            is_chain=product.is_chain,
            cost=product.price,
            actual_cost=product.cost_price if sees_cost else None,
            unit_id=product.sale_unit_id,
            unit_short_title=product.sale_unit_short_title,
            service_unit_id=product.write_off_unit_id,
            service_unit_short_title=product.write_off_unit_short_title,
            unit_equals=product.unit_ratio,
            unit_actual_cost=unit_cost_price,
            unit_actual_cost_format=""
            if unit_cost_price is None
            else price_style(tenant.currency, tenant.locale).format(unit_cost_price),
            critical_amount=product.critical_amount,
            desired_amount=product.desired_amount,
            netto=product.net_mass,
            brutto=product.gross_mass,
            comment=product.comment,
            tax_variant=product.tax_variant,
            vat_id=product.vat_id,
            actual_amounts=[],
            loyalty_abonement_type_id=0,
            loyalty_certificate_type_id=0,
            loyalty_allow_empty_code=0,
            is_goods_mark_enabled=product.is_marked,
            last_change_date=format_instant(product.changed_at, tenant.timezone),
        )


class TreeElement(msgspec.Struct, frozen=True):
    """A category or a product in the tree."""

    parent_id: Annotated[int, Meta(description="The category above; 0 for a root.", examples=[3, 14])]
    item_id: Annotated[int, Meta(description="The product; 0 for a category.", examples=[0, 501])]
    category_id: Annotated[int, Meta(description="The category; 0 for a product.", examples=[14, 0])]
    title: Annotated[str, Meta(description="Its name.", examples=["Shampoos", "Argan Repair Shampoo"])]
    is_chain: Annotated[bool, meaning.BELONGS_TO_CHAIN]
    is_category: Annotated[bool, Meta(description="It is a category.", examples=[True, False])]
    is_item: Annotated[bool, Meta(description="It is a product.", examples=[False, True])]

    @classmethod
    def from_model(cls, node: model.TreeNode) -> "TreeElement":
        return cls(
            parent_id=node.parent_id or 0,
            item_id=node.product_id or 0,
            category_id=node.category_id or 0,
            title=node.title,
            is_chain=node.is_chain,
            is_category=node.product_id is None,
            is_item=node.product_id is not None,
        )


class CategoryNode(TreeElement, frozen=True):
    """A category with what lies right below it."""

    children: Annotated[
        list[TreeElement],
        Meta(
            description="Categories first, then products, each by title.",
            examples=[
                [
                    {
                        "parent_id": 14,
                        "item_id": 501,
                        "category_id": 0,
                        "title": "Argan Repair Shampoo",
                        "is_chain": False,
                        "is_category": False,
                        "is_item": True,
                    }
                ]
            ],
        ),
    ]
    children_count: Annotated[int, Meta(description="How many there are in all, on every page.", examples=[1])]
