// What a client of API v1 does, with the client that openapi-generator makes for C#.
using System;
using System.Collections.Generic;
using Org.OpenAPITools.Api;
using Org.OpenAPITools.Client;
using Org.OpenAPITools.Model;

public static class Story
{
    static string Told(string name) { return Environment.GetEnvironmentVariable(name); }

    static void Expect(object found, object wanted)
    {
        if (!Equals(found, wanted)) throw new Exception(found + " isn't " + wanted);
    }

    public static void Main()
    {
        var partner = new Configuration { BasePath = Told("BASE_URL"), AccessToken = Told("PARTNER") };
        var signedIn = new AuthenticationB2BApi(partner).AuthorizeUser(new SignIn(Told("LOGIN"), Told("PASSWORD")));
        var both = new Configuration { BasePath = Told("BASE_URL") };
        both.ApiKey["Authorization"] = "Bearer " + Told("PARTNER") + ", User " + signedIn.Data.UserToken;
        var products = new ProductsApi(both);
        var here = long.Parse(Told("LOCATION"));

        Expect(products.GetProductsList(here, count: 10).Data[0].Title, "Shampoo");
        Expect(new LocationsApi(both).GetLocationList(new List<long> { here }, my: true).Data[0].Id, here);
        var form = new ProductForm("Made in csharp", long.Parse(Told("CATEGORY")), 1, 1, cost: 1234567.89);
        var created = products.CreateProduct(here, form).Data.GoodId;
        Expect(products.GetProduct(here, created).Data.Cost, 1234567.89);
        new InventoryApi(both).GetTransaction(here, long.Parse(Told("SALE")));
        foreach (var right in new UsersPermissionsApi(both).GetUserPermissions(here, 1).Data.UserPermissions)
            if (right.Slug == "storages_access") Expect(right.Value, true);
        try
        {
            products.GetProduct(here, 999999);
            throw new Exception("There is no such product.");
        }
        catch (ApiException error) { Expect(error.ErrorCode, 404); }
    }
}
