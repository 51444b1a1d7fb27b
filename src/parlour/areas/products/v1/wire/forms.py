"""Request bodies that create and change products on the v1 wire."""

from collections.abc import Callable, Iterator
from typing import Annotated, Any, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from parlour.areas.products import wire as meaning
from parlour.areas.products.model import products
from parlour.areas.products.refusals import NO_CATEGORY, NO_UNIT
from parlour.areas.stock.model.stock import Kind, UnitKind
from parlour.areas.stock.v1.wire import KINDS, WRITE_OFF_OF_DOCUMENTS
from parlour.errors import Fault
from parlour.http.fields import Amount, Id, LongText, Money, Ratio, ShortText, SmallCode, Title

# The field and the message when a product refers to something that doesn't exist.
UNKNOWN = {
    products.Reference.CATEGORY: NO_CATEGORY.fault("category_id"),
    products.Reference.SALE_UNIT: NO_UNIT.fault("sale_unit_id"),
    products.Reference.WRITE_OFF_UNIT: NO_UNIT.fault("service_unit_id"),
}
BASES = {"sale": UnitKind.SALE, "service": UnitKind.WRITE_OFF}


class ProductForm(msgspec.Struct, kw_only=True):
    """The fields of a new product."""

    title: Annotated[Title, meaning.TITLE]
    category_id: Annotated[Id, Meta(description="The category; it must be visible in the location.", examples=[14])]
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

    def to_patch(self) -> products.ProductPatch:
        return products.ProductPatch(
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


class CorrectionRule(msgspec.Struct):
    """How past stock movements of one kind are converted to new units."""

    type: (
        Annotated[
            int,
            Meta(
                ge=1,
                le=WRITE_OFF_OF_DOCUMENTS,
                description="The kind of movement: 1 sale, 2 usage, 3 receipt, 4 write-off, 5 transfer. Stock-takes "
                "(6) stay in the unit that they were counted in unless a rule says otherwise. 7 is a write-off, too.",
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

    @property
    def kind(self) -> Kind | None:
        return None if self.type is UNSET else KINDS[self.type]


class ProductChange(ProductForm, kw_only=True):
    """The new fields of a product."""

    correction_rules: Annotated[
        list[CorrectionRule] | UnsetType,
        Meta(
            description="What becomes of past stock movements when the units or their ratio change: one rule for each "
            "kind of which there are some. Totals of money stay. Without effect while nothing has moved.",
            examples=[[{"type": 1, "base_unit": "sale"}, {"type": 3, "base_unit": "sale"}]],
        ),
    ] = UNSET

    @staticmethod
    def faults_between(given: Callable[[str], Any]) -> Iterator[Fault]:
        rules: list[CorrectionRule] | UnsetType = given("correction_rules")
        kinds = [rule.kind for rule in rules or ()]
        for number, kind in enumerate(kinds):
            if kind is not None and kind in kinds[:number]:
                yield Fault(f"correction_rules[{number}].type", "There is a rule for this type already.")

    def to_rules(self) -> dict[Kind, UnitKind] | None:
        """Return the rules; None when there are none. A rule without type or unit is ignored."""
        return {
            rule.kind: BASES[rule.base_unit]
            for rule in self.correction_rules or ()
            if rule.kind is not None and rule.base_unit is not UNSET
        } or None
