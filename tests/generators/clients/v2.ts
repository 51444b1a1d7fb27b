import * as made from "./index";

const shop = process.env as Record<string, string>;
const locationId = Number(shop.LOCATION), productId = Number(shop.PRODUCT), accept = shop.ACCEPT;

function expect(found: unknown, wanted: unknown): void {
  if (JSON.stringify(found) !== JSON.stringify(wanted)) throw new Error(`${JSON.stringify(found)} isn't ${JSON.stringify(wanted)}`);
}

async function main(): Promise<void> {
  const products = new made.ProductsApi(new made.Configuration({ basePath: shop.BASE_URL, apiKey: shop.TOKENS }));
  const listed = await products.listProducts({ locationId, accept, filterIds: [productId], limit: 10 });
  expect(listed.data.map((row) => row.attributes.title), ["Shampoo"]);
  const one = await products.getProduct({ locationId, productId, accept, include: ["storage_amounts"] });
  expect([one.data.id, one.included?.[0].type], [String(productId), "good_storage_amount"]);
  expect((await products.listProductUnits({ locationId, accept })).data[0].type, "unit");
  const refused = await products.getProduct({ locationId, productId: 999999, accept }).catch((error) => error.response);
  expect(made.ModelErrorFromJSON(await refused.json()).meta.message, "Product not found.");
}

main().catch((error) => { console.error(error); process.exit(1); });
