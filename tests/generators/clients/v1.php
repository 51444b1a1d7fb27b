<?php
// What a client of API v1 does, with the client that openapi-generator makes for PHP.
require 'loading.php';

use OpenAPI\Client as Made;

$configuration = (new Made\Configuration())->setHost(getenv('BASE_URL'))->setAccessToken(getenv('PARTNER'));
$form = new Made\Model\SignIn(['login' => getenv('LOGIN'), 'password' => getenv('PASSWORD')]);
$signedIn = (new Made\Api\AuthenticationB2BApi(null, $configuration))->authorizeUser($form);
$token = 'Bearer ' . getenv('PARTNER') . ', User ' . $signedIn->getData()->getUserToken();
$configuration = (new Made\Configuration())->setHost(getenv('BASE_URL'))->setApiKey('Authorization', $token);
$products = new Made\Api\ProductsApi(null, $configuration);
$here = (int) getenv('LOCATION');

expect($products->getProductsList($here, null, 1, 10)->getData()[0]->getTitle(), 'Shampoo');
$locations = (new Made\Api\LocationsApi(null, $configuration))->getLocationList([$here], null, true);
expect($locations->getData()[0]->getId(), $here);
$product = new Made\Model\ProductForm([
    'title' => 'Made in php', 'category_id' => (int) getenv('CATEGORY'), 'sale_unit_id' => 1, 'service_unit_id' => 1,
    'cost' => 1234567.89,
]);
$created = $products->createProduct($here, $product)->getData()->getGoodId();
expect($products->getProduct($here, $created)->getData()->getCost(), 1234567.89);
$sale = (new Made\Api\InventoryApi(null, $configuration))->getTransaction($here, (int) getenv('SALE'));
expect($sale->getData()->getClient(), []);
$rights = (new Made\Api\UsersPermissionsApi(null, $configuration))->getUserPermissions($here, 1);
foreach ($rights->getData()->getUserPermissions() as $right) {
    if ($right->getSlug() === 'storages_access') expect($right->getValue(), true);
}
try {
    $products->getProduct($here, 999999);
    exit(1);
} catch (Made\ApiException $error) {
    expect($error->getResponseObject()->getMeta()->getMessage(), 'Product not found.');
}
