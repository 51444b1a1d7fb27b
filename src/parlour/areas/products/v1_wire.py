"""Products and the product tree on the v1 wire, where a product is a good."""

from decimal import Decimal
from typing import Annotated, Any, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from parlour.access.tenant import Tenant
from parlour.areas.products import model
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

    title: Annotated[Title, Meta(examples=["Argan Repair Shampoo"])]
    category_id: Annotated[Id, Meta(description="A category that the location sees.", examples=[14])]
    sale_unit_id: Annotated[Id, Meta(description="The unit it is sold in.", examples=[11])]
    service_unit_id: Annotated[Id, Meta(description="The unit it is used up in.", examples=[4])]
    print_title: Annotated[ShortText | UnsetType, Meta(description="The name on a receipt.", examples=["Shampoo"])] = (
        UNSET
    )
    article: Annotated[ShortText | UnsetType, Meta(description="The article code.", examples=["AR-250"])] = UNSET
    barcode: Annotated[ShortText | UnsetType, Meta(examples=["4006381333931"])] = UNSET
    cost: Annotated[Money | UnsetType, Meta(description="The selling price of one sale unit.", examples=[24.9])] = UNSET
    actual_cost: Annotated[Money | UnsetType, Meta(description="The cost price of one sale unit.", examples=[11])] = (
        UNSET
    )
    unit_equals: Annotated[
        Ratio | UnsetType,
        Meta(description="How many write-off units make one sale unit; 1 if left out.", examples=[250]),
    ] = UNSET
    critical_amount: Annotated[Amount | UnsetType, Meta(description="Low when below it.", examples=[500])] = UNSET
    desired_amount: Annotated[Amount | UnsetType, Meta(description="What to fill up to.", examples=[2500])] = UNSET
    netto: Annotated[Amount | UnsetType, Meta(description="Net mass.", examples=[250])] = UNSET
    brutto: Annotated[Amount | UnsetType, Meta(description="Gross mass.", examples=[290])] = UNSET
    comment: Annotated[LongText | UnsetType, Meta(examples=["For dry hair"])] = UNSET
    tax_variant: Annotated[SmallCode | UnsetType, Meta(description="The taxation system.", examples=[0])] = UNSET
    vat_id: Annotated[SmallCode | UnsetType, Meta(description="The rate of value added tax.", examples=[1])] = UNSET

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

    type: Annotated[int, Meta(ge=1, le=5, description="The kind of movement.", examples=[1])] | UnsetType = UNSET
    base_unit: (
        Annotated[Literal["sale", "service"], Meta(description="Whose amount stays.", examples=["sale"])] | UnsetType
    ) = UNSET


class ProductChange(ProductForm, kw_only=True):
    """What a product is changed to."""

    correction_rules: Annotated[
        list[CorrectionRule] | UnsetType,
        Meta(description="Needed to change the units of a product with stock movements.", examples=[[]]),
    ] = UNSET


class Amounts(msgspec.Struct, frozen=True):
    """What lies in one storage."""

    storage_id: Annotated[int, Meta(examples=[1])]
    amount: Annotated[Decimal, Meta(description="In write-off units.", examples=[1250])]


