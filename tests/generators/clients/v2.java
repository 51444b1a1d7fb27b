import java.util.List;
import java.util.Objects;
import org.openapitools.client.*;
import org.openapitools.client.api.*;

/** What a client of API v2 does, with the client that openapi-generator makes for Java. */
public class Story {
    static void expect(Object found, Object wanted) {
        if (!Objects.equals(found, wanted)) throw new AssertionError(found + " isn't " + wanted);
    }

    public static void main(String[] words) throws Exception {
        var client = new ApiClient();
        client.updateBaseUri(System.getenv("BASE_URL"));
        client.setRequestInterceptor(request -> request.header("Authorization", System.getenv("TOKENS")));
        var products = new ProductsApi(client);
        var here = Long.parseLong(System.getenv("LOCATION"));
        var product = Long.parseLong(System.getenv("PRODUCT"));
        var accept = System.getenv("ACCEPT");

        var listed = products.listProducts(here, accept, List.of(product), null, 1, 10, null, null).getData();
        expect(listed.get(0).getAttributes().getTitle(), "Shampoo");
        var one = products.getProduct(here, product, accept, List.of("storage_amounts"));
        expect(one.getData().getId(), String.valueOf(product));
        expect(one.getIncluded().get(0).getType(), "good_storage_amount");
        expect(products.listProductUnits(here, accept).getData().get(0).getType().getValue(), "unit");
        try {
            products.getProduct(here, 999999L, accept, null);
            throw new AssertionError("There is no such product.");
        } catch (ApiException error) {
            var refused = new JSON().getMapper().readValue(error.getResponseBody(), org.openapitools.client.model.Error.class);
            expect(refused.getMeta().getMessage(), "Product not found.");
        }
    }
}
