// What a client of API v2 does, with the client that openapi-generator makes for C#.
using System;
using System.Collections.Generic;
using Org.OpenAPITools.Api;
using Org.OpenAPITools.Client;

public static class Story
{
    static string Told(string name) { return Environment.GetEnvironmentVariable(name); }

    static void Expect(object found, object wanted)
    {
        if (!Equals(found, wanted)) throw new Exception(found + " isn't " + wanted);
    }

    public static void Main()
    {
        var configuration = new Configuration { BasePath = Told("BASE_URL") };
        configuration.ApiKey["Authorization"] = Told("TOKENS");
        var products = new ProductsApi(configuration);
        long here = long.Parse(Told("LOCATION")), product = long.Parse(Told("PRODUCT"));
        var accept = Told("ACCEPT");

        Expect(products.ListProducts(here, accept, new List<long> { product }, limit: 10).Data[0].Attributes.Title, "Shampoo");
        var one = products.GetProduct(here, product, accept, new List<string> { "storage_amounts" });
        Expect(one.Data.Id, product.ToString());
        Expect(one.Included[0].Type, "good_storage_amount");
        Expect(products.ListProductUnits(here, accept).Data[0].Type.ToString(), "Unit");
        try
        {
            products.GetProduct(here, 999999, accept);
            throw new Exception("There is no such product.");
        }
        catch (ApiException error) { Expect(error.ErrorCode, 404); }
    }
}
