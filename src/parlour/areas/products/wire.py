"""Meanings of the fields of a product, in requests and answers of all versions of the API."""

from parlour.http.wire import says

TITLE = says("The name of the product.", "Argan Repair Shampoo")
RECEIPT_TITLE = says("The name on a receipt; may be empty.", "Shampoo")
ARTICLE = says("The article code; may be empty, and need not be unique.", "AR-250")
BARCODE = says("The barcode; may be empty, and need not be unique.", "4006381333931")
SALE_UNIT = says("The unit in which it is sold.", 11)
WRITE_OFF_UNIT = says("The unit in which it is used up.", 4)
PRICE = says(
    "The selling price of one sale unit, in the currency of the location and with no more decimals than it has.",
    24.9,
)
COST_PRICE = says(
    "What one sale unit costs the business, in the currency of the location and with no more decimals than it has.",
    11,
)
COST_PRICE_SEEN = says("What one sale unit costs; null without the right `storages_goods_prime_cost_view_access`.", 11)
UNIT_RATIO = says("How many write-off units make one sale unit; 1 when not given.", 250)
CRITICAL_AMOUNT = says("Stock below this is low; in write-off units.", 500)
DESIRED_AMOUNT = says("The amount to order up to; in write-off units.", 2500)
NET_MASS = says("The mass without packaging.", 250)
GROSS_MASS = says("The mass with packaging.", 290)
COMMENT = says("A note for the team.", "For dry hair")
TAX_VARIANT = says("The taxation system, by its number.", 0)
BELONGS_TO_CHAIN = says("It belongs to the chain and shows in all its locations.", False)
VAT = says("The rate of value added tax, by its number.", 1)
