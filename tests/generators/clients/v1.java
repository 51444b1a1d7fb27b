import java.util.List;
import java.util.Objects;
import org.openapitools.client.*;
import org.openapitools.client.api.*;
import org.openapitools.client.model.*;

/** What a client of API v1 does, with the client that openapi-generator makes for Java. */
public class Story {
    static void expect(Object found, Object wanted) {
        if (!Objects.equals(found, wanted)) throw new AssertionError(found + " isn't " + wanted);
    }

    static ApiClient client(String authorization) {
        var client = new ApiClient();
        client.updateBaseUri(System.getenv("BASE_URL"));
        client.setRequestInterceptor(request -> request.header("Authorization", authorization));
        return client;
    }

    static long number(String name) {
        return Long.parseLong(System.getenv(name));
    }

    public static void main(String[] words) throws Exception {
        var partner = "Bearer " + System.getenv("PARTNER");
        var form = new SignIn().login(System.getenv("LOGIN")).password(System.getenv("PASSWORD"));
        var signedIn = new AuthenticationB2BApi(client(partner)).authorizeUser(form);
        var both = client(partner + ", User " + signedIn.getData().getUserToken());
        var products = new ProductsApi(both);
        var here = number("LOCATION");

        expect(products.getProductsList(here, null, 1, 10, null, null, null, null, null).getData().get(0).getTitle(), "Shampoo");
        var locations = new LocationsApi(both).getLocationList(List.of(here), null, true, null, null, null, null, null,
            null, null, null, null, null, null, null, null, null, null, null);
        expect(locations.getData().get(0).getId(), here);
        var product = new ProductForm().title("Made in java").categoryId(number("CATEGORY")).saleUnitId(1L)
            .serviceUnitId(1L).cost(1234567.89);
        var created = products.createProduct(here, product, null).getData().getGoodId();
        expect(products.getProduct(here, created, null, null, null, null, null, null, null).getData().getCost(), 1234567.89);
        expect(new InventoryApi(both).getTransaction(here, number("SALE")).getData().getClient(), List.of());
        for (var right : new UsersPermissionsApi(both).getUserPermissions(here, 1L).getData().getUserPermissions())
            if (right.getSlug().equals("storages_access")) expect(right.getValue(), true);
        try {
            products.getProduct(here, 999999L, null, null, null, null, null, null, null);
            throw new AssertionError("There is no such product.");
        } catch (ApiException error) {
            var refused = new JSON().getMapper().readValue(error.getResponseBody(), org.openapitools.client.model.Error.class);
            expect(refused.getMeta().getMessage(), "Product not found.");
        }
    }
}
