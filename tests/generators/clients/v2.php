<?php
// What a client of API v2 does, with the client that openapi-generator makes for PHP.
require 'loading.php';

use OpenAPI\Client as Made;

$configuration = (new Made\Configuration())->setHost(getenv('BASE_URL'))->setApiKey('Authorization', getenv('TOKENS'));
$products = new Made\Api\ProductsApi(null, $configuration);
[$here, $product, $accept] = [(int) getenv('LOCATION'), (int) getenv('PRODUCT'), getenv('ACCEPT')];

$listed = $products->listProducts($here, $accept, [$product], 'common', 1, 10)->getData();
expect($listed[0]->getAttributes()->getTitle(), 'Shampoo');
$one = $products->getProduct($here, $product, $accept, ['storage_amounts']);
expect($one->getData()->getId(), (string) $product);
expect($one->getIncluded()[0]->getType(), 'good_storage_amount');
expect($products->listProductUnits($here, $accept)->getData()[0]->getType(), 'unit');
try {
    $products->getProduct($here, 999999, $accept);
    exit(1);
} catch (Made\ApiException $error) {
    expect($error->getResponseObject()->getMeta()->getMessage(), 'Product not found.');
}
