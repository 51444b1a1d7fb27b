import * as made from "./index";

const shop = process.env as Record<string, string>;
const here = Number(shop.LOCATION);

function expect(found: unknown, wanted: unknown): void {
  if (JSON.stringify(found) !== JSON.stringify(wanted)) throw new Error(`${JSON.stringify(found)} isn't ${JSON.stringify(wanted)}`);
}

async function main(): Promise<void> {
  const partner = new made.Configuration({ basePath: shop.BASE_URL, accessToken: shop.PARTNER });
  const signIn = { login: shop.LOGIN, password: shop.PASSWORD };
  const token = (await new made.AuthenticationB2BApi(partner).authorizeUser({ signIn })).data.userToken;
  const both = new made.Configuration({ basePath: shop.BASE_URL, apiKey: `Bearer ${shop.PARTNER}, User ${token}` });
  const products = new made.ProductsApi(both);

  expect((await products.getProductsList({ locationId: here, count: 10 })).data.map((row) => row.title), ["Shampoo"]);
  const locations = await new made.LocationsApi(both).getLocationList({ id: [here], my: true });
  expect(locations.data.map((row) => row.id), [here]);
  const productForm = {
    title: "Made in typescript-fetch", categoryId: Number(shop.CATEGORY), saleUnitId: 1, serviceUnitId: 1, cost: 1234567.89,
  };
  const created = (await products.createProduct({ locationId: here, productForm })).data.goodId;
  expect((await products.getProduct({ locationId: here, productId: created })).data.cost, 1234567.89);
  const sale = await new made.InventoryApi(both).getTransaction({ locationId: here, transactionId: Number(shop.SALE) });
  expect(sale.data.client, []);
  const rights = await new made.UsersPermissionsApi(both).getUserPermissions({ locationId: here, userId: 1 });
  expect(rights.data.userPermissions.find((right) => right.slug === "storages_access")?.value, true);
  const refused = await products.getProduct({ locationId: here, productId: 999999 }).catch((error) => error.response);
  expect(made.ModelErrorFromJSON(await refused.json()).meta.message, "Product not found.");
}

main().catch((error) => { console.error(error); process.exit(1); });
