"""What a client of API v1 does, with the client that openapi-generator makes for Python."""

import os

import parlour_v1 as made

shop = os.environ
configuration = made.Configuration(host=shop["BASE_URL"], access_token=shop["PARTNER"])
with made.ApiClient(configuration) as client:
    signed_in = made.AuthenticationB2BApi(client).authorize_user(
        made.SignIn(login=shop["LOGIN"], password=shop["PASSWORD"])
    )
    token = f"Bearer {shop['PARTNER']}, User {signed_in.data.user_token}"

configuration = made.Configuration(host=shop["BASE_URL"], api_key={"PartnerAndUser": token})
with made.ApiClient(configuration) as client:
    products = made.ProductsApi(client)
    here, product, category, sale = (int(shop[name]) for name in ("LOCATION", "PRODUCT", "CATEGORY", "SALE"))

    assert [row.title for row in products.get_products_list(here, count=10).data] == ["Shampoo"]
    assert [row.id for row in made.LocationsApi(client).get_location_list(id=[here], my=True).data] == [here]
    form = made.ProductForm(
        title="Made in python", category_id=category, sale_unit_id=1, service_unit_id=1, cost=1234567.89
    )
    new = products.create_product(here, form).data.good_id
    assert products.get_product(here, new).data.cost == 1234567.89
    assert made.InventoryApi(client).get_transaction(here, sale).data.client == []
    rights = made.UsersPermissionsApi(client).get_user_permissions(here, 1).data.user_permissions
    assert {right.slug: right.value for right in rights}["storages_access"] is True
    message = "There is such a product."
    try:
        products.get_product(here, 999_999)
    except made.exceptions.NotFoundException as error:
        message = error.data.meta.message
    assert message == "Product not found."
