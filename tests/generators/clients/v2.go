// What a client of API v2 does, with the client that openapi-generator makes for Go.
package main

import (
	"context"
	"fmt"
	"os"
	"reflect"
	"strconv"

	made "github.com/parlour/v2"
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
	products := made.NewAPIClient(configuration).ProductsAPI
	keys := map[string]made.APIKey{"PartnerAndUser": {Key: os.Getenv("TOKENS")}}
	both := context.WithValue(context.Background(), made.ContextAPIKeys, keys)
	here, product, accept := number("LOCATION"), number("PRODUCT"), os.Getenv("ACCEPT")

	listed, _, err := products.ListProducts(both, here).Accept(accept).FilterIds([]int64{product}).Limit(10).Execute()
	must(err)
	expect(listed.Data[0].Attributes.Title, "Shampoo")
	one, _, err := products.GetProduct(both, here, product).Accept(accept).Include([]string{"storage_amounts"}).Execute()
	must(err)
	expect(one.Data.Id, os.Getenv("PRODUCT"))
	expect(one.Included[0].Type, "good_storage_amount")
	units, _, err := products.ListProductUnits(both, here).Accept(accept).Execute()
	must(err)
	expect(units.Data[0].Type, "unit")
	_, _, err = products.GetProduct(both, here, 999999).Accept(accept).Execute()
	refused := err.(*made.GenericOpenAPIError).Model().(made.Error)
	expect(refused.Meta.Message, "Product not found.")
}
