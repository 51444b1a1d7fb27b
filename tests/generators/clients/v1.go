// What a client of API v1 does, with the client that openapi-generator makes for Go.
package main

import (
	"context"
	"fmt"
	"os"
	"reflect"
	"strconv"

	made "github.com/parlour/v1"
)

func number(name string) int64 {
	found, err := strconv.ParseInt(os.Getenv(name), 10, 64)
	must(err)
	return found
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}

func expect(found, wanted interface{}) {
	if !reflect.DeepEqual(found, wanted) {
		panic(fmt.Sprintf("%v isn't %v", found, wanted))
	}
}

func main() {
	configuration := made.NewConfiguration()
	configuration.Servers = made.ServerConfigurations{{URL: os.Getenv("BASE_URL")}}
	client := made.NewAPIClient(configuration)
	partner := context.WithValue(context.Background(), made.ContextAccessToken, os.Getenv("PARTNER"))
	form := made.NewSignIn(os.Getenv("LOGIN"), os.Getenv("PASSWORD"))
	signedIn, _, err := client.AuthenticationB2BAPI.AuthorizeUser(partner).SignIn(*form).Execute()
	must(err)
	token := "Bearer " + os.Getenv("PARTNER") + ", User " + signedIn.Data.UserToken
	both := context.WithValue(context.Background(), made.ContextAPIKeys, map[string]made.APIKey{"PartnerAndUser": {Key: token}})
	here := number("LOCATION")

	listed, _, err := client.ProductsAPI.GetProductsList(both, here).Count(10).Execute()
	must(err)
	expect(listed.Data[0].Title, "Shampoo")
	locations, _, err := client.LocationsAPI.GetLocationList(both).Id([]int64{here}).My(true).Execute()
	must(err)
	expect(locations.Data[0].Id, here)
	product := made.NewProductForm("Made in go", number("CATEGORY"), 1, 1)
	product.SetCost(1234567.89)
	created, _, err := client.ProductsAPI.CreateProduct(both, here).ProductForm(*product).Execute()
	must(err)
	read, _, err := client.ProductsAPI.GetProduct(both, here, created.Data.GoodId).Execute()
	must(err)
	expect(read.Data.Cost, 1234567.89)
	_, _, err = client.InventoryAPI.GetTransaction(both, here, number("SALE")).Execute()
	must(err)
	rights, _, err := client.UsersPermissionsAPI.GetUserPermissions(both, here, 1).Execute()
	must(err)
	for _, right := range rights.Data.UserPermissions {
		if right.Slug == "storages_access" {
			expect(right.Value, true)
		}
	}
	_, _, err = client.ProductsAPI.GetProduct(both, here, 999999).Execute()
	refused := err.(*made.GenericOpenAPIError).Model().(made.Error)
	expect(refused.Meta.Message, "Product not found.")
}
