"""Meanings of the fields of a product on the v1 wire, in requests and answers."""

from msgspec import Meta

TITLE = Meta(description="The name of the product.", examples=["Argan Repair Shampoo"])
RECEIPT_TITLE = Meta(description="The name on a receipt; may be empty.", examples=["Shampoo"])
ARTICLE = Meta(description="The article code; may be empty, and need not be unique.", examples=["AR-250"])
BARCODE = Meta(description="The barcode; may be empty, and need not be unique.", examples=["4006381333931"])
SALE_UNIT = Meta(description="The unit it is sold in.", examples=[11])
WRITE_OFF_UNIT = Meta(description="The unit it is used up in.", examples=[4])
PRICE = Meta(
    description="The selling price of one sale unit, in the currency of the location and with no more decimals than it "
    "has.",
    examples=[24.9],
)
COST_PRICE = Meta(
    description="What one sale unit costs the business, in the currency of the location and with no more decimals than "
    "it has.",
    examples=[11],
)
COST_PRICE_SEEN = Meta(
    description="What one sale unit costs; null without the right `storages_goods_prime_cost_view_access`.",
    examples=[11],
)
UNIT_RATIO = Meta(description="How many write-off units make one sale unit; 1 when not given.", examples=[250])
CRITICAL_AMOUNT = Meta(description="Stock below this is low; in write-off units.", examples=[500])
DESIRED_AMOUNT = Meta(description="What stock is filled up to; in write-off units.", examples=[2500])
NET_MASS = Meta(description="The mass without packaging.", examples=[250])
GROSS_MASS = Meta(description="The mass with packaging.", examples=[290])
COMMENT = Meta(description="A note for the team.", examples=["For dry hair"])
TAX_VARIANT = Meta(description="The taxation system, by its number.", examples=[0])
BELONGS_TO_CHAIN = Meta(description="It belongs to the chain and shows in all its locations.", examples=[False])
VAT = Meta(description="The rate of value added tax, by its number.", examples=[1])