class Product(msgspec.Struct, frozen=True, gc=False):
    """A product."""

    good_id: Annotated[int, Meta(examples=[501])]
    title: Annotated[str, Meta(examples=["Argan Repair Shampoo"])]
    value: Annotated[str, Meta(description="The title again.", examples=["Argan Repair Shampoo"])]
    label: Annotated[
        str,
        Meta(
            description="The title, with the article in brackets if any.",
            examples=["Argan Repair Shampoo (AR-250)"],
        ),
    ]
    print_title: Annotated[str, Meta(description="The name on a receipt.", examples=["Shampoo"])]
    article: Annotated[str, Meta(examples=["AR-250"])]
    barcode: Annotated[str, Meta(examples=["4006381333931"])]
    category: Annotated[str, Meta(description="The title of the category.", examples=["Shampoos"])]
    category_id: Annotated[int, Meta(examples=[14])]
    salon_id: Annotated[int, Meta(description="The location that asks.", examples=[1])]
    is_chain: Annotated[bool, Meta(description="It belongs to the whole chain.", examples=[False])]
    cost: Annotated[Decimal, Meta(description="The selling price of one sale unit.", examples=[24.9])]
    actual_cost: Annotated[Decimal, Meta(description="The cost price of one sale unit.", examples=[11])]
    unit_id: Annotated[int, Meta(description="The unit it is sold in.", examples=[11])]
    unit_short_title: Annotated[str, Meta(examples=["bottle"])]
    service_unit_id: Annotated[int, Meta(description="The unit it is used up in.", examples=[4])]
    service_unit_short_title: Annotated[str, Meta(examples=["ml"])]
    unit_equals: Annotated[Decimal, Meta(description="Write-off units in one sale unit.", examples=[250])]
    unit_actual_cost: Annotated[Decimal, Meta(description="The cost price of one write-off unit.", examples=[0.044])]
    unit_actual_cost_format: Annotated[str, Meta(description="The same with its currency.", examples=["$0.04"])]
    critical_amount: Annotated[Decimal, Meta(description="In write-off units.", examples=[500])]
    desired_amount: Annotated[Decimal, Meta(description="In write-off units.", examples=[2500])]
    netto: Annotated[Decimal, Meta(description="Net mass.", examples=[250])]
    brutto: Annotated[Decimal, Meta(description="Gross mass.", examples=[290])]
    comment: Annotated[str, Meta(examples=["For dry hair"])]
    tax_variant: Annotated[int | None, Meta(examples=[0])]
    vat_id: Annotated[int | None, Meta(examples=[1])]
    actual_amounts: Annotated[list[Amounts], Meta(description="What lies in each storage; empty until stock is kept.")]
    loyalty_abonement_type_id: Annotated[int, Meta(description="0 for ordinary products.", examples=[0])]
    loyalty_certificate_type_id: Annotated[int, Meta(description="0 for ordinary products.", examples=[0])]
    loyalty_allow_empty_code: Annotated[int, Meta(description="0 for ordinary products.", examples=[0])]
    is_goods_mark_enabled: Annotated[bool, Meta(description="Sold by unique marks.", examples=[False])]
    last_change_date: Annotated[str, Meta(description="In the location's time.", examples=["2026-01-01T12:00:00-0500"])]

    @classmethod
    def from_model(cls, product: model.Product, tenant: Tenant) -> "Product":
        unit_cost_price = product.unit_cost_price
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
            actual_cost=product.cost_price,
            unit_id=product.sale_unit_id,
            unit_short_title=product.sale_unit_short_title,
            service_unit_id=product.write_off_unit_id,
            service_unit_short_title=product.write_off_unit_short_title,
            unit_equals=product.unit_ratio,
            unit_actual_cost=unit_cost_price,
            unit_actual_cost_format=price_style(tenant.currency, tenant.locale).format(unit_cost_price),
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

    parent_id: Annotated[int, Meta(description="The category above; 0 for a root.", examples=[3])]
    item_id: Annotated[int, Meta(description="The product; 0 for a category.", examples=[0])]
    category_id: Annotated[int, Meta(description="The category; 0 for a product.", examples=[14])]
    title: Annotated[str, Meta(examples=["Shampoos"])]
    is_chain: Annotated[bool, Meta(description="It belongs to the whole chain.", examples=[False])]
    is_category: Annotated[bool, Meta(examples=[True])]
    is_item: Annotated[bool, Meta(description="It is a product.", examples=[False])]

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

    children: Annotated[list[TreeElement], Meta(description="Categories first, then products, by title.")]
    children_count: Annotated[int, Meta(description="How many there are in all.", examples=[1])]
