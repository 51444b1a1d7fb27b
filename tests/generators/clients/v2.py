"""What a client of API v2 does, with the client that openapi-generator makes for Python."""

import os

import parlour_v2 as made

shop = os.environ
configuration = made.Configuration(host=shop["BASE_URL"], api_key={"PartnerAndUser": shop["TOKENS"]})
with made.ApiClient(configuration) as client:
    products = made.ProductsApi(client)
    here, product, accept = int(shop["LOCATION"]), int(shop["PRODUCT"]), shop["ACCEPT"]
    listed = products.list_products(here, accept, filter_ids=[product], limit=10).data
    assert [row.attributes.title for row in listed] == ["Shampoo"]
    one = products.get_product(here, product, accept, include=["storage_amounts"])
    assert one.data.id == str(product)
    assert one.included[0].type == "good_storage_amount"
    assert products.list_product_units(here, accept).data[0].type == "unit"
    message = "There is such a product."
    try:
        products.get_product(here, 999_999, accept)
    except made.exceptions.NotFoundException as error:
        message = error.data.meta.message
    assert message == "Product not found."
